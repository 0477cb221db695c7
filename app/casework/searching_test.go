package casework_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// find searches and returns what was found as JSON.
func (x examined) find(q casefile.Query) (casefile.FoundList, string) {
	x.t.Helper()
	list, err := x.Search(x.t.Context(), x.path, q)
	if err != nil {
		x.t.Fatal(err)
	}
	b, err := json.Marshal(list)
	if err != nil {
		x.t.Fatal(err)
	}
	return list, string(b)
}

func TestNothingThatIsWithheldIsFound(t *testing.T) {
	ctx := t.Context()
	report := filepath.Join(t.TempDir(), "r.pdf")
	x, k, v := asked(t, func(*casework.Settings) {}, issued(t, report))
	for _, words := range []string{"telling text", "telling remark", "first examiner's reasons", "identification", "T1"} {
		if list, _ := x.find(casefile.Query{Text: words}); list.Total == 0 {
			t.Errorf("whoever wrote it does not find %q", words)
		}
	}
	x.as("B. Second")
	for _, words := range []string{"telling text", "telling remark", "first examiner's reasons", "identification", "T1", casework.DemoQuestioned} {
		if list, said := x.find(casefile.Query{Text: words, Earlier: true}); list.Total != 0 {
			t.Errorf("the verifier finds %q: %s", words, said)
		}
	}
	list, said := x.find(casefile.Query{Earlier: true, Limit: 1000})
	if list.Total != len(list.Found) {
		t.Errorf("%d are counted and %d shown", list.Total, len(list.Found))
	}
	for _, f := range list.Found {
		if f.Kind == "comparison" || f.Kind == "conclusion" || f.Kind == "annotation" || f.Kind == "report" || f.Kind == "verification" || f.ComparisonID != "" {
			t.Errorf("the verifier finds a %s: %+v", f.Kind, f)
		}
	}
	if strings.Contains(said, "telling") || strings.Contains(said, `"T1"`) {
		t.Errorf("the verifier is told %s", said)
	}
	if _, err := x.Answer(ctx, x.path, "1", "inconclusive-a", "the second examiner's reasons"); err != nil {
		t.Fatal(err)
	}
	if list, _ := x.find(casefile.Query{Text: "telling text"}); list.Total != 1 || list.Found[0].ComparisonID != k.ID || list.Found[0].Of == "" {
		t.Errorf("after the answer: %+v", list)
	}
	_ = v
}

func TestBeforeAViewSomebodyElsesConclusionIsNotFound(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	x.commit(k, false)
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "ridges in sequence"); err != nil {
		t.Fatal(err)
	}
	x.as("B. Second")
	if list, said := x.find(casefile.Query{Text: "ridges in sequence"}); list.Total != 0 {
		t.Errorf("found before a view: %s", said)
	}
	if list, _ := x.find(casefile.Query{Kinds: []string{"comparison"}}); list.Total != 1 || list.Found[0].Number != k.Number {
		t.Errorf("the comparison itself: %+v", list)
	}
	x.commit(k, true)
	if list, _ := x.find(casefile.Query{Text: "ridges in sequence"}); list.Total != 1 {
		t.Errorf("not found after the view was skipped: %+v", list)
	}
}

func TestASearchIsLoggedWithItsWords(t *testing.T) {
	x := newExamined(t, atOnce)
	x.find(casefile.Query{Text: "breech face", Kinds: []string{"recording"}})
	x.find(casefile.Query{Text: "breech face", Kinds: []string{"recording"}})
	x.find(casefile.Query{Text: "breech face", Offset: 100})
	log, n, err := x.Log(t.Context(), x.path, 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, r := range log {
		if r.Action == string(casefile.ActSearched) {
			count++
			if r.Detail != "breech face; kinds recording" {
				t.Errorf("logged as %q", r.Detail)
			}
		}
	}
	if count != 1 {
		t.Errorf("%d of %d records are of searches, want 1", count, n)
	}
}

func TestAllCasesAreSearched(t *testing.T) {
	desk, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	for i := range 2 {
		if _, err := desk.CreateCase(t.Context(), casefile.NewCase{Number: fmt.Sprintf("A-%d", i), Title: "quay", Offence: "none"}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := desk.SearchAll(t.Context(), casefile.Query{Text: "quay"})
	if err != nil || list.Total != 2 || list.Found[0].CaseNumber == list.Found[1].CaseNumber || list.Found[0].CasePath == "" {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := desk.SearchAll(t.Context(), casefile.Query{From: "yesterday"}); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("a date that is none: %v", err)
	}
	if people, err := desk.Writers(t.Context(), list.Found[0].CasePath); err != nil || len(people) != 1 {
		t.Errorf("%v, %v", people, err)
	}
}
