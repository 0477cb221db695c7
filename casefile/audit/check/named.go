package check

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"

	"tracemark/casefile/sqlite"
)

// Originals returns the hashes of all originals that the case in the folder dir names, in order, and reads none of them: for
// somebody who has the case open and means to look after them one at a time.
func Originals(ctx context.Context, dir string) ([]string, error) {
	db, err := sqlite.Open(filepath.Join(dir, databaseName), sqlite.Read)
	if err != nil {
		return nil, unreadable(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, unreadable(err)
	}
	defer tx.Rollback()
	c := &checker{db: tx, dir: dir, names: map[string]originalNamed{}}
	for _, n := range naming {
		if there, err := c.hasTable(ctx, n.table); err != nil {
			return nil, unreadable(err)
		} else if !there {
			continue
		}
		err := c.each(ctx, `SELECT DISTINCT `+n.column+` FROM `+n.table+` `+n.where, func(rows *sql.Rows) error {
			var sha string
			err := rows.Scan(&sha)
			c.names[sha] = originalNamed{}
			return err
		})
		if err != nil {
			return nil, unreadable(err)
		}
	}
	out := make([]string, 0, len(c.names))
	for sha := range c.names {
		out = append(out, sha)
	}
	slices.Sort(out)
	return out, nil
}
