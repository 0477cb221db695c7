package report

import (
	"fmt"
	"math"
	"slices"

	"tracemark/imaging"
)

// robustness shows how far the count of congruent cells depends on the method's thresholds, and where that was computed on its filters.
// Nothing where the comparison has no such count.
func robustness(f Facts) []Block {
	if f.Explanation == nil || len(f.Explanation.Thresholds) == 0 {
		return nil
	}
	blocks := []Block{{Heading: "How far the count depends on the method's numbers"}}
	if own, ok := ownRule(f.Explanation.Thresholds); ok {
		blocks = append(blocks, thresholds(f.Explanation.Thresholds, own)...)
	}
	return append(blocks, filters(f.Explanation.Filters)...)
}

func ownRule(list []imaging.RuleCount) (imaging.RuleCount, bool) {
	i := slices.IndexFunc(list, func(c imaging.RuleCount) bool { return c.Own })
	if i < 0 {
		return imaging.RuleCount{}, false
	}
	return list[i], true
}

// thresholds is a table of the counts at the method's own tolerance of rotation, with the range over all combinations.
func thresholds(list []imaging.RuleCount, own imaging.RuleCount) []Block {
	t := &Table{Columns: []Column{{Title: "Correlation at least", Share: 1.6}}}
	least, most := own, own
	low, high := math.Inf(1), math.Inf(-1)
	for _, c := range list {
		low, high = math.Min(low, c.Count), math.Max(high, c.Count)
		least.MinR, least.WithinUM, least.WithinDeg = min(least.MinR, c.MinR), min(least.WithinUM, c.WithinUM), min(least.WithinDeg, c.WithinDeg)
		most.MinR, most.WithinUM, most.WithinDeg = max(most.MinR, c.MinR), max(most.WithinUM, c.WithinUM), max(most.WithinDeg, c.WithinDeg)
		if c.WithinDeg != own.WithinDeg {
			continue
		}
		if c.MinR == list[0].MinR {
			t.Columns = append(t.Columns, Column{Title: fmt.Sprintf("within %s µm", Decimal(c.WithinUM)), Share: 1, Right: true})
		}
		if k := len(t.Rows) - 1; k < 0 || t.Rows[k][0] != Decimal(c.MinR) {
			t.Rows = append(t.Rows, []string{Decimal(c.MinR)})
		}
		text := Decimal(c.Count)
		if c.Own {
			text += " *"
		}
		t.Rows[len(t.Rows)-1] = append(t.Rows[len(t.Rows)-1], text)
	}
	return []Block{
		{Paragraph: fmt.Sprintf("The count of congruent cells (mean of both directions) of the method “%s” is %s at the method's own thresholds (*): correlation at least %s, within %s µm and %s° of the agreeing cells. "+
			"The table counts the same cells under other thresholds, within %s° throughout.",
			imaging.MethodRegistered, Decimal(own.Count), Decimal(own.MinR), Decimal(own.WithinUM), Decimal(own.WithinDeg), Decimal(own.WithinDeg))},
		{Table: t},
		{Paragraph: fmt.Sprintf("Over all %d combinations tried (correlation %s to %s, distance %s to %s µm, rotation %s° to %s°) the count lies between %s and %s. "+
			"This is no confidence interval, and does not show which threshold is right: it shows how far the thresholds decide. "+
			"Only the count at the method's own thresholds may be held against a reference set.",
			len(list), Decimal(least.MinR), Decimal(most.MinR), Decimal(least.WithinUM), Decimal(most.WithinUM), Decimal(least.WithinDeg), Decimal(most.WithinDeg), Decimal(low), Decimal(high))},
	}
}

// filters is a table of the scores under other filters, where they were computed.
func filters(list []imaging.FilterOutcome) []Block {
	if len(list) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{Title: "Both recordings prepared anew with", Share: 3}, {Title: "Congruent cells", Share: 1, Right: true},
		{Title: "Share of cells", Share: 1, Right: true}, {Title: "Whole surfaces", Share: 1, Right: true}}}
	for _, o := range list {
		if o.Problem != "" {
			t.Rows = append(t.Rows, []string{o.Setting + ": " + o.Problem, "–", "–", "–"})
			continue
		}
		t.Rows = append(t.Rows, []string{o.Setting, Decimal(o.Count), Decimal(o.Fraction), Decimal(o.Surface)})
	}
	return []Block{{Table: t}, {Paragraph: "One parameter of the preparation was changed at a time; the first line is the method as validated. Only that line may be held against a reference set."}}
}
