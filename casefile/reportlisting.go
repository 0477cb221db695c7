package casefile

import "time"

// ReportLine is a report as a list shows it.
type ReportLine struct {
	Report           Report      `json:"report"`
	State            ReportState `json:"state"`
	AuthorName       string      `json:"author_name"`
	ComparisonNumber int         `json:"comparison_number,omitempty"`
	LabelA           string      `json:"label_a"` // of the exhibits compared; of the one that a custody record is about
	LabelB           string      `json:"label_b,omitempty"`
	SupersededBy     string      `json:"superseded_by,omitempty"` // id of the issued report that amends this one
	// Mine are the steps that the person at the desk may take now.
	Mine []ReportStepKind `json:"mine,omitempty"`
}

// ReportDetail is a report with all that is to be known before the next step.
type ReportDetail struct {
	ReportLine
	Names   map[string]string `json:"names"`   // of the people in it, by id
	Choices []ReportChoice    `json:"choices"` // every step, in the order of ReportStepKinds
	// MayChange is whether the person at the desk may write a new version; where not, WhyNot says why.
	MayChange bool     `json:"may_change"`
	WhyNot    string   `json:"why_not,omitempty"`
	SignsAs   Capacity `json:"signs_as,omitempty"` // as whom the person at the desk may sign now

	Content  string         `json:"content"`            // digest of what the report says now
	Changed  bool           `json:"changed,omitempty"`  // that is not what was submitted
	Title    string         `json:"title"`              // of the document, in its language
	Sections []string       `json:"sections,omitempty"` // headings of its sections
	Gaps     []ReportGap    `json:"gaps,omitempty"`
	Phrases  []ReportPhrase `json:"phrases,omitempty"`
	// Restricted are the facts that it would state and that may not be used: each is withheld with a reason, or it is not released.
	Restricted []ReportRestriction `json:"restricted,omitempty"`
	// Refused is why the document cannot be made from the case as it is, such as that the conclusion was replaced; empty where it can.
	Refused string `json:"refused,omitempty"`
	// Authenticated is false where people's names are stated by the workstation's settings and nobody logged in.
	Authenticated bool `json:"authenticated"`
}

// Ready reports whether nothing stands between the report and its being submitted: no gap without a reason, no phrase to be changed.
func (d ReportDetail) Ready() bool {
	for _, g := range d.Gaps {
		if g.Reason == "" {
			return false
		}
	}
	return len(d.Phrases) == 0 && d.Refused == ""
}

// ReportChoice is a step that can be taken or not by the person at the desk.
type ReportChoice struct {
	Kind ReportStepKind `json:"kind"`
	May  bool           `json:"may"`
	Why  string         `json:"why,omitempty"` // why not
}

// ReportGap is something that ISO/IEC 17025:2017, 7.8.2.1 asks for and the report does not state.
type ReportGap struct {
	Obligation string   `json:"obligation"`        // its letter
	Asks       string   `json:"asks"`              // what it asks for
	Lacking    []string `json:"lacking,omitempty"` // names of the places that are there for it and state nothing
	Reason     string   `json:"reason,omitempty"`  // why it is left out; empty: nobody has said yet, and the report is not released
}

// ReportPhrase is something in a text that a report must not claim.
type ReportPhrase struct {
	Where   string `json:"where"` // which text
	Found   string `json:"found"`
	Why     string `json:"why"`
	Instead string `json:"instead,omitempty"`
}

// ReportRestriction is a fact that a report would state and may not.
type ReportRestriction struct {
	Fact       string     `json:"fact"`  // its name, for a ReportRedaction
	Field      string     `json:"field"` // which one it is, for people
	Provenance Provenance `json:"provenance"`
}

// ReleasedReport is a report that was issued, and where its copy was written.
type ReleasedReport struct {
	Report IssuedReport `json:"report"`
	File   string       `json:"file"`
}

// ReportTemplate is a form that reports of a kind can take.
type ReportTemplate struct {
	ID    string     `json:"id"`
	Kind  ReportKind `json:"kind"`
	Title string     `json:"title"`
}

// ReportBatch is a number of records to be made at once, one of each exhibit.
type ReportBatch struct {
	Kind     ReportKind    `json:"kind"`
	Exhibits []string      `json:"exhibits"` // labels or ids; none: all of the case
	Folder   string        `json:"folder"`   // for the files, one of each; "" = none is written
	Content  ReportContent `json:"content"`
}

// WaitingReport is a report of a known case whose next step the person at the desk may take.
type WaitingReport struct {
	CasePath   string      `json:"case_path"`
	CaseNumber string      `json:"case_number"`
	ReportID   string      `json:"report_id"`
	Number     int         `json:"number"`
	Kind       ReportKind  `json:"kind"`
	State      ReportState `json:"state"`
	Since      time.Time   `json:"since"` // of its last step
}
