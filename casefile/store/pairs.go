package store

import (
	"context"

	"tracemark/casefile"
)

// ComparedPairs returns the comparisons in the order of their numbers without what they gave: which originals were compared,
// and when.
func (s *Store) ComparedPairs(ctx context.Context) ([]casefile.Comparison, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, number, a, b, hash_a, hash_b, by, created FROM comparison ORDER BY number`)
	out, err := collect(rows, err, func(r scanner) (c casefile.Comparison, err error) {
		err = r.Scan(&c.ID, &c.Number, &c.A, &c.B, &c.HashA, &c.HashB, &c.By, timeOf{&c.Created})
		return c, err
	})
	if err != nil {
		return nil, say(err, "read comparisons")
	}
	return out, nil
}
