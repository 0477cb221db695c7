package trust

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// Bounds of what is read: a certificate has some 2 kB, an agency some ten authorities, and a system's whole list 150.
const (
	MaxFile         = 1 << 20 // bytes
	maxCertificates = 1000
)

const (
	removedFolder = "removed"
	testFolder    = "test"
)

// Store is a trust store as it was read. What is added later is not in it: open it again.
type Store struct {
	list     []entry
	problems []casefile.Sentence
}

type entry struct {
	cert    *x509.Certificate
	purpose casefile.TrustPurpose
	removed bool
	note    note
}

// note is what lies beside a certificate.
type note struct {
	Added         time.Time `json:"added"`
	By            string    `json:"by"`
	Reason        string    `json:"reason"`
	Removed       time.Time `json:"removed,omitzero"`
	RemovedBy     string    `json:"removed_by,omitempty"`
	RemovedReason string    `json:"removed_reason,omitempty"`
}

// folder is one that certificates lie in.
type folder struct {
	path     string
	purposes []casefile.TrustPurpose
	removed  bool
}

func folders() []folder {
	out := []folder{{".", casefile.TrustPurposes(), false}}
	for _, p := range casefile.TrustPurposes() {
		one := []casefile.TrustPurpose{p}
		out = append(out, folder{string(p), one, false}, folder{filepath.Join(testFolder, string(p)), one, false},
			folder{filepath.Join(removedFolder, string(p)), one, true})
	}
	return out
}

// Open reads the store in the folder dir. A folder that is not there is an empty store. What cannot be read as an authority's
// certificate is left out and told by Problems: a spoiled file must neither be trusted nor keep the others from being used.
func Open(dir string) (*Store, error) {
	s := &Store{}
	for _, f := range folders() {
		if err := s.read(filepath.Join(dir, f.path), f); err != nil {
			return nil, err
		}
	}
	s.list = inEffect(s.list)
	slices.SortStableFunc(s.list, func(a, b entry) int {
		if c := slices.Index(casefile.TrustPurposes(), a.purpose) - slices.Index(casefile.TrustPurposes(), b.purpose); c != 0 {
			return c
		}
		return strings.Compare(identity.NameOf(a.cert)+Fingerprint(a.cert), identity.NameOf(b.cert)+Fingerprint(b.cert))
	})
	return s, nil
}

// inEffect leaves out what lies in several places, and what lies among the removed ones too: a copy that was left somewhere does
// not bring it back.
func inEffect(all []entry) (out []entry) {
	type key struct {
		purpose casefile.TrustPurpose
		print   string
	}
	seen := map[key]bool{}
	for _, removed := range []bool{true, false} {
		for _, e := range all {
			if k := (key{e.purpose, Fingerprint(e.cert)}); e.removed == removed && !seen[k] {
				seen[k] = true
				out = append(out, e)
			}
		}
	}
	return out
}

func (s *Store) read(dir string, f folder) error {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The trust store %[1]s cannot be read", Do: "Check your rights on the folder", Args: []any{dir}, Cause: err}
	}
	for _, file := range files {
		if file.IsDir() || !slices.Contains([]string{".pem", ".crt", ".cer", ".der"}, strings.ToLower(filepath.Ext(file.Name()))) {
			continue
		}
		path := filepath.Join(dir, file.Name())
		certs, err := ReadFile(path)
		if err != nil {
			s.problem(path, err)
			continue
		}
		n := readNote(path)
		for _, c := range certs {
			if err := Usable(c); err != nil {
				s.problem(path, err)
				continue
			}
			for _, p := range f.purposes {
				if len(s.list) == maxCertificates {
					return &casefile.Error{Code: casefile.Invalid, What: "The trust store %[1]s holds more than %[2]d certificates", Do: "Leave in it the authorities that you need", Args: []any{dir, maxCertificates}}
				}
				s.list = append(s.list, entry{cert: c, purpose: p, removed: f.removed, note: n})
			}
		}
	}
	return nil
}

func (s *Store) problem(path string, err error) {
	s.problems = append(s.problems, casefile.Sentence{Format: "%[1]s is left out: %[2]v", Args: []any{path, err}})
}

// readNote reads what lies beside a certificate. One that cannot be read is none: it decides nothing.
func readNote(path string) (n note) {
	b, err := os.ReadFile(notePath(path))
	if err != nil || len(b) > MaxFile || json.Unmarshal(b, &n) != nil {
		return note{}
	}
	return n
}

func notePath(certificate string) string {
	return strings.TrimSuffix(certificate, filepath.Ext(certificate)) + ".json"
}

// Problems says which files were left out, and why.
func (s *Store) Problems() []casefile.Sentence { return s.problems }

// Roots returns the authorities in use for the purpose, without those that say that they are tests.
func (s *Store) Roots(p casefile.TrustPurpose) *x509.CertPool { return pool(s.certificates(p, false)) }

// TestRoots returns the authorities held for the purpose that say that they are tests. What they vouch for is a test.
func (s *Store) TestRoots(p casefile.TrustPurpose) *x509.CertPool {
	return pool(s.certificates(p, true))
}

// Certificates returns the authorities that Roots holds.
func (s *Store) Certificates(p casefile.TrustPurpose) []*x509.Certificate {
	return s.certificates(p, false)
}

// Any reports whether Roots holds any.
func (s *Store) Any(p casefile.TrustPurpose) bool { return len(s.certificates(p, false)) > 0 }

func (s *Store) certificates(p casefile.TrustPurpose, test bool) (out []*x509.Certificate) {
	for _, e := range s.list {
		if !e.removed && e.purpose == p && identity.IsTest(e.cert) == test {
			out = append(out, e.cert)
		}
	}
	return out
}

func pool(certs []*x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	for _, c := range certs {
		p.AddCert(c)
	}
	return p
}

// Fingerprint is the SHA-256 of the certificate in hexadecimal, by which people tell certificates apart.
func Fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// List returns all authorities, those that were removed as well, by purpose and name. now is what they have expired by.
func (s *Store) List(now time.Time) []casefile.TrustedCA {
	out := make([]casefile.TrustedCA, len(s.list))
	for i, e := range s.list {
		out[i] = Describe(e.cert, now)
		out[i].Purpose, out[i].Added, out[i].By, out[i].Reason = e.purpose, e.note.Added, e.note.By, e.note.Reason
		if e.removed {
			out[i].Removed, out[i].RemovedBy, out[i].RemovedReason = e.note.Removed, e.note.RemovedBy, e.note.RemovedReason
			if e.note.Removed.IsZero() { // moved there by hand: it is not in use, whoever moved it
				out[i].Removed = now.UTC()
				out[i].Warnings = append(out[i].Warnings, "It was moved among the removed ones outside the program; when and by whom is not known.")
			}
		}
		if e.note.Added.IsZero() {
			out[i].Warnings = append(out[i].Warnings, "It was put into the folder outside the program; who did so is not known.")
		}
	}
	return out
}

// Describe says what stands in an authority's certificate, with Warnings.
func Describe(c *x509.Certificate, now time.Time) casefile.TrustedCA {
	return casefile.TrustedCA{SHA256: Fingerprint(c), Name: identity.NameOf(c), Subject: c.Subject.String(), Issuer: c.Issuer.String(),
		From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(), Test: identity.IsTest(c), Warnings: Warnings(c, now)}
}

// Warnings says in sentences what whoever trusts c should know at the time now.
func Warnings(c *x509.Certificate, now time.Time) (out []string) {
	switch {
	case now.After(c.NotAfter):
		out = append(out, fmt.Sprintf("It expired on %s: it vouches for what was signed before.", c.NotAfter.UTC().Format(time.DateOnly)))
	case now.Before(c.NotBefore):
		out = append(out, fmt.Sprintf("It is not valid before %s.", c.NotBefore.UTC().Format(time.DateOnly)))
	}
	if identity.IsTest(c) {
		out = append(out, "It says that it is a test: what it issued is never called trusted.")
	}
	if string(c.RawIssuer) != string(c.RawSubject) {
		out = append(out, "It was issued by another authority, which is not asked whether it still stands by it.")
	}
	return out
}
