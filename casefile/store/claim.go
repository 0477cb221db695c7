package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
	"tracemark/casefile/sqlite"
)

// LockName is the file within a case's folder that the one program which may write the case holds. It says who that is; a
// text in it that nobody holds is what a kill left, and means nothing.
const LockName = "case.lock"

// ErrReadOnly is the cause of every refusal to write a case that can only be read: another program has it, or the place
// cannot be written to. Nothing is wrong with the case.
var ErrReadOnly = errors.New("the case can only be read")

// Claim makes this store the one that may write the case, until it is closed. Every call that changes something claims
// first, so that this is for somebody who means to work on the case for a while and wants to know beforehand. It does not
// wait: where the case can only be read, the error says why, and by whom it is held (cause ErrReadOnly). It may be asked
// again at any time.
func (s *Store) Claim(ctx context.Context) error {
	_, err := s.writer(ctx)
	return err
}

// Unclaim gives up the right to write that Claim took, so that another program may. The store stays open for reading, and its next
// change claims again.
func (s *Store) Unclaim() error {
	s.claiming.Lock()
	defer s.claiming.Unlock()
	if s.write == nil {
		return nil
	}
	err := errors.Join(s.write.Close(), s.lock.Release())
	s.write, s.lock = nil, nil
	if err != nil {
		return say(err, "give the case up")
	}
	return nil
}

// Claimed reports whether this store may write the case.
func (s *Store) Claimed() bool {
	s.claiming.Lock()
	defer s.claiming.Unlock()
	return s.write != nil
}

// Unwritable reports whether the case was opened from a place that cannot be written to, or is a backup.
func (s *Store) Unwritable() bool { return s.frozen != nil && !s.backup && !s.full }

// writer returns the connection that writes, claiming the case when that has not been done.
func (s *Store) writer(ctx context.Context) (*sql.DB, error) {
	s.claiming.Lock()
	defer s.claiming.Unlock()
	switch {
	case s.closed:
		return nil, &casefile.Error{Code: casefile.Failed, What: "The case is closed", Do: "Open it again", Cause: sql.ErrConnDone}
	case s.write != nil:
		return s.write, nil
	case s.OnlyToBeLookedAt():
		return nil, fromPackage()
	case s.backup:
		return nil, &casefile.Error{Code: casefile.Refused, What: "This is a backup of a case, so it can only be read", Do: "Restore it to another folder to work on it",
			Cause: fmt.Errorf("claim case: %w", ErrReadOnly)}
	case s.full:
		return nil, fullToRead(errors.New("there was no room to open it otherwise"))
	case s.frozen != nil:
		return nil, unwritable(errors.New("opened as a file that nobody changes"))
	}
	held, err := disk.Acquire(filepath.Join(s.dir, LockName), s.holder())
	if err != nil {
		return nil, refusal(err)
	}
	w, err := s.prepare(ctx)
	if err != nil {
		return nil, errors.Join(err, held.Release())
	}
	s.write, s.lock = w, held
	return w, nil
}

// prepare opens the connection that writes and brings the case's schema up to date.
func (s *Store) prepare(ctx context.Context) (*sql.DB, error) {
	if _, err := blob.Open(s.blobs.Dir()); err != nil { // makes the folder where it is missing, and clears up in it
		return nil, err
	}
	w, err := sqlite.Open(filepath.Join(s.dir, DatabaseName), sqlite.Write)
	if err != nil {
		return nil, say(err, "open case")
	}
	if err := s.migrate(ctx, w, casefile.Person{}); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (s *Store) holder() disk.Holder {
	host, _ := os.Hostname() // said to people only: none is none
	return disk.Holder{Person: s.opts.Person, Program: cmp.Or(s.opts.Program, programName(os.Args)), PID: os.Getpid(), Host: host, Since: s.now()}
}

// programName is how a program started with args is called: with its verb, and nothing that could name a case.
func programName(args []string) string {
	name := strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	if len(args) > 1 && !strings.ContainsAny(args[1], `-./\: `) {
		name += " " + args[1]
	}
	return name
}

// refusal says why a case cannot be claimed.
func refusal(err error) error {
	var held *disk.HeldError
	cause := fmt.Errorf("claim case: %w: %w", ErrReadOnly, err)
	switch {
	case errors.As(err, &held):
		h := held.Holder
		if h == (disk.Holder{}) {
			return &casefile.Error{Code: casefile.Refused, What: "Another program has this case open, so it can only be read here",
				Do: "Close it there to change it here", Cause: cause}
		}
		return &casefile.Error{Code: casefile.Refused,
			What: "%[1]s has this case open since %[2]s (%[3]s, process %[4]d on %[5]s), so it can only be read here", Do: "Close it there to change it here",
			Args: []any{cmp.Or(h.Person, "Somebody"), h.Since.Local().Format("2006-01-02 15:04"), h.Program, h.PID, h.Host}, Cause: cause}
	case disk.IsReadOnly(err):
		return unwritable(err)
	case disk.IsFull(err):
		return fullToRead(err)
	}
	return &casefile.Error{Code: casefile.Failed, What: "The case can only be read: this disk cannot keep two programs apart",
		Do: "Copy the case to a disk of this machine to change it", Cause: cause}
}

func unwritable(err error) error {
	return &casefile.Error{Code: casefile.Refused, What: "The case lies where it cannot be written to, so it can only be read",
		Do: "Copy it to a disk that can be written to, or have the rights on its folder changed", Cause: fmt.Errorf("claim case: %w: %w", ErrReadOnly, err)}
}

// A case on a full disk can only be read until there is room; nothing is wrong with it.
func fullToRead(cause error) error {
	return &casefile.Error{Code: casefile.Failed, What: "The disk is full, so the case can only be read", Do: "Make room and try again",
		Cause: fmt.Errorf("claim case: %w: %w", ErrReadOnly, cause)}
}

func fullDisk(cause error) error {
	return &casefile.Error{Code: casefile.Failed, What: "The disk is full, nothing was changed", Do: "Make room and try again",
		Cause: fmt.Errorf("%w: %w", ErrReadOnly, cause)}
}

// room reports whether the disk of the folder dir has room for what SQLite keeps beside a case that is open.
func room(dir string) bool {
	f, err := disk.UnfinishedFile(dir)
	if err != nil {
		return false
	}
	_, err = f.Write(make([]byte, 64<<10))
	return errors.Join(err, f.Close(), os.Remove(f.Name())) == nil
}

// fileState tells whether somebody wrote to a database.
type fileState struct {
	wal           bool
	size, modTime int64
}

func stateOf(path string) (s fileState) {
	if fi, err := os.Stat(path); err == nil {
		s.size, s.modTime = fi.Size(), fi.ModTime().UnixNano()
	}
	fi, err := os.Stat(path + "-wal")
	s.wal = err == nil && fi.Size() > 0
	return s
}

// Stale reports whether what this store reads may no longer be what the case holds, so that it has to be opened again. It
// happens only to one opened from a place that could not be written to or was full (see Open), when somebody else has written there or
// the place can be written to, or has room, now.
func (s *Store) Stale() bool {
	if s.frozen == nil {
		return false
	}
	if stateOf(filepath.Join(s.dir, DatabaseName)) != *s.frozen {
		return true
	}
	if s.backup {
		return false
	}
	if s.full {
		return room(s.dir)
	}
	held, err := disk.Acquire(filepath.Join(s.dir, LockName), disk.Holder{PID: os.Getpid(), Since: time.Now()})
	if err != nil {
		return !disk.IsReadOnly(err)
	}
	return held.Release() == nil
}
