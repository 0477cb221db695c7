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

// Commitment is the examiner's own view of a comparison, recorded before the figures are shown. It is never changed; there is
// at most one to a comparison and person.
type Commitment struct {
	ID           string `json:"id"`
	ComparisonID string `json:"comparison_id"`
	// Skipped is true where the examiner chose to see everything without stating a view; Scale and Value are then empty.
	Skipped bool   `json:"skipped,omitempty"`
	Scale   string `json:"scale,omitempty"` // as of a Conclusion
	Value   string `json:"value,omitempty"`
	Reason  string `json:"reason"`
	Markup  int    `json:"markup"` // version of the annotations at that moment
	// Exposed is what had been visible before; Blind is false where the agency's setting shows everything from the start.
	Exposed []Exposure `json:"exposed"`
	Blind   bool       `json:"blind"`
	By      string     `json:"by"`
	Created time.Time  `json:"created"`
}

// ActKind is something that was done while looking, which the case's log keeps.
type ActKind string

// The acts.
const (
	ActViewedCandidate  ActKind = "viewed candidate"  // Subject: correlation id and rank
	ActViewedComparison ActKind = "viewed comparison" // Subject: comparison id
	ActFlipped          ActKind = "flipped"           // a specimen was mirrored, or back
	ActRevealed         ActKind = "revealed"          // the figures were shown
)

// Act is one act of looking.
type Act struct {
	ID      string    `json:"id"`
	Kind    ActKind   `json:"kind"`
	Subject string    `json:"subject"`
	Detail  string    `json:"detail,omitempty"`
	Seconds float64   `json:"seconds,omitempty"` // how long, where it lasted
	By      string    `json:"by"`
	Created time.Time `json:"created"`
}

// Examination is how far the examiner has got with a comparison, as the microscope needs to know it.
type Examination struct {
	ComparisonID string      `json:"comparison_id"`
	Blind        bool        `json:"blind"`                // the agency's setting: commit, then reveal
	Commitment   *Commitment `json:"commitment,omitempty"` // of the person at the desk; nil before
	Markup       Markup      `json:"markup"`               // the newest version
	Snapshots    []Snapshot  `json:"snapshots"`
	Locked       bool        `json:"locked"` // a signed report states the conclusion
}

// Revealed reports whether the figures may be shown.
func (e Examination) Revealed() bool { return !e.Blind || e.Commitment != nil }
