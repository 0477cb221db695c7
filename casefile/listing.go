package casefile

import "time"

// The types of this file are what lists on a screen or in a terminal show: records joined with what belongs to them.
// They are never stored as such.

// CaseRef is a case in a list of cases. Path is its folder.
type CaseRef struct {
	Path        string `json:"path"`
	Case        Case   `json:"case"`
	Exhibits    int    `json:"exhibits"`
	Captures    int    `json:"captures"`
	Comparisons int    `json:"comparisons"`
	Reports     int    `json:"reports"`
	// Demo is true for the demonstration case, all of whose data is simulated.
	Demo bool `json:"demo,omitempty"`
	// Problem is a sentence that says why the folder cannot be opened; Case is then empty but for what could be read.
	Problem string `json:"problem,omitempty"`
	// ReadOnly is why the case can only be read, by whom it is held or that its place cannot be written to; nil where it can be
	// written, or that was not tried. It is an Error, to be said in the language of the screen.
	ReadOnly error `json:"-"`
	// Alerts say what was found wrong with the case or its backups in the background, worst first: something to be done about.
	Alerts []Sentence `json:"-"`
}

// NewCase is what a person states when a case is begun.
type NewCase struct {
	Number  string `json:"number"` // required
	Title   string `json:"title"`  // required
	Offence string `json:"offence,omitempty"`
}

// ExhibitItem is an exhibit with its event and its captures, oldest first. Event is empty when it is not known.
type ExhibitItem struct {
	Exhibit  Exhibit   `json:"exhibit"`
	Event    Event     `json:"event"`
	Captures []Capture `json:"captures"`
}

// ExhibitQuery says which exhibits of a case are listed. What is empty lets everything through.
type ExhibitQuery struct {
	Text    string      `json:"text,omitempty"` // in label or description, whatever its case (of Latin letters without accents)
	Kind    ExhibitKind `json:"kind,omitempty"`
	EventID string      `json:"event_id,omitempty"`
	// Newest lists the last added first; without it the order is that of the labels, other agencies' last.
	Newest bool `json:"newest,omitempty"`
	Offset int  `json:"offset,omitempty"`
	Limit  int  `json:"limit,omitempty"` // 0: 100
}

// ExhibitPage is a page of a list of exhibits.
type ExhibitPage struct {
	Total int           `json:"total"` // on all pages
	Items []ExhibitItem `json:"items"`
}

// Side is one of the two captures of a comparison with the exhibit it shows and the mask it was compared under.
type Side struct {
	Exhibit Exhibit   `json:"exhibit"`
	Capture Capture   `json:"capture"`
	Mask    *MaskItem `json:"mask,omitempty"` // nil where the face was masked automatically
}

// ComparisonItem is a comparison with both its sides, the conclusion that stands and the report issued on it.
type ComparisonItem struct {
	Comparison Comparison    `json:"comparison"`
	A          Side          `json:"a"`
	B          Side          `json:"b"`
	Conclusion *Conclusion   `json:"conclusion,omitempty"` // the one that no other supersedes; nil before the first
	Report     *IssuedReport `json:"report,omitempty"`     // the latest; nil before the first
}

// Locked reports whether the conclusion may no longer change, because a report states it.
func (c ComparisonItem) Locked() bool { return c.Report != nil }

// ConclusionItem is a conclusion with the name of whoever reached it.
type ConclusionItem struct {
	Conclusion Conclusion `json:"conclusion"`
	ByName     string     `json:"by_name"`
}

// ReportItem is an issued report with the comparison it is about.
type ReportItem struct {
	Report           IssuedReport `json:"report"`
	ComparisonNumber int          `json:"comparison_number"`
	LabelA           string       `json:"label_a"` // of the exhibits compared
	LabelB           string       `json:"label_b"`
}

// ImportOptions say what imported files are recordings of.
type ImportOptions struct {
	ExhibitLabel string      `json:"exhibit_label,omitempty"` // "" = one exhibit per file, labelled by the file's name
	Mark         MarkKind    `json:"mark"`
	Kind         ExhibitKind `json:"kind"`                  // of a new exhibit; "" = cartridge case
	Origin       Origin      `json:"origin"`                // of a new exhibit; "" = questioned
	EventLabel   string      `json:"event_label,omitempty"` // "" = not known
	ScaleUM      float64     `json:"scale_um,omitempty"`    // µm per pixel of photographs that state none; 0 = not known
	// Units states the units of the lengths in X3P files, one of the constants below, or "" to let the program find out.
	// What is stated is recorded with the capture, whether it confirms what the file looks like or overrules it.
	Units string `json:"units,omitempty"`
	// AcceptUnknownScale imports photographs whose scale nobody knows; without it they are refused.
	AcceptUnknownScale bool `json:"accept_unknown_scale,omitempty"`
	// AcceptWrongChecksum imports X3P files whose checksum is wrong; the warning follows them everywhere.
	AcceptWrongChecksum bool `json:"accept_wrong_checksum,omitempty"`
}

// The units of a file's lengths: of all of them, or of the spacings and then of the heights, which some programs write in
// different ones.
const (
	UnitsMetres           = "m"
	UnitsMicrometres      = "um"
	UnitsMicrometreHeight = "m,um"
	UnitsMicrometreSpaced = "um,m"
)

// CorrelateOptions say what is submitted to the correlation service and what it searches.
type CorrelateOptions struct {
	Only      bool `json:"only,omitempty"`       // submit this exhibit only, not the case's others
	SameEvent bool `json:"same_event,omitempty"` // rank exhibits of the same event too
	// AllClasses ranks exhibits too whose class characteristics are coded otherwise; without it they are listed as left out.
	AllClasses bool `json:"all_classes,omitempty"`
	// Everything compares every recording by cells, however many the service has; without it a large gallery is searched in stages, and what
	// a stage left out is listed.
	Everything bool `json:"everything,omitempty"`
	// Include names exhibits that are not left out for their class or by a stage, each by its owner's id at the service, a slash and
	// its id; without a slash it is the label or id of an own one.
	Include []string `json:"include,omitempty"`
}

// ImportOutcome is what became of one file of an import. Err is nil when Capture was stored.
type ImportOutcome struct {
	File    string
	Exhibit Exhibit
	Capture Capture
	Err     error
}

// Profile is who works at this workstation and with which service.
type Profile struct {
	Agency       string `json:"agency"`
	Address      string `json:"address,omitempty"` // of the agency, printed on reports; empty where its letterhead has it
	Examiner     string `json:"examiner"`
	Service      string `json:"service"`            // where the correlation service is; shown, not changed
	Embedded     bool   `json:"embedded,omitempty"` // the service runs inside this program
	DataFolder   string `json:"data_folder"`        // where new cases are made
	Signer       string `json:"signer"`             // name on the signing certificate
	TestIdentity bool   `json:"test_identity,omitempty"`
	// CommitFirst is the agency's rule that an examiner commits a view of a pair before its figures are shown. FirstCandidates
	// is how many candidates of a list are then shown, in an order that says nothing.
	CommitFirst bool `json:"commit_first"`
	// Verification is which conclusions are verified before a report on them is issued.
	Verification    VerificationRule `json:"verification"`
	FirstCandidates int              `json:"first_candidates"`
	// Scale is the id of the scale that the agency concludes on, one of Scales.
	Scale string `json:"scale"`
}

// Verdict is the outcome of checking a case or a report, in sentences for people.
type Verdict struct {
	Subject   string    `json:"subject"` // what was checked
	OK        bool      `json:"ok"`      // nothing was found that should not be
	Sentences []string  `json:"sentences"`
	Checked   time.Time `json:"checked"`
}

// ExhibitLine is what a list says of an exhibit, so that a list of ten thousand is there at once.
type ExhibitLine struct {
	ID       string      `json:"id"`
	Label    string      `json:"label"`
	Kind     ExhibitKind `json:"kind"`
	Origin   Origin      `json:"origin"`
	ParentID string      `json:"parent_id,omitempty"`
	Owner    string      `json:"owner,omitempty"`
	Event    string      `json:"event,omitempty"` // its event's label
	Captures int         `json:"captures"`        // how many it has
	// Synthetic says that one of them is simulated.
	Synthetic bool `json:"synthetic,omitempty"`
}
