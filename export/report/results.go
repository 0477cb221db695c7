package report

import (
	"fmt"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging"
)

// methodNames are the methods in words.
var methodNames = map[string]fixed{
	imaging.MethodOriginal:   "Congruent matching cells, original rule",
	imaging.MethodHigh:       "Congruent matching cells, high rule",
	imaging.MethodRegistered: "Cells near the registered pose",
	imaging.MethodSurface:    "Correlation of the whole surfaces",

	imaging.MethodPhotographs: "Registration of two photographs, for viewing",
}

// shortNames are the methods where there is little room.
var shortNames = map[string]fixed{
	imaging.MethodOriginal:   "original rule",
	imaging.MethodHigh:       "high rule",
	imaging.MethodRegistered: "near registered pose",
	imaging.MethodSurface:    "whole surfaces",
}

// scoreNames are the scores in words, with what they count.
var scoreNames = map[string]fixed{
	imaging.ScoreOriginal:           "congruent cells, the smaller of both directions",
	imaging.ScoreHigh:               "congruent cells of both directions, each cell once",
	imaging.ScoreRegistered:         "congruent cells, mean of both directions",
	imaging.ScoreRegisteredFraction: "share of comparable cells that are congruent",
	imaging.ScoreSurface:            "z of the whole surfaces, 0 to 1",
}

// ScoreInWords returns what a score counts, the name itself where it is not known here.
func ScoreInWords(name string) string { return Wording{}.named(scoreNames, name) }

func method(b *builder) Section {
	f := b.f
	if f.pair() != casefile.TwoTopographies {
		return b.methodSeen()
	}
	return Section{Heading: b.Say("Method"), Blocks: []Block{
		{Meets: []Obligation{"f"}, Paragraph: b.Say("Each recording is divided into square cells, and each cell is looked for on the other recording, in both directions. "+
			"Cells that are found at places and rotations that agree with each other are congruent; the more there are, the better the marks agree. "+
			"Score by which the program orders pairs: %[1]s (%[2]s).", b.stated(f.Comparison.Default), b.named(scoreNames, f.Comparison.Default))},
		{Table: b.versions(), Meets: []Obligation{"f"}},
		b.computed(),
	}}
}

func (b *builder) versions() *Table {
	t := &Table{Columns: []Column{{Title: b.Say("Method"), Share: 3}, {Title: b.Say("Name"), Share: 1.2}, {Title: b.Say("Version"), Share: 2}}}
	for _, r := range b.f.Comparison.Results {
		t.Rows = append(t.Rows, []string{b.named(methodNames, r.Method), r.Method, b.stated(r.Version)})
	}
	return t
}

// computed says when and by what the comparison was computed.
func (b *builder) computed() Block {
	k := b.f.Comparison
	return Block{Pairs: []Pair{
		b.pair(b.Say("Compared"), b.When(k.Created)),
		b.pair(b.Say("Computing time"), b.Say("%d ms", k.Millis)),
		b.pair(b.Say("Computed with"), b.stated(strings.Join(k.Software, "; "))),
		b.pair(b.Say("Parameters"), b.Say("all of them, with units and sources, in the section before the signature")),
	}}
}

// parameters is the long table of everything that can move a digit of the results. It comes after what people read, and
// before the signature.
func parameters(b *builder) Section {
	f := b.f
	s := Section{Heading: b.Say("Parameters of the method")}
	if f.pair() == casefile.TopographyAndPhotograph {
		return s // no method, no parameters
	}
	if len(f.Comparison.Params) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("Not stated.")}}
		return s
	}
	t := &Table{Columns: []Column{{Title: b.Say("Parameter"), Share: 4}, {Title: b.Say("Value"), Share: 1}, {Title: b.Say("Unit"), Share: 0.7}, {Title: b.Say("Source"), Share: 2.5}}}
	for _, p := range f.Comparison.Params {
		t.Rows = append(t.Rows, []string{b.stated(b.paramName(p.Name)), b.stated(b.paramValue(p.Value)), orDash(b.soft(p.Unit)), b.stated(b.Recorded(p.Source))})
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

// paramName says the name of a parameter. One of the preparation is named after its step: "preparation, mask: …".
func (b *builder) paramName(name string) string {
	if step, title, ok := strings.Cut(name, ": "); ok {
		if said := b.soft(title); said != title {
			return b.Say("%[1]s: %[2]s", b.Recorded(step), said)
		}
	}
	return b.Recorded(name)
}

func (b *builder) paramValue(value string) string {
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		return b.decimals(value)
	}
	return b.Recorded(value)
}

func results(b *builder) Section {
	f := b.f
	if f.pair() != casefile.TwoTopographies {
		return b.resultsSeen()
	}
	blocks := []Block{{Heading: b.Say("Scores")}, {Kind: Result, Meets: []Obligation{"m"}, Table: b.scoreTable()}}
	if notes := b.notes(); len(notes) > 0 {
		blocks = append(blocks, Block{Kind: Limit, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("Notes that belong to these scores"), Text: notes}})
	}
	if t := b.cellTable(); len(t.Rows) > 0 {
		blocks = append(blocks, Block{Heading: b.Say("Cells")}, Block{Kind: Result, Table: t})
	}
	poses := b.poseTable()
	for _, r := range f.Comparison.Results {
		poses.Rows = append(poses.Rows, b.pose(b.named(methodNames, r.Method), r.Pose))
	}
	blocks = append(blocks, Block{Heading: b.Say("Position")}, Block{Kind: Result, Table: poses},
		Block{Paragraph: b.Say("The position lays recording A on recording B. Positive angles turn clockwise; x grows to the right, y downwards.")})
	return Section{Heading: b.Say("Results (measured)"), Blocks: blocks}
}

func (b *builder) scoreTable() *Table {
	t := &Table{Columns: []Column{{Title: b.Say("Method"), Share: 2.2}, {Title: b.Say("Score"), Share: 2.6}, {Title: b.Say("Value"), Share: 0.8, Right: true},
		{Title: b.Say("Best known non-match"), Share: 1.1, Right: true}}}
	for _, r := range b.f.Comparison.Results {
		for _, s := range r.Scores {
			t.Rows = append(t.Rows, []string{b.named(methodNames, r.Method), b.named(scoreNames, s.Name), b.Decimal(s.Value), b.bestKNM(s.Name)})
		}
	}
	return t
}

// notes are what the methods remarked, with the labels of the sides that they speak of.
func (b *builder) notes() []string {
	var out []string
	for _, r := range b.f.Comparison.Results {
		for _, n := range r.Notes {
			side, text := casefile.NoteSides(n, b.f.A.Exhibit.Label, b.f.B.Exhibit.Label)
			name := b.named(methodNames, r.Method)
			if side != "" {
				out = append(out, b.Say("%[1]s: %[2]s: %[3]s", name, side, b.Recorded(text)))
			} else {
				out = append(out, b.Say("%[1]s: %[2]s", name, b.Recorded(text)))
			}
		}
	}
	return out
}

func (b *builder) cellTable() *Table {
	t := &Table{Columns: []Column{{Title: b.Say("Method"), Share: 1.7}, {Title: b.Say("Direction"), Share: 0.9}, {Title: b.Say("Cells"), Share: 0.7, Right: true},
		{Title: b.Say("Comparable"), Share: 1.1, Right: true}, {Title: b.Say("Congruent"), Share: 1.1, Right: true}, {Title: b.Say("Why others are not"), Share: 3.4}}}
	for _, r := range b.f.Comparison.Results {
		for _, dir := range []struct {
			name  string
			cells []imaging.Cell
		}{{b.Say("A on B"), r.CellsAB}, {b.Say("B on A"), r.CellsBA}} {
			if len(dir.cells) > 0 {
				t.Rows = append(t.Rows, []string{b.named(shortNames, r.Method), dir.name, fmt.Sprint(len(dir.cells)), fmt.Sprint(imaging.Comparable(dir.cells)),
					fmt.Sprint(imaging.Congruent(dir.cells)), b.whyNot(dir.cells)})
			}
		}
	}
	return t
}

// reasons are why cells are not congruent, in the order in which a cell is tested.
var reasons = []struct {
	reason imaging.Reason
	text   fixed
}{
	{imaging.ReasonLittleData, "little data"}, {imaging.ReasonNoOverlap, "no overlap"}, {imaging.ReasonCorrelation, "low correlation"}, {imaging.ReasonShift, "shift away from others"},
	{imaging.ReasonRotation, "rotation away from others"}, {imaging.ReasonNoConsensus, "no common rotation"}, {imaging.ReasonNone, notStated},
}

// whyNot counts the reasons for which cells are not congruent.
func (b *builder) whyNot(cells []imaging.Cell) string {
	n := map[imaging.Reason]int{}
	for _, c := range cells {
		if !c.Congruent {
			n[c.Reason]++
		}
	}
	var parts []string
	for _, r := range reasons {
		if n[r.reason] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[r.reason], b.fixed(r.text)))
			delete(n, r.reason)
		}
	}
	other := 0
	for _, k := range n {
		other += k
	}
	if other > 0 {
		parts = append(parts, b.Say("%d other", other))
	}
	return b.none(strings.Join(parts, ", "))
}

func (b *builder) poseTable() *Table {
	return &Table{Columns: []Column{{Title: b.Say("Method"), Share: 2.4}, {Title: b.Say("Rotation"), Share: 0.9, Right: true}, {Title: b.Say("Shift of centres x, y"), Share: 1.4, Right: true},
		{Title: b.Say("Translation x, y"), Share: 1.4, Right: true}}}
}

func (b *builder) pose(name string, q *imaging.Pose) []string {
	if q == nil {
		return []string{name, b.Say("none found"), "–", "–"}
	}
	shift := b.Say(notKnown)
	from, okA := centre(b.f.A)
	to, okB := centre(b.f.B)
	if okA && okB {
		dx, dy := q.Shift(from, to)
		shift = b.Say("%.1[1]f, %.1[2]f µm", dx, dy)
	}
	return []string{name, b.Say("%.2f°", q.AngleDeg), shift, b.Say("%.1[1]f, %.1[2]f µm", q.TX, q.TY)}
}

// centre returns the middle of a recording in its own frame.
func centre(i Item) (imaging.Point, bool) {
	x, y, ok := i.Capture.Scale.UM()
	return imaging.Point{X: float64(i.Capture.Width-1) / 2 * x, Y: float64(i.Capture.Height-1) / 2 * y}, ok
}

func (b *builder) bestKNM(score string) string {
	if b.f.Reference == nil {
		return b.Say("no reference set")
	}
	for _, s := range b.f.Reference.Standings {
		if s.Score == score {
			return b.Decimal(s.BestKNM)
		}
	}
	return b.Say(notKnown)
}
