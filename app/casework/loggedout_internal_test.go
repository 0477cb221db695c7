package casework

import (
	"path/filepath"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

func TestWhoLogsOutGivesTheCasesUp(t *testing.T) {
	ctx := t.Context()
	d, all := newStation(t)
	logIn(t, d, all[casefile.Examiner].LogIn, personWords)
	path := filepath.Join(t.TempDir(), "case")
	ref, err := d.CreateCaseAt(ctx, path, casefile.NewCase{Number: "1", Title: "One"})
	if err != nil || ref.Case.Agency != "Lab" {
		t.Fatalf("%+v, %v", ref, err)
	}
	if ref, err = d.HoldCase(ctx, path); err != nil || ref.ReadOnly != nil {
		t.Fatalf("%+v, %v", ref, err)
	}
	other, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if other.Claim(ctx) == nil {
		t.Fatal("two programs may write the case")
	}
	if err := d.LogOut(ctx); err != nil {
		t.Fatal(err)
	}
	if err := other.Claim(ctx); err != nil {
		t.Errorf("after the log-out the case is still held: %v", err)
	}
	if err := other.Unclaim(); err != nil {
		t.Fatal(err)
	}
	logIn(t, d, all[casefile.Examiner].LogIn, personWords)
	if ref, err = d.HoldCase(ctx, path); err != nil || ref.ReadOnly != nil {
		t.Errorf("%+v, %v", ref, err)
	}
}
