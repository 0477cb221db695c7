package store

import (
	"context"
	"database/sql"
	"errors"

	"tracemark/casefile"
)

// Acting makes sure that the owner of an account is a person of the case, in the state that the account has now: somebody new is
// added, another name, role or agency is a new version. p.ID is the account's id. It writes nothing where nothing is new.
func (s *Store) Acting(ctx context.Context, p casefile.Person, logIn string) error {
	if same, err := actsAs(ctx, s.read, p, logIn); err != nil || same {
		return err
	}
	t, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if same, err := actsAs(ctx, t, p, logIn); err != nil || same { // another program was quicker
		return err
	}
	action := "person changed"
	switch _, err := person(ctx, t, p.ID); {
	case casefile.CodeOf(err) == casefile.NotFound && err != nil:
		action = "person added"
		if err := t.addPerson(ctx, &p); err != nil {
			return say(err, action)
		}
	case err != nil:
		return err
	}
	t.actor = p
	var version int
	if err := t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM person_version WHERE person_id = ?`, p.ID).Scan(&version); err != nil {
		return say(err, action)
	}
	err = t.insert(ctx, "person_version", col{"person_id", p.ID}, col{"version", version}, col{"name", p.Name}, col{"role", p.Role},
		col{"agency", p.Agency}, col{"log_in", logIn}, col{"at", stamp(t.at)})
	if err != nil {
		return say(err, action)
	}
	return t.commit(ctx, action, p.Name+": "+p.Role)
}

// actsAs reports whether p is a person of the case in the state that p and logIn say.
func actsAs(ctx context.Context, db querier, p casefile.Person, logIn string) (bool, error) {
	now, err := scanPersonVersion(db.QueryRowContext(ctx, `SELECT `+personVersionColumns+` FROM person_version
		WHERE person_id = ? ORDER BY version DESC LIMIT 1`, p.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, say(err, "read person")
	}
	return now.Name == p.Name && now.Role == p.Role && now.Agency == p.Agency && now.LogIn == logIn, nil
}

const personVersionColumns = `person_id, version, name, role, agency, log_in, at`

func scanPersonVersion(r scanner) (v casefile.PersonVersion, err error) {
	err = r.Scan(&v.ID, &v.Version, &v.Name, &v.Role, &v.Agency, &v.LogIn, timeOf{&v.At})
	return v, err
}

// PersonVersions returns the states of all people who act in the case through an account, each person's first one first. Whoever
// has none was never authenticated.
func (s *Store) PersonVersions(ctx context.Context) ([]casefile.PersonVersion, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+personVersionColumns+` FROM person_version ORDER BY person_id, version`)
	out, err := collect(rows, err, scanPersonVersion)
	if err != nil {
		return nil, say(err, "read people")
	}
	return out, nil
}

// NoteScreen logs what happened at the screen while the case was open: it was locked, unlocked, or somebody tried to. actor is
// whose screen it is.
func (s *Store) NoteScreen(ctx context.Context, actor, action, detail string) error {
	return s.change(ctx, actor, action, func(*change) (string, error) { return detail, nil })
}
