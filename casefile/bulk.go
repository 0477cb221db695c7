package casefile

// BulkOptions say what is imported in bulk: a folder with all that is in it, or what a list names.
type BulkOptions struct {
	// Folder is searched for recordings, folders in it too; each becomes an exhibit labelled by its file's name. List is a CSV file: see
	// package batch for its columns. One of them is given.
	Folder string `json:"folder,omitempty"`
	List   string `json:"list,omitempty"`
	// What is said of recordings where a row says nothing itself; Mark is required. ExhibitLabel is not used.
	Else ImportOptions `json:"else"`
}

// BulkAction is what importing a row will do.
type BulkAction string

// The actions.
const (
	BulkNew     BulkAction = "new exhibit"     // with its recording, if the row has one
	BulkAdd     BulkAction = "added recording" // of an exhibit that is in the case or comes with an earlier row
	BulkHere    BulkAction = "already here"    // the recording, known by its hash, or the exhibit of a row without one: nothing is done
	BulkProblem BulkAction = "problem"         // see Problems
)

// BulkRow is a recording, or an exhibit without one, that may be imported.
type BulkRow struct {
	Line    int    `json:"line"`              // in the list, from 1 with its header; in a folder the number of the file, from 1
	File    string `json:"file,omitempty"`    // path as it is opened
	Written string `json:"written,omitempty"` // as the list writes it

	Options     ImportOptions `json:"options"`
	Description string        `json:"description,omitempty"`
	Calibre     string        `json:"calibre,omitempty"`
	Parent      string        `json:"parent,omitempty"` // label of what it came from

	Action   BulkAction `json:"action"`
	SHA256   string     `json:"sha256,omitempty"`
	Bytes    int64      `json:"bytes,omitempty"`
	Kind     string     `json:"recorded,omitempty"` // kind of recording
	Problems []BulkCell `json:"problems,omitempty"`
}

// BulkCell is what is wrong with a cell of a row.
type BulkCell struct {
	Column string `json:"column,omitempty"` // as the list calls it; empty where it is the row
	Err    error  `json:"-"`                // an Error
	Text   string `json:"text"`             // its sentence in English
}

// BulkPlan is what a bulk import will do, before anything is done.
type BulkPlan struct {
	Rows      []BulkRow `json:"rows"`
	Delimiter string    `json:"delimiter,omitempty"` // of a list: how it was read
	Encoding  string    `json:"encoding,omitempty"`
	Ignored   []string  `json:"ignored,omitempty"` // columns that mean nothing here, or kinds of files that are no recordings
}

// Count returns how many rows a plan has of an action.
func (p BulkPlan) Count(a BulkAction) (n int) {
	for _, r := range p.Rows {
		if r.Action == a {
			n++
		}
	}
	return n
}

// BulkResult is what became of a bulk import.
type BulkResult struct {
	New    int       `json:"new_exhibits"`
	Added  int       `json:"recordings"`   // stored, those of new exhibits too
	Here   int       `json:"already_here"` // passed over: they are in the case
	Left   int       `json:"left_out"`     // rows with problems, which were left out expressly
	Failed []BulkRow `json:"failed,omitempty"`
}
