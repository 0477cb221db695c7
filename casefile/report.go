package casefile

import (
	"slices"
	"time"
)

// ReportKind is what a report is about.
type ReportKind string

// The kinds of report.
const (
	ReportOnComparison   ReportKind = "comparison"   // what was concluded from a comparison
	ReportOfNotes        ReportKind = "notes"        // the bench record of a comparison
	ReportOfVerification ReportKind = "verification" // what a verifier came to
	ReportOfCustody      ReportKind = "custody"      // the chain of custody of one exhibit
)

// ReportKinds returns the kinds, in the order in which they are shown.
func ReportKinds() []ReportKind {
	return []ReportKind{ReportOnComparison, ReportOfNotes, ReportOfVerification, ReportOfCustody}
}

// Report is a report with its whole life: the versions of its draft, the steps that were taken with it, and the copies of the issued
// file that bear later time stamps. Nothing of it is ever changed, only added to; where it stands follows from its steps: see State.
type Report struct {
	ID     string     `json:"id"`     // printed on every page
	Number int        `json:"number"` // within the case, from 1
	Kind   ReportKind `json:"kind"`

	ComparisonID   string `json:"comparison_id,omitempty"`   // of a comparison report, notes, and a verification record (what was concluded from)
	ConclusionID   string `json:"conclusion_id,omitempty"`   // of a comparison report: the conclusion that it states
	VerificationID string `json:"verification_id,omitempty"` // of a verification record
	ExhibitID      string `json:"exhibit_id,omitempty"`      // of a custody record

	// An amendment names the issued report that it takes the place of, and the hash of that file. The old one stays as it is.
	Amends       string `json:"amends,omitempty"`
	AmendsSHA256 string `json:"amends_sha256,omitempty"`
	Reason       string `json:"reason,omitempty"` // of the amendment

	By      string    `json:"by"` // the author
	Created time.Time `json:"created"`

	Versions []ReportVersion `json:"versions"` // the first first; there is at least one
	Steps    []ReportStep    `json:"steps,omitempty"`
	Copies   []ReportCopy    `json:"copies,omitempty"`
}

// NewReport is what a report begins with.
type NewReport struct {
	Kind    ReportKind    `json:"kind"`
	About   string        `json:"about"` // what it is about: a comparison, a verification or an exhibit, by number, label or id
	Content ReportContent `json:"content"`
}

// ReportVersion is one state of what people wrote for a report. What the report says beyond that comes from the case.
type ReportVersion struct {
	Version int           `json:"version"` // from 1
	Content ReportContent `json:"content"`
	Reason  string        `json:"reason,omitempty"` // of every version but the first
	By      string        `json:"by"`
	Created time.Time     `json:"created"`
}

// Current returns the version that holds.
func (r Report) Current() ReportVersion {
	if len(r.Versions) == 0 {
		return ReportVersion{}
	}
	return r.Versions[len(r.Versions)-1]
}

// Authors returns the ids of all who wrote a version of the report.
func (r Report) Authors() []string {
	out := []string{r.By}
	for _, v := range r.Versions {
		if !slices.Contains(out, v.By) {
			out = append(out, v.By)
		}
	}
	return out
}

// ReportCopy is the issued file with later time stamps and revocation data added to it, which keep its signatures checkable for longer.
// The issued bytes are its beginning, unchanged, and stay what was issued.
type ReportCopy struct {
	SHA256  string    `json:"sha256"`
	Of      string    `json:"of"` // SHA-256 of the file that it adds to
	Level   string    `json:"level"`
	By      string    `json:"by"`
	Created time.Time `json:"created"`
}
