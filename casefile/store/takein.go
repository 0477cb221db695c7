package store

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/sqlite"
)

// Incoming is what comes into a case from elsewhere, checked by whoever brings it.
type Incoming struct {
	Schema    int // number of the schema that the rows are of
	Case      casefile.Case
	Rows      func(ctx context.Context, yield func(casefile.TableRow) error) error // each table after those that it names
	Log       func(ctx context.Context, yield func(text string) error) error       // for Rebuild alone
	Originals []Original                                                           // that the rows and the passage's files name
	Passage   casefile.Passage
	Facts     casefile.PassageFacts
}

// Original is a file to be kept.
type Original struct {
	SHA256 string
	Size   int64
	Open   func() (io.ReadCloser, error)
}

// TakeIn adds what comes in to the case, in one change, never overwriting anything: a row that is there already, word for
// word, is left; one that says something else refuses the whole. With only a preview, everything is done and taken back, and
// no original is stored. What is numbered within the case (comparisons, documents, hits, reports) gets the case's next number where its own is taken or it comes from another case, and an exhibit whose label is
// taken gets a new version labelled "LABEL (AGENCY)", with the agency as its owner.
func (s *Store) TakeIn(ctx context.Context, actor string, in Incoming, preview bool, progress casefile.Progress) (casefile.TakeInReport, error) {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	if err := checkSchema(in.Schema, len(migrationNames(s.opts.migrations))); err != nil {
		return casefile.TakeInReport{}, err
	}
	k := &taking{s: s, in: in, progress: progress, counts: map[string]int{}, left: map[string]bool{}}
	if err := k.originals(ctx, preview); err != nil {
		return casefile.TakeInReport{}, err
	}
	t, err := s.start(ctx)
	if err != nil {
		return casefile.TakeInReport{}, err
	}
	defer t.Rollback()
	if t.actor, err = person(ctx, t, actor); err != nil {
		return casefile.TakeInReport{}, noActor(err)
	}
	if err := k.take(ctx, t, preview); err != nil {
		return k.report, say(err, "take in")
	}
	if preview || len(k.report.Conflicts) > 0 {
		return k.report, k.refusal(preview)
	}
	return k.report, t.commit(ctx, string(casefile.PackageIn), passageDetail(in.Passage, in.Facts))
}

// taking is a taking-in under way.
type taking struct {
	s        *Store
	in       Incoming
	progress casefile.Progress
	tables   []casefile.Table
	foreign  bool // of another case
	counts   map[string]int
	left     map[string]bool
	fresh    []string // exhibits that are new
	report   casefile.TakeInReport
}

// originals stores the files that are not there yet; a preview only counts them.
func (k *taking) originals(ctx context.Context, preview bool) error {
	for i, o := range k.in.Originals {
		k.progress(int64(i), int64(len(k.in.Originals)), "Storing the originals")
		if size, err := k.s.blobs.Size(o.SHA256); err == nil && size == o.Size {
			continue
		}
		k.report.Originals++
		k.report.Bytes += o.Size
		if preview {
			continue
		}
		if err := putOriginal(ctx, k.s, o); err != nil {
			return err
		}
	}
	return nil
}

func putOriginal(ctx context.Context, s *Store, o Original) error {
	r, err := o.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	sha, _, err := s.blobs.Put(ctx, r)
	if err != nil {
		return err
	}
	if sha != o.SHA256 {
		return &casefile.Error{Code: casefile.Damaged, What: "A file that comes in is not what its hash says", Do: "ask its sender for it again"}
	}
	return nil
}

func (k *taking) take(ctx context.Context, t *change, preview bool) (err error) {
	if _, err := t.ExecContext(ctx, `PRAGMA defer_foreign_keys = ON`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if k.tables, err = tables(ctx, t); err != nil {
		return err
	}
	now, err := k.s.caseNow(ctx, t)
	if err != nil {
		return err
	}
	k.foreign = now.Value.ID != k.in.Case.ID
	n := int64(0)
	err = k.in.Rows(ctx, func(r casefile.TableRow) error {
		if n++; n%100 == 0 {
			k.progress(n, 0, "Comparing the rows")
		}
		return k.row(ctx, t, r)
	})
	if err != nil {
		return err
	}
	if err := k.relabel(ctx, t); err != nil {
		return err
	}
	p := k.in.Passage
	p.By, p.Files = t.actor.ID, slices.Clone(p.Files)
	for _, r := range k.report.Relabelled {
		k.in.Facts.Relabelled = append(k.in.Facts.Relabelled, r.Was+" → "+r.Now)
	}
	if !preview {
		if err := t.addPassage(ctx, &p, k.in.Facts); err != nil {
			return err
		}
	}
	return k.sum(ctx, t)
}

// row takes in one row.
func (k *taking) row(ctx context.Context, t *change, r casefile.TableRow) error {
	i := slices.IndexFunc(k.tables, func(t casefile.Table) bool { return t.Name == r.Table })
	if i < 0 {
		return &casefile.Error{Code: casefile.Refused, What: "There are rows of a table %[1]q that this version does not know", Do: "install the newer version", Args: []any{r.Table}}
	}
	tbl := k.tables[i]
	if why := travels[r.Table].stays; why != "" && (k.foreign || r.Table != "case_version") {
		k.left[why] = true
		return nil
	}
	values, err := decodeRow(tbl, r)
	if err != nil {
		return err
	}
	before, ok, err := t.there(ctx, tbl, values)
	switch {
	case err != nil:
		return err
	case ok && bytes.Equal(before, r.Text):
		k.report.Same++
		return nil
	case ok:
		return k.differs(tbl, r, before, values)
	}
	if localColumns[r.Table+".number"] {
		if err := k.renumber(ctx, t, r.Table, values); err != nil {
			return err
		}
	}
	if err := t.insertRow(ctx, tbl, values); err != nil {
		if sqlite.IsConstraint(err) { // the statement alone failed: what else clashes is worth knowing
			k.report.Conflicts = append(k.report.Conflicts, casefile.RowConflict{Table: r.Table, ID: r.ID, Columns: constraintColumns(err)})
			return nil
		}
		return err
	}
	k.counts[r.Table]++
	if r.Table == "exhibit" {
		k.fresh = append(k.fresh, r.ID)
	}
	return nil
}

// localColumns hold what a case gives a row that is taken in, rather than what the row says.
var localColumns = map[string]bool{"comparison.number": true, "document.number": true, "hit.number": true, "report.number": true}

// differs notes in which columns the row that is there says something else.
func (k *taking) differs(tbl casefile.Table, r casefile.TableRow, before []byte, values map[string]any) error {
	has, err := decodeRow(tbl, casefile.TableRow{Table: r.Table, Text: before})
	if err != nil {
		return err
	}
	var cols []string
	for _, c := range tbl.Columns {
		a, err := encodeRow("", map[string]any{"v": has[c.Name]})
		if err != nil {
			return err
		}
		b, err := encodeRow("", map[string]any{"v": values[c.Name]})
		if err != nil {
			return err
		}
		if !bytes.Equal(a, b) && !localColumns[tbl.Name+"."+c.Name] {
			cols = append(cols, c.Name)
		}
	}
	if len(cols) == 0 {
		k.report.Same++
		return nil
	}
	k.report.Conflicts = append(k.report.Conflicts, casefile.RowConflict{Table: r.Table, ID: r.ID, Columns: cols})
	return nil
}

// constraintColumns takes the columns out of SQLite's message: "UNIQUE constraint failed: mask.capture_id, mask.version".
func constraintColumns(err error) []string {
	_, list, ok := strings.Cut(err.Error(), "constraint failed: ")
	if !ok {
		return nil
	}
	var out []string
	for c := range strings.SplitSeq(list, ", ") {
		if _, name, ok := strings.Cut(c, "."); ok {
			out = append(out, name)
		}
	}
	return out
}

// renumber gives a comparison, a document, a hit or a report the case's next number, unless it comes back to its own case and the number is free.
func (k *taking) renumber(ctx context.Context, t *change, table string, values map[string]any) error {
	var taken bool
	var next int64
	err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+` WHERE number = ?), (SELECT coalesce(max(number), 0) + 1 FROM `+table+`)`,
		values["number"]).Scan(&taken, &next)
	if err != nil {
		return fmt.Errorf("count rows of %s: %w", table, err)
	}
	if (taken || k.foreign) && values["number"] != next {
		values["number"] = next
		k.report.Renumbered++
	}
	return nil
}

// relabel gives new exhibits whose label is taken a version with another one.
func (k *taking) relabel(ctx context.Context, t *change) error {
	for _, id := range k.fresh {
		now, err := exhibitNow(ctx, t, id)
		if err != nil {
			return err
		}
		e, was := now.Value, now.Value.Label
		for n := 1; ; n++ {
			err := t.labelFree(ctx, e)
			if err == nil {
				break
			}
			if casefile.CodeOf(err) != casefile.Conflict || n > 99 {
				return err
			}
			e.Label = fmt.Sprintf("%s (%s)", was, k.in.Case.Agency)
			if n > 1 {
				e.Label = fmt.Sprintf("%s (%s %d)", was, k.in.Case.Agency, n)
			}
		}
		k.report.Exhibits = append(k.report.Exhibits, casefile.TakenExhibit{ID: id, Label: e.Label, Kind: string(e.Kind)})
		if e.Label == was {
			continue
		}
		if e.Owner == "" && k.foreign {
			e.Owner, e.OwnerExhibitID = k.in.Case.Agency, e.ID
		}
		if err := t.writeExhibit(ctx, &e, now.N+1, "The label was taken when it came in: it was "+was+" there"); err != nil {
			return err
		}
		k.report.Relabelled = append(k.report.Relabelled, casefile.Relabelled{Was: was, Now: e.Label})
	}
	return nil
}

// sum completes the report.
func (k *taking) sum(ctx context.Context, t *change) error {
	for _, tbl := range k.tables {
		if n := k.counts[tbl.Name]; n > 0 {
			k.report.Added = append(k.report.Added, casefile.TableCount{Table: tbl.Name, Rows: n})
		}
		if why := travels[tbl.Name].stays; k.left[why] && !slices.Contains(k.report.Left, why) {
			k.report.Left = append(k.report.Left, why)
		}
	}
	if len(k.report.Conflicts) > 0 {
		return nil
	}
	// Deferred references are looked at now rather than when the change ends, where nothing could be said of them.
	var table string
	err := t.QueryRowContext(ctx, `SELECT coalesce((SELECT "table" FROM pragma_foreign_key_check LIMIT 1), '')`).Scan(&table)
	if err == nil && table != "" {
		return &casefile.Error{Code: casefile.Damaged, What: "A row of %[1]s names something that is neither in the case nor comes with it",
			Do: "ask the sender for a whole package", Args: []any{table}}
	}
	return err
}

// refusal is the error of a taking-in that clashes; a preview reports instead.
func (k *taking) refusal(preview bool) error {
	if preview {
		return nil
	}
	c := k.report.Conflicts[0]
	return &casefile.Error{Code: casefile.Conflict, What: "%[1]d rows are in this case already and say something else here (the first: %[2]s %[3]s, in %[4]s), so nothing was taken in",
		Do: "ask the sender which is right; what is here is never overwritten", Args: []any{len(k.report.Conflicts), c.Table, c.ID, strings.Join(c.Columns, ", ")}}
}
