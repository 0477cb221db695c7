package store_test

import (
	"archive/zip"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/sqlite"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

var writeSample = flag.Bool("sample", false, "write the sample case of the schema as it is now, for a release")

const (
	samples      = "testdata/cases"
	releasedFile = samples + "/released.txt"
)

func sampleFile(schema int) string { return fmt.Sprintf("%s/schema-%02d.zip", samples, schema) }

// released returns the numbers of the schema that were released.
func released(t *testing.T) []int {
	t.Helper()
	b, err := os.ReadFile(releasedFile)
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for line := range strings.Lines(string(b)) {
		var n int
		var commit string
		if _, err := fmt.Sscan(line, &n, &commit); err != nil {
			t.Fatalf("%s: %q: %v", releasedFile, line, err)
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		t.Fatal("nothing was ever released")
	}
	return out
}

// schemaOf returns the number of the schema of the case in the folder dir, and what it is made of.
func schemaOf(t *testing.T, dir string) (number int, parts []string) {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(dir, store.DatabaseName), sqlite.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`PRAGMA user_version`).Scan(&number); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var part string
		if err := rows.Scan(&part); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
	return number, parts
}

func TestCasesOfEveryReleaseOpen(t *testing.T) {
	if *writeSample {
		makeSample(t)
	}
	newest, _ := storetest.New(t)
	latest, want := schemaOf(t, newest.Dir())
	for _, n := range released(t) {
		t.Run(fmt.Sprint("schema ", n), func(t *testing.T) {
			dir := unpacked(t, sampleFile(n))
			had, _ := schemaOf(t, dir)
			if had != n {
				t.Fatalf("it has schema %d", had)
			}
			before, err := check.Check(t.Context(), dir, nil)
			if err != nil || !before.OK {
				t.Fatalf("as it was released: %+v, %v", before, err)
			}
			rows := rowsOf(t, dir)
			s := opened(t, dir, store.Options{})
			wantSample(t, s, n)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			now, parts := schemaOf(t, dir)
			if now != latest || !slices.Equal(parts, want) {
				t.Errorf("brought up to date it has schema %d, and not that of a new case (%d): a migration was edited after its release", now, latest)
			}
			after, err := check.Check(t.Context(), dir, nil)
			if err != nil || !after.OK || after.Records != before.Records+latest-n || after.Originals != before.Originals {
				t.Errorf("brought up to date: %+v, before %+v, %v", after, before, err)
			}
			for table, n := range rowsOf(t, dir) {
				if had, there := rows[table]; there && had != n && table != "log_record" && table != "log_hash" {
					t.Errorf("%s has %d rows and had %d", table, n, had)
				}
			}
			people := opened(t, dir, store.Options{})
			by, err := people.People(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := people.SetSetting(t.Context(), by[0].ID, "language", "fr"); err != nil {
				t.Errorf("work cannot go on: %v", err)
			}
		})
	}
}

// wantSample fails unless everything that a sample of the first release has can be read.
func wantSample(t *testing.T, s *store.Store, schema int) {
	t.Helper()
	ctx := t.Context()
	counts, err := s.Counts(ctx)
	comparisons := 1
	if schema >= 9 { // which brought verifications, each with a comparison of its own
		comparisons = 2
	}
	if want := (store.Counts{Exhibits: 2, Captures: 2, Comparisons: comparisons, Reports: 1}); err != nil || counts != want {
		t.Errorf("%+v, want %+v, %v", counts, want, err)
	}
	comparison, err := s.Comparison(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	conclusion, ok, err := s.CurrentConclusion(ctx, comparison.ID)
	if err != nil || !ok || conclusion.Value != "identification" {
		t.Errorf("%+v, %v, %v", conclusion, ok, err)
	}
	scale, _ := conclusion.On()
	if scale.ID != casefile.AFTE.ID {
		t.Errorf("concluded on %+v", scale)
	}
	if schema >= 13 { // which brought the lives of reports and what is put on checkpoints
		wantReports(t, s)
	}
	originals, err := s.Originals().List(ctx)
	if err != nil || len(originals) == 0 {
		t.Errorf("originals: %v, %v", originals, err)
	}
	for _, sha := range originals {
		if err := s.Originals().Verify(ctx, sha); err != nil {
			t.Error(err)
		}
	}
}

// wantReports fails unless a sample has reports in every state that one can be in, and a checkpoint that a person and a clock signed too.
func wantReports(t *testing.T, s *store.Store) {
	t.Helper()
	all, err := s.Reports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states := map[casefile.ReportState]int{}
	for _, r := range all {
		states[r.State()]++
		if _, err := s.ReportSecret(t.Context(), r.ID); err != nil {
			t.Error(err)
		}
	}
	for _, state := range casefile.ReportStates() {
		want := 1
		switch state {
		case casefile.ReportStateDraft, casefile.ReportStateSubmitted, casefile.ReportStateSigning:
			want = 2
		}
		if states[state] != want {
			t.Errorf("%d reports are %s, want %d", states[state], state, want)
		}
	}
	amends := slices.ContainsFunc(all, func(r casefile.Report) bool { return r.Amends != "" })
	copied := slices.ContainsFunc(all, func(r casefile.Report) bool { return len(r.Copies) == 1 })
	if !amends || !copied {
		t.Errorf("an amendment: %t, a time-stamped copy: %t", amends, copied)
	}
	heads, err := s.Checkpoints(t.Context())
	if err != nil || len(heads) != 1 || len(heads[0].Countersignatures) != 1 || len(heads[0].Stamps) != 1 {
		t.Errorf("%+v, %v", heads, err)
	}
}

func TestWhatASampleHolds(t *testing.T) {
	s, by := storetest.New(t)
	storetest.States(t, s, by.ID, storetest.Fill(t, s, by.ID))
	wantReports(t, s)
	wantWhole(t, s.Dir(), s)
}

// rowsOf counts the rows of every table.
func rowsOf(t *testing.T, dir string) map[string]int {
	t.Helper()
	db, err := sqlite.Open(filepath.Join(dir, store.DatabaseName), sqlite.Read)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]int{}
	for _, table := range tables(t, db) {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		out[table] = n
	}
	return out
}

func tables(t *testing.T, db *sql.DB) (out []string) {
	t.Helper()
	rows, err := db.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}

// unpacked unpacks a sample into a folder of the test's.
func unpacked(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatalf("a release has no sample: %v", err)
	}
	defer z.Close()
	dir := filepath.Join(t.TempDir(), "case")
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	return dir
}

// makeSample writes the sample of the schema as it is, unless that was released already.
func makeSample(t *testing.T) {
	t.Helper()
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		t.Fatalf("which commit is this: %v", err)
	}
	s, by := storetest.New(t)
	n, _ := schemaOf(t, s.Dir())
	if _, err := os.Stat(sampleFile(n)); err == nil {
		t.Fatalf("%s is there: it was released, and is never made anew", sampleFile(n))
	}
	storetest.States(t, s, by.ID, storetest.Fill(t, s, by.ID))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := pack(t.Context(), s.Dir(), sampleFile(n)); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(releasedFile, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, "%d %s\n", n, strings.TrimSpace(string(commit))); err != nil {
		t.Fatal(err)
	}
	t.Logf("wrote %s", sampleFile(n))
}

// pack packs a closed case into a file.
func pack(ctx context.Context, dir, file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	z := zip.NewWriter(out)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == store.LockName {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		w, err := z.Create(filepath.ToSlash(rel))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return z.Close()
}
