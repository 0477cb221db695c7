package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/blob"
)

// Format is what a manifest's field of that name says.
const Format = "tracemark package"

// Version is the version of the format that Write writes and Open reads.
const Version = 1

// Extension is how the name of a package's file ends.
const Extension = ".tmcase"

// The bounds of a package.
const (
	MaxManifest = 64 << 20  // bytes of a manifest
	MaxEntry    = 8<<30 - 1 // bytes of an entry: what a ustar header can say
)

// Kind is what a package is for. Packages of other kinds than these are opened only where Options.Kinds name them.
type Kind string

// The kinds of package.
const (
	WholeCase           Kind = "case"
	SomeExhibits        Kind = "exhibits"
	VerificationRequest Kind = "verification request"
	VerificationAnswer  Kind = "verification answer"
)

// Manifest says what a package is and what is in it.
type Manifest struct {
	Format       string            `json:"format"`
	Version      int               `json:"version"`
	ID           string            `json:"id"`
	Kind         Kind              `json:"kind"`
	Created      time.Time         `json:"created"` // UTC, by the sender's clock
	Software     string            `json:"software"`
	From         Sender            `json:"from"`
	Case         CaseRef           `json:"case"`
	Recipients   []string          `json:"recipients"`   // whom it was encrypted to: public keys, or PassphraseHolders
	Certificates []string          `json:"certificates"` // SHA-256 of those in the signature, the signer's first
	Log          *Log              `json:"log,omitempty"`
	Redaction    *Redaction        `json:"redaction,omitempty"`
	About        map[string]string `json:"about,omitempty"` // what only packages of this kind say
	Entries      []Entry           `json:"entries"`
}

// Sender is who says to have made a package. What is proven is who signed it.
type Sender struct {
	ID     string `json:"id,omitempty"` // in the case
	Name   string `json:"name"`
	Agency string `json:"agency"`
}

// CaseRef says which case a package is of. All of it may be empty where the recipient is not to know.
type CaseRef struct {
	ID     string `json:"id,omitempty"`
	Number string `json:"number,omitempty"`
	Agency string `json:"agency,omitempty"`
}

// Log is the state of the case's log at the moment when the package was made.
type Log struct {
	Origin     string `json:"origin"`
	Size       int64  `json:"size"`
	Root       string `json:"root"`                 // base64, as in a checkpoint
	Checkpoint string `json:"checkpoint,omitempty"` // the newest signed one, which may be of an earlier state
}

// Redaction says what a redacted package leaves out and which it was made from.
type Redaction struct {
	Of             string   `json:"of"`              // id of the full package
	ManifestSHA256 string   `json:"manifest_sha256"` // of its manifest.json
	Rules          []string `json:"rules"`           // what was left out, as sentences
}

// Entry is one file in a package.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// The names of the first two files of the archive.
const (
	manifestName  = "manifest.json"
	signatureName = "manifest.p7s"
)

var entryName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$`)

// encode writes a manifest in its one form: JSON indented by a tab, keys in the order of the types, a new line at the end.
func (m Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	if b.Len() > MaxManifest {
		return nil, &casefile.Error{Code: casefile.Refused, What: "There are too many files for one package", Do: "give out fewer exhibits at a time"}
	}
	return b.Bytes(), nil
}

// version returns the format's version that b says, before anything else in it is believed.
func manifestVersion(b []byte) (int, error) {
	var v struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return 0, fmt.Errorf("read manifest: %w", err)
	}
	if v.Format != Format {
		return 0, errors.New("read manifest: not the manifest of a package")
	}
	return v.Version, nil
}

// decode reads a manifest that is written exactly as encode writes it.
func decodeManifest(b []byte) (Manifest, error) {
	var m Manifest
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("read manifest: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return m, errors.New("read manifest: something follows it")
	}
	again, err := m.encode()
	if err != nil {
		return m, err
	}
	if !bytes.Equal(again, b) {
		return m, errors.New("read manifest: not written canonically")
	}
	return m, m.check()
}

// check makes sure that the entries can lie in an archive.
func (m Manifest) check() error {
	if m.ID == "" || m.Kind == "" || m.Created.IsZero() || len(m.Recipients) == 0 || len(m.Certificates) == 0 {
		return errors.New("check manifest: id, kind, time, recipient or certificate is missing")
	}
	seen := map[string]bool{manifestName: true, signatureName: true}
	for _, e := range m.Entries {
		switch {
		case len(e.Name) > maxName || !entryName.MatchString(e.Name):
			return fmt.Errorf("check manifest: %q cannot be the name of an entry", e.Name)
		case seen[e.Name]:
			return fmt.Errorf("check manifest: two entries are called %q", e.Name)
		case e.Size < 0 || e.Size > MaxEntry:
			return fmt.Errorf("check manifest: entry %q of %d bytes", e.Name, e.Size)
		case !blob.IsHash(e.SHA256):
			return fmt.Errorf("check manifest: entry %q has no SHA-256", e.Name)
		}
		seen[e.Name] = true
	}
	return nil
}

// size is how many bytes the archive of m has, when its manifest and signature have these sizes.
func (m Manifest) size(manifest, signature int64) int64 {
	n := 2*blockSize + padded(manifest) + padded(signature) + endSize
	for _, e := range m.Entries {
		n += blockSize + padded(e.Size)
	}
	return n
}
