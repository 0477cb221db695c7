package online

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/ocsp"

	"tracemark/casefile"
	"tracemark/export/sign/revocation"
)

// askTimeout is how long one server may take.
const askTimeout = 15 * time.Second

// maxServers bounds how many addresses of a certificate are tried.
const maxServers = 4

// Revocation asks the responders and fetches the lists that certificates name, over HTTP. Statements are signed and public,
// so that plain http is as good as https.
type Revocation struct {
	HTTP *http.Client     // nil: one that ends after 15 s
	Now  func() time.Time // nil: the machine's clock
}

// Fetch returns a statement about cert that holds now: of its responder, or where it names none, or none answers, of its
// list. That the certificate is revoked is no error here: the evidence says so.
func (c *Revocation) Fetch(ctx context.Context, cert, issuer *x509.Certificate) (revocation.Evidence, error) {
	servers := len(cert.OCSPServer) + len(cert.CRLDistributionPoints)
	if servers == 0 {
		return revocation.Evidence{}, &casefile.Error{Code: casefile.Refused, What: "The certificate of %[1]s does not say where its revocation can be looked up",
			Do: "sign at a lower level, or ask for a certificate that does", Args: []any{name(cert)}}
	}
	var why []error
	for _, url := range cert.OCSPServer[:min(maxServers, len(cert.OCSPServer))] {
		e, err := c.ask(ctx, url, cert, issuer)
		if err == nil {
			return e, nil
		}
		why = append(why, err)
	}
	for _, url := range cert.CRLDistributionPoints[:min(maxServers, len(cert.CRLDistributionPoints))] {
		e, err := c.list(ctx, url, cert, issuer)
		if err == nil {
			return e, nil
		}
		why = append(why, err)
	}
	if err := ctx.Err(); err != nil {
		return revocation.Evidence{}, err
	}
	return revocation.Evidence{}, &casefile.Error{Code: casefile.Failed, What: "Whether the certificate of %[1]s was revoked cannot be found out",
		Do: "check the network and try again, or sign at a lower level", Args: []any{name(cert)}, Cause: errors.Join(why...)}
}

func name(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

func (c *Revocation) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

// ask asks a responder (RFC 6960, appendix A).
func (c *Revocation) ask(ctx context.Context, url string, cert, issuer *x509.Certificate) (revocation.Evidence, error) {
	query, err := ocsp.CreateRequest(cert, issuer, nil)
	if err != nil {
		return revocation.Evidence{}, fmt.Errorf("make ocsp request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(query))
	if err != nil {
		return revocation.Evidence{}, fmt.Errorf("ask %s: %w", url, err)
	}
	req.Header.Set("Content-Type", "application/ocsp-request")
	req.Header.Set("Accept", "application/ocsp-response")
	der, err := c.get(req, revocation.MaxOCSP)
	if err != nil {
		return revocation.Evidence{}, err
	}
	v, err := revocation.ParseOCSP(der, cert, issuer)
	return c.fresh(url, revocation.Evidence{Verdict: v, OCSP: der}, err)
}

// list fetches a list (RFC 5280, 4.2.1.13).
func (c *Revocation) list(ctx context.Context, url string, cert, issuer *x509.Certificate) (revocation.Evidence, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return revocation.Evidence{}, fmt.Errorf("fetch %s: %w", url, err)
	}
	der, err := c.get(req, revocation.MaxCRL)
	if err != nil {
		return revocation.Evidence{}, err
	}
	v, err := revocation.ParseCRL(der, cert, issuer)
	return c.fresh(url, revocation.Evidence{Verdict: v, CRL: der}, err)
}

func (c *Revocation) fresh(url string, e revocation.Evidence, err error) (revocation.Evidence, error) {
	switch {
	case err != nil:
		return revocation.Evidence{}, fmt.Errorf("%s: %w", url, err)
	case e.Status == revocation.Unknown:
		return revocation.Evidence{}, fmt.Errorf("%s: %w: the responder does not know the certificate", url, revocation.ErrStatement)
	case !e.Fresh(c.now()):
		return revocation.Evidence{}, fmt.Errorf("%s: %w: out of date (of %s, next due %s)", url, revocation.ErrStatement, e.ThisUpdate.Format(time.DateTime), e.NextUpdate.Format(time.DateTime))
	}
	return e, nil
}

func (c *Revocation) get(req *http.Request, most int64) ([]byte, error) {
	url := req.URL.String()
	if s := strings.ToLower(req.URL.Scheme); s != "http" && s != "https" { // ldap is still found in certificates
		return nil, fmt.Errorf("%s: not an address for http", url)
	}
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: askTimeout}
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: status %s", url, resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	if int64(len(body)) > most {
		return nil, fmt.Errorf("%s: answer too large", url)
	}
	return body, nil
}
