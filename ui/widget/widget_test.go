package widget_test

import (
	"image"
	"math"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

func show(t *testing.T, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(uitheme.New(uitheme.Dark))
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func TestTheListIsDrivenByKeys(t *testing.T) {
	opened, selected := -1, -1
	l := widget.NewList(func() int { return 20 }, func() fyne.CanvasObject { return fw.NewLabel("") },
		func(i int, o fyne.CanvasObject) { o.(*fw.Label).SetText(strconv.Itoa(i)) })
	l.SetOnSelected(func(i int) { selected = i })
	l.OnOpen = func(i int) { opened = i }
	var other fyne.KeyName
	l.Other = func(e *fyne.KeyEvent) { other = e.Name }
	show(t, l, 200, 300)
	for _, c := range []struct {
		k    fyne.KeyName
		want int
	}{{fyne.KeyDown, 0}, {fyne.KeyDown, 1}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0}, {fyne.KeyPageDown, 8}, {fyne.KeyEnd, 19}, {fyne.KeyDown, 19}, {fyne.KeyHome, 0}} {
		l.TypedKey(&fyne.KeyEvent{Name: c.k})
		if selected != c.want || l.Selected() != c.want {
			t.Errorf("after %s row %d is selected, want %d", c.k, selected, c.want)
		}
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if opened != 0 {
		t.Errorf("Return opened %d, want 0", opened)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if other != fyne.KeyEscape {
		t.Error("the list swallowed Escape")
	}
	l.Clear()
	if l.Selected() != -1 {
		t.Error("the selection was not taken away")
	}
}

func TestAnEmptyListTakesNoKeys(t *testing.T) {
	l := widget.NewList(func() int { return 0 }, func() fyne.CanvasObject { return fw.NewLabel("") }, func(int, fyne.CanvasObject) {})
	if l.Key(fyne.KeyDown) || l.Key(fyne.KeyReturn) {
		t.Error("a key meant something in an empty list")
	}
}

func TestTheDialPointsWhereItIsClicked(t *testing.T) {
	got := math.NaN()
	d := widget.NewDial(0, func(deg float64) { got = deg })
	show(t, d, 80, 80)
	for _, c := range []struct {
		x, y float32
		want float64
	}{{40, 5, 0}, {75, 40, 90}, {40, 75, 180}, {5, 40, 270}, {75, 5, 45}} {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(c.x, c.y)
		d.MouseDown(e)
		if got != c.want || d.Degrees() != c.want {
			t.Errorf("clicked at %g, %g: %g°, want %g°", c.x, c.y, got, c.want)
		}
	}
	got = math.NaN()
	e := &desktop.MouseEvent{}
	e.Position = fyne.NewPos(40, 41)
	d.MouseDown(e)
	if got == got {
		t.Error("a click on the middle, which names no direction, turned the dial")
	}
	d.SetDegrees(350)
	d.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got != 5 {
		t.Errorf("15° on from 350° is %g°, want 5°", got)
	}
}

func TestAClickedButtonGivesTheKeysBack(t *testing.T) {
	tapped := false
	b := widget.NewButton("Align", nil, func() { tapped = true })
	w := show(t, b, 100, 40)
	test.Tap(b)
	if !tapped {
		t.Error("not tapped")
	}
	if f := w.Canvas().Focused(); f != nil {
		t.Errorf("%T keeps the focus", f)
	}
}

func TestAButtonLeavesTheFocusWhereItsActionPutIt(t *testing.T) {
	entry := fw.NewEntry()
	var w fyne.Window
	b := widget.NewButton("New case", nil, func() { w.Canvas().Focus(entry) })
	w = show(t, container.NewVBox(b, entry), 200, 100)
	test.Tap(b)
	if w.Canvas().Focused() != fyne.Focusable(entry) {
		t.Error("the entry lost the focus that the action gave it")
	}
}

func TestANoticeStaysUntilItIsClosed(t *testing.T) {
	n := widget.NewNotice()
	show(t, n, 400, 60)
	if n.Visible() {
		t.Error("a notice that says nothing is shown")
	}
	n.Say(widget.Trouble, "The disk is full: make room and try again.")
	if !n.Visible() || n.Text() != "The disk is full: make room and try again." {
		t.Errorf("visible %v, text %q", n.Visible(), n.Text())
	}
}

func TestFactsWrapInsteadOfBeingCut(t *testing.T) {
	short := widget.NewFacts("Method", "registered")
	long := widget.NewFacts("Method", "a value so long that it needs several lines in a column as narrow as the one beside the picture")
	w := show(t, container.NewVBox(short, long), 240, 400)
	w.Content().Refresh() // text that wraps knows its height once it has its width
	if long.MinSize().Height < 3*short.MinSize().Height {
		t.Errorf("the long value is %g high, the short one %g: it does not wrap", long.MinSize().Height, short.MinSize().Height)
	}
}

func TestAPictureHasItsSizeBeforeAndAfter(t *testing.T) {
	p := widget.NewPicture(120, "SYNTHETIC")
	show(t, p, 200, 200)
	want := fyne.NewSquareSize(120)
	if p.MinSize() != want {
		t.Errorf("empty: %v, want %v", p.MinSize(), want)
	}
	p.Set("k", image.NewRGBA(image.Rect(0, 0, 640, 300)), true)
	if p.MinSize() != want || p.Key != "k" {
		t.Errorf("with an image: %v %q, want %v", p.MinSize(), p.Key, want)
	}
}

func TestAnEntryLeavesFunctionKeysToTheScreen(t *testing.T) {
	test.NewTempApp(t)
	f := widget.NewField("")
	test.NewTempWindow(t, f)
	var got []fyne.KeyName
	f.OnFunctionKey = func(e *fyne.KeyEvent) { got = append(got, e.Name) }
	for _, k := range []fyne.KeyName{fyne.KeyF1, fyne.KeyF, fyne.KeyF12, fyne.KeyHome} {
		f.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if len(got) != 2 || got[0] != fyne.KeyF1 || got[1] != fyne.KeyF12 {
		t.Errorf("told of %q", got)
	}
}

func TestAnEntryHandsSavingOn(t *testing.T) {
	test.NewTempApp(t)
	f := widget.NewField("")
	test.NewTempWindow(t, f)
	saved := 0
	f.OnSave = func() { saved++ }
	for _, k := range []fyne.KeyName{fyne.KeyS, fyne.KeyD} {
		f.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault})
	}
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: test.NewClipboard()})
	if saved != 1 {
		t.Errorf("told of saving %d times, want once", saved)
	}
}
