package casefile

import (
	"encoding/json"
	"time"
)

// TableRow is one row of a case's tables in the form in which rows travel: the canonical text {"row":{…},"table":"…"} whose
// SHA-256 the case's log holds (see package audit).
type TableRow struct {
	Table string
	ID    string // the values of the primary key's columns, joined by "/"
	Text  []byte
}

// Table is the form of one table of a case.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Refs    []Ref    `json:"references,omitempty"`
}

// Column is one column of a table.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // TEXT, INTEGER, REAL or BLOB
	Required bool   `json:"required"`
	Key      int    `json:"key,omitempty"` // place in the primary key, from 1; 0 where it is not part of it
}

// Ref is a column that names a row of another table, or of the same one.
type Ref struct {
	Column string `json:"column"`
	Table  string `json:"table"`
	To     string `json:"to"`
}

// PassageKind says what left a case or came into it.
type PassageKind string

// The kinds of passage.
const (
	PackageOut PassageKind = "package given out"
	PackageIn  PassageKind = "package taken in"
	MadeFrom   PassageKind = "case made from" // an export or a package, the first thing a case's log says
	Exported   PassageKind = "case exported"  // as plain JSON
	ListOut    PassageKind = "list exported"  // as CSV
)

// Passage is the record of something that left a case or came into it. Of what came in, the papers that prove where it came
// from are kept as files.
type Passage struct {
	ID             string          `json:"id"`
	Kind           PassageKind     `json:"kind"`
	PackageID      string          `json:"package_id,omitempty"`
	PackageKind    string          `json:"package_kind,omitempty"`
	SHA256         string          `json:"sha256,omitempty"`          // of the file that was given out or read
	ManifestSHA256 string          `json:"manifest_sha256,omitempty"` // of the package's manifest, or of export.json
	About          json.RawMessage `json:"about"`                     // PassageFacts as they were
	By             string          `json:"by,omitempty"`              // person id; empty where somebody acted who is not a person of the case
	Created        time.Time       `json:"created"`
	Files          []PassageFile   `json:"files,omitempty"`
}

// PassageFacts are what a passage says for people.
type PassageFacts struct {
	By         string   `json:"by"` // name and agency of who did it
	From       string   `json:"from,omitempty"`
	Signer     string   `json:"signer,omitempty"`
	Test       bool     `json:"test_identity,omitempty"`
	Recipients []string `json:"recipients,omitempty"`
	Exhibits   []string `json:"exhibits,omitempty"` // labels; empty for all
	Withheld   []string `json:"withheld,omitempty"` // rules of a redaction, as sentences
	File       string   `json:"file,omitempty"`     // its name
	What       string   `json:"what,omitempty"`     // which list
	Rows       int      `json:"rows,omitempty"`
	LogOrigin  string   `json:"log_origin,omitempty"`
	LogSize    int64    `json:"log_size,omitempty"`
	LogRoot    string   `json:"log_root,omitempty"`
	Relabelled []string `json:"relabelled,omitempty"` // "A1 → A1 (Other agency)"
}

// PassageFile is a paper of a passage, kept among the originals.
type PassageFile struct {
	ID     string `json:"id"`
	Name   string `json:"name"` // such as "manifest.json"
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// TakeInReport says what taking something in would change, or has changed.
type TakeInReport struct {
	Added      []TableCount   `json:"added"`
	Same       int            `json:"same"` // rows that were there already, word for word
	Left       []string       `json:"left"` // what is never taken in, as sentences
	Relabelled []Relabelled   `json:"relabelled"`
	Renumbered int            `json:"renumbered"` // comparisons, documents and hits that got the case's next numbers
	Conflicts  []RowConflict  `json:"conflicts"`  // any of them refuses the whole
	Exhibits   []TakenExhibit `json:"exhibits"`   // that would be new
	Originals  int            `json:"originals"`  // files that would be new
	Bytes      int64          `json:"bytes"`
}

// TableCount is how many rows of a table there are.
type TableCount struct {
	Table string `json:"table"`
	Rows  int    `json:"rows"`
}

// Relabelled is an exhibit whose label was taken.
type Relabelled struct {
	Was string `json:"was"`
	Now string `json:"now"`
}

// TakenExhibit is an exhibit that came in.
type TakenExhibit struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Kind  string `json:"kind"`
}

// RowConflict is a row that is in the case already and says something else there.
type RowConflict struct {
	Table   string   `json:"table"`
	ID      string   `json:"id"`
	Columns []string `json:"columns"` // that differ
}

// PackageOrder says what a package is to hold and for whom.
type PackageOrder struct {
	File       string    `json:"file"`     // to be written
	Exhibits   []string  `json:"exhibits"` // ids or labels; empty for the whole case
	Recipients []string  `json:"recipients"`
	Passphrase string    `json:"-"`                  // instead of recipients
	Withhold   *Withhold `json:"withhold,omitempty"` // of a redacted package
}

// Withhold says what a redacted package leaves out of a full one.
type Withhold struct {
	Of              string   `json:"of"`             // file of the full package, which this workstation can open
	Columns         []string `json:"columns"`        // "table.column"
	People          []string `json:"people"`         // ids or names
	HandlingCodes   []string `json:"handling_codes"` // what is marked with one of them
	ProceedingsOnly bool     `json:"proceedings_only"`
}

// PackageSlip says what a package is: after it was made, and after all of it was checked on opening.
type PackageSlip struct {
	File           string       `json:"file"`
	ID             string       `json:"id"`
	Kind           string       `json:"kind"`
	Created        time.Time    `json:"created"`
	From           string       `json:"from"` // name and agency, as the package says
	Signer         string       `json:"signer"`
	Certificate    string       `json:"certificate"` // SHA-256
	TestIdentity   bool         `json:"test_identity"`
	CaseNumber     string       `json:"case_number"`
	Agency         string       `json:"agency"`
	Recipients     []string     `json:"recipients"`
	SHA256         string       `json:"sha256"`
	ManifestSHA256 string       `json:"manifest_sha256"`
	Size           int64        `json:"size"`
	Exhibits       []string     `json:"exhibits"` // labels
	Rows           []TableCount `json:"rows"`
	Originals      int          `json:"originals"`
	LogSize        int64        `json:"log_size"`
	LogRoot        string       `json:"log_root"`
	RedactedOf     string       `json:"redacted_of,omitempty"` // id of the full package
	Withheld       []string     `json:"withheld,omitempty"`    // as sentences
	Notes          []string     `json:"notes"`                 // what a reader must know, as sentences
	Folder         string       `json:"folder,omitempty"`      // of the case that it was opened as
}

// ListExport is a list that was written to a file.
type ListExport struct {
	File    string `json:"file"`
	What    string `json:"what"`
	Rows    int    `json:"rows"`
	Guarded int    `json:"guarded"` // cells that begin like a formula and got an apostrophe in front
	SHA256  string `json:"sha256"`
}

// PlainExport is a case that was written as plain JSON.
type PlainExport struct {
	Folder     string `json:"folder"`
	CaseNumber string `json:"case_number"`
	Tables     int    `json:"tables"`
	Rows       int    `json:"rows"`
	Originals  int    `json:"originals"`
	LogSize    int64  `json:"log_size"`
	LogRoot    string `json:"log_root"`
	HeadSHA256 string `json:"head_sha256"` // of export.json
}
