package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// HeadstampElement is one thing stamped on the head of a case.
type HeadstampElement struct {
	N      int     `json:"n"`     // number in the list
	Clock  float64 `json:"clock"` // hours, from 1 to 12; 0 where the position is not stated
	Text   string  `json:"text"`  // as seen
	Symbol bool    `json:"symbol,omitempty"`
	Script string  `json:"script,omitempty"` // code of Scripts
}

// HeadstampOf returns the elements of a headstamp clockwise from 12, those without a position last.
func HeadstampOf(f Facts) []HeadstampElement {
	var all []HeadstampElement
	for _, n := range f.Elements(ListHeadstamp) {
		at := func(field string) Value { return f.Value(ElementPath(ListHeadstamp, n, field)) }
		e := HeadstampElement{N: n, Text: at("text").AsSeen, Symbol: at("kind").Code == "symbol", Script: at("script").Code}
		if hour, err := strconv.ParseFloat(cmp.Or(at("clock").Code, at("clock").AsSeen), 64); err == nil && hour >= 1 && hour <= 12 {
			e.Clock = hour
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b HeadstampElement) int { return cmp.Compare(fromTwelve(a.Clock), fromTwelve(b.Clock)) })
	return all
}

// fromTwelve orders clock positions: 12 is where one begins, and none comes last.
func fromTwelve(clock float64) float64 {
	switch clock {
	case 0:
		return 12
	case 12:
		return 0
	}
	return clock
}

// HeadstampText writes a headstamp in one line: "12: S&B, 6: 9×19".
func HeadstampText(f Facts) string {
	var parts []string
	for _, e := range HeadstampOf(f) {
		text := e.Text
		if e.Symbol {
			text = "[" + text + "]"
		}
		if e.Clock > 0 {
			text = strconv.FormatFloat(e.Clock, 'f', -1, 64) + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
