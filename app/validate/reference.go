package validate

import (
	"fmt"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/imaging/score"
)

// Reference returns the distributions of the score called scoreName as a reference set that reports can cite. name,
// description and source say what the collection is; date is when it was measured.
func (r Report) Reference(scoreName, name, description, source string, date time.Time) (score.ReferenceSet, error) {
	s, ok := r.Score(scoreName)
	if !ok {
		return score.ReferenceSet{}, invalid(fmt.Sprintf("The run has no score called %q", scoreName), "Choose one that it prints")
	}
	if s.KM.Missing+s.KNM.Missing > 0 {
		return score.ReferenceSet{}, invalid(
			fmt.Sprintf("The score %s is missing for %d pairs, and a reference set without them would flatter it", scoreName, s.KM.Missing+s.KNM.Missing),
			"Choose another score, or take the scans that cannot be compared out of the truth table")
	}
	km, knm := r.groups(func(p Pair) float64 { return p.Score(scoreName) })
	slices.Sort(km)
	slices.Sort(knm)
	set := score.ReferenceSet{
		Name: name, Description: description, Source: source, Date: date.UTC().Format(time.DateOnly),
		Method: s.Method, Version: s.Version, Score: s.Name, ParamsDigest: r.ParamsDigest, DataDigest: r.DataDigest,
		Synthetic: r.Synthetic, KM: km, KNM: knm,
	}
	if err := set.Validate(); err != nil {
		return score.ReferenceSet{}, &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("The run makes no reference set (%v)", err),
			Do: "Validate on scans with pairs of both groups", Cause: err}
	}
	return set, nil
}
