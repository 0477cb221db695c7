package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tracemark/casefile"
)

// AddHit records a hit on the conclusion that holds for its comparison, and gives it its number. Its exhibits are those of
// the comparison. Whether the conclusion had to be verified is the caller's to know.
func (s *Store) AddHit(ctx context.Context, actor string, h casefile.Hit, reason string) (casefile.Hit, error) {
	err := s.change(ctx, actor, "hit confirmed", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		t.identify(&h.ID, &h.Created)
		h.State = casefile.HitConfirmed
		if err := t.linked(ctx, &h); err != nil {
			return "", err
		}
		if err := t.holds(ctx, h); err != nil {
			return "", err
		}
		if err := t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM hit`).Scan(&h.Number); err != nil {
			return "", fmt.Errorf("count hits: %w", err)
		}
		err := t.insert(ctx, "hit", col{"id", h.ID}, col{"number", h.Number}, col{"exhibit_a", h.ExhibitA}, col{"exhibit_b", h.ExhibitB},
			col{"comparison_id", h.ComparisonID}, col{"created", stamp(h.Created)})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("hit %d: %s", h.Number, reason), t.writeHit(ctx, h, 1, reason)
	})
	return h, err
}

// linked fills in the exhibits of the hit's comparison and makes sure that they can be a hit: two exhibits, of different
// events where both are known, that are not linked already.
func (t *change) linked(ctx context.Context, h *casefile.Hit) error {
	var eventA, eventB string
	err := t.QueryRowContext(ctx, `SELECT a.exhibit_id, b.exhibit_id, ea.event_id, eb.event_id FROM comparison k
		JOIN capture a ON a.id = k.a JOIN capture b ON b.id = k.b
		JOIN exhibit_now ea ON ea.exhibit_id = a.exhibit_id JOIN exhibit_now eb ON eb.exhibit_id = b.exhibit_id
		WHERE k.id = ?`, h.ComparisonID).Scan(&h.ExhibitA, &h.ExhibitB, textOf{&eventA}, textOf{&eventB})
	if err != nil {
		return oneError(err, "There is no such comparison in this case", "read comparison")
	}
	if h.ExhibitA == h.ExhibitB || eventA != "" && eventA == eventB {
		return &casefile.Error{Code: casefile.Refused, What: "A hit links exhibits of different events, and these are of one",
			Do: "Correct the events of the exhibits where they are wrong"}
	}
	linked, err := scanHit(t.QueryRowContext(ctx, hitQuery+` AND v.state = ?3
		AND (h.exhibit_a = ?1 AND h.exhibit_b = ?2 OR h.exhibit_a = ?2 AND h.exhibit_b = ?1)`,
		h.ExhibitA, h.ExhibitB, string(casefile.HitConfirmed)))
	switch {
	case err == nil:
		return &casefile.Error{Code: casefile.Conflict, What: "These exhibits are linked by hit %[1]d already", Args: []any{linked.Value.Number}}
	case !errors.Is(err, sql.ErrNoRows):
		return say(err, "read hits")
	}
	return nil
}

// holds makes sure that the hit's conclusion is the one that holds, and one that a hit can rest on.
func (t *change) holds(ctx context.Context, h casefile.Hit) error {
	c, ok, err := currentConclusion(ctx, t, h.ComparisonID)
	if err != nil {
		return err
	}
	if !ok || c.ID != h.ConclusionID {
		return &casefile.Error{Code: casefile.Refused, What: "The hit does not rest on the conclusion that holds for this comparison",
			Do: "Look at the conclusion again"}
	}
	if !c.Links() {
		return &casefile.Error{Code: casefile.Refused, What: "A hit needs an identification, and the conclusion is another",
			Do: "Leave it as a lead"}
	}
	return nil
}

// WithdrawHit records that a hit no longer counts, with the reason. It stays readable.
func (s *Store) WithdrawHit(ctx context.Context, actor, id, reason string) (casefile.Hit, error) {
	var h casefile.Hit
	err := s.change(ctx, actor, "hit withdrawn", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		now, err := scanHit(t.QueryRowContext(ctx, hitQuery+` AND h.id = ?`, id))
		if err != nil {
			return "", oneError(err, "There is no such hit in this case", "read hit")
		}
		if h = now.Value; h.State == casefile.HitWithdrawn {
			return "", &casefile.Error{Code: casefile.Conflict, What: "Hit %[1]d is withdrawn already", Args: []any{h.Number}}
		}
		h.State = casefile.HitWithdrawn
		return fmt.Sprintf("hit %d: %s", h.Number, reason), t.writeHit(ctx, h, now.N+1, reason)
	})
	return h, err
}

func (t *change) writeHit(ctx context.Context, h casefile.Hit, version int, reason string) error {
	t.subject = h.ID
	return t.insert(ctx, "hit_version", col{"hit_id", h.ID}, col{"version", version}, col{"state", string(h.State)},
		col{"conclusion_id", h.ConclusionID}, col{"verification", h.Verification}, col{"reason", reason}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

const (
	hitColumns = `SELECT h.id, h.number, h.exhibit_a, h.exhibit_b, h.comparison_id, v.conclusion_id, v.verification, v.state, h.created,
		v.version, v.reason, v.by, v.at FROM hit h JOIN hit_version v ON v.hit_id = h.id`
	hitQuery = hitColumns + ` AND v.version = (SELECT max(version) FROM hit_version WHERE hit_id = h.id) WHERE 1`
)

func scanHit(r scanner) (v Version[casefile.Hit], err error) {
	h := &v.Value
	err = r.Scan(&h.ID, &h.Number, &h.ExhibitA, &h.ExhibitB, &h.ComparisonID, &h.ConclusionID, &h.Verification, &h.State, timeOf{&h.Created},
		&v.N, &v.Reason, &v.By, timeOf{&v.At})
	return v, err
}

// Hits returns the hits as they are now, withdrawn ones too, by number, with who said so last and why.
func (s *Store) Hits(ctx context.Context) ([]Version[casefile.Hit], error) {
	rows, err := s.read.QueryContext(ctx, hitQuery+` ORDER BY h.number`)
	out, err := collect(rows, err, scanHit)
	if err != nil {
		return nil, say(err, "read hits")
	}
	return out, nil
}

// HitHistory returns every version of the hit with the id, the first one first.
func (s *Store) HitHistory(ctx context.Context, id string) ([]Version[casefile.Hit], error) {
	rows, err := s.read.QueryContext(ctx, hitColumns+` WHERE h.id = ? ORDER BY v.version`, id)
	out, err := collect(rows, err, scanHit)
	if err != nil {
		return nil, say(err, "read hit history")
	}
	return out, nil
}
