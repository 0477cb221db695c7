package report

import (
	"image"
	"time"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/score"
)

// Facts is all that a document is made from. Which of it must be there depends on the template's subject (see subjects): a report on a
// comparison needs A, B, Comparison and Conclusion; other subjects have optional fields of their own here.
type Facts struct {
	ReportID   string
	Supersedes string // id of the report that this one replaces, where Life does not say so
	Issued     time.Time
	Code       string // what the QR code carries; empty on a draft
	Statements casefile.ReportStatements
	Life       *Life // nil: nothing is on record of review and authorisation
	Agency     Agency
	Case       casefile.Case
	A, B       Item
	Comparison casefile.Comparison
	Conclusion casefile.Conclusion
	Corrected  *casefile.Conclusion // the one that Conclusion.Supersedes names
	Scale      casefile.ConclusionScale
	Examiner   casefile.Person // who concluded
	Issuer     casefile.Person // who issues and signs the report; the examiner where there is no name
	Signer     Signer
	Log        LogState
	Software   []string   // program first; Comparison.Software says what the comparison itself ran on
	Reference  *Reference // nil: no reference set
	Domain     []string   // sentences: on which instruments, marks and ammunition the method was validated
	Limits     []string   // sentences, beside those that every report carries
	Figures    []Figure
	// Explanation is what makes the results plain: counts under other thresholds, and under other filters where somebody had them computed. Nil
	// where the comparison has none.
	Explanation *casefile.Explanation
	Examination *Examination // nil where nothing of it is on record
	// Verifications are those of the conclusion, the first asked first; none where nobody was asked.
	Verifications []Verification
	// Custody are the records of a custody record, one for each exhibit; Bench is what examination notes hold beside a comparison.
	Custody []casefile.CustodyRecord
	Bench   *Bench
	// Withheld is what Redact took out, Quoted and Suspended what the check of phrases let pass.
	Withheld  *Withholding
	Quoted    []Finding
	Suspended []SuspendedPhrase
}

// Agency is who issues the report.
type Agency struct {
	Name    string // the case's agency where empty
	Address string
}

// Item is one side of the comparison.
type Item struct {
	Exhibit casefile.Exhibit
	Parent  *casefile.Exhibit // the firearm that a test fire came from
	Event   *casefile.Event
	Capture casefile.Capture
	Mask    *casefile.MaskItem // that it was compared under; nil where the face was masked automatically
	// Custody is the exhibit's chain of custody; nil where there is none on record.
	Custody *casefile.CustodyRecord
}

func (i Item) maskID() string {
	if i.Mask == nil {
		return ""
	}
	return i.Mask.Mask.ID
}

// Signer is who will sign the file.
type Signer struct {
	Name string
	Test bool
}

// LogState is where the case's log stood when the report was made.
type LogState struct {
	Size int64  // records
	Root string // hash of the log's tree, as the log prints it
}

// Reference is a set of pairs of known origin, compared by the same method.
type Reference struct {
	Name      string       `json:"name"`
	Source    string       `json:"source,omitempty"`
	SHA256    string       `json:"sha256"`
	Domain    score.Domain `json:"domain"` // what it was measured on, and so all that it speaks for
	Method    string       `json:"method"`
	Version   string       `json:"version"`
	Standings []Standing   `json:"standings"`
}

// Standing is what the reference set says of one score.
type Standing struct {
	Score        string           `json:"score"` // name, as in imaging
	KM           int              `json:"km"`    // pairs of the same source
	KNM          int              `json:"knm"`   // of different sources
	BestKNM      float64          `json:"best_knm"`
	LowestKM     float64          `json:"lowest_km"`
	KNMAtOrAbove int              `json:"knm_at_or_above"` // known non-matches that score as high as this comparison, or higher
	KMAtOrBelow  int              `json:"km_at_or_below"`  // known matches that score as low, or lower
	Resolution   score.Resolution `json:"resolution"`
	Weight       *score.Weight    `json:"weight,omitempty"` // nil where nobody asked for it
}

// Figure is a picture for the report.
type Figure struct {
	Image   image.Image
	Caption string
	Alt     string // what it shows, for who cannot see it
	Half    bool   // half as wide as the page: two that follow each other stand side by side
	// Words says caption and alternative text in the document's language; nil: Caption and Alt stand as they are.
	Words   func(Wording) (caption, alt string) `json:"-"`
	UMPerPx float64                             // how much of the specimen a pixel shows; 0 where it is not known
}

// Synthetic reports whether any of the data was simulated.
func (f Facts) Synthetic() bool { return f.A.Capture.Synthetic || f.B.Capture.Synthetic }

// scored reports whether a method for topographies gave something.
func (f Facts) scored() bool {
	for _, r := range f.Comparison.Results {
		if r.Method != imaging.MethodPhotographs {
			return true
		}
	}
	return f.Comparison.Default != ""
}

// issuer is whose name stands at the signature.
func (f Facts) issuer() casefile.Person {
	if f.Issuer.Name == "" {
		return f.Examiner
	}
	return f.Issuer
}

// check refuses facts that do not belong together: a report about other data than its hashes say must not exist.
func (f Facts) check() error {
	bad := func(format string, args ...any) error {
		return &casefile.Error{Code: casefile.Invalid, What: "The report cannot be made: %[1]s", Do: "Open the comparison again and issue the report from there",
			Args: []any{casefile.Sentence{Format: format, Args: args}}}
	}
	switch {
	case f.ReportID == "":
		return bad("it has no report id")
	case f.Issued.IsZero():
		return bad("it has no time of issue")
	case f.Comparison.A != f.A.Capture.ID || f.Comparison.B != f.B.Capture.ID:
		return bad("the captures are not those that were compared")
	case f.Comparison.HashA != f.A.Capture.SHA256 || f.Comparison.HashB != f.B.Capture.SHA256:
		return bad("the originals are not those that were compared")
	case f.A.maskID() != f.Comparison.MaskA || f.B.maskID() != f.Comparison.MaskB:
		return bad("the masks are not those that the captures were compared under")
	case f.A.Capture.ExhibitID != f.A.Exhibit.ID || f.B.Capture.ExhibitID != f.B.Exhibit.ID:
		return bad("the captures do not belong to these exhibits")
	case f.Conclusion.ComparisonID != f.Comparison.ID:
		return bad("the conclusion is about another comparison")
	case f.Conclusion.Scale != f.Scale.ID:
		return bad("the conclusion is from another scale (%[1]s) than %[2]s", f.Conclusion.Scale, f.Scale.Name)
	case f.Corrected == nil && f.Conclusion.Supersedes != "", f.Corrected != nil && f.Corrected.ID != f.Conclusion.Supersedes:
		return bad("the conclusion that this one corrects is missing")
	case f.Examination != nil && f.Examination.Commitment != nil && (f.Examination.Commitment.ComparisonID != f.Comparison.ID || f.Examination.Commitment.By != f.Conclusion.By):
		return bad("the committed view is of another comparison or person")
	case len(f.Comparison.Results) == 0 && f.pair() != casefile.TopographyAndPhotograph:
		return bad("the comparison has no results")
	case f.pair() != casefile.TwoTopographies && f.scored():
		return bad("a comparison with a photograph has scores of topographies")
	}
	if _, ok := f.Scale.Level(f.Conclusion.Value); !ok {
		return bad("the scale %[1]s has no conclusion %[2]q", f.Scale.Name, f.Conclusion.Value)
	}
	return nil
}
