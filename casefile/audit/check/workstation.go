package check

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/sqlite"
)

// workstationID marks the file of a workstation's accounts and log: see package people.
const workstationID = 0x544d7070

// Workstation checks the file of a workstation's accounts and log as Check checks a case: the file, the log and every row
// against it, and earlier heads of the log. progress may be nil.
func Workstation(ctx context.Context, path string, known []tlog.Tree, progress casefile.Progress) (Report, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	if fi, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && fi.Size() == 0 {
		return Report{}, &casefile.Error{Code: casefile.NotFound, What: "This workstation has no accounts and no log", Cause: err}
	}
	mode := sqlite.Frozen
	if state(path).wal {
		mode = sqlite.Read
	}
	db, err := sqlite.Open(path, mode)
	if err != nil {
		return Report{}, unreadable(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Report{}, unreadable(err)
	}
	defer tx.Rollback()
	c := &checker{db: tx, progress: progress}
	var id int64
	if err := tx.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return Report{}, unreadable(err)
	}
	if id != workstationID {
		return Report{}, &casefile.Error{Code: casefile.Invalid, What: "The file is not one of a workstation's accounts", Do: "Choose the file people.db of a data folder"}
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{{"database", c.integrity}, {"log", c.log}, {"rows", c.rows}, {"accounts", c.accounts}} {
		if err := step.do(ctx); err != nil {
			c.problem("The %s cannot be read: %v.", step.name, err)
		}
		if ctx.Err() != nil {
			return Report{}, ctx.Err()
		}
	}
	c.heads(known)
	return c.finish(), nil
}

// accounts checks that versions of accounts and passphrases are numbered without gaps and that each account has a passphrase.
func (c *checker) accounts(ctx context.Context) error {
	return c.rules(ctx, []rule{
		{`SELECT id FROM account_version GROUP BY id HAVING min(version) <> 1 OR max(version) <> count(*)`, "The versions of account %s are not numbered without gaps."},
		{`SELECT account_id FROM passphrase GROUP BY account_id HAVING min(version) <> 1 OR max(version) <> count(*)`, "The passphrases of account %s are not numbered without gaps."},
		{`SELECT DISTINCT id FROM account_version WHERE id NOT IN (SELECT account_id FROM passphrase)`, "Account %s has no passphrase."},
		{`SELECT DISTINCT account_id FROM passphrase WHERE account_id NOT IN (SELECT id FROM account_version)`, "A passphrase is of account %s, which is not there."},
		{`SELECT log_in FROM account_version v WHERE version = (SELECT max(version) FROM account_version WHERE id = v.id) GROUP BY log_in HAVING count(*) > 1`, "Several accounts log in as %s."},
	})
}
