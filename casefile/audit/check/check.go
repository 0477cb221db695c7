// Package check finds out whether a case is what its log says. It reads the folder with its own SQL, recomputes every
// hash, and shares nothing with the package that writes cases but the form in which rows and records are hashed (package
// audit). It works on cases of any schema number, since the log binds the schema too.
//
// # What is checked
//
//   - the database file: SQLite's integrity and foreign-key checks;
//   - the log: records numbered without gaps, each record's hash, every inner hash of the tree, and nothing beyond;
//   - the rows: each row of each table has exactly one record with its hash, each recorded row is there, and the schema
//     (tables, indexes, triggers) is the recorded one;
//   - the people: the states of whoever acts through an account are numbered without gaps;
//   - the masks: the versions of a recording's mask are numbered without gaps and made from one another, and a comparison
//     used masks of its own recordings;
//   - the examinations: annotations, snapshots and choices of snapshots are numbered without gaps, and a committed view names
//     annotations that there are;
//   - the scales: a conclusion or a committed view is one of the levels of the scale that is stored with it;
//   - the custody: events are numbered without gaps, and what does not fit the events before is stated as such and explained;
//   - the descriptions: versions of events, documents and hits are numbered without gaps, nothing came from itself, and a hit
//     links the exhibits of its comparison;
//   - the passages: a package, export or list that left or came in is named by its hashes, and of what came in the papers are kept;
//   - the reports: versions and steps are numbered without gaps, each step was taken in a state and by somebody that it can be taken in and by, on
//     the text that was submitted, the issued file is the signed one, and an amendment names a report that was issued with that hash;
//   - the originals: each one that a capture, a document, a mask, a snapshot or a step of a report names is there with its hash and size,
//     and each file among the originals is what its name says;
//   - the checkpoints in the case: each is signed by the key beside it, lies in the log's history and was recorded right after it; what
//     people and time-stamp services put on one is about it (whether those signatures are good is not found out here: Report hands them over);
//   - earlier heads of the log that the caller knows of, such as from a signed checkpoint or a printed report.
//
// # What cannot be found
//
// Somebody who removes the last changes together with their records, or recomputes the entire log after an alteration,
// leaves a case that agrees with itself. So does a copy that leaves out case.db-wal, where the last changes may be. Only
// an earlier head kept elsewhere shows it: hand it to Against.
//
// # It changes nothing
//
// A case without a write-ahead log (closed in an orderly way) is read as an immutable file: no lock, no file made, also
// from a write-protected medium; should somebody begin to write meanwhile, the check starts over. A case with one (open
// elsewhere, or left by a kill) is opened read-only, and neither the database nor its log is written. SQLite may then
// make or renew case.db-shm, an index of the log without content of its own.
package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/sqlite"
)

// The names within a case's folder, stated here again on purpose: see package store.
const (
	databaseName  = "case.db"
	originalsName = "originals"
	applicationID = 0x544d726b
)

// Report is the outcome of a check.
type Report struct {
	OK          bool         // there are no Problems
	Records     int          // in the log
	RootHash    string       // over all of them, base64 as tlog prints it
	Originals   int          // that the case names
	Scales      []Scale      // that something was concluded on, as stored; by name
	Checkpoints []Checkpoint // signed heads in the case whose signatures are good, the first first
	CaseID      string       // as its first version says; "" where it cannot be read
	Problems    []string     // sentences, each a sign of damage or tampering
	Notes       []string     // sentences that are no sign of either, such as an original that a killed import left behind
}

// maxProblems bounds the list: a case altered from end to end is not described better by a million sentences.
const maxProblems = 500

// Check checks the case in the folder dir. The error is for what kept it from being checked at all: no such case, a
// file that is no database, a cancelled context. progress may be nil.
func Check(ctx context.Context, dir string, progress casefile.Progress) (Report, error) {
	return Against(ctx, dir, nil, progress)
}

// Against is Check for somebody who knows earlier heads of the case's log: each must be found in its history.
func Against(ctx context.Context, dir string, known []tlog.Tree, progress casefile.Progress) (Report, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	path := filepath.Join(dir, databaseName)
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && fi.Size() == 0 {
		return Report{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a Tracemark case",
			Do: "Choose the folder of a case", Args: []any{dir}, Cause: err}
	}
	if err != nil {
		return Report{}, unreadable(err)
	}
	before := state(path)
	mode := sqlite.Frozen
	if before.wal {
		mode = sqlite.Read
	}
	r, err := run(ctx, dir, mode, known, progress)
	if mode == sqlite.Frozen && ctx.Err() == nil && state(path) != before {
		return run(ctx, dir, sqlite.Read, known, progress)
	}
	return r, err
}

// fileState tells whether somebody wrote to a database meanwhile.
type fileState struct {
	wal           bool
	size, modTime int64
}

func state(path string) (s fileState) {
	if fi, err := os.Stat(path); err == nil {
		s.size, s.modTime = fi.Size(), fi.ModTime().UnixNano()
	}
	fi, err := os.Stat(path + "-wal")
	s.wal = err == nil && fi.Size() > 0
	return s
}

// run checks the case as one snapshot.
func run(ctx context.Context, dir string, mode sqlite.Mode, known []tlog.Tree, progress casefile.Progress) (Report, error) {
	db, err := sqlite.Open(filepath.Join(dir, databaseName), mode)
	if err != nil {
		return Report{}, unreadable(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Report{}, unreadable(err)
	}
	defer tx.Rollback()
	c := &checker{db: tx, dir: dir, progress: progress}
	if err := c.file(ctx); err != nil {
		return Report{}, err
	}
	// A step that cannot be finished is a finding; the others may still find more.
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"database", c.integrity}, {"log", c.log}, {"rows", c.rows}, {"people", c.people}, {"masks", c.masks}, {"examinations", c.examinations}, {"scales", c.scales}, {"custody", c.custody}, {"descriptions", c.descriptions}, {"passages", c.passages}, {"checkpoints", c.checkpoints}, {"verifications", c.verifications}, {"reports", c.reports}, {"originals", c.originals},
	} {
		if err := step.do(ctx); err != nil {
			c.problem("The %s cannot be read: %v.", step.name, err)
		}
		if ctx.Err() != nil {
			return Report{}, ctx.Err()
		}
	}
	c.heads(known)
	return c.finish(), nil
}

func (c *checker) finish() Report {
	r := Report{Records: int(c.size), RootHash: c.root.String(), Originals: c.named, Scales: c.used, Checkpoints: c.signed, CaseID: c.caseID, Problems: c.problems, Notes: c.notes}
	if c.more > 0 {
		r.Problems = append(r.Problems, fmt.Sprintf("There are %d more problems.", c.more))
	}
	r.OK = len(r.Problems) == 0
	return r
}

func unreadable(err error) error {
	if sqlite.IsCorrupt(err) {
		return &casefile.Error{Code: casefile.Damaged, What: "The case's database is damaged or not a database",
			Do: "Restore the case from its last copy", Cause: err}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The case cannot be read",
		Do: "Check the disk and your rights on the folder, or copy the case to a disk that can be written to", Cause: err}
}
