package check

import "context"

// verifications makes sure that what was recorded of verifications fits together: each was blind to its conclusion in that it was
// committed by another person, from the same recordings, and it says of itself whether it agrees as the two views do.
func (c *checker) verifications(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "verification_request"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT id FROM verification_request q WHERE number <> (SELECT count(*) FROM verification_request o WHERE o.rowid <= q.rowid)`,
			"The verification %s is not the next one."},
		{`SELECT v.request_id FROM verification_view v JOIN verification_request q ON q.id = v.request_id
			JOIN commitment k ON k.id = v.commitment_id
			WHERE k.by <> v.by OR k.comparison_id <> q.comparison_id OR k.skipped <> 0`,
			"The verification %s is answered by a view that is not its verifier's of its comparison."},
		{`SELECT q.id FROM verification_request q JOIN comparison o ON o.id = q.comparison_id JOIN conclusion c ON c.id = q.conclusion_id
			JOIN comparison k ON k.id = c.comparison_id
			WHERE o.id = k.id OR NOT (o.a = k.a AND o.b = k.b OR o.a = k.b AND o.b = k.a)`,
			"The verification %s has a comparison of other recordings than its conclusion."},
		{`SELECT v.request_id FROM verification_view v JOIN verification_request q ON q.id = v.request_id
			JOIN conclusion c ON c.id = q.conclusion_id WHERE c.by = v.by OR q.verifier <> v.by`,
			"The verification %s is answered by somebody who may not."},
		{`SELECT v.request_id FROM verification_view v JOIN verification_request q ON q.id = v.request_id
			JOIN conclusion c ON c.id = q.conclusion_id JOIN commitment k ON k.id = v.commitment_id
			WHERE v.agrees <> (k.scale = c.scale AND k.value = c.value)`,
			"The verification %s does not say rightly whether it agrees."},
		{`SELECT x.id FROM verification_step x JOIN verification_request q ON q.id = x.request_id JOIN conclusion c ON c.id = q.conclusion_id
			LEFT JOIN verification_view v ON v.request_id = q.id
			WHERE x.kind = 'resolution' AND (v.by IS NULL OR x.by = c.by OR x.by = v.by) OR x.kind = 'withdrawal' AND v.by IS NOT NULL`,
			"The step %s of a verification is by somebody who may not take it, or comes when it cannot."},
	})
}
