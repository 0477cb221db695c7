package report

import (
	"image"
	"time"
)

// Document is a report as a tree: what is said, in which order, and nothing about where it stands on a page.
type Document struct {
	Title    string    `json:"title"`
	ReportID string    `json:"report_id"`      // on every page
	Noun     string    `json:"noun,omitempty"` // what the document is, before its id on every page; "Report" where empty
	Lang     string    `json:"lang"`           // BCP 47
	Words    Words     `json:"words,omitzero"`
	Template string    `json:"template"` // id of the template that it was made by
	Agency   string    `json:"agency"`
	Case     string    `json:"case"` // the agency's case number
	Author   string    `json:"author"`
	Issued   time.Time `json:"issued"`
	Producer string    `json:"producer"` // the program with its version
	Banners  []string  `json:"banners,omitempty"`
	// Watermark stands across every page of a document that was not issued; empty on one that was.
	Watermark  string      `json:"watermark,omitempty"`
	Letterhead *Letterhead `json:"letterhead,omitempty"` // nil: the agency's name alone
	Code       string      `json:"code,omitempty"`       // what the QR code on the first page carries; no code where empty
	// Obliged are the obligations without which the document is not released.
	Obliged     []Obligation `json:"obliged,omitempty"`
	Sections    []Section    `json:"sections"`
	EndMark     string       `json:"end_mark"`
	Attachments []Attachment `json:"-"` // files inside the PDF
}

// Words are the texts with which a document is drawn, in its language.
type Words struct {
	PageOf  string `json:"page_of,omitempty"`  // "Page %[1]d of %[2]d"
	Case    string `json:"case,omitempty"`     // "case %[1]s", in the running head and the title
	Figure  string `json:"figure,omitempty"`   // "Figure %[1]d."
	NoImage string `json:"no_image,omitempty"` // where a picture should stand
	Lossy   string `json:"lossy,omitempty"`    // on each page of a variant with reduced pictures
	Code    string `json:"code,omitempty"`     // below the QR code
}

// English are the words of a document that states none.
var English = Words{
	PageOf: "Page %[1]d of %[2]d", Case: "case %[1]s", Figure: "Figure %[1]d.", NoImage: "This picture is not available.",
	Lossy: "REDUCED PICTURES: made for the mail, not signed; the signed report has them as they are",
	Code:  "Report id and SHA-256 of the extract attached to the file",
}

// Said returns the document's words, English ones where it states none.
func (d Document) Said() Words {
	w := d.Words
	return Words{
		PageOf: first(w.PageOf, English.PageOf), Case: first(w.Case, English.Case), Figure: first(w.Figure, English.Figure),
		NoImage: first(w.NoImage, English.NoImage), Lossy: first(w.Lossy, English.Lossy), Code: first(w.Code, English.Code),
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Letterhead is how an agency heads its documents.
type Letterhead struct {
	Name  string      `json:"name,omitempty"`  // of the agency; Document.Agency says the same
	Lines []string    `json:"lines,omitempty"` // below the agency's name: address, telephone, accreditation
	Foot  string      `json:"foot,omitempty"`  // a line at the foot of every page
	Logo  image.Image `json:"-"`
}

// Attachment is a file that travels inside the PDF.
type Attachment struct {
	Name        string // of the file, ASCII, unique in the document
	MediaType   string // "application/json"
	Relation    Relation
	Description string
	Data        []byte
}

// Relation says what an attachment is to the document (ISO 19005-3, annex E; PDF 2.0, 7.11.3: AFRelationship).
type Relation string

// The relations in use.
const (
	RelationSource     Relation = "Source"
	RelationData       Relation = "Data"
	RelationSupplement Relation = "Supplement"
)

// Obligation is one of the items that ISO/IEC 17025:2017, 7.8.2.1 has a report hold, by its letter: "a" to "p".
type Obligation string

// Section is a numbered part of the document. The first has no heading: it is the head of the report.
type Section struct {
	Part    string  `json:"part,omitempty"` // of the template that made it, the same in every language; "" of a text of the template's own
	Heading string  `json:"heading,omitempty"`
	NewPage bool    `json:"new_page,omitempty"` // begins on a page of its own
	Blocks  []Block `json:"blocks"`
}

// Kind is what a block is: what was found, what was measured, what somebody thinks, where it ends. Readers must be able to tell them apart.
type Kind string

// The kinds of block.
const (
	Fact    Kind = "fact" // the zero value means the same
	Result  Kind = "result"
	Opinion Kind = "opinion"
	Limit   Kind = "limit"
)

// Block is one thing on the page; exactly one of the fields after Procedural is set.
type Block struct {
	Kind Kind `json:"kind,omitempty"`
	// Meets are the obligations that this block meets as long as something is stated in it.
	Meets []Obligation `json:"meets,omitempty"`
	// Procedural blocks tell of the document's own making (review, signature, where the log stood): they may differ between the draft that was
	// reviewed and the document that is issued, and are left out of its content digest.
	Procedural bool `json:"procedural,omitempty"`

	Heading   string     `json:"heading,omitempty"` // within a section
	Paragraph string     `json:"paragraph,omitempty"`
	Notice    *Notice    `json:"notice,omitempty"`
	Items     []string   `json:"items,omitempty"` // a list
	Pairs     []Pair     `json:"pairs,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	Figures   []*Picture `json:"figures,omitempty"` // side by side
	Sign      *SignLine  `json:"sign,omitempty"`
}

// Notice is text that is set apart because it must not be overlooked.
type Notice struct {
	Kind  NoticeKind `json:"kind"`
	Title string     `json:"title,omitempty"`
	Text  []string   `json:"text"` // paragraphs
}

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds of notice.
const (
	NoticeOpinion NoticeKind = "opinion" // the examiner's conclusion
	NoticeWarning NoticeKind = "warning"
	NoticeInfo    NoticeKind = "information"
)

// Pair is a named value.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Mono  bool   `json:"mono,omitempty"` // a hash or id, set in a font of equal widths
	// Meets are the obligations that this value meets unless it is empty or Missing.
	Meets      []Obligation `json:"meets,omitempty"`
	Missing    bool         `json:"missing,omitempty"`    // Value only says that nothing is known
	Procedural bool         `json:"procedural,omitempty"` // see Block
	// Alone has the value stand on lines of its own, below its name: it holds letters that are written from right to left.
	Alone bool `json:"alone,omitempty"`
}

// Table is a table whose first column names the row.
type Table struct {
	Columns []Column   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// Column says how a column is set.
type Column struct {
	Title string  `json:"title"`
	Share float64 `json:"share"` // of the table's width, relative to the others
	Right bool    `json:"right,omitempty"`
	Mono  bool    `json:"mono,omitempty"` // hashes and ids in it are set in a font of equal widths
}

// Picture is an image with what it shows in words.
type Picture struct {
	Number  int    `json:"number"`
	Caption string `json:"caption"`
	Alt     string `json:"alt"`
	Width   int    `json:"width_px"`
	Height  int    `json:"height_px"`
	SHA256  string `json:"sha256"`         // of the pixels: NRGBA, row by row
	Half    bool   `json:"half,omitempty"` // drawn half as wide as the page
	// UMPerPx is how much of the specimen a pixel shows; 0 where it is not known.
	UMPerPx float64     `json:"um_per_px,omitempty"`
	Image   image.Image `json:"-"`
}

// SignLine is the place where the signer is named.
type SignLine struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Place string `json:"place"`
	Date  string `json:"date"`
	Text  string `json:"text"`
}
