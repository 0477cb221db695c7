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
	"tracemark/casefile/disk"
)

// Put stores what r gives and returns its hash and length. When it returns without an error the original is on the
// disk to stay. Storing the same bytes again changes nothing; should the stored ones have been altered meanwhile, that
// is reported (code Damaged), not repaired, because somebody has to know.
func (s *Store) Put(ctx context.Context, r io.Reader) (sha string, size int64, err error) {
	if s.guard != nil {
		if err := s.guard(ctx); err != nil {
			return "", 0, err
		}
	}
	f, err := s.temp()
	if err != nil {
		return "", 0, putError(err)
	}
	name := f.Name()
	defer func() {
		f.Close()
		os.Remove(name) // gone already when it was renamed
	}()
	h := sha256.New()
	src := &source{r: contextReader{ctx, r}}
	size, err = io.Copy(io.MultiWriter(f, h), src)
	switch {
	case ctx.Err() != nil:
		return "", 0, ctx.Err()
	case src.err != nil: // the giver's own trouble, in its own words
		return "", 0, fmt.Errorf("read original: %w", src.err)
	case err != nil:
		return "", 0, putError(err)
	}
	sha = hex.EncodeToString(h.Sum(nil))
	if err := s.keep(ctx, f, sha); err != nil {
		return "", 0, err
	}
	return sha, size, nil
}

// keep gives the finished temporary file f its name.
func (s *Store) keep(ctx context.Context, f *os.File, sha string) error {
	dir := filepath.Join(s.dir, sha[:2])
	if err := makeDir(s.dir, dir); err != nil {
		return putError(err)
	}
	final := filepath.Join(dir, sha)
	switch _, err := os.Lstat(final); {
	case err == nil:
		if err := s.Verify(ctx, sha); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		if err := errors.Join(f.Sync(), f.Chmod(0o444)); err != nil {
			return putError(err)
		}
		if err := rename(f, final); err != nil {
			return putError(err)
		}
	default:
		return putError(err)
	}
	// Also for an original that was there: whoever put it may have been killed before its folder was synchronised.
	if err := SyncDir(dir); err != nil {
		return putError(err)
	}
	return nil
}

// temp makes a temporary file and holds its lock. Another process may clear it away between the making and the locking;
// then the name no longer leads to our file, and we make another.
func (s *Store) temp() (*os.File, error) {
	for {
		f, err := os.CreateTemp(s.dir, tempPrefix+"*")
		if err != nil {
			return nil, fmt.Errorf("make temporary file: %w", err)
		}
		if err := lock(f); err != nil {
			f.Close()
			os.Remove(f.Name())
			return nil, fmt.Errorf("lock temporary file: %w", err)
		}
		ours, err1 := f.Stat()
		named, err2 := os.Lstat(f.Name())
		if err1 == nil && err2 == nil && os.SameFile(ours, named) {
			return f, nil
		}
		f.Close()
	}
}

func makeDir(parent, dir string) error {
	err := os.Mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return SyncDir(parent)
}

func putError(err error) error {
	if disk.IsFull(err) {
		return &casefile.Error{Code: casefile.Failed, What: "The disk is full, the original is not stored", Do: "Make room and try again",
			Cause: fmt.Errorf("store original: %w", err)}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The original cannot be stored",
		Do: "Check that the disk has room and that the case folder may be written to", Cause: fmt.Errorf("store original: %w", err)}
}

// source remembers the error of the reader that originals come from, to tell it from one of the disk.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}
