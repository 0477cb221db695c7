package people

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tracemark/casefile"
)

// querier is the pool or a transaction to read from.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

type scanner interface{ Scan(dest ...any) error }

// The rest of an account's row says who made it so.
const columns = `id, version, name, log_in, agency, roles_json, active, identity_json, created, reason, by, at,
	coalesce((SELECT must_change FROM passphrase WHERE account_id = id ORDER BY version DESC LIMIT 1), 0),
	coalesce((SELECT w.name FROM account_now w WHERE w.id = a.by), '')`

func scan(r scanner) (v casefile.AccountVersion, err error) {
	a := &v.Account
	var roles, identity, created, at string
	err = r.Scan(&a.ID, &a.Version, &a.Name, &a.LogIn, &a.Agency, &roles, &a.Active, &identity, &created, &v.Reason, &v.By, &at, &a.MustChange, &v.ByName)
	if err != nil {
		return v, err
	}
	var i identities
	if err := errors.Join(json.Unmarshal([]byte(roles), &a.Roles), json.Unmarshal([]byte(identity), &i)); err != nil {
		return v, fmt.Errorf("read account: %w", err)
	}
	a.Identity, a.LogInCard = i.SigningIdentity, i.LogIn
	if a.Created, err = time.Parse(time.RFC3339Nano, created); err == nil {
		v.At, err = time.Parse(time.RFC3339Nano, at)
	}
	a.Changed = v.At
	return v, err
}

// identities is what an account signs and logs in with, as one column holds it.
type identities struct {
	casefile.SigningIdentity
	LogIn casefile.CardIdentity `json:"log_in,omitzero"`
}

func versions(ctx context.Context, db querier, query string, args ...any) ([]casefile.AccountVersion, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, say(err, "read accounts")
	}
	defer rows.Close()
	var out []casefile.AccountVersion
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, say(err, "read accounts")
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, say(err, "read accounts")
	}
	return out, nil
}

func accounts(ctx context.Context, db querier, where string, args ...any) ([]casefile.Account, error) {
	list, err := versions(ctx, db, `SELECT `+columns+` FROM account_now a `+where+` ORDER BY created, id`, args...)
	if err != nil {
		return nil, err
	}
	out := make([]casefile.Account, len(list))
	for i, v := range list {
		out[i] = v.Account
	}
	return out, nil
}

func account(ctx context.Context, db querier, id string) (casefile.Account, error) {
	list, err := accounts(ctx, db, `WHERE id = ?`, id)
	if err != nil {
		return casefile.Account{}, err
	}
	if len(list) == 0 {
		return casefile.Account{}, &casefile.Error{Code: casefile.NotFound, What: "There is no such account", Do: "Look at the list of people"}
	}
	return list[0], nil
}

// Accounts returns all accounts as they are now, the first one made first.
func (b *Book) Accounts(ctx context.Context) ([]casefile.Account, error) {
	return accounts(ctx, b.read, ``)
}

// Any reports whether there are accounts.
func (b *Book) Any(ctx context.Context) (bool, error) {
	var any bool
	if err := b.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account_version)`).Scan(&any); err != nil {
		return false, say(err, "read accounts")
	}
	return any, nil
}

// Account returns the account with the id as it is now.
func (b *Book) Account(ctx context.Context, id string) (casefile.Account, error) {
	return account(ctx, b.read, id)
}

// Find returns the account with the log-in name.
func (b *Book) Find(ctx context.Context, logIn string) (casefile.Account, error) {
	list, err := accounts(ctx, b.read, `WHERE log_in = ?`, casefile.CleanLogIn(logIn))
	if err != nil {
		return casefile.Account{}, err
	}
	if len(list) == 0 {
		return casefile.Account{}, &casefile.Error{Code: casefile.NotFound, What: "Nobody here logs in as %[1]q", Do: "Look at the list of people", Args: []any{logIn}}
	}
	return list[0], nil
}

// History returns every state of an account, the first one first.
func (b *Book) History(ctx context.Context, id string) ([]casefile.AccountVersion, error) {
	query := strings.Replace(columns, "created,", "(SELECT at FROM account_version WHERE id = a.id AND version = 1),", 1)
	return versions(ctx, b.read, `SELECT `+query+` FROM account_version a WHERE id = ? ORDER BY version`, id)
}

// Add makes an account with a passphrase that its owner has to change when first logging in, and returns it. by is the
// administrator's id. The first account is an administrator's; it is made by its owner, who then knows the passphrase already: by is "".
func (b *Book) Add(ctx context.Context, by string, a casefile.Account, passphrase string) (casefile.Account, error) {
	a.ID, a.LogIn, a.Name, a.Agency = b.opts.NewID(), casefile.CleanLogIn(a.LogIn), strings.TrimSpace(a.Name), strings.TrimSpace(a.Agency)
	a.Active, a.Identity, a.LogInCard = true, casefile.SigningIdentity{}, casefile.CardIdentity{}
	if err := cmp.Or(a.Check(), CheckPassphrase(a, passphrase)); err != nil {
		return casefile.Account{}, err
	}
	sum, err := hash(passphrase, b.opts.Cost) // before the transaction: it takes its time
	if err != nil {
		return casefile.Account{}, say(err, "add account")
	}
	err = b.change(ctx, by, "account added", func(t *change) (string, error) {
		all, err := accounts(ctx, t, ``)
		switch {
		case err != nil:
			return "", err
		case len(all) > 0 && by == "":
			return "", &casefile.Error{Code: casefile.Refused, What: "This workstation has accounts already", Do: "Let an administrator add people"}
		case len(all) == 0 && !slices.Contains(a.Roles, casefile.Administrator):
			return "", &casefile.Error{Code: casefile.Invalid, What: "The first account must be an administrator's", Do: "Give it that role; further people are added by the administrator"}
		case len(all) == 0:
			t.actorID, t.actor = a.ID, a.Name
		}
		if err := t.write(ctx, a, 1, ""); err != nil {
			return "", err
		}
		return a.LogIn + ": " + casefile.RoleText(a.Roles), t.writeHash(ctx, a.ID, sum, len(all) > 0)
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, a.ID)
}

// Change makes the next version of an account: its name, log-in name, agency, roles, whether it is active. The reason is kept with it.
// The last active administrator stays one.
func (b *Book) Change(ctx context.Context, by string, a casefile.Account, reason string) (casefile.Account, error) {
	a.LogIn, a.Name, a.Agency = casefile.CleanLogIn(a.LogIn), strings.TrimSpace(a.Name), strings.TrimSpace(a.Agency)
	if strings.TrimSpace(reason) == "" {
		return casefile.Account{}, &casefile.Error{Code: casefile.Invalid, What: "A change needs a reason", Do: "Say why it is made"}
	}
	err := b.change(ctx, by, "account changed", func(t *change) (string, error) {
		now, err := account(ctx, t, a.ID)
		if err != nil {
			return "", err
		}
		if a.Version != now.Version {
			return "", &casefile.Error{Code: casefile.Conflict, What: "The account of %[1]s was changed meanwhile", Do: "Look at it again and repeat the change", Args: []any{now.Name}}
		}
		a.Identity, a.LogInCard = now.Identity, now.LogInCard
		if err := t.write(ctx, a, now.Version+1, reason); err != nil {
			return "", err
		}
		var admins int
		if err := t.QueryRowContext(ctx, `SELECT count(*) FROM account_now, json_each(roles_json) r WHERE active AND r.value = ?`, string(casefile.Administrator)).Scan(&admins); err != nil {
			return "", err
		}
		if admins == 0 {
			return "", &casefile.Error{Code: casefile.Refused, What: "%[1]s is the last active administrator", Do: "Make somebody else an administrator first", Args: []any{now.Name}}
		}
		return a.LogIn + ": " + differences(now, a), nil
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, a.ID)
}

// differences says what a change was, for the log.
func differences(old, a casefile.Account) string {
	var out []string
	for _, f := range []struct{ what, old, new string }{
		{"name", old.Name, a.Name}, {"log-in", old.LogIn, a.LogIn}, {"agency", old.Agency, a.Agency},
		{"roles", casefile.RoleText(old.Roles), casefile.RoleText(a.Roles)}, {"active", fmt.Sprint(old.Active), fmt.Sprint(a.Active)},
	} {
		if f.old != f.new {
			out = append(out, fmt.Sprintf("%s %q to %q", f.what, f.old, f.new))
		}
	}
	return strings.Join(out, ", ")
}

// write adds a version of an account.
func (t *change) write(ctx context.Context, a casefile.Account, version int, reason string) (err error) {
	if err := a.Check(); err != nil {
		return err
	}
	if a.Roles, err = casefile.OrderedRoles(a.Roles); err != nil {
		return err
	}
	var taken bool
	if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account_now WHERE log_in = ? AND id <> ?)`, a.LogIn, a.ID).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return &casefile.Error{Code: casefile.Conflict, What: "Somebody else logs in as %[1]q", Do: "Choose another log-in name", Args: []any{a.LogIn}}
	}
	roles, err := json.Marshal(a.Roles)
	if err != nil {
		return err
	}
	identity, err := json.Marshal(identities{a.Identity, a.LogInCard})
	if err != nil {
		return err
	}
	return t.insert(ctx, "account_version", col{"id", a.ID}, col{"version", version}, col{"name", a.Name}, col{"log_in", a.LogIn},
		col{"agency", a.Agency}, col{"roles_json", string(roles)}, col{"active", a.Active}, col{"identity_json", string(identity)},
		col{"reason", reason}, col{"by", t.actorID}, col{"at", stamp(t.at)})
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// SetIdentity makes i what an account signs with. data are the file's bytes where the workstation is to keep them (i.Kept).
func (b *Book) SetIdentity(ctx context.Context, by, id string, i casefile.SigningIdentity, data []byte) (casefile.Account, error) {
	err := b.change(ctx, by, "signing identity set", func(t *change) (string, error) {
		now, err := account(ctx, t, id)
		if err != nil {
			return "", err
		}
		if i.Kept {
			sum := sha256.Sum256(data)
			i.SHA256 = hex.EncodeToString(sum[:])
			var have bool
			if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM identity_file WHERE sha256 = ?)`, i.SHA256).Scan(&have); err != nil {
				return "", err
			}
			if !have {
				if err := t.insert(ctx, "identity_file", col{"sha256", i.SHA256}, col{"data", data}); err != nil {
					return "", err
				}
			}
		}
		now.Identity = i
		what := cmp.Or(i.Subject, i.Card.Subject, i.File)
		if i.Card.Certificate != "" {
			what += fmt.Sprintf(" on the card %s, certificate %s", i.Card.Serial, i.Card.Certificate)
		}
		if what == "" {
			what = "test identity"
		}
		return now.LogIn + ": " + what, t.write(ctx, now, now.Version+1, "signing identity")
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, id)
}

// SetLogInCard makes card what an account's owner may log in with beside the passphrase; the zero card takes that away. The reason is
// kept with it. One certificate logs in one account.
func (b *Book) SetLogInCard(ctx context.Context, by, id string, card casefile.CardIdentity, reason string) (casefile.Account, error) {
	if strings.TrimSpace(reason) == "" {
		return casefile.Account{}, &casefile.Error{Code: casefile.Invalid, What: "A change needs a reason", Do: "Say why it is made"}
	}
	action := "log-in card set"
	if card.Certificate == "" {
		action = "log-in card taken away"
	}
	err := b.change(ctx, by, action, func(t *change) (string, error) {
		all, err := accounts(ctx, t, ``)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(all, func(a casefile.Account) bool { return a.ID == id })
		if i < 0 {
			return "", &casefile.Error{Code: casefile.NotFound, What: "There is no such account", Do: "Look at the list of people"}
		}
		for _, a := range all {
			if card.Certificate != "" && a.ID != id && a.LogInCard.Certificate == card.Certificate {
				return "", &casefile.Error{Code: casefile.Conflict, What: "This card logs in %[1]s", Do: "Take it away from that account first", Args: []any{a.Name}}
			}
		}
		now, was := all[i], all[i].LogInCard
		now.LogInCard = card
		detail := now.LogIn + ": " + card.Subject + ", certificate " + card.Certificate
		if card.Certificate == "" {
			detail = now.LogIn + ": " + was.Subject + ", certificate " + was.Certificate
		}
		return detail + ": " + strings.TrimSpace(reason), t.write(ctx, now, now.Version+1, strings.TrimSpace(reason))
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, id)
}

// IdentityFile returns the bytes of a signing identity that the workstation keeps.
func (b *Book) IdentityFile(ctx context.Context, sha string) ([]byte, error) {
	var data []byte
	err := b.read.QueryRowContext(ctx, `SELECT data FROM identity_file WHERE sha256 = ?`, sha).Scan(&data)
	if err != nil {
		return nil, say(err, "read signing identity")
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != sha {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The signing identity that the workstation keeps is damaged", Do: "Let an administrator set it again"}
	}
	return data, nil
}
