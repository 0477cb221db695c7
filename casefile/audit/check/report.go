package check

import "context"

// reports makes sure that what was recorded of reports fits together: versions and steps without gaps, each step from a state that it can be
// taken in and by somebody who may take it, each on the text that was submitted, each file on record, and an amendment of a report that was
// issued with the hash it names. It states the rules of casefile.MayStep again, in SQL, on purpose.
func (c *checker) reports(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "report"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT report_id || ', version ' || version FROM report_version v
			WHERE version <> (SELECT count(*) FROM report_version o WHERE o.report_id = v.report_id AND o.version <= v.version)`,
			"The report %s, is not the next one of its versions."},
		{`SELECT id FROM report r WHERE NOT EXISTS (SELECT 1 FROM report_version v WHERE v.report_id = r.id)`, "The report %s has no text."},
		{`SELECT v.report_id || ', version ' || v.version FROM report_version v JOIN report r ON r.id = v.report_id
			WHERE v.by NOT IN (` + partiesOf + `) AND NOT EXISTS (SELECT 1 FROM report_version o WHERE o.report_id = v.report_id AND o.version < v.version AND o.by = v.by)`,
			"The report %s, was written by somebody who may not."},
		{`SELECT id FROM report_step s WHERE number <> (SELECT count(*) FROM report_step o WHERE o.report_id = s.report_id AND o.number <= s.number)
			OR NOT EXISTS (SELECT 1 FROM report_version v WHERE v.report_id = s.report_id AND v.version = s.version)
			OR EXISTS (SELECT 1 FROM report_step o WHERE o.report_id = s.report_id AND o.number < s.number AND o.version > s.version)`,
			"The step %s of a report is not the next one, or of a text that is not there."},
		{`SELECT id FROM ` + stepsInOrder + ` WHERE kind NOT IN ('submitted', 'technical review passed', 'administrative review passed', 'authorised', 'returned', 'signed', 'issued', 'withdrawn')
			OR before IN ('issued', 'withdrawn')
			OR kind = 'submitted' AND before <> ''
			OR kind = 'technical review passed' AND before <> 'submitted'
			OR kind = 'administrative review passed' AND before <> 'technical review passed'
			OR kind = 'authorised' AND before <> 'administrative review passed'
			OR kind = 'returned' AND before NOT IN ('submitted', 'technical review passed', 'administrative review passed', 'authorised')
			OR kind = 'signed' AND before NOT IN ('authorised', 'signed')
			OR kind = 'issued' AND before <> 'signed'`,
			"The step %s of a report was taken when it could not be."},
		{`SELECT s.id FROM report_step s JOIN report r ON r.id = s.report_id WHERE s.kind IN ('submitted', 'issued', 'withdrawn') AND s.by NOT IN (` + ownersOf + `)
				AND (s.kind = 'submitted' OR NOT EXISTS (SELECT 1 FROM report_step a WHERE a.report_id = s.report_id AND a.version = s.version AND a.kind = 'authorised' AND a.by = s.by))
			OR s.kind IN ('technical review passed', 'administrative review passed', 'returned', 'authorised') AND s.by IN (` + ownersOf + `)
			OR s.kind = 'technical review passed' AND s.by IN (` + othersOf + `)`,
			"The step %s of a report is by somebody who may not take it."},
		{`SELECT s.id FROM report_step s JOIN report r ON r.id = s.report_id WHERE s.kind = 'signed' AND (s.capacity NOT IN ('examiner', 'verifier', 'authoriser')
			OR s.capacity = 'examiner' AND s.by <> (` + examinerOf + `)
			OR s.capacity = 'verifier' AND s.by NOT IN (` + othersOf + `)
			OR s.capacity = 'authoriser' AND NOT EXISTS (SELECT 1 FROM report_step a WHERE a.report_id = s.report_id AND a.version = s.version AND a.kind = 'authorised' AND a.by = s.by)
			OR EXISTS (SELECT 1 FROM report_step o WHERE o.report_id = s.report_id AND o.version = s.version AND o.kind = 'signed' AND o.number < s.number AND o.by = s.by)
			OR s.capacity <> 'examiner' AND NOT EXISTS (SELECT 1 FROM report_step o WHERE o.report_id = s.report_id AND o.version = s.version AND o.kind = 'signed' AND o.number < s.number AND o.capacity = 'examiner'))`,
			"The signature %s of a report is in a capacity that its signer does not have, or out of order."},
		{`SELECT id FROM report_step s WHERE s.kind = 'issued' AND 2 <> (SELECT count(DISTINCT capacity) FROM report_step o WHERE o.report_id = s.report_id
			AND o.version = s.version AND o.kind = 'signed' AND o.capacity IN ('examiner', 'authoriser'))`,
			"The step %s issued a report that not everybody had signed who must."},
		{`SELECT id FROM report_step s WHERE s.kind NOT IN ('returned', 'withdrawn') AND s.content_digest <> coalesce((SELECT o.content_digest FROM report_step o
			WHERE o.report_id = s.report_id AND o.version = s.version AND o.kind = 'submitted'), '') OR s.kind NOT IN ('returned', 'withdrawn') AND s.content_digest = ''`,
			"The step %s of a report was taken on another text than was submitted."},
		{`SELECT id FROM report_step s WHERE (s.kind IN ('signed', 'issued')) <> (s.file_sha256 <> '')
			OR s.kind = 'issued' AND s.file_sha256 <> (SELECT o.file_sha256 FROM report_step o WHERE o.report_id = s.report_id AND o.number = s.number - 1)`,
			"The step %s of a report names a file that it cannot, or none, or issues another one than was signed."},
		{`SELECT v.report_id FROM report_version v JOIN report_step s ON s.report_id = v.report_id AND s.kind IN ('issued', 'signed') AND s.version < v.version`,
			"The report %s was changed after it was signed."},
		{`SELECT id FROM report r WHERE r.amends <> '' AND (trim(r.reason) = '' OR NOT EXISTS (SELECT 1 FROM report o JOIN report_step s ON s.report_id = o.id AND s.kind = 'issued'
				WHERE o.id = r.amends AND s.file_sha256 = r.amends_sha256 AND o.id <> r.id AND o.kind = r.kind AND o.comparison_id IS r.comparison_id)
			AND NOT EXISTS (SELECT 1 FROM issued_report i WHERE i.id = r.amends AND i.sha256 = r.amends_sha256 AND i.comparison_id IS r.comparison_id))`,
			"The report %s amends one that was not issued as it says."},
		{`SELECT report_id || ', copy ' || number FROM report_copy c WHERE c.of_file IS NOT coalesce(
				(SELECT o.sha256 FROM report_copy o WHERE o.report_id = c.report_id AND o.number = c.number - 1),
				CASE c.number WHEN 1 THEN (SELECT s.file_sha256 FROM report_step s WHERE s.report_id = c.report_id AND s.kind = 'issued') END) OR c.sha256 = c.of_file`,
			"The report %s, does not add to the file before it."},
	})
}

// stepsInOrder are the steps, each with the kind of the one before it on the same version: ” before the first, and what ended the report where
// anything did.
const stepsInOrder = `(SELECT id, kind, coalesce((SELECT e.kind FROM report_step e WHERE e.report_id = s.report_id AND e.number < s.number AND e.kind IN ('issued', 'withdrawn') LIMIT 1),
		(SELECT o.kind FROM report_step o WHERE o.report_id = s.report_id AND o.version = s.version AND o.number < s.number ORDER BY o.number DESC LIMIT 1), '') AS before
	FROM report_step s)`

// examinerOf is who did the work that a report r states: who concluded; of a verification record the verifier; of notes on a comparison that
// nothing was concluded from, who made it; of a custody record its author.
const examinerOf = `SELECT CASE r.kind
	WHEN 'comparison' THEN (SELECT c.by FROM conclusion c WHERE c.id = r.conclusion_id)
	WHEN 'verification' THEN (SELECT v.by FROM verification_view v WHERE v.request_id = r.verification_id)
	ELSE r.by END`

// ownersOf are the examiner and all who wrote a version of a report r.
const ownersOf = examinerOf + ` UNION SELECT r.by UNION SELECT v.by FROM report_version v WHERE v.report_id = r.id AND v.version <= s.version`

// partiesOf are those who may begin to write a version of a report r.
const partiesOf = examinerOf + ` UNION SELECT r.by`

// othersOf are those whose work a report r states beside the examiner's.
const othersOf = `SELECT v.by FROM verification_view v JOIN verification_request q ON q.id = v.request_id WHERE r.kind = 'comparison' AND q.conclusion_id = r.conclusion_id
	UNION SELECT c.by FROM conclusion c WHERE r.kind = 'verification' AND c.id = r.conclusion_id`
