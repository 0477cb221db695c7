package store_test

import (
	"reflect"
	"testing"

	"tracemark/casefile/store/storetest"
)

func TestLinesSayWhatTheRecordsSay(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := s.ExhibitLines(ctx)
	if err != nil || len(lines) != len(exhibits) {
		t.Fatalf("%d lines of %d exhibits: %v", len(lines), len(exhibits), err)
	}
	whole, err := s.Custodies(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		e, err := s.Exhibit(ctx, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		captures, err := s.Captures(ctx, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if l.Label != e.Label || l.Kind != e.Kind || l.Origin != e.Origin || l.ParentID != e.ParentID || l.Owner != e.Owner ||
			l.Captures != len(captures) || !l.Synthetic || (l.Event != "") != (e.EventID != "") {
			t.Errorf("line %+v of %+v with %d captures", l, e, len(captures))
		}
		part, err := s.CustodiesOf(ctx, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := part.State(l.ID), whole.State(l.ID); !reflect.DeepEqual(got, want) {
			t.Errorf("custody of %s alone is %+v, among all %+v", l.Label, got, want)
		}
	}
	pairs, err := s.ComparisonLines(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		if p.Comparison.ID != f.Comparison.ID {
			continue
		}
		if p.A.Exhibit.Label != "A1" || p.B.Exhibit.ID != f.Exhibits[1].ID || p.Conclusion == nil || p.Conclusion.ID != f.Conclusions[1].ID ||
			p.Report == nil || p.Report.ID != f.Report.ID || !p.Comparison.Created.Equal(f.Comparison.Created) {
			t.Errorf("comparison line %+v", p)
		}
		return
	}
	t.Error("the comparison is not listed")
}
