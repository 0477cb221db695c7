package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
	"tracemark/casefile/sqlite"
)

// BackupName is the file that makes a case's folder a backup: a casefile.Backup as JSON. A folder that has it is opened for
// reading only.
const BackupName = "backup.json"

// Backup copies the case, as it is at one instant, into the new folder to, while it may be read and written. The folder is
// that of a case, with BackupName beside it; it may lie on another machine. Originals are copied, but for those that the
// earlier backup in the folder earlier ("" for none) has: they are linked to from there, so that they take their room once
// for all backups, and never share it with the case. Then the copy is read from end to end (audit/check) and its log compared
// with the head that the case had: only a backup that holds appears, and it appears whole.
func (s *Store) Backup(ctx context.Context, to, earlier string, progress casefile.Progress) (casefile.Backup, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return casefile.Backup{}, fmt.Errorf("back up case: %w", err)
	}
	var b casefile.Backup
	err = appear(to, backupError, func(tmp string) error {
		head, err := s.copyDatabase(ctx, tmp, &b, progress)
		if err != nil {
			return err
		}
		originals, err := blob.Open(filepath.Join(tmp, OriginalsName))
		if err != nil {
			return err
		}
		var share *blob.Store
		if earlier != "" {
			share = blob.At(filepath.Join(earlier, OriginalsName), nil)
		}
		n, size, err := s.blobs.CopyTo(ctx, originals, share, progress)
		if err != nil {
			return err
		}
		b.Originals, b.Bytes = n, b.Bytes+size
		if err := writeBackup(tmp, b); err != nil {
			return err
		}
		return holds(ctx, tmp, head, progress)
	})
	b.Path = to
	return b, err
}

// copyDatabase copies the database into the folder tmp and returns the head of the log in it, from the same snapshot.
func (s *Store) copyDatabase(ctx context.Context, tmp string, b *casefile.Backup, progress casefile.Progress) (head tlog.Tree, err error) {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return head, say(err, "back up case")
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return head, say(err, "back up case")
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	if head, err = audit.Head(ctx, conn); err != nil {
		return head, say(err, "back up case")
	}
	c, err := s.caseNow(ctx, conn)
	if err != nil {
		return head, err
	}
	b.CaseID, b.Number, b.Title, b.From = c.Value.ID, c.Value.Number, c.Value.Title, s.dir
	b.At, b.Records, b.Root = s.now(), head.N, head.Hash.String()
	path := filepath.Join(tmp, DatabaseName)
	err = sqlite.Copy(ctx, conn, path, func(done, total int64) {
		if progress != nil {
			progress(done, total, "Copying the database")
		}
	})
	if err == nil {
		err = syncFile(path)
	}
	if err != nil {
		return head, backupError(err)
	}
	fi, err := os.Stat(path)
	if err != nil {
		return head, backupError(err)
	}
	b.Bytes = fi.Size()
	return head, nil
}

// ReadBackup returns what the backup in the folder dir says of itself; nothing is checked.
func ReadBackup(dir string) (b casefile.Backup, err error) {
	text, err := os.ReadFile(filepath.Join(dir, BackupName))
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		return b, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a backup of a case", Do: "Choose the folder of a backup, which has a file %[2]s",
			Args: []any{dir, BackupName}, Cause: fmt.Errorf("read backup: %w", err)}
	}
	b.Path = dir
	return b, nil
}

// CheckBackup reads the backup in the folder dir from end to end and compares it with what it says of itself.
func CheckBackup(ctx context.Context, dir string, progress casefile.Progress) (casefile.Backup, error) {
	b, err := ReadBackup(dir)
	if err != nil {
		return b, err
	}
	head, err := headOf(b)
	if err != nil {
		return b, err
	}
	return b, holds(ctx, dir, head, progress)
}

// Restore makes a case again in the folder to from the backup in the folder from. to must not exist or be empty: nothing is
// ever overwritten. The backup is checked first and the case after, and one that does not hold is refused with the reason.
// The case is the one that was backed up, with its id and its whole log; whoever restores it notes that (NoteRestored).
func Restore(ctx context.Context, from, to string, opts Options, progress casefile.Progress) (casefile.Backup, error) {
	from, err1 := filepath.Abs(from)
	to, err2 := filepath.Abs(to)
	if err := errors.Join(err1, err2); err != nil {
		return casefile.Backup{}, fmt.Errorf("restore case: %w", err)
	}
	b, err := CheckBackup(ctx, from, progress)
	if err != nil {
		return b, err
	}
	head, err := headOf(b)
	if err != nil {
		return b, err
	}
	err = appear(to, func(err error) error { return folderError(to, err) }, func(tmp string) error {
		if err := opts.withDefaults().checkNetwork(tmp); err != nil {
			return err
		}
		if err := blob.CopyFile(ctx, filepath.Join(from, DatabaseName), filepath.Join(tmp, DatabaseName)); err != nil {
			return err
		}
		originals, err := blob.Open(filepath.Join(tmp, OriginalsName))
		if err != nil {
			return err
		}
		if _, _, err := blob.At(filepath.Join(from, OriginalsName), nil).CopyTo(ctx, originals, nil, progress); err != nil {
			return err
		}
		return holds(ctx, tmp, head, progress)
	})
	return b, err
}

// NoteBackup logs in the case that it was backed up, and where to.
func (s *Store) NoteBackup(ctx context.Context, actor string, b casefile.Backup) error {
	return s.change(ctx, actor, ActionBackedUp, func(t *change) (string, error) {
		t.subject = b.Root
		return fmt.Sprintf("%d log records to %s", b.Records, b.Path), nil
	})
}

// NoteRestored logs in a case that it was restored from a backup.
func (s *Store) NoteRestored(ctx context.Context, actor string, b casefile.Backup) error {
	return s.change(ctx, actor, "case restored", func(t *change) (string, error) {
		t.subject = b.Root
		return fmt.Sprintf("from the backup of %s with %d log records: what was recorded later is not in it", b.At.Format(time.RFC3339), b.Records), nil
	})
}

// ActionBackedUp is how the log calls a backup.
const ActionBackedUp = "case backed up"

// NoteDamage logs that an original was found to be missing or altered.
func (s *Store) NoteDamage(ctx context.Context, actor, sha, what string) error {
	return s.change(ctx, actor, "damage found", func(t *change) (string, error) {
		t.subject = sha
		return what, nil
	})
}

// appear makes the folder to whole or not at all: fill fills a folder beside it, which is then moved there. say words the
// errors of the file system.
func appear(to string, say func(error) error, fill func(tmp string) error) (err error) {
	if err := checkVacant(to); casefile.CodeOf(err) == casefile.Conflict {
		return err
	} else if err != nil {
		return say(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return say(err)
	}
	tmp, err := disk.UnfinishedDir(filepath.Dir(to))
	if err != nil {
		return say(err)
	}
	defer os.RemoveAll(tmp) // gone already when it was moved
	if err := fill(tmp); err != nil {
		var e *casefile.Error
		if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return say(err)
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder, see checkVacant
		return say(err)
	}
	if err := errors.Join(blob.SyncDir(tmp), os.Rename(tmp, to), blob.SyncDir(filepath.Dir(to))); err != nil {
		return say(err)
	}
	return nil
}

// holds checks the copy of a case in the folder dir: it must agree with itself and be the history that head ends.
func holds(ctx context.Context, dir string, head tlog.Tree, progress casefile.Progress) error {
	r, err := check.Against(ctx, dir, []tlog.Tree{head}, progress)
	if err != nil {
		return err
	}
	if r.OK && (int64(r.Records) != head.N || r.RootHash != head.Hash.String()) {
		r.OK, r.Problems = false, []string{fmt.Sprintf("It has %d log records, and had %d when it was made.", r.Records, head.N)}
	}
	if r.OK {
		return nil
	}
	return &casefile.Error{Code: casefile.Damaged, What: "The copy of the case does not hold (%[1]d problems): %[2]s",
		Do: "Do not rely on it; verify the case itself, and use an earlier backup if that is damaged too", Args: []any{len(r.Problems), strings.TrimSuffix(r.Problems[0], ".")},
		Cause: errors.New("the copy does not verify")}
}

func headOf(b casefile.Backup) (tlog.Tree, error) {
	h, err := tlog.ParseHash(b.Root)
	if err != nil || b.Records < 1 {
		return tlog.Tree{}, &casefile.Error{Code: casefile.Damaged, What: "The file %[1]s of the backup was altered", Do: "Use another backup",
			Args: []any{BackupName}, Cause: err}
	}
	return tlog.Tree{N: b.Records, Hash: h}, nil
}

func writeBackup(dir string, b casefile.Backup) error {
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return fmt.Errorf("write backup's note: %w", err)
	}
	path := filepath.Join(dir, BackupName)
	if err := os.WriteFile(path, append(text, '\n'), 0o444); err != nil {
		return backupError(err)
	}
	return syncFile(path)
}

// syncFile sees a file that was written onto the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("synchronise: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

func backupError(err error) error {
	cause := fmt.Errorf("back up case: %w", err)
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case sqlite.IsInterrupted(err):
		return fmt.Errorf("back up case: %w", context.Canceled)
	case disk.IsFull(err) || sqlite.IsFull(err):
		return &casefile.Error{Code: casefile.Failed, What: "The disk for the backup is full, no backup was made", Do: "Make room there, or choose another place", Cause: cause}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The backup cannot be made there", Do: "Check the disk and your rights on the folder", Cause: cause}
}
