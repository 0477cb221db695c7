// Package annex is what travels inside a report's PDF so that whoever receives it can check it: four files of JSON and the pictures of masks.
//
//	extract.json    the document as data, the ids of what it speaks of, and the SHA-256 of the other annexes
//	originals.json  the recordings it rests on: names, sizes, SHA-256, how they are to be read
//	method.json     the comparisons: methods, versions, parameters, masks, results; all that is needed to compute every score again
//	log.json        where the case's log stood, signed, and proofs that the records which matter are in it
//	mask-….png      the regions that were compared, where a person or a program had kept one
//
// They hold on to each other: the code that is printed on the first page names the SHA-256 of extract.json, which names those of the others,
// which name those of the originals. The signature of the PDF covers all of it.
//
//	files, err := annex.Files(evidence)         // the same bytes for the same evidence
//	doc.Attachments, doc.Code = files, annex.Code(doc.ReportID, files)
//	evidence, err := annex.Read(attachments)    // exactly what Files writes, and nothing else
//
// # Versions
//
// Every file says its Schema. Any change of what the files may hold makes a new one, and Read says of a newer one that it is newer. The form is
// stated as JSON schemas (draft 2020-12) by JSONSchema.
//
// # Limits
//
// Read believes nothing, but it cannot know whether the evidence is true: package export/verify computes the scores again from the
// originals and checks the proofs. Photographs have no score, and what was registered of them for viewing cannot be computed without OpenCV.
package annex

import (
	"encoding/json"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
)

// Schema names the form of the annexes.
const Schema = "tracemark-annex/1"

// The names of the annexes.
const (
	ExtractName   = "extract.json"
	OriginalsName = "originals.json"
	MethodName    = "method.json"
	LogName       = "log.json"
)

// Evidence is what the annexes hold.
type Evidence struct {
	// Document is the report as it was drawn. Its Code and Attachments are left out: they speak of the annexes themselves.
	Document    report.Document
	Subjects    Subjects
	Originals   []Original   // that the report rests on, in the order in which it names them
	Comparisons []Comparison // that it reports; none in a record of custody
	Masks       []Picture    // of the masks that Comparisons name
	Log         *Log         // nil where the document was made outside a case
}

// Subjects are the ids of what the report speaks of, for programs that join it with other data.
type Subjects struct {
	CaseID      string       `json:"case_id,omitempty"`
	CaseNumber  string       `json:"case_number,omitempty"`
	Exhibits    []Exhibit    `json:"exhibits,omitempty"`
	Conclusions []Conclusion `json:"conclusions,omitempty"`
	Supersedes  *Earlier     `json:"supersedes,omitempty"`
}

// Earlier is the report that this one replaces.
type Earlier struct {
	ReportID string `json:"report_id"`
	SHA256   string `json:"sha256"` // of the file
}

// Exhibit is an exhibit that the report speaks of.
type Exhibit struct {
	ID    string               `json:"id"`
	Label string               `json:"label"`
	Kind  casefile.ExhibitKind `json:"kind"`
}

// Conclusion is a conclusion that the report states, without its reasons, which the document has.
type Conclusion struct {
	ID           string `json:"id"`
	ComparisonID string `json:"comparison_id"`
	Scale        string `json:"scale"` // id
	Value        string `json:"value"` // id of the level on it
	Level        string `json:"level"` // its name, as the report states it
	By           string `json:"by"`    // name
}

// Original is a recording with the exhibit that it shows.
type Original struct {
	Exhibit string           `json:"exhibit"` // label
	Capture casefile.Capture `json:"capture"`
}

// Comparison is a comparison as the case holds it, with the masks it was made under; nil where the region was found automatically, which is part of
// the method.
type Comparison struct {
	Comparison casefile.Comparison `json:"comparison"`
	MaskA      *casefile.Mask      `json:"mask_a,omitempty"`
	MaskB      *casefile.Mask      `json:"mask_b,omitempty"`
	// Recipe are the steps of preparation, but for a mask that is given (package imaging/pipeline). They follow from the parameters, and are here
	// for programs that want to go through them one by one. Files fills it in where the parameters are those of this program.
	Recipe json.RawMessage `json:"recipe,omitempty"`
}

// Picture is the region of a mask as PNG, white where a point takes part: the bytes that Mask.SHA256 is of.
type Picture struct {
	SHA256 string
	PNG    []byte
}

// Log is where the case's log stood when the report was made, and which records are in it.
type Log struct {
	Origin     string     `json:"origin"` // first line of the checkpoint's note: which log it is
	Checkpoint Checkpoint `json:"checkpoint"`
	Records    []Record   `json:"records"`
}

// Checkpoint is a signed head of the log; see casefile.Checkpoint.
type Checkpoint struct {
	Size      int64     `json:"size"`       // records
	Root      string    `json:"root"`       // hash over them, base64
	Note      string    `json:"note"`       // what was signed, and the signature: a signed note (golang.org/x/mod/sumdb/note)
	PublicKey string    `json:"public_key"` // Ed25519, base64
	Created   time.Time `json:"created"`
}

// Record is a record of the log with the proof that it is among those that the checkpoint is over.
type Record struct {
	N         int64    `json:"n"`
	Text      string   `json:"text"`      // the line of JSON that is hashed; see casefile/audit
	Inclusion []string `json:"inclusion"` // hashes in base64, in the order of golang.org/x/mod/sumdb/tlog.RecordProof (RFC 6962, 2.1.1)
	// Rows are the rows that the record binds and that the report rests on, in the canonical form whose SHA-256 the record has.
	Rows []Row `json:"rows,omitempty"`
}

// Row is the canonical form of a row of the case; see casefile/audit.Row.
type Row struct {
	Table string `json:"table"`
	ID    string `json:"id"`
	Text  string `json:"text"`
}
