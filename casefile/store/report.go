package store

import (
	"context"
	"fmt"

	"tracemark/casefile"
)

// AddIssuedReport records that a signed report left the case. Its PDF must be in Originals already, and its conclusion
// must be the one that holds: a report on a conclusion replaced meanwhile is refused.
func (s *Store) AddIssuedReport(ctx context.Context, actor string, r casefile.IssuedReport) (casefile.IssuedReport, error) {
	err := s.change(ctx, actor, "report issued", func(t *change) (string, error) {
		t.identify(&r.ID, &r.Created)
		if err := t.author(&r.By); err != nil {
			return "", err
		}
		number, err := comparisonNumber(ctx, t, r.ComparisonID)
		if err != nil {
			return "", err
		}
		current, ok, err := currentConclusion(ctx, t, r.ComparisonID)
		if err != nil {
			return "", err
		}
		if !ok || current.ID != r.ConclusionID {
			return "", &casefile.Error{Code: casefile.Refused, What: "The report does not rest on the conclusion that holds for this comparison",
				Do: "Make the report again"}
		}
		if err := s.blobs.Verify(ctx, r.SHA256); err != nil {
			return "", err
		}
		return fmt.Sprintf("comparison %d", number), t.insert(ctx, "issued_report", col{"id", r.ID},
			col{"comparison_id", r.ComparisonID}, col{"conclusion_id", r.ConclusionID}, col{"sha256", r.SHA256},
			col{"signer", r.Signer}, col{"test_identity", r.TestIdentity}, col{"by", r.By}, col{"created", stamp(r.Created)})
	})
	if err != nil {
		return casefile.IssuedReport{}, err
	}
	return r, nil
}

const reportColumns = `id, comparison_id, conclusion_id, sha256, signer, test_identity, by, created`

func scanReport(r scanner) (v casefile.IssuedReport, err error) {
	err = r.Scan(&v.ID, &v.ComparisonID, &v.ConclusionID, &v.SHA256, &v.Signer, &v.TestIdentity, &v.By, timeOf{&v.Created})
	return v, err
}

// IssuedReports returns the reports issued on the comparison with the id, on all comparisons when it is "".
func (s *Store) IssuedReports(ctx context.Context, comparisonID string) ([]casefile.IssuedReport, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+reportColumns+` FROM issued_report
		WHERE ?1 = '' OR comparison_id = ?1 ORDER BY rowid`, comparisonID)
	out, err := collect(rows, err, scanReport)
	if err != nil {
		return nil, say(err, "read reports")
	}
	return out, nil
}

// IssuedReport returns the report with the id ref, or whose id alone begins with ref.
func (s *Store) IssuedReport(ctx context.Context, ref string) (casefile.IssuedReport, error) {
	return byRef(ctx, s.read, "issued_report", reportColumns, "report", ref, scanReport)
}

func countReports(ctx context.Context, db querier, conclusionID string) (n int, err error) {
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM issued_report WHERE conclusion_id = ?`, conclusionID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count reports: %w", err)
	}
	return n, nil
}
