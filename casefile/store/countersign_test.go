package store_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

func TestWhatIsPutOnACheckpointStays(t *testing.T) {
	s, by := storetest.New(t)
	ctx := t.Context()
	k, err := s.SignCheckpoint(ctx, by.ID, storetest.Key(), "weekly")
	if err != nil {
		t.Fatal(err)
	}
	c := casefile.Countersignature{Checkpoint: k.ID, CMS: storetest.About(k), Signer: "CN=Eva", Certificate: strings.Repeat("e", 64)}
	if c, err = s.Countersign(ctx, by.ID, c); err != nil || c.ID == "" || c.By != by.ID || c.Created.IsZero() {
		t.Fatalf("countersigned %+v, %v", c, err)
	}
	_, err = s.Countersign(ctx, by.ID, c)
	wantError(t, err, casefile.Conflict, "already")
	other := c
	other.ID, other.Certificate = "", strings.Repeat("d", 64)
	if _, err := s.Countersign(ctx, by.ID, other); err != nil {
		t.Errorf("a second person: %v", err)
	}
	for range 2 { // as often as wanted: a later stamp is by a later key
		if _, err := s.StampCheckpoint(ctx, by.ID, casefile.CheckpointStamp{Checkpoint: k.ID, Token: storetest.About(k), At: storetest.Start, Service: "CN=Clock"}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Checkpoints(ctx)
	if err != nil || len(list) != 1 || len(list[0].Countersignatures) != 2 || len(list[0].Stamps) != 2 || string(list[0].Countersignatures[0].CMS) != string(c.CMS) ||
		!list[0].Stamps[1].At.Equal(storetest.Start) || list[0].Stamps[0].Service != "CN=Clock" {
		t.Errorf("checkpoints %+v, %v", list, err)
	}
	other.Checkpoint = "elsewhere"
	_, err = s.Countersign(ctx, by.ID, other)
	wantError(t, err, casefile.NotFound, "no checkpoint")
	_, err = s.StampCheckpoint(ctx, by.ID, casefile.CheckpointStamp{Checkpoint: "elsewhere", Token: []byte{1}, Service: "x"})
	wantError(t, err, casefile.NotFound, "no checkpoint")
	_, err = s.Countersign(ctx, by.ID, casefile.Countersignature{Checkpoint: k.ID, Signer: "CN=Eva", Certificate: "x"})
	wantError(t, err, casefile.Invalid, "no signature")
	_, err = s.StampCheckpoint(ctx, by.ID, casefile.CheckpointStamp{Checkpoint: k.ID, Token: make([]byte, 1<<20), Service: "x"})
	wantError(t, err, casefile.Invalid, "no signature")
}
