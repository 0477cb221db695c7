package check

import "context"

// custody makes sure that the chains of custody fit together as they were recorded: what does not fit must be stated as not
// fitting, and explained. That the rows are the recorded ones is rows' business; what is found here was wrong when it was written.
//
// Who had an exhibit is worked out here a second time, over the events as they were recorded, and only for exhibits all of whose
// events were recorded in the order in which they happened and never corrected, and that did not go with another exhibit: for
// these it is one question to the database.
func (c *checker) custody(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "custody_event"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT id FROM custody_event e WHERE version = 1
			AND number <> (SELECT count(*) FROM custody_event o WHERE o.exhibit_id = e.exhibit_id AND o.version = 1 AND o.rowid <= e.rowid)`,
			"The custody event %s is not the next one of its exhibit."},
		{`SELECT id FROM custody_event e WHERE version <> (SELECT count(*) FROM custody_event o
			WHERE o.exhibit_id = e.exhibit_id AND o.number = e.number AND o.rowid <= e.rowid)`,
			"The custody event %s is not the next version of its event."},
		{`SELECT id FROM custody_event WHERE (version > 1) <> (trim(reason) <> '')`,
			"The custody event %s is corrected without a reason, or gives one without being a correction."},
		{`SELECT id FROM custody_event WHERE void = 1 AND version = 1`, "The custody event %s was void from the start."},
		{`SELECT id FROM custody_event WHERE irregular_json NOT IN ('null', '[]') AND trim(explanation) = ''`,
			"The custody event %s does not fit the chain of custody, and nobody explained it."},
		{`SELECT id FROM custody_event WHERE julianday(happened) > julianday(created) + 1e-6`, "The custody event %s was recorded before it happened."},
		{`SELECT id FROM custody_event WHERE (kind = 'lent') <> (due <> '')`, "The custody event %s has a date of return and is no loan, or the other way round."},
		{`SELECT id FROM custody_event WHERE void = 0 AND (json_extract(to_json, '$.name') = ''
			AND kind IN ('seized', 'booked in', 'handed over', 'lent', 'returned')
			OR json_extract(from_json, '$.name') = '' AND kind <> 'seized')`,
			"The custody event %s does not name both parties."},
		{`SELECT e.id FROM custody_event e, (SELECT 'from' AS side UNION SELECT 'to') s
			WHERE json_extract(CASE s.side WHEN 'from' THEN from_json ELSE to_json END, '$.person_id') <> ''
			AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = json_extract(CASE s.side WHEN 'from' THEN from_json ELSE to_json END, '$.person_id'))`,
			"The custody event %s names a person who is not there."},
		{`SELECT e.id FROM custody_event e JOIN custody_event o ON o.exhibit_id = e.exhibit_id AND o.rowid < e.rowid AND o.number <> e.number
			WHERE e.version = 1 AND julianday(o.happened) > julianday(e.happened) AND o.void = 0
			AND o.version = (SELECT max(version) FROM custody_event m WHERE m.exhibit_id = o.exhibit_id AND m.number = o.number AND m.rowid < e.rowid)
			AND NOT EXISTS (SELECT 1 FROM json_each(e.irregular_json) j WHERE json_extract(j.value, '$.kind') = 'out of order')`,
			"The custody event %s happened before one that was recorded earlier, and does not say so."},
		{plainChains + `SELECT id FROM chain WHERE holder IS NOT NULL AND irregular_json IN ('null', '[]')
			AND (holder ->> '$.person_id' IS NOT from_json ->> '$.person_id'
				OR holder ->> '$.person_id' IS NULL AND lower(holder ->> '$.name') <> lower(from_json ->> '$.name'))`,
			"The custody event %s is by somebody who did not have the exhibit, and does not say so."},
		{plainChains + `SELECT id FROM chain WHERE holder IS NOT NULL AND irregular_json IN ('null', '[]')
			AND (SELECT group_concat(value) FROM (SELECT value FROM json_each(seals) ORDER BY value))
				IS NOT (SELECT group_concat(value) FROM (SELECT value FROM json_each(seals_before_json) ORDER BY value))`,
			"The custody event %s found other seals than the one before left, and does not say so."},
		{`SELECT id FROM custody_event WHERE number = 1 AND version = 1 AND irregular_json IN ('null', '[]') AND kind NOT IN ('seized', 'booked in')
			AND exhibit_id NOT IN (SELECT exhibit_id FROM exhibit_version WHERE parent_id IS NOT NULL)`,
			"The custody event %s begins a chain of custody without a beginning."},
	})
}

// plainChains are the events of the exhibits whose chain can be followed by one question, each with who had the exhibit before
// it and the seals that closed it.
const plainChains = `WITH plain AS (SELECT exhibit_id FROM custody_event e GROUP BY exhibit_id HAVING max(version) = 1
		AND NOT EXISTS (SELECT 1 FROM exhibit_version v WHERE v.exhibit_id = e.exhibit_id AND v.parent_id IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM custody_event o, json_each(o.irregular_json) j
			WHERE o.exhibit_id = e.exhibit_id AND j.value ->> '$.kind' IN ('out of order', 'later does not fit'))),
	chain AS (SELECT id, irregular_json, from_json, seals_before_json,
		lag(CASE to_json ->> '$.name' WHEN '' THEN from_json ELSE to_json END) OVER w AS holder, lag(seals_after_json) OVER w AS seals
		FROM custody_event WHERE exhibit_id IN plain WINDOW w AS (PARTITION BY exhibit_id ORDER BY julianday(happened), number)) `
