package store

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
)

// later is the embedded migrations with more after them.
func later(t *testing.T, scripts ...string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	for _, name := range migrationNames(migrations) {
		b, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m[name] = &fstest.MapFile{Data: b}
	}
	for _, s := range scripts {
		m[fmt.Sprintf("migrations/%04d_later.sql", len(m)+1)] = &fstest.MapFile{Data: []byte(s)}
	}
	return m
}

func TestAnOlderCaseIsBroughtUpToDateAndStaysWhole(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "case")
	s, err := Create(ctx, dir, casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := s.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	created := int64(len(migrationNames(migrations)) + 1) // records of a new case: its schema and itself
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := Options{migrations: later(t,
		`ALTER TABLE person ADD COLUMN badge TEXT; CREATE TABLE seal (id TEXT NOT NULL PRIMARY KEY) STRICT;`,
		`DROP INDEX conclusion_comparison;`)}
	if s, err = Open(ctx, dir, next); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(ctx, people[0].ID, "after", "yes"); err != nil {
		t.Fatal(err)
	}
	records, err := s.Records(ctx, created, 10)
	if err != nil || len(records) != 3 {
		t.Fatalf("%+v, %v", records, err)
	}
	if r := records[0]; r.Action != "schema applied" || r.Actor != "Tracemark" || r.ActorID != "" || len(r.Rows) != 3 {
		t.Errorf("the added column, the table and the number: %+v", r)
	}
	if r := records[1]; len(r.Rows) != 2 || r.Rows[1].ID != "index/conclusion_comparison" || r.Rows[1].SHA256 != "" {
		t.Errorf("the number and the index that went: %+v", r)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := check.Check(ctx, dir, nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := Open(ctx, dir, Options{}); casefile.CodeOf(err) != casefile.Refused || err == nil {
		t.Errorf("the older program opens it: %v", err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "case")
	s, err := Create(ctx, dir, casefile.Case{Number: "1"}, casefile.Person{Name: "A. Examiner"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, dir, Options{migrations: later(t, `CREATE TABLE seal (id TEXT PRIMARY KEY) STRICT; CREATE TABLE seal (x);`)})
	if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
		t.Errorf("got %v", err)
	}
	if r, err := check.Check(ctx, dir, nil); err != nil || !r.OK || r.Records != len(migrationNames(migrations))+1 {
		t.Errorf("%+v, %v", r, err)
	}
	s, err = Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}
