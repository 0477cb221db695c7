package check

import "context"

// people makes sure that the states of whoever acts through an account fit together.
func (c *checker) people(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "person_version"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT person_id FROM person_version GROUP BY person_id HAVING min(version) <> 1 OR max(version) <> count(*)`,
			"The states of the person %s are not numbered without gaps."},
		{`SELECT v.person_id FROM person_version v JOIN person p ON p.id = v.person_id
			WHERE v.version = 1 AND (v.role <> p.role OR v.name <> p.name OR v.agency <> p.agency)`,
			"The person %s is not who first acted under this id."},
	})
}
