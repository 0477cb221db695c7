package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile/sqlite"
)

func TestEachModeIsWhatItSays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "50% of a #case?.db")
	w, err := sqlite.Open(path, sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Exec(`CREATE TABLE t (x); INSERT INTO t VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the file has another name: %v", err)
	}
	// https://www.sqlite.org/pragma.html: synchronous 2 is FULL.
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := w.QueryRow(`PRAGMA ` + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
	refuses := func(mode sqlite.Mode) {
		t.Helper()
		db, err := sqlite.Open(path, mode)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var x int
		if err := db.QueryRow(`SELECT x FROM t`).Scan(&x); err != nil || x != 1 {
			t.Errorf("read %d, %v", x, err)
		}
		if _, err := db.Exec(`INSERT INTO t VALUES (2)`); err == nil {
			t.Error("it was written to")
		}
	}
	refuses(sqlite.Read)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	refuses(sqlite.Frozen)
	refuses(sqlite.Read)
	for _, mode := range []sqlite.Mode{sqlite.Read, sqlite.Frozen} {
		missing := filepath.Join(t.TempDir(), "none.db")
		db, err := sqlite.Open(missing, mode)
		if err == nil {
			err = db.Ping()
			db.Close()
		}
		if _, statErr := os.Stat(missing); err == nil || statErr == nil {
			t.Errorf("mode %d makes a missing file: %v", mode, err)
		}
	}
}

func TestErrorsAreToldApart(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	db, err := sqlite.Open(path, sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE t (x INTEGER PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`INSERT INTO t VALUES (1), (1)`)
	if !sqlite.IsConstraint(err) || sqlite.IsBusy(err) || sqlite.IsCorrupt(err) || sqlite.IsFull(err) {
		t.Errorf("constraint: %v", err)
	}
	if _, err := db.Exec(`PRAGMA max_page_count = 1; CREATE TABLE u (x); INSERT INTO u VALUES (zeroblob(100000))`); !sqlite.IsFull(err) {
		t.Errorf("full: %v", err)
	}
	bad := filepath.Join(dir, "bad.db")
	if err := os.WriteFile(bad, []byte(strings.Repeat("no database ", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := sqlite.Open(bad, sqlite.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err = b.Exec(`SELECT * FROM sqlite_schema`); !sqlite.IsCorrupt(err) {
		t.Errorf("no database: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = db.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`)
	if err == nil || ctx.Err() == nil {
		t.Errorf("an endless query ended: %v", err)
	}
}
