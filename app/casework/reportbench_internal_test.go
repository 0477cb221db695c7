package casework

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// benched returns the facts of a case in which the first examiner marked, committed and concluded.
func benched(t *testing.T) (*store.Store, report.Facts) {
	t.Helper()
	ctx := t.Context()
	x := newSealedPair(t)
	s, err := x.asker.caseAt(ctx, x.path)
	must(t, func() error { return err })
	var f report.Facts
	list, err := s.Comparisons(ctx)
	must(t, func() error { return err })
	k := list[0]
	f.Comparison, f.ReportID, f.Issued = k, "R-1", time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	must(t, func() (err error) { f.A, err = reportItem(ctx, s, k.A, k.MaskA); return err })
	must(t, func() (err error) { f.B, err = reportItem(ctx, s, k.B, k.MaskB); return err })
	must(t, func() (err error) { f.Case, err = s.Case(ctx); return err })
	c, ok, err := s.CurrentConclusion(ctx, k.ID)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	f.Conclusion = c
	must(t, func() (err error) { f.Scale, err = scaleOn(c.On()); return err })
	must(t, func() (err error) { f.Examiner, err = s.Person(ctx, c.By); return err })
	return s, f
}

func built(t *testing.T, f report.Facts, template string) string {
	t.Helper()
	style, err := report.LoadStyle("en", template, nil)
	must(t, func() error { return err })
	d, err := report.BuildWith(f, style)
	must(t, func() error { return err })
	b, err := json.Marshal(d)
	must(t, func() error { return err })
	return string(b)
}

func TestTheBenchRecordOfACaseSaysWhatWasDone(t *testing.T) {
	ctx := t.Context()
	s, f := benched(t)
	b, err := benchFacts(ctx, s, f.Comparison, f.Conclusion.Created)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Commitments) != 1 || len(b.Conclusions) != 1 || b.Names[f.Conclusion.By] == "" {
		t.Errorf("got %d views, %d conclusions", len(b.Commitments), len(b.Conclusions))
	}
	f.Bench = b
	got := built(t, f, "notes")
	for _, want := range []string{"telling reason", "view: Identification", "conclusion: Identification", "found the faces by itself", f.A.Exhibit.Label} {
		if !strings.Contains(got, want) {
			t.Errorf("the notes do not say %q", want)
		}
	}
	// Looking at the case afterwards changes no notes; an act before the conclusion is in them.
	act := casefile.Act{Kind: casefile.ActViewedComparison, Subject: f.Comparison.ID, Seconds: 77}
	if _, err := s.AddAct(ctx, f.Conclusion.By, act); err != nil {
		t.Fatal(err)
	}
	later, err := benchFacts(ctx, s, f.Comparison, f.Conclusion.Created)
	if err != nil || len(later.Acts) != len(b.Acts) {
		t.Errorf("%d acts, then %d: %v", len(b.Acts), len(later.Acts), err)
	}
	if now, err := benchFacts(ctx, s, f.Comparison, time.Now().Add(time.Hour)); err != nil || len(now.Acts) != len(b.Acts)+1 {
		t.Errorf("the act is not found: %v", err)
	}
}

func TestACustodyRecordOfACaseHasEveryExhibit(t *testing.T) {
	ctx := t.Context()
	s, f := benched(t)
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	records, err := custodyRecords(ctx, s, exhibits...)
	if err != nil || len(records) != len(exhibits) {
		t.Fatal(len(records), err)
	}
	got := built(t, report.Facts{ReportID: f.ReportID, Issued: f.Issued, Case: f.Case, Examiner: f.Examiner, Custody: records}, "custody")
	for _, x := range exhibits {
		if !strings.Contains(got, x.ID) || !strings.Contains(got, x.Label) {
			t.Errorf("exhibit %s is not in the record", x.Label)
		}
	}
}
