package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"tracemark/casefile"
)

// querier is a pool or a transaction to read from.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// AddPerson adds p to the case. Somebody new may add themselves: actor is then p.ID.
func (s *Store) AddPerson(ctx context.Context, actor string, p casefile.Person) (casefile.Person, error) {
	t, err := s.start(ctx)
	if err != nil {
		return casefile.Person{}, err
	}
	defer t.Rollback()
	if err := t.addPerson(ctx, &p); err != nil {
		return casefile.Person{}, say(err, "add person")
	}
	// After the insert, so that the actor is found also where it is the new person.
	if t.actor, err = person(ctx, t, actor); err != nil {
		return casefile.Person{}, noActor(err)
	}
	if err := t.commit(ctx, "person added", p.Name); err != nil {
		return casefile.Person{}, err
	}
	return p, nil
}

func (t *change) addPerson(ctx context.Context, p *casefile.Person) error {
	if strings.TrimSpace(p.Name) == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The person has no name", Do: "Give the name"}
	}
	if err := cmp.Or(checkName("person's name", p.Name), checkName("person's agency", p.Agency)); err != nil {
		return err
	}
	t.identify(&p.ID, &p.Created)
	switch _, err := person(ctx, t, p.ID); {
	case err == nil:
		return &casefile.Error{Code: casefile.Conflict, What: "%[1]s is already a person of this case", Args: []any{p.Name}}
	case casefile.CodeOf(err) != casefile.NotFound:
		return err
	}
	return t.insert(ctx, "person", col{"id", p.ID}, col{"name", p.Name}, col{"role", p.Role}, col{"agency", p.Agency},
		col{"created", stamp(p.Created)})
}

const personColumns = `id, name, role, agency, created`

func scanPerson(r scanner) (p casefile.Person, err error) {
	err = r.Scan(&p.ID, &p.Name, &p.Role, &p.Agency, timeOf{&p.Created})
	return p, err
}

// People returns everybody who acts in the case, in the order in which they came.
func (s *Store) People(ctx context.Context) ([]casefile.Person, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+personColumns+` FROM person ORDER BY rowid`)
	out, err := collect(rows, err, scanPerson)
	if err != nil {
		return nil, say(err, "read people")
	}
	return out, nil
}

// Person returns the person with the id.
func (s *Store) Person(ctx context.Context, id string) (casefile.Person, error) {
	return person(ctx, s.read, id)
}

func person(ctx context.Context, db querier, id string) (casefile.Person, error) {
	p, err := scanPerson(db.QueryRowContext(ctx, `SELECT `+personColumns+` FROM person WHERE id = ?`, id))
	if err != nil {
		return p, oneError(err, "There is no such person in this case", "read person")
	}
	return p, nil
}

// oneError is the error of a look-up that should have given one row; args are put into the sentence that none is there.
func oneError(err error, missing, step string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &casefile.Error{Code: casefile.NotFound, What: missing, Args: args, Cause: err}
	}
	return say(err, step)
}
