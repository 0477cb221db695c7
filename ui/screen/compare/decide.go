package compare

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// decidePage is where the examiner commits a view, sees what had been visible, concludes, and keeps snapshots. A signed report locks
// the conclusion.
type decidePage struct {
	s      *Screen
	object *container.Scroll
	body   *fyne.Container

	scale     casefile.ConclusionScale
	loaded    bool
	level     *fw.RadioGroup
	meaning   *fw.RichText // below what is clicked next: it grows when a level is chosen
	reason    *widget.Field
	commit    *widget.Button
	skip      *widget.Button
	record    *widget.Button
	snapshots *snapshots
	entered   string // the pair that the controls were filled for
	filled    begun  // with this
	busy      bool
}

func newDecidePage(s *Screen) *decidePage {
	p := &decidePage{s: s, body: container.NewVBox(), meaning: widget.Muted("")}
	p.level = fw.NewRadioGroup(nil, func(string) { p.enable() })
	p.reason = widget.NewTextField(lang.L("What you saw that led to this view: agreement and disagreement, where, and how much."), 4)
	p.reason.OnFunctionKey = s.p.Shell.Key
	p.reason.OnEscape = func() { widget.GiveKeysBack(p.reason) }
	p.reason.OnChanged = func(string) { p.enable() }
	p.commit = widget.PrimaryButton(lang.L("Commit my view"), theme.ConfirmIcon(), s.Commit)
	p.skip = widget.NewButton(lang.L("Skip, with the reason above…"), nil, s.askSkip)
	p.record = widget.PrimaryButton(lang.L("Record conclusion"), theme.ConfirmIcon(), s.Record)
	p.snapshots = newSnapshots(s)
	p.object = container.NewVScroll(widget.Inset(p.body, 6, 4))
	p.fill()
	return p
}

// load reads the agency's scale, once.
func (p *decidePage) load() {
	if p.loaded {
		return
	}
	path := p.s.p.CasePath
	task.Load(p.s.p.Shell.Tasks, p.s.ctx, func(ctx context.Context) (casefile.ConclusionScale, error) {
		return p.s.p.Service.ConclusionScale(ctx, path)
	}, func(scale casefile.ConclusionScale, err error) {
		if err != nil {
			p.s.p.Shell.Fail(err)
			return
		}
		p.scale, p.loaded = scale, true
		p.level.Options = nil
		for _, l := range scale.Levels {
			p.level.Options = append(p.level.Options, wording.Said(l.Name))
		}
		p.fill()
	})
}

// open reports whether a level can be chosen.
func (p *decidePage) open() bool {
	k := p.s.pair
	return k.loaded && p.loaded && !k.exam.Locked && !k.item.Locked()
}

// chosen returns the level that is chosen.
func (p *decidePage) chosen() (casefile.Level, bool) {
	for _, l := range p.scale.Levels {
		if wording.Said(l.Name) == p.level.Selected {
			return l, true
		}
	}
	return casefile.Level{}, false
}

func (p *decidePage) fill() {
	s, k := p.s, p.s.pair
	if !k.loaded || !p.loaded {
		p.body.Objects = []fyne.CanvasObject{widget.Muted(lang.L("Loading…"))}
		p.body.Refresh()
		return
	}
	p.enter()
	var rows []fyne.CanvasObject
	switch {
	case k.exam.Locked || k.item.Locked():
		rows = p.lockedRows()
	case k.exam.Undecided():
		rows = p.commitRows()
	default:
		rows = p.concludeRows()
	}
	rows = append(rows, p.snapshots.object)
	if s.verifying() {
		p.show(rows)
		return
	}
	p.show(append(rows, widget.NewButton(lang.L("Conclude and report… (Enter)"), theme.DocumentCreateIcon(), func() { s.p.Conclude(k.id) })))
}

// show lays the rows out.
func (p *decidePage) show(rows []fyne.CanvasObject) {
	p.body.Objects = rows
	p.body.Refresh()
	p.snapshots.fill()
	p.enable()
	p.object.Refresh()
}

// enter puts what is recorded of the pair into the controls, once for each pair.
func (p *decidePage) enter() {
	k := p.s.pair
	if p.entered == k.id {
		return
	}
	p.entered = k.id
	p.level.SetSelected("")
	p.reason.SetText("")
	value, reason := "", ""
	switch {
	case k.item.Conclusion != nil:
		value, reason = k.item.Conclusion.Value, k.item.Conclusion.Reason
	case k.exam.Commitment != nil && !k.exam.Commitment.Skipped:
		value, reason = k.exam.Commitment.Value, k.exam.Commitment.Reason
	}
	if l, ok := p.scale.Level(value); ok {
		p.level.SetSelected(wording.Said(l.Name))
		p.reason.SetText(reason)
	}
	p.filled = p.stated()
	if was := p.s.p.Views.last; was != nil && was.casePath == p.s.p.CasePath && was.id == k.id && was.view != (begun{}) && was.filled == p.filled {
		if l, ok := p.scale.Level(was.view.value); ok {
			p.level.SetSelected(wording.Said(l.Name))
		}
		p.reason.SetText(was.view.reason)
		was.view = begun{}
	}
}

// stated returns what stands in the controls.
func (p *decidePage) stated() begun {
	l, _ := p.chosen()
	return begun{value: l.ID, reason: p.reason.Text}
}

// commitRows ask for a view before the figures are shown.
func (p *decidePage) commitRows() []fyne.CanvasObject {
	s := p.s
	if s.verifying() {
		return p.verifyRows()
	}
	why := lang.L("Scores and cells are shown once you have committed. A committed view is never changed; a later conclusion may differ, and the report states both.")
	early := widget.NewButton(lang.L("Show the figures first…"), nil, s.askReveal)
	early.Importance = fw.LowImportance
	box := container.NewVBox(widget.Strong(lang.L("1. Your own view")), widget.Muted(why), p.level, p.reason, p.commit, p.skip, p.meaning)
	if !s.revealed() {
		box.Add(early)
	}
	box.Add(exposedLine(s.pair.exam))
	return []fyne.CanvasObject{widget.NewCard(box), classCard(s.pair.item)}
}

// verifyRows ask a verifier for a view: it cannot be skipped, and nothing is shown before.
func (p *decidePage) verifyRows() []fyne.CanvasObject {
	k := p.s.pair
	return []fyne.CanvasObject{widget.NewCard(container.NewVBox(
		widget.Strong(lang.L("Verification {{.N}}: your own conclusion", map[string]any{"N": k.exam.Verification})),
		widget.Muted(lang.L("Labels, figures and what the first examiner concluded are shown once you have committed. A committed view is never changed.")),
		p.level, p.reason, p.commit, p.meaning)), classCard(k.item)}
}

// concludeRows ask for the conclusion.
func (p *decidePage) concludeRows() []fyne.CanvasObject {
	k := p.s.pair
	rows := []fyne.CanvasObject{}
	if c := k.exam.Commitment; c != nil {
		rows = append(rows, p.committedCard(*c))
	}
	rows = append(rows, classCard(k.item))
	title := lang.L("Conclusion")
	if k.item.Conclusion != nil {
		title = lang.L("Conclusion, recorded {{.When}}", map[string]any{"When": wording.Moment(k.item.Conclusion.Created)})
	}
	return append(rows, widget.NewCard(container.NewVBox(widget.Strong(title), widget.MutedLine(wording.Said(p.scale.Name)), p.level, p.reason, p.record, p.meaning)))
}

// committedCard says what was committed and what had been visible.
func (p *decidePage) committedCard(c casefile.Commitment) fyne.CanvasObject {
	said := lang.L("No view was stated")
	if !c.Skipped {
		said = wording.View(c)
	}
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("View committed {{.When}}", map[string]any{"When": wording.Moment(c.Created)})),
		widget.Tight(widget.Strong(said), widget.Wrapped(c.Reason)), beforeLine(c)))
}

// beforeLine says what had been visible when a view was committed.
func beforeLine(c casefile.Commitment) fyne.CanvasObject {
	if !c.Blind {
		return widget.Muted(lang.L("The agency shows the figures from the start."))
	}
	words := []string{}
	for _, x := range c.Exposed {
		words = append(words, wording.Exposure(x))
	}
	if len(words) == 0 {
		return widget.Muted(lang.L("Nothing that could sway it had been visible."))
	}
	return widget.Muted(lang.L("Had been visible before: {{.What}}.", map[string]any{"What": strings.Join(words, ", ")}))
}

// lockedRows say what a signed report states.
func (p *decidePage) lockedRows() []fyne.CanvasObject {
	k := p.s.pair
	rows := []fyne.CanvasObject{widget.NewCard(container.NewVBox(widget.Strong(lang.L("Locked by a signed report")),
		widget.Wrapped(lang.L("A signed report states the conclusion, so it can no longer be changed here."))))}
	if c := k.item.Conclusion; c != nil {
		rows = append(rows, widget.NewCard(container.NewVBox(widget.Strong(wording.Conclusion(*c)), widget.Wrapped(c.Reason))))
	}
	if c := k.exam.Commitment; c != nil {
		rows = append(rows, p.committedCard(*c))
	}
	return append(rows, classCard(k.item))
}

// enable shows what can be done.
func (p *decidePage) enable() {
	l, chosen := p.chosen()
	widget.SetText(p.meaning, wording.Said(l.Meaning))
	p.meaning.Hidden = !chosen
	stated := strings.TrimSpace(p.reason.Text) != "" && !p.busy
	enable(p.commit, chosen && stated)
	enable(p.skip, stated)
	k := p.s.pair
	same := k.loaded && k.item.Conclusion != nil && k.item.Conclusion.Value == l.ID && k.item.Conclusion.Reason == strings.TrimSpace(p.reason.Text)
	enable(p.record, chosen && stated && !same)
	p.body.Refresh()
}
