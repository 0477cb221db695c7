package casefile

import (
	"slices"
	"strings"
	"time"
)

// CustodyKind is what happened to an exhibit, as far as it concerns who has it, where it is and whether it is closed.
type CustodyKind string

// The kinds of custody event.
const (
	Seized     CustodyKind = "seized"      // taken at a scene or from somebody; From may be unknown
	BookedIn   CustodyKind = "booked in"   // taken into the agency's care
	HandedOver CustodyKind = "handed over" // from one person to another
	Lent       CustodyKind = "lent"        // handed over, and due back on a date
	Returned   CustodyKind = "returned"    // given back: by a borrower, or to whoever it belongs to
	Stored     CustodyKind = "stored"      // put to a place by whoever has it
	Opened     CustodyKind = "opened"      // its seals broken by whoever has it
	Sealed     CustodyKind = "sealed"      // closed with new seals
	Consumed   CustodyKind = "consumed"    // used up, wholly or in part
	Destroyed  CustodyKind = "destroyed"
	Separated  CustodyKind = "separated" // taken out of the exhibit that it came with: see Custodies
	PutBack    CustodyKind = "put back"  // with that exhibit again
)

// CustodyKinds returns all kinds in the order in which they are offered.
func CustodyKinds() []CustodyKind {
	return []CustodyKind{Seized, BookedIn, HandedOver, Lent, Returned, Stored, Opened, Sealed, Consumed, Destroyed, Separated, PutBack}
}

// Transfers reports whether an event of this kind passes the exhibit from one person to another. In the others From is who did
// it, and To is empty.
func (k CustodyKind) Transfers() bool {
	switch k {
	case Seized, BookedIn, HandedOver, Lent, Returned:
		return true
	}
	return false
}

// Begins reports whether a chain of custody can begin with an event of this kind.
func (k CustodyKind) Begins() bool { return k == Seized || k == BookedIn }

// breaksSeals reports whether it goes without saying that seals are broken.
func (k CustodyKind) breaksSeals() bool {
	switch k {
	case Opened, Sealed, Consumed, Destroyed, Separated, PutBack:
		return true
	}
	return false
}

// ProofOfParty is how a party to a custody event showed who they are.
type ProofOfParty string

// The proofs. The zero value is a person whom nobody authenticated at this workstation.
const (
	NotAuthenticated ProofOfParty = ""
	ByPassphrase     ProofOfParty = "passphrase" // of their account, given for this event
	BySession        ProofOfParty = "signed in"  // recorded it while signed in to their account
)

// Party is one side of a custody event.
type Party struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"`
	Document     string `json:"document,omitempty"` // what an outside person showed: kind and number
	// PersonID is the person of the case; empty for somebody from outside.
	PersonID string       `json:"person_id,omitempty"`
	Proof    ProofOfParty `json:"proof,omitempty"`
}

// Outside reports whether the party is nobody of this workstation.
func (p Party) Outside() bool { return p.PersonID == "" }

// Known reports whether anybody is named.
func (p Party) Known() bool { return p.Name != "" }

// Same reports whether p and q are one and the same: the same person of the case, or outside persons of the same name and
// organisation.
func (p Party) Same(q Party) bool {
	if p.PersonID != "" || q.PersonID != "" {
		return p.PersonID == q.PersonID
	}
	return strings.EqualFold(p.Name, q.Name) && strings.EqualFold(p.Organisation, q.Organisation)
}

// Text names the party: "A. Smith (City Police)".
func (p Party) Text() string {
	if p.Organisation == "" {
		return p.Name
	}
	return p.Name + " (" + p.Organisation + ")"
}

// CustodyEvent is one thing that happened to an exhibit, or one version of what is said of it. The newest version with a
// number counts.
type CustodyEvent struct {
	ID        string      `json:"id"` // of this version
	ExhibitID string      `json:"exhibit_id"`
	Number    int         `json:"number"`  // within the exhibit, from 1, in the order of recording
	Version   int         `json:"version"` // from 1
	Kind      CustodyKind `json:"kind"`
	From      Party       `json:"from"` // who had it, and acted
	To        Party       `json:"to"`   // who has it then; empty where the kind passes it to nobody
	// Happened is when it happened, as stated; Created is when it was recorded.
	Happened time.Time `json:"happened"`
	Place    string    `json:"place"` // where the exhibit is afterwards
	Why      string    `json:"why,omitempty"`
	// SealsBefore are the numbers of the seals as found, SealsAfter those that close it afterwards. One that is found and does not
	// close it afterwards was broken.
	SealsBefore []string `json:"seals_before,omitempty"`
	SealsAfter  []string `json:"seals_after,omitempty"`
	Condition   string   `json:"condition,omitempty"` // as seen
	Quantity    *int     `json:"quantity,omitempty"`  // pieces there are afterwards, of a lot; nil where nobody counted
	Due         string   `json:"due,omitempty"`       // date on which a loan is due back, YYYY-MM-DD
	// Void says that it did not happen: it was recorded by mistake. Only a correction says so.
	Void bool `json:"void,omitempty"`
	// Irregular is what did not fit what was known when this was recorded, Explanation what the person said of it.
	Irregular   []Irregularity `json:"irregular,omitempty"`
	Explanation string         `json:"explanation,omitempty"`
	Reason      string         `json:"reason,omitempty"` // of a correction
	By          string         `json:"by"`
	Created     time.Time      `json:"created"`
}

// SealsBroken returns the seals that were found and do not close the exhibit afterwards.
func (e CustodyEvent) SealsBroken() []string {
	var out []string
	for _, s := range e.SealsBefore {
		if !slices.Contains(e.SealsAfter, s) {
			out = append(out, s)
		}
	}
	return out
}

// IrregularityKind is a way in which a custody event does not fit the others.
type IrregularityKind string

// The irregularities.
const (
	NoBeginning    IrregularityKind = "no beginning"       // the first event is neither a seizure nor a booking in
	NotFromHolder  IrregularityKind = "not from holder"    // somebody else had it, as far as is known
	SealsDiffer    IrregularityKind = "seals differ"       // from the last known
	SealBroken     IrregularityKind = "seal broken"        // though nothing was opened
	CountDiffers   IrregularityKind = "count differs"      // from the last known number of pieces
	OutOfOrder     IrregularityKind = "out of order"       // it happened before something that was recorded earlier
	LaterUnfitting IrregularityKind = "later does not fit" // an event that happened later does not fit this one
	AfterEnd       IrregularityKind = "after the end"      // the exhibit is used up or destroyed
)

// Irregularity is one thing that does not fit: what was expected and what is stated.
type Irregularity struct {
	Kind     IrregularityKind `json:"kind"`
	Expected string           `json:"expected,omitempty"`
	Found    string           `json:"found,omitempty"`
}

// CustodyState is who has an exhibit and where it is.
type CustodyState struct {
	ExhibitID string    `json:"exhibit_id"`
	Known     bool      `json:"known"` // anything is recorded; all else is empty where not
	Holder    Party     `json:"holder"`
	Place     string    `json:"place,omitempty"`
	Since     time.Time `json:"since"` // the holder has it
	Seals     []string  `json:"seals,omitempty"`
	Condition string    `json:"condition,omitempty"`
	Quantity  *int      `json:"quantity,omitempty"`
	Due       string    `json:"due,omitempty"` // where it is lent, YYYY-MM-DD
	Lender    Party     `json:"lender"`        // where it is lent
	// Gone is Consumed or Destroyed where there is nothing left of it.
	Gone CustodyKind `json:"gone,omitempty"`
	// With is the id of the exhibit that it goes with, whose events are its own; "" where it stands by itself.
	With string `json:"with,omitempty"`
	// Broken counts the events that do not fit the others.
	Broken int `json:"broken,omitempty"`
}

// DueForm is how a date of return is written.
const DueForm = time.DateOnly

// OverdueDays returns for how many days the exhibit should have been back, 0 where it need not be. The day is that of now in
// its own zone.
func (s CustodyState) OverdueDays(now time.Time) int {
	if s.Due == "" {
		return 0
	}
	due, err := time.Parse(DueForm, s.Due)
	if err != nil {
		return 0
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return max(0, int(today.Sub(due)/(24*time.Hour)))
}

// CustodyLink is an event in an exhibit's chain of custody.
type CustodyLink struct {
	Event  CustodyEvent   `json:"event"`
	Breaks []Irregularity `json:"breaks,omitempty"` // as things are known now
	// Of is the exhibit to which it happened where this one went with it; "" where it happened to this one itself.
	Of string `json:"of,omitempty"`
	// Earlier are the versions that this one corrects, the first one first.
	Earlier []CustodyEvent `json:"earlier,omitempty"`
}

// CustodyRecord is an exhibit's custody as a screen or a report shows it.
type CustodyRecord struct {
	Exhibit Exhibit           `json:"exhibit"`
	State   CustodyState      `json:"state"`
	Links   []CustodyLink     `json:"links"` // in the order in which they happened; void ones too
	Labels  map[string]string `json:"labels,omitempty"`
	Names   map[string]string `json:"names,omitempty"` // of the persons who recorded, by id
}

// Overdue is an exhibit that should have been back, in a list over all cases.
type Overdue struct {
	CasePath   string       `json:"case_path"`
	CaseNumber string       `json:"case_number"`
	Label      string       `json:"label"` // of the exhibit
	State      CustodyState `json:"state"`
	Days       int          `json:"days"` // that it is overdue
}

// Credentials are what a party to a custody event gives to be authenticated: the log-in name and the passphrase of an account of this
// workstation. They are never stored.
type Credentials struct {
	LogIn      string `json:"-"`
	Passphrase string `json:"-"`
}

// Given reports whether anything was given.
func (c Credentials) Given() bool { return c.LogIn != "" || c.Passphrase != "" }

// CustodyStatement is what a person states of what happened to an exhibit, with the credentials of those parties who are to be
// authenticated here. A party with credentials is whoever they belong to.
type CustodyStatement struct {
	Event CustodyEvent `json:"event"`
	From  Credentials  `json:"-"`
	To    Credentials  `json:"-"`
}

// CustodyParty is somebody who can be chosen as a party.
type CustodyParty struct {
	Party Party  `json:"party"`
	LogIn string `json:"log_in,omitempty"` // of an account: a passphrase is asked for
	Self  bool   `json:"self,omitempty"`   // the person at the desk
}
