package compare

import (
	"context"
	"image"
	"slices"

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

// leads is the strip of the candidates of the list that the comparison came from: the newest one that has the pair. It is not there where
// no list has it.
type leads struct {
	s      *Screen
	object fyne.CanvasObject

	list   casefile.Correlation
	rows   []casefile.Candidate // what the filter leaves
	at     string               // key of the candidate on the screen
	rowsOf *widget.List
	filter *fw.Select
	count  *fw.RichText
	images map[string]*image.RGBA
	opened bool // the strip was shown for the first time
	shut   bool // it was closed when a pair was left, and stays so
	busy   bool // another pair is being opened
}

// leadSide is the side of a candidate's thumbnail in fyne units.
const leadSide = 54

// leadFilters are the states that the strip can be narrowed to, the first meaning all.
var leadFilters = []casefile.CandidateState{"", casefile.Unseen, casefile.Viewed, casefile.Compared, casefile.HitProposed, casefile.Dismissed}

func newLeads(s *Screen) *leads {
	l := &leads{s: s, images: map[string]*image.RGBA{}, count: widget.Caption("")}
	l.rowsOf = widget.NewList(func() int { return len(l.rows) }, newLeadRow, l.fillRow)
	l.rowsOf.SetOnSelected(func(i int) {
		if i < len(l.rows) && l.rows[i].Key != l.at {
			l.open(l.rows[i], "as a candidate chosen in the strip")
		}
	})
	l.rowsOf.Other = s.p.Shell.Key
	names := []string{lang.L("all states")}
	for _, st := range leadFilters[1:] {
		names = append(names, wording.State(st))
	}
	l.filter = fw.NewSelect(names, nil)
	l.filter.Selected = names[0]
	l.filter.OnChanged = func(string) { l.narrow(); widget.GiveKeysBack(s.viewer) }
	previous := widget.NewTool(theme.MoveUpIcon(), "⇧N", lang.L("The candidate before (Shift+N, Page Up)"), func() { l.step(-1, "as the candidate before") })
	next := widget.NewTool(theme.MoveDownIcon(), "N", lang.L("The next candidate (N, Page Down)"), func() { l.step(1, "as the next candidate") })
	previous.OnHint, next.OnHint = s.status.hint, s.status.hint
	warn := widget.Muted(lang.L("Leads for examination, not identifications."))
	head := container.NewVBox(warn, l.count, l.filter, container.NewGridWithColumns(2, previous, next))
	l.object = widget.Fixed(widget.NewPanel(theme.ColorNameHeaderBackground, container.NewBorder(widget.Inset(head, 4, 2), nil, nil, nil, l.rowsOf)), stripWidth, 0)
	l.object.Hide()
	return l
}

// any reports whether the comparison came from a list.
func (l *leads) any() bool { return len(l.list.Candidates) > 0 }

// subject returns what an act on the candidate on the screen is about, "" where there is none.
func (l *leads) subject() string {
	if l.at == "" {
		return ""
	}
	return casefile.CandidateSubject(l.list.ID, l.at)
}

// load finds the list that the pair is in.
func (l *leads) load() {
	k, path := l.s.pair, l.s.p.CasePath
	task.Load(l.s.p.Shell.Tasks, k.ctx, func(ctx context.Context) ([]casefile.Correlation, error) {
		return l.s.p.Service.Correlations(ctx, path)
	}, func(n []casefile.Correlation, err error) {
		if err != nil {
			l.s.p.Shell.Fail(err)
			return
		}
		l.take(n)
	})
}

func (l *leads) take(lists []casefile.Correlation) {
	l.at = ""
	if l.s.verifying() { // what a list says of the pair could sway whoever verifies it, be it only that it is on one
		lists = nil
	}
	before := l.list.ID
	list, c, ok := inLists(lists, l.s.pair.item, before)
	if !ok {
		l.list = casefile.Correlation{}
		l.object.Hide()
		l.s.root.Refresh()
		l.s.bar.refresh()
		return
	}
	l.list, l.at = list, c.Key
	if !l.opened {
		l.opened = true
		if !l.shut {
			l.object.Show()
		}
		l.s.root.Refresh()
	}
	l.narrow()
	l.s.bar.refresh()
	l.prefetch()
}

// inLists returns the list and the candidate that a comparison's pair is, the list called preferred where that has it, else the first
// one that does.
func inLists(lists []casefile.Correlation, k casefile.ComparisonItem, preferred string) (casefile.Correlation, casefile.Candidate, bool) {
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(a, b casefile.Correlation) int {
		switch {
		case a.ID == preferred && b.ID != preferred:
			return -1
		case b.ID == preferred && a.ID != preferred:
			return 1
		}
		return 0
	})
	for _, list := range lists {
		for _, c := range list.Candidates {
			for _, m := range c.Marks {
				if m.OwnCaptureID == k.Comparison.A && (m.CaptureID == k.Comparison.B || m.CaptureSHA256 != "" && m.CaptureSHA256 == k.B.Capture.SHA256) {
					return list, c, true
				}
			}
		}
	}
	return casefile.Correlation{}, casefile.Candidate{}, false
}

// narrow lists what the filter leaves; the candidate on the screen always stays.
func (l *leads) narrow() {
	want := leadFilters[max(l.filter.SelectedIndex(), 0)]
	l.rows = nil
	for _, c := range l.list.Candidates {
		state := c.State
		if state == "" {
			state = casefile.Unseen
		}
		if want == "" || state == want || c.Key == l.at {
			l.rows = append(l.rows, c)
		}
	}
	text := lang.L("{{.N}} of {{.M}} searched", map[string]any{"N": len(l.list.Candidates), "M": l.list.GallerySize})
	switch {
	case l.list.Withheld && l.list.Hidden > 0:
		text = lang.L("in no order, {{.N}} more later", map[string]any{"N": l.list.Hidden})
	case l.list.Withheld:
		text = lang.L("in no order")
	}
	widget.SetText(l.count, text)
	l.rowsOf.Refresh()
	for i, c := range l.rows {
		if c.Key == l.at {
			l.rowsOf.Select(i)
		}
	}
}

type leadRow struct {
	picture      *widget.Picture
	label, score *fw.Label
	state        *fw.RichText
}

func newLeadRow() fyne.CanvasObject {
	r := &leadRow{picture: widget.NewPicture(leadSide, lang.L("SYN")), label: widget.Strong(""), score: fw.NewLabel(""), state: widget.Caption("")}
	r.score.Truncation = fyne.TextTruncateEllipsis
	return widget.NewRow(widget.Inset(container.NewBorder(nil, nil, container.NewCenter(r.picture), nil, widget.Tight(r.label, r.state, r.score)), 2, 2), r)
}

func (l *leads) fillRow(i int, o fyne.CanvasObject) {
	if i >= len(l.rows) {
		return
	}
	r, c := widget.RowData[*leadRow](o), l.rows[i]
	r.label.SetText(c.Label)
	state, seen, score := wording.State(c.State), "", ""
	if c.Seen > 0 {
		state = "✓ " + state
	}
	if c.Seen > 0 && c.Key != l.at { // what is on the screen is still being seen: its time is known once it is left
		seen = lang.L("seen for {{.T}}", map[string]any{"T": wording.Seconds(c.Seen)})
	}
	widget.SetText(r.state, state)
	if c.Rank > 0 && len(c.Scores) > 0 {
		score = lang.L("rank {{.N}}: {{.V}}", map[string]any{"N": c.Rank, "V": wording.Value(c.Scores[0])})
	}
	if score == "" { // there is room for one of them
		score = seen
	}
	r.score.SetText(score)
	l.thumbnail(c, r.picture)
}

// thumbnail loads a candidate's picture. Rows are used again while a list scrolls, so what comes late is shown only where it is still
// wanted.
func (l *leads) thumbnail(c casefile.Candidate, to *widget.Picture) {
	m, ok := l.mark(c)
	key := l.list.ID + "/" + c.Key
	if to.Key == key && l.images[key] != nil {
		return
	}
	to.Set(key, l.images[key], c.Synthetic)
	if !ok || l.images[key] != nil {
		return
	}
	id, path := l.list.ID, l.s.p.CasePath
	task.Load(l.s.p.Shell.Tasks, l.s.ctx, func(ctx context.Context) (*image.RGBA, error) {
		return l.s.p.Service.CandidateThumbnail(ctx, path, id, c.Key, m.Mark, 2*leadSide)
	}, func(img *image.RGBA, err error) {
		if err != nil {
			to.Key = "" // asked for again when it is next seen
			return
		}
		l.images[key] = img
		if to.Key == key {
			to.Set(key, img, c.Synthetic)
		}
	})
}

// mark returns the mark of a candidate that belongs to the pair on the screen, its first one where it has no such.
func (l *leads) mark(c casefile.Candidate) (casefile.CandidateMark, bool) {
	for _, m := range c.Marks {
		if m.Mark == l.s.pair.item.A.Capture.Mark {
			return m, true
		}
	}
	if len(c.Marks) == 0 {
		return casefile.CandidateMark{}, false
	}
	return c.Marks[0], true
}
