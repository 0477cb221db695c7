package casefile

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// LabelPrefix begins every code on a label; the digit is the version of the code's form.
const LabelPrefix = "TMK1"

// The digits of a code after its prefix: of the case, of the exhibit, and one to check them by. Capitals and digits alone are
// typed alike by most keyboard layouts that a scanner may be set to, and make a short Code 128.
const (
	caseDigits    = 5
	exhibitDigits = 11
	LabelLength   = len(LabelPrefix) + caseDigits + exhibitDigits + 1
)

// LabelCode is the text of an exhibit's QR code and bar code. It follows from the ids alone, so that a label printed anew says
// the same. Two of 10,000 exhibits of a case have the same one with a probability of 0.0005: whoever looks one up must see whether
// there is only one.
func LabelCode(caseID, exhibitID string) string {
	digits := fmt.Sprintf("%0*d%0*d", caseDigits, remainder(caseID, 1e5), exhibitDigits, remainder(exhibitID, 1e11))
	code := LabelPrefix[3:] + digits
	return LabelPrefix + digits + string(checkDigit(code))
}

// remainder is the hash of an id modulo n.
func remainder(id string, n uint64) uint64 {
	h := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint64(h[:8]) % n
}

// checkDigit returns the check character of digits by ISO/IEC 7064, MOD 11,10: it finds every single wrong digit and nearly every
// pair that changed places.
func checkDigit(digits string) byte {
	p := 10
	for _, d := range digits {
		s := (p + int(d-'0')) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return byte('0' + (11-p)%10)
}

// ParseLabelCode returns the code in text as a scanner or a person typed it: spaces and small letters do not matter.
func ParseLabelCode(text string) (string, error) {
	code := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	digits, ok := strings.CutPrefix(code, LabelPrefix[:3])
	wrong := &Error{Code: Invalid, What: "%[1]q is no code of a label", Do: "Scan or type the whole code, which begins with %[2]s and has %[3]d characters",
		Args: []any{text, LabelPrefix, LabelLength}}
	if !ok || len(code) != LabelLength || digits[0] != LabelPrefix[3] || strings.Trim(digits, "0123456789") != "" {
		return "", wrong
	}
	if last := len(digits) - 1; digits[last] != checkDigit(digits[:last]) {
		return "", &Error{Code: Invalid, What: "A character of the code %[1]s is wrong", Do: "Scan or type it again", Args: []any{code}}
	}
	return code, nil
}

// SameCase reports whether the code may be of the case with the id.
func SameCase(code, caseID string) bool {
	return code[:len(LabelPrefix)+caseDigits] == LabelCode(caseID, "")[:len(LabelPrefix)+caseDigits]
}

// OfExhibit reports whether the code may be that of the exhibit with the id.
func OfExhibit(code, exhibitID string) bool {
	from := len(LabelPrefix) + caseDigits
	return code[from:from+exhibitDigits] == LabelCode("", exhibitID)[from:from+exhibitDigits]
}

// LabelTarget is the exhibit that a scanned code means.
type LabelTarget struct {
	CasePath   string  `json:"case_path"`
	CaseNumber string  `json:"case_number"`
	Exhibit    Exhibit `json:"exhibit"`
	// OtherCase is true where the label was printed in another case than this: the exhibit was taken over from there.
	OtherCase bool `json:"other_case,omitempty"`
}

// Label is what is printed on an exhibit's label.
type Label struct {
	Agency       string `json:"agency"`
	CaseNumber   string `json:"case_number"`
	Exhibit      string `json:"exhibit"` // its label within the case
	Kind         string `json:"kind"`
	Description  string `json:"description,omitempty"`
	HandlingCode string `json:"handling_code,omitempty"`
	ID           string `json:"id"`
	Code         string `json:"code"`
	Notice       string `json:"notice,omitempty"` // such as that the case is a demonstration
}

// LabelSheet is a form of label paper, in millimetres. Labels are counted from 1, row by row.
type LabelSheet struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	PageW   float64 `json:"page_width"`
	PageH   float64 `json:"page_height"`
	Columns int     `json:"columns"`
	Rows    int     `json:"rows"`
	Left    float64 `json:"left"` // of the first label, from the edge of the page
	Top     float64 `json:"top"`
	Width   float64 `json:"width"` // of a label
	Height  float64 `json:"height"`
	StepX   float64 `json:"step_x"` // from a label to the next
	StepY   float64 `json:"step_y"`
}

// PerPage returns how many labels are on a page.
func (s LabelSheet) PerPage() int { return s.Columns * s.Rows }

// LabelSheets returns the forms of paper that are known, the usual one first.
func LabelSheets() []LabelSheet {
	return []LabelSheet{
		{ID: "a4-70x37", Name: "A4, 24 × 70 × 37 mm", PageW: 210, PageH: 297, Columns: 3, Rows: 8, Left: 0, Top: 0.5, Width: 70, Height: 37, StepX: 70, StepY: 37},
		{ID: "a4-99x57", Name: "A4, 10 × 99.1 × 57 mm", PageW: 210, PageH: 297, Columns: 2, Rows: 5, Left: 4.65, Top: 6, Width: 99.1, Height: 57, StepX: 101.6, StepY: 57},
		{ID: "roll-62x40", Name: "62 mm × 40 mm", PageW: 62, PageH: 40, Columns: 1, Rows: 1, Width: 62, Height: 40, StepX: 62, StepY: 40},
		{ID: "single-100x50", Name: "100 mm × 50 mm", PageW: 100, PageH: 50, Columns: 1, Rows: 1, Width: 100, Height: 50, StepX: 100, StepY: 50},
	}
}

// LabelSheetCalled returns the form of paper with the id, the usual one for "".
func LabelSheetCalled(id string) (LabelSheet, error) {
	var ids []string
	for _, s := range LabelSheets() {
		if s.ID == id || id == "" {
			return s, nil
		}
		ids = append(ids, s.ID)
	}
	return LabelSheet{}, &Error{Code: Invalid, What: "There is no label paper called %[1]q", Do: "Choose one of %[2]s", Args: []any{id, strings.Join(ids, ", ")}}
}

// LabelOptions say how labels are printed. The zero value is the usual paper from its first place on.
type LabelOptions struct {
	Sheet  string                 // id of the LabelSheet
	Start  int                    // the first place to print on, from 1
	Target string                 // the file; "" for one in the data folder
	Kinds  map[ExhibitKind]string // the words to print, where not the English ones
}
