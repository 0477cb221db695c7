package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// given is a case as it is given out, in memory.
type given struct {
	store.Incoming
	rows    []casefile.TableRow
	records []string
	head    string
}

// give takes from the case s what sel says.
func give(t *testing.T, s *store.Store, exhibits ...string) *given {
	t.Helper()
	g := &given{}
	err := s.Dump(t.Context(), func(d *store.Dump) (err error) {
		var sel store.Selection
		if len(exhibits) > 0 {
			if sel, err = d.Select(t.Context(), exhibits); err != nil {
				return err
			}
		}
		g.Schema, g.head = d.Schema, d.Head.Hash.String()
		files := map[string]bool{}
		for _, tbl := range d.Tables {
			err := d.Rows(t.Context(), tbl.Name, func(r casefile.TableRow) error {
				if !sel.Has(r) {
					return nil
				}
				g.rows = append(g.rows, r)
				named, err := store.Originals(tbl, r)
				for _, sha := range named {
					files[sha] = true
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		for sha := range files {
			size, err := s.Originals().Size(sha)
			if err != nil {
				return err
			}
			g.Originals = append(g.Originals, store.Original{SHA256: sha, Size: size, Open: func() (io.ReadCloser, error) { return s.Originals().Open(sha) }})
		}
		return d.Log(t.Context(), func(_ int64, text string) error { g.records = append(g.records, text); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	if g.Case, err = s.Case(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.Rows = func(_ context.Context, yield func(casefile.TableRow) error) error {
		for _, r := range g.rows {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
	g.Log = func(_ context.Context, yield func(string) error) error {
		for _, r := range g.records {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
	const paper = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" // SHA-256 of {}
	g.Passage = casefile.Passage{Kind: casefile.PackageIn, PackageID: "P-2", SHA256: paper, ManifestSHA256: paper, Files: []casefile.PassageFile{{Name: "manifest.json", SHA256: paper}}}
	g.Originals = append(g.Originals, store.Original{SHA256: paper, Size: 2, Open: content("{}")})
	return g
}

// lines are the rows as text, but those of the tables left out.
func (g *given) lines(without ...string) []string {
	var out []string
	for _, r := range g.rows {
		if !slices.Contains(without, r.Table) {
			out = append(out, string(r.Text))
		}
	}
	return out
}

func sound(t *testing.T, dir string) {
	t.Helper()
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK {
		t.Errorf("%s does not hold: %q", filepath.Base(dir), r.Problems)
	}
}

func reopen(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestACaseIsRebuiltToItsHead(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	g := give(t, s)
	dir := filepath.Join(t.TempDir(), "copy")
	if err := store.Rebuild(t.Context(), dir, g.Incoming, store.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	again := give(t, reopen(t, dir))
	if again.head != g.head || !slices.Equal(again.lines(), g.lines()) || !slices.Equal(again.records, g.records) {
		t.Errorf("the copy has the head %s, the case %s", again.head, g.head)
	}
	if err := store.Rebuild(t.Context(), dir, g.Incoming, store.Options{}, nil); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("over a case: %v", err)
	}
}

func TestACaseOpenedFromAPackageStaysAsItIs(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	dir := filepath.Join(t.TempDir(), "copy")
	if err := errors.Join(store.Rebuild(t.Context(), dir, give(t, s).Incoming, store.Options{}, nil), store.MarkOpened(dir, []byte("{}"))); err != nil {
		t.Fatal(err)
	}
	c := reopen(t, dir)
	err := c.SetSetting(t.Context(), by.ID, "language", "fr")
	if !errors.Is(err, store.ErrReadOnly) || !strings.Contains(err.Error(), "opened from a package") {
		t.Errorf("got %v", err)
	}
	sound(t, dir)
}

func TestACaseIsMadeFromRows(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	g := give(t, s)
	g.Facts = casefile.PassageFacts{LogOrigin: "tracemark.case/x", LogSize: int64(len(g.records)), LogRoot: g.head}
	dir := filepath.Join(t.TempDir(), "new")
	stranger := casefile.Person{Name: "B. Clerk", Role: "examiner", Agency: "Elsewhere"}
	if err := store.CreateFrom(t.Context(), dir, g.Incoming, stranger, store.Options{Now: storetest.Clock()}, nil); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	made := reopen(t, dir)
	again := give(t, made)
	own := []string{"passage", "passage_file", "checkpoint", "countersignature", "checkpoint_stamp"}
	if got, want := again.lines(own...), g.lines(own...); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	if last := again.records[len(again.records)-1]; !strings.Contains(last, `"action":"case made from"`) || !strings.Contains(last, g.head) || !strings.Contains(last, "B. Clerk") {
		t.Errorf("the log ends with %s", last)
	}
	list, err := made.Passages(t.Context())
	if err != nil || len(list) != 2 || list[1].Kind != casefile.MadeFrom || list[1].By != "" || list[0].Kind != casefile.PackageOut || len(list[0].Files) != 1 {
		t.Errorf("passages %+v, %v", list, err)
	}
}

func TestRowsThatDoNotHoldTogetherMakeNoCase(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	for name, spoil := range map[string]func(g *given){
		"a row is missing":   func(g *given) { g.drop("event") },
		"a row stands twice": func(g *given) { g.rows = append(g.rows, g.rows[0]) },
		"an unknown table":   func(g *given) { g.rows[0].Table = "x" },
		"an unknown column":  func(g *given) { g.edit("event", `"place"`, `"plaice"`) },
		"a missing column":   func(g *given) { g.edit("event", `,"place":"Quay"`, ``) },
		"space in a row":     func(g *given) { g.edit("event", `"place":"Quay"`, `"place": "Quay"`) },
		"a missing original": func(g *given) { g.Originals[0].Open = func() (io.ReadCloser, error) { return nil, errors.New("gone") } },
		"another original":   func(g *given) { g.Originals[0].Open = content("other") },
		"a later schema":     func(g *given) { g.Schema = 1000 },
		"half a log record":  func(g *given) { g.records[3] = g.records[3][:10] },
		"a log with a gap":   func(g *given) { g.records = g.records[1:] },
		"an earlier schema":  func(g *given) { g.Schema = 1 },
		"a reading that ends": func(g *given) {
			g.Rows = func(context.Context, func(casefile.TableRow) error) error { return errors.New("cut off") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := give(t, s)
			spoil(g)
			parent := t.TempDir()
			err := store.Rebuild(t.Context(), filepath.Join(parent, "c"), g.Incoming, store.Options{}, nil)
			if err == nil {
				t.Error("it was made")
			}
			if left, _ := filepath.Glob(filepath.Join(parent, "*")); len(left) != 0 {
				t.Errorf("left over: %q", left)
			}
			if left, _ := filepath.Glob(filepath.Join(parent, ".*")); len(left) != 0 {
				t.Errorf("left over: %q", left)
			}
		})
	}
}

func content(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

func (g *given) drop(table string) {
	g.rows = slices.DeleteFunc(g.rows, func(r casefile.TableRow) bool { return r.Table == table })
}

func (g *given) edit(table, old, with string) {
	for i, r := range g.rows {
		if r.Table == table {
			g.rows[i].Text = []byte(strings.Replace(string(r.Text), old, with, 1))
		}
	}
}

func TestWhatGoesWithAnExhibit(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	ctx := t.Context()
	gun, err := s.AddExhibit(ctx, by.ID, casefile.Exhibit{Label: "G1", Kind: casefile.KindFirearm})
	if err != nil {
		t.Fatal(err)
	}
	fired, err := s.AddExhibit(ctx, by.ID, casefile.Exhibit{Label: "T1", Kind: casefile.KindCartridgeCase, ParentID: gun.ID})
	if err != nil {
		t.Fatal(err)
	}
	count := func(g *given, table string) (n int) {
		for _, r := range g.rows {
			if r.Table == table {
				n++
			}
		}
		return n
	}
	one := give(t, s, f.Exhibits[0].ID)
	for table, want := range map[string]int{"exhibit": 1, "exhibit_version": 1, "capture": 1, "mask": 2, "event": 1, "comparison": 0, "conclusion": 0,
		"correlation": 1, "candidate_state": 2, "setting": 0, "case_version": 2, "document": 1, "document_version": 1, "event_version": 0, "hit": 0, "person": 1, "person_version": 1, "act": 0, "passage": 0, "checkpoint": 0} {
		if got := count(one, table); got != want {
			t.Errorf("one exhibit brings %d rows of %s, want %d", got, table, want)
		}
	}
	both := give(t, s, f.Exhibits[0].ID, f.Exhibits[1].ID)
	for table, want := range map[string]int{"exhibit": 2, "comparison": 2, "conclusion": 2, "report": 1, "report_version": 1, "report_step": 7, "report_copy": 1, "report_secret": 0, "report_withheld": 0, "hit": 1, "hit_version": 2, "event_version": 1, "markup": 1, "snapshot": 1, "snapshot_choice": 2, "commitment": 2, "act": 1,
		"verification_request": 1, "verification_view": 1, "verification_step": 2} {
		if got := count(both, table); got != want {
			t.Errorf("two exhibits bring %d rows of %s, want %d", got, table, want)
		}
	}
	test := give(t, s, fired.ID)
	if n := count(test, "exhibit"); n != 2 || count(test, "exhibit_version") != 2 || count(test, "event") != 0 {
		t.Errorf("a test fire brings %d exhibits: its firearm must be described too", n)
	}
	dir := filepath.Join(t.TempDir(), "one")
	if err := store.CreateFrom(ctx, dir, both.Incoming, by, store.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	sound(t, dir)
	if err := s.Dump(ctx, func(d *store.Dump) error { _, err := d.Select(ctx, []string{"none"}); return err }); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("no such exhibit: %v", err)
	}
}

func TestTakingInAddsAndNeverOverwrites(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	g := give(t, s, f.Exhibits[0].ID, f.Exhibits[1].ID)
	other, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "other"), casefile.Case{Number: "77", Agency: "Harbour Police"},
		casefile.Person{Name: "C", Role: "examiner", Agency: "Harbour Police"}, store.Options{Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx := t.Context()
	people, err := other.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	me := people[0].ID
	if _, err := other.AddExhibit(ctx, me, casefile.Exhibit{Label: "a1", Kind: casefile.KindBullet}); err != nil {
		t.Fatal(err)
	}
	before, err := other.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := other.TakeIn(ctx, me, g.Incoming, true, nil)
	if err != nil || len(preview.Exhibits) != 2 || preview.Originals == 0 || len(preview.Conflicts) != 0 {
		t.Fatalf("preview %+v, %v", preview, err)
	}
	if after, err := other.Head(ctx); err != nil || after != before {
		t.Errorf("a preview changed the case: %v, %v", after, err)
	}
	report, err := other.TakeIn(ctx, me, g.Incoming, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []casefile.Relabelled{{Was: "A1", Now: "A1 (Laboratory)"}}; !slices.Equal(report.Relabelled, want) {
		t.Errorf("relabelled %v, want %v", report.Relabelled, want)
	}
	if fmt.Sprint(report.Exhibits) != fmt.Sprint(preview.Exhibits) || len(report.Left) == 0 {
		t.Errorf("taken in %+v, previewed %+v", report, preview)
	}
	history, err := other.ExhibitHistory(ctx, f.Exhibits[0].ID)
	if err != nil || len(history) != 2 || history[0].Value.Label != "A1" || history[1].Value.Owner != "Laboratory" {
		t.Errorf("history %+v, %v", history, err)
	}
	c, err := other.Comparison(ctx, "1")
	if err != nil || c.ID != f.Comparison.ID {
		t.Errorf("comparison %v, %v", c.ID, err)
	}
	records, err := other.Records(ctx, before.N, 10)
	if err != nil || len(records) != 1 || records[0].Action != "package taken in" || !strings.Contains(records[0].Detail, "P-2") {
		t.Errorf("log %+v, %v", records, err)
	}
	sound(t, other.Dir())

	again, err := other.TakeIn(ctx, me, g.Incoming, false, nil)
	if err != nil || len(again.Added) != 0 || again.Same == 0 || again.Originals != 0 {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	sound(t, other.Dir())

	g.edit("exhibit_version", `"description":""`, `"description":"other"`)
	g.edit("event", `"Quay"`, `"Pier"`)
	size, err := other.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	clash, err := other.TakeIn(ctx, me, g.Incoming, false, nil)
	if casefile.CodeOf(err) != casefile.Conflict || !strings.Contains(err.Error(), "4 rows") {
		t.Errorf("got %v", err)
	}
	if len(clash.Conflicts) != 4 || clash.Conflicts[0].Table != "event" || !slices.Equal(clash.Conflicts[0].Columns, []string{"place"}) {
		t.Errorf("conflicts %+v", clash.Conflicts)
	}
	if now, err := other.Head(ctx); err != nil || now != size {
		t.Errorf("a refused package changed the case: %v", err)
	}
}

func TestTwoVersionsOfOneThingClash(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	g := give(t, s, f.Exhibits[0].ID)
	dir := filepath.Join(t.TempDir(), "copy")
	if err := store.CreateFrom(t.Context(), dir, g.Incoming, by, store.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	c := reopen(t, dir)
	// Both go on: each paints a third mask.
	for _, at := range []*store.Store{s, c} {
		m := storetest.PutMask(t, at, f.Captures[0], 2)
		m.Origin, m.Parent, m.Reason = casefile.MaskPainted, f.Masks[1].ID, "other"
		if _, err := at.AddMask(t.Context(), by.ID, m); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.TakeIn(t.Context(), by.ID, give(t, c, f.Exhibits[0].ID).Incoming, true, nil)
	if err != nil || len(r.Conflicts) != 1 || r.Conflicts[0].Table != "mask" || !slices.Equal(r.Conflicts[0].Columns, []string{"capture_id", "version"}) {
		t.Errorf("got %+v, %v", r.Conflicts, err)
	}
}
