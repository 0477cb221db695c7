// Package client calls the correlation service that package api describes. Its errors are casefile.Error, each a
// sentence with what to do; a context that ends is returned as such. Bytes fetched are checked against their SHA-256.
// Types of package api stop here: convert.go turns them into the domain's and back.
package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

const (
	callTime     = time.Minute // of a call that carries no original
	maxAnswer    = 64 << 20    // bytes of an answer that is not an original
	originalType = "application/octet-stream"
)

// Client calls one service as one agency. It is safe for concurrent use.
type Client struct {
	base string
	key  string
	http *http.Client
}

// New returns a client of the service at baseURL for the agency whose key is given. Roots are the certificate authorities
// that the service's certificate may come from, the system's when nil. Beyond this machine it speaks https only, as the
// key would travel in the clear otherwise.
func New(baseURL, key string, roots *x509.CertPool) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(baseURL, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || u.RawQuery != "" {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The address of the correlation service is not a web address",
			Do: "Give one such as https://hub.example.org:8443", Cause: err}
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, &casefile.Error{Code: casefile.Refused, What: "The correlation service at %[1]s would be called without encryption",
			Do: "Use its https address", Args: []any{u.String()}}
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	t.ResponseHeaderTimeout = callTime
	return &Client{base: u.String(), key: key, http: &http.Client{Transport: t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil // the key goes nowhere else
}

// Service returns the address of the service.
func (c *Client) Service() string { return c.base }

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Health checks that the service answers and speaks this contract.
func (c *Client) Health(ctx context.Context) error {
	_, err := call[api.Health](ctx, c, http.MethodGet, "/v1/health", nil)
	return err
}

// Agency returns whose key this is, and so checks the key.
func (c *Client) Agency(ctx context.Context) (api.Agency, error) {
	return call[api.Agency](ctx, c, http.MethodGet, "/v1/agency", nil)
}

// send makes a request and returns its answer when that is 200. The caller closes the body.
func (c *Client) send(ctx context.Context, r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+c.key)
	resp, err := c.http.Do(r.WithContext(ctx))
	if err != nil {
		return nil, c.noAnswer(ctx, err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, c.problem(resp)
}

func (c *Client) request(method, path string, body io.Reader) (*http.Request, error) {
	r, err := http.NewRequest(method, c.base+path, body)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	return r, nil
}

// call makes a request whose body and answer are JSON.
func call[T any](ctx context.Context, c *Client, method, path string, body any) (answer T, err error) {
	var content io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return answer, fmt.Errorf("encode request: %w", err)
		}
		content = bytes.NewReader(b)
	}
	r, err := c.request(method, path, content)
	if err != nil {
		return answer, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	limited, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	resp, err := c.send(limited, r)
	if err != nil {
		if ctx.Err() == nil && limited.Err() != nil {
			return answer, c.noAnswer(ctx, limited.Err())
		}
		return answer, err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&answer); err != nil {
		if ctx.Err() != nil {
			return answer, ctx.Err()
		}
		return answer, c.notAService(err)
	}
	return answer, nil
}

// path joins path elements, each escaped.
func path(elements ...string) string {
	var b strings.Builder
	b.WriteString("/v1")
	for _, e := range elements {
		b.WriteString("/" + url.PathEscape(e))
	}
	return b.String()
}
