package sign_test

import (
	"bytes"
	"testing"

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
