package palette_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui/palette"
	uitheme "tracemark/ui/theme"
)

func nothing() {}

// groups are commands as the workstation has them, one in French for its accents.
func groups() []palette.Group {
	return []palette.Group{
		{Title: "Everywhere", Commands: []palette.Command{
			{ID: "new", Title: "New case…", Keys: []palette.Key{palette.Ctrl(fyne.KeyN)}, Run: nothing},
			{ID: "check", Title: "Check case", Run: nothing},
			{ID: "never", Title: "Check a report", Enabled: func() bool { return false }, Run: nothing},
			{ID: "pin", Title: "Empreinte du percuteur, côté tête", Run: nothing},
		}},
		{Title: "Comparison", Commands: []palette.Command{
			{ID: "align", Title: "Align as computed", Keys: []palette.Key{palette.Press(fyne.KeyA)}, Run: nothing},
			{ID: "cells", Title: "Show or hide cells", Keys: []palette.Key{palette.Press(fyne.KeyC), palette.Shift(fyne.KeyC)}, Run: nothing},
			{ID: "drag", Title: "Move the specimens", Gesture: "Drag"},
		}},
	}
}

func ids(hits []palette.Hit) string {
	var s []string
	for _, h := range hits {
		s = append(s, h.Command.ID)
	}
	return strings.Join(s, " ")
}

func TestSearchFindsByAFewLetters(t *testing.T) {
	for typed, want := range map[string]string{
		"":          "new check never pin align cells",
		"ali":       "align",
		"CASE":      "new check align", // "align as computed" has its letters too, but not together
		"cc":        "check never cells align",
		"cote tete": "pin",
		"tète cote": "pin", // words in any order, accents or not
		"hide cell": "cells",
		"comparis":  "align cells", // the screen's name
		"zzz":       "",
	} {
		got := ids(palette.Search(groups(), typed, nil))
		if typed == "cc" || typed == "CASE" { // only what comes first is promised
			got, want = strings.Fields(got)[0], strings.Fields(want)[0]
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
}

func TestWhatWasUsedLastComesFirst(t *testing.T) {
	if got, want := ids(palette.Search(groups(), "", []string{"cells", "gone", "check"})), "cells check new never pin align"; got != want {
		t.Errorf("the list is %q, want %q", got, want)
	}
	first := func(recent ...string) string {
		return palette.Search(groups(), "check", recent)[0].Command.ID
	}
	if first() != "check" || first("never") != "never" {
		t.Errorf("without a history %q comes first, after the other was used %q", first(), first("never"))
	}
	used := []string{}
	for _, id := range []string{"a", "b", "a", "c", "d"} {
		used = palette.Used(used, id, 3)
	}
	if !slices.Equal(used, []string{"d", "c", "a"}) {
		t.Errorf("used last: %v", used)
	}
}

func TestTheLettersFoundAreTheBestOnes(t *testing.T) {
	h := palette.Search([]palette.Group{{Commands: []palette.Command{{ID: "x", Title: "Unscale the scale bar", Run: nothing}}}}, "scale", nil)
	if len(h) != 1 || !slices.Equal(h[0].At, []int{12, 13, 14, 15, 16}) {
		t.Errorf("found %+v, want the word on its own", h)
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("Align as computed", "aac")
	f.Add("Ǆ ﬀ İstanbul", "i̇")
	f.Fuzz(func(t *testing.T, title, typed string) {
		c := palette.Command{ID: "x", Title: title, Run: nothing}
		for _, h := range palette.Search([]palette.Group{{Title: "g", Commands: []palette.Command{c}}}, typed, nil) {
			for i, at := range h.At {
				if at < 0 || at >= len([]rune(title)) || i > 0 && at <= h.At[i-1] {
					t.Fatalf("%q in %q is at %v", typed, title, h.At)
				}
			}
		}
	})
}

func TestKeysAreWrittenAsPeopleReadThem(t *testing.T) {
	test.NewTempApp(t)
	for want, k := range map[string]palette.Key{
		"Ctrl+Shift+K": palette.CtrlShift(fyne.KeyK), "A": palette.Press(fyne.KeyA), "Shift+F": palette.Shift(fyne.KeyF),
		"F1": palette.Press(fyne.KeyF1), "Ctrl+Enter": palette.Ctrl(fyne.KeyEnter), "Ctrl+Left": palette.Ctrl(fyne.KeyLeft), "[": palette.Press(fyne.KeyLeftBracket),
	} {
		if got := k.String(); got != want {
			t.Errorf("%+v is written %q, want %q", k, got, want)
		}
	}
	c := groups()[1].Commands[1]
	if c.Shortcut() != "C, Shift+C" || !c.Pressed(fyne.KeyC, fyne.KeyModifierShift) || c.Pressed(fyne.KeyC, fyne.KeyModifierControl) {
		t.Errorf("%q, pressed with Ctrl: %v", c.Shortcut(), c.Pressed(fyne.KeyC, fyne.KeyModifierControl))
	}
	if palette.Press(fyne.KeyA).FyneShortcut() != nil || palette.Shift(fyne.KeyA).FyneShortcut() != nil || palette.Ctrl(fyne.KeyA).FyneShortcut() == nil {
		t.Error("only keys with Ctrl are shortcuts of the canvas")
	}
}

func themed(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(uitheme.New(uitheme.Dark))
}

// desk opens a palette over a window and returns what presses its keys.
func desk(t *testing.T, g []palette.Group, recent ...string) (*palette.Panel, fyne.Window, func(...fyne.KeyName)) {
	t.Helper()
	themed(t)
	w := test.NewTempWindow(t, fw.NewLabel("behind"))
	w.Resize(fyne.NewSize(900, 600))
	p := palette.Open(w, g, recent)
	return p, w, func(keys ...fyne.KeyName) {
		t.Helper()
		for _, k := range keys {
			f := w.Canvas().Focused()
			if f == nil {
				t.Fatalf("nothing has the focus when %s is pressed", k)
			}
			f.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
}

func TestThePaletteByKeyboard(t *testing.T) {
	g := groups()
	var done []string
	for i := range g {
		for j := range g[i].Commands {
			if c := &g[i].Commands[j]; c.Run != nil {
				c.Run = func() { done = append(done, c.ID) }
			}
		}
	}
	p, w, press := desk(t, g)
	var ran []string
	p.Ran = func(id string) { ran = append(ran, id) }
	test.Type(w.Canvas().Focused(), "check")
	if got := ids(p.Hits()); got != "check never" {
		t.Fatalf("typing check lists %q", got)
	}
	press(fyne.KeyDown, fyne.KeyDown) // past what cannot be done
	press(fyne.KeyReturn)
	if !slices.Equal(done, []string{"check"}) || !slices.Equal(ran, done) {
		t.Errorf("done %v, said %v", done, ran)
	}
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != nil {
		t.Error("the palette is still there")
	}

	_, _, press = desk(t, g, "cells")
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn)
	if done[len(done)-1] != "cells" {
		t.Errorf("at the top is %q, want what was used last", done[len(done)-1])
	}
	p, w, press = desk(t, g)
	p.Type("zzz")
	press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyEscape)
	if len(done) != 2 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("after Escape: %v, overlay %v", done, w.Canvas().Overlays().Top())
	}
}

func TestACommandThatCannotBeDoneIsNot(t *testing.T) {
	g := []palette.Group{{Commands: []palette.Command{{ID: "x", Title: "Never", Enabled: func() bool { return false }, Run: func() { t.Error("it was done") }}}}}
	_, _, press := desk(t, g)
	press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn)
}

func TestTheSheetListsEveryKeyAndGesture(t *testing.T) {
	themed(t)
	for columns := 0; columns < 4; columns++ {
		w := test.NewTempWindow(t, palette.Sheet(groups(), columns))
		w.Resize(fyne.NewSize(1600, 700))
		markup := test.RenderObjectToMarkup(w.Content())
		for _, want := range []string{"Everywhere", "Comparison", "Ctrl+N", "New case…", "Align as computed", "C, Shift+C", "Drag", "Move the specimens"} {
			if strings.Count(markup, ">"+want+"<") != 1 {
				t.Errorf("in %d columns %q is %d times on the sheet", columns, want, strings.Count(markup, ">"+want+"<"))
			}
		}
		if strings.Contains(markup, "Check case") {
			t.Error("a command without a key is on the sheet")
		}
	}
}
