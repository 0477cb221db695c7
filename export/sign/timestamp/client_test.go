package timestamp_test

import (
	"crypto"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/casefile"
	"tracemark/export/sign/online"
	"tracemark/export/sign/timestamp"
)

// query is what a request asks for.
type query struct {
	digest []byte
	policy asn1.ObjectIdentifier
	nonce  *big.Int
	cert   bool
}

func readQuery(t *testing.T, r *http.Request) (q query) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	var req, imprint, alg, digest cryptobyte.String
	var version int
	q.nonce = new(big.Int)
	in := cryptobyte.String(body)
	if !in.ReadASN1(&req, cbasn1.SEQUENCE) || !in.Empty() || !req.ReadASN1Integer(&version) || version != 1 || !req.ReadASN1(&imprint, cbasn1.SEQUENCE) ||
		!imprint.ReadASN1(&alg, cbasn1.SEQUENCE) || !imprint.ReadASN1(&digest, cbasn1.OCTET_STRING) {
		t.Errorf("request %x", body)
	}
	if req.PeekASN1Tag(cbasn1.OBJECT_IDENTIFIER) && !req.ReadASN1ObjectIdentifier(&q.policy) {
		t.Error("policy")
	}
	if !req.ReadASN1Integer(q.nonce) || !req.ReadASN1Boolean(&q.cert) || !req.Empty() {
		t.Errorf("request %x", body)
	}
	q.digest = digest
	return q
}

const replyType = "application/timestamp-reply"

// serve answers every request with what f returns.
func serve(t *testing.T, kind string, f func(q query) []byte) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Content-Type"); got != "application/timestamp-query" || r.Method != http.MethodPost {
			t.Errorf("%s of type %q", r.Method, got)
		}
		w.Header().Set("Content-Type", kind)
		if _, err := w.Write(f(readQuery(t, r))); err != nil {
			t.Log(err) // the client stopped reading
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestARequestCarriesNonceAndPolicy(t *testing.T) {
	s := newService(t, true, stampEK)
	s.policy = asn1.ObjectIdentifier{1, 3, 9}
	var seen []query
	c := &online.TimeStamper{Roots: pool(s.root), Policy: s.policy, URL: serve(t, replyType, func(q query) []byte {
		seen = append(seen, q)
		return reply(0, s.token(t, q.digest, q.nonce))
	})}
	for range 2 {
		token, err := timestamp.Stamp(t.Context(), c, content)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := timestamp.Verify(content, token, pool(s.root)); err != nil {
			t.Error(err)
		}
	}
	if !seen[0].cert || !seen[0].policy.Equal(s.policy) || seen[0].nonce.BitLen() < 100 || seen[0].nonce.Cmp(seen[1].nonce) == 0 {
		t.Errorf("got %+v", seen)
	}
}

func TestABadAnswerIsNoToken(t *testing.T) {
	s := newService(t, true, stampEK)
	good := func(q query) []byte { return reply(0, s.token(t, q.digest, q.nonce)) }
	refusal := der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(2)
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte("quota used up")) })
				})
				b.AddASN1(cbasn1.BIT_STRING, func(b *cryptobyte.Builder) { b.AddBytes([]byte{5, 0x20}) })
			})
		})
	})
	for name, c := range map[string]struct {
		kind   string
		answer func(q query) []byte
		change func(c *online.TimeStamper)
		said   string
	}{
		"another type":       {"text/html", good, nil, "answer of type"},
		"refused":            {replyType, func(query) []byte { return refusal }, nil, "quota used up, request not permitted"},
		"waiting":            {replyType, func(query) []byte { return reply(3, nil) }, nil, "status 3"},
		"no token":           {replyType, func(query) []byte { return reply(0, nil) }, nil, "holds no time-stamp"},
		"something else":     {replyType, func(query) []byte { return []byte("hello") }, nil, "cannot be read"},
		"too large":          {replyType, func(query) []byte { return make([]byte, timestamp.MaxToken+1) }, nil, "too large"},
		"more behind it":     {replyType, func(q query) []byte { return append(good(q), 0) }, nil, "cannot be read"},
		"nonce left out":     {replyType, func(q query) []byte { return reply(0, s.token(t, q.digest, nil)) }, nil, "answers another request"},
		"nonce of another":   {replyType, func(q query) []byte { return reply(0, s.token(t, q.digest, q.nonce.Add(q.nonce, big.NewInt(1)))) }, nil, "answers another request"},
		"another policy":     {replyType, good, func(c *online.TimeStamper) { c.Policy = asn1.ObjectIdentifier{1, 2, 4} }, "answers another request"},
		"clock far off":      {replyType, good, func(c *online.TimeStamper) { c.Now = func() time.Time { return time.Now().Add(time.Hour) } }, "set the clock"},
		"service not known":  {replyType, good, func(c *online.TimeStamper) { c.Roots = pool(newService(t, true, stampEK).root) }, "not among the trusted"},
		"nobody trusted":     {replyType, good, func(c *online.TimeStamper) { c.Roots = nil }, "No trusted time-stamp services"},
		"no address":         {replyType, good, func(c *online.TimeStamper) { c.URL = "ftp://x" }, "is not one"},
		"password in clear":  {replyType, good, func(c *online.TimeStamper) { c.User = "lab" }, "unprotected"},
		"certificate not ok": {replyType, good, func(c *online.TimeStamper) { c.URL = strings.Replace(c.URL, "http:", "https:", 1) }, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			client := &online.TimeStamper{Roots: pool(s.root), URL: serve(t, c.kind, c.answer)}
			if c.change != nil {
				c.change(client)
			}
			token, err := timestamp.Stamp(t.Context(), client, content)
			var e *casefile.Error
			if token != nil || !errors.As(err, &e) || e.Do == "" || !strings.Contains(err.Error(), c.said) {
				t.Errorf("got %d bytes and %v, want an error that says %q", len(token), err, c.said)
			}
		})
	}
}

func TestAServiceOverTLSMustShowItsCertificate(t *testing.T) {
	s := newService(t, true, stampEK)
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, pass, ok := r.BasicAuth(); !ok || user != "lab" || pass != "secret" {
			t.Errorf("got %q, %q", user, pass)
		}
		q := readQuery(t, r)
		w.Header().Set("Content-Type", replyType)
		if _, err := w.Write(reply(0, s.token(t, q.digest, q.nonce))); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
	c := &online.TimeStamper{Roots: pool(s.root), URL: srv.URL, User: "lab", Password: "secret"}
	if _, err := timestamp.Stamp(t.Context(), c, content); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("an unknown server is talked to: %v", err)
	}
	c.HTTP = srv.Client()
	if _, err := timestamp.Stamp(t.Context(), c, content); err != nil {
		t.Error(err)
	}
}

func TestAServiceThatHangsIsGivenUp(t *testing.T) {
	done := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(done)
	s := newService(t, true, stampEK)
	c := &online.TimeStamper{Roots: pool(s.root), URL: srv.URL, HTTP: &http.Client{Timeout: 50 * time.Millisecond}}
	if _, err := c.Stamp(t.Context(), expect(nil).Digest, crypto.SHA256); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("got %v", err)
	}
	if _, err := c.Stamp(t.Context(), expect(nil).Digest, crypto.SHA512); err == nil {
		t.Error("a digest of another length is sent")
	}
}
