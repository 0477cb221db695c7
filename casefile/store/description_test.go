package store_test

import (
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

func TestNothingComesFromItself(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	add := func(label string, kind casefile.ExhibitKind, origin casefile.Origin, parent string) casefile.Exhibit {
		t.Helper()
		e, err := s.AddExhibit(ctx, by.ID, casefile.Exhibit{Label: label, Kind: kind, Origin: origin, ParentID: parent})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	gun := add("W1", casefile.KindFirearm, "", "")
	part := add("W1.1", casefile.KindPart, "", gun.ID)
	round := add("W1.2", casefile.KindCartridge, "", part.ID)
	fired := add("T1", casefile.KindCartridgeCase, casefile.Known, round.ID)
	if fired.ParentID != round.ID {
		t.Errorf("%+v", fired)
	}
	gun.ParentID = round.ID
	_, err := s.UpdateExhibit(ctx, by.ID, gun, "why")
	wantError(t, err, casefile.Refused, "W1 cannot come from something that came from it")
	loose := add("C1", casefile.KindCartridge, "", "")
	_, err = s.AddExhibit(ctx, by.ID, casefile.Exhibit{Label: "T2", Kind: casefile.KindCartridgeCase, Origin: casefile.Known, ParentID: loose.ID})
	wantError(t, err, casefile.Refused, "firearm")
}

func TestWhatDoesNotFitTheKindIsRefused(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	stated := casefile.Value{State: casefile.Stated, AsSeen: "x"}
	for path, why := range map[string]string{"lands": "no field", "headstamp/x/text": "no field", "headstamp/#/text": "no field", "calibre": "no field"} {
		e := casefile.Exhibit{Label: "A", Kind: casefile.KindCartridgeCase}
		e.Facts.Set(path, stated)
		_, err := s.AddExhibit(ctx, by.ID, e)
		wantError(t, err, casefile.Invalid, why)
	}
	e := casefile.Exhibit{Label: "A", Kind: casefile.KindCartridgeCase}
	e.Facts.SetProvenance("calibre", casefile.Provenance{Use: "perhaps"})
	_, err := s.AddExhibit(ctx, by.ID, e)
	wantError(t, err, casefile.Invalid, "yes, no or ask")
}

func TestAnEventOfAnEarlierVersionIsItsFirstVersion(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	h, err := s.EventHistory(ctx, f.Event.ID)
	if err != nil || len(h) != 1 || h[0].N != 1 || h[0].By != by.ID {
		t.Fatalf("%+v, %v", h, err)
	}
	changed := f.Event
	changed.Place = "Pier"
	_, err = s.UpdateEvent(ctx, by.ID, changed, "")
	wantError(t, err, casefile.Invalid, "reason")
	if _, err := s.UpdateEvent(ctx, by.ID, changed, "it was the pier"); err != nil {
		t.Fatal(err)
	}
	if h, err = s.EventHistory(ctx, f.Event.ID); err != nil || len(h) != 2 || h[0].Value.Place != "Quay" || h[1].Value.Place != "Pier" || h[1].Reason != "it was the pier" {
		t.Errorf("%+v, %v", h, err)
	}
	_, err = s.AddEvent(ctx, by.ID, casefile.Event{Label: "scene 1"})
	wantError(t, err, casefile.Conflict, "already an event")
	_, err = s.AddEvent(ctx, by.ID, casefile.Event{Label: "Scene 3", Date: "31.1.2026"})
	wantError(t, err, casefile.Invalid, "not a date")
}

func TestAHitNeedsAnIdentificationOfDifferentEvents(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	hit := casefile.Hit{ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[0].ID}
	_, err := s.AddHit(ctx, by.ID, hit, "agree")
	wantError(t, err, casefile.Refused, "conclusion that holds")
	hit.ConclusionID = f.Conclusions[1].ID
	if _, err := s.AddHit(ctx, by.ID, hit, "agree after all"); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddHit(ctx, by.ID, hit, "again")
	wantError(t, err, casefile.Conflict, "linked by hit 2 already")
	_, err = s.WithdrawHit(ctx, by.ID, f.Hit.ID, "again")
	wantError(t, err, casefile.Conflict, "withdrawn already")
	h, err := s.HitHistory(ctx, f.Hit.ID)
	if err != nil || len(h) != 2 || h[0].Value.State != casefile.HitConfirmed || h[1].Value.State != casefile.HitWithdrawn {
		t.Errorf("%+v, %v", h, err)
	}
	other, err := s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: casefile.AFTE.ID, Value: "inconclusive-b",
		Reason: "seen once more", Supersedes: f.Conclusions[1].ID, AsOf: &casefile.AFTE})
	if err != nil {
		t.Fatal(err)
	}
	hit.ConclusionID = other.ID
	back := f.Exhibits[1]
	back.EventID = f.Event.ID
	if _, err := s.UpdateExhibit(ctx, by.ID, back, "same scene"); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddHit(ctx, by.ID, hit, "agree")
	wantError(t, err, casefile.Refused, "different events")
	if _, err := s.UpdateExhibit(ctx, by.ID, f.Exhibits[1], "another scene"); err != nil {
		t.Fatal(err)
	}
	hits, err := s.Hits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.WithdrawHit(ctx, by.ID, hits[1].Value.ID, "conclusion changed"); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddHit(ctx, by.ID, hit, "agree")
	wantError(t, err, casefile.Refused, "needs an identification")
}

func TestADocumentBelongsToSomethingThatIsThere(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	d := f.Documents[0]
	d.ID = ""
	for _, change := range []struct {
		to   func(*casefile.Document)
		code casefile.ErrorCode
		says string
	}{
		{func(d *casefile.Document) { d.Title = " " }, casefile.Invalid, "no title"},
		{func(d *casefile.Document) { d.Kind = "song" }, casefile.Invalid, "no kind"},
		{func(d *casefile.Document) { d.Subject, d.SubjectID = casefile.AboutExhibit, "none" }, casefile.NotFound, "exhibit is not in this case"},
		{func(d *casefile.Document) { d.Subject = casefile.AboutEvent }, casefile.Invalid, "belongs"},
		{func(d *casefile.Document) { d.SHA256 = f.Captures[0].SHA256[:63] + "x" }, casefile.Invalid, ""},
	} {
		bad := d
		change.to(&bad)
		_, err := s.AddDocument(ctx, by.ID, bad)
		if err == nil {
			t.Fatalf("%+v was taken", bad)
		}
		if change.says != "" {
			wantError(t, err, change.code, change.says)
		}
	}
	h, err := s.DocumentHistory(ctx, f.Documents[2].ID)
	if err != nil || len(h) != 2 || h[0].Value.Withdrawn || !h[1].Value.Withdrawn {
		t.Errorf("%+v, %v", h, err)
	}
}
