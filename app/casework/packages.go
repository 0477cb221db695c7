package casework

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/disk"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
	"tracemark/export/exchange"
)

// packageKeyFile holds the workstation's private key for packages, within the data folder.
const packageKeyFile = "package.key"

// packageKeys returns the workstation's keys, which are made when they are first needed.
func (d *Desk) packageKeys() (bundle.Keys, error) {
	return bundle.LoadKeys(filepath.Join(d.home, packageKeyFile))
}

// PackageKeys returns this workstation's public keys, to be given to whoever sends it packages.
func (d *Desk) PackageKeys(ctx context.Context) ([]string, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	k, err := d.packageKeys()
	if err != nil {
		return nil, err
	}
	return k.Public(), nil
}

// opening returns what opens a package: a passphrase where there is one, else the workstation's keys.
func (d *Desk) opening(passphrase string) (bundle.Keys, error) {
	if passphrase != "" {
		return bundle.Passphrase(passphrase)
	}
	return d.packageKeys()
}

// MakePackage writes a package of a whole case or of chosen exhibits, signed by the workstation's identity and encrypted to the
// recipients and this workstation, or with a passphrase. That it was given out is in the case's log. With Withhold it is a
// redacted one, made from a full one.
func (d *Desk) MakePackage(ctx context.Context, path string, o casefile.PackageOrder, progress casefile.Progress) (casefile.PackageSlip, error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return casefile.PackageSlip{}, err
	}
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	file, err := packageFile(o.File)
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	o.File = file
	s, me, err := d.acting(ctx, path)
	if err == nil {
		err = d.whole(ctx, s, me)
	}
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	to := bundle.Recipients{Keys: o.Recipients, Passphrase: o.Passphrase}
	if len(to.Keys) > 0 { // so that what went out can be looked at here, and redacted
		own, err := d.packageKeys()
		if err != nil {
			return casefile.PackageSlip{}, err
		}
		to.Keys = append(slices.Clone(to.Keys), own.Public()...)
	}
	dir, err := os.MkdirTemp(d.home, stagePattern) // the data folder is private
	if err != nil {
		return casefile.PackageSlip{}, noRoom(d.home, err)
	}
	defer os.RemoveAll(dir)
	k := &packing{d: d, s: s, me: me, dir: dir, order: o, to: to, progress: progress}
	if o.Withhold != nil {
		return k.redacted(ctx)
	}
	return k.full(ctx)
}

// packageFile is where a package is to be written.
func packageFile(name string) (string, error) {
	if name == "" {
		return "", &casefile.Error{Code: casefile.Invalid, What: "The package needs a file to be written to", Do: "name one that ends in %[1]s", Args: []any{bundle.Extension}}
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("package file %q: %w", name, err)
	}
	if !strings.HasSuffix(strings.ToLower(abs), bundle.Extension) {
		abs += bundle.Extension
	}
	if _, err := os.Lstat(abs); err == nil {
		return "", &casefile.Error{Code: casefile.Conflict, What: "%[1]s exists already", Do: "name a new file; packages are not overwritten", Args: []any{abs}}
	}
	if info, err := os.Stat(filepath.Dir(abs)); err != nil || !info.IsDir() {
		return "", &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s", Do: "make it, or name another one", Args: []any{filepath.Dir(abs)}, Cause: err}
	}
	return abs, nil
}

func noRoom(dir string, err error) error {
	if disk.IsFull(err) {
		return &casefile.Error{Code: casefile.Failed, What: "The disk is full, nothing was changed", Do: "Make room and try again", Cause: err}
	}
	return &casefile.Error{Code: casefile.Failed, What: "Nothing can be written in %[1]s", Do: "check the disk and your rights on the folder", Args: []any{dir}, Cause: err}
}

// packing is a package being made.
type packing struct {
	d        *Desk
	s        *store.Store
	me       string
	dir      string // for what is written before it is packed
	order    casefile.PackageOrder
	to       bundle.Recipients
	progress casefile.Progress

	head   exchange.Head
	files  []bundle.File
	labels []string
}

func (k *packing) full(ctx context.Context) (casefile.PackageSlip, error) {
	c, ids, err := k.chosen(ctx)
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	var names []string
	err = k.s.Dump(ctx, func(dump *store.Dump) (err error) {
		k.head, err = k.newHead(c, dump)
		if err == nil {
			k.head, names, err = stage(ctx, fromCase{dump, k.s}, k.dir, k.head, ids, nil, k.progress)
		}
		return err
	})
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	salt := base64.StdEncoding.EncodeToString(exchange.NewSalt()) + "\n"
	if err := k.gather(names, func(sha string) (io.ReadCloser, error) { return k.s.Originals().Open(sha) }, bundle.Bytes(exchange.SaltFile, []byte(salt))); err != nil {
		return casefile.PackageSlip{}, err
	}
	return k.write(ctx, nil)
}

// chosen returns the case and the ids of the exhibits that go, none for all.
func (k *packing) chosen(ctx context.Context) (casefile.Case, []string, error) {
	c, err := k.s.Case(ctx)
	if err != nil {
		return c, nil, err
	}
	var ids []string
	for _, name := range k.order.Exhibits {
		e, err := k.s.Exhibit(ctx, name)
		if err != nil {
			return c, nil, err
		}
		ids, k.labels = append(ids, e.ID), append(k.labels, e.Label)
	}
	return c, ids, nil
}

func (k *packing) newHead(c casefile.Case, dump *store.Dump) (exchange.Head, error) {
	who, err := k.s.Person(context.Background(), k.me)
	if err != nil {
		return exchange.Head{}, err
	}
	return exchange.Head{Software: "Tracemark " + version.String, Created: k.d.now().UTC().Truncate(time.Second), By: who.Name + ", " + who.Agency,
		Case: exchange.Case{ID: c.ID, Number: c.Number, Agency: c.Agency}, Schema: dump.Schema,
		Log: exchange.Log{Origin: audit.Origin(c.ID), Size: dump.Head.N, Root: dump.Head.Hash.String()}}, nil
}

// gather lists what goes into the package: what was staged and the originals.
func (k *packing) gather(staged []string, original func(sha string) (io.ReadCloser, error), more ...bundle.File) error {
	slices.Sort(staged)
	for _, name := range staged {
		f, err := bundle.OnDisk(strings.ToLower(name), filepath.Join(k.dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		k.files = append(k.files, f)
	}
	k.files = append(k.files, more...)
	for _, o := range k.head.Originals {
		k.files = append(k.files, bundle.File{Entry: bundle.Entry{Name: exchange.OriginalFile(o.SHA256), Size: o.Size, SHA256: o.SHA256},
			Open: func() (io.ReadCloser, error) { return original(o.SHA256) }})
	}
	return nil
}

// write writes the package and logs that it was given out; one that could not be logged does not stay.
func (k *packing) write(ctx context.Context, redaction *bundle.Redaction) (casefile.PackageSlip, error) {
	signer, err := k.d.signer()
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	who, err := k.s.Person(ctx, k.me)
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	kind := bundle.SomeExhibits
	if len(k.order.Exhibits) == 0 {
		kind = bundle.WholeCase
	}
	h := k.head
	w, err := bundle.Write(ctx, k.order.File, bundle.Params{
		Manifest: bundle.Manifest{Kind: kind, Software: h.Software, From: bundle.Sender{ID: who.ID, Name: who.Name, Agency: who.Agency},
			Case:      bundle.CaseRef{ID: h.Case.ID, Number: h.Case.Number, Agency: h.Case.Agency},
			Log:       &bundle.Log{Origin: h.Log.Origin, Size: h.Log.Size, Root: h.Log.Root, Checkpoint: k.checkpoint(ctx)},
			Redaction: redaction},
		Files: k.files, To: k.to, Signer: signer, Now: k.d.now()}, k.progress)
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	facts := casefile.PassageFacts{By: who.Name + ", " + who.Agency, Signer: signer.Name(), Test: signer.Test(), Recipients: w.Manifest.Recipients,
		Exhibits: k.labels, File: filepath.Base(k.order.File), LogOrigin: h.Log.Origin, LogSize: h.Log.Size, LogRoot: h.Log.Root}
	if redaction != nil {
		facts.Withheld = redaction.Rules
	}
	_, err = k.s.AddPassage(ctx, k.me, casefile.Passage{Kind: casefile.PackageOut, PackageID: w.Manifest.ID, PackageKind: string(kind),
		SHA256: w.SHA256, ManifestSHA256: w.ManifestSHA256}, facts)
	if err != nil {
		return casefile.PackageSlip{}, errors.Join(err, os.Remove(k.order.File))
	}
	slip := slipOf(k.order.File, w.Manifest, h)
	slip.SHA256, slip.ManifestSHA256, slip.Size, slip.Signer, slip.TestIdentity = w.SHA256, w.ManifestSHA256, w.Size, signer.Name(), signer.Test()
	slip.Exhibits = k.labels
	return slip, nil
}

// checkpoint returns the newest signed checkpoint, where there is one.
func (k *packing) checkpoint(ctx context.Context) string {
	list, err := k.s.Checkpoints(ctx)
	if err != nil || len(list) == 0 {
		return "" // the head itself is in the manifest; a checkpoint is an addition
	}
	return list[len(list)-1].Note
}

// slipOf says for people what a manifest and the head of an export say.
func slipOf(file string, m bundle.Manifest, h exchange.Head) casefile.PackageSlip {
	slip := casefile.PackageSlip{File: file, ID: m.ID, Kind: string(m.Kind), Created: m.Created, From: m.From.Name + ", " + m.From.Agency,
		CaseNumber: m.Case.Number, Agency: m.Case.Agency, Recipients: m.Recipients, Originals: len(h.Originals), LogSize: h.Log.Size, LogRoot: h.Log.Root,
		Exhibits: []string{}, Notes: []string{}}
	if len(m.Certificates) > 0 {
		slip.Certificate = m.Certificates[0]
	}
	for _, t := range h.Tables {
		if t.Rows > 0 {
			slip.Rows = append(slip.Rows, casefile.TableCount{Table: t.Name, Rows: t.Rows})
		}
	}
	if m.Redaction != nil {
		slip.RedactedOf, slip.Withheld = m.Redaction.Of, m.Redaction.Rules
	}
	return slip
}
