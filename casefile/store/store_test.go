package store_test

import (
	"reflect"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

func TestWhatIsStoredComesBackTheSameAfterReopening(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, s.Dir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()

	check := func(name string, got any, err error, want any) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got %+v\nwant %+v", name, got, want)
		}
	}
	p, err := s.Person(ctx, by.ID)
	check("person", p, err, by)
	ev, err := s.Event(ctx, f.Event.ID)
	check("event", ev, err, f.Event)
	events, err := s.Events(ctx)
	check("events", events, err, []casefile.Event{f.Event, f.Second})
	es, err := s.Exhibits(ctx)
	check("exhibits", es, err, f.Exhibits[:])
	e, err := s.Exhibit(ctx, "a2")
	check("exhibit by label", e, err, f.Exhibits[1])
	e, err = s.Exhibit(ctx, f.Exhibits[0].ID)
	check("exhibit by id", e, err, f.Exhibits[0])
	cs, err := s.Captures(ctx, "")
	check("captures", cs, err, f.Captures[:])
	cs, err = s.Captures(ctx, f.Exhibits[1].ID)
	check("captures of one exhibit", cs, err, f.Captures[1:])
	c, err := s.Capture(ctx, f.Captures[0].ID)
	check("capture", c, err, f.Captures[0])
	ms, err := s.Masks(ctx, f.Captures[0].ID)
	check("masks", ms, err, f.Masks[:])
	ms, err = s.Masks(ctx, f.Captures[1].ID)
	check("masks of a capture without", ms, err, []casefile.Mask(nil))
	m, ok, err := s.CurrentMask(ctx, f.Captures[0].ID)
	check("current mask", m, err, f.Masks[1])
	m, err = s.Mask(ctx, f.Masks[0].ID)
	check("mask by id", m, err, f.Masks[0])
	if _, none, err := s.CurrentMask(ctx, f.Captures[1].ID); !ok || none || err != nil {
		t.Errorf("a capture with and one without a mask: %v, %v, %v", ok, none, err)
	}
	cmp, err := s.Comparison(ctx, "1")
	check("comparison by number", cmp, err, f.Comparison)
	cmp, err = s.Comparison(ctx, f.Comparison.ID[:35])
	check("comparison by prefix", cmp, err, f.Comparison)
	cmps, err := s.Comparisons(ctx)
	check("comparisons", cmps, err, []casefile.Comparison{f.Comparison, f.Own})
	verifications, err := s.Verifications(ctx)
	check("verifications", verifications, err, []casefile.Verification{f.Verification})
	cons, err := s.Conclusions(ctx, f.Comparison.ID)
	check("conclusions", cons, err, f.Conclusions[:])
	con, _, err := s.CurrentConclusion(ctx, f.Comparison.ID)
	check("current conclusion", con, err, f.Conclusions[1])
	reps, err := s.IssuedReports(ctx, f.Comparison.ID)
	check("reports", reps, err, []casefile.IssuedReport{f.Report})
	rep, err := s.IssuedReport(ctx, f.Report.ID)
	check("report", rep, err, f.Report)
	want := f.Correlation
	want.Candidates[1].State = casefile.Dismissed
	cor, err := s.Correlation(ctx, f.Correlation.ID)
	check("correlation", cor, err, want)
	cors, err := s.Correlations(ctx, f.Exhibits[0].ID)
	check("correlations", cors, err, []casefile.Correlation{want})
	settings, err := s.Settings(ctx)
	check("settings", settings, err, map[string]string{"language": "en"})
	documents, err := s.Documents(ctx)
	check("documents", documents, err, f.Documents[:])
	hits, err := s.Hits(ctx)
	if err != nil || len(hits) != 1 || hits[0].Value != f.Hit || hits[0].N != 2 {
		t.Errorf("hits: %+v, %v; want %+v", hits, err, f.Hit)
	}
	cse, err := s.Case(ctx)
	if err != nil || cse.Number != "2026-17" || cse.Status != casefile.CaseOpen || cse.ID == "" {
		t.Errorf("case: %+v, %v", cse, err)
	}
}
