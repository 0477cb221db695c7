package candidates

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/palette"
)

// Commands implements palette.Commander.
func (s *Screen) Commands() []palette.Command {
	chosen := func() bool { _, ok := s.Current(); return ok }
	listed := func() bool { return s.shown >= 0 }
	return []palette.Command{
		{ID: "candidates.next", Title: lang.L("Next candidate"), Keys: []palette.Key{palette.Press(fyne.KeyN)}, Enabled: chosen, Run: func() { s.step(1) }},
		{ID: "candidates.previous", Title: lang.L("Previous candidate"), Keys: []palette.Key{palette.Shift(fyne.KeyN)}, Enabled: chosen, Run: func() { s.step(-1) }},
		{ID: "candidates.unseen", Title: lang.L("Next candidate that was not seen"), Keys: []palette.Key{palette.Press(fyne.KeyU)}, Enabled: chosen, Run: s.nextUnseen},
		{ID: "candidates.searched", Title: lang.L("What was searched and what was left out"), Keys: []palette.Key{palette.Press(fyne.KeyW)}, Enabled: listed,
			Run: func() { s.showPage(1 - s.pages.Selected()) }},
		{ID: "candidates.filters", Title: lang.L("Take the filters away"), Enabled: listed, Run: s.clearFilters},
		{ID: "candidates.reveal", Title: lang.L("Show everything now…"), Enabled: func() bool { return listed() && s.correlation().Withheld }, Run: s.askReveal},
	}
}

// triage are the letters that a list is gone through with; they follow each other quickly. Any other letter near one that writes to the case
// belongs to a sentence that is typed past its field.
var triage = []fyne.KeyName{fyne.KeyN, fyne.KeyU, fyne.KeyD, fyne.KeyH}

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if palette.Writes(k, m) && !slices.Contains(triage, k) {
		s.alone.Typed(k)
	}
	for _, c := range s.Commands() {
		if c.Pressed(k, m) {
			if c.Possible() {
				c.Run()
			}
			return true
		}
	}
	if m != 0 || s.shown < 0 || s.pages.Selected() != pageCandidates {
		return k == fyne.KeyEscape && s.closeSearch()
	}
	to, ok := map[fyne.KeyName]casefile.CandidateState{fyne.KeyD: casefile.Dismissed, fyne.KeyH: casefile.HitProposed}[k]
	c, chosen := s.Current()
	switch {
	case !ok:
		return s.list.Key(k)
	case chosen && !s.alone.Typing():
		s.alone.Press(func() { s.setStateOf(c, to) })
	}
	return true
}

// closeSearch goes back from what was searched to the candidates; false where they are shown.
func (s *Screen) closeSearch() bool {
	if s.shown < 0 || s.pages.Selected() != pageSearch {
		return false
	}
	s.showPage(pageCandidates)
	return true
}
