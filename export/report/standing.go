package report

import (
	"fmt"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging/score"
)

// reference says where the scores stand among pairs of known origin, and what weight that gives them.
func reference(f Facts) Section {
	out := Section{Heading: "Standing against the reference set"}
	if f.pair() != casefile.TwoTopographies {
		out.Blocks = []Block{{Paragraph: "No validated score exists where a photograph takes part: there is nothing to hold against a reference set, and no error rate is known."}}
		return out
	}
	r := f.Reference
	if r == nil {
		out.Blocks = []Block{{Paragraph: "There is no reference set: how pairs of known origin score with this method is not known here, " +
			"and the scores above cannot be weighed against any."}}
		return out
	}
	t := &Table{Columns: []Column{{Title: "Score", Share: 2.2}, {Title: "This pair", Share: 0.8, Right: true}, {Title: "Best known non-match", Share: 1, Right: true},
		{Title: "Known non-matches at or above", Share: 1.6, Right: true}, {Title: "Lowest known match", Share: 0.9, Right: true}, {Title: "Known matches at or below", Share: 1.6, Right: true}}}
	for _, s := range r.Standings {
		t.Rows = append(t.Rows, []string{named(scoreNames, s.Score), Decimal(f.Comparison.Score(s.Score)), Decimal(s.BestKNM), Rate(s.KNMAtOrAbove, s.KNM),
			Decimal(s.LowestKM), Rate(s.KMAtOrBelow, s.KM)})
	}
	out.Blocks = []Block{
		{Pairs: append([]Pair{{Name: "Reference set", Value: stated(r.Name)}, {Name: "Source", Value: stated(r.Source)}, {Name: "SHA-256", Value: stated(r.SHA256), Mono: r.SHA256 != ""}},
			measuredOn(*r)...)},
		{Table: t},
		{Paragraph: "The best known non-match is the highest score that two marks of different firearms reached in this set. " +
			"Percentages are exact upper bounds (95 %, one-sided) with the pairs taken as independent: none of a few does not mean never. " +
			"The figures hold for this set; they are not error rates of casework."},
	}
	for _, s := range r.Standings {
		if s.Weight != nil {
			out.Blocks = append(out.Blocks, Block{Heading: "Weight: " + named(scoreNames, s.Score)},
				Block{Notice: &Notice{Kind: NoticeInfo, Title: s.Headline(), Text: s.Sentences(r.Domain)}})
		}
	}
	return out
}

// measuredOn states the domain that the set speaks for.
func measuredOn(r Reference) []Pair {
	d := r.Domain
	spacing := d.Spacing()
	if spacing != "" {
		spacing += " µm"
	}
	return []Pair{
		{Name: "Measured on", Value: stated(d.Mark)},
		{Name: "Recorded by", Value: stated(strings.Join(d.Instruments, ", "))},
		{Name: "Spacing", Value: stated(spacing)},
		{Name: "Makes of firearm", Value: stated(strings.Join(d.Makes, ", "))},
		{Name: "Ammunition", Value: stated(strings.Join(d.Ammunition, ", "))},
		{Name: "Method", Value: stated(join(" ", r.Method, r.Version))},
	}
}

// Rate writes k of n with its exact one-sided upper bound.
func Rate(k, n int) string {
	return fmt.Sprintf("%d of %d (at most %s %%)", k, n, Rough(100*score.AtMost(k, n)))
}
