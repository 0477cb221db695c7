package candidates

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// filters narrow the list by state, agency and class characteristics. What they hide is counted beside them.
type filters struct {
	state, agency, class *fw.Select
	shown                *fw.RichText
	object               fyne.CanvasObject
	agencies             []string // owners, in the order offered; "" means all
	offering             bool     // the choices are being filled, by nobody
}

// stateFilters are the states that can be chosen, the first meaning all. Committed and concluded are no states of a candidate but of its
// comparison.
var stateFilters = []casefile.CandidateState{"", casefile.Unseen, casefile.Viewed, casefile.Compared, filterCommitted, casefile.HitProposed, casefile.Dismissed}

const filterCommitted casefile.CandidateState = "committed"

// The choices by class characteristics.
const (
	classAll = iota
	classAgree
	classDiffer
)

func newFilters(changed func()) *filters {
	f := &filters{shown: widget.Caption("")}
	tell := func(string) {
		if !f.offering {
			changed()
		}
	}
	states := []string{lang.L("all states")}
	for _, s := range stateFilters[1:] {
		if s == filterCommitted {
			states = append(states, lang.L("committed or concluded"))
		} else {
			states = append(states, wording.State(s))
		}
	}
	f.offering = true
	f.state = fw.NewSelect(states, tell)
	f.agency = fw.NewSelect(nil, tell)
	f.class = fw.NewSelect([]string{lang.L("any class"), lang.L("class agrees or is not known"), lang.L("class disagrees")}, tell)
	f.state.SetSelectedIndex(0)
	f.class.SetSelectedIndex(classAll)
	f.offering = false
	f.object = widget.Inset(container.NewVBox(container.NewGridWithColumns(3, f.state, f.agency, f.class), f.shown), 6, 0)
	return f
}

// offer fills the choice of agencies with those of a list; the one that is chosen stays where the list has it.
func (f *filters) offer(c casefile.Correlation) {
	was := ""
	if i := f.agency.SelectedIndex(); i > 0 && i < len(f.agencies) {
		was = f.agencies[i]
	}
	f.agencies = []string{""}
	for _, k := range c.Candidates {
		if !slices.Contains(f.agencies, k.Owner()) {
			f.agencies = append(f.agencies, k.Owner())
		}
	}
	slices.Sort(f.agencies)
	names := slices.Clone(f.agencies)
	names[0] = lang.L("all agencies")
	f.offering = true
	f.agency.SetOptions(names)
	f.agency.SetSelectedIndex(max(slices.Index(f.agencies, was), 0))
	f.offering = false
}

// clear takes every filter away, without telling.
func (f *filters) clear() {
	f.offering = true
	f.state.SetSelectedIndex(0)
	f.agency.SetSelectedIndex(0)
	f.class.SetSelectedIndex(classAll)
	f.offering = false
}

// leaves reports whether a candidate is listed.
func (f *filters) leaves(s *Screen, c casefile.Candidate) bool {
	if i := f.agency.SelectedIndex(); i > 0 && i < len(f.agencies) && c.Owner() != f.agencies[i] {
		return false
	}
	switch differs := s.disagreement(c) != ""; f.class.SelectedIndex() {
	case classAgree:
		if differs {
			return false
		}
	case classDiffer:
		if !differs {
			return false
		}
	}
	switch want := stateFilters[max(f.state.SelectedIndex(), 0)]; want {
	case "":
		return true
	case casefile.Unseen:
		return unseen(c)
	case filterCommitted:
		k, ok := s.compared(c)
		return s.committed(c) || ok && k.Conclusion != nil
	default:
		return c.State == want
	}
}

// count says how many candidates the filters leave.
func (f *filters) count(left, all int) {
	text := lang.N("{{.N}} candidates", all, map[string]any{"N": all})
	if left < all {
		text = lang.L("{{.N}} of {{.M}} candidates: the filters hide the others", map[string]any{"N": left, "M": all})
	}
	widget.SetText(f.shown, text)
}
