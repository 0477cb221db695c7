package candidates

import (
	"context"
	"maps"
	"slices"
	"strconv"
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

// searchPage says how far the service searched for a list: what each stage looked at, what it left out and why, and lets any of it be
// searched too. Nothing that was left out is ever only a number.
type searchPage struct {
	s      *Screen
	object fyne.CanvasObject

	stages *fyne.Container
	named  *widget.Field // narrows by label, agency or reason
	stage  *fw.Select
	of     []casefile.StageName // of the choices of stage after the first
	shown  *fw.RichText
	list   *widget.List
	rows   []casefile.LeftOut
	*wish  // what the next search is asked with

	classes, all, same *fw.Check
	ask                *widget.Button
	none               *widget.Button
	wider              *fw.RichText // what the button would do
}

func newSearchPage(s *Screen) *searchPage {
	p := &searchPage{s: s, stages: container.NewVBox(), shown: widget.Caption(""), wish: s.wish("")}
	p.named = widget.NewField(lang.L("label, agency or reason"))
	p.named.OnChanged = func(string) { p.narrow() }
	p.named.OnEscape = func() { widget.GiveKeysBack(p.named) }
	p.stage = fw.NewSelect(nil, func(string) { p.narrow() })
	p.list = widget.NewList(func() int { return len(p.rows) }, newLeftOutRow, p.fillRow)
	p.list.SetOnSelected(func(int) {})
	p.list.OnOpen = func(i int) { p.toggle(p.rows[i]) }
	p.list.Other = s.p.Shell.Key
	p.classes = fw.NewCheck(lang.L("All classes: also exhibits whose class characteristics disagree"), func(bool) { p.offer() })
	p.all = fw.NewCheck(lang.L("Everything: every recording by congruent cells, however long it takes"), func(bool) { p.offer() })
	p.same = fw.NewCheck(lang.L("Also exhibits of the same event"), func(on bool) { p.wish.same = on; p.offer() })
	p.wider = widget.MutedLine("")
	p.none = widget.NewButton(lang.L("Put none back"), nil, func() { clear(p.chosen); p.list.Refresh(); p.offer() })
	p.ask = widget.PrimaryButton(lang.L("Search again"), theme.SearchIcon(), p.again)
	wide := widget.NewCard(container.NewVBox(widget.Strong(lang.L("Search more widely")), p.classes, p.all, p.same))
	left := container.NewVScroll(container.NewVBox(p.stages, wide))
	right := container.NewBorder(container.NewVBox(widget.Strong(lang.L("Left out")),
		container.NewGridWithColumns(2, p.stage, p.named), p.shown), nil, nil, nil, p.list)
	split := container.NewHSplit(widget.Inset(left, 8, 4), widget.Inset(right, 8, 4))
	split.SetOffset(0.45)
	bar := widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(container.NewBorder(nil, nil, nil, container.NewHBox(p.none, p.ask), p.wider), 8, 3))
	p.object = container.NewBorder(nil, bar, nil, nil, split)
	return p
}

// fill shows what was searched for a list.
func (p *searchPage) fill(c casefile.Correlation) {
	p.wish = p.s.wish(c.ExhibitID)
	p.same.SetChecked(p.wish.same)
	p.classes.SetChecked(c.AllClasses)
	p.all.SetChecked(c.Everything)
	p.stages.Objects = p.stageCards(c)
	p.of = nil
	names := []string{lang.L("every reason")}
	for _, l := range c.LeftOut {
		if !slices.Contains(p.of, l.Stage) {
			p.of = append(p.of, l.Stage)
			names = append(names, wording.Stage(l.Stage))
		}
	}
	p.stage.SetOptions(names)
	p.stage.SetSelectedIndex(0)
	p.named.SetText("")
	p.narrow()
	p.offer()
}

// stageCards say for each mark how many recordings each stage looked at.
func (p *searchPage) stageCards(c casefile.Correlation) []fyne.CanvasObject {
	about := container.NewVBox(widget.Strong(lang.L("What was searched")), widget.NewFacts(
		lang.L("Exhibit"), p.s.exhibits[c.ExhibitID].Label, lang.L("Service"), c.Service, lang.L("When"), wording.Moment(c.AsOf),
		lang.L("Exhibits searched"), strconv.Itoa(c.GallerySize), lang.L("Left out"), strconv.Itoa(len(c.LeftOut))))
	cards := []fyne.CanvasObject{widget.NewCard(about)}
	if len(c.Stages) == 0 {
		about.Add(widget.Muted(lang.L("The service named no stages: it compared every recording it searched in one step.")))
	}
	var marks []casefile.MarkKind
	for _, s := range c.Stages {
		if !slices.Contains(marks, s.Mark) {
			marks = append(marks, s.Mark)
		}
	}
	for _, m := range marks {
		box := container.NewVBox(widget.Strong(lang.L("Recordings of the mark: {{.Mark}}", map[string]any{"Mark": wording.Mark(m)})))
		rows := widget.Tight(stageRow(true, lang.L("Stage"), lang.L("looked at"), lang.L("let through"), lang.L("left out")))
		for _, s := range c.Stages {
			if s.Mark == m {
				out, through := strconv.Itoa(s.LeftOut), strconv.Itoa(s.Passed)
				if s.Stage == casefile.StageCells { // ranks, and leaves nothing out
					out, through = "–", "–"
				}
				rows.Add(stageRow(false, wording.Lines(wording.Stage(s.Stage), s.Version), strconv.Itoa(s.Recordings), through, out))
			}
		}
		box.Add(rows)
		box.Add(widget.Muted(lang.L("Each stage looks at what the one before did not leave out. Let through are recordings that it could not measure, or that were asked for by name.")))
		cards = append(cards, widget.NewCard(box))
	}
	return cards
}

func stageRow(title bool, cells ...string) fyne.CanvasObject {
	columns := widget.Columns{0.43, 0.19, 0.19, 0.19}
	row := container.New(columns)
	for i, text := range cells {
		l := widget.Wrapped(text)
		l.TextStyle.Bold = title
		if i > 0 {
			l.Alignment = fyne.TextAlignTrailing
		}
		row.Add(l)
	}
	return row
}

// narrow lists what the stage and the words leave of what was left out.
func (p *searchPage) narrow() {
	if p.s.shown < 0 {
		return
	}
	c := p.s.correlation()
	words := strings.ToLower(strings.TrimSpace(p.named.Text))
	p.rows = nil
	for _, l := range c.LeftOut {
		if i := p.stage.SelectedIndex(); i > 0 && i <= len(p.of) && l.Stage != p.of[i-1] {
			continue
		}
		if strings.Contains(strings.ToLower(l.Label+" "+l.Agency+" "+wording.Recorded(l.Reason)), words) {
			p.rows = append(p.rows, l)
		}
	}
	text := lang.N("{{.N}} recordings or exhibits left out", len(c.LeftOut), map[string]any{"N": len(c.LeftOut)})
	if len(c.LeftOut) == 0 {
		text = lang.L("Nothing was left out of the exhibits of other events that this agency may see.")
	} else if len(p.rows) < len(c.LeftOut) {
		text = lang.L("{{.N}} of {{.M}} left out: the filters hide the others", map[string]any{"N": len(p.rows), "M": len(c.LeftOut)})
	}
	widget.SetText(p.shown, text)
	p.list.Clear()
	p.list.Refresh()
	p.list.ScrollToTop()
}

type leftOutRow struct {
	label  *fw.Label
	about  *fw.RichText
	reason *fw.Label
	put    *fw.Check
}

func newLeftOutRow() fyne.CanvasObject {
	r := &leftOutRow{label: widget.Strong(""), about: widget.Caption(""), reason: fw.NewLabel(""), put: fw.NewCheck(lang.L("Search this too"), nil)}
	r.reason.Wrapping = fyne.TextWrapWord
	r.reason.SetText("\n") // room for two lines
	return widget.NewRow(widget.Inset(container.NewBorder(nil, nil, nil, container.NewCenter(r.put), widget.Tight(r.label, r.about, r.reason)), 4, 1), r)
}

func (p *searchPage) fillRow(i int, o fyne.CanvasObject) {
	if i >= len(p.rows) {
		return
	}
	r, l := widget.RowData[*leftOutRow](o), p.rows[i]
	r.label.SetText(wording.Lines(l.Label, l.Agency))
	place := ""
	if l.Place > 0 {
		place = lang.L("place {{.N}} of {{.M}}", map[string]any{"N": l.Place, "M": l.Of})
	}
	mark := ""
	if l.Mark != "" {
		mark = wording.Mark(l.Mark)
	}
	widget.SetText(r.about, wording.Lines(wording.Stage(l.Stage), mark, place))
	r.reason.SetText(wording.Recorded(l.Reason))
	r.put.OnChanged = nil
	r.put.SetChecked(p.chosen[include(l)])
	r.put.OnChanged = func(bool) { p.toggle(l) }
	if l.Stage == "" {
		r.put.Hide() // what could not be searched cannot be asked for
	} else {
		r.put.Show()
	}
}

// include names an exhibit that was left out as CorrelateOptions does.
func include(l casefile.LeftOut) string { return l.Agency + "/" + l.ExhibitID }

// toggle chooses what was left out to be searched too, or no longer.
func (p *searchPage) toggle(l casefile.LeftOut) {
	if l.Stage == "" {
		p.s.p.Shell.Say(widget.Info, wording.Recorded(l.Reason))
		return
	}
	if name := include(l); p.chosen[name] {
		delete(p.chosen, name)
	} else {
		p.chosen[name], p.labels[name] = true, l.Label
	}
	p.list.Refresh()
	p.offer()
}

// options are what the next search is asked with.
func (p *searchPage) options() casefile.CorrelateOptions {
	return casefile.CorrelateOptions{AllClasses: p.classes.Checked, Everything: p.all.Checked, SameEvent: p.same.Checked, Include: slices.Sorted(maps.Keys(p.chosen))}
}

// offer says what the button would search.
func (p *searchPage) offer() {
	text, about := lang.L("Search again"), lang.L("The list on the screen stays in the case; the new one is kept beside it.")
	if n := len(p.chosen); n > 0 {
		names := []string{}
		for _, name := range slices.Sorted(maps.Keys(p.chosen)) {
			names = append(names, p.labels[name])
		}
		text = lang.N("Search again with {{.N}} put back", n, map[string]any{"N": n})
		about = lang.L("Put back: {{.Names}}", map[string]any{"Names": strings.Join(names, ", ")})
	}
	p.none.Hidden = len(p.chosen) == 0
	p.none.Refresh()
	p.ask.SetText(text)
	widget.SetText(p.wider, about)
}

func (p *searchPage) again() { p.s.correlate(p.options()) }

// Correlate asks the service about the same exhibit again, as widely as before.
func (s *Screen) Correlate() {
	o := casefile.CorrelateOptions{}
	if s.shown >= 0 {
		c := s.correlation()
		o = casefile.CorrelateOptions{AllClasses: c.AllClasses, Everything: c.Everything, SameEvent: s.search.same.Checked, Include: slices.Sorted(maps.Keys(s.wish(c.ExhibitID).put))}
	}
	s.correlate(o)
}

func (s *Screen) correlate(o casefile.CorrelateOptions) {
	id := s.p.ExhibitID
	if s.shown >= 0 {
		id = s.correlation().ExhibitID
	}
	if id == "" {
		s.p.ToExhibits()
		return
	}
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Correlating {{.Label}}", map[string]any{"Label": s.exhibits[id].Label}),
		func(ctx context.Context, p casefile.Progress) (casefile.Correlation, error) {
			return s.p.Service.Correlate(ctx, path, id, o, p)
		}, func(c casefile.Correlation, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.wish(id).asked(o.Include)
			s.p.CorrelationID = c.ID
			if s.ctx.Err() == nil {
				s.Refresh()
			}
		})
}
