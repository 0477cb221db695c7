package report

import (
	"math"
	"regexp"
	"slices"

	"tracemark/imaging"
)

// robustness shows how far the count of congruent cells depends on the method's thresholds, and where that was computed on its filters.
// Nothing where the comparison has no such count.
func (b *builder) robustness() []Block {
	f := b.f
	if f.Explanation == nil || len(f.Explanation.Thresholds) == 0 {
		return nil
	}
	blocks := []Block{{Heading: b.Say("How far the count depends on the method's numbers")}}
	if own, ok := ownRule(f.Explanation.Thresholds); ok {
		blocks = append(blocks, b.thresholds(f.Explanation.Thresholds, own)...)
	}
	return append(blocks, b.filters(f.Explanation.Filters)...)
}

func ownRule(list []imaging.RuleCount) (imaging.RuleCount, bool) {
	i := slices.IndexFunc(list, func(c imaging.RuleCount) bool { return c.Own })
	if i < 0 {
		return imaging.RuleCount{}, false
	}
	return list[i], true
}

// thresholds is a table of the counts at the method's own tolerance of rotation, with the range over all combinations.
func (b *builder) thresholds(list []imaging.RuleCount, own imaging.RuleCount) []Block {
	t := &Table{Columns: []Column{{Title: b.Say("Correlation at least"), Share: 1.6}}}
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
			t.Columns = append(t.Columns, Column{Title: b.Say("within %s µm", b.Decimal(c.WithinUM)), Share: 1, Right: true})
		}
		if k := len(t.Rows) - 1; k < 0 || t.Rows[k][0] != b.Decimal(c.MinR) {
			t.Rows = append(t.Rows, []string{b.Decimal(c.MinR)})
		}
		text := b.Decimal(c.Count)
		if c.Own {
			text += " *"
		}
		t.Rows[len(t.Rows)-1] = append(t.Rows[len(t.Rows)-1], text)
	}
	return []Block{
		{Paragraph: b.Say("The count of congruent cells (mean of both directions) of the method “%s” is %s at the method's own thresholds (*): correlation at least %s, within %s µm and %s° of the agreeing cells. "+
			"The table counts the same cells under other thresholds, within %s° throughout.",
			imaging.MethodRegistered, b.Decimal(own.Count), b.Decimal(own.MinR), b.Decimal(own.WithinUM), b.Decimal(own.WithinDeg), b.Decimal(own.WithinDeg))},
		{Kind: Result, Table: t},
		{Paragraph: b.Say("Over all %d combinations tried (correlation %s to %s, distance %s to %s µm, rotation %s° to %s°) the count lies between %s and %s. "+
			"This is no confidence interval, and does not show which threshold is right: it shows how far the thresholds decide. "+
			"Only the count at the method's own thresholds may be held against a reference set.",
			len(list), b.Decimal(least.MinR), b.Decimal(most.MinR), b.Decimal(least.WithinUM), b.Decimal(most.WithinUM), b.Decimal(least.WithinDeg), b.Decimal(most.WithinDeg), b.Decimal(low), b.Decimal(high))},
	}
}

// filters is a table of the scores under other filters, where they were computed.
func (b *builder) filters(list []imaging.FilterOutcome) []Block {
	if len(list) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{Title: b.Say("Both recordings prepared anew with"), Share: 3}, {Title: b.Say("Congruent cells"), Share: 1, Right: true},
		{Title: b.Say("Share of cells"), Share: 1, Right: true}, {Title: b.Say("Whole surfaces"), Share: 1, Right: true}}}
	for _, o := range list {
		if o.Problem != "" {
			t.Rows = append(t.Rows, []string{b.Say("%[1]s: %[2]s", b.setting(o.Setting), b.Recorded(o.Problem)), "–", "–", "–"})
			continue
		}
		t.Rows = append(t.Rows, []string{b.setting(o.Setting), b.Decimal(o.Count), b.Decimal(o.Fraction), b.Decimal(o.Surface)})
	}
	return []Block{{Kind: Result, Table: t}, {Paragraph: b.Say("One parameter of the preparation was changed at a time; the first line is the method as validated. Only that line may be held against a reference set.")}}
}

// changedSetting is how explain names a setting: what was changed, to which number of which unit.
var changedSetting = regexp.MustCompile(`^(.+) ([0-9.]+) ([^0-9]+)$`)

// setting says which parameter of the preparation was changed.
func (b *builder) setting(name string) string {
	if name == "as validated" {
		return b.Say("as validated")
	}
	m := changedSetting.FindStringSubmatch(name)
	if m == nil {
		return b.Recorded(name)
	}
	return join(" ", b.soft(m[1]), b.decimals(m[2]), b.soft(m[3]))
}
