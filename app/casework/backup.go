package casework

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// BackUp backs up the case in the folder path to the new folder to; where that is "", to one of its own in the folder of
// backups, of which the oldest then go. It counts only when it was read again from end to end. It is logged in the case,
// where that can be written, and at the workstation.
func (d *Desk) BackUp(ctx context.Context, path, to string, progress casefile.Progress) (casefile.Backup, error) {
	ctx, err := d.allowTask(ctx, casefile.BackUp)
	if err != nil {
		return casefile.Backup{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.Backup{}, err
	}
	return d.backUp(ctx, s, to, progress)
}

func (d *Desk) backUp(ctx context.Context, s *store.Store, to string, progress casefile.Progress) (casefile.Backup, error) {
	c, err := s.Case(ctx)
	if err != nil {
		return casefile.Backup{}, err
	}
	k := d.Settings().Keeping.withDefaults(d.home)
	folder := k.folderOf(c)
	chosen := to != ""
	if !chosen {
		to = vacant(filepath.Join(folder, d.now().UTC().Format(backupTime)))
	}
	b, err := copyCase(ctx, s, to, folder, progress)
	if ctx.Err() != nil {
		return b, err
	}
	if !chosen {
		if err := d.remind(s.Dir(), func(k *kept) { k.tried(d.now().UTC(), b, err) }); err != nil {
			return b, &casefile.Error{Code: casefile.Failed, What: "The backups of this workstation cannot be kept track of", Do: "Check the disk of %[1]s",
				Args: []any{d.home}, Cause: err}
		}
	}
	if err != nil {
		return b, errors.Join(err, d.noteHere(ctx, "backup failed", c.ID, err.Error()))
	}
	if err := d.noteBackup(ctx, s, b); err != nil {
		return b, err
	}
	if !chosen {
		err = prune(folder, s.Dir(), c.ID, k.Keep)
	}
	return b, err
}

// copyCase makes the backup, sharing originals with the newest one in folder. Should that one be damaged, the new one would be
// too: then it shares nothing.
func copyCase(ctx context.Context, s *store.Store, to, folder string, progress casefile.Progress) (casefile.Backup, error) {
	c, err := s.Case(ctx)
	if err != nil {
		return casefile.Backup{}, err
	}
	if all := backupsIn(folder, c.ID); len(all) > 0 {
		b, err := s.Backup(ctx, to, all[0].Path, progress)
		if casefile.CodeOf(err) != casefile.Damaged {
			return b, err
		}
	}
	return s.Backup(ctx, to, "", progress)
}

// noteBackup logs a backup. Where nobody is logged in, the case has nobody to name, and only the workstation's log has it.
func (d *Desk) noteBackup(ctx context.Context, s *store.Store, b casefile.Backup) error {
	err := d.noteHere(ctx, store.ActionBackedUp, b.CaseID, fmt.Sprintf("%d log records, root hash %s, to %s", b.Records, b.Root, b.Path))
	if err != nil {
		return err
	}
	err = d.noteIn(ctx, s, func(me string) error { return s.NoteBackup(ctx, me, b) })
	if err != nil || !s.Claimed() {
		return err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	return d.remind(s.Dir(), func(k *kept) { k.Records, k.Root = head.N, head.Hash.String() })
}

// noteIn logs something in the case in the name of whoever is at the desk, if there is somebody and the case can be written.
func (d *Desk) noteIn(ctx context.Context, s *store.Store, note func(me string) error) error {
	if p, err := d.presence(ctx); err != nil || p.accounts && (!p.in || p.reader()) {
		return err
	}
	_, me, err := d.acting(ctx, s.Dir())
	if err == nil {
		err = note(me)
	}
	if errors.Is(err, store.ErrReadOnly) {
		return nil
	}
	return err
}

func (k *kept) tried(at time.Time, b casefile.Backup, err error) {
	k.Tried, k.Failed = at, ""
	if err != nil {
		k.Failed = err.Error()
		return
	}
	k.Records, k.Root = b.Records, b.Root
}

// backupTime is how the folder of a backup is called: sorted by name they are sorted by age.
const backupTime = "2006-01-02T150405Z"

// folderOf is where the backups of a case lie.
func (k Keeping) folderOf(c casefile.Case) string {
	return filepath.Join(k.Folder, folderName(c.Number)+"_"+c.ID[max(0, len(c.ID)-12):])
}

// vacant returns path, with a number behind it where there is something already.
func vacant(path string) string {
	name := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d", path, n)
	}
}

// backupsIn returns the backups of the case with the id that lie in folder, the newest first.
func backupsIn(folder, id string) []casefile.Backup {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // there are none yet, or none that can be reached
	}
	var out []casefile.Backup
	for _, e := range entries {
		if b, err := store.ReadBackup(filepath.Join(folder, e.Name())); err == nil && b.CaseID == id && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.Backup) int { return b.At.Compare(a.At) })
	return out
}

// prune removes the oldest backups of the case with the id in the folder dir until only so many are left.
func prune(folder, dir, id string, keep int) error {
	all := slices.DeleteFunc(backupsIn(folder, id), func(b casefile.Backup) bool { return b.From != dir })
	for _, b := range all[min(len(all), max(keep, 1)):] {
		if err := os.RemoveAll(b.Path); err != nil {
			return &casefile.Error{Code: casefile.Failed, What: "The backup is made, but an old one cannot be removed: %[1]s", Do: "Remove it yourself",
				Args: []any{b.Path}, Cause: err}
		}
	}
	return nil
}

// Backups returns how the backups of the case in the folder path stand.
func (d *Desk) Backups(ctx context.Context, path string) (casefile.BackupState, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.BackupState{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.BackupState{}, err
	}
	c, err := s.Case(ctx)
	if err != nil {
		return casefile.BackupState{}, err
	}
	k, known := d.Settings().Keeping.withDefaults(d.home), d.kept(s.Dir())
	state := casefile.BackupState{Folder: k.folderOf(c), EveryHours: k.EveryHours, Keep: k.Keep, Tried: known.Tried, Read: known.Read, Alerts: known.alerts()}
	if known.Failed != "" {
		state.Failed = errors.New(known.Failed)
	}
	state.Backups = backupsIn(state.Folder, c.ID)
	return state, nil
}

// Restore makes a case again from the backup in the folder from, in the new folder to; where that is "", in one of its own
// beside the other cases. The backup and the case are read from end to end; a damaged one is refused with the reason, and
// nothing is overwritten. It is logged in the case and at the workstation, which knows the case from then on.
func (d *Desk) Restore(ctx context.Context, from, to string, progress casefile.Progress) (casefile.CaseRef, error) {
	ctx, err := d.allowTask(ctx, casefile.Restore)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	b, err := store.ReadBackup(from)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	if to == "" {
		to = vacant(filepath.Join(d.CasesFolder(), folderName(b.Number)+"_restored"))
	}
	b, err = store.Restore(ctx, from, to, store.Options{Now: d.now}, progress)
	if err != nil {
		if ctx.Err() != nil {
			return casefile.CaseRef{}, err
		}
		return casefile.CaseRef{}, errors.Join(err, d.noteHere(ctx, "restoring failed", b.CaseID, err.Error()))
	}
	if err := d.noteHere(ctx, "case restored", b.CaseID, fmt.Sprintf("from %s to %s", from, to)); err != nil {
		return casefile.CaseRef{}, err
	}
	s, err := d.caseAt(ctx, to)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	if err := d.noteIn(ctx, s, func(me string) error { return s.NoteRestored(ctx, me, b) }); err != nil {
		return casefile.CaseRef{}, err
	}
	if err := d.remember(s.Dir()); err != nil {
		return casefile.CaseRef{}, err
	}
	return d.caseRef(ctx, s)
}
