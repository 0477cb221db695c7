package check

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
)

// Scale is a scale of conclusions as it is stored with what was concluded on it.
type Scale struct {
	ID, Name, Version string
	SHA256            string // of the stored text: two wordings never have the same
}

// scales makes sure that what was concluded is on the scale that is stored with it, and lists those scales. That the rows are
// the recorded ones is rows' business; what is found here was wrong when it was written.
func (c *checker) scales(ctx context.Context) error {
	for _, of := range []struct{ table, unreadable, other string }{
		{"commitment", "The committed view %s is stored with a scale that cannot be read.", "The committed view %s is not one of the scale that is stored with it."},
		{"conclusion", "The conclusion %s is stored with a scale that cannot be read.", "The conclusion %s is not one of the scale that is stored with it."},
	} {
		table := of.table
		var there bool
		err := c.db.QueryRowContext(ctx, `SELECT count(*) FROM pragma_table_info(?) WHERE name = 'scale_json'`, table).Scan(&there)
		if err != nil || !there { // a case of an earlier version
			return err
		}
		err = c.rules(ctx, []rule{
			{`SELECT id FROM ` + table + ` WHERE scale_json IS NOT NULL AND NOT json_valid(scale_json)`,
				of.unreadable},
			{`SELECT t.id FROM ` + table + ` t WHERE CASE WHEN json_valid(scale_json) THEN json_extract(scale_json, '$.id') IS NOT scale
				OR NOT EXISTS (SELECT 1 FROM json_each(scale_json, '$.levels') l WHERE json_extract(l.value, '$.id') = t.value) END`,
				of.other},
		})
		if err != nil {
			return err
		}
	}
	return c.each(ctx, `SELECT DISTINCT json_extract(scale_json, '$.id'), coalesce(json_extract(scale_json, '$.name'), ''),
		coalesce(json_extract(scale_json, '$.version'), ''), scale_json
		FROM (SELECT scale_json FROM conclusion UNION SELECT scale_json FROM commitment)
		WHERE json_valid(scale_json) ORDER BY 2, 3, 4`, func(rows *sql.Rows) error {
		var s Scale
		var text string
		if err := rows.Scan(&s.ID, &s.Name, &s.Version, &text); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(text))
		s.SHA256 = hex.EncodeToString(sum[:])
		c.used = append(c.used, s)
		return nil
	})
}
