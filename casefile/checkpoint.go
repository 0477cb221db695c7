package casefile

import "time"

// Checkpoint is a head of a case's log that was signed: how many records it had and the hash over them. Whoever keeps the
// note elsewhere can tell for ever whether anything up to it was altered, removed or inserted.
type Checkpoint struct {
	ID        string    `json:"id"`
	Size      int64     `json:"size"`       // records; the checkpoint's own record comes after them
	Root      string    `json:"root"`       // hash over them, base64
	Note      string    `json:"note"`       // what was signed, and the signature: a signed note, see casefile/audit
	PublicKey string    `json:"public_key"` // Ed25519, base64: whose signature it is
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	Created   time.Time `json:"created"`

	Countersignatures []Countersignature `json:"countersignatures,omitempty"` // the first first
	Stamps            []CheckpointStamp  `json:"stamps,omitempty"`            // the first first
}

// Countersignature is a person's own signature over the note of a checkpoint. The workstation's key says which program the log is
// of; this says which person stood by it.
type Countersignature struct {
	ID          string    `json:"id"`
	Checkpoint  string    `json:"checkpoint"`  // id
	CMS         []byte    `json:"cms"`         // detached, over the note (RFC 5652), DER
	Signer      string    `json:"signer"`      // whom the certificate is for
	Certificate string    `json:"certificate"` // SHA-256 of it
	By          string    `json:"by"`
	Created     time.Time `json:"created"`
}

// CheckpointStamp is what a time-stamp service said about the note of a checkpoint: it was there at that time.
type CheckpointStamp struct {
	ID         string    `json:"id"`
	Checkpoint string    `json:"checkpoint"` // id
	Token      []byte    `json:"token"`      // RFC 3161, DER
	At         time.Time `json:"at"`         // as the token states it
	Service    string    `json:"service"`    // whom its certificate is for
	By         string    `json:"by"`
	Created    time.Time `json:"created"`
}

// LogEntry is one record of a case's log as a person reads it.
type LogEntry struct {
	N       int64     `json:"n"` // from 0
	Time    time.Time `json:"time"`
	Actor   string    `json:"actor"`
	Action  string    `json:"action"`
	Subject string    `json:"subject,omitempty"` // key of what it is about
	Detail  string    `json:"detail,omitempty"`
	Rows    []string  `json:"rows,omitempty"` // what was written: table and key
}

// LogQuery asks for a page of a case's log.
type LogQuery struct {
	Text   string // words, each of which a record must have, whatever their case; "" for every record
	Offset int    // from the newest
	Limit  int    // 0: 500
}

// LogPage is a page of a case's log, the newest record first.
type LogPage struct {
	Total   int        `json:"total"` // records in the log
	Found   int        `json:"found"` // of those, what the words let through
	Entries []LogEntry `json:"entries"`
}
