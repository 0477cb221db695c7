package casework

import (
	"bytes"
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
	ctx := t.Context()
	d, dir := newPlainCase(t)
	p12, words := filepath.Join(t.TempDir(), "id.p12"), filepath.Join(t.TempDir(), "words")
	if out, err := exec.Command("openssl", "pkcs12", "-export", "-inkey", filepath.Join(pki.Dir, "p256.key"), "-in", filepath.Join(pki.Dir, "p256.pem"),
		"-certfile", filepath.Join(pki.Dir, "intermediate.pem"), "-passout", "pass:x", "-out", p12).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.WriteFile(words, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Use(func(s *Settings) {
		s.Identity, s.IdentityPassphraseFile, s.Signing = p12, words, casefile.SigningSettings{TimeStampURL: pki.URL + "/tsa", Level: casefile.LevelBT}
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
	for level, data := range map[sign.Level][]byte{sign.BT: first, sign.BLTA: later} {
		v, err := sign.Verify(data, sign.VerifyOptions{Roots: pki.Roots, TimeStampRoots: pki.TimeStampRoots})
		if err != nil || !v.Valid || len(v.Signatures) != 2 || v.Signatures[0].Level != level || v.Signatures[0].Trust != sign.Trusted {
			t.Errorf("%s: %+v, %v", level, v, err)
		}
	}
	r, err := d.Report(ctx, dir, id)
	if err != nil || len(r.Report.Copies) != 1 || r.Report.Copies[0].Of != issued.Report.SHA256 || r.Report.Steps[4].Level != "B-T" || r.Report.Steps[4].TestIdentity {
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
