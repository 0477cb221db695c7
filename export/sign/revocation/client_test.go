package revocation_test

import (
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"tracemark/casefile"
	"tracemark/export/sign/online"
	"tracemark/export/sign/revocation"
)

// served answers paths with bytes; an absent path is not found.
func served(t *testing.T, paths map[string]func() []byte) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		f, ok := paths[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if _, err := w.Write(f()); err != nil {
			t.Log(err) // the client stopped reading
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestARespondersAnswerIsTakenBeforeAList(t *testing.T) {
	a := newAuthority(t, "Issuer")
	paths := map[string]func() []byte{}
	url := served(t, paths)
	cert, _ := a.issue(9, func(c *x509.Certificate) {
		c.OCSPServer, c.CRLDistributionPoints = []string{"ldap://x", url + "/ocsp"}, []string{url + "/crl"}
	})
	paths["/crl"] = func() []byte { return a.list(nil) }
	stale := func(r *ocsp.Response) { r.ThisUpdate, r.NextUpdate = now.Add(-4*time.Hour), now.Add(-2*time.Hour) }
	for name, c := range map[string]struct {
		answer func() []byte
		want   revocation.Kind
	}{
		"it answers":               {func() []byte { return a.answer(cert, nil, nil, nil) }, revocation.OCSP},
		"it is not there":          {nil, revocation.CRL},
		"it answers out of date":   {func() []byte { return a.answer(cert, stale, nil, nil) }, revocation.CRL},
		"it does not know":         {func() []byte { return a.answer(cert, func(r *ocsp.Response) { r.Status = ocsp.Unknown }, nil, nil) }, revocation.CRL},
		"it answers with nonsense": {func() []byte { return []byte("hello") }, revocation.CRL},
		"it does not end":          {func() []byte { return make([]byte, revocation.MaxOCSP+1) }, revocation.CRL},
	} {
		t.Run(name, func(t *testing.T) {
			delete(paths, "/ocsp")
			if c.answer != nil {
				paths["/ocsp"] = c.answer
			}
			got, err := (&online.Revocation{}).Fetch(t.Context(), cert, a.cert)
			if err != nil || got.Kind != c.want || got.Status != revocation.Good || (got.OCSP != nil) != (c.want == revocation.OCSP) || (got.CRL != nil) != (c.want == revocation.CRL) {
				t.Errorf("got %+v, %v", got.Verdict, err)
			}
		})
	}
}

func TestWhatCannotBeFoundOutIsAnError(t *testing.T) {
	a := newAuthority(t, "Issuer")
	paths := map[string]func() []byte{"/crl": func() []byte {
		return a.list(func(l *x509.RevocationList) {
			l.ThisUpdate, l.NextUpdate = now.Add(-4*time.Hour), now.Add(-2*time.Hour)
		})
	}}
	url := served(t, paths)
	at := func(urls ...string) *x509.Certificate {
		c, _ := a.issue(9, func(c *x509.Certificate) { c.CRLDistributionPoints = urls })
		return c
	}
	for name, c := range map[string]struct {
		cert *x509.Certificate
		said string
	}{
		"it names no place":     {at(), "does not say where"},
		"the list is too old":   {at(url + "/crl"), "cannot be found out"},
		"the list is not there": {at(url + "/other"), "cannot be found out"},
		"nobody answers":        {at("http://127.0.0.1:1/"), "cannot be found out"},
		"by another way":        {at("ldap://127.0.0.1/"), "cannot be found out"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := (&online.Revocation{}).Fetch(t.Context(), c.cert, a.cert)
			var e *casefile.Error
			if !errors.As(err, &e) || e.Do == "" || !strings.Contains(err.Error(), c.said) {
				t.Errorf("got %v, want an error that says %q", err, c.said)
			}
		})
	}
}
