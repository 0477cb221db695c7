package audit_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile/audit"
	"tracemark/casefile/sqlite"
)

// logOf makes a log of n records in a database of its own.
func logOf(t *testing.T, n int) (*sql.DB, []tlog.Tree) {
	t.Helper()
	ctx := t.Context()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "log.db"), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`CREATE TABLE log_record (n INTEGER PRIMARY KEY, record TEXT); CREATE TABLE log_hash (idx INTEGER PRIMARY KEY, hash BLOB)`); err != nil {
		t.Fatal(err)
	}
	heads := make([]tlog.Tree, n+1)
	for i := range n + 1 {
		if heads[i], err = audit.Head(ctx, db); err != nil {
			t.Fatal(err)
		}
		if i == n {
			break
		}
		r, err := audit.Append(ctx, db, audit.Record{Time: time.Date(2026, 1, 2, 3, 4, 5, 600_000_000, time.UTC), ActorID: "7",
			Actor: "A. Examiner", Action: "exhibit added", Detail: "A1 <b>", Rows: []audit.Row{{Table: "exhibit", ID: "9", SHA256: "ab"}}})
		if err != nil || r.N != int64(i) {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	return db, heads
}

func TestTheFormOfARecordDoesNotChange(t *testing.T) {
	db, heads := logOf(t, 1)
	var got string
	if err := db.QueryRow(`SELECT record FROM log_record`).Scan(&got); err != nil {
		t.Fatal(err)
	}
	// Written by hand from the package comment: a change of this line would make every older log unreadable.
	want := `{"n":0,"time":"2026-01-02T03:04:05.6Z","actor_id":"7","actor":"A. Examiner","action":"exhibit added","detail":"A1 <b>","rows":[{"table":"exhibit","id":"9","sha256":"ab"}]}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	// RFC 6962 section 2.1: the tree of one leaf is the leaf's hash.
	if heads[1].Hash != tlog.RecordHash([]byte(want)) {
		t.Error("the head is not the record's hash")
	}
	if heads[0].N != 0 {
		t.Errorf("an empty log: %+v", heads[0])
	}
}

func TestProofsConvinceWhoeverHoldsAHead(t *testing.T) {
	ctx := t.Context()
	const n = 13
	db, heads := logOf(t, n)
	for i := range int64(n) {
		p, err := audit.Prove(ctx, db, i)
		if err != nil {
			t.Fatal(err)
		}
		h := tlog.RecordHash([]byte(p.Record))
		if err := tlog.CheckRecord(p.Inclusion, n, heads[n].Hash, i, h); err != nil {
			t.Errorf("record %d: %v", i, err)
		}
		if tlog.CheckRecord(p.Inclusion, n, heads[n].Hash, i, tlog.RecordHash([]byte(p.Record+" "))) == nil {
			t.Errorf("record %d: the proof holds for another text", i)
		}
	}
	for i := int64(1); i <= n; i++ {
		head, p, err := audit.ProveGrowth(ctx, db, i)
		if err != nil || head != heads[n] {
			t.Fatalf("%+v, %v", head, err)
		}
		if err := tlog.CheckTree(p, head.N, head.Hash, i, heads[i].Hash); err != nil {
			t.Errorf("from %d: %v", i, err)
		}
	}
	for _, i := range []int64{-1, n} {
		if _, err := audit.Prove(ctx, db, i); err == nil {
			t.Errorf("record %d proved", i)
		}
	}
	if _, _, err := audit.ProveGrowth(ctx, db, n+1); err == nil {
		t.Error("growth from a longer log proved")
	}
}

func TestRecordsAreReadInParts(t *testing.T) {
	db, _ := logOf(t, 5)
	got, err := audit.Records(t.Context(), db, 3, 10)
	if err != nil || len(got) != 2 || got[0].N != 3 || got[1].Rows[0].ID != "9" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestCheckpointsAreSignedNotes(t *testing.T) {
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, heads := logOf(t, 3)
	origin, head := audit.Origin("0192"), heads[3]
	signed, err := audit.Checkpoint(origin, head, key)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := audit.ParseCheckpoint(origin, signed, public); err != nil || got != head {
		t.Errorf("%+v, %v", got, err)
	}
	bare, err := audit.Checkpoint(origin, head, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "tracemark/case/0192\n3\n" + head.Hash.String() + "\n"; string(bare) != want {
		t.Errorf("got %q, want %q", bare, want)
	}
	if got, err := audit.ParseCheckpoint(origin, bare, nil); err != nil || got != head {
		t.Errorf("%+v, %v", got, err)
	}
	otherKey, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		origin string
		msg    string
		key    ed25519.PublicKey
	}{
		"unsigned":             {origin, string(bare), public},
		"signed by another":    {origin, string(signed), otherKey},
		"altered":              {origin, strings.Replace(string(signed), "\n3\n", "\n2\n", 1), public},
		"of another case":      {audit.Origin("0193"), string(bare), nil},
		"with a padded number": {origin, strings.Replace(string(bare), "\n3\n", "\n03\n", 1), nil},
		"empty":                {origin, "", nil},
	} {
		if _, err := audit.ParseCheckpoint(c.origin, []byte(c.msg), c.key); err == nil {
			t.Errorf("%s: believed", name)
		}
	}
	if _, err := audit.Checkpoint("two words", head, key); err == nil {
		t.Error("a name with a space was taken")
	}
	if _, err := audit.Checkpoint(origin, head, key[:5]); err == nil {
		t.Error("half a key was taken")
	}
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add([]byte("tracemark/case/1\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"))
	f.Add([]byte("tracemark/case/1\n-3\n\n\n"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, msg []byte) {
		head, err := audit.ParseCheckpoint(audit.Origin("1"), msg, nil)
		if err != nil {
			return
		}
		again, err := audit.Checkpoint(audit.Origin("1"), head, nil)
		if err != nil || !strings.HasPrefix(string(msg), string(again)) {
			t.Errorf("%q was read as %q, %v", msg, again, err)
		}
	})
}

func TestRowsThatDifferHashDifferently(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "rows.db"), sqlite.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE odd (k INTEGER, v ANY, "a ""quoted"" name" TEXT, PRIMARY KEY (k)) STRICT`); err != nil {
		t.Fatal(err)
	}
	// Two texts that are not UTF-8 and would both be written as U+FFFD, NULL against the empty text, a number against
	// its digits, and bytes against the text that stands for them.
	values := []string{`CAST(x'ff' AS TEXT)`, `CAST(x'fe' AS TEXT)`, `NULL`, `''`, `1`, `'1'`, `1.5`, `'1.5'`, `x'31'`, `'null'`}
	for i, v := range values {
		if _, err := db.Exec(`INSERT INTO odd VALUES (` + string(rune('0'+i)) + `, ` + v + `, 'x')`); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]string{}
	for i, v := range values {
		// The same key for all, so that only the value differs.
		if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS one (k INTEGER PRIMARY KEY, v ANY) STRICT`); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`INSERT OR REPLACE INTO one SELECT 1, v FROM odd WHERE k = ?`, i); err != nil {
			t.Fatal(err)
		}
		err := audit.Rows(ctx, db, "one", "", nil, func(r audit.Row) error {
			if r.ID != "1" || r.Table != "one" {
				t.Errorf("%+v", r)
			}
			if before, ok := seen[r.SHA256]; ok {
				t.Errorf("%s hashes like %s", v, before)
			}
			seen[r.SHA256] = v
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := audit.Rows(ctx, db, "odd", "k >= ?", []any{8}, func(audit.Row) error { n++; return nil }); err != nil || n != 2 {
		t.Errorf("%d rows, %v", n, err)
	}
}
