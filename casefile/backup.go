package casefile

import "time"

// Backup is what a backup of a case says of itself. Whoever restores it holds the case in it against this.
type Backup struct {
	CaseID  string    `json:"case_id"`
	Number  string    `json:"number"` // the agency's own number of the case
	Title   string    `json:"title"`
	From    string    `json:"from"`    // the case's folder: a restored case has the same id
	At      time.Time `json:"at"`      // of the state that was copied
	Records int64     `json:"records"` // of the case's log
	Root    string    `json:"root"`    // hash over all of them, base64
	// Originals is how many there are, Bytes their length together with the database's.
	Originals int   `json:"originals"`
	Bytes     int64 `json:"bytes"`
	// Path is the backup's folder. It is not kept in it.
	Path string `json:"path,omitempty"`
}

// BackupState is how a case's backups stand at this workstation.
type BackupState struct {
	// Backups are those in Folder that say what they are, the newest first.
	Backups []Backup `json:"backups"`
	Folder  string   `json:"folder"`
	// Tried is when one was last made or should have been, Failed why that did not succeed; nil where it did.
	Tried  time.Time `json:"tried,omitzero"`
	Failed error     `json:"-"`
	// EveryHours is how often one is made while the case is open here, 0 for never; Keep how many of them are kept.
	EveryHours int `json:"every_hours"`
	Keep       int `json:"keep"`
	// Read is when all originals had last been read from end to end and compared with their hashes; zero for never.
	Read time.Time `json:"read,omitzero"`
	// Alerts is what was found wrong: see CaseRef.
	Alerts []Sentence `json:"-"`
}
