package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/casefile"
)

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOnlyAServicesDatabaseIsOpened(t *testing.T) {
	for name, statement := range map[string]string{
		"another program's": `CREATE TABLE thing (x)`,
		"another kind's":    `PRAGMA application_id = 77`,
		"a newer version's": `PRAGMA application_id = 0x544d4842; PRAGMA user_version = 1000`,
	} {
		dir := t.TempDir()
		db, err := sql.Open("sqlite3", filepath.Join(dir, "hub.db"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		db.Close()
		_, err = store.Open(t.Context(), dir)
		if err == nil || casefile.CodeOf(err) != casefile.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "hub.db"), []byte("this is not a database, and long enough to be looked at as one"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), dir)
	var known *casefile.Error
	if !errors.As(err, &known) {
		t.Errorf("no database at all: %v", err)
	}
}

func TestARelativeFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	open(t, "hub")
	if _, err := os.Stat(filepath.Join("hub", "hub.db")); err != nil {
		t.Error(err)
	}
}

func TestTheDatabaseIsDurable(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	open(t, dir).Close() // migrated already
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var mode string
	var id int
	if err := db.QueryRow(`SELECT (SELECT journal_mode FROM pragma_journal_mode), (SELECT application_id FROM pragma_application_id)`).Scan(&mode, &id); err != nil {
		t.Fatal(err)
	}
	if mode != "wal" || id != 0x544d4842 {
		t.Errorf("journal %s, application id %#x", mode, id)
	}
}

func TestLeases(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir())
	if err := s.PutAgency(ctx, api.Agency{ID: "a", Name: "A"}, store.NewKey()); err != nil {
		t.Fatal(err)
	}
	d := api.Description{Label: "q", Kind: casefile.KindCartridgeCase, Origin: casefile.Known}
	if err := s.PutExhibit(ctx, "a", "q", api.Submission{Description: d}); err != nil {
		t.Fatal(err)
	}
	if err := s.PutCorrelation(ctx, "a", "k", api.CorrelationRequest{ExhibitID: "q"}); err != nil {
		t.Fatal(err)
	}
	first, ok, err := s.Claim(ctx, "one", 50*time.Millisecond)
	if err != nil || !ok || first.ID != "k" {
		t.Fatalf("%+v %v %v", first, ok, err)
	}
	if _, ok, _ := s.Claim(ctx, "two", time.Hour); ok {
		t.Error("claimed what somebody works on")
	}
	time.Sleep(60 * time.Millisecond)
	second, ok, err := s.Claim(ctx, "two", 50*time.Millisecond)
	if err != nil || !ok {
		t.Fatalf("a lease that ran out is not taken up: %v", err)
	}
	if _, err := s.Beat(ctx, first, time.Hour, api.Progress{Done: 9}); !errors.Is(err, store.ErrLost) {
		t.Errorf("beat of a lost lease: %v", err)
	}
	if err := s.Finish(ctx, first, store.Outcome{State: api.Finished}); !errors.Is(err, store.ErrLost) {
		t.Errorf("finish of a lost lease: %v", err)
	}
	if cancelled, err := s.Beat(ctx, second, 50*time.Millisecond, api.Progress{Done: 1, Total: 2}); err != nil || cancelled {
		t.Errorf("beat: %v, %v", cancelled, err)
	}
	time.Sleep(60 * time.Millisecond)
	if _, ok, err := s.Claim(ctx, "three", time.Millisecond); err != nil || !ok {
		t.Fatalf("third try: %v", err)
	}
	time.Sleep(5 * time.Millisecond)
	if _, ok, err := s.Claim(ctx, "four", time.Hour); err != nil || ok {
		t.Errorf("a correlation that kills its process is tried for ever: %v, %v", ok, err)
	}
	c, _, err := s.Correlation(ctx, "a", "k")
	if err != nil || c.State != api.Failed || c.Problem == "" {
		t.Errorf("%+v, %v", c, err)
	}
}
