package validate

import (
	"cmp"
	"math"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/imaging/score"
)

// Collection says what a person knows of the scans and the files do not state.
type Collection struct {
	Name, Description, Source string
	Mark                      casefile.MarkKind
	Makes, Ammunition         []string
	// Instruments is what recorded the scans, where that is not in their headers or not right there.
	Instruments []string
	Date        time.Time // of the measurement
}

// Reference returns the distributions of the score called scoreName as a reference set that reports can cite. It speaks for
// what the collection is; instruments and spacing are the scans' own.
func (r Report) Reference(scoreName string, c Collection) (score.ReferenceSet, error) {
	s, ok := r.Score(scoreName)
	if !ok {
		return score.ReferenceSet{}, invalid("The run has no score called %[1]q", "Choose one that it prints", scoreName)
	}
	if s.KM.Missing+s.KNM.Missing > 0 {
		return score.ReferenceSet{}, invalid(
			"The score %[1]s is missing for %[2]d pairs, and a reference set without them would flatter it",
			"Choose another score, or take the scans that cannot be compared out of the truth table", scoreName, s.KM.Missing+s.KNM.Missing)
	}
	set := r.distribution(scoreName)
	set.Name, set.Description, set.Source, set.Date = c.Name, c.Description, c.Source, c.Date.UTC().Format(time.DateOnly)
	set.Domain = r.Domain
	set.Domain.Mark, set.Domain.Makes, set.Domain.Ammunition = string(c.Mark), c.Makes, c.Ammunition
	if len(c.Instruments) > 0 {
		set.Domain.Instruments = c.Instruments
	} else if r.unstated > 0 && len(r.Domain.Instruments) > 0 {
		return score.ReferenceSet{}, invalid("%[1]d of %[2]d scans do not state the instrument that recorded them",
			"Name the instrument that recorded them all", r.unstated, r.Scans)
	}
	if err := set.Validate(); err != nil {
		return score.ReferenceSet{}, &casefile.Error{Code: casefile.Invalid, What: "The run makes no reference set (%[1]v)",
			Do: "Validate on scans with pairs of both groups", Args: []any{err}, Cause: err}
	}
	return set, nil
}

// distribution returns the pairs that have the score called name, with their sources.
func (r Report) distribution(name string) score.ReferenceSet {
	s, _ := r.Score(name)
	set := score.ReferenceSet{Method: s.Method, Version: s.Version, Score: s.Name, ParamsDigest: r.ParamsDigest, DataDigest: r.DataDigest,
		Synthetic: r.Synthetic}
	pairs := slices.Clone(r.List)
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(a.Score(name), b.Score(name)) })
	for _, p := range pairs {
		switch v := p.Score(name); {
		case math.IsNaN(v):
		case p.Same:
			set.KM, set.KMSources = append(set.KM, v), append(set.KMSources, p.sources[0])
		default:
			set.KNM, set.KNMSources = append(set.KNM, v), append(set.KNMSources, p.sources)
		}
	}
	return set
}
