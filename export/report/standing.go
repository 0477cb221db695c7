package report

import (
	"fmt"
	"math"
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

// Rough writes a positive number with two digits, which is more than a likelihood ratio or a bound is good for.
func Rough(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) || v <= 0 {
		return notKnown
	}
	digits := max(0, 1-int(math.Floor(math.Log10(v))))
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	return fmt.Sprintf("%.*f", digits, math.Round(v/unit)*unit)
}

// Headline is the likelihood ratio in one line, or that there is none.
func (s Standing) Headline() string {
	w := s.Weight
	if w == nil || len(w.Declined) > 0 {
		return "No likelihood ratio is given"
	}
	limit := ""
	if w.AtLimit {
		limit = ", the limit of this set"
	}
	if w.LR < 1 {
		return fmt.Sprintf("Likelihood ratio 1 in %s (95 %% interval 1 in %s to 1 in %s)%s", Rough(1/w.LR), Rough(1/w.Low), Rough(1/w.High), limit)
	}
	return fmt.Sprintf("Likelihood ratio %s (95 %% interval %s to %s)%s", Rough(w.LR), end(w.Low), end(w.High), limit)
}

// end writes an end of an interval, below 1 as a fraction.
func end(v float64) string {
	if v < 1 {
		return "1 in " + Rough(1/v)
	}
	return Rough(v)
}

// Sentences say what the likelihood ratio means and on what it rests, or why there is none. The domain is the set's.
func (s Standing) Sentences(d score.Domain) []string {
	w := s.Weight
	if w == nil {
		return nil
	}
	if len(w.Declined) > 0 {
		return append(append([]string{}, w.Declined...), "One set never speaks for another: a number from here would not hold.")
	}
	more, fewer, times := "made by one firearm", "made by different firearms", w.LR
	if w.LR < 1 {
		more, fewer, times = fewer, more, 1/w.LR
	}
	held := "It holds on the marks, instruments and spacing above"
	if len(d.Makes)+len(d.Ammunition) > 0 {
		held += ", on condition that firearm and ammunition are those named above, which recordings do not show"
	}
	list := []string{
		fmt.Sprintf("Such a score is about %s times more probable if the marks were %s than if they were %s, among pairs like those of this set. "+
			"This is not the probability of either.", Rough(times), more, fewer),
		fmt.Sprintf("%s. The set's %d and %d pairs come from %d sources and say as much as some %s and %s independent ones; it supports no likelihood ratio above %s or below 1 in %s.",
			held, s.KM, s.KNM, s.Resolution.Sources, Rough(s.Resolution.EffectiveKM), Rough(s.Resolution.EffectiveKNM), Rough(w.Most), Rough(1/w.Least)),
		"Model " + score.ModelVersion + ": " + score.Model + ".",
	}
	if len(d.Ammunition) == 0 { // one that does not state its makes has declined
		list = append(list, "The set does not state its ammunition: whoever relies on the figure has to judge whether this case is like it.")
	}
	return list
}
