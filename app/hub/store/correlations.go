package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// PutCorrelation stores what the agency me asks for. The same request under the same id again changes nothing.
func (s *Store) PutCorrelation(ctx context.Context, me, id string, r api.CorrelationRequest) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode correlation: %w", err)
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		var held string
		err := tx.QueryRowContext(ctx, `SELECT request FROM correlation WHERE agency = ? AND id = ?`, me, id).Scan(&held)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return fmt.Errorf("look up correlation: %w", err)
		case !sameJSON[api.CorrelationRequest](held, r):
			return &casefile.Error{Code: casefile.Conflict, What: "A correlation with this id was asked for before with other options",
				Do: "Ask under a new id"}
		default:
			return nil
		}
		err = tx.QueryRowContext(ctx, `SELECT 1 FROM exhibit WHERE agency = ? AND id = ?`, me, r.ExhibitID).Scan(new(int))
		if errors.Is(err, sql.ErrNoRows) {
			return &casefile.Error{Code: casefile.NotFound, What: "This agency has not submitted an exhibit %[1]s",
				Do: "Submit it first", Args: []any{r.ExhibitID}}
		} else if err != nil {
			return fmt.Errorf("look up exhibit: %w", err)
		}
		topK := r.TopK
		if topK == 0 {
			topK = api.DefaultTopK
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO correlation (agency, id, exhibit, request, top_k, state, created) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			me, id, r.ExhibitID, string(text), topK, api.Queued, s.stamp()); err != nil {
			return fmt.Errorf("insert correlation: %w", err)
		}
		return nil
	})
}

// Revision returns the number of the last change of a correlation of the agency me.
func (s *Store) Revision(ctx context.Context, me, id string) (int, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT revision FROM correlation WHERE agency = ? AND id = ?`, me, id).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, notFound("correlation", id)
	}
	return n, err
}

// Correlation returns a correlation of the agency me and the number of its last change.
func (s *Store) Correlation(ctx context.Context, me, id string) (api.Correlation, int, error) {
	c := api.Correlation{ID: id, Lead: casefile.LeadBanner}
	var request, run string
	var searched sql.NullInt64
	var created int64
	var revision, topK int
	err := s.read.QueryRowContext(ctx, `SELECT request, stages, top_k, state, done, total, step, problem, method, version, searched_at, created, revision,
		(SELECT count(*) FROM ranked r JOIN exhibit e ON e.agency = r.owner AND e.id = r.exhibit
			WHERE r.agency = c.agency AND r.correlation = c.id AND `+visible+`),
		(SELECT count(*) FROM left_out r JOIN exhibit e ON e.agency = r.owner AND e.id = r.exhibit
			WHERE r.agency = c.agency AND r.correlation = c.id AND `+visible+`)
		FROM correlation c WHERE agency = :me AND id = :id`, sql.Named("me", me), sql.Named("id", id)).
		Scan(&request, &run, &topK, &c.State, &c.Done, &c.Total, &c.Step, &c.Problem, &c.Method, &c.Version, &searched, &created, &revision,
			&c.GallerySize, &c.LeftOut)
	if errors.Is(err, sql.ErrNoRows) {
		return c, 0, notFound("correlation", id)
	} else if err != nil {
		return c, 0, fmt.Errorf("look up correlation: %w", err)
	}
	if err := json.Unmarshal([]byte(request), &c.CorrelationRequest); err != nil {
		return c, 0, fmt.Errorf("decode correlation: %w", err)
	}
	if c.Stages, err = stages(ctx, s.read, me, id, run); err != nil {
		return c, 0, err
	}
	c.TopK = topK
	if c.State.Final() { // the number of pairs would tell of what has been withdrawn since
		c.Done, c.Total = 0, 0
	}
	c.Created = moment(created)
	if searched.Valid {
		at := moment(searched.Int64)
		c.SearchedAt = &at
	}
	return c, revision, nil
}

// CancelCorrelation asks for a correlation of the agency me to stop. One that nobody works on is cancelled at once.
func (s *Store) CancelCorrelation(ctx context.Context, me, id string) error {
	done, err := s.write.ExecContext(ctx, `UPDATE correlation SET cancel = CASE WHEN state IN ('queued', 'running') THEN 1 ELSE cancel END,
		revision = revision + (state = 'queued'), state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
		WHERE agency = ? AND id = ?`, me, id)
	if err != nil {
		return fmt.Errorf("cancel correlation: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, notFound("correlation", id))
	}
	return nil
}

// GalleryExhibit is an exhibit that a correlation looks at.
type GalleryExhibit struct {
	Agency, ID, Label string
	Class             casefile.Class
	SameEvent         bool // it belongs to the asking exhibit's event
	Captures          []api.Capture
}

// Gallery returns the exhibits that the agency me sees, but for its own exhibit of the search, ordered by owner and id.
func (s *Store) Gallery(ctx context.Context, me, exhibit string) ([]GalleryExhibit, error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback()
	rows, err := tx.QueryContext(ctx, `SELECT e.agency, e.id, e.description ->> 'label',
		coalesce(e.description -> 'class', '{}'), e.agency = q.agency AND e.event_id <> '' AND e.event_id = q.event_id, c.recording, c.uploaded
		FROM exhibit q JOIN exhibit e LEFT JOIN capture c ON c.agency = e.agency AND c.exhibit = e.id
		WHERE q.agency = :me AND q.id = :exhibit AND NOT (e.agency = q.agency AND e.id = q.id) AND `+visible+`
		ORDER BY e.agency, e.id, c.created, c.id`, sql.Named("me", me), sql.Named("exhibit", exhibit))
	if err != nil {
		return nil, fmt.Errorf("list gallery: %w", err)
	}
	defer rows.Close()
	var list []GalleryExhibit
	for rows.Next() {
		var x GalleryExhibit
		var class string
		var recording sql.NullString
		var uploaded sql.NullBool
		if err := rows.Scan(&x.Agency, &x.ID, &x.Label, &class, &x.SameEvent, &recording, &uploaded); err != nil {
			return nil, fmt.Errorf("list gallery: %w", err)
		}
		if n := len(list); n == 0 || list[n-1].Agency != x.Agency || list[n-1].ID != x.ID {
			if err := json.Unmarshal([]byte(class), &x.Class); err != nil {
				return nil, fmt.Errorf("decode class characteristics: %w", err)
			}
			list = append(list, x)
		}
		if !recording.Valid {
			continue
		}
		c := api.Capture{Agency: x.Agency, ExhibitID: x.ID, Uploaded: uploaded.Bool}
		if err := json.Unmarshal([]byte(recording.String), &c.Recording); err != nil {
			return nil, fmt.Errorf("decode capture: %w", err)
		}
		last := &list[len(list)-1]
		last.Captures = append(last.Captures, c)
	}
	return list, rows.Err()
}
