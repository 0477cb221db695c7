// Package casefile is the domain of Tracemark: cases, people, exhibits, captures, comparisons, conclusions and the
// reports issued about them. It holds types, rules and errors; how they are kept is casefile/store's business.
//
// Every record has an ID (a UUID, version 7, unique everywhere) and the things people speak of have a Number counted
// within their case as well ("comparison 3"). Times are UTC. Nothing is changed destructively: a correction is a new
// record that names the one it supersedes.
//
// Scales of conclusions are data: this program's own are in Scales, and ParseScale states the file in which an agency writes one
// for itself. A conclusion keeps the whole scale that it was reached on.
package casefile

import (
	"strings"
	"time"

	"tracemark/imaging"
)

// Case is an investigation at this agency. One case is one folder.
type Case struct {
	ID           string     `json:"id"`
	Number       string     `json:"number"` // the agency's own case number
	Title        string     `json:"title"`
	Agency       string     `json:"agency"`
	Offence      string     `json:"offence,omitempty"`
	Status       CaseStatus `json:"status"`
	HandlingCode string     `json:"handling_code,omitempty"`
	RetainUntil  string     `json:"retain_until,omitempty"` // date, YYYY-MM-DD
	ReviewOn     string     `json:"review_on,omitempty"`    // date, YYYY-MM-DD: when somebody looks whether it is still needed
	// Related are other cases, of this or another agency, each with the reason.
	Related []RelatedCase `json:"related,omitempty"`
	Facts   Facts         `json:"facts,omitzero"` // see CaseFields
	Created time.Time     `json:"created"`
}

// RelatedCase is another case by its number.
type RelatedCase struct {
	Agency string `json:"agency,omitempty"` // "" = this agency
	Number string `json:"number"`
	Reason string `json:"reason"`
}

// CaseStatus is where an investigation stands.
type CaseStatus string

// The states of a case.
const (
	CaseOpen      CaseStatus = "open"
	CaseSuspended CaseStatus = "suspended" // no work until something new is known
	CaseClosed    CaseStatus = "closed"    // decided
	CaseArchived  CaseStatus = "archived"  // closed, and kept elsewhere
)

// CaseStatuses returns the states in the order in which they are shown.
func CaseStatuses() []CaseStatus {
	return []CaseStatus{CaseOpen, CaseSuspended, CaseClosed, CaseArchived}
}

// CaseFields returns what can be said of a case beside its own columns.
func CaseFields() []Field {
	const group = "Investigation"
	return []Field{
		{Path: "crime-code", Name: "Crime code", Group: group, Kind: FieldText},
		{Path: "investigator", Name: "Investigating officer", Group: group, Kind: FieldText},
		{Path: "customer", Name: "Asked for by", Group: group, Kind: FieldText, Help: "The authority that sent the exhibits"},
		{Path: "customer-reference", Name: "Their reference", Group: group, Kind: FieldText},
		{Path: "question", Name: "Question", Group: group, Kind: FieldNotes, Help: "What is to be found out, as it was asked"},
		notesField(group),
	}
}

// Person is somebody who acts in a case.
type Person struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Role    string    `json:"role"` // "examiner", "verifier", ...
	Agency  string    `json:"agency"`
	Created time.Time `json:"created"`
}

// Event is an occasion that exhibits belong to: a recovery at a scene or a test fire. Exhibits of one event are not
// candidates for each other.
type Event struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"`
	Kind    string    `json:"kind"` // code of EventKinds
	Date    string    `json:"date,omitempty"`
	Place   string    `json:"place,omitempty"`
	Facts   Facts     `json:"facts,omitzero"` // see EventFields
	Created time.Time `json:"created"`
}

// ExhibitKind is what sort of thing an exhibit is.
type ExhibitKind string

// The kinds of exhibit.
const (
	KindFirearm       ExhibitKind = "firearm"
	KindCartridgeCase ExhibitKind = "cartridge case"
	KindBullet        ExhibitKind = "bullet"
	KindCartridge     ExhibitKind = "cartridge"
	KindPart          ExhibitKind = "part"
	KindDocument      ExhibitKind = "document"
)

// Origin says whether it is known which firearm an exhibit came from.
type Origin string

// The origins: a questioned exhibit was found, a known one was fired in a known firearm.
const (
	Questioned Origin = "questioned"
	Known      Origin = "known"
)

// Exhibit is a physical thing.
type Exhibit struct {
	ID          string      `json:"id"`
	Label       string      `json:"label"` // unique within the case
	Kind        ExhibitKind `json:"kind"`
	Origin      Origin      `json:"origin"`
	EventID     string      `json:"event_id,omitempty"`  // "" when the event is not known
	ParentID    string      `json:"parent_id,omitempty"` // the exhibit it came from: a test fire's firearm
	Quantity    int         `json:"quantity,omitempty"`  // of a lot: how many alike things it is; 0 for a single thing
	Description string      `json:"description,omitempty"`
	Class       Class       `json:"class"`
	Facts       Facts       `json:"facts,omitzero"` // see Fields
	// Owner and OwnerExhibitID are set where the exhibit is another agency's, fetched from the correlation service.
	Owner          string    `json:"owner,omitempty"`
	OwnerExhibitID string    `json:"owner_exhibit_id,omitempty"`
	Created        time.Time `json:"created"`
}

// Class are the class characteristics of a cartridge case and of the marks on it, as coded fields.
type Class struct {
	Calibre        Code `json:"calibre"`
	BreechFace     Code `json:"breech_face"`     // pattern: parallel, arched, circular, granular, smooth, cross-hatch
	FiringPin      Code `json:"firing_pin"`      // shape: hemispherical, elliptical, rectangular, ...
	EjectorClock   Code `json:"ejector_clock"`   // clock position "1" to "12", firing-pin drag or extractor towards 3 o'clock
	ExtractorClock Code `json:"extractor_clock"` // clock position "1" to "12"
}

// CodeState tells a coded value apart from the reasons for having none.
type CodeState string

// What can be said of a coded field. The zero value means that nobody has filled it in.
const (
	Empty         CodeState = ""
	Stated        CodeState = "stated"
	NotVisible    CodeState = "not visible"
	NotDetermined CodeState = "not determined"
	NotApplicable CodeState = "not applicable"
)

// Code is a coded field: the code, the list and the version of the list that it comes from, and the text as seen.
type Code struct {
	State   CodeState `json:"state,omitempty"`
	Code    string    `json:"code,omitempty"`
	List    string    `json:"list,omitempty"`
	Version string    `json:"version,omitempty"`
	AsSeen  string    `json:"as_seen,omitempty"`
}

// MarkKind is the region that a firearm left its traces on.
type MarkKind string

// The kinds of mark.
const (
	BreechFace    MarkKind = "breech-face"
	FiringPin     MarkKind = "firing-pin"
	EjectorMark   MarkKind = "ejector"
	ExtractorMark MarkKind = "extractor"
	ApertureShear MarkKind = "aperture-shear"
	Headstamp     MarkKind = "headstamp"
)

// CaptureKind is how a mark was recorded.
type CaptureKind string

// The kinds of capture.
const (
	Topography CaptureKind = "topography"
	Photograph CaptureKind = "photograph"
)

// Capture is one original recording of a mark. The bytes are kept by their SHA-256 and never change.
type Capture struct {
	ID         string      `json:"id"`
	ExhibitID  string      `json:"exhibit_id"`
	Mark       MarkKind    `json:"mark"`
	Kind       CaptureKind `json:"kind"`
	SHA256     string      `json:"sha256"` // of the original, hexadecimal
	Size       int64       `json:"size"`   // bytes
	FileName   string      `json:"file_name"`
	MediaType  string      `json:"media_type"` // "model/x3p", "image/png", ...
	Width      int         `json:"width"`      // points or pixels
	Height     int         `json:"height"`
	Scale      Scale       `json:"scale"`
	Instrument Instrument  `json:"instrument"`
	RecordedAt string      `json:"recorded_at,omitempty"` // as the file states it
	// Synthetic is true for simulated data; whatever shows the capture must say so.
	Synthetic bool `json:"synthetic,omitempty"`
	// Warnings are sentences about the file that follow the capture everywhere, such as a wrong checksum.
	Warnings []string  `json:"warnings,omitempty"`
	Created  time.Time `json:"created"`
}

// Scale is the distance between neighbouring points in µm. Unknown is 0 in storage and ok = false from UM: there is no
// way to read an unknown scale as a number by mistake.
type Scale struct {
	X      float64 `json:"x_um,omitempty"`
	Y      float64 `json:"y_um,omitempty"`
	Source string  `json:"source,omitempty"` // "file", "examiner", or what Overruled returns
}

// Overruled is the source of a topography's scale where a person stated other units (UnitsMetres and the others) than
// the file looks like; whoever reads the original must read it so.
func Overruled(units string) string { return overruled + units }

const overruled = "examiner: file in "

// Units returns the units in which a person stated that the file's lengths are, overruling what they look like; "" where
// the file speaks for itself.
func (s Scale) Units() string {
	units, ok := strings.CutPrefix(s.Source, overruled)
	if !ok {
		return ""
	}
	return units
}

// UM returns the scale in µm per pixel; ok is false when it is not known.
func (s Scale) UM() (x, y float64, ok bool) { return s.X, s.Y, s.X > 0 && s.Y > 0 }

// Instrument is what made a recording, as far as the file says.
type Instrument struct {
	Maker      string `json:"maker,omitempty"`
	Model      string `json:"model,omitempty"`
	Serial     string `json:"serial,omitempty"`
	Version    string `json:"version,omitempty"` // of its software
	Calibrated string `json:"calibrated,omitempty"`
}

// Comparison is two captures, the methods used on them with versions and parameters, and what they gave.
type Comparison struct {
	ID       string           `json:"id"`
	Number   int              `json:"number"`
	A        string           `json:"a"` // capture ids
	B        string           `json:"b"`
	HashA    string           `json:"hash_a"` // SHA-256 of the originals that went in
	HashB    string           `json:"hash_b"`
	MaskA    string           `json:"mask_a,omitempty"` // id of the Mask used; "" where the face was masked automatically
	MaskB    string           `json:"mask_b,omitempty"`
	Default  string           `json:"default"` // name of the score that the product decides by
	Results  []imaging.Result `json:"results"`
	Params   []Param          `json:"params"`
	Software []string         `json:"software"` // program and libraries with versions
	Millis   int64            `json:"millis"`   // time the comparison took
	// Withheld is true where this is not the whole: the person at the desk has not committed a view yet, and Results hold the
	// pose alone. It is never stored.
	Withheld bool      `json:"withheld,omitempty"`
	By       string    `json:"by"` // person id
	Created  time.Time `json:"created"`
}

// Score returns the comparison's score called name, NaN when no method gave it.
func (c Comparison) Score(name string) float64 {
	for _, r := range c.Results {
		if v := r.Score(name); v == v {
			return v
		}
	}
	return nan
}

// Result returns the result of method; ok is false when that method was not run.
func (c Comparison) Result(method string) (r imaging.Result, ok bool) {
	for _, r := range c.Results {
		if r.Method == method {
			return r, true
		}
	}
	return imaging.Result{}, false
}

// Param is one parameter of a method, ready to print.
type Param struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Unit   string `json:"unit,omitempty"`
	Source string `json:"source,omitempty"` // paper or standard it comes from
}

// Conclusion is what a person concludes from a comparison.
type Conclusion struct {
	ID           string    `json:"id"`
	ComparisonID string    `json:"comparison_id"`
	Scale        string    `json:"scale"` // id of the scale, such as AFTE.ID
	Value        string    `json:"value"` // id of the level on that scale
	Reason       string    `json:"reason"`
	Supersedes   string    `json:"supersedes,omitempty"` // the conclusion that this one corrects
	By           string    `json:"by"`
	Created      time.Time `json:"created"`
	// AsOf is the whole scale as it stood when this was concluded, so that a scale changed later alters nothing. Nil in what
	// earlier versions recorded, which knew the scales of this program alone: see On.
	AsOf *ConclusionScale `json:"scale_as_of,omitempty"`
}

// IssuedReport is a signed report that left the case.
type IssuedReport struct {
	ID           string    `json:"id"` // printed on every page
	ComparisonID string    `json:"comparison_id"`
	ConclusionID string    `json:"conclusion_id"`
	SHA256       string    `json:"sha256"` // of the PDF, kept like an original
	Signer       string    `json:"signer"`
	TestIdentity bool      `json:"test_identity,omitempty"`
	By           string    `json:"by"`
	Created      time.Time `json:"created"`
	// Of those that went through review: what it is about, its number in the case, and the issued report that it amends. A report that
	// an earlier version of this program issued is about a comparison and has no number.
	Kind   ReportKind `json:"kind,omitempty"`
	Number int        `json:"number,omitempty"`
	Amends string     `json:"amends,omitempty"`
}

// CandidateState is how far an examiner has got with a candidate.
type CandidateState string

// The states of a candidate.
const (
	Unseen      CandidateState = "unseen"
	Viewed      CandidateState = "viewed"
	Compared    CandidateState = "compared"
	Dismissed   CandidateState = "dismissed"
	HitProposed CandidateState = "hit proposed"
)

// Correlation is one answer of the correlation service about an exhibit: a list of leads, never an identification.
type Correlation struct {
	ID          string      `json:"id"`
	ExhibitID   string      `json:"exhibit_id"`
	Service     string      `json:"service"`      // where it was asked
	GallerySize int         `json:"gallery_size"` // exhibits that were searched
	AsOf        time.Time   `json:"as_of"`
	Method      string      `json:"method"` // of the score the list is ranked by
	Version     string      `json:"version"`
	Candidates  []Candidate `json:"candidates"`
	// LeftOut is what the service did not search, and why. AllClasses says that it was told to search exhibits too whose class
	// characteristics disagree.
	LeftOut    []LeftOut `json:"left_out,omitempty"`
	AllClasses bool      `json:"all_classes,omitempty"`
	// Stages is what each stage of the search looked at. Everything says that the service was told to compare every recording.
	Stages     []SearchStage `json:"stages,omitempty"`
	Everything bool          `json:"everything,omitempty"`
	// Withheld is true where this is not the whole: candidates on which the person at the desk has not committed a view come
	// without rank, scores and notes, in an order that says nothing, and Hidden more are not listed at all. Neither is stored.
	Withheld bool      `json:"withheld,omitempty"`
	Hidden   int       `json:"hidden,omitempty"`
	By       string    `json:"by"`
	Created  time.Time `json:"created"`
}

// LeftOut is an exhibit, or one recording of it, that was not searched.
type LeftOut struct {
	Agency    string   `json:"agency"`
	ExhibitID string   `json:"exhibit_id"`
	Label     string   `json:"label"`
	CaptureID string   `json:"capture_id,omitempty"` // "" when the whole exhibit was left out
	Mark      MarkKind `json:"mark,omitempty"`
	Reason    string   `json:"reason"` // a sentence
	// Stage is the stage of the search that left it out, "" where it could not be searched at all; Place is its place, from 1, in the order
	// of a stage that ranks, and Of the length of that order.
	Stage StageName `json:"stage,omitempty"`
	Place int       `json:"place,omitempty"`
	Of    int       `json:"of,omitempty"`
}

// Candidate is one line of a correlation list.
type Candidate struct {
	// Key names the candidate within its list and says nothing of its rank. It is computed when a list is handed out.
	Key        string          `json:"key,omitempty"`
	Rank       int             `json:"rank"`   // from 1; 0 where it is withheld
	Agency     string          `json:"agency"` // the owner's id at the service
	AgencyName string          `json:"agency_name,omitempty"`
	ExhibitID  string          `json:"exhibit_id"` // the owner's id
	Label      string          `json:"label"`
	CaseRef    string          `json:"case_ref,omitempty"`
	Marks      []CandidateMark `json:"marks"`
	Class      Class           `json:"class"`
	State      CandidateState  `json:"state"`
	Synthetic  bool            `json:"synthetic,omitempty"`
	Scores     []imaging.Score `json:"scores"` // of the best mark, the ranking score first
	// Seen is how long the person at the desk has looked at it, in seconds. It is never stored here: acts say it.
	Seen float64 `json:"seen_seconds,omitempty"`
}

// Owner returns the name of the agency that the exhibit belongs to, its id where the service gave no name.
func (c Candidate) Owner() string {
	if c.AgencyName != "" {
		return c.AgencyName
	}
	return c.Agency
}

// CandidateMark is the best pair of captures of one mark, with its scores.
type CandidateMark struct {
	Mark             MarkKind        `json:"mark"`
	CaptureID        string          `json:"capture_id"` // the candidate's
	CaptureSHA256    string          `json:"capture_sha256"`
	OwnCaptureID     string          `json:"own_capture_id"`
	OwnCaptureSHA256 string          `json:"own_capture_sha256"`
	Scores           []imaging.Score `json:"scores"` // the ranking score first
	Notes            []string        `json:"notes,omitempty"`
}

// LeadBanner is the sentence that stands over every list of candidates.
const LeadBanner = "Leads for examination, not identifications."

// Progress is told how a long task is getting on; total is 0 while it is not known. It must return quickly.
type Progress func(done, total int64, label string)
