package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tracemark/casefile"
)

// AddCustody records what happened to an exhibit, as its next event. What does not fit the events before needs an Explanation; with
// one it is recorded as it was stated, and what did not fit is recorded with it. Number, Version and Irregular are filled in here.
func (s *Store) AddCustody(ctx context.Context, actor string, e casefile.CustodyEvent) (casefile.CustodyEvent, error) {
	err := s.change(ctx, actor, "custody recorded", func(t *change) (string, error) {
		if e.Void || e.Reason != "" {
			return "", &casefile.Error{Code: casefile.Invalid, What: "Only a correction says that something did not happen, or why it is corrected"}
		}
		chain, err := t.custodies(ctx, e.ExhibitID)
		if err != nil {
			return "", err
		}
		e.Number, e.Version = 0, 1
		err = t.QueryRowContext(ctx, `SELECT ifnull(max(number), 0) + 1 FROM custody_event WHERE exhibit_id = ?`, e.ExhibitID).Scan(&e.Number)
		if err != nil {
			return "", fmt.Errorf("number custody event: %w", err)
		}
		return t.writeCustody(ctx, chain, &e)
	})
	if err != nil {
		return casefile.CustodyEvent{}, err
	}
	return e, nil
}

// CorrectCustody records the next version of the event with e's exhibit and number, with the reason in e.Reason. The earlier ones
// stay readable. A version that is Void says that the event did not happen; its other values are those of the version before.
func (s *Store) CorrectCustody(ctx context.Context, actor string, e casefile.CustodyEvent) (casefile.CustodyEvent, error) {
	err := s.change(ctx, actor, "custody corrected", func(t *change) (string, error) {
		if err := needReason(e.Reason); err != nil {
			return "", err
		}
		chain, err := t.custodies(ctx, e.ExhibitID)
		if err != nil {
			return "", err
		}
		was, err := scanCustody(t.QueryRowContext(ctx, `SELECT `+custodyColumns+` FROM custody_event
			WHERE exhibit_id = ? AND number = ? ORDER BY version DESC LIMIT 1`, e.ExhibitID, e.Number))
		if err != nil {
			return "", oneError(err, "There is no such custody event in this case", "read custody event")
		}
		if e.Void {
			void := was
			void.Void, void.Reason, void.Explanation, void.By = true, e.Reason, e.Explanation, e.By
			e = void
		}
		e.ID, e.Version, e.Created = "", was.Version+1, t.at
		return t.writeCustody(ctx, chain, &e)
	})
	if err != nil {
		return casefile.CustodyEvent{}, err
	}
	return e, nil
}

// writeCustody checks e against the chain and writes it; it returns the detail for the log.
func (t *change) writeCustody(ctx context.Context, chain *casefile.Custodies, e *casefile.CustodyEvent) (string, error) {
	t.identify(&e.ID, &e.Created)
	if err := t.author(&e.By); err != nil {
		return "", err
	}
	e.Happened = e.Happened.UTC().Round(0)
	x, err := exhibitNow(ctx, t, e.ExhibitID)
	if err != nil {
		return "", err
	}
	for _, p := range []casefile.Party{e.From, e.To} {
		if err := t.exists(ctx, "person", p.PersonID, "A party to the custody event is no person of this case"); err != nil {
			return "", err
		}
	}
	*e = chain.Complete(*e)
	if err := e.Check(e.Created); err != nil {
		return "", err
	}
	if err := t.checkTogether(ctx, chain, x.Value, *e); err != nil {
		return "", err
	}
	e.Irregular = chain.Irregular(*e)
	if len(e.Irregular) > 0 && strings.TrimSpace(e.Explanation) == "" {
		return "", &casefile.Error{Code: casefile.Refused, What: "This does not fit the chain of custody: %[1]s",
			Do: "Correct what is stated, or explain it", Args: []any{casefile.Irregularities(e.Irregular).Brief()}}
	}
	t.subject = e.ExhibitID
	detail := fmt.Sprintf("%s: %s, %s", x.Value.Label, e.Kind, e.Happened.Format("2006-01-02 15:04"))
	return detail, t.insertCustody(ctx, *e)
}

// checkTogether makes sure that the exhibit stands by itself, or that the event is what separates it.
func (t *change) checkTogether(ctx context.Context, chain *casefile.Custodies, x casefile.Exhibit, e casefile.CustodyEvent) error {
	parent := ""
	if x.ParentID != "" {
		p, err := exhibitNow(ctx, t, x.ParentID)
		if err != nil {
			return err
		}
		parent = p.Value.Label
	}
	return chain.Before(e).CheckPlace(e, parent)
}

func (t *change) insertCustody(ctx context.Context, e casefile.CustodyEvent) error {
	cols := []col{{"id", e.ID}, {"exhibit_id", e.ExhibitID}, {"number", e.Number}, {"version", e.Version}, {"kind", string(e.Kind)},
		{"happened", stamp(e.Happened)}, {"place", e.Place}, {"why", e.Why}, {"condition", e.Condition}, {"quantity", pieces(e.Quantity)},
		{"due", e.Due}, {"void", e.Void}, {"explanation", e.Explanation}, {"reason", e.Reason}, {"by", e.By}, {"created", stamp(e.Created)}}
	for _, j := range []struct {
		name  string
		value any
	}{{"from_json", e.From}, {"to_json", e.To}, {"seals_before_json", e.SealsBefore}, {"seals_after_json", e.SealsAfter}, {"irregular_json", e.Irregular}} {
		text, err := toJSON(j.value)
		if err != nil {
			return err
		}
		cols = append(cols, col{j.name, text})
	}
	return t.insert(ctx, "custody_event", cols...)
}

// pieces stores a number that nobody counted as NULL.
func pieces(n *int) sql.NullInt64 {
	if n == nil {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: int64(*n), Valid: true}
}

// custodies reads the chains of custody of the exhibit with the id and of those that it came from, as they are in the transaction.
func (t *change) custodies(ctx context.Context, id string) (*casefile.Custodies, error) {
	return custodiesOf(ctx, t, id)
}

const custodyColumns = `id, exhibit_id, number, version, kind, from_json, to_json, happened, place, why, seals_before_json,
	seals_after_json, condition, quantity, due, void, irregular_json, explanation, reason, by, created`

func scanCustody(r scanner) (e casefile.CustodyEvent, err error) {
	var n sql.NullInt64
	err = r.Scan(&e.ID, &e.ExhibitID, &e.Number, &e.Version, &e.Kind, jsonOf{&e.From}, jsonOf{&e.To}, timeOf{&e.Happened}, &e.Place,
		&e.Why, jsonOf{&e.SealsBefore}, jsonOf{&e.SealsAfter}, &e.Condition, &n, &e.Due, &e.Void, jsonOf{&e.Irregular}, &e.Explanation,
		&e.Reason, &e.By, timeOf{&e.Created})
	if n.Valid {
		q := int(n.Int64)
		e.Quantity = &q
	}
	return e, err
}

// CustodyEvents returns every version of the custody events of the exhibit with the id, of all exhibits when it is "", in the
// order in which they were recorded. See casefile.NewCustodies for what they amount to.
func (s *Store) CustodyEvents(ctx context.Context, exhibitID string) ([]casefile.CustodyEvent, error) {
	out, err := custodyEvents(ctx, s.read, exhibitID)
	if err != nil {
		return nil, say(err, "read custody")
	}
	return out, nil
}

func custodyEvents(ctx context.Context, db querier, exhibitID string) ([]casefile.CustodyEvent, error) {
	which, args := "", []any{}
	if exhibitID != "" { // a condition of its own, for which SQLite uses the key and does not read all rows
		which, args = ` WHERE exhibit_id = ?`, []any{exhibitID}
	}
	rows, err := db.QueryContext(ctx, `SELECT `+custodyColumns+` FROM custody_event`+which+` ORDER BY rowid`, args...)
	return collect(rows, err, scanCustody)
}

// Custodies returns the chains of custody of all exhibits.
func (s *Store) Custodies(ctx context.Context) (*casefile.Custodies, error) {
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, err
	}
	events, err := s.CustodyEvents(ctx, "")
	if err != nil {
		return nil, err
	}
	return casefile.NewCustodies(exhibits, events), nil
}
