package store_test

import (
	"fmt"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

func TestExhibitsComeByPage(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	event, err := s.AddEvent(ctx, by.ID, casefile.Event{Label: "scene"})
	if err != nil {
		t.Fatal(err)
	}
	for i, label := range []string{"B2", "A1", "C3", "100%"} {
		e := casefile.Exhibit{Label: label, Kind: casefile.KindCartridgeCase, Description: fmt.Sprintf("No. %d", i)}
		if label == "C3" {
			e.Kind, e.EventID = casefile.KindBullet, event.ID
		}
		added, _, err := s.Import(ctx, by.ID, e, []casefile.Capture{storetest.Put(t, s, label)})
		if err != nil {
			t.Fatal(err)
		}
		if label == "A1" {
			added.Label = "A1a"
			if _, err := s.UpdateExhibit(ctx, by.ID, added, "renamed"); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		q     casefile.ExhibitQuery
		want  string
		total int
	}{
		{casefile.ExhibitQuery{}, "100% A1a B2 C3", 4},
		{casefile.ExhibitQuery{Limit: 2, Offset: 1}, "A1a B2", 4},
		{casefile.ExhibitQuery{Offset: 9}, "", 4},
		{casefile.ExhibitQuery{Newest: true}, "100% C3 A1a B2", 4},
		{casefile.ExhibitQuery{Text: "a1"}, "A1a", 1},
		{casefile.ExhibitQuery{Text: "no. 2"}, "C3", 1},
		{casefile.ExhibitQuery{Text: "%"}, "100%", 1},
		{casefile.ExhibitQuery{Text: "_"}, "", 0},
		{casefile.ExhibitQuery{Kind: casefile.KindBullet}, "C3", 1},
		{casefile.ExhibitQuery{EventID: event.ID}, "C3", 1},
		{casefile.ExhibitQuery{Kind: casefile.KindFirearm}, "", 0},
	} {
		page, total, err := s.ExhibitPage(ctx, c.q)
		if err != nil {
			t.Fatal(err)
		}
		var labels []string
		var ids []string
		for _, e := range page {
			labels, ids = append(labels, e.Label), append(ids, e.ID)
		}
		if got := strings.Join(labels, " "); got != c.want || total != c.total {
			t.Errorf("%+v gives %q of %d, want %q of %d", c.q, got, total, c.want, c.total)
		}
		captures, err := s.CapturesOf(ctx, ids)
		if err != nil || len(captures) != len(page) {
			t.Errorf("captures of %d exhibits: %v, %v", len(page), captures, err)
		}
	}
}
