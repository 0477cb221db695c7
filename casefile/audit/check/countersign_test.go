package check_test

import (
	"bytes"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
)

func TestCountersignatureIsAboutItsCheckpoint(t *testing.T) {
	s, by := storetest.New(t)
	ctx := t.Context()
	first, err := s.SignCheckpoint(ctx, by.ID, storetest.Key(), "first")
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.SignCheckpoint(ctx, by.ID, storetest.Key(), "second")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Countersign(ctx, by.ID, casefile.Countersignature{Checkpoint: first.ID, CMS: storetest.About(first), Signer: "CN=Eva", Certificate: strings.Repeat("e", 64)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.StampCheckpoint(ctx, by.ID, casefile.CheckpointStamp{Checkpoint: first.ID, Token: storetest.About(first), At: storetest.Start, Service: "CN=Clock"}); err != nil {
		t.Fatal(err)
	}
	r, err := check.Check(ctx, s.Dir(), nil)
	if err != nil || !r.OK || len(r.Checkpoints) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if k := r.Checkpoints[0]; len(k.Countersigned) != 1 || len(k.Stamps) != 1 || k.Countersigned[0].Signer != "CN=Eva" || !bytes.Equal(k.Stamps[0].Token, storetest.About(first)) || string(k.Note) != first.Note {
		t.Errorf("checkpoint %+v", k)
	}
	// One that was made of another checkpoint, recorded as everything else is.
	if _, err := s.Countersign(ctx, by.ID, casefile.Countersignature{Checkpoint: second.ID, CMS: storetest.About(first), Signer: "CN=Mallory", Certificate: strings.Repeat("d", 64)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.StampCheckpoint(ctx, by.ID, casefile.CheckpointStamp{Checkpoint: second.ID, Token: []byte("token"), At: storetest.Start, Service: "CN=Clock"}); err != nil {
		t.Fatal(err)
	}
	r, err = check.Check(ctx, s.Dir(), nil)
	if err != nil || r.OK {
		t.Fatalf("%+v, %v", r, err)
	}
	text := strings.Join(r.Problems, "\n")
	if !strings.Contains(text, "countersignature") || !strings.Contains(text, "time stamp") || len(r.Problems) != 2 {
		t.Errorf("problems %q", r.Problems)
	}
}
