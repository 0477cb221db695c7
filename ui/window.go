package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/assets"
	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/screen/checkfile"
	"tracemark/ui/screen/compare"
	"tracemark/ui/screen/exhibit"
	"tracemark/ui/screen/people"
	"tracemark/ui/screen/prepare"
	"tracemark/ui/screen/search"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the window is made of.
type Params struct {
	Services Services // required
	Version  string   // required
	// Offscreen is true where the fyne.App has no running event loop, as with fyne's test driver: results of background
	// work are then displayed by Settle, on the goroutine that calls it.
	Offscreen bool
	// Room is how much of the screen the window may take when it opens; zero where that is not known.
	Room fyne.Size
	// Colours, Scale and Language override what is kept in the preferences; their zero values do not.
	Colours  uitheme.Mode
	Scale    float32 // of text, 1 to 2
	Language language.Tag
}

// The window first opens as large as there is room for, up to a size beyond which nothing is gained; where the room is
// not known, at a size that fits on a screen of 1366 × 768 with a panel and a title bar. Later it opens at the size it was
// closed with, where the screen still has room for it. It can be made smaller than that, down to the least.
const (
	bestWidth, bestHeight   = 1920, 1200
	openWidth, openHeight   = 1340, 700
	leastWidth, leastHeight = 1024, 576
)

// The preferences that the window keeps.
const (
	prefColours  = "colours"
	prefScale    = "text scale"
	prefLanguage = "language"
	prefWidth    = "width"
	prefHeight   = "height"
	prefWhole    = "whole screen"
	prefRecent   = "recent commands"
	prefDivider  = "divider " // and its name
	prefRoute    = "last "    // and the part of the route
)

// mostRecent is how many commands the palette remembers as used last.
const mostRecent = 12

// screen is what every main screen can do.
type screen interface {
	Object() fyne.CanvasObject
	Key(fyne.KeyName, fyne.KeyModifier) bool
	Leave()
}

// Window is the workstation's window. Its methods belong to the user-interface goroutine.
type Window struct {
	app   fyne.App
	p     Params
	win   fyne.Window
	shell *shell.Shell
	tasks *task.Runner

	at      Route
	history []Route
	current screen
	closing bool
	ref     casefile.CaseRef // the case last read

	tabs    map[Place]*widget.Button
	crumbs  *fw.RichText
	notice  *widget.Notice
	body    *fyne.Container
	strip   *strip
	colours uitheme.Mode
	scale   float32
	spoken  language.Tag // the choice, which may be System
	icon    fyne.Resource

	blind    bool                      // the pair on the screen is one to verify: what a case is called may say too much
	drafts   map[string]*prepare.Draft // of masks, by case and capture
	views    compare.Views             // how the pair looked at last was left
	wishes   candidates.Wishes         // what the next searches are to be asked with
	searched search.Kept               // what was searched for last
	checked  checkfile.Kept            // the file that was checked last
	adopted  []fyne.Shortcut           // of the screen that is shown
	dividers map[string]*container.Split

	who     casefile.WhoAmI // who sits here
	gate    *people.Gate    // in the place of everything while nobody may see it
	resumes bool            // the first to log in goes on where the program was closed
	touched time.Time       // when a key or a command last reached the window
	lacks   *fyne.Container // what the role does not include here
}

// New makes the window, on the list of cases. It is not shown yet.
func New(app fyne.App, p Params) (*Window, error) {
	if app == nil || p.Services == nil || p.Version == "" {
		return nil, fmt.Errorf("make the window: the app, the services and the version are required")
	}
	w := &Window{app: app, p: p, tasks: task.New(p.Offscreen), dividers: map[string]*container.Split{}, drafts: map[string]*prepare.Draft{}}
	w.recall()
	if err := language.Use(w.spoken); err != nil {
		return nil, err
	}
	app.Settings().SetTheme(uitheme.Scaled(w.colours, w.scale))
	w.icon = fyne.NewStaticResource("tracemark.svg", assets.Icon)
	app.SetIcon(w.icon)
	w.win = app.NewWindow("Tracemark")
	w.win.SetIcon(w.icon)
	w.win.SetPadded(false)
	w.notice = widget.NewNotice()
	w.notice.OnClosed = func() { w.win.Content().Refresh() } // gives its room back
	w.shell = &shell.Shell{Tasks: w.tasks, Window: w.win, Say: w.say, Key: w.typed, Divider: w.divider, May: w.May, Sign: w.openIdentity}
	w.body, w.touched = container.NewStack(), time.Now()
	w.dress()
	w.win.Resize(w.firstSize())
	w.win.SetFullScreen(app.Preferences().Bool(prefWhole))
	w.win.SetCloseIntercept(w.close)
	w.win.Canvas().SetOnTypedKey(w.typed)
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { w.Dropped(uris) })
	w.win.SetMaster()
	return w, w.begin()
}

// begin shows the list of cases, or the gate where the workstation has accounts. Reading who sits here takes no longer than reading
// the settings; nothing may be shown before.
func (w *Window) begin() (err error) {
	if w.who, err = w.p.Services.WhoAmI(context.Background()); err != nil {
		return err
	}
	if w.who.Accounts && (w.who.Account == nil || w.who.Locked || w.who.Account.MustChange) {
		w.bar(w.who, w.p.Services)
		return nil
	}
	w.dress()
	w.Navigate(Route{Place: w.home()})
	return nil
}

// dress makes everything around the screens, in the language that is spoken.
func (w *Window) dress() {
	w.strip, w.lacks = newStrip(w.tasks, w.p.Version), container.NewStack()
	w.tasks.OnJobs(w.strip.refresh)
	// Large text or a long language can need more room than a small screen has: then a screen scrolls.
	w.win.SetContent(widget.Fixed(container.NewBorder(container.NewVBox(w.header(w.icon), w.lacks, w.notice), w.strip.object, nil, nil, container.NewScroll(w.body)), leastWidth, leastHeight))
	w.win.SetMainMenu(w.menu())
}

// Show shows the window.
func (w *Window) Show() { w.win.Show() }

// Window returns fyne's window, to resize it or take its picture.
func (w *Window) Window() fyne.Window { return w.win }

// Settle waits until everything that was asked for is displayed. Offscreen it must be called on the user-interface
// goroutine, otherwise on any other.
func (w *Window) Settle(ctx context.Context) error {
	if err := w.tasks.Settle(ctx); err != nil || !w.p.Offscreen {
		return err
	}
	// Text that wraps knows its height only once it has its width. A driver with an event loop lays out again then; here
	// the first round gives the widths and the second the heights.
	for range 2 {
		w.win.Content().Refresh()
	}
	return w.tasks.Settle(ctx)
}

// Route returns what is shown.
func (w *Window) Route() Route { return w.at }

// say shows a sentence under the header.
func (w *Window) say(t widget.Tone, sentence string) {
	w.notice.Say(t, sentence)
	w.win.Content().Refresh()
}

// Notice returns the sentence under the header, "" where there is none.
func (w *Window) Notice() string {
	if !w.notice.Visible() {
		return ""
	}
	return w.notice.Text()
}

// header is the row of tabs with the place in the case at its right.
func (w *Window) header(icon fyne.Resource) fyne.CanvasObject {
	names := placeNames()
	w.tabs = map[Place]*widget.Button{}
	row := container.NewHBox(widget.Inset(widget.Fixed(fw.NewIcon(icon), 24, 24), 6, 2))
	for _, p := range Places() {
		b := widget.NewButton(names[p], nil, func() { w.Go(p) })
		b.Importance = fw.LowImportance
		w.tabs[p] = b
		row.Add(b)
	}
	w.crumbs = widget.MutedLine("")
	return widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(container.NewBorder(nil, nil, row, w.whoButton(), widget.Inset(w.crumbs, 10, 2)), 4, 3))
}

// Go shows a main screen of what is open, or says what is missing for it.
func (w *Window) Go(p Place) {
	r := w.at
	r.Place = p
	if !r.possible() {
		if r.CasePath == "" {
			w.say(widget.Info, lang.L("Open a case first."))
		} else {
			w.say(widget.Info, lang.L("Open a comparison first: compare a candidate, or two captures of the case."))
		}
		return
	}
	if p == Candidates {
		r.Correlation = ""
	}
	w.Navigate(r)
}

// Navigate shows r; what it leaves out is lost. An impossible route shows the list of cases.
func (w *Window) Navigate(r Route) {
	if w.barred() {
		return
	}
	w.touched = time.Now()
	if !r.possible() {
		r = Route{Place: Cases}
	}
	if w.current != nil {
		w.history = append(w.history, w.at)
		w.history = w.history[max(0, len(w.history)-maxHistory):]
	}
	w.show(r)
}

// Back shows what was shown before.
func (w *Window) Back() {
	if n := len(w.history); n > 0 && !w.barred() {
		r := w.history[n-1]
		w.history = w.history[:n-1]
		w.show(r)
	}
}

func (w *Window) show(r Route) {
	if w.current != nil {
		w.keepDividers()
		w.current.Leave()
	}
	w.at, w.blind = r, false
	if w.notice.Visible() {
		w.notice.Hide()
		w.win.Content().Refresh() // gives its room back
	}
	w.win.Canvas().Unfocus()
	w.current = w.build(r)
	w.body.Objects = []fyne.CanvasObject{w.current.Object()}
	w.body.Refresh()
	w.adopt()
	w.mark()
	if r.CasePath != "" && r.Place != Case && w.ref.Path != r.CasePath { // the case's own screen reads it itself
		task.Load(w.tasks, context.Background(), func(ctx context.Context) (casefile.CaseRef, error) {
			return w.p.Services.Case(ctx, r.CasePath)
		}, func(c casefile.CaseRef, err error) {
			if err == nil && w.at.CasePath == c.Path { // what is wrong with the case the screen says
				w.loaded(c)
			}
		})
	}
}

// mark shows where one is.
func (w *Window) mark() {
	for p, b := range w.tabs {
		r := w.at
		r.Place = p
		b.Importance = fw.LowImportance
		if p == w.at.Place || p == Case && (w.at.Place == Prepare || w.at.Place == Custody || w.at.Place == Verifications) {
			b.Importance = fw.HighImportance
		}
		if r.possible() {
			b.Enable()
		} else {
			b.Disable()
		}
		b.Refresh()
	}
	w.lacks.Objects = nil
	if said := w.lacking(); said != "" {
		w.lacks.Objects = []fyne.CanvasObject{widget.NewBanner(said)}
	}
	w.lacks.Refresh()
	title, crumb := "Tracemark", ""
	if w.at.CasePath != "" && w.ref.Path == w.at.CasePath {
		crumb = wording.Lines(w.ref.Case.Number, w.ref.Case.Title)
		title = w.ref.Case.Number + " – Tracemark"
		if w.blind {
			crumb = wording.Lines(w.ref.Case.Number, lang.L("Verification {{.N}}", map[string]any{"N": w.at.Verification}))
		}
	}
	widget.SetText(w.crumbs, crumb)
	w.win.SetTitle(title)
}

// loaded takes over the case that was read.
func (w *Window) loaded(c casefile.CaseRef) {
	w.ref = c
	w.mark()
}

// typed handles keys while nothing has the focus.
func (w *Window) typed(e *fyne.KeyEvent) {
	if w.touched = time.Now(); w.barred() {
		return
	}
	m := fyne.KeyModifier(0)
	if d, ok := w.app.Driver().(desktop.Driver); ok {
		m = d.CurrentKeyModifiers()
	}
	if top := w.win.Canvas().Overlays().Top(); top != nil { // keys are for the dialog; Escape is its Cancel
		if e.Name == fyne.KeyEscape {
			top.Hide()
			w.win.Canvas().Overlays().Remove(top) // hidden it would still be on top and take every key
		}
		return
	}
	// The screen comes first: Escape may be for what is being drawn on it.
	if w.current.Key(e.Name, m) || w.press(e.Name, m) {
		return
	}
	if e.Name == fyne.KeyBackspace {
		w.Back()
	}
}

// Dropped checks a report that was dropped on the window, and imports other files into the case that is open.
func (w *Window) Dropped(uris []fyne.URI) {
	if w.barred() {
		return
	}
	files := []string{}
	for _, u := range uris {
		if u.Scheme() == "file" {
			files = append(files, u.Path())
		}
	}
	if len(files) == 0 {
		return
	}
	if len(files) == 1 && strings.EqualFold(filepath.Ext(files[0]), ".pdf") {
		w.CheckReport(files[0])
		return
	}
	if w.at.CasePath == "" {
		w.say(widget.Info, lang.L("Open a case first, then drop the files on it."))
		return
	}
	if w.at.Place != Case {
		w.Go(Case)
	}
	if s, ok := w.current.(*exhibit.Screen); ok {
		s.Import(files)
	}
}
