package casefile

import "time"

// Exposure is something that can bias an examiner who has seen it before forming a view.
type Exposure string

// What the report says had been visible before the view was committed.
const (
	ExposedRank  Exposure = "rank"
	ExposedScore Exposure = "score"
	ExposedPose  Exposure = "pose"
	ExposedCells Exposure = "cells"
)

// Exposures returns all of them, in the order in which a report names them.
func Exposures() []Exposure { return []Exposure{ExposedRank, ExposedScore, ExposedPose, ExposedCells} }

// Commitment is the examiner's own view of a comparison, recorded before the figures are shown. It is never changed; there is
// at most one to a comparison and person.
type Commitment struct {
	ID           string `json:"id"`
	ComparisonID string `json:"comparison_id"`
	// Skipped is true where the examiner chose to see everything without stating a view; Scale and Value are then empty, and
	// Reason says why.
	Skipped bool   `json:"skipped,omitempty"`
	Scale   string `json:"scale,omitempty"` // as of a Conclusion
	Value   string `json:"value,omitempty"`
	Reason  string `json:"reason"`
	Markup  int    `json:"markup"` // version of the annotations at that moment
	// Exposed is what had been visible before; Blind is false where the agency's setting shows everything from the start. Both
	// are computed from the case when the view is recorded, whatever a caller puts in.
	Exposed []Exposure `json:"exposed"`
	Blind   bool       `json:"blind"`
	By      string     `json:"by"`
	Created time.Time  `json:"created"`
	// AsOf is as of a Conclusion; nil where the view was skipped.
	AsOf *ConclusionScale `json:"scale_as_of,omitempty"`
}

// ActKind is something that was done while looking, which the case's log keeps.
type ActKind string

// The acts.
const (
	ActViewedCandidate  ActKind = "viewed candidate"  // Subject: CandidateSubject
	ActViewedComparison ActKind = "viewed comparison" // Subject: comparison id
	ActFlipped          ActKind = "flipped"           // a specimen was mirrored, or back; Subject: comparison id, Detail: which side
	ActRevealed         ActKind = "revealed"          // figures were shown; Subject: id of the comparison, correlation or case
	ActPrintedLabel     ActKind = "printed label"     // Subject: exhibit id, Detail: on which paper
	ActSearched         ActKind = "searched"          // Subject: SearchSubject, Detail: the words and filters
)

// Act is one act of looking.
type Act struct {
	ID      string  `json:"id"`
	Kind    ActKind `json:"kind"`
	Subject string  `json:"subject"`
	Detail  string  `json:"detail,omitempty"`
	Seconds float64 `json:"seconds,omitempty"` // how long, where it lasted
	// Exposed is what the act made visible that can bias. It is stated by the program, never by a caller.
	Exposed []Exposure `json:"exposed,omitempty"`
	By      string     `json:"by"`
	Created time.Time  `json:"created"`
}

// CandidateSubject is the subject of an act on a candidate: the list's id and the candidate's key.
func CandidateSubject(correlationID, key string) string { return correlationID + "/" + key }

// SearchSubject is the subject of an act of searching the case with the id.
func SearchSubject(caseID string) string { return caseID + "/search" }

// Examination is how far the examiner has got with a comparison, as the microscope needs to know it.
type Examination struct {
	ComparisonID string      `json:"comparison_id"`
	Blind        bool        `json:"blind"`                // the agency's setting: commit, then reveal
	Commitment   *Commitment `json:"commitment,omitempty"` // of the person at the desk; nil before
	Markup       Markup      `json:"markup"`               // the newest version
	Snapshots    []Snapshot  `json:"snapshots"`
	Locked       bool        `json:"locked"` // a signed report states the conclusion
	// Shown is true where the figures are shown to the person at the desk: the setting is off, the view is committed, or the
	// figures were asked for expressly, which the log says.
	Shown bool `json:"shown"`
	// Exposed is what can bias and has been visible to the person at the desk so far, or since before the view was committed.
	Exposed []Exposure `json:"exposed,omitempty"`
	// Verification is the number of the verification that this comparison was made for and that waits for the person at the desk; 0
	// where none does. It is answered by a view of one's own: nothing is revealed before, and the view cannot be skipped.
	Verification int `json:"verification,omitempty"`
}

// Revealed reports whether the figures may be shown.
func (e Examination) Revealed() bool { return e.Shown }

// Undecided reports whether a view has still to be committed, or expressly skipped, before a conclusion can be recorded.
func (e Examination) Undecided() bool { return e.Blind && e.Commitment == nil }
