package casework

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// SubmitReport hands a draft in for review: what it says is complete, claims nothing that it must not, and is fixed from here on by its digest.
func (d *Desk) SubmitReport(ctx context.Context, path, ref, note string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.stepReport(ctx, path, ref, casefile.ReportSubmitted, note)
}

// ReviewReport records the outcome of a review: kind is casefile.ReportTechnical, casefile.ReportAdministrative, or casefile.ReportReturned with what is
// to be changed.
func (d *Desk) ReviewReport(ctx context.Context, path, ref string, kind casefile.ReportStepKind, text string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.ReviewReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	switch kind {
	case casefile.ReportTechnical, casefile.ReportAdministrative, casefile.ReportReturned:
		return d.stepReport(ctx, path, ref, kind, text)
	}
	return casefile.ReportDetail{}, &casefile.Error{Code: casefile.Invalid, What: "This is not the outcome of a review", Do: "Let it pass, technically or administratively, or return it"}
}

// AuthoriseReport authorises a report that was reviewed. From then on it can be signed.
func (d *Desk) AuthoriseReport(ctx context.Context, path, ref, note string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.AuthoriseReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.stepReport(ctx, path, ref, casefile.ReportAuthorised, note)
}

// ReturnReport gives a report that was to be authorised back to its author, with what is to be changed.
func (d *Desk) ReturnReport(ctx context.Context, path, ref, reason string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.AuthoriseReport); err != nil {
		return casefile.ReportDetail{}, err
	}
	return d.stepReport(ctx, path, ref, casefile.ReportReturned, reason)
}

// WithdrawReport ends a report that was not issued, with the reason. Its author, its examiner or whoever authorised it may.
func (d *Desk) WithdrawReport(ctx context.Context, path, ref, reason string) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil { // and one of the actions of the step: see stepReport
		return casefile.ReportDetail{}, err
	}
	return d.stepReport(ctx, path, ref, casefile.ReportWithdrawn, reason)
}

// stepReport takes a step that makes no file.
func (d *Desk) stepReport(ctx context.Context, path, ref string, kind casefile.ReportStepKind, text string) (casefile.ReportDetail, error) {
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	p, _, err := d.mayStep(ctx, s, me, r, kind)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	step := casefile.ReportStep{Kind: kind, Text: strings.TrimSpace(text)}
	var of *reportMade
	if kind.RestsOnText() {
		if err := d.noteReport(ctx, s, me, r.ComparisonID); err != nil {
			return casefile.ReportDetail{}, err
		}
		made, err := d.reportAsReviewed(ctx, s, r, kind, nil)
		if err != nil {
			return casefile.ReportDetail{}, err
		}
		step.Content, of = made.content, &made
	}
	if r, err = s.AddReportStep(ctx, me, r.ID, p, step); err != nil {
		return casefile.ReportDetail{}, err
	}
	if of == nil {
		return d.reportDetail(ctx, s, me, r)
	}
	return d.reportDetailOf(ctx, s, me, r, of)
}

// mayStep refuses a step to whom it is not for, by the rules of reports and by their role, before anything is computed for it.
func (d *Desk) mayStep(ctx context.Context, s *store.Store, me string, r casefile.Report, kind casefile.ReportStepKind) (casefile.ReportParties, casefile.Capacity, error) {
	p, err := reportParties(ctx, s, r)
	if err != nil {
		return p, "", err
	}
	who, err := d.presence(ctx)
	if err != nil {
		return p, "", err
	}
	if err := casefile.MayStep(r, p, kind, me); err != nil {
		return p, "", err
	}
	if !who.accounts {
		if err := anotherName(ctx, s, me, r, p, kind); err != nil {
			return p, "", err
		}
	}
	capacity := casefile.Capacity("")
	if kind == casefile.ReportSigned {
		if capacity, err = casefile.SigningAs(r, p, me); err != nil {
			return p, "", err
		}
	}
	return p, capacity, who.oneOf(casefile.StepAction(kind, capacity))
}

// reportAsReviewed makes the document from the case as it is now, and refuses one that says something else than was submitted, or that may not be released.
func (d *Desk) reportAsReviewed(ctx context.Context, s *store.Store, r casefile.Report, kind casefile.ReportStepKind, progress casefile.Progress) (reportMade, error) {
	if r.Kind == casefile.ReportOnComparison {
		c, err := conclusionOf(ctx, s, r)
		if err != nil {
			return reportMade{}, err
		}
		if _, err := d.verified(ctx, s, c); err != nil { // the agency's rule
			return reportMade{}, err
		}
	}
	if err := onRecord(ctx, s, r); err != nil {
		return reportMade{}, err
	}
	made, err := d.reportDocument(ctx, s, r, progress)
	if err != nil {
		return made, err
	}
	if err := made.same(r, kind); err != nil {
		return made, err
	}
	return made, made.released()
}

// onRecord refuses to build on steps that the case's log does not hold as they are: somebody may have written them into the database past this program.
func onRecord(ctx context.Context, s *store.Store, r casefile.Report) error {
	head, err := s.Head(ctx)
	if err != nil {
		return err
	}
	for _, x := range r.Steps {
		if _, err := s.Bound(ctx, head.N, "report_step", x.ID); casefile.CodeOf(err) == casefile.Damaged && err != nil {
			return &casefile.Error{Code: casefile.Damaged, What: "A step of report %[1]d is not in the case's log as it stands here: %[2]s", Do: "Verify the case, and sign nothing in it before",
				Args: []any{r.Number, casefile.Word(x.Kind)}, Cause: err}
		} else if err != nil {
			return err
		}
	}
	return nil
}

// anotherName refuses, where nobody is signed in, who is only written otherwise than a person whose work the step judges: with other capitals, spaces or accents,
// or under another agency's name.
func anotherName(ctx context.Context, s *store.Store, me string, r casefile.Report, p casefile.ReportParties, kind casefile.ReportStepKind) error {
	judged := append(r.Authors(), p.Examiner)
	switch kind {
	case casefile.ReportTechnical:
		judged = append(judged, p.Others...)
	case casefile.ReportAdministrative, casefile.ReportAuthorised:
	default:
		return nil
	}
	mine, err := s.Person(ctx, me)
	if err != nil {
		return err
	}
	for _, id := range judged {
		other, err := s.Person(ctx, id)
		if err != nil {
			return err
		}
		if id != me && sameName(mine.Name, other.Name) {
			return &casefile.Error{Code: casefile.Refused, What: "%[1]s is written as %[2]s, whose work this is",
				Do: "Let another person do it; where two people have one name, give both an account", Args: []any{mine.Name, other.Name}}
		}
	}
	return nil
}

// sameName reports whether two names are the same but for capitals, accents and spaces.
func sameName(a, b string) bool {
	plain := func(s string) string {
		return strings.ToLower(strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return -1
			}
			return r
		}, norm.NFKD.String(s)))
	}
	return plain(a) == plain(b)
}

// same refuses a document that does not say what was submitted.
func (m reportMade) same(r casefile.Report, kind casefile.ReportStepKind) error {
	if kind == casefile.ReportSubmitted || m.content == r.Reviewed() {
		return nil
	}
	return &casefile.Error{Code: casefile.Conflict, What: "The case has changed since report %[1]d was submitted, and with it what the report says",
		Do: "Let its author look at it, make a new version and submit that", Args: []any{r.Number}}
}
