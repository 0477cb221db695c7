package people

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"tracemark/casefile"
)

// How attempts are slowed down. Five slips are no attack; beyond them twelve characters are out of reach at one guess an hour.
const (
	FreeAttempts = 5 // in a row that need not wait
	FirstWait    = 30 * time.Second
	MostWait     = time.Hour
)

// Occasion is why a passphrase is asked for; it stands in the log.
type Occasion string

// The occasions.
const (
	LoggingIn Occasion = "log-in"
	Unlocking Occasion = "unlock"
	Changing  Occasion = "passphrase change"

	LoggingInByCard Occasion = "log-in by card"
	UnlockingByCard Occasion = "unlock by card"
)

// wait returns how long the next attempt has to wait after so many failures in a row.
func wait(failures int) time.Duration {
	if failures < FreeAttempts {
		return 0
	}
	w := FirstWait
	for range failures - FreeAttempts {
		if w *= 2; w >= MostWait {
			return MostWait
		}
	}
	return w
}

// Waiting is an attempt that was refused without looking at the passphrase, because too many have failed.
type Waiting struct{ For time.Duration }

// Error returns how long it is.
func (w *Waiting) Error() string { return fmt.Sprintf("wait %s", w.For) }

// LogIn returns the account with the log-in name where the passphrase is its own. Anything else is one and the same error:
// no such name, another passphrase, an account that was deactivated. Too many attempts in a row have to wait (*Waiting is in the
// error's chain).
func (b *Book) LogIn(ctx context.Context, name, passphrase string, why Occasion) (casefile.Account, error) {
	bucket := b.bucket(name)
	if err := b.begin(ctx, bucket, name, why); err != nil {
		return casefile.Account{}, err
	}
	a, err := b.Find(ctx, name)
	if err != nil && casefile.CodeOf(err) != casefile.NotFound {
		return casefile.Account{}, err
	}
	text, known := b.dummy, err == nil
	if known {
		if text, err = b.hashOf(ctx, a.ID); err != nil {
			return casefile.Account{}, err
		}
	}
	ok, weak, err := matches(passphrase, text, b.opts.Cost)
	if err != nil {
		return casefile.Account{}, &casefile.Error{Code: casefile.Damaged, What: "The passphrase of this account is damaged in the file of the accounts",
			Do: "Restore the file from its last copy, or let an administrator reset the passphrase", Cause: err}
	}
	if !ok || !known || !a.Active {
		if err := b.Note(ctx, "", string(why)+" failed", a.ID, describe(a)); err != nil {
			return casefile.Account{}, err
		}
		return casefile.Account{}, wrong()
	}
	stronger := ""
	if weak {
		if stronger, err = hash(passphrase, b.opts.Cost); err != nil {
			return casefile.Account{}, say(err, string(why))
		}
	}
	err = b.change(ctx, a.ID, string(why)+" done", func(t *change) (string, error) {
		t.subject = a.ID
		if stronger != "" {
			if err := t.writeHash(ctx, a.ID, stronger, a.MustChange); err != nil {
				return "", err
			}
		}
		return a.LogIn, t.insert(ctx, "attempt", col{"name", bucket}, col{"ok", true}, col{"at", stamp(t.at)})
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, a.ID)
}

func wrong() error {
	return &casefile.Error{Code: casefile.Refused, What: "The log-in name or the passphrase is wrong", Do: "Try again; after several attempts you have to wait"}
}

// begin notes an attempt as failed, unless it has to wait. Doing so first means that neither a kill nor several programs at
// once have more attempts than they should.
func (b *Book) begin(ctx context.Context, bucket int64, name string, why Occasion) error {
	return b.change(ctx, "", string(why)+" attempted", func(t *change) (string, error) {
		failures, last, err := failed(ctx, t, bucket)
		if err != nil {
			return "", err
		}
		if left := min(last.Add(wait(failures)).Sub(t.at), wait(failures)); left > 0 { // the clock may have been set back
			left = max(left.Round(time.Second), time.Second)
			return "", &casefile.Error{Code: casefile.Refused, What: "There were too many attempts to log in with this name",
				Do: "Wait %[1]s and try again, or let an administrator reset the passphrase", Args: []any{left.String()}, Cause: &Waiting{For: left}}
		}
		list, err := accounts(ctx, t, `WHERE log_in = ?`, casefile.CleanLogIn(name))
		if err != nil {
			return "", err
		}
		var a casefile.Account
		if len(list) > 0 {
			a = list[0]
		}
		t.subject = a.ID
		detail := describe(a)
		if failures > 0 {
			detail += fmt.Sprintf(", after %d failed", failures)
		}
		return detail, t.insert(ctx, "attempt", col{"name", bucket}, col{"ok", false}, col{"at", stamp(t.at)})
	})
}

// describe names the account of an attempt for the log; what was typed as a name without account is not written down.
func describe(a casefile.Account) string {
	switch {
	case a.ID == "":
		return "a name without account"
	case !a.Active:
		return a.LogIn + ", deactivated"
	}
	return a.LogIn
}

// failed returns how many attempts with a name have failed since the last one that did not, and when the last one was.
func failed(ctx context.Context, db querier, bucket int64) (n int, last time.Time, err error) {
	var at sql.NullString
	var newest sql.NullInt64 // SQLite takes the bare column at from the row with the greatest n
	err = db.QueryRowContext(ctx, `SELECT count(*), max(n), at FROM attempt
		WHERE name = ?1 AND NOT ok AND n > coalesce((SELECT max(n) FROM attempt WHERE name = ?1 AND ok), 0)`, bucket).Scan(&n, &newest, &at)
	if err != nil || !at.Valid {
		return n, last, err
	}
	last, err = time.Parse(time.RFC3339Nano, at.String)
	return n, last, err
}

// bucket is what attempts with a name are counted by: 16 bits of a keyed hash.
func (b *Book) bucket(name string) int64 {
	mac := hmac.New(sha256.New, b.key)
	mac.Write([]byte(casefile.CleanLogIn(name)))
	return int64(binary.BigEndian.Uint16(mac.Sum(nil)))
}

func (b *Book) hashOf(ctx context.Context, id string) (string, error) {
	var text string
	err := b.read.QueryRowContext(ctx, `SELECT hash FROM passphrase WHERE account_id = ? ORDER BY version DESC LIMIT 1`, id).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &casefile.Error{Code: casefile.Damaged, What: "The passphrase of this account is missing in the file of the accounts", Do: "Restore the file from its last copy", Cause: err}
	}
	if err != nil {
		return "", say(err, "read passphrase")
	}
	return text, nil
}

// SetPassphrase gives an account another passphrase. Set by anybody but its owner it must be changed at the next log-in, and
// the attempts that failed are forgotten.
func (b *Book) SetPassphrase(ctx context.Context, by, id, passphrase string) error {
	a, err := b.Account(ctx, id)
	if err != nil {
		return err
	}
	if err := CheckPassphrase(a, passphrase); err != nil {
		return err
	}
	if text, err := b.hashOf(ctx, id); err == nil && by == id {
		if same, _, err := matches(passphrase, text, b.opts.Cost); err == nil && same {
			return &casefile.Error{Code: casefile.Invalid, What: "This is the passphrase that you have", Do: "Choose another one"}
		}
	}
	sum, err := hash(passphrase, b.opts.Cost)
	if err != nil {
		return say(err, "change passphrase")
	}
	action := "passphrase reset"
	if by == id {
		action = "passphrase changed"
	}
	return b.change(ctx, by, action, func(t *change) (string, error) {
		if err := t.writeHash(ctx, id, sum, by != id); err != nil {
			return "", err
		}
		if by == id {
			return a.LogIn, nil
		}
		return a.LogIn, t.insert(ctx, "attempt", col{"name", b.bucket(a.LogIn)}, col{"ok", true}, col{"at", stamp(t.at)})
	})
}

func (t *change) writeHash(ctx context.Context, id, hash string, mustChange bool) error {
	var version int
	if err := t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM passphrase WHERE account_id = ?`, id).Scan(&version); err != nil {
		return err
	}
	return t.insert(ctx, "passphrase", col{"account_id", id}, col{"version", version}, col{"hash", hash}, col{"must_change", mustChange},
		col{"by", t.actorID}, col{"at", stamp(t.at)})
}
