package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tracemark/casefile"
)

const reportRowColumns = `id, number, kind, comparison_id, conclusion_id, verification_id, exhibit_id, amends, amends_sha256, reason, by, created`

func scanReportRow(r scanner) (v casefile.Report, err error) {
	err = r.Scan(&v.ID, &v.Number, &v.Kind, textOf{&v.ComparisonID}, textOf{&v.ConclusionID}, textOf{&v.VerificationID}, textOf{&v.ExhibitID},
		&v.Amends, &v.AmendsSHA256, &v.Reason, &v.By, timeOf{&v.Created})
	return v, err
}

// Reports returns all reports with their lives, by number; not those that earlier versions of this program issued, which had none: see IssuedReports.
func (s *Store) Reports(ctx context.Context) ([]casefile.Report, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+reportRowColumns+` FROM report ORDER BY number`)
	out, err := collect(rows, err, scanReportRow)
	if err != nil {
		return nil, say(err, "read reports")
	}
	if err := lives(ctx, s.read, "", out); err != nil {
		return nil, say(err, "read reports")
	}
	return out, nil
}

// Report returns the report with the number, the id, or whose id alone begins with ref.
func (s *Store) Report(ctx context.Context, ref string) (casefile.Report, error) {
	ref = strings.TrimSpace(ref)
	if n, err := strconv.Atoi(ref); err == nil && strconv.Itoa(n) == ref {
		var id string
		switch err := s.read.QueryRowContext(ctx, `SELECT id FROM report WHERE number = ?`, n).Scan(&id); {
		case err == nil:
			ref = id
		case !errors.Is(err, sql.ErrNoRows):
			return casefile.Report{}, say(err, "read report")
		}
	}
	return reportWhole(ctx, s.read, ref)
}

func reportWhole(ctx context.Context, db querier, ref string) (casefile.Report, error) {
	r, err := byRef(ctx, db, "report", reportRowColumns, "report", ref, scanReportRow)
	if err != nil {
		return r, err
	}
	one := []casefile.Report{r}
	if err := lives(ctx, db, r.ID, one); err != nil {
		return r, say(err, "read report")
	}
	return one[0], nil
}

// lives adds versions, steps and copies to reports: to all, or where id is given to that one.
func lives(ctx context.Context, db querier, id string, list []casefile.Report) error {
	at := map[string]*casefile.Report{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	read := func(what, query string, one func(scanner) error) error {
		rows, err := db.QueryContext(ctx, query, id)
		if err != nil {
			return fmt.Errorf("read %s: %w", what, err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := one(rows); err != nil {
				return fmt.Errorf("read %s: %w", what, err)
			}
		}
		return rows.Err()
	}
	var of string
	err := read("versions of reports", `SELECT report_id, version, content_json, reason, by, created FROM report_version
		WHERE ?1 = '' OR report_id = ?1 ORDER BY report_id, version`, func(r scanner) error {
		var v casefile.ReportVersion
		err := r.Scan(&of, &v.Version, jsonOf{&v.Content}, &v.Reason, &v.By, timeOf{&v.Created})
		if x := at[of]; x != nil {
			x.Versions = append(x.Versions, v)
		}
		return err
	})
	if err != nil {
		return err
	}
	err = read("steps of reports", `SELECT report_id, id, version, kind, text, content_digest, file_sha256, capacity, signer, test_identity, level, by, created
		FROM report_step WHERE ?1 = '' OR report_id = ?1 ORDER BY report_id, number`, func(r scanner) error {
		var v casefile.ReportStep
		err := r.Scan(&of, &v.ID, &v.Version, &v.Kind, &v.Text, &v.Content, &v.FileSHA256, &v.Capacity, &v.Signer, &v.TestIdentity, &v.Level, &v.By, timeOf{&v.Created})
		if x := at[of]; x != nil {
			x.Steps = append(x.Steps, v)
		}
		return err
	})
	if err != nil {
		return err
	}
	return read("copies of reports", `SELECT report_id, sha256, of_file, level, by, created FROM report_copy WHERE ?1 = '' OR report_id = ?1 ORDER BY report_id, number`, func(r scanner) error {
		var v casefile.ReportCopy
		err := r.Scan(&of, &v.SHA256, &v.Of, &v.Level, &v.By, timeOf{&v.Created})
		if x := at[of]; x != nil {
			x.Copies = append(x.Copies, v)
		}
		return err
	})
}

// ReportSecret returns the key of the hashes that stand in a report in place of what is withheld, nil where the report came from elsewhere: the key stays
// with its case.
func (s *Store) ReportSecret(ctx context.Context, id string) ([]byte, error) {
	var text string
	err := s.read.QueryRowContext(ctx, `SELECT coalesce((SELECT secret FROM report_secret WHERE report_id = ?), '')`, id).Scan(&text)
	if err != nil {
		return nil, say(err, "read report")
	}
	secret, err := hex.DecodeString(text)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The key of a report's withheld facts is damaged", Do: "Verify the case", Cause: err}
	}
	return secret, nil
}

// issuedReports are the reports that were issued: through their life cycle, or by an earlier version of this program, which knew comparison
// reports alone.
const issuedReports = `(SELECT r.id, coalesce(r.comparison_id, '') AS comparison_id, coalesce(r.conclusion_id, '') AS conclusion_id, x.file_sha256 AS sha256,
		x.signer, x.test_identity, x.by, x.created, r.kind, r.number, r.amends
		FROM report r JOIN report_step x ON x.report_id = r.id AND x.kind = 'issued'
	UNION ALL SELECT id, comparison_id, conclusion_id, sha256, signer, test_identity, by, created, 'comparison', 0, '' FROM issued_report)`

const reportColumns = `id, comparison_id, conclusion_id, sha256, signer, test_identity, by, created, kind, number, amends`

func scanReport(r scanner) (v casefile.IssuedReport, err error) {
	err = r.Scan(&v.ID, &v.ComparisonID, &v.ConclusionID, &v.SHA256, &v.Signer, &v.TestIdentity, &v.By, timeOf{&v.Created}, &v.Kind, &v.Number, &v.Amends)
	return v, err
}

// IssuedReports returns the reports of every kind issued on the comparison with the id, on anything when it is "", the first first.
func (s *Store) IssuedReports(ctx context.Context, comparisonID string) ([]casefile.IssuedReport, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+reportColumns+` FROM `+issuedReports+` WHERE ?1 = '' OR comparison_id = ?1 ORDER BY created, id`, comparisonID)
	out, err := collect(rows, err, scanReport)
	if err != nil {
		return nil, say(err, "read reports")
	}
	return out, nil
}

// IssuedReport returns the issued report with the id ref, or whose id alone begins with ref.
func (s *Store) IssuedReport(ctx context.Context, ref string) (casefile.IssuedReport, error) {
	return byRef(ctx, s.read, issuedReports, reportColumns, "report", ref, scanReport)
}

// countReports counts the comparison reports that were issued on a conclusion.
func countReports(ctx context.Context, db querier, conclusionID string) (n int, err error) {
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM `+issuedReports+` WHERE conclusion_id = ? AND kind = 'comparison'`, conclusionID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count reports: %w", err)
	}
	return n, nil
}
