package casework

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging/score"
)

// Place says how the scores of a comparison of the captures a and b stand in the reference set of a file, with the weight of
// evidence that follows where the set can speak for this pair. masks are those that they were compared under, nil where one was
// masked automatically. Without a file there is no reference. A set that was made by
// another method, version or parameters says nothing of these scores and is refused.
func Place(ctx context.Context, path string, k casefile.Comparison, a, b casefile.Capture, masks [2]*casefile.MaskItem) (*report.Reference, error) {
	if path == "" {
		return nil, nil
	}
	set, err := openReference(path)
	if err != nil {
		return nil, err
	}
	subject := subjectOf(set, k, a, b)
	for _, m := range masks {
		subject.Painted = subject.Painted || m != nil && m.Mask.Origin != casefile.MaskProposed
	}
	if err := set.SameMethod(subject); err != nil {
		return nil, &casefile.Error{Code: casefile.Conflict,
			What: "The reference set %[1]q was measured by %[2]s %[3]s with other parameters or in another version than this comparison",
			Do:   "Measure it again by a validation, or do without one", Args: []any{set.Name, set.Method, set.Version}, Cause: err}
	}
	digest, err := set.Digest()
	if err != nil {
		return nil, fmt.Errorf("digest of the reference set: %w", err)
	}
	r := &report.Reference{Name: set.Name, Source: provenance(set), SHA256: digest, Domain: set.Domain, Method: set.Method, Version: set.Version}
	if set.Synthetic {
		r.Name += " (SYNTHETIC DATA)"
	}
	value := k.Score(set.Score)
	s, ok := set.Standing(value)
	if !ok {
		return r, nil
	}
	c, err := set.Calibrate(ctx)
	if err != nil {
		return nil, err
	}
	best, _ := set.BestKnownNonMatch()
	w := c.Weigh(subject, value)
	r.Standings = append(r.Standings, report.Standing{
		Score: set.Score, KM: s.KM, KNM: s.KNM, BestKNM: best, LowestKM: set.Figures().KM.Min,
		KNMAtOrAbove: s.KNMAtOrAbove, KMAtOrBelow: s.KMAtOrBelow, Resolution: c.Resolution, Weight: &w,
	})
	return r, nil
}

func openReference(path string) (score.ReferenceSet, error) {
	f, err := os.Open(path)
	if err != nil {
		return score.ReferenceSet{}, &casefile.Error{Code: casefile.NotFound, What: "The reference set %[1]s cannot be read", Do: "Correct its name, or do without one", Args: []any{path}, Cause: err}
	}
	defer f.Close()
	set, err := score.DecodeReferenceSet(f)
	if err != nil {
		return set, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a reference set (%[2]v)",
			Do: "Make one by a validation", Args: []any{filepath.Base(path), err}, Cause: err}
	}
	return set, nil
}

// subjectOf says what a set is asked about. The make of the firearm and the ammunition are not recorded in a case: they
// stay a condition of the answer.
func subjectOf(set score.ReferenceSet, k casefile.Comparison, a, b casefile.Capture) score.Subject {
	s := score.Subject{ParamsDigest: analysis.ParamsDigest(k.Params), Mark: string(a.Mark)}
	if r, ok := k.Result(set.Method); ok {
		s.Method, s.Version = r.Method, r.Version
	}
	if a.Mark != b.Mark {
		s.Mark = ""
	}
	for _, c := range []casefile.Capture{a, b} {
		s.Instruments = append(s.Instruments, analysis.InstrumentName(c.Instrument))
		if x, y, ok := c.Scale.UM(); ok {
			s.SpacingUM = append(s.SpacingUM, x, y)
		} else {
			s.SpacingUM = append(s.SpacingUM, math.NaN())
		}
	}
	return s
}

// provenance says what a reference set is of, where its scans come from and when it was measured.
func provenance(set score.ReferenceSet) string {
	var parts []string
	for _, p := range []string{set.Description, set.Source} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if set.Date != "" {
		parts = append(parts, "measured "+set.Date)
	}
	return strings.Join(parts, "; ")
}
