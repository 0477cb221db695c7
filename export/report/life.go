package report

import (
	"time"

	"tracemark/casefile"
)

// Life is how a document came to be issued: what was let pass, what it replaces, who reviewed and authorised it.
//
// The waivers, the amendment and the document's id are part of what is reviewed. The steps are procedural: they differ between the draft that
// was reviewed and the document that is issued.
type Life struct {
	Draft   bool // not authorised yet: every page says so
	Version int  // of the draft, from 1
	Steps   []LifeStep
	Waivers []casefile.ReportWaiver
	Amends  *Amendment // nil where the document replaces none
}

// LifeStep is a step with the person who took it.
type LifeStep struct {
	casefile.ReportStep
	Person casefile.Person
	// Authenticated says that the person was signed in to an account; else the name is only stated.
	Authenticated bool
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
	Section string // as the newer document heads it; as the older where it is gone
	What    string // the name of a value, a row or a heading; "" for a text
	Was     string // "" where it is new
	Now     string // "" where it is gone
}
