package casefile

import "time"

// ReportStepKind is something that happened to a report.
type ReportStepKind string

// The steps of a report.
const (
	ReportSubmitted      ReportStepKind = "submitted"                    // by its author, for review
	ReportTechnical      ReportStepKind = "technical review passed"      // what it says is supported by the records
	ReportAdministrative ReportStepKind = "administrative review passed" // it is complete and in the agency's form
	ReportAuthorised     ReportStepKind = "authorised"
	ReportReturned       ReportStepKind = "returned" // to its author, with a reason
	ReportSigned         ReportStepKind = "signed"   // one for each signer
	ReportIssued         ReportStepKind = "issued"   // and locked
	ReportWithdrawn      ReportStepKind = "withdrawn"
)

// ReportStepKinds returns the steps, in the order in which they are taken.
func ReportStepKinds() []ReportStepKind {
	return []ReportStepKind{ReportSubmitted, ReportTechnical, ReportAdministrative, ReportAuthorised, ReportSigned, ReportIssued, ReportReturned, ReportWithdrawn}
}

// Capacity is as whom somebody signs a report.
type Capacity string

// The capacities, in the order of the signatures.
const (
	SignsAsExaminer   Capacity = "examiner" // whose findings the report states; its author where it states nobody's
	SignsAsVerifier   Capacity = "verifier"
	SignsAsAuthoriser Capacity = "authoriser"
)

// ReportStep is one step of a report. It was taken on one version, and on what the report said then: Content is the digest of the whole
// document without what is procedural, so that a step is never taken for one on another text.
type ReportStep struct {
	ID      string         `json:"id"`
	Version int            `json:"version"`
	Kind    ReportStepKind `json:"kind"`
	Text    string         `json:"text,omitempty"`
	Content string         `json:"content,omitempty"` // empty for a return and a withdrawal, which rest on no text

	// Of a signature and of the issue.
	FileSHA256   string   `json:"file_sha256,omitempty"` // the file with this signature and those before
	Capacity     Capacity `json:"capacity,omitempty"`
	Signer       string   `json:"signer,omitempty"` // as the certificate names them
	TestIdentity bool     `json:"test_identity,omitempty"`
	Level        string   `json:"level,omitempty"` // of the signature, such as "B-B"

	By      string    `json:"by"`
	Created time.Time `json:"created"`
}

// ReportState is where a report stands.
type ReportState string

// The states of a report.
const (
	ReportStateDraft      ReportState = "draft"
	ReportStateReturned   ReportState = "returned"  // a draft that needs another version before it is submitted again
	ReportStateSubmitted  ReportState = "submitted" // awaits technical review
	ReportStateTechnical  ReportState = "technically reviewed"
	ReportStateReviewed   ReportState = "reviewed"   // technically and administratively; awaits authorisation
	ReportStateAuthorised ReportState = "authorised" // awaits signatures
	ReportStateSigning    ReportState = "signed in part"
	ReportStateSigned     ReportState = "signed"    // by all who must; awaits its issue
	ReportStateIssued     ReportState = "issued"    // locked for ever
	ReportStateWithdrawn  ReportState = "withdrawn" // ended without being issued
)

// ReportStates returns the states, in the order in which a report goes through them.
func ReportStates() []ReportState {
	return []ReportState{ReportStateDraft, ReportStateReturned, ReportStateSubmitted, ReportStateTechnical, ReportStateReviewed, ReportStateAuthorised,
		ReportStateSigning, ReportStateSigned, ReportStateIssued, ReportStateWithdrawn}
}

// Ended reports whether no step can follow.
func (s ReportState) Ended() bool { return s == ReportStateIssued || s == ReportStateWithdrawn }

// Next returns the step that a report in this state waits for; "" where none follows.
func (s ReportState) Next() ReportStepKind {
	switch s {
	case ReportStateDraft, ReportStateReturned:
		return ReportSubmitted
	case ReportStateSubmitted:
		return ReportTechnical
	case ReportStateTechnical:
		return ReportAdministrative
	case ReportStateReviewed:
		return ReportAuthorised
	case ReportStateAuthorised, ReportStateSigning:
		return ReportSigned
	case ReportStateSigned:
		return ReportIssued
	}
	return ""
}

// Released reports whether a file of this state may leave the agency as the report. Before, each file says DRAFT on every page.
func (s ReportState) Released() bool { return s == ReportStateIssued }

// State returns where the report stands: what its steps on the version that holds have come to. A new version begins as a draft.
func (r Report) State() ReportState {
	state := ReportStateDraft
	signed := map[Capacity]bool{}
	for _, s := range r.Steps {
		switch s.Kind {
		case ReportWithdrawn:
			return ReportStateWithdrawn
		case ReportIssued:
			return ReportStateIssued
		}
		if s.Version != r.Current().Version {
			continue
		}
		switch s.Kind {
		case ReportSubmitted:
			state = ReportStateSubmitted
		case ReportTechnical:
			state = ReportStateTechnical
		case ReportAdministrative:
			state = ReportStateReviewed
		case ReportAuthorised:
			state = ReportStateAuthorised
		case ReportReturned:
			state = ReportStateReturned
		case ReportSigned:
			signed[s.Capacity] = true
			state = ReportStateSigning
			if signed[SignsAsExaminer] && signed[SignsAsAuthoriser] {
				state = ReportStateSigned
			}
		}
	}
	return state
}

// Last returns the last step of a kind on the version that holds.
func (r Report) Last(kind ReportStepKind) (ReportStep, bool) {
	for i := len(r.Steps) - 1; i >= 0; i-- {
		if s := r.Steps[i]; s.Kind == kind && s.Version == r.Current().Version {
			return s, true
		}
	}
	return ReportStep{}, false
}

// Reviewed returns the digest of what was submitted, reviewed and authorised of the version that holds: the same for all, "" before
// it is submitted.
func (r Report) Reviewed() string {
	s, _ := r.Last(ReportSubmitted)
	return s.Content
}

// Issued returns the report as one that left the case; ok is false before.
func (r Report) Issued() (issued IssuedReport, ok bool) {
	for _, s := range r.Steps {
		if s.Kind == ReportIssued {
			return IssuedReport{ID: r.ID, ComparisonID: r.ComparisonID, ConclusionID: r.ConclusionID, SHA256: s.FileSHA256, Signer: s.Signer,
				TestIdentity: s.TestIdentity, By: s.By, Created: s.Created, Kind: r.Kind, Number: r.Number, Amends: r.Amends}, true
		}
	}
	return IssuedReport{}, false
}
