package report

import (
	"strings"

	"tracemark/casefile"
)

// reference says where the scores stand among pairs of known origin, and what weight that gives them.
func reference(b *builder) Section {
	f := b.f
	out := Section{Heading: b.Say("Standing against the reference set")}
	if f.pair() != casefile.TwoTopographies {
		out.Blocks = []Block{{Kind: Limit, Paragraph: b.Say("No validated score exists where a photograph takes part: there is nothing to hold against a reference set, and no error rate is known.")}}
		return out
	}
	r := f.Reference
	if r == nil {
		out.Blocks = []Block{{Kind: Limit, Paragraph: b.Say("There is no reference set: how pairs of known origin score with this method is not known here, " +
			"and the scores above cannot be weighed against any.")}}
		return out
	}
	t := &Table{Columns: []Column{{Title: b.Say("Score"), Share: 2.2}, {Title: b.Say("This pair"), Share: 0.8, Right: true}, {Title: b.Say("Best known non-match"), Share: 1, Right: true},
		{Title: b.Say("Known non-matches at or above"), Share: 1.6, Right: true}, {Title: b.Say("Lowest known match"), Share: 0.9, Right: true}, {Title: b.Say("Known matches at or below"), Share: 1.6, Right: true}}}
	for _, s := range r.Standings {
		t.Rows = append(t.Rows, []string{b.named(scoreNames, s.Score), b.Decimal(f.Comparison.Score(s.Score)), b.Decimal(s.BestKNM), b.Rate(s.KNMAtOrAbove, s.KNM),
			b.Decimal(s.LowestKM), b.Rate(s.KMAtOrBelow, s.KM)})
	}
	out.Blocks = []Block{
		{Pairs: append([]Pair{b.pair(b.Say("Reference set"), b.stated(r.Name)), b.pair(b.Say("Source"), b.stated(r.Source)), b.hash(b.Say("SHA-256"), r.SHA256)},
			b.measuredOn(*r)...)},
		{Kind: Result, Table: t},
		{Paragraph: b.Say("The best known non-match is the highest score that two marks of different firearms reached in this set. " +
			"Percentages are exact upper bounds (95 %, one-sided) with the pairs taken as independent: none of a few does not mean never. " +
			"The figures hold for this set; they are not error rates of casework.")},
	}
	for _, s := range r.Standings {
		if s.Weight != nil {
			out.Blocks = append(out.Blocks, Block{Heading: b.Say("Weight: %s", b.named(scoreNames, s.Score))},
				Block{Kind: Result, Notice: &Notice{Kind: NoticeInfo, Title: b.Recorded(s.Headline()), Text: b.AllRecorded(s.Sentences(r.Domain))}})
		}
	}
	return out
}

// measuredOn states the domain that the set speaks for.
func (b *builder) measuredOn(r Reference) []Pair {
	d := r.Domain
	spacing := d.Spacing()
	if spacing != "" {
		spacing = b.Say("%s µm", b.paramValue(spacing))
	}
	return []Pair{
		b.pair(b.Say("Measured on"), b.named(markNames, d.Mark)),
		b.pair(b.Say("Recorded by"), b.stated(strings.Join(d.Instruments, ", "))),
		b.pair(b.Say("Spacing"), b.stated(spacing)),
		b.pair(b.Say("Makes of firearm"), b.stated(strings.Join(d.Makes, ", "))),
		b.pair(b.Say("Ammunition"), b.stated(strings.Join(d.Ammunition, ", "))),
		b.pair(b.Say("Method"), b.stated(join(" ", r.Method, r.Version))),
	}
}
