package server_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

func TestBeyondLoopbackNeedsTLS(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.org:0"} {
		_, err := h.Listen(server.Listen{Address: address})
		if casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "TLS") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, l := range []server.Listen{{Address: "nonsense"}, {Address: "127.0.0.1:0", CertFile: "missing.pem"}} {
		_, err := h.Listen(l)
		wantCode(t, err, casefile.Invalid)
	}
	cert, key, roots := certificate(t)
	url, err := h.Listen(server.Listen{Address: "0.0.0.0:0", CertFile: cert, KeyFile: key})
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(strings.Replace(url, "[::]", "any", 1), "https://"), ":")
	agencyKey, err := h.AddAgency(t.Context(), "a", "A")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New("https://127.0.0.1:"+port, agencyKey, roots)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if who, err := c.Agency(t.Context()); err != nil || who.ID != "a" {
		t.Errorf("%+v, %v", who, err)
	}
	wary, err := client.New("https://127.0.0.1:"+port, agencyKey, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer wary.Close()
	_, err = wary.Agency(t.Context())
	wantCode(t, err, casefile.Refused)
}

// certificate makes a certificate of its own authority for 127.0.0.1.
func certificate(t *testing.T) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "hub"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	return certFile, keyFile, roots
}

func TestClientSaysWhatIsWrong(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := ln.Addr().String()
	ln.Close()
	err = newClient(t, "http://"+free, "k").Health(t.Context())
	if want := "The correlation service at http://" + free + " does not answer: check the network, and that the service runs."; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	for url, code := range map[string]casefile.ErrorCode{"http://hub.example.org": casefile.Refused, "ftp://x": casefile.Invalid, "": casefile.Invalid, "http://u:p@127.0.0.1": casefile.Invalid} {
		_, err := client.New(url, "k", nil)
		if casefile.CodeOf(err) != code || err == nil {
			t.Errorf("%q: %v", url, err)
		}
	}
}
