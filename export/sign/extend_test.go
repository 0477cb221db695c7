package sign_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

func TestAFileIsRaisedLevelByLevel(t *testing.T) {
	p := signtest.New(t)
	pdf := atLevel(t, p, p.P256, sign.BB)
	for _, step := range []struct {
		to   sign.Level
		want [3]int
	}{{sign.BT, [3]int{1, 1, 0}}, {sign.BLT, [3]int{1, 1, 1}}, {sign.BLTA, [3]int{1, 2, 2}}, {sign.BLTA, [3]int{1, 3, 3}}} {
		out, err := sign.Extend(t.Context(), pdf, step.to, services(p))
		if err != nil {
			t.Fatal(err)
		}
		v, err := sign.Verify(out, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots})
		if err != nil || !v.Valid || v.Signatures[0].Level != step.to || v.Signatures[0].Trust != sign.Trusted || len(v.Warnings) > 0 {
			t.Errorf("raised to %s it is found to be %+v, %v", step.to, v, err)
		}
		a, b, c := count(out)
		if got := [3]int{a, b, c}; got != step.want || !bytes.HasPrefix(out, pdf) {
			t.Errorf("to %s: got %v, want %v", step.to, got, step.want)
		}
		pdf = out
	}
}

// After years the responders no longer answer for certificates that have expired; what they said lies in the file.
func TestRenewalNeedsNoAnswerThatTheFileHolds(t *testing.T) {
	p := signtest.New(t)
	pdf := atLevel(t, p, p.P256, sign.BLTA)
	for _, gone := range []string{"/ocsp/intermediate", "/intermediate.crl", "/ocsp/root", "/root.crl"} {
		p.Instead(gone, http.NotFoundHandler())
	}
	out, err := sign.Extend(t.Context(), pdf, sign.BLTA, services(p))
	if err != nil {
		t.Fatal(err)
	}
	if _, stamps, _ := count(out); stamps != 2 {
		t.Errorf("got %d time-stamps", stamps)
	}
	if _, err := sign.Extend(t.Context(), atLevel(t, p, p.P256, sign.BT), sign.BLT, services(p)); err == nil || !strings.Contains(err.Error(), "cannot be found out") {
		t.Errorf("a file that holds nothing is raised: %v", err)
	}
}

func TestARevocationAfterTheTimeStampLeavesASignatureGood(t *testing.T) {
	p := signtest.New(t)
	pdf := atLevel(t, p, p.P256, sign.BT)
	late := atLevel(t, p, p.P384, sign.BB)
	time.Sleep(1100 * time.Millisecond) // openssl's clock has whole seconds
	p.Revoke(p.P256)
	p.Revoke(p.P384)
	out, err := sign.Extend(t.Context(), pdf, sign.BLT, services(p))
	if err != nil {
		t.Fatal(err)
	}
	v, err := sign.Verify(out, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots})
	if err != nil || !v.Valid || v.Last().Trust != sign.Trusted || v.Last().Revocation.Standing != sign.StandingLater {
		t.Errorf("got %+v, %v", v, err)
	}
	time.Sleep(1100 * time.Millisecond)
	if out, err := sign.Extend(t.Context(), late, sign.BLT, services(p)); out != nil || err == nil || !strings.Contains(err.Error(), "was revoked on") {
		t.Errorf("a signature that nothing proves to be older than the revocation is raised: %v", err)
	}
}
