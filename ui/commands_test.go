package ui_test

import (
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui"
	"tracemark/ui/language"
	"tracemark/ui/palette"
	uitheme "tracemark/ui/theme"
)

// does does a command by searching it in the palette, as a person does by keyboard.
func does(t *testing.T, w *ui.Window, typed string) {
	t.Helper()
	w.ShowPalette()
	field := w.Window().Canvas().Focused()
	if field == nil {
		t.Fatal("the palette has no focus")
	}
	test.Type(field, typed)
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	settle(t, w)
}

func TestThePaletteDoesWhatTheMenusDo(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	does(t, w, "settings")
	if w.Route().Place != ui.Settings {
		t.Errorf("settings shows %s", w.Route().Place)
	}
	does(t, w, "dim room")
	see(t, w, "for a dim room")
	w.ShowPalette()
	all := shown(w)
	if i, j := strings.Index(all, "Colours for a dim room"), strings.Index(all, "Check a report…"); i < 0 || i > strings.LastIndex(all, "Check a report…") || j < 0 {
		t.Errorf("what was used last does not come first:\n%s", all)
	}
	w.Window().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if strings.Contains(shown(w), "Search commands\n") || w.Route().Place != ui.Settings {
		t.Errorf("Escape does not close the palette alone: %s\n%s", w.Route().Place, shown(w))
	}
	does(t, w, "issue signed") // not possible without a comparison: the palette stays, nothing happens
	if w.Window().Canvas().Overlays().Top() == nil {
		t.Error("something impossible was done")
	}
}

func TestTheSheetListsEveryShortcutOfTheMenus(t *testing.T) {
	w := at(t, newFake(), ui.Compare)
	w.Window().Resize(fyne.NewSize(2400, 1600))
	w.ShowShortcuts()
	settle(t, w)
	one := func(s string) string { return " " + strings.Join(strings.Fields(s), " ") + " " } // the sheet wraps long titles
	all := one(shown(w))
	count := 0
	for _, m := range w.Window().MainMenu().Items {
		for _, i := range m.Items {
			if i.Shortcut != nil && !strings.Contains(all, one(i.Label)) {
				t.Errorf("%q has the shortcut %s and is not on the sheet", i.Label, i.Shortcut.ShortcutName())
			}
			if i.Shortcut != nil {
				count++
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d shortcuts in the menus", count)
	}
	see(t, w, "Everywhere", "F1, Ctrl+/", "F5", "F11", "Ctrl+Left, Esc")
}

// Commands of a screen are asked for without a screen too, and no key may mean two things at once.
func TestNoKeyHasTwoMeanings(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	for _, p := range ui.Places() {
		w.Navigate(ui.Route{Place: p, CasePath: casePath, Comparison: "k1"})
		settle(t, w)
		groups := w.Groups(true)
		seen := map[string]string{}
		mine := groups[0] // of the screen that is shown, or of everywhere
		for _, g := range groups {
			if g.Title != mine.Title && g.Title != "Everywhere" {
				continue
			}
			ids := map[string]bool{}
			for _, c := range g.Commands {
				if c.Run != nil && (c.ID == "" || ids[c.ID]) || c.Title == "" {
					t.Errorf("%s: the command %q has the id %q, which is empty or not its own", g.Title, c.Title, c.ID)
				}
				ids[c.ID] = true
				for _, k := range c.Keys {
					if other, ok := seen[k.String()]; ok {
						t.Errorf("on %s the key %s is for %q and for %q", p, k, other, c.Title)
					}
					seen[k.String()] = c.Title
				}
			}
		}
	}
}

func TestTheMenuOfTheSpecimensDoesWhatTheMicroscopeDoes(t *testing.T) {
	w := at(t, newFake(), ui.Compare)
	items := 0
	for _, m := range w.Window().MainMenu().Items {
		if m.Label != "Specimens" {
			continue
		}
		for i, item := range m.Items {
			if item.IsSeparator && (i == 0 || m.Items[i-1].IsSeparator) {
				t.Errorf("item %d of the menu stands for nothing: a command that it names is gone", i)
			}
			if !item.IsSeparator {
				items++
			}
		}
	}
	if items != 14 {
		t.Errorf("%d commands in the menu, want 14", items)
	}
	menu(t, w, "Split line upright or lying (H)")
	w.Navigate(w.Route())
	settle(t, w)
	menu(t, w, "Show both whole (F)")
	if w.Route().Place != ui.Compare {
		t.Errorf("shown is %s", w.Route().Place)
	}
}

func TestKeysDoWhatTheSheetSays(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	key(t, w, fyne.KeyF1)
	see(t, w, "Shortcuts", "Everywhere")
	key(t, w, fyne.KeyEscape)
	if w.Window().Canvas().Overlays().Top() != nil {
		t.Fatal("Escape leaves the sheet over the window, where it takes every key")
	}
	w.Go(ui.Settings)
	settle(t, w)
	key(t, w, fyne.KeyF5)
	if w.Route().Place != ui.Settings {
		t.Errorf("F5 shows %s", w.Route().Place)
	}
	key(t, w, fyne.KeyEscape)
	if w.Route().Place != ui.Cases {
		t.Errorf("Escape shows %s", w.Route().Place)
	}
}

func TestTheLanguageChangesAtOnce(t *testing.T) {
	t.Cleanup(func() {
		if err := language.Use(language.English); err != nil {
			t.Error(err)
		}
	})
	w := at(t, newFake(), ui.Settings)
	w.SetLanguage(language.French)
	settle(t, w)
	see(t, w, "Réglages", "Français")
	if got := w.Window().MainMenu().Items[0].Label; got == "File" {
		t.Errorf("the first menu is called %q", got)
	}
	if got := lang.L("Cancel"); got != "Annuler" {
		t.Errorf("fyne's own Cancel is %q", got)
	}
	w.SetLanguage(language.Spanish)
	settle(t, w)
	see(t, w, "Ajustes")
	w.SetLanguage(language.English)
	settle(t, w)
	see(t, w, "Settings")
}

func TestTheWindowIsAsItWasLeft(t *testing.T) {
	t.Cleanup(func() {
		if err := language.Use(language.English); err != nil {
			t.Error(err)
		}
	})
	a := test.NewTempApp(t)
	start := func() *ui.Window {
		w, err := ui.New(a, ui.Params{Services: newFake(), Version: "1", Offscreen: true})
		if err != nil {
			t.Fatal(err)
		}
		w.Resume()
		w.Show()
		settle(t, w)
		return w
	}
	w := start()
	w.SetLanguage(language.French)
	w.SetColours(uitheme.Dim)
	w.SetScale(1.5)
	w.Navigate(ui.Route{Place: ui.Candidates, CasePath: casePath, Exhibit: "e-Q1"})
	split := container.NewHSplit(fw.NewLabel("a"), fw.NewLabel("b"))
	w.Divider("test", split)
	split.SetOffset(0.3)
	w.Window().Resize(fyne.NewSize(1200, 650))
	settle(t, w)
	menu(t, w, lang.L("Quit"))

	w = start()
	if got := w.Route(); got.Place != ui.Candidates || got.CasePath != casePath || got.Exhibit != "e-Q1" {
		t.Errorf("shown is %+v", got)
	}
	if got := w.Window().Canvas().Size(); got.Width != 1200 || got.Height != 650 {
		t.Errorf("the window is %v", got)
	}
	again := container.NewHSplit(fw.NewLabel("a"), fw.NewLabel("b"))
	if w.Divider("test", again); again.Offset != 0.3 {
		t.Errorf("the divider is at %g", again.Offset)
	}
	if got := uitheme.Scale(); got != 1.5 {
		t.Errorf("text is %g times the usual size", got)
	}
	if got, want := a.Settings().Theme().Color("background", 0), uitheme.New(uitheme.Dim).Color("background", 0); got != want {
		t.Errorf("the background is %v, want the dim room's %v", got, want)
	}
	if language.Current() != language.French {
		t.Errorf("the language is %q", language.Current())
	}
	a.Preferences().SetString("last case", "/gone")
	a.Preferences().SetString("last place", "nowhere")
	if w = start(); w.Route().Place != ui.Cases {
		t.Errorf("an unknown place shows %+v", w.Route())
	}
}

// Whatever the size of text, the window fits on a small screen; what needs more room then scrolls, and with the usual size
// nothing does.
func TestEveryScreenIsUsableAtEverySizeOfText(t *testing.T) {
	t.Cleanup(func() {
		if err := language.Use(language.English); err != nil {
			t.Error(err)
		}
	})
	f := newFake()
	for _, l := range []language.Tag{language.English, language.French, language.Spanish} {
		for _, scale := range []float32{1, 1.5, 2} {
			w, err := ui.New(test.NewTempApp(t), ui.Params{Services: f, Version: "1", Offscreen: true, Scale: scale, Language: l})
			if err != nil {
				t.Fatal(err)
			}
			w.Show()
			w.Window().Resize(fyne.NewSize(1340, 700))
			for _, p := range ui.Places() {
				w.Navigate(ui.Route{Place: p, CasePath: casePath, Comparison: "k1"})
				settle(t, w)
				if got := w.Window().Content().MinSize(); got.Width > 1340 || got.Height > 700-30 { // less the menu bar
					t.Errorf("%s at %g in %s needs %v", p, scale, l, got)
				}
				if need, room := w.Body().MinSize(), roomFor(w); scale == 1 && (need.Width > room.Width || need.Height > room.Height-30) {
					t.Errorf("%s in %s needs %v and scrolls on a small laptop, which has %v", p, l, need, room)
				}
			}
		}
	}
}

// roomFor returns the room that the window has for a screen.
func roomFor(w *ui.Window) (room fyne.Size) {
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if s, ok := o.(*container.Scroll); ok && s.Content == w.Body() {
			room = s.Size()
		}
	})
	return room
}

// In a dim room no part of a screen is bright. Thumbnails of recordings are as bright as they are, so screens with those are
// not measured.
func TestAWindowOpensNoLargerThanTheScreen(t *testing.T) {
	a := test.NewTempApp(t)
	a.Preferences().SetFloat("width", 2560) // it was closed on a larger one
	a.Preferences().SetFloat("height", 700)
	w, err := ui.New(a, ui.Params{Services: newFake(), Version: "1", Offscreen: true, Room: fyne.NewSize(1366, 768)})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Window().Canvas().Size(); got != fyne.NewSize(1366, 700) {
		t.Errorf("the window opens with %v", got)
	}
}

func TestTheDimRoomHasNoBrightSurface(t *testing.T) {
	for _, p := range []ui.Place{ui.Cases, ui.Conclude, ui.Settings} {
		w := open(t, newFake(), uitheme.Dim)
		w.Window().Resize(fyne.NewSize(1340, 700))
		w.Navigate(ui.Route{Place: p, CasePath: casePath, Comparison: "k1"})
		settle(t, w)
		img := w.Window().Canvas().Capture()
		if n := bright(img); n > 0.03 {
			t.Errorf("%.1f %% of %s is bright", 100*n, p)
		}
	}
}

// bright returns the share of a picture's pixels with any channel above half, or more blue than red.
func bright(img image.Image) float64 {
	n, all := 0, 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		for x := b.Min.X; x < b.Max.X; x += 2 {
			r, g, bl, _ := img.At(x, y).RGBA()
			if max(r, g, bl) > 0x9000 || bl > r+0x800 {
				n++
			}
			all++
		}
	}
	return float64(n) / float64(all)
}

func TestTheHistoryOfThePaletteIsBounded(t *testing.T) {
	var recent []string
	for i := range 40 {
		recent = palette.Used(recent, string(rune('a'+i)), 12)
	}
	if len(recent) != 12 || slices.Contains(recent, "a") {
		t.Errorf("%d are remembered", len(recent))
	}
}
