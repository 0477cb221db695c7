package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// Looked is what the stages of a correlation did with the recordings of one mark of an exhibit.
type Looked struct {
	Agency, ExhibitID         string
	Mark                      casefile.MarkKind
	Recordings                int // that could take part
	ClassOut                  int // left out by the stage
	RingsPassed, RingsOut     int // let through without a place, and left out
	SurfacePassed, SurfaceOut int
}

// StageRun is a stage that a correlation ran for a mark. Its numbers are counted when they are served, from what was looked at.
type StageRun struct {
	Stage   api.StageName     `json:"stage"`
	Mark    casefile.MarkKind `json:"mark"`
	Version string            `json:"version,omitempty"`
}

func insertLooked(ctx context.Context, tx *sql.Tx, t Task, list []Looked) error {
	insert, err := tx.PrepareContext(ctx, `INSERT INTO looked (agency, correlation, owner, exhibit, mark,
		recordings, class_out, rings_passed, rings_out, surface_passed, surface_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return fmt.Errorf("insert what was looked at: %w", err)
	}
	defer insert.Close()
	for _, l := range list {
		if _, err := insert.ExecContext(ctx, t.Agency, t.ID, l.Agency, l.ExhibitID, string(l.Mark),
			l.Recordings, l.ClassOut, l.RingsPassed, l.RingsOut, l.SurfacePassed, l.SurfaceOut); err != nil {
			return fmt.Errorf("insert what was looked at: %w", err)
		}
	}
	return nil
}

// stages returns what the stages of a correlation looked at, as far as the agency me may see it now.
func stages(ctx context.Context, q querier, me, id, run string) ([]api.Stage, error) {
	var runs []StageRun
	if err := json.Unmarshal([]byte(run), &runs); err != nil {
		return nil, fmt.Errorf("decode stages: %w", err)
	}
	if len(runs) == 0 {
		return nil, nil
	}
	rows, err := q.QueryContext(ctx, `SELECT r.mark, sum(r.recordings), sum(r.class_out), sum(r.rings_passed), sum(r.rings_out),
		sum(r.surface_passed), sum(r.surface_out) FROM looked r JOIN exhibit e ON e.agency = r.owner AND e.id = r.exhibit
		WHERE r.agency = :me AND r.correlation = :id AND `+visible+` GROUP BY r.mark`, sql.Named("me", me), sql.Named("id", id))
	if err != nil {
		return nil, fmt.Errorf("count what was looked at: %w", err)
	}
	defer rows.Close()
	sums := map[casefile.MarkKind]Looked{}
	for rows.Next() {
		var l Looked
		if err := rows.Scan(&l.Mark, &l.Recordings, &l.ClassOut, &l.RingsPassed, &l.RingsOut, &l.SurfacePassed, &l.SurfaceOut); err != nil {
			return nil, fmt.Errorf("count what was looked at: %w", err)
		}
		sums[l.Mark] = l
	}
	var list []api.Stage
	for _, r := range runs {
		list = append(list, r.counted(sums[r.Mark]))
	}
	return list, rows.Err()
}

// counted returns the stage with its numbers: each looked at what those before it did not leave out.
func (r StageRun) counted(l Looked) api.Stage {
	s := api.Stage{Stage: r.Stage, Mark: r.Mark, Version: r.Version}
	switch r.Stage {
	case api.StageClass:
		s.Recordings, s.LeftOut = l.Recordings, l.ClassOut
	case api.StageRings:
		s.Recordings, s.Passed, s.LeftOut = l.Recordings-l.ClassOut, l.RingsPassed, l.RingsOut
	case api.StageSurface:
		s.Recordings, s.Passed, s.LeftOut = l.Recordings-l.ClassOut-l.RingsOut, l.SurfacePassed, l.SurfaceOut
	case api.StageCells:
		s.Recordings = l.Recordings - l.ClassOut - l.RingsOut - l.SurfaceOut
	}
	return s
}

// order is how long the order of a stage is, and how many of it went on.
func order(s api.Stage) (length, wentOn int) {
	length = s.Recordings - s.Passed
	return length, length - s.LeftOut
}
