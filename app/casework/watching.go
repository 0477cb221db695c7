package casework

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
)

// How KeepCases goes about it.
const (
	keepEvery  = time.Minute            // between two looks at what is due
	retryAfter = time.Hour              // after a backup that failed
	readPause  = 20 * time.Millisecond  // at least, after each original
	readSlice  = 10 * time.Second       // how long originals of one case are read before it is noted how far that is
	readShare  = 3                      // of four parts of the time the reading rests for three
	readAtMost = 300 * time.Millisecond // the longest rest after one original, so that large ones come to an end too
)

// KeepCases looks after the cases that are open for writing here until ctx ends: it backs up those that have changed when a
// backup is due, and reads their originals again, one at a time and with rests in between, so that nobody at the machine
// notices. What it finds wrong is logged in the case and at the workstation, and shown with the case (CaseRef.Alerts). The
// window runs it; two at once would do no harm.
func (d *Desk) KeepCases(ctx context.Context) {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			d.keepOnce(ctx)
		}
	}
}

// keepOnce does what is due now.
func (d *Desk) keepOnce(ctx context.Context) {
	d.mu.Lock()
	var claimed []*store.Store
	for _, s := range d.open {
		if s.Claimed() {
			claimed = append(claimed, s)
		}
	}
	d.mu.Unlock()
	for _, s := range claimed {
		for _, look := range []func(context.Context, *store.Store) error{d.backUpIfDue, d.readIfDue} {
			if err := look(ctx, s); err != nil && ctx.Err() == nil {
				slog.Warn("looking after a case", "error", err) // shown with the case, and logged at the workstation
			}
		}
	}
}

// backUpIfDue backs up a case that has changed since its last backup, when that is old enough.
func (d *Desk) backUpIfDue(ctx context.Context, s *store.Store) error {
	c, err := s.Case(ctx)
	if err != nil {
		return err
	}
	set, known := d.Settings().Keeping.withDefaults(d.home), d.kept(s.Dir())
	wait := time.Duration(set.EveryHours) * time.Hour
	if known.Failed != "" {
		wait = min(wait, retryAfter)
	}
	if set.EveryHours == 0 || d.now().Sub(known.Tried).Abs() < wait { // a clock that was set back makes nothing wait for years
		return nil
	}
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	if known.Failed == "" && head.N == known.Records && head.Hash.String() == known.Root && len(backupsIn(set.folderOf(c), c.ID)) > 0 {
		return nil
	}
	_, err = d.backUp(ctx, s, "", nil)
	return err
}

// readIfDue reads the originals of a case for a while, when they are due or had been begun.
func (d *Desk) readIfDue(ctx context.Context, s *store.Store) error {
	c, err := s.Case(ctx)
	if err != nil {
		return err
	}
	set, known := d.Settings().Keeping.withDefaults(d.home), d.kept(s.Dir())
	if set.ReadDays == 0 || known.Next == "" && d.now().Sub(known.Read).Abs() < time.Duration(set.ReadDays)*24*time.Hour {
		return nil
	}
	list, err := check.Originals(ctx, s.Dir())
	if err != nil {
		return err
	}
	first, found := slices.BinarySearch(list, known.Next)
	if found {
		first++
	}
	list = list[first:]
	var damaged, whole []string
	next := known.Next
	for end := time.Now().Add(readSlice); len(list) > 0 && time.Now().Before(end); list = list[1:] {
		err := d.readOriginal(ctx, s, list[0])
		switch code := casefile.CodeOf(err); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			whole = append(whole, list[0])
		case code == casefile.Damaged || code == casefile.NotFound:
			damaged = append(damaged, list[0])
			if !slices.Contains(known.Damaged, list[0]) {
				if err := d.noteDamage(ctx, s, c, list[0], err); err != nil {
					return err
				}
			}
		default:
			return err
		}
		next = list[0]
	}
	return d.remind(s.Dir(), func(k *kept) {
		k.Damaged = slices.DeleteFunc(k.Damaged, func(sha string) bool { return slices.Contains(whole, sha) || slices.Contains(damaged, sha) })
		k.Damaged = append(k.Damaged, damaged...)
		if k.Next = next; len(list) == 0 {
			k.Next, k.Read = "", d.now().UTC()
		}
	})
}

// readOriginal reads one original and then rests.
func (d *Desk) readOriginal(ctx context.Context, s *store.Store, sha string) error {
	began := time.Now()
	err := s.Originals().Verify(ctx, sha)
	rest := time.NewTimer(min(max(readPause, time.Since(began)*readShare), readAtMost))
	defer rest.Stop()
	select {
	case <-ctx.Done():
	case <-rest.C:
	}
	return err
}

func (d *Desk) noteDamage(ctx context.Context, s *store.Store, c casefile.Case, sha string, damage error) error {
	return errors.Join(d.noteHere(ctx, "damage found", c.ID, damage.Error()),
		d.noteIn(ctx, s, func(me string) error { return s.NoteDamage(ctx, me, sha, damage.Error()) }))
}
