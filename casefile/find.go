package casefile

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
	At      string `json:"at,omitempty"`      // as recorded, RFC 3339
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
