package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tracemark/casefile"
)

// AddEvent adds an event that exhibits may belong to.
func (s *Store) AddEvent(ctx context.Context, actor string, e casefile.Event) (casefile.Event, error) {
	err := s.change(ctx, actor, "event added", func(t *change) (string, error) {
		if strings.TrimSpace(e.Label) == "" {
			return "", &casefile.Error{Code: casefile.Invalid, What: "The event has no label", Do: "Give it one"}
		}
		if err := checkName("event's label", e.Label); err != nil {
			return "", err
		}
		t.identify(&e.ID, &e.Created)
		return e.Label, t.insert(ctx, "event", col{"id", e.ID}, col{"label", e.Label}, col{"kind", e.Kind},
			col{"date", e.Date}, col{"place", e.Place}, col{"created", stamp(e.Created)})
	})
	return e, err
}

const eventColumns = `id, label, kind, date, place, created`

func scanEvent(r scanner) (e casefile.Event, err error) {
	err = r.Scan(&e.ID, &e.Label, &e.Kind, &e.Date, &e.Place, timeOf{&e.Created})
	return e, err
}

// Events returns the events in the order in which they were added.
func (s *Store) Events(ctx context.Context) ([]casefile.Event, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+eventColumns+` FROM event ORDER BY rowid`)
	out, err := collect(rows, err, scanEvent)
	if err != nil {
		return nil, say(err, "read events")
	}
	return out, nil
}

// Event returns the event with the id.
func (s *Store) Event(ctx context.Context, id string) (casefile.Event, error) {
	e, err := scanEvent(s.read.QueryRowContext(ctx, `SELECT `+eventColumns+` FROM event WHERE id = ?`, id))
	if err != nil {
		return e, oneError(err, "There is no such event in this case", "read event")
	}
	return e, nil
}

// AddExhibit adds an exhibit without captures. See Import for one with captures.
func (s *Store) AddExhibit(ctx context.Context, actor string, e casefile.Exhibit) (casefile.Exhibit, error) {
	err := s.change(ctx, actor, "exhibit added", func(t *change) (string, error) {
		err := t.addExhibit(ctx, &e)
		return e.Label, err
	})
	return e, err
}

// UpdateExhibit records a new version of the exhibit e.ID, with the reason for the change.
func (s *Store) UpdateExhibit(ctx context.Context, actor string, e casefile.Exhibit, reason string) (casefile.Exhibit, error) {
	err := s.change(ctx, actor, "exhibit changed", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		now, err := exhibitNow(ctx, t, e.ID)
		if err != nil {
			return "", err
		}
		e.Created = now.Value.Created
		return e.Label + ": " + reason, t.writeExhibit(ctx, &e, now.N+1, reason)
	})
	return e, err
}

func (t *change) addExhibit(ctx context.Context, e *casefile.Exhibit) error {
	t.identify(&e.ID, &e.Created)
	switch _, err := exhibitNow(ctx, t, e.ID); {
	case err == nil:
		return &casefile.Error{Code: casefile.Conflict, What: "The exhibit %[1]s is already in this case", Args: []any{e.Label}}
	case casefile.CodeOf(err) != casefile.NotFound:
		return err
	}
	if err := t.insert(ctx, "exhibit", col{"id", e.ID}, col{"created", stamp(e.Created)}); err != nil {
		return err
	}
	return t.writeExhibit(ctx, e, 1, "")
}

var kinds = []casefile.ExhibitKind{casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet,
	casefile.KindCartridge, casefile.KindPart, casefile.KindDocument}

func (t *change) writeExhibit(ctx context.Context, e *casefile.Exhibit, version int, reason string) error {
	e.Label = strings.TrimSpace(e.Label)
	if e.Origin == "" {
		e.Origin = casefile.Questioned // the weaker claim
	}
	switch {
	case e.Label == "":
		return &casefile.Error{Code: casefile.Invalid, What: "The exhibit has no label", Do: "Give it one"}
	case !slices.Contains(kinds, e.Kind):
		return &casefile.Error{Code: casefile.Invalid, What: "There is no kind of exhibit called %[1]q", Args: []any{e.Kind}}
	case e.Origin != casefile.Questioned && e.Origin != casefile.Known:
		return &casefile.Error{Code: casefile.Invalid, What: "An exhibit is questioned or known, not %[1]q", Args: []any{e.Origin}}
	case e.ParentID == e.ID:
		return &casefile.Error{Code: casefile.Invalid, What: "An exhibit cannot have come from itself"}
	}
	if err := checkName("exhibit's label", e.Label); err != nil {
		return err
	}
	if err := t.labelFree(ctx, *e); err != nil {
		return err
	}
	if err := t.exists(ctx, "event", e.EventID, "The exhibit's event is not in this case"); err != nil {
		return err
	}
	if err := t.exists(ctx, "exhibit", e.ParentID, "The exhibit that it came from is not in this case"); err != nil {
		return err
	}
	class, err := toJSON(e.Class)
	if err != nil {
		return err
	}
	return t.insert(ctx, "exhibit_version", col{"exhibit_id", e.ID}, col{"version", version}, col{"label", e.Label},
		col{"kind", string(e.Kind)}, col{"origin", string(e.Origin)}, col{"event_id", optional(e.EventID)},
		col{"parent_id", optional(e.ParentID)}, col{"description", e.Description}, col{"class_json", class},
		col{"owner", e.Owner}, col{"owner_exhibit_id", e.OwnerExhibitID}, col{"reason", reason},
		col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

// labelFree makes sure that no other exhibit is called what e is called. Labels that differ only in case would be
// mistaken for each other on a bag.
func (t *change) labelFree(ctx context.Context, e casefile.Exhibit) error {
	var n int
	err := t.QueryRowContext(ctx, `SELECT count(*) FROM exhibit_now WHERE label = ? COLLATE NOCASE AND exhibit_id <> ?`,
		e.Label, e.ID).Scan(&n)
	if err != nil {
		return fmt.Errorf("read labels: %w", err)
	}
	if n > 0 {
		return &casefile.Error{Code: casefile.Conflict, What: "There is already an exhibit labelled %[1]s",
			Do: "Give this one another label", Args: []any{e.Label}}
	}
	return nil
}

// exists makes sure that the reference id, where it is set, leads to a row of table.
func (t *change) exists(ctx context.Context, table, id, missing string) error {
	if id == "" {
		return nil
	}
	var one int
	err := t.QueryRowContext(ctx, `SELECT 1 FROM `+table+` WHERE id = ?`, id).Scan(&one)
	if err != nil {
		return oneError(err, missing, "read "+table)
	}
	return nil
}

const exhibitColumns = `exhibit_id, label, kind, origin, event_id, parent_id, description, class_json, owner,
	owner_exhibit_id, created, version, reason, by, at`

func scanExhibit(r scanner) (v Version[casefile.Exhibit], err error) {
	e := &v.Value
	err = r.Scan(&e.ID, &e.Label, &e.Kind, &e.Origin, textOf{&e.EventID}, textOf{&e.ParentID}, &e.Description,
		jsonOf{&e.Class}, &e.Owner, &e.OwnerExhibitID, timeOf{&e.Created}, &v.N, &v.Reason, &v.By, timeOf{&v.At})
	return v, err
}

func exhibitNow(ctx context.Context, db querier, id string) (Version[casefile.Exhibit], error) {
	v, err := scanExhibit(db.QueryRowContext(ctx, `SELECT `+exhibitColumns+` FROM exhibit_now WHERE exhibit_id = ?`, id))
	if err != nil {
		return v, oneError(err, "There is no such exhibit in this case", "read exhibit")
	}
	return v, nil
}

// Exhibits returns the exhibits as they are now, in the order in which they were added.
func (s *Store) Exhibits(ctx context.Context) ([]casefile.Exhibit, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+exhibitColumns+` FROM exhibit_now
		ORDER BY (SELECT e.rowid FROM exhibit e WHERE e.id = exhibit_id)`)
	out, err := collect(rows, err, func(r scanner) (casefile.Exhibit, error) {
		v, err := scanExhibit(r)
		return v.Value, err
	})
	if err != nil {
		return nil, say(err, "read exhibits")
	}
	return out, nil
}

// Exhibit returns the exhibit with the id or the label ref.
func (s *Store) Exhibit(ctx context.Context, ref string) (casefile.Exhibit, error) {
	v, err := scanExhibit(s.read.QueryRowContext(ctx, `SELECT `+exhibitColumns+` FROM exhibit_now
		WHERE exhibit_id = ?1 OR label = ?1 COLLATE NOCASE ORDER BY exhibit_id = ?1 DESC LIMIT 1`, strings.TrimSpace(ref)))
	if err != nil {
		return v.Value, oneError(err, "There is no exhibit %[1]q in this case", "read exhibit", ref)
	}
	return v.Value, nil
}

// ExhibitHistory returns every version of the exhibit with the id, the first one first.
func (s *Store) ExhibitHistory(ctx context.Context, id string) ([]Version[casefile.Exhibit], error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+exhibitColumns+` FROM exhibit_version v JOIN exhibit e ON e.id = v.exhibit_id
		WHERE exhibit_id = ? ORDER BY version`, id)
	out, err := collect(rows, err, scanExhibit)
	if err != nil {
		return nil, say(err, "read exhibit history")
	}
	return out, nil
}
