package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"

	"tracemark/casefile"
)

// AddReport begins a report with the first version of its content. What it is about must be in the case; a comparison report states the
// conclusion that holds, and an amendment names a report that was issued, the hash of its file, and why.
func (s *Store) AddReport(ctx context.Context, actor string, r casefile.Report, c casefile.ReportContent) (casefile.Report, error) {
	action := "report begun"
	if r.Amends != "" {
		action = "report amended"
	}
	err := s.change(ctx, actor, action, func(t *change) (string, error) {
		t.identify(&r.ID, &r.Created)
		if err := t.author(&r.By); err != nil {
			return "", err
		}
		if !slices.Contains(casefile.ReportKinds(), r.Kind) {
			return "", &casefile.Error{Code: casefile.Invalid, What: "There is no kind of report %[1]q", Args: []any{string(r.Kind)}}
		}
		if err := t.reportable(ctx, r); err != nil {
			return "", err
		}
		if err := t.amendable(ctx, r); err != nil {
			return "", err
		}
		if err := t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM report`).Scan(&r.Number); err != nil {
			return "", fmt.Errorf("number report: %w", err)
		}
		t.subject = r.ID
		err := t.insert(ctx, "report", col{"id", r.ID}, col{"number", r.Number}, col{"kind", r.Kind}, col{"comparison_id", optional(r.ComparisonID)},
			col{"conclusion_id", optional(r.ConclusionID)}, col{"verification_id", optional(r.VerificationID)}, col{"exhibit_id", optional(r.ExhibitID)},
			col{"amends", r.Amends}, col{"amends_sha256", r.AmendsSHA256}, col{"reason", r.Reason}, col{"by", r.By}, col{"created", stamp(r.Created)})
		if err != nil {
			return "", err
		}
		var secret [32]byte
		_, _ = rand.Read(secret[:]) // it never fails
		if err := t.insert(ctx, "report_secret", col{"report_id", r.ID}, col{"secret", hex.EncodeToString(secret[:])}); err != nil {
			return "", err
		}
		v := casefile.ReportVersion{Version: 1, Content: c}
		err = t.addReportVersion(ctx, r.ID, &v)
		r.Versions, r.Steps, r.Copies = []casefile.ReportVersion{v}, nil, nil
		return fmt.Sprintf("report %d: %s", r.Number, r.Kind), err
	})
	if err != nil {
		return casefile.Report{}, err
	}
	return r, nil
}

// reportable makes sure that what the report is about is there, and that it names nothing else.
func (t *change) reportable(ctx context.Context, r casefile.Report) error {
	about := map[casefile.ReportKind][4]bool{ // comparison, conclusion, verification, exhibit
		casefile.ReportOnComparison: {true, true, false, false}, casefile.ReportOfNotes: {true, false, false, false},
		casefile.ReportOfVerification: {true, true, true, false}, casefile.ReportOfCustody: {false, false, false, true},
	}
	if about[r.Kind] != [4]bool{r.ComparisonID != "", r.ConclusionID != "", r.VerificationID != "", r.ExhibitID != ""} {
		return &casefile.Error{Code: casefile.Invalid, What: "The report does not say what it is about", Do: "Name it: a comparison, a verification or an exhibit"}
	}
	if r.Kind == casefile.ReportOnComparison {
		return restsOnConclusion(ctx, t, r)
	}
	var there bool
	err := t.QueryRowContext(ctx, `SELECT (?1 = '' OR EXISTS (SELECT 1 FROM comparison WHERE id = ?1))
		AND (?2 = '' OR EXISTS (SELECT 1 FROM verification_request q JOIN verification_view v ON v.request_id = q.id
			JOIN conclusion c ON c.id = q.conclusion_id WHERE q.id = ?2 AND c.id = ?4 AND c.comparison_id = ?1))
		AND (?3 = '' OR EXISTS (SELECT 1 FROM exhibit WHERE id = ?3))`, r.ComparisonID, r.VerificationID, r.ExhibitID, r.ConclusionID).Scan(&there)
	if err != nil {
		return fmt.Errorf("look for what the report is about: %w", err)
	}
	if !there {
		return &casefile.Error{Code: casefile.NotFound, What: "What the report is about is not in this case", Do: "Choose it again; a verification is reported once it is answered"}
	}
	return nil
}

// restsOnConclusion makes sure that a comparison report states the conclusion that holds.
func restsOnConclusion(ctx context.Context, db querier, r casefile.Report) error {
	if _, err := comparisonNumber(ctx, db, r.ComparisonID); err != nil {
		return err
	}
	current, ok, err := currentConclusion(ctx, db, r.ComparisonID)
	if err != nil {
		return err
	}
	if !ok || current.ID != r.ConclusionID {
		return &casefile.Error{Code: casefile.Refused, What: "The report does not rest on the conclusion that holds for this comparison", Do: "Withdraw it and begin another one"}
	}
	return nil
}

// amendable makes sure that what the report amends was issued with that hash, is about the same, and has no amendment yet but withdrawn ones.
func (t *change) amendable(ctx context.Context, r casefile.Report) error {
	if r.Amends == "" {
		if r.AmendsSHA256 != "" || r.Reason != "" {
			return &casefile.Error{Code: casefile.Invalid, What: "Only an amendment names a file and a reason"}
		}
		return nil
	}
	if needReason(r.Reason) != nil {
		return &casefile.Error{Code: casefile.Refused, What: "A report is not amended without a reason", Do: "Say why"}
	}
	old, err := byRef(ctx, t, issuedReports, reportColumns, "report", r.Amends, scanReport)
	if err != nil {
		return err
	}
	if old.ID != r.Amends || old.SHA256 != r.AmendsSHA256 || old.Kind != r.Kind || old.ComparisonID != r.ComparisonID {
		return &casefile.Error{Code: casefile.Invalid, What: "The amendment does not name the report that it amends as that was issued", Do: "Begin it from that report"}
	}
	var open int
	err = t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) FROM report r WHERE amends = ?
		AND NOT EXISTS (SELECT 1 FROM report_step s WHERE s.report_id = r.id AND s.kind = ?)`, r.Amends, casefile.ReportWithdrawn).Scan(&open)
	if err != nil {
		return fmt.Errorf("look for amendments: %w", err)
	}
	if open > 0 {
		return &casefile.Error{Code: casefile.Conflict, What: "Report %[1]d amends this report already", Do: "Go on with that one, or amend it once it is issued", Args: []any{open}}
	}
	return nil
}

// AddReportVersion records what people wrote for a report as its next version, with the reason. It takes back what was done with the one before.
func (s *Store) AddReportVersion(ctx context.Context, actor, id string, c casefile.ReportContent, p casefile.ReportParties, reason string) (casefile.Report, error) {
	var r casefile.Report
	err := s.change(ctx, actor, "report changed", func(t *change) (_ string, err error) {
		if r, err = reportWhole(ctx, t, id); err != nil {
			return "", err
		}
		if err := casefile.MayChange(r, p, t.actor.ID); err != nil {
			return "", err
		}
		if err := needReason(reason); err != nil {
			return "", err
		}
		t.subject = r.ID
		v := casefile.ReportVersion{Version: r.Current().Version + 1, Content: c, Reason: reason}
		err = t.addReportVersion(ctx, r.ID, &v)
		r.Versions = append(r.Versions, v)
		return fmt.Sprintf("report %d, version %d", r.Number, v.Version), err
	})
	if err != nil {
		return casefile.Report{}, err
	}
	return r, nil
}

func (t *change) addReportVersion(ctx context.Context, id string, v *casefile.ReportVersion) error {
	v.Content = v.Content.Tidy()
	if err := v.Content.Check(); err != nil {
		return err
	}
	text, err := toJSON(v.Content)
	if err != nil {
		return err
	}
	v.By, v.Created = t.actor.ID, t.at.UTC().Round(0)
	return t.insert(ctx, "report_version", col{"report_id", id}, col{"version", v.Version}, col{"content_json", text}, col{"reason", v.Reason},
		col{"by", v.By}, col{"created", stamp(v.Created)})
}

// AddReportStep records a step of a report by the person who acts, where they may take it now: see casefile.MayStep. The file of a
// signature must be among the originals already. A report is issued on the conclusion that holds then, or not at all.
func (s *Store) AddReportStep(ctx context.Context, actor, id string, p casefile.ReportParties, x casefile.ReportStep) (casefile.Report, error) {
	var r casefile.Report
	err := s.change(ctx, actor, "report "+string(x.Kind), func(t *change) (_ string, err error) {
		if r, err = reportWhole(ctx, t, id); err != nil {
			return "", err
		}
		t.identify(&x.ID, &x.Created)
		if err := t.author(&x.By); err != nil {
			return "", err
		}
		x.Version = r.Current().Version
		if err := casefile.MayStep(r, p, x.Kind, x.By); err != nil {
			return "", err
		}
		if x.Kind == casefile.ReportSigned {
			if x.Capacity, err = casefile.SigningAs(r, p, x.By); err != nil {
				return "", err
			}
		}
		if err := casefile.CheckStep(r, x); err != nil {
			return "", err
		}
		if r.Kind == casefile.ReportOnComparison && x.Kind.RestsOnText() {
			if err := restsOnConclusion(ctx, t, r); err != nil {
				return "", err
			}
		}
		if x.FileSHA256 != "" {
			if err := s.blobs.Verify(ctx, x.FileSHA256); err != nil {
				return "", err
			}
		}
		t.subject = r.ID
		err = t.insert(ctx, "report_step", col{"report_id", r.ID}, col{"number", len(r.Steps) + 1}, col{"id", x.ID}, col{"version", x.Version}, col{"kind", x.Kind},
			col{"text", x.Text}, col{"content_digest", x.Content}, col{"file_sha256", x.FileSHA256}, col{"capacity", x.Capacity}, col{"signer", x.Signer},
			col{"test_identity", x.TestIdentity}, col{"level", x.Level}, col{"by", x.By}, col{"created", stamp(x.Created)})
		r.Steps = append(r.Steps, x)
		return fmt.Sprintf("report %d, version %d", r.Number, x.Version), err
	})
	if err != nil {
		return casefile.Report{}, err
	}
	return r, nil
}

// AddReportCopy records a copy of an issued report with later time stamps. Its file must be among the originals already.
func (s *Store) AddReportCopy(ctx context.Context, actor, id string, c casefile.ReportCopy) (casefile.Report, error) {
	var r casefile.Report
	err := s.change(ctx, actor, "report time-stamped", func(t *change) (_ string, err error) {
		if r, err = reportWhole(ctx, t, id); err != nil {
			return "", err
		}
		newest, ok := r.Issued()
		if !ok {
			return "", &casefile.Error{Code: casefile.Refused, What: "Report %[1]d is not issued", Do: "Issue it first", Args: []any{r.Number}}
		}
		of := newest.SHA256
		if n := len(r.Copies); n > 0 {
			of = r.Copies[n-1].SHA256
		}
		if c.Of != of || c.SHA256 == c.Of {
			return "", &casefile.Error{Code: casefile.Conflict, What: "The copy does not add to the newest file of report %[1]d", Do: "Make it again", Args: []any{r.Number}}
		}
		if err := s.blobs.Verify(ctx, c.SHA256); err != nil {
			return "", err
		}
		c.By, c.Created = t.actor.ID, t.at.UTC().Round(0)
		t.subject = r.ID
		err = t.insert(ctx, "report_copy", col{"report_id", r.ID}, col{"number", len(r.Copies) + 1}, col{"sha256", c.SHA256}, col{"of_file", c.Of},
			col{"level", c.Level}, col{"by", c.By}, col{"created", stamp(c.Created)})
		r.Copies = append(r.Copies, c)
		return fmt.Sprintf("report %d: %s", r.Number, c.Level), err
	})
	if err != nil {
		return casefile.Report{}, err
	}
	return r, nil
}

// AddReportWithheld records what was withheld from a version of a report: a file with the values, which must be among the originals already. Recorded
// once, it is not recorded again.
func (s *Store) AddReportWithheld(ctx context.Context, actor, id string, version int, sha256 string) error {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM report_withheld WHERE report_id = ? AND version = ? AND sha256 = ?`, id, version, sha256).Scan(&n)
	if err != nil {
		return say(err, "read report")
	}
	if n > 0 {
		return nil
	}
	return s.change(ctx, actor, "report redacted", func(t *change) (string, error) {
		r, err := reportWhole(ctx, t, id)
		if err != nil {
			return "", err
		}
		if err := s.blobs.Verify(ctx, sha256); err != nil {
			return "", err
		}
		t.subject = r.ID
		return fmt.Sprintf("report %d, version %d", r.Number, version), t.insert(ctx, "report_withheld", col{"report_id", r.ID}, col{"version", version}, col{"sha256", sha256})
	})
}
