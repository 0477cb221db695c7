package store

import (
	"cmp"
	"context"
	"strings"

	"tracemark/casefile"
)

// AddEvent adds an event that exhibits may belong to. Its own row is its first version.
func (s *Store) AddEvent(ctx context.Context, actor string, e casefile.Event) (casefile.Event, error) {
	err := s.change(ctx, actor, "event added", func(t *change) (string, error) {
		t.identify(&e.ID, &e.Created)
		cols, err := t.eventColumns(ctx, &e)
		if err != nil {
			return "", err
		}
		return e.Label, t.insert(ctx, "event", append(cols, col{"id", e.ID}, col{"created", stamp(e.Created)}, col{"by", t.actor.ID})...)
	})
	return e, err
}

// UpdateEvent records a new version of the event e.ID, with the reason for the change.
func (s *Store) UpdateEvent(ctx context.Context, actor string, e casefile.Event, reason string) (casefile.Event, error) {
	err := s.change(ctx, actor, "event changed", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		now, err := eventNow(ctx, t, e.ID)
		if err != nil {
			return "", err
		}
		e.Created, t.subject = now.Value.Created, e.ID
		cols, err := t.eventColumns(ctx, &e)
		if err != nil {
			return "", err
		}
		return e.Label + ": " + reason, t.insert(ctx, "event_version", append(cols, col{"event_id", e.ID}, col{"version", now.N + 1},
			col{"reason", reason}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})...)
	})
	return e, err
}

// eventColumns checks what is said of an event and returns it as columns.
func (t *change) eventColumns(ctx context.Context, e *casefile.Event) ([]col, error) {
	if e.Label = strings.TrimSpace(e.Label); e.Label == "" {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The event has no label", Do: "Give it one"}
	}
	if err := cmp.Or(checkName("event's label", e.Label), checkName("event's kind", e.Kind), checkName("event's place", e.Place), e.Check()); err != nil {
		return nil, err
	}
	var same int
	err := t.QueryRowContext(ctx, `SELECT count(*) FROM event_now WHERE label = ? COLLATE NOCASE AND event_id <> ?`, e.Label, e.ID).Scan(&same)
	if err != nil {
		return nil, say(err, "read events")
	}
	if same > 0 {
		return nil, &casefile.Error{Code: casefile.Conflict, What: "There is already an event called %[1]s", Do: "Give this one another label", Args: []any{e.Label}}
	}
	facts, err := factsJSON(e.Facts)
	if err != nil {
		return nil, err
	}
	return []col{{"label", e.Label}, {"kind", e.Kind}, {"date", e.Date}, {"place", e.Place}, {"facts_json", facts}}, nil
}

const eventColumns = `event_id, label, kind, date, place, facts_json, created, version, reason, by, at`

func scanEvent(r scanner) (v Version[casefile.Event], err error) {
	e := &v.Value
	err = r.Scan(&e.ID, &e.Label, &e.Kind, &e.Date, &e.Place, jsonOrNull{&e.Facts}, timeOf{&e.Created}, &v.N, &v.Reason,
		textOf{&v.By}, timeOf{&v.At})
	return v, err
}

func eventNow(ctx context.Context, db querier, id string) (Version[casefile.Event], error) {
	v, err := scanEvent(db.QueryRowContext(ctx, `SELECT `+eventColumns+` FROM event_now WHERE event_id = ?`, id))
	if err != nil {
		return v, oneError(err, "There is no such event in this case", "read event")
	}
	return v, nil
}

// Events returns the events as they are now, in the order in which they were added.
func (s *Store) Events(ctx context.Context) ([]casefile.Event, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+eventColumns+` FROM event_now ORDER BY place_in_order`)
	out, err := collect(rows, err, func(r scanner) (casefile.Event, error) {
		v, err := scanEvent(r)
		return v.Value, err
	})
	if err != nil {
		return nil, say(err, "read events")
	}
	return out, nil
}

// Event returns the event with the id.
func (s *Store) Event(ctx context.Context, id string) (casefile.Event, error) {
	v, err := eventNow(ctx, s.read, id)
	return v.Value, err
}

// EventHistory returns every version of the event with the id, the first one first. Who made the first version of an event
// that an earlier Tracemark recorded is in the log alone: By is "".
func (s *Store) EventHistory(ctx context.Context, id string) ([]Version[casefile.Event], error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, label, kind, date, place, facts_json, created, 1 AS version, '', by, created
		FROM event WHERE id = ?1
		UNION ALL
		SELECT v.event_id, v.label, v.kind, v.date, v.place, v.facts_json, e.created, v.version, v.reason, v.by, v.at
		FROM event_version v JOIN event e ON e.id = v.event_id WHERE v.event_id = ?1 ORDER BY version`, id)
	out, err := collect(rows, err, scanEvent)
	if err != nil {
		return nil, say(err, "read event history")
	}
	return out, nil
}
