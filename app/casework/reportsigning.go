package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/sign"
	"tracemark/export/sign/online"
)

// SignReport signs an authorised report as whom the person at the desk may: its examiner, a verifier, or whoever authorised it. The first signature fixes the
// bytes: the document is drawn with the steps that led to it and the state of the case's log, and each further signature is added behind. What the case says
// must still be what was authorised, each time.
func (d *Desk) SignReport(ctx context.Context, path, ref string, progress casefile.Progress) (casefile.ReportDetail, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil { // and one of the actions of the step: see mayStep
		return casefile.ReportDetail{}, err
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	p, capacity, err := d.mayStep(ctx, s, me, r, casefile.ReportSigned)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	id, err := d.signer()
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	tell(progress, 0, 3, "report")
	made, err := d.reportAsReviewed(ctx, s, r, casefile.ReportSigned, progress)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	if err := d.noteReport(ctx, s, me, r.ComparisonID); err != nil {
		return casefile.ReportDetail{}, err
	}
	tell(progress, 1, 3, "report")
	plain, err := d.toSign(ctx, s, me, r, &made, id, progress)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	signed, level, err := d.addSignature(ctx, r, made.style, plain, id, capacity)
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	tell(progress, 2, 3, "report")
	sha, _, err := s.Originals().Put(ctx, bytes.NewReader(signed))
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	r, err = s.AddReportStep(ctx, me, r.ID, p, casefile.ReportStep{Kind: casefile.ReportSigned, Content: made.content, FileSHA256: sha,
		Signer: id.Name(), TestIdentity: id.Test(), Level: string(level)})
	if err != nil {
		return casefile.ReportDetail{}, err
	}
	tell(progress, 3, 3, "report")
	return d.reportDetailOf(ctx, s, me, r, &made)
}

// toSign returns the file that the next signature is added to: the one with the signatures so far, or before the first the document as it is issued.
func (d *Desk) toSign(ctx context.Context, s *store.Store, me string, r casefile.Report, made *reportMade, id identity.Identity, progress casefile.Progress) ([]byte, error) {
	if last, ok := r.Last(casefile.ReportSigned); ok {
		if last.TestIdentity != id.Test() {
			return nil, &casefile.Error{Code: casefile.Refused, What: "A report is signed by test identities alone or by none", Do: "Sign as the others did, or withdraw the report"}
		}
		file, err := s.Originals().Read(ctx, last.FileSHA256)
		if err == nil {
			err = signsOnce(file, id, d.now())
		}
		return file, err
	}
	head, err := d.signCheckpoint(ctx, s, me, "report "+r.ID)
	if err != nil {
		return nil, err
	}
	f := &made.facts
	f.Life.Draft, f.Issued = false, d.now().UTC().Truncate(time.Second)
	f.Signer = report.Signer{Name: id.Name(), Test: id.Test()}
	f.Log = report.LogState{Size: head.Size, Root: head.Root}
	if err := made.build(r); err != nil {
		return nil, err
	}
	if err := errors.Join(made.same(r, casefile.ReportSigned), made.released()); err != nil {
		return nil, err
	}
	if err := keepWithheld(ctx, s, me, r, made); err != nil {
		return nil, err
	}
	if err := d.annex(ctx, s, r, made, head); err != nil {
		return nil, err
	}
	file, err := pdf.RenderWith(ctx, made.doc, pdf.Options{}, progress)
	if err != nil {
		return nil, failedReport("drawn", err)
	}
	return file, nil
}

// signsOnce refuses a certificate that signed the file already: each of its signers is another person, and has a key of their own.
func signsOnce(file []byte, id identity.Identity, now time.Time) error {
	v, err := sign.Verify(file, sign.VerifyOptions{Now: now})
	if err != nil {
		return failedReport("verified", err)
	}
	sum := sha256.Sum256(id.Certificate.Raw)
	for _, x := range v.Signatures {
		if x.Fingerprint == hex.EncodeToString(sum[:]) {
			return &casefile.Error{Code: casefile.Refused, What: "The certificate of %[1]s has signed this report already: it cannot sign for another person",
				Do: "Sign with a certificate of your own: choose it in the settings, or log in", Args: []any{id.Name()}}
		}
	}
	return nil
}

// keepWithheld keeps what was withheld from the document, with the salts, among the originals.
func keepWithheld(ctx context.Context, s *store.Store, me string, r casefile.Report, made *reportMade) error {
	if len(made.withheld) == 0 {
		return nil
	}
	sha, _, err := s.Originals().Put(ctx, bytes.NewReader(report.FullVersion(r.ID, made.withheld)))
	if err != nil {
		return err
	}
	return s.AddReportWithheld(ctx, me, r.ID, r.Current().Version, sha)
}

// annex puts into the document what its recipient needs to check it, and prints the code that names it.
func (d *Desk) annex(ctx context.Context, s *store.Store, r casefile.Report, made *reportMade, head casefile.Checkpoint) error {
	about := annexedBy(r, head)
	about.withheld = made.withheld
	files, code, err := annexes(ctx, s, made.doc, about)
	if err != nil {
		return err
	}
	made.facts.Code = code
	if err := made.build(r); err != nil {
		return err
	}
	made.doc.Attachments = files
	return nil
}

// signaturePage is the last page, on which the looks of the signatures are laid: see lookAt.
func signaturePage(made *reportMade) report.Section {
	w := made.style.Wording
	return report.Section{Heading: w.Say("Signed"), NewPage: true, Blocks: []report.Block{{Procedural: true,
		Pairs: []report.Pair{{Name: w.Say("Report id"), Value: made.doc.ReportID, Mono: true, Procedural: true}}}}}
}

// lookAt is where the look of a signature stands on the last page, in points: two columns of rows, from the top, below the heading.
func lookAt(n int) [4]float64 {
	const point = 72 / 25.4
	width, height := pdf.DefaultLook.Width*point, pdf.DefaultLook.Height*point
	left, top := 20*point+float64(n%2)*(width+6*point), (297-75)*point-float64(n/2)*(height+6*point)
	return [4]float64{left, top - height, left + width, top}
}

// addSignature signs a file at the level of the settings, and checks what it made as somebody else would.
func (d *Desk) addSignature(ctx context.Context, r casefile.Report, style report.Style, file []byte, id identity.Identity, as casefile.Capacity) ([]byte, sign.Level, error) {
	level, services, err := d.signingLevel()
	if err != nil {
		return nil, "", err
	}
	w, now := style.Wording, d.now().UTC().Truncate(time.Second)
	look := pdf.Look{Heading: w.Say("Signed"), Name: id.Name(), Role: w.Term(string(as)), Reason: w.Say(style.Template.Title) + " " + r.ID, Date: w.When(now), Lang: w.Lang, Made: now}
	if id.Test() {
		look.Notice = w.Say(report.BannerTest)
	}
	n := 0
	for _, x := range r.Steps {
		if x.Kind == casefile.ReportSigned && x.Version == r.Current().Version {
			n++
		}
	}
	o := sign.Options{At: now, Role: string(as), Reason: fmt.Sprintf("Report %s, as %s", r.ID, as), Level: level, Services: services, Rect: lookAt(n)}
	if o.Appearance, err = pdf.Appearance(look); err != nil {
		return nil, "", failedReport("signed", err)
	}
	signed, err := sign.Sign(ctx, file, id, o)
	if err != nil {
		return nil, "", failedReport("signed", err)
	}
	if err := soundPDF(signed, now); err != nil {
		return nil, "", failedReport("verified", err)
	}
	return signed, level, nil
}

// signingLevel returns the level that reports are signed at, and what that needs.
func (d *Desk) signingLevel() (sign.Level, sign.Services, error) {
	level := sign.Level(d.Settings().Signing.Level)
	if level == "" || level == sign.BB {
		return sign.BB, sign.Services{}, nil
	}
	services, err := d.signingServices()
	return level, services, err
}

// signingServices are what the levels above B-B need: the time-stamp service of the settings, and revocation data for certificates that the trust store
// leads to.
func (d *Desk) signingServices() (sign.Services, error) {
	client, err := d.stampClient()
	if err != nil {
		return sign.Services{}, err
	}
	trusted, err := d.trustStore()
	if err != nil {
		return sign.Services{}, err
	}
	return sign.Services{TimeStamper: client, Revocation: &online.Revocation{Now: d.now}, Roots: trusted.Roots(casefile.TrustSigners),
		TimeStampRoots: trusted.Roots(casefile.TrustTimeStamps)}, nil
}

// soundPDF checks that all signatures of a file are good.
func soundPDF(file []byte, now time.Time) error {
	v, err := sign.Verify(file, sign.VerifyOptions{Now: now})
	if err == nil && !v.Valid {
		err = errors.New(strings.Join(sign.Sentences(v.Problems), " "))
	}
	return err
}

// ReleaseReport issues a report that all have signed who must, and writes a copy to target, where one is named. From then on nothing of it changes.
func (d *Desk) ReleaseReport(ctx context.Context, path, ref, target string, progress casefile.Progress) (casefile.ReleasedReport, error) {
	none := casefile.ReleasedReport{}
	if err := d.allow(ctx, casefile.ReadCase); err != nil { // and one of the actions of the step: see mayStep
		return none, err
	}
	if target != "" {
		var err error
		if target, err = freshFile(target); err != nil {
			return none, err
		}
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return none, err
	}
	p, _, err := d.mayStep(ctx, s, me, r, casefile.ReportIssued)
	if err != nil {
		return none, err
	}
	made, err := d.reportAsReviewed(ctx, s, r, casefile.ReportIssued, progress)
	if err != nil {
		return none, err
	}
	last, _ := r.Last(casefile.ReportSigned)
	file, err := s.Originals().Read(ctx, last.FileSHA256)
	if err != nil {
		return none, err
	}
	if err := soundPDF(file, d.now()); err != nil {
		return none, failedReport("verified", err)
	}
	r, err = s.AddReportStep(ctx, me, r.ID, p, casefile.ReportStep{Kind: casefile.ReportIssued, Content: made.content, FileSHA256: last.FileSHA256,
		Signer: last.Signer, TestIdentity: last.TestIdentity, Level: last.Level})
	if err != nil {
		return none, err
	}
	issued, _ := r.Issued()
	return casefile.ReleasedReport{Report: issued, File: target}, copyReport(file, target)
}

// copyReport writes a copy of an issued report, where a file is named for it.
func copyReport(file []byte, target string) error {
	if target == "" {
		return nil
	}
	if err := writeFile(target, file, 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The report was issued and is in the case, but its copy %[1]s cannot be written",
			Do: "Open it from the case, or check the disk and save another copy", Args: []any{target}, Cause: err}
	}
	return nil
}

// ExtendReport adds a time-stamp and what is needed to judge the signatures later to a copy of an issued report, keeps that copy beside it, and writes it to
// target, where one is named. The issued bytes stay what was issued: the copy begins with them.
func (d *Desk) ExtendReport(ctx context.Context, path, ref, target string, progress casefile.Progress) (casefile.ReleasedReport, error) {
	none := casefile.ReleasedReport{}
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return none, err
	}
	if target != "" {
		var err error
		if target, err = freshFile(target); err != nil {
			return none, err
		}
	}
	s, me, r, err := d.reportAt(ctx, path, ref)
	if err != nil {
		return none, err
	}
	issued, ok := r.Issued()
	if !ok {
		return none, &casefile.Error{Code: casefile.Conflict, What: "Report %[1]d is not issued", Do: "Issue it first", Args: []any{r.Number}}
	}
	of := issued.SHA256
	if n := len(r.Copies); n > 0 {
		of = r.Copies[n-1].SHA256
	}
	file, err := s.Originals().Read(ctx, of)
	if err != nil {
		return none, err
	}
	tell(progress, 0, 1, "time-stamp")
	services, err := d.signingServices()
	if err != nil {
		return none, err
	}
	extended, err := sign.Extend(ctx, file, sign.BLTA, services)
	if err != nil {
		return none, err
	}
	if !bytes.HasPrefix(extended, file) {
		return none, failedReport("verified", errors.New("the time-stamped copy does not begin with the issued bytes"))
	}
	sha, _, err := s.Originals().Put(ctx, bytes.NewReader(extended))
	if err != nil {
		return none, err
	}
	if _, err := s.AddReportCopy(ctx, me, r.ID, casefile.ReportCopy{SHA256: sha, Of: of, Level: string(sign.BLTA)}); err != nil {
		return none, err
	}
	tell(progress, 1, 1, "time-stamp")
	return casefile.ReleasedReport{Report: issued, File: target}, copyReport(extended, target)
}

// signedPDF draws a document, signs it and checks what it made as somebody else would.
func signedPDF(ctx context.Context, doc report.Document, id identity.Identity, reason string) ([]byte, error) {
	plain, err := pdf.Render(ctx, doc)
	if err != nil {
		return nil, failedReport("drawn", err)
	}
	signed, err := sign.Sign(ctx, plain, id, sign.Options{At: doc.Issued, Reason: reason})
	if err != nil {
		return nil, failedReport("signed", err)
	}
	v, err := sign.Verify(signed, sign.VerifyOptions{Now: doc.Issued})
	if err == nil && !v.Valid {
		err = errors.New(strings.Join(sign.Sentences(v.Problems), " "))
	}
	if err != nil {
		return nil, failedReport("verified", err)
	}
	return signed, nil
}

func failedReport(step string, err error) error {
	var said *casefile.Error
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &said) {
		return err
	}
	return &casefile.Error{Code: casefile.Failed, What: "The report could not be %[1]s (%[2]v)",
		Do: "Nothing was issued; check the signing identity and try again", Args: []any{casefile.Word(step), err}, Cause: err}
}
