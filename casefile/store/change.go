package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/disk"
	"tracemark/casefile/sqlite"
)

// change is one transaction under way: rows are written through insert, which notes them for the log record that commit
// appends. Nothing else writes to the database.
type change struct {
	*sql.Tx
	s       *Store
	actor   casefile.Person
	at      time.Time
	subject string
	rows    []audit.Row
}

// col is one column of a row to write.
type col struct {
	name  string
	value any
}

func (s *Store) start(ctx context.Context) (*change, error) {
	w, err := s.writer(ctx)
	if err != nil {
		return nil, err
	}
	return s.startOn(ctx, w)
}

func (s *Store) startOn(ctx context.Context, w *sql.DB) (*change, error) {
	tx, err := w.BeginTx(ctx, nil)
	if err != nil {
		return nil, say(err, "begin change")
	}
	return &change{Tx: tx, s: s, at: s.now()}, nil
}

// change runs fn in a transaction by the person with the id actor and logs it as action. fn returns the detail for the
// log: a few words for people.
func (s *Store) change(ctx context.Context, actor, action string, fn func(t *change) (detail string, err error)) error {
	t, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if t.actor, err = person(ctx, t, actor); err != nil {
		return noActor(err)
	}
	detail, err := fn(t)
	if err != nil {
		return say(err, action)
	}
	return t.commit(ctx, action, detail)
}

// insert writes a row and notes its hash, taken from what the database gives back.
func (t *change) insert(ctx context.Context, table string, cols ...col) error {
	names, marks, args := make([]string, len(cols)), make([]string, len(cols)), make([]any, len(cols))
	for i, c := range cols {
		names[i], marks[i], args[i] = c.name, "?", c.value
	}
	query := `INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(marks, ", ") + `)`
	res, err := t.ExecContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	rowid, err := res.LastInsertId()
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	return audit.Rows(ctx, t, table, `rowid = ?`, []any{rowid}, func(r audit.Row) error {
		t.rows = append(t.rows, r)
		return nil
	})
}

// commit appends the log record and ends the transaction.
func (t *change) commit(ctx context.Context, action, detail string) error {
	detail, err := t.noteClock(ctx, detail)
	if err != nil {
		return say(err, action)
	}
	_, err = audit.Append(ctx, t, audit.Record{Time: t.at, ActorID: t.actor.ID, Actor: t.actor.Name, Action: action,
		Subject: t.subject, Detail: detail, Rows: t.rows})
	if err != nil {
		return say(err, action)
	}
	if err := t.Commit(); err != nil {
		return say(err, action)
	}
	return nil
}

// noteClock adds to the detail of a change that the clock was set back, where the change before is dated later. The record
// keeps the time that the clock shows: which of the two was wrong, nobody knows here.
func (t *change) noteClock(ctx context.Context, detail string) (string, error) {
	n, err := audit.Size(ctx, t)
	if err != nil || n == 0 {
		return detail, err
	}
	last, err := audit.Records(ctx, t, n-1, 1)
	if err != nil || len(last) == 0 || !t.at.Before(last[0].Time) {
		return detail, err
	}
	note := "the clock was set back: the record before is dated " + last[0].Time.Format(time.RFC3339)
	if detail == "" {
		return note, nil
	}
	return detail + "; " + note, nil
}

// author settles who a record is by: by must be empty or the person who acts.
func (t *change) author(by *string) error {
	if *by == "" {
		*by = t.actor.ID
	}
	if *by != t.actor.ID {
		return &casefile.Error{Code: casefile.Refused, What: "Nobody can record something in another person's name",
			Do: "Let that person record it"}
	}
	return nil
}

// identify fills in a missing id and time.
func (t *change) identify(id *string, created *time.Time) {
	if *id == "" {
		*id = t.s.opts.NewID()
	}
	if created.IsZero() {
		*created = t.at
	}
	*created = created.UTC().Round(0)
}

// say turns whatever went wrong during step into an error for people. An Error stays what it is.
func say(err error, step string) error {
	var e *casefile.Error
	if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	cause := fmt.Errorf("%s: %w", step, err)
	switch {
	case sqlite.IsInterrupted(err):
		return fmt.Errorf("%s: %w", step, context.Canceled)
	case sqlite.IsBusy(err):
		return &casefile.Error{Code: casefile.Conflict, What: "Another program is changing this case",
			Do: "Try again when it has finished", Cause: cause}
	case sqlite.IsCorrupt(err):
		return &casefile.Error{Code: casefile.Damaged, What: "The case's database is damaged",
			Do: "Restore the case from its last copy", Cause: cause}
	case sqlite.IsFull(err), disk.IsFull(err):
		return fullDisk(cause)
	case sqlite.IsReadOnly(err):
		return unwritable(cause)
	case sqlite.IsConstraint(err):
		return &casefile.Error{Code: casefile.Conflict, What: "This does not fit what the case holds, nothing was changed",
			Do: "Look at the case again and repeat the step", Cause: cause}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The case could not be read or written, nothing was changed",
		Do: "Check the disk and your rights on the case folder", Cause: cause}
}

func noActor(err error) error {
	if casefile.CodeOf(err) == casefile.NotFound {
		return &casefile.Error{Code: casefile.Refused, What: "Only a person of this case can change it",
			Do: "Add the person to the case first", Cause: err}
	}
	return err
}
