package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"tracemark/casefile"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
	"tracemark/export/identity"
	"tracemark/export/sign"
)

// File is something to put into a package.
type File struct {
	Entry // SHA256 may be empty: then it is taken from the content
	Open  func() (io.ReadCloser, error)
}

// Bytes is a small file that is in memory.
func Bytes(name string, b []byte) File {
	sum := sha256.Sum256(b)
	return File{Entry: Entry{Name: name, Size: int64(len(b)), SHA256: hex.EncodeToString(sum[:])},
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// OnDisk is the file at path; its size is taken now, its hash when the package is written.
func OnDisk(name, path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, fmt.Errorf("look at %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("look at %s: not a regular file", path)
	}
	return File{Entry: Entry{Name: name, Size: info.Size()}, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, nil
}

// Params are what a package is made from.
type Params struct {
	// Manifest gives Kind, Software, From, Case, Log, Redaction and About; ID and Created are filled in where empty, the rest always.
	Manifest Manifest
	Files    []File
	To       Recipients
	Signer   identity.Identity
	Now      time.Time // the clock of the machine where it is zero
}

// Written is a package that lies on the disk.
type Written struct {
	Manifest       Manifest
	ManifestSHA256 string // of manifest.json
	SHA256         string // of the file
	Size           int64
}

// Write makes the package p in the file path, which must not exist. It appears whole or not at all: it is written beside its
// place, synchronised and linked there. A file whose content is not what its hash says is not packed: nothing is written.
func Write(ctx context.Context, path string, p Params, progress casefile.Progress) (w Written, err error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	to, names, err := p.To.parse()
	if err != nil {
		return w, err
	}
	m, manifest, signature, err := prepare(ctx, p, names, progress)
	if err != nil {
		return w, err
	}
	if _, err := os.Lstat(path); err == nil {
		return w, taken(path)
	}
	tmp, err := disk.UnfinishedFile(filepath.Dir(path))
	if err != nil {
		return w, cannotWrite(path, err)
	}
	defer os.Remove(tmp.Name()) // its other name stays
	h := sha256.New()
	size, err := encrypt(ctx, io.MultiWriter(tmp, h), to, m, manifest, signature, p.Files, progress)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return w, cannotWrite(path, err)
	}
	if err := os.Link(tmp.Name(), path); err != nil { // unlike a renaming, never puts it in another's place
		if errors.Is(err, fs.ErrExist) {
			return w, taken(path)
		}
		if err := os.Rename(tmp.Name(), path); err != nil { // a stick's file system has no links
			return w, cannotWrite(path, err)
		}
	}
	if err := blob.SyncDir(filepath.Dir(path)); err != nil {
		return w, cannotWrite(path, err)
	}
	sum := sha256.Sum256(manifest)
	return Written{Manifest: m, ManifestSHA256: hex.EncodeToString(sum[:]), SHA256: hex.EncodeToString(h.Sum(nil)), Size: size}, nil
}

// prepare completes the manifest and signs it.
func prepare(ctx context.Context, p Params, to []string, progress casefile.Progress) (m Manifest, manifest, signature []byte, err error) {
	if p.Signer.Certificate == nil {
		return m, nil, nil, &casefile.Error{Code: casefile.Invalid, What: "A package must be signed, and there is no identity to sign with", Do: "choose one in the settings"}
	}
	if p.Now.IsZero() {
		p.Now = time.Now()
	}
	m = p.Manifest
	m.Format, m.Version, m.Recipients, m.Entries = Format, Version, to, []Entry{}
	if m.ID == "" {
		m.ID = rand.Text()
	}
	if m.Created.IsZero() {
		m.Created = p.Now
	}
	m.Created = m.Created.UTC().Truncate(time.Second)
	m.Certificates = certificates(p.Signer)
	for i, f := range p.Files {
		progress(int64(i), int64(len(p.Files)), "Hashing what goes into the package")
		if err := f.complete(ctx); err != nil {
			return m, nil, nil, err
		}
		m.Entries = append(m.Entries, f.Entry)
	}
	if err := m.check(); err != nil {
		return m, nil, nil, err
	}
	if manifest, err = m.encode(); err != nil {
		return m, nil, nil, err
	}
	signature, err = sign.Detached(ctx, manifest, p.Signer, m.Created)
	return m, manifest, signature, err
}

// certificates returns the hashes of those that the signature will enclose, in the order in which sign.Certificates
// returns them.
func certificates(id identity.Identity) []string {
	var chain [][]byte
	for _, c := range id.Chain {
		chain = append(chain, c.Raw)
	}
	slices.SortFunc(chain, bytes.Compare)
	return hashes(append([][]byte{id.Certificate.Raw}, chain...))
}

func hashes(all [][]byte) []string {
	out := make([]string, len(all))
	for i, b := range all {
		sum := sha256.Sum256(b)
		out[i] = hex.EncodeToString(sum[:])
	}
	return out
}

// complete fills in the hash where it is missing.
func (f *File) complete(ctx context.Context) error {
	if f.SHA256 != "" {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, contextReader{ctx, r})
	if err != nil {
		return fmt.Errorf("hash %s: %w", f.Name, err)
	}
	f.Size, f.SHA256 = n, hex.EncodeToString(h.Sum(nil))
	return nil
}

// encrypt writes the package to w and returns its size.
func encrypt(ctx context.Context, w io.Writer, to []age.Recipient, m Manifest, manifest, signature []byte, files []File, progress casefile.Progress) (int64, error) {
	count := &counter{w: w}
	out := bufio.NewWriterSize(count, 1<<20)
	sealed, err := age.Encrypt(out, to...)
	if err != nil {
		return 0, &casefile.Error{Code: casefile.Invalid, What: "The package cannot be encrypted to these recipients together",
			Do: "make one package for each kind of key", Cause: err}
	}
	err = errors.Join(writeEntry(sealed, manifestName, int64(len(manifest)), bytes.NewReader(manifest)),
		writeEntry(sealed, signatureName, int64(len(signature)), bytes.NewReader(signature)))
	total, done := m.size(int64(len(manifest)), int64(len(signature))), int64(0)
	for i, e := range m.Entries {
		if err == nil {
			progress(done, total, "Writing the package")
			err = pack(ctx, sealed, e, files[i])
			done += e.Size
		}
	}
	if err != nil {
		return 0, err
	}
	if _, err := sealed.Write(zeros[:]); err != nil {
		return 0, fmt.Errorf("write end: %w", err)
	}
	if err := sealed.Close(); err != nil {
		return 0, fmt.Errorf("write last piece: %w", err)
	}
	if err := out.Flush(); err != nil {
		return 0, fmt.Errorf("write last piece: %w", err)
	}
	progress(total, total, "Writing the package")
	return count.n, nil
}

// pack writes one file as the entry e and makes sure that it is what e says.
func pack(ctx context.Context, w io.Writer, e Entry, f File) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w", e.Name, err)
	}
	defer r.Close()
	h := sha256.New()
	if err := writeEntry(w, e.Name, e.Size, io.TeeReader(contextReader{ctx, r}, h)); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != e.SHA256 {
		return &casefile.Error{Code: casefile.Damaged, What: "The file %[1]s is not what it was when it was stored, so no package was made",
			Do: "restore the case from its last copy", Args: []any{e.Name}}
	}
	return nil
}

func taken(path string) error {
	return &casefile.Error{Code: casefile.Conflict, What: "There is a file %[1]s already", Do: "choose another name", Args: []any{path}, Cause: fs.ErrExist}
}

func cannotWrite(path string, err error) error {
	var e *casefile.Error
	if errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if disk.IsFull(err) {
		return &casefile.Error{Code: casefile.Failed, What: "The disk is full, nothing was changed", Do: "Make room and try again", Cause: err}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The package %[1]s could not be written, and nothing was left there",
		Do: "check the disk's room and your rights on the folder", Args: []any{path}, Cause: err}
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
