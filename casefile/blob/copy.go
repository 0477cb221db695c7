package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"tracemark/casefile"
)

// List returns the hashes of all originals that there are, in order. Their bytes are not looked at.
func (s *Store) List(ctx context.Context) ([]string, error) {
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if name := d.Name(); err == nil && d.Type().IsRegular() && IsHash(name) && path == filepath.Join(s.dir, name[:2], name) {
			out = append(out, name)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The folder of originals cannot be read",
			Do: "Check the disk and the rights on the case folder", Cause: fmt.Errorf("list originals: %w", err)}
	}
	slices.Sort(out)
	return out, ctx.Err()
}

// CopyTo copies all originals to the store to, checking each against its hash, and returns how many there are and their
// length. One that share has, which may be nil, is not copied but linked to from there where the disk can do so: for copies
// that are made again and again, whose reader checks them. An original that was altered is an error (code Damaged).
func (s *Store) CopyTo(ctx context.Context, to, share *Store, progress casefile.Progress) (n int, bytes int64, err error) {
	list, err := s.List(ctx)
	if err != nil {
		return 0, 0, err
	}
	linked := map[string]bool{} // folders that were linked into
	for i, sha := range list {
		if progress != nil {
			progress(int64(i), int64(len(list)), "Copying the originals")
		}
		size, err := s.Size(sha)
		if err != nil {
			return 0, 0, err
		}
		if share != nil && to.link(share, sha, size) {
			linked[filepath.Join(to.dir, sha[:2])] = true
		} else if err := s.copyOne(ctx, to, sha); err != nil {
			return 0, 0, err
		}
		n, bytes = n+1, bytes+size
	}
	for dir := range linked {
		if err := SyncDir(dir); err != nil {
			return 0, 0, putError(err)
		}
	}
	return n, bytes, nil
}

func (s *Store) copyOne(ctx context.Context, to *Store, sha string) error {
	f, err := s.Open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	got, _, err := to.Put(ctx, f)
	if err == nil && got != sha {
		err = errors.Join(damaged(sha, fmt.Errorf("copy original: hash is %s", got)), to.remove(got))
	}
	return err
}

// remove takes away what must not stay in a copy that was refused.
func (s *Store) remove(sha string) error {
	path, err := s.Path(sha)
	if err != nil {
		return err
	}
	return os.Remove(path)
}

// link makes the original of share one of s, without a copy of its bytes, and leaves it to the caller to synchronise the
// folder. It reports whether that was done.
func (s *Store) link(share *Store, sha string, size int64) bool {
	from, err1 := share.Path(sha)
	to, err2 := s.Path(sha)
	if got, err := share.Size(sha); err1 != nil || err2 != nil || err != nil || got != size {
		return false
	}
	if err := makeDir(s.dir, filepath.Dir(to)); err != nil {
		return false
	}
	return os.Link(from, to) == nil
}

// CopyFile copies the file at from to the new file at to and sees it onto the disk.
func CopyFile(ctx context.Context, from, to string) (err error) {
	r, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if _, err := io.Copy(w, contextReader{ctx, r}); err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	return w.Sync()
}
