package report

import (
	"fmt"
	"slices"
	"strconv"

	"tracemark/casefile"
	"tracemark/imaging"
)

// Examination is how the examiner came to the conclusion: what had been visible before a view was committed, the view itself, and
// what was marked on the specimens.
type Examination struct {
	// Commitment is the examiner's own view; nil where none was recorded, as where the agency shows figures from the start.
	Commitment *casefile.Commitment
	Scale      casefile.ConclusionScale // of the commitment
	// Exposed is what had been visible before the view, or before the conclusion where there is no view.
	Exposed []casefile.Exposure
	Markup  casefile.Markup // the newest version
	Seconds float64         // for which the examiner looked at the comparison; 0 where it is not on record
	Flips   int             // times that a specimen was mirrored, or back
}

// exposureWords say what each of them is.
var exposureWords = map[string]fixed{
	string(casefile.ExposedRank):  "rank of the pair in the correlation service's list",
	string(casefile.ExposedScore): "scores of the pair",
	string(casefile.ExposedPose):  "position in which the program lays the recordings on each other",
	string(casefile.ExposedCells): "cells that agree and that do not",
}

func examination(b *builder) Section {
	e := b.f.Examination
	if e == nil {
		return Section{}
	}
	var blocks []Block
	if e.unknown() {
		blocks = []Block{{Kind: Limit, Paragraph: b.Say("Nothing is on record of what had been visible before the conclusion. Earlier versions of the program kept no such record and showed everything from the start.")}}
	} else {
		blocks = []Block{{Paragraph: b.order(e)}, {Table: b.exposures(e)}}
	}
	if e.Commitment != nil {
		blocks = append(blocks, b.view(e)...)
	}
	var looked []Pair
	if e.Seconds >= 1 {
		looked = append(looked, b.pair(b.Say("Looked at on screen"), duration(e.Seconds)))
	}
	if e.Flips > 0 {
		looked = append(looked, b.pair(b.Say("Specimen mirrored or back"), b.Count(e.Flips, "once", "%d times", e.Flips)))
	}
	if len(looked) > 0 {
		blocks = append(blocks, Block{Pairs: looked})
	}
	return Section{Heading: b.Say("Examination"), Blocks: append(blocks, b.annotations(e)...)}
}

// unknown reports whether nothing is on record of the order in which things were seen.
func (e *Examination) unknown() bool { return e.Commitment == nil && len(e.Exposed) == 0 }

// exposures lists what had been visible and what had not.
func (b *builder) exposures(e *Examination) *Table {
	before := b.Say("Visible before the view")
	if e.Commitment == nil {
		before = b.Say("Visible before the conclusion")
	}
	t := &Table{Columns: []Column{{Title: b.Say("What can sway a view"), Share: 4}, {Title: before, Share: 1.6}}}
	for _, x := range casefile.Exposures() {
		said := b.Say("not visible")
		if slices.Contains(e.Exposed, x) {
			said = b.Say("visible")
		}
		t.Rows = append(t.Rows, []string{b.named(exposureWords, string(x)), said})
	}
	return t
}

// order says in a paragraph in what order things were seen and decided.
func (b *builder) order(e *Examination) string {
	c := e.Commitment
	switch {
	case c == nil:
		return b.Say("No view was recorded before the figures: by the agency's setting lists of candidates are ranked and figures are shown from the start. "+
			"Visible before the conclusion: %s.", b.Visible(e.Exposed))
	case !c.Blind:
		return b.Say("By the agency's setting lists of candidates are ranked and figures are shown from the start. The examiner recorded a view all the same, on "+
			"%[1]s; visible before: %[2]s.", b.When(c.Created), b.Visible(e.Exposed))
	}
	withholds := b.Say("By the agency's setting the program withholds scores, cells and the order of candidates until the examiner has committed a view of the pair, " +
		"unless they are asked for expressly, which is logged.")
	if c.Skipped {
		return withholds + " " + b.Say("The examiner had them shown without stating a view, on %[1]s; visible before: %[2]s.", b.When(c.Created), b.Visible(e.Exposed))
	}
	return withholds + " " + b.Say("The view was committed on %[1]s; visible before: %[2]s.", b.When(c.Created), b.Visible(e.Exposed))
}

// view sets the committed view and the conclusion against each other.
func (b *builder) view(e *Examination) []Block {
	f, c := b.f, e.Commitment
	level, _ := f.Scale.Level(f.Conclusion.Value)
	concluded := b.stated(b.Recorded(level.Name), f.Conclusion.Value)
	if c.Skipped {
		return []Block{{Pairs: []Pair{b.pair(b.Say("Provisional view"), b.Say("none stated")), b.pair(b.Say("Reason given"), b.stated(oneLine(c.Reason)))}}}
	}
	seen, _ := e.Scale.Level(c.Value)
	against := b.Say("The conclusion is the provisional view.")
	switch {
	case e.Scale.ID != f.Scale.ID:
		against = b.Say("The view is on the scale %[1]s, the conclusion on the scale %[2]s.", b.Recorded(e.Scale.Name), b.Recorded(f.Scale.Name))
	case c.Value != f.Conclusion.Value:
		against = b.Say("The conclusion, %s, differs from the provisional view; its reasons are given below.", concluded)
	}
	return []Block{
		{Kind: Opinion, Pairs: []Pair{b.pair(b.Say("Provisional view"), b.stated(b.Recorded(seen.Name), c.Value)), b.pair(b.Say("Reasons of the view"), b.stated(oneLine(c.Reason))),
			b.pair(b.Say("Conclusion"), concluded)}},
		{Paragraph: against},
	}
}

// annotations lists what was marked.
func (b *builder) annotations(e *Examination) []Block {
	if len(e.Markup.Annotations) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.4, Right: true}, {Title: b.Say("Marked as"), Share: 1}, {Title: b.Say("Characteristic"), Share: 1.1},
		{Title: b.Say("On A"), Share: 1.6}, {Title: b.Say("On B"), Share: 1.6}, {Title: b.Say("Text"), Share: 2.4}}}
	for i, a := range e.Markup.Annotations {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), b.Term(string(a.Likeness)), b.stated(b.Term(string(a.Character))), b.place(a.A), b.place(a.B), orDash(oneLine(a.Text))})
	}
	said := b.Say("Version %d of what was marked; positions are the middle of each region in its recording's frame.", e.Markup.Version)
	if c := e.Commitment; c != nil && c.Markup != e.Markup.Version {
		said += " " + b.Say("When the view was committed, version %d was the newest.", c.Markup)
	}
	return []Block{{Heading: b.Say("Regions that the examiner marked")}, {Kind: Opinion, Table: t}, {Paragraph: said}}
}

// place says what shape lies where.
func (b *builder) place(s *casefile.Shape) string {
	if s == nil || len(s.Points) == 0 {
		return "–"
	}
	m := s.Points[0]
	if s.Kind != casefile.Ellipse {
		m = imaging.Point{}
		for _, p := range s.Points {
			m.X += p.X / float64(len(s.Points))
			m.Y += p.Y / float64(len(s.Points))
		}
	}
	return b.Say("%[1]s at %.0[2]f, %.0[3]f µm", b.Term(string(s.Kind)), m.X, m.Y)
}

// duration writes seconds as a person says them.
func duration(seconds float64) string {
	s := int(seconds + 0.5)
	if s < 60 {
		return fmt.Sprintf("%d s", s)
	}
	return fmt.Sprintf("%d min %d s", s/60, s%60)
}
