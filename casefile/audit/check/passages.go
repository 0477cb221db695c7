package check

import "context"

// passages makes sure that what is recorded of packages, exports and lists says what it must, so that it can be held against the files.
// What is found here was wrong when it was written.
func (c *checker) passages(ctx context.Context) error {
	if there, err := c.hasTable(ctx, "passage"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.rules(ctx, []rule{
		{`SELECT id FROM passage WHERE kind NOT IN ('package given out', 'package taken in', 'case made from', 'case exported', 'list exported')`,
			"The passage %s is of no kind that there is."},
		{`SELECT id FROM passage WHERE kind IN ('package given out', 'package taken in') AND
			(package_id = '' OR length(file_sha256) <> 64 OR length(manifest_sha256) <> 64)`,
			"The passage %s does not say which package it was, by its id and both hashes."},
		{`SELECT id FROM passage WHERE kind = 'list exported' AND length(file_sha256) <> 64 OR kind = 'case exported' AND length(manifest_sha256) <> 64`,
			"The passage %s does not say what was exported, by its hash."},
		{`SELECT id FROM passage p WHERE kind IN ('package taken in', 'case made from') AND NOT EXISTS (SELECT 1 FROM passage_file f WHERE f.passage_id = p.id)`,
			"Of what came in with the passage %s no paper is kept."},
	})
}
