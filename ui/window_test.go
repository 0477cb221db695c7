package ui_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/language"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

func open(t *testing.T, f *fake, m uitheme.Mode) *ui.Window {
	t.Helper()
	w, err := ui.New(test.NewTempApp(t), ui.Params{Services: f, Version: "0.1.0-test", Offscreen: true, Colours: m, Language: language.English})
	if err != nil {
		t.Fatal(err)
	}
	w.Show()
	settle(t, w)
	return w
}

func settle(t *testing.T, w *ui.Window) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := w.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// at opens a window on a screen of the fake's case.
func at(t *testing.T, f *fake, p ui.Place) *ui.Window {
	t.Helper()
	w := open(t, f, uitheme.Dark)
	w.Navigate(ui.Route{Place: p, CasePath: casePath, Comparison: "k1"})
	settle(t, w)
	return w
}

// walk calls f for every object that can be seen, the window's content first and then what lies over it.
func walk(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	f(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			walk(c, f)
		}
	case *container.Scroll:
		walk(o.Content, f)
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			walk(c, f)
		}
	}
}

// shown returns every text on the screen, one a line.
func shown(w *ui.Window) string {
	var b strings.Builder
	add := func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok {
			b.WriteString(t.Text + "\n")
		}
	}
	walk(w.Window().Content(), add)
	for _, o := range w.Window().Canvas().Overlays().List() {
		walk(o, add)
	}
	return b.String()
}

// press taps the button with this text.
func press(t *testing.T, w *ui.Window, text string) {
	t.Helper()
	done := false
	find := func(o fyne.CanvasObject) {
		var b *fw.Button
		switch o := o.(type) {
		case *fw.Button:
			b = o
		case interface{ Tapped(*fyne.PointEvent) }:
			if x, ok := o.(fyne.Widget); ok && !done {
				for _, c := range test.WidgetRenderer(x).Objects() {
					if l, ok := c.(*fw.RichText); ok && l.String() == text {
						done = true
						o.Tapped(&fyne.PointEvent{})
						return
					}
				}
			}
			return
		default:
			return
		}
		if b.Text == text && !done {
			done = true
			b.Tapped(&fyne.PointEvent{})
		}
	}
	for _, o := range slices.Backward(w.Window().Canvas().Overlays().List()) {
		walk(o, find)
	}
	if !done {
		walk(w.Window().Content(), find)
	}
	if !done {
		t.Fatalf("no button %q on the screen:\n%s", text, shown(w))
	}
	settle(t, w)
}

// key types a key while nothing has the focus.
func key(t *testing.T, w *ui.Window, k fyne.KeyName) {
	t.Helper()
	w.Window().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k})
	settle(t, w)
}

// menu does what the menu item with this text does.
func menu(t *testing.T, w *ui.Window, text string) {
	t.Helper()
	for _, m := range w.Window().MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == text {
				i.Action()
				settle(t, w)
				return
			}
		}
	}
	t.Fatalf("no menu item %q", text)
}

func see(t *testing.T, w *ui.Window, want ...string) {
	t.Helper()
	all := shown(w)
	for _, s := range want {
		if !strings.Contains(all, s) {
			t.Errorf("%q is not on the screen:\n%s", s, all)
		}
	}
}

func TestTheMainJobByKeyboard(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	see(t, w, "DEMO-1", "SYNTHETIC DATA", "connect the drive it is on")

	key(t, w, fyne.KeyReturn) // opens the case that is selected, the first
	if got := w.Route(); got.Place != ui.Case || got.CasePath != casePath {
		t.Fatalf("Return on the demonstration case shows %+v", got)
	}
	see(t, w, "Q1", "K1-2", "SYNTHETIC", "9 mm Luger", "8 o'clock", "Comparisons")

	menu(t, w, "Find candidates for the exhibit")
	if got := w.Route(); got.Place != ui.Candidates || got.Correlation != "r1" {
		t.Fatalf("correlating shows %+v", got)
	}
	see(t, w, casefile.LeadBanner, "rank 1 of 118 searched on 2026-03-04", "Rank 1: K1-1")
	key(t, w, fyne.KeyDown)
	see(t, w, "Rank 2: K2-1")
	key(t, w, fyne.KeyUp)
	key(t, w, fyne.KeyReturn)
	if got := w.Route(); got.Place != ui.Compare || got.Comparison != "k1" {
		t.Fatalf("Return on a candidate shows %+v", got)
	}
	see(t, w, "18 of 20", "A score is a lead. It does not decide.", "DEMO-1")

	key(t, w, fyne.KeyReturn)
	see(t, w, "Identification", "Inconclusive (b)", "Record a conclusion first.")
	key(t, w, fyne.Key2)
	for _, o := range focusables(w) {
		if e, ok := o.(*widget.Field); ok {
			e.SetText("Agreement over half of the face.")
		}
	}
	menu(t, w, "Record conclusion")
	if k := f.comparisons[0].Conclusion; k == nil || k.Value != "inconclusive-a" || k.Reason != "Agreement over half of the face." {
		t.Fatalf("recorded %+v", k)
	}
	see(t, w, "The conclusion is recorded", "R. Marsh")
	menu(t, w, "Reports")
	press(t, w, "New report…")
	press(t, w, "Begin the draft")
	see(t, w, "Report 1: comparison report", "draft")
	f.issue(t)
	w.Back()
	settle(t, w)
	see(t, w, "A report states this conclusion", "TM-1", "test identity")
	key(t, w, fyne.Key1)
	menu(t, w, "Record conclusion")
	if f.comparisons[0].Conclusion.Value != "inconclusive-a" {
		t.Error("the conclusion changed although a report states it")
	}

	for _, want := range []ui.Place{ui.Compare, ui.Candidates, ui.Case, ui.Cases, ui.Cases} {
		if w.Route().Place == ui.Compare {
			key(t, w, fyne.KeyEscape)
			if w.Route().Place != ui.Compare {
				t.Fatal("Escape leaves the microscope, and how the specimens lie is lost")
			}
			if err := w.Do("back"); err != nil {
				t.Fatal(err)
			}
			settle(t, w)
		} else {
			key(t, w, fyne.KeyEscape)
		}
		if w.Route().Place != want {
			t.Errorf("back shows %s, want %s", w.Route().Place, want)
		}
	}
}

func focusables(w *ui.Window) (o []fyne.CanvasObject) {
	walk(w.Window().Content(), func(c fyne.CanvasObject) {
		if _, ok := c.(fyne.Focusable); ok {
			o = append(o, c)
		}
	})
	return o
}

func TestEveryScreenFitsASmallLaptop(t *testing.T) {
	for _, p := range ui.Places() {
		for _, m := range []uitheme.Mode{uitheme.Dark, uitheme.Light} {
			t.Run(string(p)+" "+string(m), func(t *testing.T) {
				w := open(t, newFake(), m)
				w.Navigate(ui.Route{Place: p, CasePath: casePath, Comparison: "k1"})
				settle(t, w)
				if got := w.Window().Content().MinSize(); got.Width > 1340 || got.Height > 700-30 { // less the menu bar
					t.Errorf("needs %v", got)
				}
			})
		}
	}
}

func TestEmptyPlacesTeach(t *testing.T) {
	w := open(t, &fake{}, uitheme.Light)
	see(t, w, "No cases yet", "New case…", "Open case folder…")
	f := newFake()
	f.exhibits, f.found = nil, nil
	w = at(t, f, ui.Case)
	see(t, w, "No exhibits yet", "Import…")
	w = at(t, f, ui.Candidates)
	see(t, w, casefile.LeadBanner, "Nothing has been correlated yet", "Choose an exhibit")
}

func TestAnErrorIsItsSentence(t *testing.T) {
	f := newFake()
	f.onCases = func() ([]casefile.CaseRef, error) {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The list of cases cannot be read", Do: "Check the disk", Cause: errors.New("EIO")}
	}
	w := open(t, f, uitheme.Dark)
	if got, want := w.Notice(), "The list of cases cannot be read: check the disk."; got != want {
		t.Errorf("the notice says %q, want %q", got, want)
	}
	f.onCases = nil
	press(t, w, "Try again")
	see(t, w, "DEMO-1")
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	menu(t, w, "Compare")
	if got := w.Notice(); got != "Open a case first." || w.Route().Place != ui.Cases {
		t.Errorf("going to a comparison without a case says %q on %s", got, w.Route().Place)
	}
	w.Dropped([]fyne.URI{storage.NewFileURI("/tmp/a.x3p")})
	if got := w.Notice(); !strings.Contains(got, "Open a case first") {
		t.Errorf("dropping files without a case says %q", got)
	}
}

func TestDroppedFilesAreImportedAsTheFormSays(t *testing.T) {
	f := newFake()
	var got []string
	var how casefile.ImportOptions
	f.onImport = func(_ context.Context, files []string, o casefile.ImportOptions, p casefile.Progress) ([]casefile.ImportOutcome, error) {
		got, how = files, o
		p(1, 2, "a.x3p")
		return []casefile.ImportOutcome{{File: files[0]}, {File: files[1], Err: &casefile.Error{What: "This is a photograph and not an X3P file", Do: "Give it its real name"}}}, nil
	}
	w := at(t, f, ui.Candidates)
	w.Dropped([]fyne.URI{storage.NewFileURI("/tmp/a.x3p"), storage.NewFileURI("/tmp/b.x3p"), storage.NewFileURI("/tmp/a.x3p")})
	settle(t, w)
	see(t, w, "a.x3p, b.x3p", "Import recordings")
	press(t, w, "Import")
	if !slices.Equal(got, []string{"/tmp/a.x3p", "/tmp/b.x3p"}) {
		t.Errorf("imported %v", got)
	}
	if how.Mark != casefile.BreechFace || how.Kind != casefile.KindCartridgeCase || how.Origin != casefile.Questioned {
		t.Errorf("imported as %+v", how)
	}
	if want := "1 of 2 files imported. b.x3p: This is a photograph and not an X3P file: give it its real name."; w.Notice() != want {
		t.Errorf("says %q, want %q", w.Notice(), want)
	}
}

func TestLongWorkShowsProgressAndStops(t *testing.T) {
	f := newFake()
	started := make(chan struct{})
	f.onCorrelate = func(ctx context.Context, _ casefile.CorrelateOptions, p casefile.Progress) (casefile.Correlation, error) {
		p(3, 12, "K1-1")
		close(started)
		<-ctx.Done()
		return casefile.Correlation{}, ctx.Err()
	}
	w := at(t, f, ui.Case)
	for _, m := range w.Window().MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == "Find candidates for the exhibit" {
				i.Action()
			}
		}
	}
	<-started
	// The window lives on while it runs: another screen can be opened.
	w.Go(ui.Settings)
	see(t, w, "Correlating Q1", "Cancel (Ctrl+.)")
	menu(t, w, "Stop the running task")
	see(t, w, "Ready")
	if w.Notice() != "" {
		t.Errorf("a cancelled task says %q, want nothing", w.Notice())
	}
}

func TestTwoTickedCapturesAreCompared(t *testing.T) {
	w := at(t, newFake(), ui.Case)
	tick := func() {
		for _, o := range focusables(w) {
			if c, ok := o.(*fw.Check); ok && !c.Checked {
				c.SetChecked(true)
				settle(t, w)
				return
			}
		}
		t.Fatal("nothing to tick")
	}
	tick()
	see(t, w, "tick a second capture")
	key(t, w, fyne.KeyDown)
	tick()
	menu(t, w, "Compare the two ticked captures")
	if got := w.Route(); got.Place != ui.Compare || got.Comparison != "k1" {
		t.Errorf("comparing shows %+v", got)
	}
}

func TestEveryMenuShortcutIsItsOwn(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	seen := map[string]string{}
	for _, m := range w.Window().MainMenu().Items {
		for _, i := range m.Items {
			if i.Shortcut == nil {
				continue
			}
			name := i.Shortcut.ShortcutName()
			if other, ok := seen[name]; ok {
				t.Errorf("%s is for %q and for %q", name, other, i.Label)
			}
			seen[name] = i.Label
		}
	}
	if len(seen) < 18 {
		t.Errorf("only %d shortcuts in the menus", len(seen))
	}
}

func TestNothingRequiredMayBeMissing(t *testing.T) {
	if _, err := ui.New(test.NewTempApp(t), ui.Params{Version: "1"}); err == nil {
		t.Error("a window without services was made")
	}
}

func TestEscapeClosesTheDialogAndNotTheScreen(t *testing.T) {
	w := at(t, newFake(), ui.Case)
	w.ShowShortcuts()
	settle(t, w)
	see(t, w, "Everywhere")
	key(t, w, fyne.KeyEscape)
	if strings.Contains(shown(w), "Everywhere") || w.Route().Place != ui.Case {
		t.Errorf("after Escape %s is shown:\n%s", w.Route().Place, shown(w))
	}
	menu(t, w, "Import…")
	see(t, w, "Import recordings")
	focused, ok := w.Window().Canvas().Focused().(*widget.Field)
	if !ok {
		t.Fatalf("%T has the focus", w.Window().Canvas().Focused())
	}
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if strings.Contains(shown(w), "Import recordings") {
		t.Error("Escape in a field did not close the dialog")
	}
}

func TestANewCaseIsMadeByKeyboard(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	menu(t, w, "New case…")
	number := w.Window().Canvas().Focused().(*widget.Field)
	number.OnSubmitted("")
	if w.Route().Place != ui.Cases {
		t.Fatal("a case without a number was made")
	}
	test.Type(number, "26-0117")
	w.Window().Canvas().FocusNext()
	title := w.Window().Canvas().Focused().(*widget.Field)
	test.Type(title, "Mill Lane")
	title.OnSubmitted("")
	settle(t, w)
	if got := w.Route(); got.Place != ui.Case || got.CasePath != casePath {
		t.Errorf("Return shows %+v", got)
	}
}

func TestANoticeTakesNoRoomOnceItIsGone(t *testing.T) {
	w := at(t, newFake(), ui.Conclude)
	height := func() float32 {
		most := float32(0)
		walk(w.Window().Content(), func(o fyne.CanvasObject) {
			if s, ok := o.(*container.Scroll); ok {
				most = max(most, s.Size().Height)
			}
		})
		return most
	}
	before := height()
	menu(t, w, "Record conclusion") // nothing is chosen yet
	if w.Notice() == "" || height() >= before {
		t.Fatalf("notice %q, height %g after %g", w.Notice(), height(), before)
	}
	w.Navigate(w.Route())
	settle(t, w)
	if got := height(); w.Notice() != "" || got != before {
		t.Errorf("notice %q, height %g, want none and %g", w.Notice(), got, before)
	}
}
