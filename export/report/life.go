package report

import "time"

// Life is how a document came to be issued: who reviewed and authorised it, what was let pass, what it replaces. It states names as the case
// has them; whether they were authenticated is said with each.
type Life struct {
	Draft   bool // not authorised yet: every page says so
	Version int  // of the draft, from 1
	Steps   []LifeStep
	Waivers []Waiver
	Amends  *Amendment // nil where the document replaces none
}

// LifeStep is one step on the way from draft to issue.
type LifeStep struct {
	Kind   StepOfLife
	Name   string // of who took it
	Role   string
	At     time.Time
	Reason string // said with it, as with a return
	// Authenticated says that the person was signed in to an account; else the name is only stated.
	Authenticated bool
}

// StepOfLife is what was done.
type StepOfLife string

// The steps.
const (
	StepSubmitted      StepOfLife = "submitted"
	StepTechnical      StepOfLife = "technical review"
	StepAdministrative StepOfLife = "administrative review"
	StepAuthorised     StepOfLife = "authorised"
	StepReturned       StepOfLife = "returned"
	StepWithdrawn      StepOfLife = "withdrawn"
	StepSigned         StepOfLife = "signed"
	StepIssued         StepOfLife = "issued"
)

// Waiver is an obligation that the document does not meet, with the reason for which it is released all the same.
type Waiver struct {
	Obligation Obligation
	Reason     string
	Name       string // of who said so
	At         time.Time
}

// Amendment is what a document that replaces another says of it.
type Amendment struct {
	ReportID string
	SHA256   string // of the file that was issued
	Issued   time.Time
	Reason   string
	Changes  []Change
}

// Change is one difference between a document and the one that it replaces.
type Change struct {
	Section string // as the newer document heads it
	What    string // the name of a value, a row, a heading; "" for a text
	Was     string // "" where it is new
	Now     string // "" where it is gone
}
