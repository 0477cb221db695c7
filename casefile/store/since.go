package store

import (
	"context"
	"database/sql"
	"fmt"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// Since calls yield for each row that was written after marks, the rowid of the last row of each table that the reader has seen, table by table in the order in which they depend on each other, and
// returns the new marks. Rows are never changed, so that whoever has read them once need not read them again. All of it is one
// moment of the case.
func (s *Store) Since(ctx context.Context, marks map[string]int64, yield func(casefile.TableRow) error) (map[string]int64, error) {
	next := map[string]int64{}
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		list, err := tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range list {
			var last sql.NullInt64
			if err := tx.QueryRowContext(ctx, `SELECT max(rowid) FROM `+t.Name).Scan(&last); err != nil { // the name is the schema's
				return fmt.Errorf("read %s: %w", t.Name, err)
			}
			next[t.Name] = last.Int64
			if last.Int64 <= marks[t.Name] {
				continue
			}
			err := audit.Texts(ctx, tx, t.Name, `rowid > ? AND rowid <= ?`, []any{marks[t.Name], last.Int64}, func(r audit.Row, text []byte) error {
				if err := ctx.Err(); err != nil {
					return err
				}
				return yield(casefile.TableRow{Table: r.Table, ID: r.ID, Text: text})
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return next, err
}
