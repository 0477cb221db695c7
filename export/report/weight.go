package report

import (
	"fmt"
	"math"

	"tracemark/imaging/score"
)

// What a likelihood ratio is said with, in the report and in the window, which knows these sentences by their formats.

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
	switch {
	case w == nil || len(w.Declined) > 0:
		return "No likelihood ratio is given"
	case w.LR < 1 && w.AtLimit:
		return fmt.Sprintf("Likelihood ratio 1 in %s (95 %% interval 1 in %s to 1 in %s), the limit of this set", Rough(1/w.LR), Rough(1/w.Low), Rough(1/w.High))
	case w.LR < 1:
		return fmt.Sprintf("Likelihood ratio 1 in %s (95 %% interval 1 in %s to 1 in %s)", Rough(1/w.LR), Rough(1/w.Low), Rough(1/w.High))
	case w.AtLimit:
		return fmt.Sprintf("Likelihood ratio %s (95 %% interval %s to %s), the limit of this set", Rough(w.LR), end(w.Low), end(w.High))
	}
	return fmt.Sprintf("Likelihood ratio %s (95 %% interval %s to %s)", Rough(w.LR), end(w.Low), end(w.High))
}

// end writes an end of an interval, below 1 as a fraction.
func end(v float64) string {
	if v < 1 {
		return fmt.Sprintf("1 in %s", Rough(1/v))
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
	weighs := fmt.Sprintf("Such a score is about %s times more probable if the marks were made by one firearm than if they were made by different firearms, among pairs like those of this set. This is not the probability of either.", Rough(w.LR))
	if w.LR < 1 {
		weighs = fmt.Sprintf("Such a score is about %s times more probable if the marks were made by different firearms than if they were made by one firearm, among pairs like those of this set. This is not the probability of either.", Rough(1/w.LR))
	}
	rests := fmt.Sprintf("The set's %d and %d pairs come from %d sources and say as much as some %s and %s independent ones; it supports no likelihood ratio above %s or below 1 in %s.",
		s.KM, s.KNM, s.Resolution.Sources, Rough(s.Resolution.EffectiveKM), Rough(s.Resolution.EffectiveKNM), Rough(w.Most), Rough(1/w.Least))
	list := []string{
		weighs,
		holds(d),
		rests,
		fmt.Sprintf("Model %s: %s.", score.ModelVersion, score.Model),
	}
	if len(d.Ammunition) == 0 { // one that does not state its makes has declined
		list = append(list, "The set does not state its ammunition: whoever relies on the figure has to judge whether this case is like it.")
	}
	return list
}

// holds says on what condition the figure holds; only what the set states is a condition.
func holds(d score.Domain) string {
	switch {
	case len(d.Makes) > 0 && len(d.Ammunition) > 0:
		return "It holds on the marks, instruments and spacing above, on condition that firearm and ammunition are those named above, which recordings do not show."
	case len(d.Makes) > 0:
		return "It holds on the marks, instruments and spacing above, on condition that the firearm is of a make named above, which recordings do not show."
	case len(d.Ammunition) > 0:
		return "It holds on the marks, instruments and spacing above, on condition that the ammunition is that named above, which recordings do not show."
	}
	return "It holds on the marks, instruments and spacing above."
}
