package casework

import (
	"testing"
	"time"

	"tracemark/casefile"
)

func TestPartiesToCustodyAreAuthenticatedByTheirOwnPassphrase(t *testing.T) {
	ctx := t.Context()
	d, all := newStation(t)
	examiner, verifier := all[casefile.Examiner], all[casefile.Verifier]
	logIn(t, d, examiner.LogIn, personWords)
	ref, err := d.CreateCase(ctx, casefile.NewCase{Number: "1", Title: "Test"})
	if err != nil {
		t.Fatal(err)
	}
	s, me, err := d.acting(ctx, ref.Path)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.AddExhibit(ctx, me, casefile.Exhibit{Label: "A1", Kind: casefile.KindFirearm})
	if err != nil {
		t.Fatal(err)
	}
	officer := casefile.Party{Name: "O. Officer", Organisation: "Police", Document: "1"}
	self := casefile.Party{Name: "whatever", PersonID: me}
	e, err := d.AddCustody(ctx, ref.Path, casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: x.ID, Kind: casefile.BookedIn, From: officer, To: self,
		Happened: time.Now().Add(-time.Hour), Place: "Store", Why: "examination"}})
	if err != nil || e.To.Proof != casefile.BySession || e.To.Name != examiner.Name || e.From.Proof != casefile.NotAuthenticated {
		t.Fatalf("%+v, %v", e, err)
	}
	give := casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: x.ID, Kind: casefile.HandedOver, From: self, Happened: time.Now().Add(-time.Minute), Place: "Room 2", Why: "verification"}}
	give.To = casefile.Credentials{LogIn: verifier.LogIn, Passphrase: "a wrong passphrase"}
	if _, err = d.AddCustody(ctx, ref.Path, give); err == nil {
		t.Fatal("a wrong passphrase authenticates")
	}
	give.To.Passphrase = personWords
	if e, err = d.AddCustody(ctx, ref.Path, give); err != nil || e.To.Proof != casefile.ByPassphrase || e.To.PersonID != verifier.ID || len(e.Irregular) != 0 {
		t.Fatalf("%+v, %v", e, err)
	}
	absent := casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: x.ID, Kind: casefile.HandedOver, From: casefile.Party{PersonID: verifier.ID}, To: self,
		Happened: time.Now().Add(-time.Second), Place: "Room 1", Why: "back"}}
	if _, err = d.AddCustody(ctx, ref.Path, absent); casefile.CodeOf(err) != casefile.Refused || err == nil {
		t.Errorf("somebody with an account is a party without their passphrase: %v", err)
	}
	parties, err := d.CustodyParties(ctx, ref.Path)
	if err != nil || !parties[0].Self || parties[0].Party.PersonID != me {
		t.Fatalf("%+v, %v", parties, err)
	}
	found := false
	for _, p := range parties {
		found = found || p.LogIn == verifier.LogIn
	}
	if !found || !parties[len(parties)-1].Party.Outside() {
		t.Errorf("%+v", parties)
	}
}
