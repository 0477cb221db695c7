package casework

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/exchange"
)

// wellspring is where the rows of a package come from: a case, or the full package that a redacted one is made from.
type wellspring interface {
	forms() []casefile.Table
	rows(ctx context.Context, table string, yield func(casefile.TableRow) error) error
	records(ctx context.Context, yield func(n int64, text string) error) error // those that there are
	prove(ctx context.Context, n int64) (tlog.RecordProof, error)
	size(sha string) (int64, error)
}

// fromCase is a case as it is at one moment.
type fromCase struct {
	d *store.Dump
	s *store.Store
}

func (f fromCase) forms() []casefile.Table { return f.d.Tables }

func (f fromCase) rows(ctx context.Context, table string, yield func(casefile.TableRow) error) error {
	return f.d.Rows(ctx, table, yield)
}

func (f fromCase) records(ctx context.Context, yield func(int64, string) error) error {
	return f.d.Log(ctx, yield)
}

func (f fromCase) prove(ctx context.Context, n int64) (tlog.RecordProof, error) {
	p, err := f.d.Prove(ctx, n)
	return p.Inclusion, err
}

func (f fromCase) size(sha string) (int64, error) { return f.s.Originals().Size(sha) }

// fromPackage is an opened package.
type fromPackage struct{ r *exchange.Reader }

func (f fromPackage) forms() []casefile.Table {
	var out []casefile.Table
	for _, t := range f.r.Head.Tables {
		out = append(out, t.Table)
	}
	return out
}

func (f fromPackage) rows(ctx context.Context, table string, yield func(casefile.TableRow) error) error {
	return f.r.TableRows(ctx, table, yield)
}

func (f fromPackage) records(ctx context.Context, yield func(int64, string) error) error {
	return f.r.Records(ctx, yield)
}

func (f fromPackage) prove(ctx context.Context, n int64) (tlog.RecordProof, error) {
	return f.r.Prove(ctx, n)
}

func (f fromPackage) size(sha string) (int64, error) {
	i := slices.IndexFunc(f.r.Head.Originals, func(o exchange.Original) bool { return o.SHA256 == sha })
	if i < 0 {
		return 0, fmt.Errorf("original %s is not in the package", sha)
	}
	return f.r.Head.Originals[i].Size, nil
}

// stage writes what goes into an export of the exhibits (all where there are none) into the folder dir, without the originals.
// A whole case goes with its log, everything else with proofs of the records behind it.
func stage(ctx context.Context, w wellspring, dir string, head exchange.Head, exhibits []string, salt []byte, progress casefile.Progress) (exchange.Head, []string, error) {
	var sel store.Selection
	if len(exhibits) > 0 {
		var err error
		progress(0, 0, "Choosing what goes with the exhibits")
		if sel, err = store.Select(ctx, w.forms(), w.rows, exhibits); err != nil {
			return head, nil, err
		}
	}
	head.Whole = sel == nil && head.Withheld == nil
	out, err := exchange.NewWriter(dir, head, salt)
	if err != nil {
		return head, nil, err
	}
	for _, t := range exchange.LearnFrom() {
		if err := w.rows(ctx, t, out.Learn); err != nil {
			return head, nil, err
		}
	}
	gone := map[string]bool{} // table/id of the rows that go
	if err := stageRows(ctx, w, out, sel, head.Whole, gone, progress); err != nil {
		return head, nil, err
	}
	if err := stageLog(ctx, w, out, head.Whole, gone, progress); err != nil {
		return head, nil, err
	}
	head, err = out.Close()
	return head, out.Files, err
}

func stageRows(ctx context.Context, w wellspring, out *exchange.Writer, sel store.Selection, whole bool, gone map[string]bool, progress casefile.Progress) error {
	files := map[string]bool{}
	n := int64(0)
	for _, t := range w.forms() {
		if !whole && store.OnlyWithCase(t.Name) {
			continue
		}
		if err := out.Table(t); err != nil {
			return err
		}
		err := w.rows(ctx, t.Name, func(r casefile.TableRow) error {
			if !sel.Has(r) {
				return nil
			}
			if n++; n%100 == 0 {
				progress(n, 0, "Writing the rows")
			}
			gone[t.Name+"/"+r.ID] = true
			named, err := store.Originals(t, r)
			if err != nil {
				return err
			}
			written, err := out.Row(r)
			if err != nil || !written {
				return err
			}
			for _, sha := range named {
				if files[sha] {
					continue
				}
				size, err := w.size(sha)
				if err != nil {
					return err
				}
				files[sha] = true
				out.Original(sha, size)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stageLog writes the log, or the proofs of the records that wrote rows which go.
func stageLog(ctx context.Context, w wellspring, out *exchange.Writer, whole bool, gone map[string]bool, progress casefile.Progress) error {
	if whole {
		return w.records(ctx, func(_ int64, text string) error { return out.Log(text) })
	}
	type behind struct {
		n    int64
		text string
	}
	var needed []behind
	err := w.records(ctx, func(n int64, text string) error {
		wrote, err := exchange.Wrote([]byte(text))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(wrote, func(row string) bool { return gone[row] }) {
			needed = append(needed, behind{n, text})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, b := range needed {
		progress(int64(i), int64(len(needed)), "Proving what the log says")
		proof, err := w.prove(ctx, b.n)
		if err != nil {
			return err
		}
		if err := out.Proof(b.n, b.text, proof); err != nil {
			return err
		}
	}
	return nil
}
