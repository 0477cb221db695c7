package trust

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// minRSABits is the least length of an authority's RSA key (ETSI TS 119 312 takes 1,900 bits until 2025; what was signed then is
// still to be checked).
const minRSABits = 2048

// ReadFile reads the certificates in a PEM or DER file.
func ReadFile(path string) ([]*x509.Certificate, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(b) > MaxFile {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is too large for certificates", Do: "Choose a file in PEM or DER", Args: []any{path}}
	}
	certs, err := Parse(b)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is no certificate", Do: "Choose a file in PEM or DER", Args: []any{path}, Cause: err}
	}
	return certs, nil
}

func unreadable(path string, err error) error {
	code := casefile.Failed
	if errors.Is(err, fs.ErrNotExist) {
		code = casefile.NotFound
	}
	return &casefile.Error{Code: code, What: "%[1]s cannot be read", Do: "Check the name and your rights on the file", Args: []any{path}, Cause: err}
}

// Parse reads certificates in PEM, one after the other and with text between, or one in DER.
func Parse(b []byte) ([]*x509.Certificate, error) {
	if !bytes.Contains(b, []byte("-----BEGIN ")) {
		c, err := x509.ParseCertificate(b)
		if err != nil {
			return nil, fmt.Errorf("read certificate: %w", err)
		}
		return []*x509.Certificate{c}, nil
	}
	var out []*x509.Certificate
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		if strings.Contains(block.Type, "PRIVATE KEY") {
			return nil, errors.New("read certificate: the file holds a private key")
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("read certificate: %w", err)
		}
		if out = append(out, c); len(out) > maxCertificates {
			return nil, fmt.Errorf("read certificate: more than %d", maxCertificates)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("read certificate: none in the file")
	}
	return out, nil
}

// Usable returns why c cannot be an authority to trust, nil where it can.
func Usable(c *x509.Certificate) error {
	no := func(what, do string, args ...any) error {
		return &casefile.Error{Code: casefile.Refused, What: what, Do: do, Args: append([]any{identity.NameOf(c)}, args...)}
	}
	if c.Version != 3 || !c.BasicConstraintsValid || !c.IsCA {
		return no("The certificate of %[1]s is not an authority's", "Choose the certificate of the authority that issued it")
	}
	if c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0 {
		return no("The authority %[1]s may not issue certificates with this key", "Choose its certificate for issuing")
	}
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if k.N.BitLen() < minRSABits {
			return no("The key of the authority %[1]s is too short: %[2]d bits", "Ask the authority for its present certificate", k.N.BitLen())
		}
	case *ecdsa.PublicKey:
	default:
		return no("The key of the authority %[1]s is of a kind that is not known here", "Ask the authority for one with an RSA or ECDSA key")
	}
	if bytes.Equal(c.RawIssuer, c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) != nil {
		return no("The certificate of %[1]s is damaged: its own signature is not good", "Ask the authority for it again")
	}
	return nil
}

// Change is who changes a store, when and why.
type Change struct {
	By     string
	Reason string
	At     time.Time
}

// Check returns what is missing of a change, nil where nothing is.
func (c Change) Check() error {
	if strings.TrimSpace(c.Reason) == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "A change of the trust store needs a reason", Do: "Say why the authority is trusted, or no longer is"}
	}
	return nil
}

// Add takes an authority into the store in the folder dir, which is made where there is none. A test authority is held apart. One
// that was removed may be added again.
func Add(dir string, cert *x509.Certificate, p casefile.TrustPurpose, c Change) (casefile.TrustedCA, error) {
	if err := errors.Join(c.Check(), checkPurpose(p)); err != nil {
		return casefile.TrustedCA{}, err
	}
	if err := Usable(cert); err != nil {
		return casefile.TrustedCA{}, err
	}
	s, err := Open(dir)
	if err != nil {
		return casefile.TrustedCA{}, err
	}
	print := Fingerprint(cert)
	if ca, ok := s.find(print, p, c.At); ok && ca.Removed.IsZero() {
		return ca, &casefile.Error{Code: casefile.Conflict, What: "The authority %[1]s is in the trust store already", Do: "Look at the list", Args: []any{ca.Name}}
	}
	folder := filepath.Join(dir, string(p))
	if identity.IsTest(cert) {
		folder = filepath.Join(dir, testFolder, string(p))
	}
	path := filepath.Join(folder, print+".pem")
	n := note{Added: c.At.UTC(), By: c.By, Reason: strings.TrimSpace(c.Reason)}
	if err := write(path, cert, n); err != nil {
		return casefile.TrustedCA{}, err
	}
	if err := remove(filepath.Join(dir, removedFolder, string(p), print+".pem")); err != nil {
		return casefile.TrustedCA{}, err
	}
	return reread(dir, print, p, c.At)
}

// Remove takes an authority out of use. Its certificate is kept with who removed it, when and why.
func Remove(dir, print string, p casefile.TrustPurpose, c Change) (casefile.TrustedCA, error) {
	if err := errors.Join(c.Check(), checkPurpose(p)); err != nil {
		return casefile.TrustedCA{}, err
	}
	s, err := Open(dir)
	if err != nil {
		return casefile.TrustedCA{}, err
	}
	i := slices.IndexFunc(s.list, func(e entry) bool { return e.purpose == p && !e.removed && Fingerprint(e.cert) == print })
	if i < 0 {
		return casefile.TrustedCA{}, &casefile.Error{Code: casefile.NotFound, What: "The trust store has no authority %[1]s for %[2]s", Do: "List the store and choose one", Args: []any{print, p}}
	}
	n := s.list[i].note
	n.Removed, n.RemovedBy, n.RemovedReason = c.At.UTC(), c.By, strings.TrimSpace(c.Reason)
	// First among the removed ones: from then on it is not in use, whatever happens to the other file.
	if err := write(filepath.Join(dir, removedFolder, string(p), print+".pem"), s.list[i].cert, n); err != nil {
		return casefile.TrustedCA{}, err
	}
	for _, folder := range []string{string(p), filepath.Join(testFolder, string(p))} {
		if err := remove(filepath.Join(dir, folder, print+".pem")); err != nil {
			return casefile.TrustedCA{}, err
		}
	}
	return reread(dir, print, p, c.At)
}

func checkPurpose(p casefile.TrustPurpose) error {
	if slices.Contains(casefile.TrustPurposes(), p) {
		return nil
	}
	return &casefile.Error{Code: casefile.Invalid, What: "%[1]q is nothing that an authority is trusted for", Do: "Choose signers or time-stamping", Args: []any{string(p)}}
}

func reread(dir, print string, p casefile.TrustPurpose, now time.Time) (casefile.TrustedCA, error) {
	s, err := Open(dir)
	if err != nil {
		return casefile.TrustedCA{}, err
	}
	ca, ok := s.find(print, p, now)
	if !ok {
		return ca, &casefile.Error{Code: casefile.Failed, What: "The trust store could not be changed", Do: "Check the disk and your rights on %[1]s", Args: []any{dir}}
	}
	return ca, nil
}

// find returns the authority with the fingerprint, the one in use before one that was removed.
func (s *Store) find(print string, p casefile.TrustPurpose, now time.Time) (found casefile.TrustedCA, ok bool) {
	for _, ca := range s.List(now) {
		if ca.SHA256 == print && ca.Purpose == p && (!ok || ca.Removed.IsZero()) {
			found, ok = ca, true
		}
	}
	return found, ok
}

// write writes a certificate and what lies beside it, that first: a certificate counts as soon as it is there.
func write(path string, cert *x509.Certificate, n note) error {
	b, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritable(path, err)
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s\nSHA-256 %s\n", strings.Map(func(r rune) rune {
		if r < ' ' || r == '-' {
			return ' '
		}
		return r
	}, cert.Subject.String()), Fingerprint(cert))
	if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}); err != nil {
		return unwritable(path, err)
	}
	if err := replace(notePath(path), append(b, '\n')); err != nil {
		return err
	}
	return replace(path, text.Bytes())
}

// replace writes a file whole or not at all.
func replace(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tracemark-*")
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(f.Name()) // fails, rightly, after the rename
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return unwritable(path, err)
	}
	return nil
}

func remove(path string) error {
	for _, f := range []string{path, notePath(path)} {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritable(f, err)
		}
	}
	return nil
}

func unwritable(path string, err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the disk and your rights on the folder", Args: []any{path}, Cause: err}
}
