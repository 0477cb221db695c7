package casefile

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Query is what somebody searches a case for.
type Query struct {
	// Text is words; each must occur, in any order, whatever their case and accents. A word also finds what begins with it;
	// "words in quotes" are looked for as they stand. Empty finds everything that the filters let through, the newest first.
	Text  string   `json:"text"`
	Kinds []string `json:"kinds,omitempty"` // FoundKinds; none: all
	From  string   `json:"from,omitempty"`  // date, YYYY-MM-DD, of the recording in the case
	To    string   `json:"to,omitempty"`    // inclusive
	By    string   `json:"by,omitempty"`    // person id
	// Earlier includes versions that were replaced.
	Earlier bool `json:"earlier,omitempty"`
	Offset  int  `json:"offset,omitempty"`
	Limit   int  `json:"limit,omitempty"` // 0: 100
}

// mostWords is how long a query's text may be, in characters: what is longer was pasted by mistake.
const mostWords = 300

// Check refuses a query that cannot be meant.
func (q Query) Check() error {
	if utf8.RuneCountInString(q.Text) > mostWords {
		return &Error{Code: Invalid, What: "The search is longer than %[1]d characters", Do: "Search for fewer words", Args: []any{mostWords}}
	}
	for _, k := range q.Kinds {
		if !slices.Contains(FoundKinds(), k) {
			return &Error{Code: Invalid, What: "Nothing of the kind %[1]q can be searched for", Do: "Use one of: %[2]s", Args: []any{k, strings.Join(FoundKinds(), ", ")}}
		}
	}
	for _, day := range []string{q.From, q.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return &Error{Code: Invalid, What: "%[1]q is no date", Do: "Write it as 2026-12-31", Args: []any{day}, Cause: err}
		}
	}
	if q.From != "" && q.To != "" && q.From > q.To {
		return &Error{Code: Invalid, What: "The search is from %[1]s to %[2]s, which is before it", Do: "Exchange the dates", Args: []any{q.From, q.To}}
	}
	return nil
}

// Sentence says what was searched for, as the case's log keeps it.
func (q Query) Sentence() string {
	said := q.Text
	add := func(name, value string) {
		if value != "" {
			said += "; " + name + " " + value
		}
	}
	add("kinds", strings.Join(q.Kinds, ", "))
	add("from", q.From)
	add("to", q.To)
	add("by", q.By)
	if q.Earlier {
		said += "; earlier versions too"
	}
	return strings.ToValidUTF8(said, "\uFFFD")
}

// Found is something of a case that a search found.
type Found struct {
	Kind    string `json:"kind"`    // one of FoundKinds
	Subject string `json:"subject"` // id of what to open: of an exhibit, a comparison, a document, ...
	Row     string `json:"row"`     // which row it is: table and key
	Title   string `json:"title"`
	// Excerpt is a piece of the text around what was found; what was found stands between FoundStart and FoundEnd.
	Excerpt string `json:"excerpt"`
	Earlier bool   `json:"earlier,omitempty"` // a version that was replaced
	By      string `json:"by,omitempty"`      // person id
	ByName  string `json:"by_name,omitempty"`
	At      string `json:"at,omitempty"` // as recorded, RFC 3339

	// Of says what it belongs to: an exhibit's label, or both of a comparison; it is empty where Title says it.
	Of           string `json:"of,omitempty"`
	ExhibitID    string `json:"exhibit_id,omitempty"`    // of what it belongs to, where it belongs to one
	ComparisonID string `json:"comparison_id,omitempty"` // the same
	Number       int    `json:"number,omitempty"`        // of the comparison
	CasePath     string `json:"case_path,omitempty"`     // in a search of all cases
	CaseNumber   string `json:"case_number,omitempty"`
}

// What was found stands between these in an excerpt; no text of a case has them.
const (
	FoundStart = "\x02"
	FoundEnd   = "\x03"
)

// FoundList is a page of what was found.
type FoundList struct {
	Total int     `json:"total"`
	More  bool    `json:"more,omitempty"` // there are more than Total: the search is to be narrowed
	Found []Found `json:"found"`
}

// FoundKinds are the kinds of things that a search tells apart, in the order in which they are shown.
func FoundKinds() []string {
	return []string{"case", "exhibit", "recording", "event", "comparison", "conclusion", "annotation", "verification", "custody", "document", "hit", "report",
		"candidate list", "person", "other"}
}
