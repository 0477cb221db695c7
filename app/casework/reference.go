package casework

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging/score"
)

// readReference places a comparison's default score in the reference set of a file. Without a file there is no
// reference. A set that was made by another method, version or parameters says nothing of this score and is refused.
func readReference(path string, k casefile.Comparison) (*report.Reference, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "The reference set " + path + " cannot be read", Do: "Correct its name, or do without one", Cause: err}
	}
	defer f.Close()
	set, err := score.DecodeReferenceSet(f)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("%s is not a reference set (%v)", filepath.Base(path), err),
			Do: "Make one with `tracemark validate --reference`", Cause: err}
	}
	if err := sameMethod(set, k); err != nil {
		return nil, err
	}
	digest, err := set.Digest()
	if err != nil {
		return nil, fmt.Errorf("digest of the reference set: %w", err)
	}
	r := &report.Reference{Name: set.Name, Source: provenance(set), SHA256: digest}
	if set.Synthetic {
		r.Name += " (SYNTHETIC DATA)"
	}
	if s, ok := set.Standing(k.Score(set.Score)); ok {
		best, _ := set.BestKnownNonMatch()
		r.Standings = append(r.Standings, report.Standing{
			Score: set.Score, KM: s.KM, KNM: s.KNM, BestKNM: best, LowestKM: set.Figures().KM.Min,
			KNMAtOrAbove: s.KNMAtOrAbove, KMAtOrBelow: s.KMAtOrBelow,
		})
	}
	return r, nil
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

func sameMethod(set score.ReferenceSet, k casefile.Comparison) error {
	r, ok := k.Result(set.Method)
	if ok && r.Version == set.Version && set.ParamsDigest == analysis.ParamsDigest(k.Params) {
		return nil
	}
	return &casefile.Error{Code: casefile.Conflict,
		What: fmt.Sprintf("The reference set %q was measured by %s %s with other parameters or in another version than this comparison", set.Name, set.Method, set.Version),
		Do:   "Measure it again with `tracemark validate --reference`, or do without one"}
}
