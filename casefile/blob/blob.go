// Package blob keeps originals by their SHA-256, each in a file of its own that is never changed.
//
// The file of an original with the hash abcd… is <folder>/ab/abcd…, named by the full hash in lower-case hexadecimal,
// read-only. A file appears under its name only when all of its bytes are on the disk: it is written under a temporary
// name in the same folder, synchronised, made read-only and renamed. A kill at any instant therefore leaves either the
// whole original, or a temporary file that the next Open removes.
//
// Several processes may use a folder at once: a temporary file is locked by whoever writes it, and Open removes only
// those that nobody holds. An original without a record in the case (a kill between storing it and recording it) is
// harmless and stays; nothing here ever deletes an original.
//
// Limits: on systems without flock(2) a temporary file in use is protected only by the system's own refusal to remove
// an open file. A folder's entries are synchronised where the system can do so.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tracemark/casefile"
)

const (
	tempPrefix = ".put-"
	hashLength = 2 * sha256.Size
)

// Store is a folder of originals. It is safe for use by several goroutines and processes.
type Store struct {
	dir   string
	guard func(context.Context) error // asked before each Put; nil allows it
}

// At returns the folder dir as it is, for reading: nothing is made or cleared away. Before each Put, guard is asked, which
// either makes the folder ready (see Open) or says why nothing may be stored.
func At(dir string, guard func(context.Context) error) *Store { return &Store{dir: dir, guard: guard} }

// Open opens the folder dir, creating it when it is missing, and clears away what a kill left half-written.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The folder of originals cannot be made",
			Do: "Check that the disk is there and may be written to", Cause: fmt.Errorf("make originals: %w", err)}
	}
	left, err := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	if err != nil {
		return nil, fmt.Errorf("list originals: %w", err)
	}
	for _, name := range left {
		removeAbandoned(name) // what cannot be removed now is in use, or goes next time
	}
	return &Store{dir: dir}, nil
}

// Dir returns the folder.
func (s *Store) Dir() string { return s.dir }

// Path returns the file of the original with the hash sha, whether it exists or not.
func (s *Store) Path(sha string) (string, error) {
	if !IsHash(sha) {
		return "", &casefile.Error{Code: casefile.Invalid, What: "This is not a SHA-256 in lower-case hexadecimal"}
	}
	return filepath.Join(s.dir, sha[:2], sha), nil
}

// IsHash reports whether s is a SHA-256 in the form that names originals: 64 lower-case hexadecimal digits.
func IsHash(s string) bool {
	if len(s) != hashLength {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}

// Open opens the original with the hash sha for reading. It does not read it: see Read and Verify.
func (s *Store) Open(sha string) (*os.File, error) {
	name, err := s.Path(sha)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, openError(sha, err)
	}
	return f, nil
}

// Size returns the length in bytes of the original with the hash sha.
func (s *Store) Size(sha string) (int64, error) {
	name, err := s.Path(sha)
	if err != nil {
		return 0, err
	}
	fi, err := os.Lstat(name)
	if err != nil {
		return 0, openError(sha, err)
	}
	if !fi.Mode().IsRegular() {
		return 0, damaged(sha, errors.New("not a regular file"))
	}
	return fi.Size(), nil
}

// Read returns the bytes of the original with the hash sha, having checked that they are the ones that were stored.
// What computes on an original reads it this way.
func (s *Store) Read(ctx context.Context, sha string) ([]byte, error) {
	size, err := s.Size(sha)
	if err != nil {
		return nil, err
	}
	buf := make([]byte, 0, size)
	w := sliceWriter{&buf}
	if err := s.copyChecked(ctx, &w, sha); err != nil {
		return nil, err
	}
	return buf, nil
}

// Verify reads the original with the hash sha and reports a casefile.Error with the code Damaged when it is not what
// was stored, NotFound when it is missing.
func (s *Store) Verify(ctx context.Context, sha string) error {
	return s.copyChecked(ctx, io.Discard, sha)
}

func (s *Store) copyChecked(ctx context.Context, w io.Writer, sha string) error {
	f, err := s.Open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), contextReader{ctx, f}); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &casefile.Error{Code: casefile.Failed, What: "The original %[1]s cannot be read",
			Do: "Check the disk, then the case", Args: []any{short(sha)}, Cause: err}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sha {
		return damaged(sha, fmt.Errorf("read original: hash is %s", got))
	}
	return nil
}

func openError(sha string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &casefile.Error{Code: casefile.NotFound, What: "The original %[1]s is missing",
			Do: "Restore the case from its last copy", Args: []any{short(sha)}, Cause: err}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The original %[1]s cannot be opened",
		Do: "Check the disk and the rights on the case folder", Args: []any{short(sha)}, Cause: err}
}

func damaged(sha string, cause error) error {
	return &casefile.Error{Code: casefile.Damaged, What: "The original %[1]s is not what was stored",
		Do: "Use nothing that rests on it, and restore the case from its last copy", Args: []any{short(sha)}, Cause: cause}
}

// short is a hash for people: enough digits to tell originals apart.
func short(sha string) string { return sha[:12] }

type sliceWriter struct{ b *[]byte }

func (w *sliceWriter) Write(p []byte) (int, error) { *w.b = append(*w.b, p...); return len(p), nil }

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
