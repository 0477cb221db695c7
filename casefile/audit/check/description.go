package check

import "context"

// descriptions makes sure that versions of events, documents and hits are numbered without gaps, and that exhibits, documents
// and hits hang together. That their rows are the recorded ones is rows' business; what is found here was wrong when it
// was written.
func (c *checker) descriptions(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "document"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT event_id || '/' || version FROM event_version v WHERE version <> 1 + (SELECT count(*) FROM event_version o
			WHERE o.event_id = v.event_id AND o.rowid <= v.rowid)`,
			"The version %s of an event is not the next one."},
		{`SELECT document_id || '/' || version FROM document_version v WHERE version <> (SELECT count(*) FROM document_version o
			WHERE o.document_id = v.document_id AND o.rowid <= v.rowid)`,
			"The version %s of a document is not the next one."},
		{`SELECT hit_id || '/' || version FROM hit_version v WHERE version <> (SELECT count(*) FROM hit_version o
			WHERE o.hit_id = v.hit_id AND o.rowid <= v.rowid)`,
			"The version %s of a hit is not the next one."},
		{`SELECT id FROM document d WHERE NOT EXISTS (SELECT 1 FROM document_version v WHERE v.document_id = d.id)
			UNION SELECT document_id FROM document_version WHERE exhibit_id IS NOT NULL AND event_id IS NOT NULL`,
			"Of the document %s it is not said what it belongs to."},
		{`SELECT h.id FROM hit h JOIN comparison k ON k.id = h.comparison_id JOIN capture a ON a.id = k.a JOIN capture b ON b.id = k.b
			WHERE a.exhibit_id <> h.exhibit_a OR b.exhibit_id <> h.exhibit_b OR h.exhibit_a = h.exhibit_b`,
			"The hit %s links other exhibits than its comparison."},
		{`SELECT v.hit_id FROM hit_version v JOIN hit h ON h.id = v.hit_id JOIN conclusion c ON c.id = v.conclusion_id
			WHERE c.comparison_id <> h.comparison_id`,
			"The hit %s rests on a conclusion about another comparison."},
		{`WITH RECURSIVE now AS (SELECT exhibit_id AS id, parent_id FROM exhibit_version v
				WHERE parent_id IS NOT NULL AND version = (SELECT max(version) FROM exhibit_version WHERE exhibit_id = v.exhibit_id)),
			above (id, ancestor) AS (SELECT id, parent_id FROM now
				UNION SELECT a.id, n.parent_id FROM above a JOIN now n ON n.id = a.ancestor)
			SELECT id FROM above WHERE id = ancestor`,
			"The exhibit %s came from itself, by way of others."},
	})
}
