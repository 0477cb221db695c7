// Package signtest sets up a public key infrastructure for tests: certificates, a time-stamp service, an OCSP responder and
// revocation lists, made and served by openssl on the loopback interface, so that what is tested meets real ones.
//
// The tree is root → intermediate → signers, and time-stamp root → time-stamp service. Every certificate but the roots
// names its responder and its list. All lasts from an hour ago to a year from now, by the machine's clock.
package signtest

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/export/identity"
	"tracemark/export/sign/online"
)

// PKI is a public key infrastructure with its services running.
type PKI struct {
	Dir string // where the files are: NAME.pem and NAME.key for each of the names in this package

	Root, Intermediate, TimeStampRoot *x509.Certificate
	TimeStampService                  *x509.Certificate
	Roots, TimeStampRoots             *x509.CertPool // Root; TimeStampRoot

	// Signers, issued by Intermediate. Revoked is revoked at once, Expired was valid until yesterday, Short has an RSA key of
	// 2048 bits, Test says in its name that it is a test identity.
	RSA, P256, P384, Revoked, Expired, Short, Test identity.Identity

	// URL is where the services are: its paths are /tsa, /ocsp/NAME and /NAME.crl, NAME being root, intermediate or tsroot.
	URL         string
	TimeStamper *online.TimeStamper // of the time-stamp service, trusting TimeStampRoots
	Revocation  *online.Revocation  // without a clock of its own

	t      testing.TB
	server *httptest.Server
	mu     sync.Mutex // openssl's files are one process's at a time
	other  map[string]http.Handler
}

// New sets up an infrastructure that lasts as long as the test. It skips the test where openssl is missing.
func New(t testing.TB) *PKI {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: tests with time-stamps and revocation are left out")
	}
	p := &PKI{Dir: t.TempDir(), t: t, other: map[string]http.Handler{}}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	p.URL = p.server.URL
	p.authorities()
	p.signers()
	p.TimeStamper = &online.TimeStamper{URL: p.URL + "/tsa", Roots: p.TimeStampRoots}
	p.Revocation = &online.Revocation{}
	return p
}

// Instead has requests for a path answered by h, nil by the service itself again.
func (p *PKI) Instead(path string, h http.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.other[path] = h
}

// Offline closes the services, as when there is no network.
func (p *PKI) Offline() { p.server.Close() }

// Revoke revokes an identity's certificate and issues the list again.
func (p *PKI) Revoke(id identity.Identity) {
	p.t.Helper()
	file := filepath.Join(p.Dir, "revoke.pem")
	p.write("revoke.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.Certificate.Raw})))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.openssl("ca", "-config", "ca.cnf", "-name", "intermediate", "-revoke", file, "-crl_reason", "keyCompromise")
	p.list("intermediate")
}

// identity reads what was made under a name.
func (p *PKI) identity(name string, chain ...*x509.Certificate) identity.Identity {
	p.t.Helper()
	block, _ := pem.Decode(p.read(name + ".key"))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		p.t.Fatal(err)
	}
	return identity.Identity{Key: key.(crypto.Signer), Certificate: p.certificate(name), Chain: chain}
}

func (p *PKI) certificate(name string) *x509.Certificate {
	p.t.Helper()
	block, _ := pem.Decode(p.read(name + ".pem"))
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func (p *PKI) read(name string) []byte {
	p.t.Helper()
	b, err := os.ReadFile(filepath.Join(p.Dir, name))
	if err != nil {
		p.t.Fatal(err)
	}
	return b
}

func (p *PKI) write(name, content string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.Dir, name), []byte(content), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// openssl runs it in Dir.
func (p *PKI) openssl(args ...string) {
	p.t.Helper()
	if out, err := p.run(args...); err != nil {
		p.t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (p *PKI) run(args ...string) ([]byte, error) {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = p.Dir
	return cmd.CombinedOutput()
}

// day writes a time as openssl ca takes it.
func day(t time.Time) string { return t.UTC().Format("20060102150405Z") }
