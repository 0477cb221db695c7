package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"tracemark/casefile"
)

// SketchPart names one of the small measures by which an original is screened.
type SketchPart string

// The parts of a sketch.
const (
	Rings  SketchPart = "rings"
	Relief SketchPart = "relief"
)

// Sketch is one part of an original's sketch. Data is nil where the original has none.
type Sketch struct {
	Version string
	Data    []byte
}

// PutSketch keeps the sketch of an original in place of an older one.
func (s *Store) PutSketch(ctx context.Context, sha string, parts map[SketchPart]Sketch) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		for part, k := range parts {
			if _, err := tx.ExecContext(ctx, `INSERT INTO sketch (sha, part, version, data) VALUES (?, ?, ?, ?)
				ON CONFLICT (sha, part) DO UPDATE SET version = excluded.version, data = excluded.data`, sha, string(part), k.Version, k.Data); err != nil {
				return fmt.Errorf("put sketch: %w", err)
			}
		}
		return nil
	})
}

// Sketches returns a part of the sketches of originals by their SHA-256, as far as they are known in this version; nil for
// one that has none.
func (s *Store) Sketches(ctx context.Context, part SketchPart, version string, shas []string) (map[string][]byte, error) {
	list, err := json.Marshal(shas)
	if err != nil {
		return nil, fmt.Errorf("list sketches: %w", err)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT sha, data FROM sketch WHERE sha IN (SELECT value FROM json_each(?)) AND part = ? AND version = ?`,
		string(list), string(part), version)
	if err != nil {
		return nil, fmt.Errorf("list sketches: %w", err)
	}
	defer rows.Close()
	found := make(map[string][]byte, len(shas))
	for rows.Next() {
		var sha string
		var data []byte
		if err := rows.Scan(&sha, &data); err != nil {
			return nil, fmt.Errorf("list sketches: %w", err)
		}
		found[sha] = data
	}
	return found, rows.Err()
}

// uploadedScans is what can be sketched.
const uploadedScans = `FROM capture WHERE uploaded AND recording ->> 'kind' = '` + string(casefile.Topography) + `'`

// Scans returns the number of topographies whose originals are there.
func (s *Store) Scans(ctx context.Context) (n int, err error) {
	if err = s.read.QueryRowContext(ctx, `SELECT count(*) `+uploadedScans).Scan(&n); err != nil {
		return 0, fmt.Errorf("count topographies: %w", err)
	}
	return n, nil
}

// Unsketched returns the first limit originals after the SHA-256 after, in order, of which a part in its present version is not
// known.
func (s *Store) Unsketched(ctx context.Context, after string, limit int, versions map[SketchPart]string) ([]string, error) {
	return texts(ctx, s.read, `SELECT DISTINCT recording ->> 'sha256' `+uploadedScans+` AND recording ->> 'sha256' > ?
		AND (SELECT count(*) FROM sketch k WHERE k.sha = recording ->> 'sha256'
			AND (k.part = 'rings' AND k.version = ? OR k.part = 'relief' AND k.version = ?)) < 2 ORDER BY 1 LIMIT ?`,
		after, versions[Rings], versions[Relief], limit)
}
