package check

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// originalNamed is what the rows say of an original.
type originalNamed struct {
	size int64 // -1 where no row states it
	by   string
}

// originals reads every original from end to end.
func (c *checker) originals(ctx context.Context) error {
	c.names = map[string]originalNamed{}
	for _, n := range naming {
		if there, err := c.hasTable(ctx, n.table); err != nil {
			return err
		} else if !there { // a case of an earlier schema
			continue
		}
		if err := c.each(ctx, `SELECT `+n.column+`, `+n.size+`, '`+n.noun+` ' || `+n.id+` FROM `+n.table+` `+n.where, c.nameOriginal); err != nil {
			return err
		}
	}
	c.named = len(c.names)
	root := filepath.Join(c.dir, originalsName)
	hashes := make([]string, 0, len(c.names))
	for sha := range c.names {
		hashes = append(hashes, sha)
	}
	slices.Sort(hashes)
	for i, sha := range hashes {
		c.progress(int64(i), int64(len(hashes)), "Reading the originals")
		c.original(ctx, root, sha)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return c.strangers(ctx, root)
}

// naming are the tables whose rows name an original, the ones that state its size last.
var naming = []struct{ table, noun, id, column, size, where string }{
	{"issued_report", "report", "id", "sha256", "-1", ""}, {"report_step", "step of a report", "id", "file_sha256", "-1", `WHERE file_sha256 <> ''`}, {"report_copy", "copy of the report", "report_id", "sha256", "-1", ""},
	{"report_withheld", "withheld facts of the report", "report_id", "sha256", "-1", ""}, {"snapshot", "snapshot", "id", "sha256", "-1", ""}, {"mask", "mask", "id", "sha256", "-1", ""}, {"document", "document", "id", "sha256", "size", ""},
	{"passage_file", "paper of what came in", "id", "sha256", "size", ""}, {"capture", "capture", "id", "sha256", "size", ""},
}

func (c *checker) nameOriginal(rows *sql.Rows) error {
	var sha string
	var o originalNamed
	if err := rows.Scan(&sha, &o.size, &o.by); err != nil {
		return err
	}
	if before, ok := c.names[sha]; ok && before.size >= 0 && o.size >= 0 && before.size != o.size {
		c.problem("The rows state two sizes for the original %s.", sha)
	}
	if before, ok := c.names[sha]; ok && o.size < 0 { // one file that two rows name: the size that one states counts
		o.size = before.size
	}
	c.names[sha] = o
	return nil
}

func (c *checker) hasTable(ctx context.Context, name string) (bool, error) {
	var n int
	err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?`, name).Scan(&n)
	return n > 0, err
}

func (c *checker) original(ctx context.Context, root, sha string) {
	o := c.names[sha]
	if !isHash(sha) {
		c.problem("The %s names an original by %q, which is not a SHA-256.", o.by, sha)
		return
	}
	got, size, err := hashFile(ctx, filepath.Join(root, sha[:2], sha))
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, fs.ErrNotExist):
		c.problem("The original %s of the %s is missing.", sha, o.by)
	case err != nil:
		c.problem("The original %s of the %s cannot be read: %v.", sha, o.by, err)
	case got != sha:
		c.problem("The original %s of the %s was altered: its SHA-256 is %s.", sha, o.by, got)
	case o.size >= 0 && size != o.size:
		c.problem("The original %s has %d bytes, and the %s says %d.", sha, size, o.by, o.size)
	}
}

// strangers lists what no row names. It is no sign of tampering in itself: an import that was killed between storing an
// original and recording it leaves one behind.
func (c *checker) strangers(ctx context.Context, root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == root && errors.Is(err, fs.ErrNotExist) {
				c.problem("The folder of originals is missing.")
				return nil
			}
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name := d.Name()
		if _, ok := c.names[name]; d.IsDir() || ok && path == filepath.Join(root, name[:2], name) {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, ".put-") {
			c.note("Among the originals there is %s, which an interrupted import left.", rel)
			return nil
		}
		got, _, err := hashFile(ctx, path)
		switch {
		case err != nil:
			c.problem("Among the originals there is %s, which cannot be read: %v.", rel, err)
		case isHash(name) && got != name:
			c.problem("Among the originals there is %s, which is not what its name says.", rel)
		default:
			c.note("Among the originals there is %s, which nothing in the case names.", rel)
		}
		return nil
	})
}

// isHash reports whether s is a SHA-256 as originals are named by; nothing else is made into a path.
func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && s == strings.ToLower(s)
}

// hashFile hashes a regular file; a link is not followed, since it leads to something that may change.
func hashFile(ctx context.Context, path string) (sha string, size int64, err error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return "", 0, err
	}
	if !fi.Mode().IsRegular() {
		return "", 0, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	buf := make([]byte, 1<<20)
	for {
		n, err := f.Read(buf)
		h.Write(buf[:n])
		size += int64(n)
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), size, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return "", 0, err
		}
	}
}
