package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// Ranked is one exhibit of a ranked gallery.
type Ranked struct {
	Agency, ExhibitID string
	Marks             []api.CandidateMark
}

// Outcome is what became of a correlation.
type Outcome struct {
	State      api.State // a final one
	Problem    string    // of a failed one, a sentence
	Done       int64     // pairs compared
	Total      int64
	Method     string
	Version    string
	SearchedAt time.Time
	Stages     []StageRun    // in their order
	Looked     []Looked      // by the stages
	Ranked     []Ranked      // what was compared, best first
	LeftOut    []api.LeftOut // by owner and id, those of a stage in its order; labels and places are looked up when served
}

// Finish ends a correlation: all of the outcome is kept, or none.
func (s *Store) Finish(ctx context.Context, t Task, o Outcome) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var searched sql.NullInt64
		if !o.SearchedAt.IsZero() {
			searched = sql.NullInt64{Int64: o.SearchedAt.UnixMicro(), Valid: true}
		}
		stages, err := json.Marshal(append([]StageRun{}, o.Stages...))
		if err != nil {
			return fmt.Errorf("encode stages: %w", err)
		}
		done, err := tx.ExecContext(ctx, `UPDATE correlation SET stages = :stages, state = :state, problem = :problem, method = :method, version = :version,
			searched_at = :searched, done = :done, total = :total, step = '', holder = '', lease_until = 0, revision = revision + 1`+held,
			t.args(sql.Named("stages", string(stages)), sql.Named("state", string(o.State)), sql.Named("problem", o.Problem), sql.Named("method", o.Method), sql.Named("version", o.Version),
				sql.Named("searched", searched), sql.Named("done", o.Done), sql.Named("total", o.Total))...)
		if err != nil {
			return fmt.Errorf("finish correlation: %w", err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrLost)
		}
		for i, r := range o.Ranked {
			marks, err := json.Marshal(r.Marks)
			if err != nil {
				return fmt.Errorf("encode candidate: %w", err)
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO ranked (agency, correlation, position, owner, exhibit, marks) VALUES (?, ?, ?, ?, ?, ?)`,
				t.Agency, t.ID, i, r.Agency, r.ExhibitID, string(marks)); err != nil {
				return fmt.Errorf("insert candidate: %w", err)
			}
		}
		for i, l := range o.LeftOut {
			if _, err := tx.ExecContext(ctx, `INSERT INTO left_out (agency, correlation, position, owner, exhibit, capture, mark, reason, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				t.Agency, t.ID, i, l.Agency, l.ExhibitID, l.CaptureID, string(l.Mark), l.Reason, string(l.Stage)); err != nil {
				return fmt.Errorf("insert what was left out: %w", err)
			}
		}
		return insertLooked(ctx, tx, t, o.Looked)
	})
}

// finished returns what every page states, for a correlation that has ended well.
func (s *Store) finished(ctx context.Context, me, id string, offset int) (api.Correlation, api.Page, error) {
	c, _, err := s.Correlation(ctx, me, id)
	if err != nil {
		return c, api.Page{}, err
	}
	if c.State != api.Finished {
		return c, api.Page{}, &casefile.Error{Code: casefile.Conflict, What: "The correlation has no result: it is %[1]s", Args: []any{c.State}}
	}
	return c, api.Page{CorrelationID: id, Lead: casefile.LeadBanner, Method: c.Method, Version: c.Version, GallerySize: c.GallerySize,
		SearchedAt: c.SearchedAt, Offset: offset}, nil
}

// Candidates returns a page of the candidates that the agency me may see now, ranked among themselves.
func (s *Store) Candidates(ctx context.Context, me, id string, offset, limit int) (api.CandidatePage, error) {
	c, page, err := s.finished(ctx, me, id, offset)
	if err != nil {
		return api.CandidatePage{}, err
	}
	page.Total = min(c.TopK, c.GallerySize)
	out := api.CandidatePage{Page: page, LeftOut: c.LeftOut, Candidates: []api.Candidate{}}
	rows, err := s.read.QueryContext(ctx, `SELECT r.owner, a.name, r.exhibit, e.description, r.marks,
		EXISTS (SELECT 1 FROM capture c WHERE c.agency = e.agency AND c.exhibit = e.id AND c.recording ->> 'synthetic')
		FROM ranked r JOIN exhibit e ON e.agency = r.owner AND e.id = r.exhibit JOIN agency a ON a.id = e.agency
		WHERE r.agency = :me AND r.correlation = :id AND `+visible+` ORDER BY r.position LIMIT :limit OFFSET :offset`,
		sql.Named("me", me), sql.Named("id", id), sql.Named("limit", max(0, min(limit, c.TopK-offset))), sql.Named("offset", offset))
	if err != nil {
		return out, fmt.Errorf("list candidates: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		x := api.Candidate{Rank: offset + len(out.Candidates) + 1}
		var description, marks string
		if err := rows.Scan(&x.Agency, &x.AgencyName, &x.ExhibitID, &description, &marks, &x.Synthetic); err != nil {
			return out, fmt.Errorf("list candidates: %w", err)
		}
		var d api.Description
		if err := errors.Join(json.Unmarshal([]byte(description), &d), json.Unmarshal([]byte(marks), &x.Marks)); err != nil {
			return out, fmt.Errorf("decode candidate: %w", err)
		}
		x.Label, x.CaseRef, x.Class = d.Label, d.CaseRef, d.Class
		out.Candidates = append(out.Candidates, x)
	}
	return out, rows.Err()
}

// LeftOut returns a page of what a correlation of the agency me could not search, as far as it may see it now.
func (s *Store) LeftOut(ctx context.Context, me, id string, offset, limit int) (api.LeftOutPage, error) {
	c, page, err := s.finished(ctx, me, id, offset)
	if err != nil {
		return api.LeftOutPage{}, err
	}
	page.Total = c.LeftOut
	out := api.LeftOutPage{Page: page, LeftOut: []api.LeftOut{}}
	rows, err := s.read.QueryContext(ctx, `SELECT r.owner, r.exhibit, e.description ->> 'label', r.capture, r.mark, r.reason, r.stage,
		row_number() OVER (PARTITION BY r.stage, r.mark ORDER BY r.position)
		FROM left_out r JOIN exhibit e ON e.agency = r.owner AND e.id = r.exhibit
		WHERE r.agency = :me AND r.correlation = :id AND `+visible+` ORDER BY r.position LIMIT :limit OFFSET :offset`,
		sql.Named("me", me), sql.Named("id", id), sql.Named("limit", limit), sql.Named("offset", offset))
	if err != nil {
		return out, fmt.Errorf("list what was left out: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l api.LeftOut
		var n int
		if err := rows.Scan(&l.Agency, &l.ExhibitID, &l.Label, &l.CaptureID, &l.Mark, &l.Reason, &l.Stage, &n); err != nil {
			return out, fmt.Errorf("list what was left out: %w", err)
		}
		for _, s := range c.Stages {
			if s.Stage == l.Stage && s.Mark == l.Mark && (s.Stage == api.StageRings || s.Stage == api.StageSurface) {
				var before int
				l.Of, before = order(s)
				l.Place = before + n
			}
		}
		out.LeftOut = append(out.LeftOut, l)
	}
	return out, rows.Err()
}
