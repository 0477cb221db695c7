package casework

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/disk"
	"tracemark/casefile/store"
)

// Several programs of one machine may work with the same data folder and the same cases: the window, a command, a second
// window. A case has one writer at a time. Reading takes nothing; the first change claims the case until the program ends,
// and so does HoldCase, by which the window opens one. Whoever comes second reads, and is told who has it.
//
// Where a case can only be read, acts of looking at it are not recorded, for they have nowhere to go. Figures are withheld in
// it as anywhere else, but on a medium that cannot be written to: nobody can conclude there what seeing them would spoil.

// HoldCase is Case for somebody who means to work on it: the case is claimed if it can be. Where it can only be read, the
// reference says why in ReadOnly, and the next call tries again. Its Alerts are what was found by looking after it (KeepCases).
func (d *Desk) HoldCase(ctx context.Context, path string) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.CaseRef{}, err
	}
	ref, err := d.Case(ctx, path)
	if err != nil {
		return ref, err
	}
	ref.Alerts = d.kept(ref.Path).alerts()
	if p, err := d.presence(ctx); err != nil || p.reader() { // whoever only reads keeps nobody else from writing
		return ref, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return ref, err
	}
	ref.ReadOnly = s.Claim(ctx)
	d.indexAhead(s)
	return ref, ctx.Err()
}

// openCase opens the case in the folder dir, which is absolute. The caller holds d.mu.
func (d *Desk) openCase(ctx context.Context, dir string) (*store.Store, error) {
	if s, ok := d.open[dir]; ok {
		if !s.Stale() {
			return s, nil
		}
		d.retired = append(d.retired, s) // somebody may still be reading from it
		delete(d.open, dir)
	}
	s, err := store.Open(ctx, dir, store.Options{Now: d.now, Person: cmp.Or(d.holder, d.settings.Examiner)})
	if err != nil {
		return nil, err
	}
	d.open[dir] = s
	return s, nil
}

// waitForFile is how long a change of a small file of the data folder waits for another program's.
const waitForFile = 5 * time.Second

// exclusively runs change, which reads and rewrites the file called name in the data folder, while no other program does so.
func (d *Desk) exclusively(name string, change func() error) error {
	for end := time.Now().Add(waitForFile); ; time.Sleep(20 * time.Millisecond) {
		held, err := disk.Acquire(filepath.Join(d.home, name+".lock"), disk.Holder{Since: time.Now()})
		if err == nil {
			return errors.Join(change(), held.Release())
		}
		if _, other := errors.AsType[*disk.HeldError](err); other && time.Now().Before(end) {
			continue
		}
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be changed in the data folder %[2]s",
			Do: "Check the disk and your rights on the folder, then try again", Args: []any{name, d.home}, Cause: err}
	}
}
