// Package disk knows what a case may ask of the file system that it lies on: that one program at a time holds a file, that
// the file system is one of this machine, and that what was not finished does not stay.
//
// # Holding
//
// Acquire takes the system's own lock on a file (flock; LockFileEx on Windows) and writes into the file who has it. The
// lock ends with the process, however it ends: the text that a kill leaves behind holds nobody up, and nobody has to clear
// it away. The lock is advisory: it keeps apart programs that ask for it.
//
// # Network file systems
//
// Network tells whether a folder lies on another machine. A write-ahead log needs memory that its users share, and so one
// machine (https://www.sqlite.org/wal.html, "Disadvantages" 2), and locks over a network are not kept by all that claim
// to. What cannot be told is not called a network: a false alarm would keep somebody from their case, where the worst of a
// silent network is what the file system's own locks allow.
//
// # What is not finished
//
// A case, a backup, an export or a package is made beside its place, under a name that begins with .tracemark-unfinished-, and moved
// there when it is whole; whoever makes it removes it when they cannot finish it. A killed program leaves it, and what an export is
// made in is not encrypted: so what has not been touched for 24 hours is removed when something is made in the same folder again
// (UnfinishedDir, UnfinishedFile). Where nothing is made again it stays, and can be removed by hand.
package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// Holder is who holds a file, as they said themselves.
type Holder struct {
	Person  string    `json:"person,omitempty"`
	Program string    `json:"program,omitempty"`
	PID     int       `json:"pid,omitempty"`
	Host    string    `json:"host,omitempty"`
	Since   time.Time `json:"since,omitzero"`
}

// HeldError says that somebody else holds a file. The Holder is empty where they have not said who they are.
type HeldError struct{ Holder Holder }

// Error returns the text for a log.
func (e *HeldError) Error() string {
	return fmt.Sprintf("held by %q (%s, process %d on %s)", e.Holder.Person, e.Holder.Program, e.Holder.PID, e.Holder.Host)
}

// Lock is a file that is held.
type Lock struct{ file *os.File }

// saying is how long somebody who has just taken a file may need to write who they are, and how often that is looked at.
const (
	saying  = 200 * time.Millisecond
	looking = 10 * time.Millisecond
)

// Acquire holds the file at path, making it where there is none, and writes h into it. It does not wait: where somebody
// else holds it, in this process or another, the error is a HeldError.
func Acquire(path string, h Holder) (*Lock, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, fmt.Errorf("open lock file: %w", err)
		}
		if err := lock(f); err != nil {
			defer f.Close()
			if errors.Is(err, errHeld) {
				return nil, &HeldError{Holder: read(f)}
			}
			return nil, fmt.Errorf("lock file: %w", err)
		}
		// Somebody may have removed the file between the opening and the locking; then we hold what nobody else will see.
		ours, err1 := f.Stat()
		named, err2 := os.Stat(path)
		if err1 != nil || err2 != nil || !os.SameFile(ours, named) {
			f.Close()
			continue
		}
		if err := write(f, h); err != nil {
			f.Close()
			return nil, fmt.Errorf("write lock file: %w", err)
		}
		return &Lock{f}, nil
	}
}

// Release lets the file go. It stays where it is, empty: removing it could take it from somebody who has just opened it.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

func write(f *os.File, h Holder) error {
	b, err := json.Marshal(h)
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt(append(b, '\n'), 0)
	}
	return err
}

// read reads who holds f. It is only told to a person: a text that cannot be read is a holder that is not known.
func read(f *os.File) (h Holder) {
	for end := time.Now().Add(saying); ; time.Sleep(looking) {
		b := make([]byte, 4096)
		n, _ := f.ReadAt(b, 0)
		if json.Unmarshal(b[:n], &h) == nil || time.Now().After(end) {
			return h
		}
	}
}
