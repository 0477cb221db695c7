package casework

import (
	"encoding/pem"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/export/sign/signtest"
)

// pemOf writes a certificate to a file.
func pemOf(t *testing.T, der []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCheckpointIsCountersignedAndTimeStamped(t *testing.T) {
	pki := signtest.New(t)
	d, all := newStation(t)
	ctx := t.Context()
	logIn(t, d, "admin", adminWords)
	if err := d.SetSigning(ctx, casefile.SigningSettings{TimeStampURL: pki.URL + "/tsa"}); err != nil {
		t.Fatal(err)
	}
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	k, err := d.SignCheckpoint(ctx, dir, "weekly")
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.CountersignCheckpoint(ctx, dir, k.ID)
	if err != nil || c.By != all[casefile.Examiner].ID || !strings.Contains(c.Signer, "TEST IDENTITY") {
		t.Fatalf("countersigned %+v, %v", c, err)
	}
	if _, err := d.CountersignCheckpoint(ctx, dir, k.ID); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("twice by one: %v", err)
	}
	if _, err := d.TimestampCheckpoint(ctx, dir, k.ID); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "trust store") {
		t.Errorf("by a service that nobody trusts: %v", err)
	}
	logIn(t, d, "admin", adminWords)
	if _, err := d.Trust(ctx, pemOf(t, pki.TimeStampRoot.Raw), casefile.TrustTimeStamps, "contract 12"); err != nil {
		t.Fatal(err)
	}
	logIn(t, d, "verifier", personWords) // another person stands by it too
	if _, err := d.CountersignCheckpoint(ctx, dir, "1"); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("a checkpoint that is not there: %v", err)
	}
	s, err := d.TimestampCheckpoint(ctx, dir, k.ID)
	if err != nil || time.Since(s.At) > time.Hour || s.Service == "" {
		t.Fatalf("stamped %+v, %v", s, err)
	}
	v, err := d.VerifyCase(ctx, dir, nil)
	text := strings.Join(v.Sentences, "\n")
	if err != nil || !v.OK || !strings.Contains(text, "Countersigned ") || !strings.Contains(text, "(a test identity)") || !strings.Contains(text, "Proven to have been there "+s.At.Format(time.RFC3339)) {
		t.Errorf("verified %v, %v\n%s", v.OK, err, text)
	}
	opensslAgrees(t, k, c, s, pki)

	// The service is gone, or answers nonsense: nothing is kept.
	pki.Instead("/tsa", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("no token")) }))
	if _, err := d.TimestampCheckpoint(ctx, dir, k.ID); casefile.CodeOf(err) != casefile.Failed {
		t.Errorf("nonsense: %v", err)
	}
	if list, err := d.Checkpoints(ctx, dir); err != nil || len(list[0].Stamps) != 1 || len(list[0].Countersignatures) != 1 {
		t.Errorf("checkpoints %+v, %v", list, err)
	}
	logIn(t, d, "admin", adminWords)
	for _, ca := range mustTrust(t, d) {
		if _, err := d.Distrust(ctx, ca.SHA256, ca.Purpose, "contract ended"); err != nil {
			t.Fatal(err)
		}
	}
	logIn(t, d, "verifier", personWords)
	if v, err := d.VerifyCase(ctx, dir, nil); err != nil || !v.OK || !strings.Contains(strings.Join(v.Sentences, "\n"), "not in the trust store") {
		t.Errorf("after the service lost its trust: %+v, %v", v, err)
	}
}

func mustTrust(t *testing.T, d *Desk) []casefile.TrustedCA {
	t.Helper()
	list, problems, err := d.TrustStore(t.Context())
	if err != nil || len(problems) > 0 || len(list) == 0 {
		t.Fatalf("trust store %v, %v, %v", list, problems, err)
	}
	return list
}

// opensslAgrees has openssl check what lies on the checkpoint.
func opensslAgrees(t *testing.T, k casefile.Checkpoint, c casefile.Countersignature, s casefile.CheckpointStamp, pki *signtest.PKI) {
	t.Helper()
	dir := t.TempDir()
	for name, b := range map[string][]byte{"note": []byte(k.Note), "note.p7s": c.CMS, "note.tst": s.Token, "root.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pki.TimeStampRoot.Raw})} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"cms", "-verify", "-binary", "-inform", "DER", "-in", "note.p7s", "-content", "note", "-noverify", "-out", "/dev/null"},
		{"ts", "-verify", "-data", "note", "-token_in", "-in", "note.tst", "-CAfile", "root.pem"},
	} {
		cmd := exec.CommandContext(t.Context(), "openssl", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("openssl %s: %v\n%s", args[0], err, out)
		}
	}
}

func TestWhatLiesOnACheckpointIsChecked(t *testing.T) {
	pki := signtest.New(t)
	d, _ := newStation(t)
	ctx := t.Context()
	logIn(t, d, "admin", adminWords)
	if _, err := d.Trust(ctx, pemOf(t, pki.TimeStampRoot.Raw), casefile.TrustTimeStamps, "contract 12"); err != nil {
		t.Fatal(err)
	}
	if err := d.SetSigning(ctx, casefile.SigningSettings{TimeStampURL: pki.URL + "/tsa"}); err != nil {
		t.Fatal(err)
	}
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	k, err := d.SignCheckpoint(ctx, dir, "weekly")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = d.CountersignCheckpoint(ctx, dir, k.ID); err != nil {
		t.Fatal(err)
	}
	if _, err = d.TimestampCheckpoint(ctx, dir, k.ID); err != nil {
		t.Fatal(err)
	}
	r, err := check.Check(ctx, dir, nil)
	if err != nil || len(r.Checkpoints) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	good := r.Checkpoints[0]
	if said, problems := d.judgeCheckpoints(r.Checkpoints); len(said) != 2 || len(problems) != 0 {
		t.Fatalf("%q, %q", said, problems)
	}
	// Each byte of the signature, every seventh of the token: a countersignature has no byte that may change.
	spoiled := 0
	for i := range good.Countersigned[0].CMS {
		k := good
		k.Countersigned = []check.Countersigned{good.Countersigned[0]}
		k.Countersigned[0].CMS = append([]byte{}, good.Countersigned[0].CMS...)
		k.Countersigned[0].CMS[i] ^= 1
		if _, problems := d.judgeCheckpoints([]check.Checkpoint{k}); len(problems) != 1 {
			t.Errorf("byte %d of %d of the countersignature may change", i, len(good.Countersigned[0].CMS))
		}
		spoiled++
	}
	for i := 0; i < len(good.Stamps[0].Token); i += 7 {
		k := good
		k.Stamps = []check.Stamp{good.Stamps[0]}
		k.Stamps[0].Token = append([]byte{}, good.Stamps[0].Token...)
		k.Stamps[0].Token[i] ^= 1
		said, problems := d.judgeCheckpoints([]check.Checkpoint{k})
		if len(problems) == 0 && strings.Contains(strings.Join(said, "\n"), "Proven") {
			t.Errorf("byte %d of %d of the token may change", i, len(good.Stamps[0].Token))
		}
		spoiled++
	}
	t.Logf("%d changes of a byte were found", spoiled)
	for name, change := range map[string]func(*check.Checkpoint){
		"another time in the row":        func(k *check.Checkpoint) { k.Stamps[0].Time = "2020-01-01T00:00:00Z" },
		"another certificate in the row": func(k *check.Checkpoint) { k.Countersigned[0].Certificate = strings.Repeat("0", 64) },
		"no time":                        func(k *check.Checkpoint) { k.Countersigned[0].At = "yesterday" },
		"another note":                   func(k *check.Checkpoint) { k.Note = append([]byte("x"), k.Note...) },
	} {
		k := good
		k.Stamps, k.Countersigned = []check.Stamp{good.Stamps[0]}, []check.Countersigned{good.Countersigned[0]}
		change(&k)
		if _, problems := d.judgeCheckpoints([]check.Checkpoint{k}); len(problems) == 0 {
			t.Errorf("%s is not found", name)
		}
	}
}
