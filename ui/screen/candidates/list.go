package candidates

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// row is one line of the list.
type row struct {
	rank, label, score *fw.Label
	owner, of          *fw.RichText
	own, theirs        *widget.Picture
}

// rowSide is the side of the thumbnails in the list, in fyne units.
const rowSide = 76

func newRow() fyne.CanvasObject {
	r := &row{
		rank: fw.NewLabelWithStyle("", fyne.TextAlignCenter, fyne.TextStyle{Bold: true}), label: widget.Strong(""), score: widget.Strong(""),
		owner: widget.Caption(""), of: widget.Caption(""),
		own: widget.NewPicture(rowSide, lang.L("SYN")), theirs: widget.NewPicture(rowSide, lang.L("SYN")),
	}
	r.rank.SizeName = theme.SizeNameSubHeadingText
	pair := container.NewHBox(widget.Fixed(container.NewCenter(r.rank), 34, 0), container.NewCenter(r.own), container.NewCenter(r.theirs))
	return widget.NewRow(widget.Inset(container.NewBorder(nil, nil, pair, nil, container.New(middle{}, widget.Tight(r.label, r.owner, r.score, r.of))), 4, 3), r)
}

// middle lays one object over the whole width in the middle of the height.
type middle struct{}

func (middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(s.Width, s.Height))
	h := min(o[0].MinSize().Height, s.Height)
	o[0].Resize(fyne.NewSize(s.Width, h))
	o[0].Move(fyne.NewPos(0, (s.Height-h)/2))
}

func (middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	if i >= len(s.rows) {
		return
	}
	r, k := widget.RowData[*row](o), s.correlation()
	c := k.Candidates[s.rows[i]]
	r.label.SetText(c.Label)
	widget.SetText(r.owner, wording.Lines(c.Owner(), c.CaseRef))
	state, score := stateMark(c)+s.stateWords(c), ""
	if c.Rank == 0 {
		r.rank.SetText("–")
		score = lang.L("figures after your view")
		widget.SetText(r.of, state)
	} else {
		r.rank.SetText(strconv.Itoa(c.Rank))
		score = firstScore(c)
		widget.SetText(r.of, wording.Lines(lang.L("rank {{.Rank}} of {{.N}}", map[string]any{"Rank": c.Rank, "N": k.GallerySize}), state))
	}
	// What disagrees comes before any figure.
	differ := s.disagreement(c)
	r.score.TextStyle.Bold, r.score.Importance = differ != "", fw.MediumImportance
	if differ != "" {
		score, r.score.Importance = wording.Lines("≠ "+differ, score), fw.WarningImportance
	}
	r.score.SetText(score)
	s.pair(c, s.markOf(c), r.own, r.theirs, 2*rowSide)
}

// stateMark returns a sign that says before the words whether a candidate was seen.
func stateMark(c casefile.Candidate) string {
	if unseen(c) {
		return "● "
	}
	return "✓ "
}

func unseen(c casefile.Candidate) bool { return c.State == casefile.Unseen || c.State == "" }

// stateWords says how far the examiner has got with a candidate, and for how long it was looked at.
func (s *Screen) stateWords(c casefile.Candidate) string {
	words := wording.Lines(wording.State(c.State))
	if k, ok := s.compared(c); ok && k.Conclusion != nil {
		words = wording.Lines(words, wording.Conclusion(*k.Conclusion))
	} else if s.committed(c) {
		words = wording.Lines(words, lang.L("view committed"))
	}
	if c.Seen > 0 {
		words = wording.Lines(words, lang.L("seen for {{.Time}}", map[string]any{"Time": wording.Seconds(c.Seen)}))
	}
	return words
}

// committed reports whether the person at the desk has committed a view of a candidate's pair, or skipped one. Where ranks are withheld
// the list shows those of such candidates only.
func (s *Screen) committed(c casefile.Candidate) bool {
	if s.correlation().Withheld && c.Rank > 0 {
		return true
	}
	k, ok := s.compared(c)
	return ok && s.views[k.Comparison.ID]
}

// disagreement says in which class characteristics a candidate disagrees with the exhibit, "" where in none.
func (s *Screen) disagreement(c casefile.Candidate) string {
	return wording.Disagreement(s.exhibits[s.correlation().ExhibitID].Class, c.Class)
}

func firstScore(c casefile.Candidate) string {
	scores := c.Scores
	if len(scores) == 0 && len(c.Marks) > 0 {
		scores = c.Marks[0].Scores
	}
	if len(scores) == 0 {
		return lang.L("no score")
	}
	return wording.Value(scores[0]) + "  " + wording.Score(scores[0].Name)
}

// narrow lists what the filters leave; the candidate on the screen stays selected where it is among them.
func (s *Screen) narrow() {
	key := ""
	if c, ok := s.Current(); ok {
		key = c.Key
	}
	s.narrowTo(key)
	widget.GiveKeysBack(s.root)
}

// narrowTo lists what the filters leave and selects the candidate with the key, else the first.
func (s *Screen) narrowTo(key string) {
	if s.shown < 0 {
		return
	}
	c := s.correlation()
	s.rows = nil
	for i, k := range c.Candidates {
		if s.filters.leaves(s, k) {
			s.rows = append(s.rows, i)
		}
	}
	s.filters.count(len(s.rows), len(c.Candidates))
	s.list.Clear()
	s.list.Refresh()
	s.none.Hide()
	if len(s.rows) == 0 {
		s.looked("")
		s.detail.Objects = nil
		s.detail.Refresh()
		if len(c.Candidates) > 0 {
			s.none.Show()
		}
		return
	}
	at := slices.IndexFunc(s.rows, func(i int) bool { return key != "" && c.Candidates[i].Key == key })
	s.list.Select(max(at, 0))
}

func (s *Screen) clearFilters() {
	s.filters.clear()
	s.narrow()
}

// step selects the next candidate, or the one before.
func (s *Screen) step(by int) {
	to := s.list.Selected() + by
	if to < 0 || to >= len(s.rows) {
		s.p.Shell.Say(widget.Info, lang.L("There are no more candidates in this direction."))
		return
	}
	s.list.Select(to)
}

// nextUnseen selects the next candidate that was not looked at.
func (s *Screen) nextUnseen() {
	for n := range s.rows {
		i := (s.list.Selected() + 1 + n) % len(s.rows)
		if unseen(s.correlation().Candidates[s.rows[i]]) {
			s.list.Select(i)
			return
		}
	}
	s.p.Shell.Say(widget.Info, lang.L("Every candidate on the list has been looked at."))
}
