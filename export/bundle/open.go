package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"tracemark/casefile"
	"tracemark/export/sign"
)

// Options say what Open accepts. The zero Options accept every kind, signed by anybody.
type Options struct {
	Kinds  []Kind         // kinds that are expected; all where empty
	Signer string         // SHA-256 of the one certificate that may have signed it; any where empty
	Roots  *x509.CertPool // trusted issuers; nil: not checked, and said
	Now    time.Time      // the clock of the machine where it is zero
}

// Package is a package that was read and checked to its last byte. Its entries are read from the file, which stays open
// until Close, and are checked again as they are read.
type Package struct {
	Manifest       Manifest
	ManifestText   []byte // manifest.json as it was signed
	SignatureDER   []byte // manifest.p7s
	Signature      sign.Signature
	SHA256         string // of the file
	Size           int64
	file           *os.File
	plain          io.ReaderAt
	at             map[string]place
	manifestSHA256 string
}

// place is where an entry's content begins in the archive.
type place struct {
	offset int64
	Entry
}

// Open opens the package in the file path with keys. All of it is read and checked before anything is returned: the encryption's
// own seals, the signature, every entry's size and hash, and that there is nothing else. What is wrong is said in one
// sentence.
func Open(ctx context.Context, path string, keys Keys, opts Options, progress casefile.Progress) (*Package, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The package %[1]s cannot be read", Do: "check the name and your rights on the file", Args: []any{path}, Cause: err}
	}
	p := &Package{file: f, at: map[string]place{}}
	if err := p.read(ctx, keys, opts, progress); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return p, nil
}

// Close closes the file.
func (p *Package) Close() error { return p.file.Close() }

// ManifestSHA256 is the hash of manifest.json, by which a redacted package names the full one.
func (p *Package) ManifestSHA256() string { return p.manifestSHA256 }

func (p *Package) read(ctx context.Context, keys Keys, opts Options, progress casefile.Progress) error {
	info, err := p.file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return notAPackage(errors.Join(err, errors.New("not a regular file")))
	}
	p.Size = info.Size()
	plain, size, err := p.decrypt(keys)
	if err != nil {
		return err
	}
	p.plain = plain
	r := &position{r: contextReader{ctx, io.NewSectionReader(plain, 0, size)}}
	manifest, err := readNamed(r, manifestName, MaxManifest)
	if err != nil {
		return altered(err)
	}
	if err := p.head(manifest, opts); err != nil {
		return err
	}
	signature, err := readNamed(r, signatureName, sign.MaxDetached)
	if err != nil {
		return altered(err)
	}
	if err := p.signed(manifest, signature, opts); err != nil {
		return err
	}
	if want := p.Manifest.size(int64(len(manifest)), int64(len(signature))); want != size { // before anything large is read
		return altered(fmt.Errorf("archive has %d bytes instead of %d", size, want))
	}
	for _, e := range p.Manifest.Entries {
		progress(r.n, size, "Checking the package")
		if err := p.entry(r, e); err != nil {
			return altered(err)
		}
	}
	if err := expectZeros(r, endSize); err != nil {
		return altered(fmt.Errorf("read end: %w", err))
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return altered(errors.New("something follows the end"))
	}
	return p.hash(ctx, progress)
}

// magic is how every age file begins; what follows on the line is its version.
const magic = "age-encryption.org/"

func (p *Package) decrypt(keys Keys) (io.ReaderAt, int64, error) {
	head := make([]byte, len(magic)+3)
	n, err := p.file.ReadAt(head, 0)
	if head = head[:n]; !bytes.HasPrefix(head, []byte(magic)) {
		return nil, 0, notAPackage(err)
	}
	if string(head) != magic+"v1\n" {
		return nil, 0, &casefile.Error{Code: casefile.Refused, What: "This package is encrypted in a way that this version does not know, or its first line was altered",
			Do: "install the newer version, or ask for the package again"}
	}
	if len(keys.identities) == 0 {
		return nil, 0, &casefile.Error{Code: casefile.Refused, What: "There is no key to open the package with", Do: "give this workstation's keys or the passphrase"}
	}
	plain, size, err := age.DecryptReaderAt(p.file, p.Size, keys.identities...)
	var nobody *age.NoIdentityMatchError
	switch {
	case errors.As(err, &nobody):
		return nil, 0, wrongKey(keys, err)
	case err != nil:
		return nil, 0, altered(err)
	}
	return plain, size, nil
}

// head reads the manifest: first of all its version, for a newer one may say everything else differently.
func (p *Package) head(manifest []byte, opts Options) error {
	v, err := manifestVersion(manifest)
	if err != nil {
		return altered(err)
	}
	if v > Version {
		return &casefile.Error{Code: casefile.Refused, What: "This package was written by a newer Tracemark", Do: "install the newer version to open it",
			Cause: fmt.Errorf("open package: version %d, known up to %d", v, Version)}
	}
	if p.Manifest, err = decodeManifest(manifest); err != nil {
		return altered(err)
	}
	if p.Manifest.Version != Version {
		return altered(fmt.Errorf("version %d", p.Manifest.Version))
	}
	if len(opts.Kinds) > 0 && !slices.Contains(opts.Kinds, p.Manifest.Kind) {
		return &casefile.Error{Code: casefile.Refused, What: "This package is of another kind (%[1]s) than what is opened here", Do: "open it where such packages belong",
			Args: []any{string(p.Manifest.Kind)}}
	}
	p.ManifestText = manifest
	sum := sha256.Sum256(manifest)
	p.manifestSHA256 = hex.EncodeToString(sum[:])
	return nil
}

func (p *Package) signed(manifest, signature []byte, opts Options) error {
	p.SignatureDER = signature
	p.Signature = sign.VerifyDetached(manifest, signature, p.Manifest.Created, sign.VerifyOptions{Roots: opts.Roots, Now: opts.Now})
	if !p.Signature.Valid {
		return &casefile.Error{Code: casefile.Damaged, What: "The signature of this package is not good: %[1]s",
			Do: "do not use what is in it, and ask its sender for it again", Args: []any{firstProblem(p.Signature.Problems)}}
	}
	certs, err := sign.Certificates(signature)
	if err != nil {
		return altered(err)
	}
	if !slices.Equal(hashes(certs), p.Manifest.Certificates) {
		return &casefile.Error{Code: casefile.Damaged, What: "This package was signed by somebody else (%[1]s) than it says", Do: "do not use what is in it, and ask its sender for it again",
			Args: []any{p.Signature.Signer}}
	}
	if opts.Signer != "" && opts.Signer != p.Signature.Fingerprint {
		return &casefile.Error{Code: casefile.Refused, What: "This package was signed by %[1]s with another certificate than the one expected",
			Do: "ask the sender whether the certificate was renewed", Args: []any{p.Signature.Signer}}
	}
	return nil
}

func firstProblem(all []sign.Finding) string {
	if len(all) == 0 {
		return "it cannot be checked"
	}
	s := all[0].String()
	for len(s) > 0 && s[len(s)-1] == '.' {
		s = s[:len(s)-1]
	}
	return s
}

// entry reads over the next entry and checks it.
func (p *Package) entry(r *position, e Entry) error {
	if err := expectHeader(r, e.Name, e.Size); err != nil {
		return err
	}
	p.at[e.Name] = place{r.n, e}
	h := sha256.New()
	if _, err := io.CopyN(h, r, e.Size); err != nil {
		return fmt.Errorf("read %s: %w", e.Name, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != e.SHA256 {
		return fmt.Errorf("read %s: its hash is not the one of the manifest", e.Name)
	}
	return expectZeros(r, padded(e.Size)-e.Size)
}

// hash takes the hash of the file itself, which is what people read to each other.
func (p *Package) hash(ctx context.Context, progress casefile.Progress) error {
	progress(0, 0, "Checking the package")
	h := sha256.New()
	if _, err := io.Copy(h, contextReader{ctx, io.NewSectionReader(p.file, 0, p.Size)}); err != nil {
		return fmt.Errorf("hash package: %w", err)
	}
	p.SHA256 = hex.EncodeToString(h.Sum(nil))
	return nil
}

// Has reports whether there is an entry of this name.
func (p *Package) Has(name string) bool { _, ok := p.at[name]; return ok }

// Entry opens an entry for reading. At its end, reading fails when its bytes are not those that were checked.
func (p *Package) Entry(name string) (io.Reader, error) {
	at, ok := p.at[name]
	if !ok {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "There is no %[1]s in this package", Do: "ask its sender for a whole one", Args: []any{name}}
	}
	return &checked{r: io.NewSectionReader(p.plain, at.offset, at.Size), h: sha256.New(), want: at.SHA256}, nil
}

// Read returns an entry whole; one that is larger than limit is refused.
func (p *Package) Read(name string, limit int64) ([]byte, error) {
	r, err := p.Entry(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, altered(err)
	}
	if int64(len(b)) > limit {
		return nil, altered(fmt.Errorf("%s is larger than %d bytes", name, limit))
	}
	return b, nil
}

// Notes are what a reader of the package must know although nothing is wrong with it, as sentences.
func (p *Package) Notes() []string {
	notes := sign.Sentences(p.Signature.Notes)
	if !strings.HasPrefix(p.Signature.Signer, p.Manifest.From.Name) { // a certificate may add to the name
		notes = append(notes, fmt.Sprintf("The package says that it is from %s; it was signed by %s.", p.Manifest.From.Name, p.Signature.Signer))
	}
	return notes
}

type checked struct {
	r    io.Reader
	h    hash.Hash
	want string
}

func (c *checked) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.h.Write(b[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.h.Sum(nil)) != c.want {
		return n, altered(errors.New("an entry changed since it was checked"))
	}
	return n, err
}

// position counts what was read.
type position struct {
	r io.Reader
	n int64
}

func (p *position) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.n += int64(n)
	return n, err
}

func notAPackage(cause error) error {
	return &casefile.Error{Code: casefile.Invalid, What: "This file is not a Tracemark package", Do: "choose a file that ends in .tmcase", Cause: cause}
}

func altered(cause error) error {
	if errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return &casefile.Error{Code: casefile.Damaged, What: "This package is not as it was sent: it was cut off or altered on the way", Do: "ask its sender for it again", Cause: cause}
}

func wrongKey(keys Keys, cause error) error {
	if len(keys.public) == 0 {
		return &casefile.Error{Code: casefile.Refused, What: "This passphrase does not open the package", Do: "type it again; where the package was encrypted to a key, a passphrase is of no use", Cause: cause}
	}
	return &casefile.Error{Code: casefile.Refused, What: "None of the keys here opens the package: it was made for somebody else",
		Do: "give its sender this key and ask for it again: %[1]s", Args: []any{keys.public[0]}, Cause: cause}
}
