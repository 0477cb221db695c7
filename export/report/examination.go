package report

import (
	"fmt"
	"strings"

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
var exposureWords = map[casefile.Exposure]string{
	casefile.ExposedRank:  "rank of the pair in the correlation service's list",
	casefile.ExposedScore: "scores of the pair",
	casefile.ExposedPose:  "position in which the program lays the recordings on each other",
	casefile.ExposedCells: "cells that agree and that do not",
}

func examination(f Facts) Section {
	e := f.Examination
	if e == nil {
		return Section{}
	}
	t := &Table{Columns: []Column{{Title: "What can sway a view", Share: 4}, {Title: e.before(), Share: 1.6}}}
	for _, x := range casefile.Exposures() {
		t.Rows = append(t.Rows, []string{exposureWords[x], e.visible(x)})
	}
	blocks := []Block{{Paragraph: e.order()}, {Table: t}}
	if e.unknown() {
		blocks = []Block{{Paragraph: "Nothing is on record of what had been visible before the conclusion. Earlier versions of the program kept no such record and showed everything from the start."}}
	}
	if e.Commitment != nil {
		blocks = append(blocks, e.view(f)...)
	}
	var looked []Pair
	if e.Seconds >= 1 {
		looked = append(looked, Pair{Name: "Looked at on screen", Value: duration(e.Seconds)})
	}
	if e.Flips > 0 {
		looked = append(looked, Pair{Name: "Specimen mirrored or back", Value: times(e.Flips)})
	}
	if len(looked) > 0 {
		blocks = append(blocks, Block{Pairs: looked})
	}
	return Section{Heading: "Examination", Blocks: append(blocks, e.annotations()...)}
}

// unknown reports whether nothing is on record of the order in which things were seen.
func (e *Examination) unknown() bool { return e.Commitment == nil && len(e.Exposed) == 0 }

// before is the head of the column that says what had been visible.
func (e *Examination) before() string {
	if e.Commitment == nil {
		return "Visible before the conclusion"
	}
	return "Visible before the view"
}

func (e *Examination) visible(x casefile.Exposure) string {
	for _, y := range e.Exposed {
		if x == y {
			return "visible"
		}
	}
	return "not visible"
}

const withholds = "By the agency's setting the program withholds scores, cells and the order of candidates until the examiner has committed a view of the pair, " +
	"unless they are asked for expressly, which is logged. "

// order says in a paragraph in what order things were seen and decided.
func (e *Examination) order() string {
	c := e.Commitment
	switch {
	case c == nil:
		return "No view was recorded before the figures: by the agency's setting lists of candidates are ranked and figures are shown from the start. " +
			"Visible before the conclusion: " + Visible(e.Exposed) + "."
	case !c.Blind:
		return "By the agency's setting lists of candidates are ranked and figures are shown from the start. The examiner recorded a view all the same, on " +
			when(c.Created) + "; visible before: " + Visible(e.Exposed) + "."
	case c.Skipped:
		return withholds + "The examiner had them shown without stating a view, on " + when(c.Created) + "; visible before: " + Visible(e.Exposed) + "."
	}
	return withholds + "The view was committed on " + when(c.Created) + "; visible before: " + Visible(e.Exposed) + "."
}

// view sets the committed view and the conclusion against each other.
func (e *Examination) view(f Facts) []Block {
	c := e.Commitment
	concluded, _ := f.Scale.Level(f.Conclusion.Value)
	if c.Skipped {
		return []Block{{Pairs: []Pair{{Name: "Provisional view", Value: "none stated"}, {Name: "Reason given", Value: stated(oneLine(c.Reason))}}}}
	}
	level, _ := e.Scale.Level(c.Value)
	against := "The conclusion is the provisional view."
	switch {
	case e.Scale.ID != f.Scale.ID:
		against = "The view is on the scale " + e.Scale.Name + ", the conclusion on the scale " + f.Scale.Name + "."
	case c.Value != f.Conclusion.Value:
		against = "The conclusion, " + stated(concluded.Name, f.Conclusion.Value) + ", differs from the provisional view; its reasons are given below."
	}
	return []Block{
		{Pairs: []Pair{{Name: "Provisional view", Value: stated(level.Name, c.Value)}, {Name: "Reasons of the view", Value: stated(oneLine(c.Reason))},
			{Name: "Conclusion", Value: stated(concluded.Name, f.Conclusion.Value)}}},
		{Paragraph: against},
	}
}

// oneLine writes a text of several lines as one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// times says how often.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// annotations lists what was marked.
func (e *Examination) annotations() []Block {
	if len(e.Markup.Annotations) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{Title: "No.", Share: 0.4, Right: true}, {Title: "Marked as", Share: 1}, {Title: "Characteristic", Share: 1.1},
		{Title: "On A", Share: 1.6}, {Title: "On B", Share: 1.6}, {Title: "Text", Share: 2.4}}}
	for i, a := range e.Markup.Annotations {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), string(a.Likeness), stated(string(a.Character)), place(a.A), place(a.B), orDash(oneLine(a.Text))})
	}
	said := fmt.Sprintf("Version %d of what was marked; positions are the middle of each region in its recording's frame.", e.Markup.Version)
	if c := e.Commitment; c != nil && c.Markup != e.Markup.Version {
		said += fmt.Sprintf(" When the view was committed, version %d was the newest.", c.Markup)
	}
	return []Block{{Heading: "Regions that the examiner marked"}, {Table: t}, {Paragraph: said}}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// place says what shape lies where.
func place(s *casefile.Shape) string {
	if s == nil || len(s.Points) == 0 {
		return "–"
	}
	var m imaging.Point
	switch s.Kind {
	case casefile.Ellipse:
		m = s.Points[0]
	default:
		for _, p := range s.Points {
			m.X += p.X / float64(len(s.Points))
			m.Y += p.Y / float64(len(s.Points))
		}
	}
	return fmt.Sprintf("%s at %.0f, %.0f µm", s.Kind, m.X, m.Y)
}

// duration writes seconds as a person says them.
func duration(seconds float64) string {
	s := int(seconds + 0.5)
	if s < 60 {
		return fmt.Sprintf("%d s", s)
	}
	return fmt.Sprintf("%d min %d s", s/60, s%60)
}

// SnapshotFigure makes a figure of a snapshot that was chosen for the report: its caption, and below it the state that shows it
// again. a and b are the labels of the items.
func SnapshotFigure(n casefile.Snapshot, a, b string) Figure {
	title := fmt.Sprintf("Snapshot %d of %s and %s", n.Number, a, b)
	if n.Caption != "" {
		title += ": " + strings.TrimSuffix(n.Caption, ".")
	}
	return Figure{Caption: title + ". " + sceneWords(n.Scene), Alt: "Picture of the comparison microscope, chosen by the examiner"}
}

// sceneWords say how a scene was shown.
func sceneWords(s casefile.Scene) string {
	parts := []string{s.Mode}
	if s.Mode == "split" && s.Divider != "" {
		parts = append(parts, s.Divider+" divider")
	}
	if s.Swapped {
		parts = append(parts, "sides swapped")
	}
	parts = append(parts, fmt.Sprintf("%s µm per pixel", Decimal(s.UMPerPx)))
	same := sideWords(s.Sides[0]) == sideWords(s.Sides[1])
	for i, side := range s.Sides {
		switch {
		case same && i == 0:
			parts = append(parts, "both: "+sideWords(side))
		case !same:
			parts = append(parts, fmt.Sprintf("%c: %s", 'A'+i, sideWords(side)))
		}
	}
	if len(s.Overlays) > 0 {
		parts = append(parts, "with "+strings.Join(s.Overlays, ", "))
	}
	return "Shown as " + strings.Join(parts, "; ") + "."
}

func sideWords(s casefile.SceneSide) string {
	surface := "levelled, not filtered"
	if s.Filtered {
		surface = "levelled and filtered"
	}
	parts := []string{s.Colour, surface}
	if s.Ring {
		parts = append(parts, "light from all round")
	} else {
		parts = append(parts, fmt.Sprintf("light from %.0f°, %.0f° high", s.Azimuth, s.Elevation))
	}
	if s.Flipped {
		parts = append(parts, "MIRRORED")
	}
	if s.Stretch != 0 && s.Stretch != 1 {
		parts = append(parts, "heights exaggerated "+Decimal(s.Stretch)+" times")
	}
	return join(", ", parts...)
}
