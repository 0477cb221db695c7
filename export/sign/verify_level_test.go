package sign_test

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// levelled signs with the services of a real infrastructure.
func levelled(t testing.TB, p *signtest.PKI, pdf []byte, id identity.Identity, level sign.Level) []byte {
	t.Helper()
	out, err := sign.Sign(t.Context(), pdf, id, sign.Options{Level: level, Reason: "Report", Services: services(p)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func trusting(p *signtest.PKI) sign.VerifyOptions {
	return sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots, Now: time.Now()}
}

func TestEachLevelIsFound(t *testing.T) {
	p := signtest.New(t)
	for name, id := range map[string]identity.Identity{"RSA-PSS": p.RSA, "P-256": p.P256, "P-384": p.P384} {
		for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLT, sign.BLTA} {
			t.Run(name+" "+string(level), func(t *testing.T) {
				b := levelled(t, p, smallPDF(), id, level)
				v := verify(t, b, trusting(p))
				s := v.Last()
				if !v.Valid || s.Level != level || s.Trust != sign.Trusted || len(v.Warnings) > 0 {
					t.Fatalf("got valid %v, level %q, trust %q\n%q\n%q\n%q", v.Valid, s.Level, s.Trust, v.Problems, s.Notes, v.Warnings)
				}
				if proven := !s.ProvenAt.IsZero(); proven != (level != sign.BB) {
					t.Errorf("proven at %v", s.ProvenAt)
				}
				want := sign.StandingNotChecked
				if level == sign.BLT || level == sign.BLTA {
					want = sign.StandingGood
				}
				if s.Revocation.Standing != want {
					t.Errorf("revocation: got %+v", s.Revocation)
				}
				if len(s.Chain) != 3 || !strings.Contains(s.Chain[2], "CN=") {
					t.Errorf("chain: got %q", s.Chain)
				}
				if i := slices.IndexFunc(s.Changes, func(c sign.Change) bool { return !c.Allowed }); i >= 0 {
					t.Errorf("got %+v", s.Changes[i])
				}
			})
		}
	}
}

func TestTimeIsProvenByTrustedServicesOnly(t *testing.T) {
	p := signtest.New(t)
	b := levelled(t, p, smallPDF(), p.P256, sign.BT)
	for name, c := range map[string]struct {
		roots *x509.CertPool
		trust sign.Trust
	}{"none given": {nil, sign.TrustNotChecked}, "others": {p.Roots, sign.TrustUnknownIssuer}, "its own": {p.TimeStampRoots, sign.Trusted}} {
		t.Run(name, func(t *testing.T) {
			v := verify(t, b, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: c.roots, Now: time.Now()})
			s := v.Last()
			if !v.Valid || len(s.TimeStamps) != 1 || s.TimeStamps[0].Trust != c.trust || s.ProvenAt.IsZero() == (c.trust == sign.Trusted) {
				t.Errorf("got %+v", s)
			}
		})
	}
}
