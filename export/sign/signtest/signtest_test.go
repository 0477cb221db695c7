package signtest_test

import (
	"crypto/x509"
	"testing"
	"time"

	"tracemark/export/sign/revocation"
	"tracemark/export/sign/signtest"
	"tracemark/export/sign/timestamp"
)

func TestTheServicesAnswer(t *testing.T) {
	p := signtest.New(t)
	for name, c := range map[string]struct {
		cert, issuer *x509.Certificate
		status       revocation.Status
		kind         revocation.Kind
	}{
		"good":    {p.P256.Certificate, p.Intermediate, revocation.Good, revocation.OCSP},
		"revoked": {p.Revoked.Certificate, p.Intermediate, revocation.Revoked, revocation.OCSP},
		"issuer":  {p.Intermediate, p.Root, revocation.Good, revocation.OCSP},
		"service": {p.TimeStampService, p.TimeStampRoot, revocation.Good, revocation.CRL},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := p.Revocation.Fetch(t.Context(), c.cert, c.issuer)
			if err != nil || got.Status != c.status || got.Kind != c.kind {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	content := []byte("a checkpoint")
	token, err := timestamp.Stamp(t.Context(), p.TimeStamper, content)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := timestamp.Verify(content, token, p.TimeStampRoots)
	if err != nil || time.Since(tok.Time).Abs() > time.Minute {
		t.Errorf("got %+v, %v", tok, err)
	}
}
