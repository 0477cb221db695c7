package check_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
)

// The sample's report: submitted (1) by its examiner, reviewed (2, 3) by one person, authorised (4) by another, signed (5, 6), issued (7), time-stamped.
func TestAReportThatCouldNotHaveComeAboutIsFound(t *testing.T) {
	dir, _ := sample(t)
	const examiner, reviewer = `(SELECT by FROM report)`, `(SELECT by FROM report_step WHERE number = 2)`
	for statement, words := range map[string]string{
		`UPDATE report_version SET version = 2`:                                         "is not the next one of its versions",
		`DELETE FROM report_version`:                                                    "has no text",
		`UPDATE report_version SET by = ` + reviewer:                                    "written by somebody who may not",
		`UPDATE report_step SET number = 9 WHERE number = 7`:                            "is not the next one, or of a text that is not there",
		`UPDATE report_step SET version = 3 WHERE number = 7`:                           "is not the next one, or of a text that is not there",
		`DELETE FROM report_step WHERE number = 1`:                                      "when it could not be",
		`UPDATE report_step SET kind = 'administrative review passed' WHERE number = 2`: "when it could not be",
		`UPDATE report_step SET kind = 'issued', file_sha256 = (SELECT file_sha256 FROM report_step WHERE number = 7) WHERE number = 3`: "when it could not be",
		`UPDATE report_step SET kind = 'praised' WHERE number = 2`:                                                                      "when it could not be",
		`UPDATE report_step SET by = ` + examiner + ` WHERE number = 2`:                                                                 "by somebody who may not take it",
		`UPDATE report_step SET by = ` + examiner + ` WHERE number = 3`:                                                                 "by somebody who may not take it",
		`UPDATE report_step SET by = ` + examiner + ` WHERE number = 4`:                                                                 "by somebody who may not take it",
		`UPDATE report_step SET by = ` + reviewer + ` WHERE number = 1`:                                                                 "by somebody who may not take it",
		`UPDATE report_step SET by = ` + reviewer + ` WHERE number = 7`:                                                                 "by somebody who may not take it",
		`UPDATE report_step SET by = ` + reviewer + ` WHERE number = 5`:                                                                 "capacity that its signer does not have",
		`UPDATE report_step SET by = ` + reviewer + ` WHERE number = 6`:                                                                 "capacity that its signer does not have",
		`UPDATE report_step SET capacity = 'verifier' WHERE number = 6`:                                                                 "capacity that its signer does not have",
		`UPDATE report_step SET capacity = 'witness' WHERE number = 5`:                                                                  "capacity that its signer does not have",
		`UPDATE report_step SET kind = 'authorised' WHERE number = 5`:                                                                   "not everybody had signed who must",
		`UPDATE report_step SET content_digest = 'another' WHERE number = 4`:                                                            "on another text than was submitted",
		`UPDATE report_step SET content_digest = '' WHERE number = 7`:                                                                   "on another text than was submitted",
		`UPDATE report_step SET file_sha256 = '' WHERE number = 5`:                                                                      "names a file that it cannot, or none",
		`UPDATE report_step SET file_sha256 = (SELECT sha256 FROM report_copy) WHERE number = 7`:                                        "issues another one than was signed",
		`UPDATE report_step SET file_sha256 = (SELECT sha256 FROM report_copy) WHERE number = 2`:                                        "names a file that it cannot, or none",
		`INSERT INTO report_version SELECT report_id, 2, content_json, 'r', by, created FROM report_version`:                            "changed after it was signed",
		`UPDATE report SET amends = 'none', reason = 'r'`:                                                                               "amends one that was not issued",
		`UPDATE report SET amends = id, amends_sha256 = (SELECT file_sha256 FROM report_step WHERE number = 7), reason = 'r'`:           "amends one that was not issued",
		`UPDATE report_copy SET of_file = sha256`:                                                                                       "does not add to the file before it",
		`UPDATE report_copy SET number = 2`:                                                                                             "does not add to the file before it",
	} {
		t.Run(statement, func(t *testing.T) {
			d := cloned(t, dir)
			forge(t, d, exec(statement))
			wantProblem(t, d, words)
		})
	}
}

// A verifier who reviews, and a report that amends another as it was issued.
func TestAVerifierDoesNotReviewAndAnAmendmentIsOfWhatWasIssued(t *testing.T) {
	dir, _ := sample(t)
	d := cloned(t, dir)
	forge(t, d, exec(`UPDATE report_step SET by = (SELECT v.by FROM verification_view v JOIN verification_request q ON q.id = v.request_id
		WHERE q.conclusion_id = (SELECT conclusion_id FROM report)) WHERE number = 2`))
	wantProblem(t, d, "by somebody who may not take it")
	d = cloned(t, dir)
	forge(t, d, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, `INSERT INTO report SELECT 'second', 2, kind, comparison_id, conclusion_id, NULL, NULL, id, (SELECT file_sha256 FROM report_step WHERE number = 6), ' ', by, created FROM report`)
		if err != nil {
			return fmt.Errorf("amend: %w", err)
		}
		return nil
	})
	wantProblem(t, d, "The report second amends one that was not issued as it says.")
}
