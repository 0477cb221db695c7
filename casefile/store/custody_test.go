package store_test

import (
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
)

func TestCustodyIsRecordedAndCorrected(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	x := f.Exhibits[0].ID
	me := casefile.Party{Name: by.Name, Organisation: by.Agency, PersonID: by.ID}
	officer := casefile.Party{Name: "O. Officer", Organisation: "City Police", Document: "card 17"}
	day := storetest.Start.AddDate(0, 0, -1)
	booked := casefile.CustodyEvent{ExhibitID: x, Kind: casefile.BookedIn, From: officer, To: me, Happened: day, Place: "Store 1", Why: "examination",
		SealsBefore: []string{"S1"}, SealsAfter: []string{"S1"}, Condition: "bag dry"}
	got, err := s.AddCustody(ctx, by.ID, booked)
	if err != nil || got.Number != 1 || got.Version != 1 || got.By != by.ID || len(got.Irregular) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	given := casefile.CustodyEvent{ExhibitID: x, Kind: casefile.HandedOver, From: officer, To: me, Happened: day.Add(time.Hour), Place: "Lab", Why: "test", SealsBefore: []string{"S1"}, SealsAfter: []string{"S1"}}
	_, err = s.AddCustody(ctx, by.ID, given)
	wantError(t, err, casefile.Refused, "A. Examiner (Laboratory) had it, not O. Officer")
	given.Explanation = "he took it along by mistake"
	if got, err = s.AddCustody(ctx, by.ID, given); err != nil || got.Number != 2 || len(got.Irregular) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	opened := casefile.CustodyEvent{ExhibitID: x, Kind: casefile.Opened, From: me, Happened: day.Add(2 * time.Hour), Why: "to image it", SealsBefore: []string{"S1"}}
	if got, err = s.AddCustody(ctx, by.ID, opened); err != nil || got.Place != "Lab" {
		t.Fatalf("what does not move stays where it is: %+v, %v", got, err)
	}
	got.Reason = ""
	_, err = s.CorrectCustody(ctx, by.ID, got)
	wantError(t, err, casefile.Invalid, "reason")
	fixed := given
	fixed.Number, fixed.From, fixed.To, fixed.Reason, fixed.Explanation = 2, me, me, "wrong button", ""
	fixed.Kind, fixed.To = casefile.Stored, casefile.Party{}
	if got, err = s.CorrectCustody(ctx, by.ID, fixed); err != nil || got.Version != 2 || len(got.Irregular) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err = s.CorrectCustody(ctx, by.ID, casefile.CustodyEvent{ExhibitID: x, Number: 3, Void: true, Reason: "not opened after all"}); err != nil {
		t.Fatal(err)
	}
	_, err = s.CorrectCustody(ctx, by.ID, casefile.CustodyEvent{ExhibitID: x, Number: 9, Void: true, Reason: "r"})
	wantError(t, err, casefile.NotFound, "no such custody event")
	stranger := booked
	stranger.To.PersonID = "nobody"
	_, err = s.AddCustody(ctx, by.ID, stranger)
	wantError(t, err, casefile.NotFound, "no person of this case")
	c, err := s.Custodies(ctx)
	if err != nil {
		t.Fatal(err)
	}
	links, state := c.Of(x)
	if len(links) != 3 || len(links[1].Earlier) != 1 || !links[2].Event.Void || state.Place != "Lab" || len(state.Seals) != 1 || state.Broken != 0 {
		t.Errorf("%+v\n%+v", links, state)
	}
	if all, err := s.CustodyEvents(ctx, ""); err != nil || len(all) != 6 { // one of the other exhibit
		t.Errorf("%d versions, %v", len(all), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := check.Check(ctx, s.Dir(), nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r.Problems, err)
	}
}
