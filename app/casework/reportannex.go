package casework

import (
	"tracemark/casefile"
	"tracemark/export/annex"
)

// annexedBy returns what the annexes of a report are about.
func annexedBy(r casefile.Report, head casefile.Checkpoint) annexed {
	a := annexed{checkpoint: head}
	if r.ComparisonID != "" {
		a.comparisons = []string{r.ComparisonID}
	}
	if r.ConclusionID != "" {
		a.conclusions = []string{r.ConclusionID}
	}
	if r.ExhibitID != "" {
		a.exhibits = []string{r.ExhibitID}
	}
	if r.Amends != "" {
		a.supersedes = &annex.Earlier{ReportID: r.Amends, SHA256: r.AmendsSHA256}
	}
	return a
}
