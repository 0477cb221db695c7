package online

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net/http"
	"time"

	"tracemark/casefile"
	"tracemark/export/sign/timestamp"
)

// Bounds on what a service may make the client do.
const (
	stampTimeout  = 20 * time.Second
	maxClockError = 5 * time.Minute // between the service's clock and this machine's
	nonceBits     = 128
)

// TimeStamper asks a time-stamp service over HTTP (RFC 3161, 3.4).
type TimeStamper struct {
	URL    string
	Roots  *x509.CertPool        // whom to believe the time; required
	Policy asn1.ObjectIdentifier // under which the service shall stamp; its own choice where nil
	// User and Password are sent where User is set (HTTP Basic), over https only.
	User, Password string
	HTTP           *http.Client     // nil: one that ends after 20 s
	Now            func() time.Time // nil: the machine's clock
}

// Stamp asks for a token over digest, made with hash, and returns it in DER once it has passed every check.
func (c *TimeStamper) Stamp(ctx context.Context, digest []byte, hash crypto.Hash) ([]byte, error) {
	if c.Roots == nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "No trusted time-stamp services are known", Do: "add the certificate of the service's issuer in the settings"}
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), nonceBits))
	if err != nil {
		return nil, fmt.Errorf("make nonce: %w", err)
	}
	query, err := timestamp.Request(digest, hash, c.Policy, nonce)
	if err != nil {
		return nil, err
	}
	body, err := c.post(ctx, query)
	if err != nil {
		return nil, err
	}
	der, err := timestamp.Response(body)
	if err != nil {
		return nil, c.refused(err)
	}
	t, err := timestamp.Parse(der)
	if err == nil {
		err = t.Check(timestamp.Expect{Digest: digest, Hash: hash, Nonce: nonce})
	}
	if err == nil {
		_, err = t.Chain(c.Roots)
	}
	if err == nil && c.Policy != nil && !t.Policy.Equal(c.Policy) {
		err = fmt.Errorf("%w: under policy %s instead of %s", timestamp.ErrNonce, t.Policy, c.Policy)
	}
	if err != nil {
		return nil, c.unusable(err)
	}
	if err := c.sane(t.Time); err != nil {
		return nil, err
	}
	return der, nil
}

// sane compares the service's clock with this machine's: one of them is wrong when they are far apart, and a wrong time
// is not put under a signature.
func (c *TimeStamper) sane(at time.Time) error {
	now := time.Now()
	if c.Now != nil {
		now = c.Now()
	}
	if off := at.Sub(now).Abs(); off > maxClockError {
		return &casefile.Error{Code: casefile.Refused, What: "The time-stamp service says %[1]s and this computer says %[2]s",
			Do:   "set the clock of the computer, or choose another time-stamp service",
			Args: []any{at.UTC().Format(time.DateTime), now.UTC().Format(time.DateTime)}}
	}
	return nil
}

// post sends the query and reads the answer.
func (c *TimeStamper) post(ctx context.Context, query []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, bytes.NewReader(query))
	if err != nil || req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The address of the time-stamp service is not one (%[1]s)", Do: "correct it in the settings", Args: []any{c.URL}, Cause: err}
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	req.Header.Set("Accept", "application/timestamp-reply")
	if c.User != "" {
		if req.URL.Scheme != "https" {
			return nil, &casefile.Error{Code: casefile.Refused, What: "The password for the time-stamp service would be sent unprotected", Do: "use an address that begins with https"}
		}
		req.SetBasicAuth(c.User, c.Password)
	}
	client := c.HTTP
	if client == nil {
		client = &http.Client{Timeout: stampTimeout}
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, c.unreached(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, c.unreached(fmt.Errorf("status %s", resp.Status))
	}
	if kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type")); err != nil || kind != "application/timestamp-reply" {
		return nil, c.refused(fmt.Errorf("answer of type %q", resp.Header.Get("Content-Type")))
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, timestamp.MaxToken+1))
	if err != nil {
		return nil, c.unreached(err)
	}
	if len(body) > timestamp.MaxToken {
		return nil, c.refused(errors.New("answer too large"))
	}
	return body, nil
}

func (c *TimeStamper) unreached(err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "The time-stamp service at %[1]s cannot be reached",
		Do: "check the network and the address, or sign without a time-stamp", Args: []any{c.URL}, Cause: err}
}

func (c *TimeStamper) refused(err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "The time-stamp service at %[1]s did not give a time-stamp (%[2]s)",
		Do: "ask whoever runs it, or choose another service", Args: []any{c.URL, err.Error()}, Cause: err}
}

func (c *TimeStamper) unusable(err error) error {
	return &casefile.Error{Code: casefile.Refused, What: "The time-stamp from %[1]s cannot be relied on (%[2]s)",
		Do: "choose another service, or add its issuer to the trusted ones if it is the right one", Args: []any{c.URL, timestamp.Why(err)}, Cause: err}
}
