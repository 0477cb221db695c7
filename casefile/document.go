package casefile

import "time"

// DocumentKind is what sort of document it is.
type DocumentKind string

// The kinds of document.
const (
	DocumentNote       DocumentKind = "note"
	DocumentLetter     DocumentKind = "letter"
	DocumentStatement  DocumentKind = "statement"
	DocumentWarrant    DocumentKind = "warrant"
	DocumentReport     DocumentKind = "report" // somebody else's
	DocumentAnswer     DocumentKind = "answer" // of a firm or an authority
	DocumentPhotograph DocumentKind = "photograph"
	DocumentDrawing    DocumentKind = "drawing"
	DocumentRecording  DocumentKind = "recording" // sound or film
	DocumentOther      DocumentKind = "other document"
)

// DocumentKinds returns the kinds in the order in which they are shown.
func DocumentKinds() []DocumentKind {
	return []DocumentKind{DocumentNote, DocumentLetter, DocumentStatement, DocumentWarrant, DocumentReport, DocumentAnswer,
		DocumentPhotograph, DocumentDrawing, DocumentRecording, DocumentOther}
}

// Subject is what a document belongs to.
type Subject string

// What a document can belong to.
const (
	AboutCase    Subject = "case"
	AboutExhibit Subject = "exhibit"
	AboutEvent   Subject = "event"
)

// Document is a file that belongs to a case, an exhibit or an event: a warrant, a letter, a photograph of the scene. The
// bytes are kept by their SHA-256 and never change; what is said of them has versions.
type Document struct {
	ID        string       `json:"id"`
	Number    int          `json:"number"` // within the case, from 1
	Subject   Subject      `json:"subject"`
	SubjectID string       `json:"subject_id,omitempty"` // "" for the case
	Kind      DocumentKind `json:"kind"`
	Title     string       `json:"title"`
	Date      string       `json:"date,omitempty"` // YYYY, YYYY-MM or YYYY-MM-DD: of the document
	Author    string       `json:"author,omitempty"`
	// Provenance is who it came from and what may be done with it.
	Provenance Provenance `json:"provenance"`
	// Withdrawn is true where it no longer counts, such as one attached by mistake. It stays readable.
	Withdrawn bool      `json:"withdrawn,omitempty"`
	SHA256    string    `json:"sha256"`
	Size      int64     `json:"size"` // bytes
	FileName  string    `json:"file_name"`
	MediaType string    `json:"media_type"`
	Created   time.Time `json:"created"`
}
