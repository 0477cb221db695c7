package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/sqlite"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// wantError fails unless err is a casefile.Error with the code that says words.
func wantError(t *testing.T, err error, code casefile.ErrorCode, words string) {
	t.Helper()
	var e *casefile.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an Error", err)
	}
	if e.Code != code || !strings.Contains(e.Error(), words) {
		t.Errorf("got %q (%s), want %q (%s)", e.Error(), e.Code, words, code)
	}
}

// pragmas makes a closed database at path and runs statements on it.
func pragmas(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func TestWhatIsNoCaseIsRefusedAndLeftAlone(t *testing.T) {
	write := func(content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, store.DatabaseName), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, words string
		make        func(*testing.T, string)
	}{
		{"an empty folder", "has no case.db", func(*testing.T, string) {}},
		{"an empty file", "is empty", write("")},
		{"a text", "is not a database", write(strings.Repeat("hello ", 100))},
		{"a truncated database", "is not a database", write("SQLite format 3\x00")},
		{"another program's database", "another program", func(t *testing.T, dir string) {
			pragmas(t, filepath.Join(dir, store.DatabaseName), `CREATE TABLE t (x)`)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			c.make(t, dir)
			before, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			_, err = store.Open(t.Context(), dir, store.Options{})
			wantError(t, err, casefile.Invalid, c.words)
			after, err := os.ReadDir(dir)
			if err != nil || len(after) != len(before) {
				t.Errorf("the folder was changed: %v, %v, %v", before, after, err)
			}
		})
	}
	t.Run("a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "scan.x3p")
		if err := os.WriteFile(file, []byte("hello"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(t.Context(), file, store.Options{})
		wantError(t, err, casefile.Invalid, "not a Tracemark case")
	})
	t.Run("a missing folder", func(t *testing.T) {
		_, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "none"), store.Options{})
		wantError(t, err, casefile.Invalid, "not a Tracemark case")
	})
}

func TestACaseOfANewerVersionIsRefused(t *testing.T) {
	s, _ := storetest.New(t)
	s.Close()
	pragmas(t, filepath.Join(s.Dir(), store.DatabaseName), `PRAGMA user_version = 1000`)
	_, err := store.Open(t.Context(), s.Dir(), store.Options{})
	wantError(t, err, casefile.Refused, "newer Tracemark")
}

func TestADatabaseWithDamagedPagesIsRefused(t *testing.T) {
	s, _ := storetest.New(t)
	s.Close()
	path := filepath.Join(s.Dir(), store.DatabaseName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(b); i++ { // all but the header
		b[i] = 0xff
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), s.Dir(), store.Options{})
	wantError(t, err, casefile.Damaged, "damaged")
	if r, err := check.Check(t.Context(), s.Dir(), nil); err == nil && r.OK {
		t.Error("the check finds nothing")
	}
}

func TestCreateTakesOnlyAnEmptyPlace(t *testing.T) {
	ctx := t.Context()
	c, by := casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}
	dir := filepath.Join(t.TempDir(), "a folder", "with ?odd#%20 name")
	s, err := store.Create(ctx, dir, c, by, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	_, err = store.Create(ctx, dir, c, by, store.Options{})
	wantError(t, err, casefile.Conflict, "is not empty")
	for _, c := range []struct {
		name string
		c    casefile.Case
		by   casefile.Person
	}{
		{"a case without a number", casefile.Case{}, by},
		{"a person without a name", c, casefile.Person{}},
	} {
		parent := t.TempDir()
		_, err := store.Create(ctx, filepath.Join(parent, "case"), c.c, c.by, store.Options{})
		wantError(t, err, casefile.Invalid, "no n")
		if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
			t.Errorf("%s leaves %v, %v", c.name, left, err)
		}
	}
}

func TestASecondWriterWaitsThenGivesUpWithASentence(t *testing.T) {
	t.Parallel() // it waits for five seconds
	s, by := storetest.New(t)
	other, err := sqlite.Open(filepath.Join(s.Dir(), store.DatabaseName), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	hold := func() func() {
		tx, err := other.BeginTx(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return func() { tx.Rollback() }
	}
	release := hold()
	time.AfterFunc(300*time.Millisecond, release)
	if err := s.SetSetting(t.Context(), by.ID, "name", "waited"); err != nil {
		t.Errorf("a short wait: %v", err)
	}
	defer hold()()
	start := time.Now()
	err = s.SetSetting(t.Context(), by.ID, "name", "gave up")
	wantError(t, err, casefile.Conflict, "Another program is changing this case")
	if d := time.Since(start); d < sqlite.BusyMillis*time.Millisecond/2 {
		t.Errorf("gave up after %v", d)
	}
	if v, _, err := s.Setting(t.Context(), "name"); err != nil || v != "waited" {
		t.Errorf("reading while somebody writes: %q, %v", v, err)
	}
}

func TestTheSchemaRefusesToChangeOrDelete(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	db, err := sqlite.Open(filepath.Join(s.Dir(), store.DatabaseName), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	// As an earlier version wrote it: this one adds none.
	if _, err := db.Exec(`INSERT INTO issued_report VALUES ('old', ?, ?, '00', 'A. Examiner', 1, ?, '2026-01-01T00:00:00Z')`, f.Comparison.ID, f.Conclusions[0].ID, by.ID); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT m.name, (SELECT name FROM pragma_table_info(m.name) LIMIT 1) FROM sqlite_schema m WHERE type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		tables[table] = column
	}
	if len(tables) < 14 {
		t.Fatalf("tables: %v", tables)
	}
	for table, column := range tables {
		for _, q := range []string{`DELETE FROM ` + table, fmt.Sprintf(`UPDATE %s SET %s = %[2]s`, table, column)} {
			if _, err := db.Exec(q); err == nil || !strings.Contains(err.Error(), "never") {
				t.Errorf("%s: %v", q, err)
			}
		}
	}
}
