package casework_test

import (
	"strings"
	"testing"

	"tracemark/app/casework"
)

// A list tells no more than the screens: no figures of a pair that no view was committed of.
func TestListsWithholdFiguresUntilAView(t *testing.T) {
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	said := func(what string) string {
		_, rows, err := x.List(t.Context(), x.path, what)
		if err != nil || len(rows) == 0 {
			t.Fatalf("%s: %d rows, %v", what, len(rows), err)
		}
		var b strings.Builder
		for _, r := range rows {
			b.WriteString(strings.Join(r, "\t") + "\n")
		}
		return b.String()
	}
	for _, what := range []string{"comparisons", "comparison", "searches", "correlation"} {
		if before := said(what); strings.Contains(before, `"scores"`) || strings.Contains(before, `"rank"`) {
			t.Errorf("%s: figures before a view: %.300s", what, before)
		}
	}
	if before := said("comparisons"); !strings.Contains(before, "[withheld") {
		t.Error("nothing says that something is withheld")
	}
	x.commit(k, false)
	if after := said("comparisons"); !strings.Contains(after, `"scores"`) {
		t.Error("no figures after the view")
	}
}
