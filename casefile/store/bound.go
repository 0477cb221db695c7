package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// BoundRow is a row of the case with the proof that the log binds it.
type BoundRow struct {
	audit.Row
	Text  string // canonical form, whose SHA-256 the log's record has
	Proof audit.Proof
}

// Bound shows that the row of a table with the id was in the case when the log had size records. The name of the table must come from the
// program, never from outside.
func (s *Store) Bound(ctx context.Context, size int64, table, id string) (b BoundRow, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		err := audit.Texts(ctx, tx, table, "id = ?", []any{id}, func(r audit.Row, text []byte) error {
			b.Row, b.Text = r, string(text)
			return nil
		})
		if err != nil {
			return err
		}
		var n int64
		err = tx.QueryRowContext(ctx, `SELECT n FROM log_record WHERE n < ? AND instr(record, ?) ORDER BY n DESC LIMIT 1`, size,
			fmt.Sprintf(`{"table":%q,"id":%q,"sha256":%q}`, table, b.ID, b.SHA256)).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) || b.Text == "" {
			return &casefile.Error{Code: casefile.Damaged, What: "The log of the case has no record of %[1]s %[2]s", Do: "Verify the case", Args: []any{casefile.Word(table), id}}
		}
		if err != nil {
			return err
		}
		b.Proof, err = audit.ProveIn(ctx, tx, size, n)
		return err
	})
	return b, err
}
