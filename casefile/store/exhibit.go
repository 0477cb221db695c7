package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"tracemark/casefile"
)

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
	if err := t.checkOrigin(ctx, *e); err != nil {
		return err
	}
	if err := e.CheckFacts(); err != nil {
		return err
	}
	class, err := toJSON(e.Class)
	if err != nil {
		return err
	}
	facts, err := factsJSON(e.Facts)
	if err != nil {
		return err
	}
	return t.insert(ctx, "exhibit_version", col{"exhibit_id", e.ID}, col{"version", version}, col{"label", e.Label},
		col{"kind", string(e.Kind)}, col{"origin", string(e.Origin)}, col{"event_id", optional(e.EventID)},
		col{"parent_id", optional(e.ParentID)}, col{"description", e.Description}, col{"class_json", class},
		col{"quantity", sql.NullInt64{Int64: int64(e.Quantity), Valid: e.Quantity > 0}}, col{"facts_json", facts},
		col{"owner", e.Owner}, col{"owner_exhibit_id", e.OwnerExhibitID}, col{"reason", reason},
		col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

// checkOrigin follows what e came from upwards: nothing comes from itself, and a known exhibit from nothing but a firearm, be it
// through the cartridge that was fired.
func (t *change) checkOrigin(ctx context.Context, e casefile.Exhibit) error {
	if e.ParentID == "" {
		return nil
	}
	rows, err := t.QueryContext(ctx, `WITH RECURSIVE above (id) AS (
		VALUES (?) UNION SELECT n.parent_id FROM exhibit_now n JOIN above a ON n.exhibit_id = a.id WHERE n.parent_id IS NOT NULL)
		SELECT n.exhibit_id, n.kind FROM above a JOIN exhibit_now n ON n.exhibit_id = a.id`, e.ParentID)
	type ancestor struct {
		id   string
		kind casefile.ExhibitKind
	}
	above, err := collect(rows, err, func(r scanner) (a ancestor, err error) { return a, r.Scan(&a.id, &a.kind) })
	if err != nil {
		return fmt.Errorf("read what it came from: %w", err)
	}
	if slices.ContainsFunc(above, func(a ancestor) bool { return a.id == e.ID }) {
		return &casefile.Error{Code: casefile.Refused, What: "%[1]s cannot come from something that came from it", Do: "Choose another exhibit that it came from",
			Args: []any{e.Label}}
	}
	if e.Origin == casefile.Known && !slices.ContainsFunc(above, func(a ancestor) bool { return a.kind == casefile.KindFirearm }) {
		return &casefile.Error{Code: casefile.Refused, What: "%[1]s is known, which means fired in a known firearm, and what it came from is none",
			Do: "Choose the firearm that it came from, or make it questioned", Args: []any{e.Label}}
	}
	return nil
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

const exhibitColumns = `exhibit_id, label, kind, origin, event_id, parent_id, description, class_json, quantity,
	facts_json, owner, owner_exhibit_id, created, version, reason, by, at`

func scanExhibit(r scanner) (v Version[casefile.Exhibit], err error) {
	e := &v.Value
	err = r.Scan(&e.ID, &e.Label, &e.Kind, &e.Origin, textOf{&e.EventID}, textOf{&e.ParentID}, &e.Description,
		jsonOf{&e.Class}, countOf{&e.Quantity}, jsonOrNull{&e.Facts}, &e.Owner, &e.OwnerExhibitID, timeOf{&e.Created}, &v.N, &v.Reason, &v.By, timeOf{&v.At})
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
	ref = strings.TrimSpace(ref)
	// By the id first, and alone: SQLite then uses the key and does not look through all exhibits.
	if v, err := exhibitNow(ctx, s.read, ref); err == nil {
		return v.Value, nil
	} else if casefile.CodeOf(err) != casefile.NotFound {
		return casefile.Exhibit{}, err
	}
	v, err := scanExhibit(s.read.QueryRowContext(ctx, `SELECT `+exhibitColumns+` FROM exhibit_now
		WHERE label = ? COLLATE NOCASE LIMIT 1`, ref))
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
