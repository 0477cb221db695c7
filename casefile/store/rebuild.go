package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
	"tracemark/casefile/sqlite"
)

// PackageMark is the file that makes a case read-only for good: it was opened from a package, and is only to be looked at.
const PackageMark = "opened-package.json"

// Rebuild makes the case in, with its own log, in the folder dir, which must not exist or be empty. Row for row and record
// for record it is the case that was given out; that it holds together is for audit/check to say, which has to be asked before
// anybody believes it.
func Rebuild(ctx context.Context, dir string, in Incoming, opts Options, progress casefile.Progress) error {
	return raise(ctx, dir, in, opts, progress, func(w *sql.DB, s *Store) error {
		tx, err := w.BeginTx(ctx, nil)
		if err != nil {
			return say(err, "begin")
		}
		defer tx.Rollback()
		names := migrationNames(s.opts.migrations)
		if err := checkSchema(in.Schema, len(names)); err != nil {
			return err
		}
		for _, name := range names[:in.Schema] {
			script, err := fs.ReadFile(s.opts.migrations, name)
			if err != nil {
				return fmt.Errorf("read migration: %w", err)
			}
			if _, err := tx.ExecContext(ctx, string(script)); err != nil {
				return say(err, "apply "+name)
			}
		}
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, in.Schema)); err != nil {
			return say(err, "apply schema")
		}
		t := &change{Tx: tx, s: s, at: s.now()}
		if err := t.rowsAsTheyAre(ctx, in, func(casefile.TableRow) bool { return true }); err != nil {
			return say(err, "write rows")
		}
		if err := copyLog(ctx, tx, in); err != nil {
			return say(err, "write log")
		}
		if err := tx.Commit(); err != nil {
			return say(err, "write case")
		}
		return nil
	})
}

// CreateFrom makes a new case in the folder dir of rows that come from elsewhere: everything but the log, which begins anew by
// saying what the case was made from. by acts; in the log under their name, and as a person of the case only where the case knows them.
func CreateFrom(ctx context.Context, dir string, in Incoming, by casefile.Person, opts Options, progress casefile.Progress) error {
	return raise(ctx, dir, in, opts, progress, func(w *sql.DB, s *Store) error {
		if err := checkSchema(in.Schema, len(migrationNames(s.opts.migrations))); err != nil {
			return err
		}
		if err := s.migrate(ctx, w, casefile.Person{Name: by.Name}); err != nil {
			return err
		}
		t, err := s.startOn(ctx, w)
		if err != nil {
			return err
		}
		defer t.Rollback()
		if err := t.rowsAsTheyAre(ctx, in, func(r casefile.TableRow) bool { return !ofTheLog[r.Table] }); err != nil {
			return say(err, "write rows")
		}
		t.actor = casefile.Person{Name: by.Name}
		err = t.QueryRowContext(ctx, `SELECT id FROM person WHERE name = ? AND agency = ? AND role = ? LIMIT 1`, by.Name, by.Agency, by.Role).Scan(&t.actor.ID)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return say(err, "read people")
		}
		p := in.Passage
		p.Kind, p.By, p.Files = casefile.MadeFrom, t.actor.ID, slices.Clone(p.Files)
		if err := t.addPassage(ctx, &p, in.Facts); err != nil {
			return say(err, "write passage")
		}
		return t.commit(ctx, string(casefile.MadeFrom), fmt.Sprintf("%s with %d log records, head %s", cmp.Or(in.Facts.LogOrigin, in.Case.Number), in.Facts.LogSize, in.Facts.LogRoot))
	})
}

// raise makes a case's folder beside its place, has fill write its database, and moves it there whole.
func raise(ctx context.Context, dir string, in Incoming, opts Options, progress casefile.Progress, fill func(w *sql.DB, s *Store) error) (err error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	opts = opts.withDefaults()
	if dir, err = filepath.Abs(dir); err != nil {
		return fmt.Errorf("create case: %w", err)
	}
	if err := cmp.Or(checkVacant(dir), opts.checkNetwork(filepath.Dir(dir))); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return folderError(dir, err)
	}
	tmp, err := disk.UnfinishedDir(filepath.Dir(dir))
	if err != nil {
		return folderError(dir, err)
	}
	defer os.RemoveAll(tmp) // gone already when it was moved
	if err := fillFolder(ctx, tmp, in, opts, progress, fill); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return folderError(dir, err)
	}
	if err := errors.Join(blob.SyncDir(tmp), os.Rename(tmp, dir), blob.SyncDir(filepath.Dir(dir))); err != nil {
		return folderError(dir, err)
	}
	return nil
}

func fillFolder(ctx context.Context, dir string, in Incoming, opts Options, progress casefile.Progress, fill func(w *sql.DB, s *Store) error) (err error) {
	blobs, err := blob.Open(filepath.Join(dir, OriginalsName))
	if err != nil {
		return err
	}
	w, err := sqlite.Open(filepath.Join(dir, DatabaseName), sqlite.Write)
	if err != nil {
		return say(err, "create case")
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	s := &Store{dir: dir, opts: opts, read: w, write: w, blobs: blobs}
	for i, o := range in.Originals {
		progress(int64(i), int64(len(in.Originals)), "Storing the originals")
		if err := putOriginal(ctx, s, o); err != nil {
			return err
		}
	}
	progress(0, 0, "Writing the rows")
	if _, err := w.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return say(err, "create case")
	}
	return fill(w, s)
}

// rowsAsTheyAre writes the rows that want says, and makes sure that each is there word for word.
func (t *change) rowsAsTheyAre(ctx context.Context, in Incoming, want func(casefile.TableRow) bool) error {
	if _, err := t.ExecContext(ctx, `PRAGMA defer_foreign_keys = ON`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	known, err := tables(ctx, t)
	if err != nil {
		return err
	}
	err = in.Rows(ctx, func(r casefile.TableRow) error {
		if !want(r) {
			return nil
		}
		i := slices.IndexFunc(known, func(t casefile.Table) bool { return t.Name == r.Table })
		if i < 0 {
			return &casefile.Error{Code: casefile.Refused, What: "There are rows of a table %[1]q that this version does not know", Do: "install the newer version", Args: []any{r.Table}}
		}
		values, err := decodeRow(known[i], r)
		if err != nil {
			return err
		}
		if err := t.insertRow(ctx, known[i], values); err != nil {
			if sqlite.IsConstraint(err) {
				return &casefile.Error{Code: casefile.Damaged, What: "A row of %[1]s (%[2]s) does not fit the others", Do: "ask the sender for it again",
					Args: []any{r.Table, r.ID}, Cause: err}
			}
			return err
		}
		return t.asItWas(r)
	})
	if err != nil {
		return err
	}
	var table string
	err = t.QueryRowContext(ctx, `SELECT coalesce((SELECT "table" FROM pragma_foreign_key_check LIMIT 1), '')`).Scan(&table)
	if err == nil && table != "" {
		return &casefile.Error{Code: casefile.Damaged, What: "A row of %[1]s names something that is not there", Do: "ask the sender for it again", Args: []any{table}}
	}
	return err
}

// asItWas makes sure that the row written last has the hash of r's text.
func (t *change) asItWas(r casefile.TableRow) error {
	if got := t.rows[len(t.rows)-1]; got.SHA256 != hashText(r.Text) {
		return &casefile.Error{Code: casefile.Damaged, What: "A row of %[1]s (%[2]s) is not written as rows are", Do: "ask the sender for it again", Args: []any{r.Table, r.ID}}
	}
	return nil
}

// copyLog writes the records as they are and computes the tree's hashes.
func copyLog(ctx context.Context, tx *sql.Tx, in Incoming) error {
	n := int64(0)
	return in.Log(ctx, func(text string) error {
		var r audit.Record
		if err := json.Unmarshal([]byte(text), &r); err != nil || r.N != n {
			return &casefile.Error{Code: casefile.Damaged, What: "Record %[1]d of the log cannot be read", Do: "ask the sender for it again", Args: []any{n}, Cause: err}
		}
		hashes, err := tlog.StoredHashes(n, []byte(text), audit.Reader(ctx, tx))
		if err != nil {
			return fmt.Errorf("hash log record: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO log_record (n, record) VALUES (?, ?)`, n, text); err != nil {
			return fmt.Errorf("write log record: %w", err)
		}
		first := tlog.StoredHashIndex(0, n)
		for i, h := range hashes {
			if _, err := tx.ExecContext(ctx, `INSERT INTO log_hash (idx, hash) VALUES (?, ?)`, first+int64(i), h[:]); err != nil {
				return fmt.Errorf("write log hash: %w", err)
			}
		}
		n++
		return nil
	})
}

// MarkOpened makes the case in the folder dir read-only for good: it shows a package, and what was changed in it would be changed
// nowhere else. text says which.
func MarkOpened(dir string, text []byte) error {
	if err := os.WriteFile(filepath.Join(dir, PackageMark), text, 0o444); err != nil {
		return folderError(dir, err)
	}
	return nil
}

// OnlyToBeLookedAt reports whether the case was opened from a package.
func (s *Store) OnlyToBeLookedAt() bool {
	_, err := os.Lstat(filepath.Join(s.dir, PackageMark))
	return err == nil
}

func fromPackage() error {
	return &casefile.Error{Code: casefile.Refused, What: "This case was opened from a package and can only be looked at",
		Do: "Take the package into a case to work with it", Cause: fmt.Errorf("claim case: %w", ErrReadOnly)}
}
