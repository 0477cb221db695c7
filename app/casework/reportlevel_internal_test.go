package casework

import (
	"bytes"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// custodyReport begins a custody record at a desk without accounts and takes it until it can be signed.
func custodyReport(t *testing.T, d *Desk, dir string, content casefile.ReportContent) string {
	t.Helper()
	ctx := t.Context()
	if _, err := d.AddExhibit(ctx, dir, casefile.Exhibit{Label: "A1", Kind: casefile.KindCartridgeCase, Description: "found in the boot of JX 55 ABC"}); err != nil {
		t.Fatal(err)
	}
	r, err := d.BeginReport(ctx, dir, casefile.NewReport{Kind: casefile.ReportOfCustody, About: "A1", Content: content})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Gaps {
		content.Waivers = append(content.Waivers, casefile.ReportWaiver{Obligation: g.Obligation, Reason: "a test"})
	}
	if _, err := d.ChangeReport(ctx, dir, r.Report.ID, content, "what is left out"); err != nil {
		t.Fatal(err)
	}
	return r.Report.ID
}

// actAs names who acts.
func actAs(d *Desk, name string) { d.Use(func(s *Settings) { s.Examiner = name }) }

func untilAuthorised(t *testing.T, d *Desk, dir, id string) {
	t.Helper()
	ctx := t.Context()
	step := func(who string, _ casefile.ReportDetail, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		actAs(d, who)
	}
	r, err := d.SubmitReport(ctx, dir, id, "")
	step("R. Reviewer", r, err)
	r, err = d.ReviewReport(ctx, dir, id, casefile.ReportTechnical, "")
	step("R. Reviewer", r, err)
	r, err = d.ReviewReport(ctx, dir, id, casefile.ReportAdministrative, "")
	step("L. Leader", r, err)
	r, err = d.AuthoriseReport(ctx, dir, id, "")
	step("A. Author", r, err)
}

func newPlainCase(t *testing.T) (*Desk, string) {
	t.Helper()
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.Use(func(s *Settings) { s.Examiner, s.Agency, s.Address = "A. Author", "Lab", "1 Street" })
	return d, newCaseFolder(t, d)
}

func TestReportsAreSignedAtTheLevelOfTheSettingsAndExtendedBeside(t *testing.T) {
	pki := signtest.New(t)
	for _, level := range []casefile.SignatureLevel{casefile.LevelBT, casefile.LevelBLT, casefile.LevelBLTA} {
		t.Run(string(level), func(t *testing.T) { signAndExtend(t, pki, level) })
	}
}

// signAndExtend issues a report that two people signed at a level, with services that answer, and adds an archival time-stamp to a copy.
func signAndExtend(t *testing.T, pki *signtest.PKI, level casefile.SignatureLevel) {
	t.Helper()
	ctx := t.Context()
	d, dir := newPlainCase(t)
	words := filepath.Join(t.TempDir(), "words")
	identify := func(key string) {
		t.Helper()
		p12 := filepath.Join(t.TempDir(), key+".p12")
		if out, err := exec.Command("openssl", "pkcs12", "-export", "-inkey", filepath.Join(pki.Dir, key+".key"), "-in", filepath.Join(pki.Dir, key+".pem"),
			"-certfile", filepath.Join(pki.Dir, "intermediate.pem"), "-passout", "pass:x", "-out", p12).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		d.Use(func(s *Settings) { s.Identity, s.IdentityPassphraseFile = p12, words })
	}
	if err := os.WriteFile(words, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	identify("p256")
	d.Use(func(s *Settings) {
		s.Signing = casefile.SigningSettings{TimeStampURL: pki.URL + "/tsa", Level: level}
	})
	id := custodyReport(t, d, dir, casefile.ReportContent{})
	untilAuthorised(t, d, dir, id)
	if _, err := d.SignReport(ctx, dir, id, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "trust store") {
		t.Fatalf("a level that cannot be reached: %v", err)
	}
	for _, ca := range []struct {
		der     []byte
		purpose casefile.TrustPurpose
	}{{pki.TimeStampRoot.Raw, casefile.TrustTimeStamps}, {pki.Root.Raw, casefile.TrustSigners}} {
		if _, err := d.Trust(ctx, pemOf(t, ca.der), ca.purpose, "a test"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.SignReport(ctx, dir, id, nil); err != nil {
		t.Fatal(err)
	}
	actAs(d, "L. Leader")
	if _, err := d.SignReport(ctx, dir, id, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "another person") {
		t.Fatalf("signed as somebody else with the examiner's certificate: %v", err)
	}
	identify("p384")
	if _, err := d.SignReport(ctx, dir, id, nil); err != nil {
		t.Fatal(err)
	}
	actAs(d, "A. Author")
	issued, err := d.ReleaseReport(ctx, dir, id, filepath.Join(t.TempDir(), "r.pdf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	extended, err := d.ExtendReport(ctx, dir, id, filepath.Join(t.TempDir(), "lta.pdf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(issued.File)
	if err != nil {
		t.Fatal(err)
	}
	later, err := os.ReadFile(extended.File)
	if err != nil || !bytes.HasPrefix(later, first) || len(later) == len(first) {
		t.Fatalf("the copy has %d bytes of %d, %v", len(later), len(first), err)
	}
	for _, x := range []struct {
		level sign.Level
		data  []byte
	}{{sign.Level(level), first}, {sign.BLTA, later}} {
		v, err := sign.Verify(x.data, sign.VerifyOptions{Roots: pki.Roots, TimeStampRoots: pki.TimeStampRoots})
		if err != nil || !v.Valid || len(v.Signatures) != 2 || v.Signatures[1].Level != x.level || v.Signatures[0].Trust != sign.Trusted || len(v.Warnings) > 0 {
			t.Errorf("%s: %+v, %v", x.level, v, err)
		}
	}
	// Nothing is left open where trust, time and revocation are all in the file.
	if f, err := d.CheckReport(ctx, extended.File, casefile.FileCheck{}, nil); err != nil || f.Verdict != casefile.FileValid {
		t.Errorf("the copy is judged %s, %v: %+v", f.Verdict, err, f.Findings)
	}
	r, err := d.Report(ctx, dir, id)
	if err != nil || len(r.Report.Copies) != 1 || r.Report.Copies[0].Of != issued.Report.SHA256 || r.Report.Steps[4].Level != string(level) || r.Report.Steps[4].TestIdentity {
		t.Errorf("%+v, %v", r.Report, err)
	}
	if v, err := d.VerifyCase(ctx, dir, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestWhatMayNotBeUsedIsRefusedOrWithheldWithAHash(t *testing.T) {
	ctx := t.Context()
	d, dir := newPlainCase(t)
	id := custodyReport(t, d, dir, casefile.ReportContent{})
	e, err := d.Exhibit(ctx, dir, "A1")
	if err != nil {
		t.Fatal(err)
	}
	e.Facts.SetProvenance("description", casefile.Provenance{Kind: casefile.SourceAgency, Source: "Customs", Use: casefile.UseNo})
	if _, err := d.EditExhibit(ctx, dir, e, "not for the court"); err != nil {
		t.Fatal(err)
	}
	r, err := d.Report(ctx, dir, id)
	if err != nil || len(r.Restricted) != 1 || !strings.Contains(r.Refused, "may not be used") || r.Ready() {
		t.Fatalf("%+v, %q, %v", r.Restricted, r.Refused, err)
	}
	if _, err := d.SubmitReport(ctx, dir, id, ""); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("submitted: %v", err)
	}
	c := r.Report.Current().Content
	c.Redactions = []casefile.ReportRedaction{{Fact: r.Restricted[0].Fact, Reason: "asked for by customs"}}
	if r, err = d.ChangeReport(ctx, dir, id, c, "withheld"); err != nil || r.Refused != "" || !r.Ready() {
		t.Fatalf("%q, %+v, %v", r.Refused, r.Gaps, err)
	}
	untilAuthorised(t, d, dir, id)
	if _, err := d.SignReport(ctx, dir, id, nil); err != nil {
		t.Fatal(err)
	}
	actAs(d, "L. Leader")
	if _, err := d.SignReport(ctx, dir, id, nil); err != nil {
		t.Fatal(err)
	}
	issued, err := d.ReleaseReport(ctx, dir, id, filepath.Join(t.TempDir(), "r.pdf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(issued.File)
	if err != nil {
		t.Fatal(err)
	}
	files, err := pdf.Attachments(data)
	if err != nil || len(files) < 3 {
		t.Fatalf("%d annexes, %v", len(files), err)
	}
	for _, f := range files {
		if bytes.Contains(f.Data, []byte("JX 55 ABC")) {
			t.Errorf("the value is in %s", f.Name)
		}
	}
	s, _ := d.alreadyOpen(dir)
	header, rows, err := d.List(ctx, dir, "report_withheld")
	if err != nil || len(rows) != 1 {
		t.Fatalf("%v, %v, %v", header, rows, err)
	}
	full, err := s.Originals().Read(ctx, rows[0][2])
	if err != nil || !bytes.Contains(full, []byte("JX 55 ABC")) {
		t.Errorf("the case does not keep what was withheld: %s, %v", full, err)
	}
	if v, err := d.VerifyCase(ctx, dir, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

// Whoever writes the steps of a report into the database past the program gets nothing signed by them.
func TestStepsThatTheLogDoesNotHoldAreNotBuiltOn(t *testing.T) {
	ctx := t.Context()
	d, dir := newPlainCase(t)
	id := custodyReport(t, d, dir, casefile.ReportContent{})
	r, err := d.SubmitReport(ctx, dir, id, "")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "case.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, k := range []casefile.ReportStepKind{casefile.ReportTechnical, casefile.ReportAdministrative, casefile.ReportAuthorised} {
		if _, err := db.ExecContext(ctx, `INSERT INTO report_step SELECT report_id, ?1, 'forged-' || ?1, version, ?2, text, content_digest, file_sha256, capacity,
			signer, test_identity, level, by, created FROM report_step WHERE report_id = ?3 AND number = 1`, i+2, string(k), r.Report.ID); err != nil {
			t.Fatal(err)
		}
	}
	if r, err = d.Report(ctx, dir, id); err != nil || r.State != casefile.ReportStateAuthorised {
		t.Fatalf("the rows make it %q, %v", r.State, err)
	}
	if _, err := d.SignReport(ctx, dir, id, nil); casefile.CodeOf(err) != casefile.Damaged || !strings.Contains(err.Error(), "is not in the case's log") {
		t.Fatalf("signed on forged steps: %v", err)
	}
}

// Where nobody is signed in a name is all there is: one that is only written otherwise is no other person.
func TestNobodyReviewsTheirOwnReportUnderANameWrittenOtherwise(t *testing.T) {
	ctx := t.Context()
	d, dir := newPlainCase(t)
	id := custodyReport(t, d, dir, casefile.ReportContent{})
	if _, err := d.SubmitReport(ctx, dir, id, ""); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a. author", "A.  Author", "A Áuthor"} {
		actAs(d, name)
		if _, err := d.ReviewReport(ctx, dir, id, casefile.ReportTechnical, ""); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "whose work this is") {
			t.Errorf("reviewed by %q: %v", name, err)
		}
	}
	actAs(d, "A. Author")
	d.Use(func(s *Settings) { s.Agency = "Lab under another name" })
	if _, err := d.ReviewReport(ctx, dir, id, casefile.ReportTechnical, ""); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("reviewed by the author under another agency's name: %v", err)
	}
}

// What no font has is refused when the report is handed in, not after everybody reviewed it.
func TestWhatCannotBeDrawnIsRefusedWithItsFieldWhenAReportIsSubmitted(t *testing.T) {
	ctx := t.Context()
	d, dir := newPlainCase(t)
	id := custodyReport(t, d, dir, casefile.ReportContent{})
	r, err := d.Report(ctx, dir, id)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Report.Current().Content
	c.Statements.Customer = "漢字"
	if _, err := d.ChangeReport(ctx, dir, id, c, "as they write it"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SubmitReport(ctx, dir, id, ""); err == nil || !strings.Contains(err.Error(), "U+6F22") && !strings.Contains(err.Error(), "漢") {
		t.Errorf("submitted with what cannot be drawn: %v", err)
	}
}
