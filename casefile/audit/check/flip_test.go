package check_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/sqlite"
	"tracemark/casefile/store/storetest"
)

// minimal makes a closed case with one of everything whose database has pages of 512 bytes, the smallest there are.
func minimal(t *testing.T) string {
	t.Helper()
	dir, _ := sample(t)
	db, err := sqlite.Open(filepath.Join(dir, "case.db"), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`PRAGMA journal_mode = DELETE`, `PRAGMA page_size = 512`, `VACUUM`} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wantConsistent(t, dir)
	return dir
}

// dump writes out all that a database says: its schema, its numbers, and every column of every row in order. Two files with
// the same dump are the same to every reader.
func dump(path string) (string, error) {
	db, err := sqlite.Open(path, sqlite.Frozen)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var b strings.Builder
	tables, err := table(&b, db, `SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY rowid`)
	if err != nil {
		return "", err
	}
	for _, pragma := range []string{"user_version", "application_id", "encoding"} {
		if _, err := table(&b, db, `PRAGMA `+pragma); err != nil {
			return "", err
		}
	}
	for _, r := range tables {
		if r[1] != "table" {
			continue
		}
		if _, err := table(&b, db, fmt.Sprintf(`SELECT rowid, * FROM "%v" ORDER BY rowid`, r[0])); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

func table(b *strings.Builder, db *sql.DB, query string) (out [][]any, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range into {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		fmt.Fprintf(b, "%T %q\n", values, values)
		out = append(out, values)
	}
	return out, rows.Err()
}

// flips alters each of the bytes at the places of the file at path, one at a time, by one bit that r chooses. Each must be found by the
// check of the case in dir, with a sentence that says what is wrong, or leave the database saying exactly what it said.
func flips(t *testing.T, dir, path string, places []int64, r *rand.Rand) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	whole, err := dump(filepath.Join(dir, "case.db"))
	if err != nil {
		t.Fatal(err)
	}
	found, without := 0, 0
	for _, at := range places {
		var was [1]byte
		if _, err := f.ReadAt(was[:], at); err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt([]byte{was[0] ^ 1<<r.IntN(8)}, at); err != nil {
			t.Fatal(err)
		}
		report, err := check.Check(t.Context(), dir, nil)
		switch {
		case err != nil && err.Error() != "", err == nil && !report.OK && len(report.Problems) > 0 && report.Problems[0] != "":
			found++
		default:
			if now, err := dump(filepath.Join(dir, "case.db")); err != nil || now != whole || filepath.Base(path) != "case.db" {
				t.Errorf("byte %d of %s is altered and nothing is found (%v)%s", at, filepath.Base(path), err, difference(whole, now))
			}
			without++
		}
		if _, err := f.WriteAt(was[:], at); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s: %d bytes altered, %d found, %d without meaning", filepath.Base(path), len(places), found, without)
	wantConsistent(t, dir)
}

// difference shows the first line in which two dumps differ.
func difference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return "\n\t" + as[i] + "\n\t" + bs[i]
		}
	}
	return fmt.Sprintf("\n\t%d and %d lines", len(as), len(bs))
}

// places are n different places in a file of the size, or all of them where n is larger or 0.
func places(size int64, n int, r *rand.Rand) []int64 {
	all := make([]int64, size)
	for i := range all {
		all[i] = int64(i)
	}
	if n == 0 || int64(n) >= size {
		return all
	}
	r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	return all[:n]
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fi.Size()
}

// proving reports whether the full figures are asked for: `make prove`.
func proving() bool { return os.Getenv("TRACEMARK_PROVE") != "" }

// originalsOf lists the files of a case's originals and makes them writable, as somebody who alters them would.
func originalsOf(t *testing.T, dir string) (list []string) {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "originals", "??", "*"))
	if err != nil || len(list) == 0 {
		t.Fatalf("there are no originals: %v", err)
	}
	for _, f := range list {
		if err := os.Chmod(f, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(list)
	return list
}

// Every byte of a minimal case where the full figures are asked for, else 500 of them.
func TestProveEveryAlteredByteOfACaseIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	dir := minimal(t)
	db := filepath.Join(dir, "case.db")
	n := 500
	if proving() {
		n = 0
	}
	flips(t, dir, db, places(size(t, db), n, r), r)
	for _, f := range originalsOf(t, dir) {
		flips(t, dir, f, places(size(t, f), 0, r), r)
	}
}

// large makes a closed case with hundreds of exhibits and recordings.
func large(t *testing.T) string {
	t.Helper()
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	for i := range 300 {
		e := casefile.Exhibit{Label: fmt.Sprintf("L%03d", i), Kind: casefile.KindCartridgeCase, Description: strings.Repeat("found beside the quay ", i%7)}
		captures := []casefile.Capture{storetest.Put(t, s, fmt.Sprint("breech face ", i)), storetest.Put(t, s, fmt.Sprint("again ", i))}
		if _, _, err := s.Import(t.Context(), by.ID, e, captures); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir()
}

// 10,000 bytes of a large case where the full figures are asked for, else 40: each check reads all of it.
func TestProveAlteredBytesOfALargeCaseAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	dir := large(t)
	db := filepath.Join(dir, "case.db")
	n := 40
	if proving() {
		n = 10_000
	}
	flips(t, dir, db, places(size(t, db), n, r), r)
}
