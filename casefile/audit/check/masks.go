package check

import (
	"context"
	"database/sql"
)

// masks makes sure that the versions of masks fit together. That their rows are the recorded ones is rows' business, that
// their pictures are whole is originals'; what is found here was wrong when it was written.
func (c *checker) masks(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "mask"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT id FROM mask m WHERE version <> (SELECT count(*) FROM mask o WHERE o.capture_id = m.capture_id AND o.rowid <= m.rowid)`,
			"The mask %s is not the next version of its recording's mask."},
		{`SELECT m.id FROM mask m JOIN mask p ON p.id = m.parent WHERE p.capture_id <> m.capture_id OR p.version >= m.version`,
			"The mask %s was made from one that is not an earlier version of the same recording's."},
		{`SELECT m.id FROM mask m JOIN capture c ON c.id = m.capture_id WHERE m.points < 1 OR m.points > c.width * c.height`,
			"The mask %s states a number of points that its recording does not have."},
		{`SELECT k.id FROM comparison k JOIN mask m ON m.id = k.mask_a WHERE m.capture_id <> k.a
			UNION SELECT k.id FROM comparison k JOIN mask m ON m.id = k.mask_b WHERE m.capture_id <> k.b`,
			"The comparison %s used a mask that is not its recording's."},
	})
}

// rule is something that no row may break: query finds the ids that do, words say what is wrong with each.
type rule struct{ query, words string }

func (c *checker) rules(ctx context.Context, list []rule) error {
	for _, r := range list {
		err := c.each(ctx, r.query, func(rows *sql.Rows) error {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			c.problem(r.words, id)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
