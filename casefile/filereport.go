package casefile

import (
	"encoding/json"
	"time"

	"tracemark/imaging"
)

// FileReport is what checking the file of a report shows to somebody who has nothing but the file: its signatures, its attachments, and, where
// the originals were at hand, whether its scores come out again.
type FileReport struct {
	Format  string      `json:"format"` // FileReportFormat
	Name    string      `json:"name"`   // of the file
	SHA256  string      `json:"sha256"` // of all its bytes
	Size    int64       `json:"size"`
	Checked time.Time   `json:"checked"`
	By      string      `json:"by"` // the program that checked, with its version
	Verdict FileVerdict `json:"verdict"`
	// About is what the file says it is, as its attachments have it; nil where it has none that can be read.
	About *FileAbout `json:"about,omitempty"`
	// Findings are in the order in which a person reads them: what is wrong first, then facts, then what was not checked.
	Findings    []FileFinding    `json:"findings"`
	Signatures  []FileSignature  `json:"signatures"`
	Attachments []FileAttachment `json:"attachments"`
	Originals   []FileOriginal   `json:"originals"`
	Scores      []FileScore      `json:"scores"`
}

// FileCheck is what whoever checks a file has beside it.
type FileCheck struct {
	Originals string // folder with the original recordings, at any depth; "": they are not at hand
	Trust     string // folder with certificates of authorities; "": the workstation's trust store
}

// FileReportFormat names the form of a FileReport as JSON; its number goes up when readers could misread a newer one.
const FileReportFormat = "tracemark-verification/1"

// FileVerdict is the outcome in one word.
type FileVerdict string

// The verdicts. FileIncomplete says that nothing is wrong as far as was looked, and that something that matters was not looked at or could
// not be: who issued the certificate, the time, the scores.
const (
	FileValid      FileVerdict = "valid"
	FileIncomplete FileVerdict = "incomplete"
	FileNotValid   FileVerdict = "not valid"
)

// Exit returns the exit code of a program that reports the verdict: 0, 2 or 1. A file that cannot be read has no verdict; for it the code is 3.
func (v FileVerdict) Exit() int {
	switch v {
	case FileValid:
		return 0
	case FileIncomplete:
		return 2
	}
	return 1
}

// FileAbout is what a report says of itself.
type FileAbout struct {
	ReportID string    `json:"report_id"`
	Title    string    `json:"title"`
	Agency   string    `json:"agency"`
	Case     string    `json:"case"` // the agency's case number
	Author   string    `json:"author"`
	Issued   time.Time `json:"issued"`
	Lang     string    `json:"lang"`
	Program  string    `json:"program"` // that made it
	// Draft is true where the document has a watermark: it was not issued.
	Draft bool `json:"draft,omitempty"`
}

// FindingKind is what a finding is about.
type FindingKind string

// The kinds of finding. An open one keeps the verdict from being FileValid; a limit is said of every file of its kind and does not.
const (
	FindingProblem FindingKind = "problem" // the file is not valid
	FindingFact    FindingKind = "fact"
	FindingOpen    FindingKind = "open"  // it was not or could not be checked
	FindingLimit   FindingKind = "limit" // no program of this kind can check it, or only this one did
)

// FileFinding is one sentence of the outcome. Code is the same in every language and version, for programs that read it.
type FileFinding struct {
	Kind     FindingKind
	Code     string
	Sentence Sentence
}

// MarshalJSON writes the sentence in English.
func (f FileFinding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind FindingKind `json:"kind"`
		Code string      `json:"code"`
		Text string      `json:"text"`
	}{f.Kind, f.Code, f.Sentence.String()})
}

// FileSignature is one signature of a file. Reason is the signer's own word, and so is Time where TimeTrusted is false.
type FileSignature struct {
	Valid       bool          `json:"valid"`
	Field       string        `json:"field"`
	Signer      string        `json:"signer"` // name in the certificate
	Subject     string        `json:"subject"`
	Issuer      string        `json:"issuer"`
	Serial      string        `json:"serial"`
	Fingerprint string        `json:"fingerprint"` // SHA-256 of the certificate
	Test        bool          `json:"test_identity"`
	Reason      string        `json:"reason,omitempty"`
	Level       string        `json:"level,omitempty"` // B-B, B-T, B-LT, B-LTA as this program finds it; "" where it does not tell
	Time        time.Time     `json:"time,omitzero"`
	TimeTrusted bool          `json:"time_trusted"` // a time-stamp of a trusted service shows it
	Trust       string        `json:"trust"`        // "trusted", "unknown issuer" or "not checked"
	Revocation  string        `json:"revocation,omitempty"`
	CoversAll   bool          `json:"covers_all"` // of the file as it is now
	Problems    []FileFinding `json:"problems"`
	Notes       []FileFinding `json:"notes"`
}

// FileState is what became of the check of one thing.
type FileState string

// The states. What they mean for an attachment, an original and a score is said there.
const (
	StateAgrees  FileState = "agrees"
	StateDiffers FileState = "differs"
	StateUnknown FileState = "not checked"
	StateMissing FileState = "missing"
)

// FileAttachment is a file inside the file. It agrees where its content is what the others, and the code that is printed, say it is.
type FileAttachment struct {
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Relation  string    `json:"relation"`
	Size      int64     `json:"size"`
	SHA256    string    `json:"sha256"`
	State     FileState `json:"state"`
}

// FileOriginal is a recording that the report rests on. It agrees where a file with its SHA-256 was found, and differs where only a file of its
// name with another content was.
type FileOriginal struct {
	Exhibit  string      `json:"exhibit"` // label
	Kind     CaptureKind `json:"kind"`
	FileName string      `json:"file_name"`
	SHA256   string      `json:"sha256"`
	Size     int64       `json:"size"`
	State    FileState   `json:"state"`
	Found    string      `json:"found,omitempty"` // path of the file, within the folder that was searched
}

// FileScore is a score of the report and what came out of computing it again. Both figures agree only where every digit does.
type FileScore struct {
	Comparison int           `json:"comparison"` // its number in the case
	Method     string        `json:"method"`
	Version    string        `json:"version"` // of the method
	Stated     imaging.Score `json:"stated"`
	// Computed is nil where it was not computed.
	Computed *imaging.Score `json:"computed,omitempty"`
	State    FileState      `json:"state"`
	// Why is the reason where State is StateUnknown.
	Why *Sentence `json:"-"`
}

// MarshalJSON writes the reason in English.
func (s FileScore) MarshalJSON() ([]byte, error) {
	type plain FileScore
	w := struct {
		plain
		Why string `json:"why,omitempty"`
	}{plain: plain(s)}
	if s.Why != nil {
		w.Why = s.Why.String()
	}
	return json.Marshal(w)
}
