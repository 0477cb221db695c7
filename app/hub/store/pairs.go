package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"tracemark/app/hub/api"
)

// PairKey names what a method gives a pair of originals. A must not come after B.
type PairKey struct {
	A, B            string // SHA-256 of the originals
	Method, Version string
	Params          string // digest of the parameters
}

// PairScore is what a method gave a pair.
type PairScore struct {
	Scores []api.Score
	Notes  []string
}

// PairScore returns a pair's score where it is known.
func (s *Store) PairScore(ctx context.Context, k PairKey) (p PairScore, ok bool, err error) {
	var scores, notes string
	err = s.read.QueryRowContext(ctx, `SELECT scores, notes FROM pair_score WHERE sha_a = ? AND sha_b = ? AND method = ? AND version = ? AND params = ?`,
		k.A, k.B, k.Method, k.Version, k.Params).Scan(&scores, &notes)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	} else if err != nil {
		return p, false, fmt.Errorf("look up pair: %w", err)
	}
	if err := errors.Join(json.Unmarshal([]byte(scores), &p.Scores), json.Unmarshal([]byte(notes), &p.Notes)); err != nil {
		return p, false, fmt.Errorf("decode pair: %w", err)
	}
	return p, true, nil
}

// PutPairScores keeps the scores of pairs. A pair that is known already keeps what it has: the same method, version and
// parameters give the same.
func (s *Store) PutPairScores(ctx context.Context, pairs map[PairKey]PairScore) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		for k, p := range pairs {
			scores, err1 := json.Marshal(p.Scores)
			notes, err2 := json.Marshal(p.Notes)
			if err := errors.Join(err1, err2); err != nil {
				return fmt.Errorf("encode pair: %w", err)
			}
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO pair_score (sha_a, sha_b, method, version, params, scores, notes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				k.A, k.B, k.Method, k.Version, k.Params, string(scores), string(notes)); err != nil {
				return fmt.Errorf("insert pair: %w", err)
			}
		}
		return nil
	})
}
