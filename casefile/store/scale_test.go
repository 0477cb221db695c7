package store_test

import (
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

func TestAConclusionKeepsTheScaleThatItWasReachedOn(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	ctx := t.Context()
	own := casefile.ConclusionScale{ID: "lab", Name: "Ours", Version: "2026-01", Source: "manual",
		Levels: []casefile.Level{{ID: "yes", Name: "Yes", Meaning: "It is."}, {ID: "no", Name: "No", Meaning: "It is not."}}}
	before := own.Digest()
	c, err := s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: "lab", Value: "yes", Reason: "why",
		Supersedes: f.Conclusions[1].ID, AsOf: &own})
	if err != nil {
		t.Fatal(err)
	}
	own.Name, own.Levels[0].Meaning = "Theirs", "It may be." // what the agency does with it afterwards
	got, ok, err := s.CurrentConclusion(ctx, f.Comparison.ID)
	if err != nil || !ok || got.ID != c.ID {
		t.Fatalf("%+v, %v, %v", got, ok, err)
	}
	on, ok := got.On()
	if !ok || on.Digest() != before || on.Name != "Ours" || on.Levels[0].Meaning != "It is." {
		t.Errorf("the scale as it stands in the case: %+v", on)
	}
	if own.Digest() == before {
		t.Error("another wording has the same digest")
	}
	list, err := s.Conclusions(ctx, f.Comparison.ID)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d conclusions, %v", len(list), err)
	}
	if on, ok := list[0].On(); list[0].AsOf != nil || !ok || on.ID != casefile.AFTE.ID {
		t.Errorf("one of an earlier version is on %+v, %v", on, ok)
	}
}

func TestAConclusionIsOneOfTheScaleStoredWithIt(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	for name, c := range map[string]casefile.Conclusion{
		"no such level": {Scale: casefile.AFTE.ID, Value: "surely", AsOf: &casefile.AFTE},
		"another scale": {Scale: "simple-3", Value: "elimination", AsOf: &casefile.AFTE},
	} {
		c.ComparisonID, c.Reason, c.Supersedes = f.Comparison.ID, "why", f.Conclusions[1].ID
		_, err := s.AddConclusion(t.Context(), by.ID, c)
		if casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
