package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"tracemark/casefile"
	"tracemark/ui/language"
	uitheme "tracemark/ui/theme"
)

// recall reads what was chosen when the program was last used.
func (w *Window) recall() {
	keep := w.app.Preferences()
	w.colours = w.p.Colours
	if w.colours == uitheme.System {
		w.colours = uitheme.Mode(keep.String(prefColours))
	}
	if w.scale = w.p.Scale; w.scale == 0 {
		w.scale = float32(keep.FloatWithFallback(prefScale, 1))
	}
	if w.spoken = w.p.Language; w.spoken == language.System {
		w.spoken = language.Tag(keep.String(prefLanguage))
	}
}

// firstSize is how large the window opens: as it was left, but never larger than the screen, which may be another one today.
func (w *Window) firstSize() fyne.Size {
	keep := w.app.Preferences()
	known := w.p.Room.Width > 0 && w.p.Room.Height > 0
	first := fyne.NewSize(openWidth, openHeight)
	if known {
		first = w.p.Room.Min(fyne.NewSize(bestWidth, bestHeight))
	}
	size := fyne.NewSize(float32(keep.FloatWithFallback(prefWidth, float64(first.Width))), float32(keep.FloatWithFallback(prefHeight, float64(first.Height))))
	if known {
		return size.Min(w.p.Room)
	}
	return size
}

// FitScreen makes a window smaller that is larger than the screen. It is called once the window is there: only then is it known how
// many pixels the screen gives to a unit of the interface, by which the room of a screen with small pixels is to be divided.
func (w *Window) FitScreen() {
	canvas := w.win.Canvas()
	scale := canvas.Scale()
	if w.win.FullScreen() || scale <= 0 || w.p.Room.Width <= 0 || w.p.Room.Height <= 0 {
		return
	}
	room := fyne.NewSize(w.p.Room.Width/scale, w.p.Room.Height/scale)
	if size := canvas.Size(); size.Width > room.Width || size.Height > room.Height {
		w.win.Resize(size.Min(room))
	}
}

// lastWork is how long a closing window waits for what a screen still has to keep: the newest marks, the time of a look.
const lastWork = 10 * time.Second

// close keeps what the window is like, lets the screen finish and closes the window, which ends the program. Long jobs are
// cancelled.
func (w *Window) close() {
	if w.closing {
		return
	}
	w.closing = true
	keep := w.app.Preferences()
	keep.SetBool(prefWhole, w.win.FullScreen())
	if !w.win.FullScreen() { // else the size is the screen's, and the one before is to come back
		size := w.win.Canvas().Size()
		keep.SetFloat(prefWidth, float64(size.Width))
		keep.SetFloat(prefHeight, float64(size.Height))
	}
	w.keepDividers()
	w.keepRoute()
	if w.current != nil {
		w.current.Leave()
	}
	for _, j := range w.tasks.Jobs() {
		j.Cancel()
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastWork)
	settle := func() {
		defer cancel()
		_ = w.tasks.Settle(ctx) // whoever closes a window waits no longer than this
	}
	if w.p.Offscreen {
		settle()
		w.win.Close()
		return
	}
	go func() {
		settle()
		fyne.Do(w.win.Close)
	}()
}

// keepRoute remembers what is shown.
func (w *Window) keepRoute() {
	keep, place := w.app.Preferences(), w.at.Place
	if place == "" { // nobody got further than the gate: what was kept before stays
		return
	}
	if place == Prepare { // what was not saved there is gone
		place = Case
	}
	for name, value := range map[string]string{"place": string(place), "case": w.at.CasePath, "exhibit": w.at.Exhibit,
		"correlation": w.at.Correlation, "comparison": w.at.Comparison} {
		keep.SetString(prefRoute+name, value)
	}
}

// Resume shows what was shown when the program was last closed. Where that cannot be read any more the screen says so, and
// the list of cases is one step back.
func (w *Window) Resume() {
	if w.barred() {
		w.resumes = true
		return
	}
	w.resumes = false
	keep := w.app.Preferences()
	r := Route{Place: Place(keep.String(prefRoute + "place")), CasePath: keep.String(prefRoute + "case"), Exhibit: keep.String(prefRoute + "exhibit"),
		Correlation: keep.String(prefRoute + "correlation"), Comparison: keep.String(prefRoute + "comparison")}
	if slices.Contains(Places(), r.Place) && r.Place != Cases && r.possible() && w.who.May(casefile.ReadCase) {
		w.Navigate(r)
	}
}

// divider implements shell.Shell's Divider.
func (w *Window) divider(name string, s *container.Split) {
	if at := w.app.Preferences().FloatWithFallback(prefDivider+name, -1); at >= 0 && at <= 1 {
		s.SetOffset(at)
	}
	w.dividers[name] = s
}

// keepDividers remembers where the dividers of the screen that is left are.
func (w *Window) keepDividers() {
	for name, s := range w.dividers {
		w.app.Preferences().SetFloat(prefDivider+name, s.Offset)
	}
	clear(w.dividers)
}

// SetColours changes the colour scheme and keeps it.
func (w *Window) SetColours(m uitheme.Mode) {
	w.colours = m
	w.app.Preferences().SetString(prefColours, string(m))
	w.app.Settings().SetTheme(uitheme.Scaled(m, w.scale))
	w.again()
}

// nextColours goes round the colour schemes.
func (w *Window) nextColours() {
	all := uitheme.Modes()
	w.SetColours(all[(slices.Index(all, w.colours)+1)%len(all)])
}

// SetScale changes the size of text and keeps it; 1 is the usual one.
func (w *Window) SetScale(scale float32) {
	w.scale = min(max(scale, uitheme.LeastScale), uitheme.MostScale)
	w.app.Preferences().SetFloat(prefScale, float64(w.scale))
	w.app.Settings().SetTheme(uitheme.Scaled(w.colours, w.scale))
	// The menu bar grows with its text, and fyne moves what is below it without making it as much lower.
	w.win.SetMainMenu(w.win.MainMenu())
	w.again()
}

// stepScale takes the next larger or smaller size of text.
func (w *Window) stepScale(by int) {
	all := uitheme.Scales()
	i := 0
	for i < len(all)-1 && all[i+1] <= w.scale+0.01 {
		i++
	}
	w.SetScale(all[min(max(i+by, 0), len(all)-1)])
}

// SetLanguage changes the language of everything on the screen and keeps it. What was being entered on the screen that is
// shown is lost, like when it is read again.
func (w *Window) SetLanguage(t language.Tag) {
	if err := language.Use(t); err != nil {
		w.shell.Fail(err)
		return
	}
	w.spoken = t
	w.app.Preferences().SetString(prefLanguage, string(t))
	w.dress()
	w.show(w.at)
}

// again lets the settings, which show what is chosen, show it.
func (w *Window) again() {
	if w.at.Place == Settings {
		w.show(w.at)
	}
}
