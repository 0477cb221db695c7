package check_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// inCustody makes a closed case with a chain of custody of three events.
func inCustody(t *testing.T) string {
	t.Helper()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	me := casefile.Party{Name: by.Name, Organisation: by.Agency, PersonID: by.ID}
	officer := casefile.Party{Name: "O. Officer", Organisation: "City Police", Document: "card 17"}
	add := func(k casefile.CustodyKind, from, to casefile.Party, hours int, before, after []string) {
		t.Helper()
		e := casefile.CustodyEvent{ExhibitID: f.Exhibits[0].ID, Kind: k, From: from, To: to, Happened: storetest.Start.AddDate(0, 0, -2).Add(time.Duration(hours) * time.Hour),
			Place: "Lab", Why: "test", SealsBefore: before, SealsAfter: after}
		if k == casefile.Lent {
			e.Due = "2026-02-01"
		}
		if _, err := s.AddCustody(t.Context(), by.ID, e); err != nil {
			t.Fatal(err)
		}
	}
	add(casefile.BookedIn, officer, me, 0, []string{"S1", "S2"}, []string{"S1", "S2"})
	add(casefile.Sealed, me, casefile.Party{}, 1, []string{"S2", "S1"}, []string{"S3"})
	add(casefile.Lent, me, officer, 2, []string{"S3"}, []string{"S3"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir()
}

func TestCustodyThatDoesNotHangTogetherIsFound(t *testing.T) {
	dir := inCustody(t)
	for words, statement := range map[string]string{
		"is not the next one of its exhibit":       `UPDATE custody_event SET number = 7 WHERE number = 3`,
		"is not the next version of its event":     `UPDATE custody_event SET version = 3, reason = 'r' WHERE number = 3`,
		"corrected without a reason":               `UPDATE custody_event SET reason = 'r' WHERE number = 3`,
		"was void from the start":                  `UPDATE custody_event SET void = 1 WHERE number = 3`,
		"nobody explained it":                      `UPDATE custody_event SET irregular_json = '[{"kind":"seals differ"}]' WHERE number = 3`,
		"recorded before it happened":              `UPDATE custody_event SET happened = '2027-01-01T00:00:00Z' WHERE number = 3`,
		"is no loan":                               `UPDATE custody_event SET due = '' WHERE number = 3`,
		"does not name both parties":               `UPDATE custody_event SET to_json = '{"name":""}' WHERE number = 3`,
		"names a person who is not there":          `UPDATE custody_event SET to_json = '{"name":"X","person_id":"nobody"}' WHERE number = 3`,
		"before one that was recorded earlier":     `UPDATE custody_event SET happened = '2025-01-01T00:00:00Z' WHERE number = 3`,
		"by somebody who did not have the exhibit": `UPDATE custody_event SET from_json = '{"name":"X","organisation":"Y","document":"1"}' WHERE number = 3`,
		"found other seals":                        `UPDATE custody_event SET seals_before_json = '["S4"]' WHERE number = 3`,
		"without a beginning":                      `UPDATE custody_event SET kind = 'returned' WHERE number = 1`,
	} {
		t.Run(words, func(t *testing.T) {
			dir := cloned(t, dir)
			forge(t, dir, exec(statement))
			wantProblem(t, dir, words)
		})
	}
}

// TestCustodyIsCheckedByItself writes a broken chain with its log records, as a program with a fault would.
func TestCustodyIsCheckedByItself(t *testing.T) {
	dir := inCustody(t)
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	events, err := s.CustodyEvents(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	from, err := json.Marshal(casefile.Party{Name: "X"})
	if err != nil {
		t.Fatal(err)
	}
	forge(t, dir, func(ctx context.Context, db *sql.DB) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		_, err = tx.ExecContext(ctx, `INSERT INTO custody_event SELECT 'new', exhibit_id, 4, 1, 'returned', ?, from_json, '2026-01-02T03:00:00Z', place, why,
			seals_after_json, seals_after_json, condition, quantity, '', 0, 'null', '', '', by, created FROM custody_event WHERE id = ?`, string(from), events[2].ID)
		if err != nil {
			return err
		}
		r := audit.Record{Time: storetest.Start, Actor: "Tracemark", Action: "custody recorded"}
		err = audit.Rows(ctx, tx, "custody_event", `id = 'new'`, nil, func(row audit.Row) error { r.Rows = append(r.Rows, row); return nil })
		if err != nil {
			return err
		}
		if _, err := audit.Append(ctx, tx, r); err != nil {
			return err
		}
		return tx.Commit()
	})
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "by somebody who did not have the exhibit") {
		t.Errorf("got %q", r.Problems)
	}
}
