package check_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/sqlite"
	"tracemark/casefile/store/storetest"
)

// sample makes a closed case with one of everything and returns its folder and the head of its log.
func sample(t *testing.T) (string, tlog.Tree) {
	t.Helper()
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir(), head
}

// cloned copies a case to tamper with.
func cloned(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "case")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// forge runs fn on the case's database the way a knowing adversary would: rules off, and every trigger put back as it was.
func forge(t *testing.T, dir string, fn func(ctx context.Context, db *sql.DB) error) {
	t.Helper()
	ctx := t.Context()
	db, err := sqlite.Open(filepath.Join(dir, "case.db"), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	must := func(query string) {
		t.Helper()
		if _, err := db.ExecContext(ctx, query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	must(`PRAGMA foreign_keys = OFF`)
	must(`PRAGMA synchronous = OFF`) // a forger is in a hurry
	must(`PRAGMA ignore_check_constraints = ON`)
	triggers := query(t, db, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	for _, tr := range triggers {
		must(`DROP TRIGGER ` + tr[0])
	}
	if err := fn(ctx, db); err != nil {
		t.Fatal(err)
	}
	for _, tr := range triggers {
		must(tr[1])
	}
}

func query(t *testing.T, db *sql.DB, q string) (out [][2]string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r [2]string
		if err := rows.Scan(&r[0], &r[1]); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// exec is a forgery by one statement, which must change something.
func exec(statement string) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) error {
		res, err := db.ExecContext(ctx, statement)
		if err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
		if n, _ := res.RowsAffected(); n == 0 && !strings.HasPrefix(statement, "CREATE") && !strings.HasPrefix(statement, "PRAGMA") {
			return fmt.Errorf("%s: changes nothing", statement)
		}
		return nil
	}
}

// wantProblem fails unless the check finds something, with the words in a problem.
func wantProblem(t *testing.T, dir, words string, known ...tlog.Tree) {
	t.Helper()
	r, err := check.Against(t.Context(), dir, known, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.OK || len(r.Problems) == 0 {
		t.Fatal("not detected")
	}
	if all := strings.Join(r.Problems, "\n"); !strings.Contains(all, words) {
		t.Errorf("no problem says %q:\n%s", words, all)
	}
}

func TestEveryColumnOfEveryTableIsBound(t *testing.T) {
	dir, _ := sample(t)
	db, err := sqlite.Open(filepath.Join(dir, "case.db"), sqlite.Frozen)
	if err != nil {
		t.Fatal(err)
	}
	columns := query(t, db, `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
	types := query(t, db, `SELECT m.name || '.' || c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'`)
	db.Close()
	if len(columns) < 80 {
		t.Fatalf("only %d columns", len(columns))
	}
	for i, c := range columns {
		if c[0] == "issued_report" { // nothing writes it any more: what earlier versions wrote is in the sample cases of package store
			continue
		}
		change := map[string]string{"TEXT": `coalesce(%s, '') || 'x'`, "INTEGER": `coalesce(%s, 0) + 1000`, "REAL": `%s + 0.5`,
			"BLOB": `zeroblob(32)`}[types[i][1]]
		if strings.Contains(change, "%s") {
			change = fmt.Sprintf(change, c[1])
		}
		t.Run(c[0]+"."+c[1], func(t *testing.T) {
			d := cloned(t, dir)
			forge(t, d, exec(fmt.Sprintf(`UPDATE %[1]s SET %[2]s = %[3]s WHERE rowid = (SELECT min(rowid) FROM %[1]s)`, c[0], c[1], change)))
			wantProblem(t, d, "")
		})
	}
}

func TestForgeriesAreFound(t *testing.T) {
	dir, head := sample(t)
	last := head.N - 1
	lastHash := tlog.StoredHashIndex(0, last)
	for _, c := range []struct{ name, statement, words string }{
		{"a row deleted", `DELETE FROM capture WHERE rowid = 2`, "is missing"},
		{"a table emptied", `DELETE FROM candidate_state`, "is missing"},
		{"a row added", `INSERT INTO person SELECT 'p', 'M. Ole', role, agency, created FROM person LIMIT 1`, "not in the log"},
		{"two rows swapped", `UPDATE exhibit_version SET label = CASE label WHEN 'A1' THEN 'A2' ELSE 'A1' END`, "altered"},
		{"the keys of two rows swapped", `UPDATE conclusion SET value = CASE value WHEN 'identification' THEN 'inconclusive-a' ELSE 'identification' END`, "altered"},
		{"a score raised", `UPDATE comparison SET results_json = replace(results_json, '17', '18')`, "altered"},
		{"a number made text of the same digits", `UPDATE capture SET file_name = CAST(file_name AS BLOB) || x'ff' WHERE rowid = 1`, ""},
		{"a mask made another recording's", `UPDATE mask SET capture_id = (SELECT id FROM capture WHERE rowid = 2) WHERE version = 2`, "a mask that is not its recording's"},
		{"a mask's version skipped", `UPDATE mask SET version = 5 WHERE version = 2`, "not the next version"},
		{"a mask made from itself", `UPDATE mask SET parent = id WHERE version = 1`, "not an earlier version"},
		{"an annotation's version skipped", `UPDATE markup SET version = 3`, "are not the next version"},
		{"a mark made dissimilar", `UPDATE markup SET annotations_json = replace(annotations_json, 'similar', 'dissimilar')`, "of markup is not what log record"},
		{"a snapshot's number skipped", `UPDATE snapshot SET number = 2`, "is not the next one of its comparison"},
		{"a snapshot put into the report", `UPDATE snapshot_choice SET in_report = 1 - in_report`, "of snapshot_choice is not what log record"},
		{"a snapshot's choices taken away", `DELETE FROM snapshot_choice`, "has no caption"},
		{"a committed view changed", `UPDATE commitment SET value = 'identification'`, "of commitment is not what log record"},
		{"a committed view on annotations that are not there", `UPDATE commitment SET markup = 9`, "annotations that are not there"},
		{"a committed view made a skipped one", `UPDATE commitment SET skipped = 1`, "neither stated nor skipped"},
		{"what had been visible made nothing", `UPDATE commitment SET exposed_json = '[]'`, "of commitment is not what log record"},
		{"an act of looking made shorter", `UPDATE act SET seconds = 1`, "of act is not what log record"},
		{"an act of looking taken away", `DELETE FROM act`, "is missing"},
		{"a comparison's mask taken away", `UPDATE comparison SET mask_a = NULL`, "of comparison is not what log record"},
		{"a verification made agreeing", `UPDATE verification_view SET agrees = 1`, "does not say rightly whether it agrees"},
		{"a verification given to the author", `UPDATE verification_view SET by = (SELECT by FROM conclusion LIMIT 1)`, "answered by somebody who may not"},
		{"a resolution by the verifier", `UPDATE verification_step SET by = (SELECT by FROM verification_view) WHERE kind = 'resolution'`, "by somebody who may not take it"},
		{"a verification from other recordings", `UPDATE comparison SET a = b WHERE number = 2`, "of other recordings than its conclusion"},
		{"a disagreement taken away", `DELETE FROM verification_view`, "is missing"},
		{"a package's hash taken away", `UPDATE passage SET file_sha256 = '' WHERE kind = 'package given out'`, "does not say which package it was"},
		{"a package given out made one taken in", `UPDATE passage SET kind = 'case made from', id = 'x'`, "no paper is kept"},
		{"a passage of no kind", `UPDATE passage SET kind = 'x'`, "is of no kind that there is"},
		{"a checkpoint's text altered", `UPDATE checkpoint SET note = replace(note, char(10) || size || char(10), char(10) || (size - 1) || char(10))`, "The signature of the checkpoint"},
		{"a checkpoint signed by another key", `UPDATE checkpoint SET public_key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='`, "The signature of the checkpoint"},
		{"a checkpoint's size altered", `UPDATE checkpoint SET size = size - 1`, "and its row says"},
		{"a checkpoint without its key", `UPDATE checkpoint SET public_key = ''`, "has no key to check it with"},
		{"a log record altered", `UPDATE log_record SET record = replace(record, 'Examiner', 'Eraminer') WHERE n = 3`, "does not follow"},
		{"a log record altered in white space", `UPDATE log_record SET record = record || ' ' WHERE n = 3`, "does not follow"},
		{"two log records swapped", `UPDATE log_record SET record = (SELECT record FROM log_record o WHERE o.n = 7 - log_record.n) WHERE n IN (3, 4)`, "says that it is record"},
		{"a log record in the middle deleted", `DELETE FROM log_record WHERE n = 4`, "records are missing"},
		{"the last log record deleted", fmt.Sprintf(`DELETE FROM log_record WHERE n = %d`, last), "belongs to no record"},
		{"a leaf hash altered", `UPDATE log_hash SET hash = zeroblob(32) WHERE idx = 0`, "does not follow"},
		{"an inner hash altered", `UPDATE log_hash SET hash = zeroblob(32) WHERE idx = 2`, "records 0 to 1"},
		{"a hash deleted", `DELETE FROM log_hash WHERE idx = 2`, "is missing"},
		{"the last hash deleted", fmt.Sprintf(`DELETE FROM log_hash WHERE idx >= %d`, lastHash), "is missing"},
		{"a hash added", `INSERT INTO log_hash SELECT max(idx) + 1, zeroblob(32) FROM log_hash`, "belongs to no record"},
		{"a table added", `CREATE TABLE extra (id TEXT PRIMARY KEY) STRICT`, "table/extra is not in the log"},
		{"a trigger added", `CREATE TRIGGER t AFTER INSERT ON capture BEGIN SELECT 1; END`, "not in the log"},
		{"the schema number changed", `PRAGMA user_version = 0`, "user_version"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := cloned(t, dir)
			forge(t, d, exec(c.statement))
			wantProblem(t, d, c.words)
		})
	}
	t.Run("a trigger dropped", func(t *testing.T) {
		d := cloned(t, dir)
		db, err := sqlite.Open(filepath.Join(d, "case.db"), sqlite.Write)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`DROP TRIGGER capture_kept`); err != nil {
			t.Fatal(err)
		}
		db.Close()
		wantProblem(t, d, "capture_kept")
	})
	t.Run("a byte of the file altered", func(t *testing.T) {
		d := cloned(t, dir)
		path := filepath.Join(d, "case.db")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		i := bytes.Index(b, []byte("seen again under"))
		if i < 0 {
			t.Fatal("the reason is not in the file")
		}
		b[i] ^= 1
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, d, "of conclusion is not what log record")
	})
}

func TestARewrittenHistoryIsFoundByWhoeverKnowsAnEarlierHead(t *testing.T) {
	dir, head := sample(t)
	t.Run("the last change removed with its record and hashes", func(t *testing.T) {
		d := cloned(t, dir)
		forge(t, d, func(ctx context.Context, db *sql.DB) error {
			// The last two records: a setting, and something viewed.
			for _, q := range []string{`DELETE FROM setting`,
				fmt.Sprintf(`DELETE FROM log_record WHERE n >= %d`, head.N-2),
				fmt.Sprintf(`DELETE FROM log_hash WHERE idx >= %d`, tlog.StoredHashIndex(0, head.N-2))} {
				if err := exec(q)(ctx, db); err != nil {
					return err
				}
			}
			return nil
		})
		wantConsistent(t, d) // the limit that the package comment states
		wantProblem(t, d, "its end was cut off", head)
	})
	// rewrite recomputes the log with another actor's name, leaving out the records of the actions omit.
	rewrite := func(omit ...string) func(ctx context.Context, db *sql.DB) error {
		return func(ctx context.Context, db *sql.DB) error {
			records, err := audit.Records(ctx, db, 0, 1000)
			if err != nil {
				return err
			}
			for _, q := range []string{`DELETE FROM log_record`, `DELETE FROM log_hash`} {
				if err := exec(q)(ctx, db); err != nil {
					return err
				}
			}
			for _, r := range records {
				if slices.Contains(omit, r.Action) {
					continue
				}
				r.Actor = strings.ReplaceAll(r.Actor, "Examiner", "Nobody")
				if _, err := audit.Append(ctx, db, r); err != nil {
					return err
				}
			}
			return nil
		}
	}
	t.Run("the log recomputed after an alteration", func(t *testing.T) {
		d := cloned(t, dir)
		forge(t, d, rewrite())
		wantProblem(t, d, "the history was rewritten") // the checkpoint in the case cannot be signed anew
	})
	t.Run("the log recomputed, and the checkpoint taken away", func(t *testing.T) {
		d := cloned(t, dir)
		forge(t, d, exec(`DELETE FROM countersignature; DELETE FROM checkpoint_stamp; DELETE FROM checkpoint`))
		forge(t, d, rewrite("checkpoint signed", "checkpoint countersigned", "checkpoint time-stamped"))
		wantConsistent(t, d) // what is not kept elsewhere binds nobody
		wantProblem(t, d, "its end was cut off", head)
	})
	t.Run("an honest case continues every earlier head", func(t *testing.T) {
		r, err := check.Against(t.Context(), dir, []tlog.Tree{head}, nil)
		if err != nil || !r.OK {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func wantConsistent(t *testing.T, dir string) {
	t.Helper()
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil || !r.OK {
		t.Fatalf("this forgery was to agree with itself: %+v, %v", r, err)
	}
}

func TestWhatWasConcludedIsOfTheScaleStoredWithIt(t *testing.T) {
	dir, _ := sample(t)
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil || !r.OK || len(r.Scales) != 1 || r.Scales[0].SHA256 != casefile.AFTE.Digest() || r.Scales[0].Name != casefile.AFTE.Name {
		t.Fatalf("%+v, %v", r, err)
	}
	for name, c := range map[string]struct{ query, want string }{
		"no text":       {`UPDATE conclusion SET scale_json = '{' WHERE scale_json IS NOT NULL`, "with a scale that cannot be read"},
		"another scale": {`UPDATE commitment SET scale_json = json_replace(scale_json, '$.id', 'x')`, "is not one of the scale that is stored with it"},
		"level gone":    {`UPDATE conclusion SET scale_json = json_remove(scale_json, '$.levels[0]') WHERE scale_json IS NOT NULL`, "is not one of the scale that is stored with it"},
		"a word altered": {`UPDATE conclusion SET scale_json = replace(scale_json, 'sufficient', 'certain') WHERE scale_json IS NOT NULL`,
			"of conclusion is not what log record"},
	} {
		t.Run(name, func(t *testing.T) {
			d := cloned(t, dir)
			forge(t, d, exec(c.query))
			wantProblem(t, d, c.want)
		})
	}
}
