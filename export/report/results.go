package report

import (
	"fmt"
	"math"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging"
)

// methodNames are the methods in words.
var methodNames = map[string]string{
	imaging.MethodOriginal:   "Congruent matching cells, original rule",
	imaging.MethodHigh:       "Congruent matching cells, high rule",
	imaging.MethodRegistered: "Cells near the registered pose",
	imaging.MethodSurface:    "Correlation of the whole surfaces",

	imaging.MethodPhotographs: "Registration of two photographs, for viewing",
}

// shortNames are the methods where there is little room.
var shortNames = map[string]string{
	imaging.MethodOriginal:   "original rule",
	imaging.MethodHigh:       "high rule",
	imaging.MethodRegistered: "near registered pose",
	imaging.MethodSurface:    "whole surfaces",
}

// scoreNames are the scores in words, with what they count.
var scoreNames = map[string]string{
	imaging.ScoreOriginal:           "congruent cells, the smaller of both directions",
	imaging.ScoreHigh:               "congruent cells of both directions, each cell once",
	imaging.ScoreRegistered:         "congruent cells, mean of both directions",
	imaging.ScoreRegisteredFraction: "share of comparable cells that are congruent",
	imaging.ScoreSurface:            "z of the whole surfaces, 0 to 1",
}

// ScoreInWords returns what a score counts, the name itself where it is not known here.
func ScoreInWords(name string) string { return named(scoreNames, name) }

func named(names map[string]string, id string) string {
	if n := names[id]; n != "" {
		return n
	}
	return stated(id)
}

func method(f Facts) Section {
	if f.pair() != casefile.TwoTopographies {
		return methodSeen(f)
	}
	return Section{Heading: "Method", Blocks: []Block{
		{Paragraph: "Each recording is divided into square cells, and each cell is looked for on the other recording, in both directions. " +
			"Cells that are found at places and rotations that agree with each other are congruent; the more there are, the better the marks agree. " +
			"Score by which the program orders pairs: " + stated(f.Comparison.Default) + " (" + named(scoreNames, f.Comparison.Default) + ")."},
		{Table: versions(f)},
		computed(f),
	}}
}

func versions(f Facts) *Table {
	t := &Table{Columns: []Column{{Title: "Method", Share: 3}, {Title: "Name", Share: 1.2}, {Title: "Version", Share: 2}}}
	for _, r := range f.Comparison.Results {
		t.Rows = append(t.Rows, []string{named(methodNames, r.Method), r.Method, stated(r.Version)})
	}
	return t
}

// computed says when and by what the comparison was computed.
func computed(f Facts) Block {
	return Block{Pairs: []Pair{
		{Name: "Compared", Value: when(f.Comparison.Created)},
		{Name: "Computing time", Value: fmt.Sprintf("%d ms", f.Comparison.Millis)},
		{Name: "Computed with", Value: stated(strings.Join(f.Comparison.Software, "; "))},
		{Name: "Parameters", Value: "all of them, with units and sources, in the section before the signature"},
	}}
}

// parameters is the long table of everything that can move a digit of the results. It comes after what people read, and
// before the signature.
func parameters(f Facts) Section {
	s := Section{Heading: "Parameters of the method"}
	if f.pair() == casefile.TopographyAndPhotograph {
		return s // no method, no parameters
	}
	if len(f.Comparison.Params) == 0 {
		s.Blocks = []Block{{Paragraph: "Not stated."}}
		return s
	}
	t := &Table{Columns: []Column{{Title: "Parameter", Share: 2.4}, {Title: "Value", Share: 1.3}, {Title: "Unit", Share: 0.9}, {Title: "Source", Share: 3}}}
	for _, p := range f.Comparison.Params {
		t.Rows = append(t.Rows, []string{stated(p.Name), stated(p.Value), none(p.Unit), stated(p.Source)})
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

func results(f Facts) Section {
	if f.pair() != casefile.TwoTopographies {
		return resultsSeen(f)
	}
	scores := &Table{Columns: []Column{{Title: "Method", Share: 2.2}, {Title: "Score", Share: 2.6}, {Title: "Value", Share: 0.8, Right: true},
		{Title: "Best known non-match", Share: 1.1, Right: true}}}
	cells := &Table{Columns: []Column{{Title: "Method", Share: 1.7}, {Title: "Direction", Share: 0.9}, {Title: "Cells", Share: 0.7, Right: true},
		{Title: "Comparable", Share: 1.1, Right: true}, {Title: "Congruent", Share: 1.1, Right: true}, {Title: "Why others are not", Share: 3.4}}}
	poses := poseTable()
	var notes []string
	for _, r := range f.Comparison.Results {
		name := named(methodNames, r.Method)
		for _, s := range r.Scores {
			scores.Rows = append(scores.Rows, []string{name, named(scoreNames, s.Name), Decimal(s.Value), bestKNM(f.Reference, s.Name)})
		}
		for _, dir := range []struct {
			name  string
			cells []imaging.Cell
		}{{"A on B", r.CellsAB}, {"B on A", r.CellsBA}} {
			if len(dir.cells) > 0 {
				cells.Rows = append(cells.Rows, []string{named(shortNames, r.Method), dir.name, fmt.Sprint(len(dir.cells)), fmt.Sprint(imaging.Comparable(dir.cells)),
					fmt.Sprint(imaging.Congruent(dir.cells)), whyNot(dir.cells)})
			}
		}
		poses.Rows = append(poses.Rows, pose(f, name, r.Pose))
		for _, n := range r.Notes {
			notes = append(notes, name+": "+casefile.LabelledNote(n, f.A.Exhibit.Label, f.B.Exhibit.Label))
		}
	}
	blocks := []Block{{Heading: "Scores"}, {Table: scores}}
	if len(notes) > 0 {
		blocks = append(blocks, Block{Notice: &Notice{Kind: NoticeWarning, Title: "Notes that belong to these scores", Text: notes}})
	}
	if len(cells.Rows) > 0 {
		blocks = append(blocks, Block{Heading: "Cells"}, Block{Table: cells})
	}
	blocks = append(blocks, Block{Heading: "Position"}, Block{Table: poses},
		Block{Paragraph: "The position lays recording A on recording B. Positive angles turn clockwise; x grows to the right, y downwards."})
	return Section{Heading: "Results (measured)", Blocks: blocks}
}

// whyNot counts the reasons for which cells are not congruent, in the order in which a cell is tested.
func whyNot(cells []imaging.Cell) string {
	n := map[imaging.Reason]int{}
	for _, c := range cells {
		if !c.Congruent {
			n[c.Reason]++
		}
	}
	var parts []string
	for _, r := range []imaging.Reason{imaging.ReasonLittleData, imaging.ReasonNoOverlap, imaging.ReasonCorrelation, imaging.ReasonShift,
		imaging.ReasonRotation, imaging.ReasonNoConsensus, imaging.ReasonNone} {
		if n[r] > 0 {
			name := string(r)
			if r == imaging.ReasonNone {
				name = notStated
			}
			parts = append(parts, fmt.Sprintf("%d %s", n[r], name))
			delete(n, r)
		}
	}
	other := 0
	for _, k := range n {
		other += k
	}
	if other > 0 {
		parts = append(parts, fmt.Sprintf("%d other", other))
	}
	return none(strings.Join(parts, ", "))
}

func poseTable() *Table {
	return &Table{Columns: []Column{{Title: "Method", Share: 2.4}, {Title: "Rotation", Share: 0.9, Right: true}, {Title: "Shift of centres x, y", Share: 1.4, Right: true},
		{Title: "Translation x, y", Share: 1.4, Right: true}}}
}

func pose(f Facts, name string, q *imaging.Pose) []string {
	if q == nil {
		return []string{name, "none found", "–", "–"}
	}
	shift := notKnown
	a, okA := centre(f.A)
	b, okB := centre(f.B)
	if okA && okB {
		dx, dy := q.Shift(a, b)
		shift = fmt.Sprintf("%.1f, %.1f µm", dx, dy)
	}
	return []string{name, fmt.Sprintf("%.2f°", q.AngleDeg), shift, fmt.Sprintf("%.1f, %.1f µm", q.TX, q.TY)}
}

// centre returns the middle of a recording in its own frame.
func centre(i Item) (imaging.Point, bool) {
	x, y, ok := i.Capture.Scale.UM()
	return imaging.Point{X: float64(i.Capture.Width-1) / 2 * x, Y: float64(i.Capture.Height-1) / 2 * y}, ok
}

const noReference = "no reference set"

func bestKNM(r *Reference, score string) string {
	if r == nil {
		return noReference
	}
	for _, s := range r.Standings {
		if s.Score == score {
			return Decimal(s.BestKNM)
		}
	}
	return notKnown
}

// Decimal writes a number as reports do: up to four decimals, which is more than a score is good for.
func Decimal(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return notKnown
	}
	s := fmt.Sprintf("%.4f", v)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
