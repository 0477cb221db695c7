package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
	"tracemark/export/exchange"
)

// received is a package that was opened and checked to its last byte.
type received struct {
	*bundle.Package
	read *exchange.Reader
	slip casefile.PackageSlip
}

// receive opens a package of a case and checks all of it.
func (d *Desk) receive(ctx context.Context, file, passphrase string, progress casefile.Progress) (*received, error) {
	keys, err := d.opening(passphrase)
	if err != nil {
		return nil, err
	}
	p, err := bundle.Open(ctx, file, keys, bundle.Options{Kinds: []bundle.Kind{bundle.WholeCase, bundle.SomeExhibits}, Now: d.now()}, progress)
	if err != nil {
		return nil, err
	}
	r := &received{Package: p}
	if err := r.check(ctx, file, progress); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return r, nil
}

func (r *received) check(ctx context.Context, file string, progress casefile.Progress) (err error) {
	if r.read, err = exchange.Open(r.Package); err != nil {
		return err
	}
	h, m := r.read.Head, r.Manifest
	if m.Log == nil || h.Case.ID != m.Case.ID || h.Log.Size != m.Log.Size || h.Log.Root != m.Log.Root || h.Log.Origin != m.Log.Origin || (h.Withheld != nil) != (m.Redaction != nil) {
		return &casefile.Error{Code: casefile.Damaged, What: "The package's manifest and its content do not belong together", Do: "ask its sender for it again"}
	}
	if err := r.read.Check(ctx, progress); err != nil {
		return err
	}
	r.slip = slipOf(file, m, h)
	r.slip.SHA256, r.slip.ManifestSHA256, r.slip.Size = r.SHA256, r.ManifestSHA256(), r.Size
	r.slip.Signer, r.slip.TestIdentity, r.slip.Notes = r.Signature.Signer, r.Signature.TestIdentity, r.Notes()
	r.slip.Exhibits, err = r.labels(ctx)
	return err
}

// labels returns the labels of the exhibits in the package, as they are now.
func (r *received) labels(ctx context.Context) ([]string, error) {
	now, order := map[string]string{}, []string{}
	err := r.read.TableRows(ctx, "exhibit_version", func(row casefile.TableRow) error {
		var v struct {
			Row struct {
				Exhibit string `json:"exhibit_id"`
				Label   string `json:"label"`
			} `json:"row"`
		}
		if err := json.Unmarshal(row.Text, &v); err != nil {
			return fmt.Errorf("read exhibit: %w", err)
		}
		if _, ok := now[v.Row.Exhibit]; !ok {
			order = append(order, v.Row.Exhibit)
		}
		now[v.Row.Exhibit] = v.Row.Label
		return nil
	})
	labels := make([]string, len(order))
	for i, id := range order {
		labels[i] = now[id]
	}
	return labels, err
}

// incoming hands the package to the store. papers are kept with the case as what proves where it came from.
func (r *received) incoming() store.Incoming {
	h := r.read.Head
	in := store.Incoming{Schema: h.Schema, Case: casefile.Case{ID: h.Case.ID, Number: h.Case.Number, Agency: h.Case.Agency}, Rows: r.read.Rows, Log: r.read.Log,
		Passage: casefile.Passage{Kind: casefile.PackageIn, PackageID: r.Manifest.ID, PackageKind: string(r.Manifest.Kind), SHA256: r.SHA256, ManifestSHA256: r.ManifestSHA256()},
		Facts: casefile.PassageFacts{From: r.slip.From, Signer: r.slip.Signer, Test: r.slip.TestIdentity, Recipients: r.slip.Recipients, Exhibits: r.slip.Exhibits,
			Withheld: r.slip.Withheld, File: filepath.Base(r.slip.File), LogOrigin: h.Log.Origin, LogSize: h.Log.Size, LogRoot: h.Log.Root}}
	for _, o := range h.Originals {
		in.Originals = append(in.Originals, store.Original{SHA256: o.SHA256, Size: o.Size, Open: func() (io.ReadCloser, error) { return r.read.OpenOriginal(o.SHA256) }})
	}
	papers := []bundle.File{bundle.Bytes("manifest.json", r.ManifestText), bundle.Bytes("manifest.p7s", r.SignatureDER), bundle.Bytes(exchange.HeadFile, r.read.HeadText)}
	for _, e := range r.Manifest.Entries {
		if e.Name == exchange.LogFile || e.Name == exchange.ProofsFile {
			papers = append(papers, bundle.File{Entry: e, Open: func() (io.ReadCloser, error) { return r.read.OpenFile(e.Name) }})
		}
	}
	for _, f := range papers {
		addPaper(&in, f)
	}
	return in
}

func addPaper(in *store.Incoming, f bundle.File) {
	in.Passage.Files = append(in.Passage.Files, casefile.PassageFile{Name: f.Name, SHA256: f.SHA256})
	in.Originals = append(in.Originals, store.Original{SHA256: f.SHA256, Size: f.Size, Open: f.Open})
}

// ReadPackage opens a package, checks all of it and says what is in it. Nothing is kept. passphrase is empty where the workstation's
// key opens it.
func (d *Desk) ReadPackage(ctx context.Context, file, passphrase string, progress casefile.Progress) (casefile.PackageSlip, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.PackageSlip{}, err
	}
	r, err := d.receive(ctx, file, passphrase, progress)
	if err != nil {
		return casefile.PackageSlip{}, err
	}
	return r.slip, r.Close()
}

// OpenPackage opens a package as a case that can only be looked at, in the folder, or in one of the workstation's own where folder
// is empty. A whole case has the log that it had; of anything less, the log begins by saying what it was made from.
func (d *Desk) OpenPackage(ctx context.Context, file, passphrase, folder string, progress casefile.Progress) (slip casefile.PackageSlip, err error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return slip, err
	}
	r, err := d.receive(ctx, file, passphrase, progress)
	if err != nil {
		return slip, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	slip = r.slip
	if folder == "" {
		folder = filepath.Join(d.home, "opened", r.slip.SHA256[:32])
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return slip, fmt.Errorf("folder: %w", err)
	}
	slip.Folder = folder
	if !r.openedIn(folder) {
		if err := d.lay(ctx, r, folder, progress); err != nil {
			return slip, err
		}
	}
	// The case that was opened is never written to: that it was opened is in the workstation's log.
	return slip, d.noteHere(ctx, "package opened", slip.ID, fmt.Sprintf("case %s from %s, SHA-256 %s", slip.CaseNumber, slip.From, slip.SHA256))
}

// openedIn reports whether the folder is this package, opened before. It is a case that nothing is ever written to.
func (r *received) openedIn(folder string) bool {
	b, err := os.ReadFile(filepath.Join(folder, store.PackageMark))
	var was casefile.PackageSlip
	return err == nil && json.Unmarshal(b, &was) == nil && was.SHA256 == r.slip.SHA256
}

// lay makes the case, has it checked by those who trust nobody, and marks it as only to be looked at.
func (d *Desk) lay(ctx context.Context, r *received, folder string, progress casefile.Progress) error {
	opts := store.Options{Now: d.now}
	set := d.Settings()
	var err error
	if r.read.Head.Whole {
		err = store.Rebuild(ctx, folder, r.incoming(), opts, progress)
	} else {
		err = store.CreateFrom(ctx, folder, r.incoming(), casefile.Person{Name: set.Examiner, Role: set.Role, Agency: set.Agency}, opts, progress)
	}
	if err != nil {
		return err
	}
	if err := d.sound(ctx, folder, progress); err != nil {
		return errors.Join(err, os.RemoveAll(folder))
	}
	mark, err := json.MarshalIndent(r.slip, "", "  ")
	if err != nil {
		return fmt.Errorf("mark opened package: %w", err)
	}
	return store.MarkOpened(folder, append(mark, '\n'))
}

// sound checks a case that was just made from what came in, and brings its schema up to date.
func (d *Desk) sound(ctx context.Context, folder string, progress casefile.Progress) error {
	report, err := check.Check(ctx, folder, progress)
	if err != nil {
		return err
	}
	if !report.OK {
		return &casefile.Error{Code: casefile.Damaged, What: "What came in does not hold together: %[1]s", Do: "ask the sender for it again", Args: []any{report.Problems[0]}}
	}
	s, err := store.Open(ctx, folder, store.Options{Now: d.now})
	if err != nil {
		return err
	}
	return s.Close()
}

// TakeIn adds a package's content to a case; nothing is overwritten. With preview nothing is changed, and the report says what would come
// in and what is in its way.
func (d *Desk) TakeIn(ctx context.Context, path, file, passphrase string, preview bool, progress casefile.Progress) (report casefile.TakeInReport, slip casefile.PackageSlip, err error) {
	if err := d.allow(ctx, casefile.TakeIn); err != nil {
		return report, slip, err
	}
	r, err := d.receive(ctx, file, passphrase, progress)
	if err != nil {
		return report, slip, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if r.read.Head.Withheld != nil {
		return report, r.slip, &casefile.Error{Code: casefile.Refused, What: "A redacted package is only looked at: what it withholds would be missing in the case for good",
			Do: "open it, or ask its sender for the full one"}
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return report, r.slip, err
	}
	who, err := s.Person(ctx, me)
	if err != nil {
		return report, r.slip, err
	}
	in := r.incoming()
	in.Facts.By = who.Name + ", " + who.Agency
	report, err = s.TakeIn(ctx, me, in, preview, progress)
	return report, r.slip, err
}
