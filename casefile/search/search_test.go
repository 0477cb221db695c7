package search_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/search"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

func indexed(t testing.TB, s *store.Store) *search.Index {
	t.Helper()
	x, err := search.Open(t.Context(), search.In(s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Update(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return x
}

func find(t testing.TB, x *search.Index, q casefile.Query) casefile.FoundList {
	t.Helper()
	list, err := x.Find(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func kinds(list casefile.FoundList) string {
	var out []string
	for _, f := range list.Found {
		out = append(out, f.Kind)
	}
	return strings.Join(out, " ")
}

func TestEverythingIsFoundByItsWords(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	x := indexed(t, s)
	for _, c := range []struct {
		text, kinds string
		subject     string
	}{
		{"2026-17", "case", ""},
		{"quay", "event", f.Event.ID},
		{"QUAY", "event", f.Event.ID},
		{"raking", "verification", f.Verification.Request.ID},
		{"\"looked again\"", "verification", f.Verification.Request.ID},
		{"\"again looked\"", "", ""},
		{"under other light", "conclusion", f.Comparison.ID},
		{"three ridges", "annotation", f.Comparison.ID},
		{"seco", "person", ""},
		{"luger A1", "exhibit", f.Exhibits[0].ID},
		{"four o'clock", "annotation", f.Snapshot.ID},
		{"nothing of that sort", "", ""},
		{"NEAR( OR NOT *", "", ""},
		{"\"", "", ""},
	} {
		list := find(t, x, casefile.Query{Text: c.text})
		if kinds(list) != c.kinds || list.Total != len(list.Found) {
			t.Errorf("%q finds %q (%d): %+v", c.text, kinds(list), list.Total, list.Found)
			continue
		}
		if c.subject != "" && list.Found[0].Subject != c.subject {
			t.Errorf("%q leads to %s, want %s", c.text, list.Found[0].Subject, c.subject)
		}
	}
	list := find(t, x, casefile.Query{Text: "raking"})
	if e := list.Found[0].Excerpt; !strings.Contains(e, casefile.FoundStart+"raking"+casefile.FoundEnd) {
		t.Errorf("the excerpt is %q", e)
	}
}

func TestACodeIsFoundByItsName(t *testing.T) {
	s, by := storetest.New(t)
	e := casefile.Exhibit{Label: "Z9", Kind: casefile.KindCartridgeCase, Class: casefile.Class{Calibre: casefile.Calibres.Encode("762tokarev")}}
	if _, err := s.AddExhibit(t.Context(), by.ID, e); err != nil {
		t.Fatal(err)
	}
	if list := find(t, indexed(t, s), casefile.Query{Text: "Tokarev 25"}); list.Total != 1 || list.Found[0].Title != "Z9" {
		t.Errorf("found %+v", list)
	}
}

func TestFiltersAndVersions(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	x := indexed(t, s)
	e := f.Exhibits[0]
	e.Description = "wrapped in Zürich newspaper"
	if _, err := s.UpdateExhibit(ctx, by.ID, e, "unwrapped"); err != nil {
		t.Fatal(err)
	}
	e.Description = "in a carton"
	if _, err := s.UpdateExhibit(ctx, by.ID, e, "newspaper kept apart"); err != nil {
		t.Fatal(err)
	}
	if err := x.Update(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		q    casefile.Query
		want int
	}{
		{casefile.Query{Text: "zurich"}, 0},
		{casefile.Query{Text: "zurich", Earlier: true}, 1},
		{casefile.Query{Text: "carton"}, 1},
		{casefile.Query{Text: "newspaper", Earlier: true}, 2},
		{casefile.Query{Kinds: []string{"exhibit"}}, 2},
		{casefile.Query{Kinds: []string{"exhibit"}, Earlier: true}, 5},
		{casefile.Query{Kinds: []string{"exhibit"}, Limit: 1}, 1},
		{casefile.Query{Kinds: []string{"exhibit"}, Limit: 5, Offset: 1}, 1},
		{casefile.Query{Text: "carton", By: by.ID}, 1},
		{casefile.Query{Text: "carton", By: "nobody"}, 0},
		{casefile.Query{Text: "carton", From: "2026-01-02", To: "2026-01-02"}, 1},
		{casefile.Query{Text: "carton", From: "2026-01-03"}, 0},
		{casefile.Query{Text: "carton", To: "2026-01-01"}, 0},
	} {
		if list := find(t, x, c.q); len(list.Found) != c.want {
			t.Errorf("%+v finds %d, want %d: %+v", c.q, len(list.Found), c.want, list.Found)
		}
	}
	all := find(t, x, casefile.Query{Kinds: []string{"exhibit"}, Limit: 1})
	if all.Total != 2 {
		t.Errorf("a page of one counts %d", all.Total)
	}
	hidden, err := x.Find(ctx, casefile.Query{Kinds: []string{"exhibit"}}, func(f casefile.Found) bool { return f.Subject == e.ID })
	if err != nil || hidden.Total != 1 || len(hidden.Found) != 1 || hidden.Found[0].Subject == e.ID {
		t.Errorf("%+v, %v", hidden, err)
	}
}

func TestTheIndexIsNoEvidence(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	x := indexed(t, s)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	sound := func(what string) {
		t.Helper()
		r, err := check.Check(ctx, s.Dir(), nil)
		if err != nil || !r.OK || len(r.Notes) > 0 {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
	sound("with an index")
	if err := os.WriteFile(search.In(s.Dir()), []byte(strings.Repeat("no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	sound("with a damaged index")
	if n := len(find(t, indexed(t, s), casefile.Query{Text: "raking"}).Found); n != 1 {
		t.Errorf("after damage %d are found", n)
	}

	// The index of another case, copied here.
	other, by2 := storetest.New(t)
	if _, err := other.AddEvent(ctx, by2.ID, casefile.Event{Label: "elsewhere"}); err != nil {
		t.Fatal(err)
	}
	o := indexed(t, other)
	o.Close()
	b, err := os.ReadFile(search.In(other.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(search.In(s.Dir()) + end)
	}
	if err := os.WriteFile(search.In(s.Dir()), b, 0o600); err != nil {
		t.Fatal(err)
	}
	again := indexed(t, s)
	if len(find(t, again, casefile.Query{Text: "elsewhere"}).Found) != 0 || len(find(t, again, casefile.Query{Text: "raking"}).Found) != 1 {
		t.Error("the index of another case was believed")
	}
	memory, err := search.Open(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if err := memory.Update(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(find(t, memory, casefile.Query{Text: "raking"}).Found); n != 1 {
		t.Errorf("in memory %d are found", n)
	}
}

func TestACaseThatWasPutBackIsIndexedAnew(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	earlier := filepath.Join(t.TempDir(), "earlier")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(earlier, os.DirFS(s.Dir())); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, s.Dir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddEvent(ctx, by.ID, casefile.Event{Label: "later"}); err != nil {
		t.Fatal(err)
	}
	x := indexed(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	back, err := store.Open(ctx, earlier, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if err := x.Update(ctx, back, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(find(t, x, casefile.Query{Text: "later"}).Found); n != 0 {
		t.Errorf("what is no longer in the case is found %d times", n)
	}
}

// Every table is known here, so that whoever adds one decides how it is found.
func TestEveryTableHasAForm(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	list := find(t, indexed(t, s), casefile.Query{Kinds: []string{"other"}, Limit: 1000})
	for _, f := range list.Found {
		if table, _, _ := strings.Cut(f.Row, " "); table != "passage" {
			t.Errorf("nobody has said how %s is found", f.Row)
		}
	}
}

func BenchmarkLargeCase(b *testing.B) {
	s, _ := storetest.Large(b)
	x := indexed(b, s)
	for _, q := range []casefile.Query{{Text: "quay"}, {Text: "L0777"}, {Text: "quay luger", Kinds: []string{"exhibit"}}, {Kinds: []string{"recording"}}, {Text: "scan"}} {
		b.Run(fmt.Sprintf("%s %v", q.Text, q.Kinds), func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = find(b, x, q).Total
			}
			b.ReportMetric(float64(n), "found")
		})
	}
	b.Run("up to date", func(b *testing.B) {
		for b.Loop() {
			if err := x.Update(b.Context(), s, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
