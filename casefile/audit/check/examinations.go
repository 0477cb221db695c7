package check

import "context"

// examinations makes sure that what was recorded while looking fits together. That the rows are the recorded ones is rows'
// business, that the pictures are whole is originals'; what is found here was wrong when it was written.
func (c *checker) examinations(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "commitment"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT comparison_id || '/' || version FROM markup m
			WHERE version <> (SELECT count(*) FROM markup o WHERE o.comparison_id = m.comparison_id AND o.rowid <= m.rowid)`,
			"The annotations %s are not the next version of their comparison's."},
		{`SELECT id FROM snapshot s WHERE number <> (SELECT count(*) FROM snapshot o WHERE o.comparison_id = s.comparison_id AND o.rowid <= s.rowid)`,
			"The snapshot %s is not the next one of its comparison."},
		{`SELECT snapshot_id || '/' || version FROM snapshot_choice c
			WHERE version <> (SELECT count(*) FROM snapshot_choice o WHERE o.snapshot_id = c.snapshot_id AND o.rowid <= c.rowid)`,
			"The choice %s is not the next one about its snapshot."},
		{`SELECT id FROM snapshot s WHERE NOT EXISTS (SELECT 1 FROM snapshot_choice c WHERE c.snapshot_id = s.id)`,
			"The snapshot %s has no caption."},
		{`SELECT id FROM commitment c WHERE markup <> 0
			AND NOT EXISTS (SELECT 1 FROM markup m WHERE m.comparison_id = c.comparison_id AND m.version = c.markup)`,
			"The committed view %s names annotations that are not there."},
		{`SELECT id FROM commitment WHERE (skipped = 0) <> (value <> '') OR (skipped = 0) <> (scale <> '')`,
			"The committed view %s is neither stated nor skipped."},
	})
}
