package casework_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// inCustody returns a desk with a case that has one exhibit, booked in.
func inCustody(t *testing.T) (desk *casework.Desk, path string, x casefile.Exhibit) {
	t.Helper()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	ref, err := desk.CreateCase(t.Context(), casefile.NewCase{Number: "26-0117", Title: "Test"})
	if err != nil {
		t.Fatal(err)
	}
	c := importScan(t, desk, ref.Path, simulated(t, 1)[0], "Q1")
	x, err = desk.Exhibit(t.Context(), ref.Path, c.ExhibitID)
	if err != nil {
		t.Fatal(err)
	}
	parties, err := desk.CustodyParties(t.Context(), ref.Path)
	if err != nil || len(parties) != 1 || !parties[0].Self {
		t.Fatalf("%+v, %v", parties, err)
	}
	_, err = desk.AddCustody(t.Context(), ref.Path, casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: "Q1", Kind: casefile.BookedIn,
		From: outside, To: parties[0].Party, Happened: time.Now().AddDate(0, 0, -30), Place: " Store 1 ", Why: "examination"}})
	if err != nil {
		t.Fatal(err)
	}
	return desk, ref.Path, x
}

var outside = casefile.Party{Name: "O. Officer", Organisation: "City Police", Document: "card 17"}

func TestCustodyFromBookingInToAnOverdueLoan(t *testing.T) {
	ctx := t.Context()
	desk, path, x := inCustody(t)
	r, err := desk.Custody(ctx, path, "Q1")
	if err != nil || r.State.Place != "Store 1" || r.State.Holder.Proof != casefile.NotAuthenticated {
		t.Fatalf("%+v, %v", r.State, err)
	}
	lent := casefile.CustodyEvent{ExhibitID: x.ID, Kind: casefile.Lent, From: r.State.Holder, To: outside, Happened: time.Now().AddDate(0, 0, -20), Place: "Court", Why: "trial",
		Due: time.Now().AddDate(0, 0, -3).Format(casefile.DueForm)}
	wrong := lent
	wrong.From, wrong.To = outside, r.State.Holder
	list, err := desk.CheckCustody(ctx, path, wrong)
	if err != nil || len(list) != 1 || list[0].Kind != casefile.NotFromHolder {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err = desk.CheckCustody(ctx, path, lent); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	lent.From.Proof = casefile.ByPassphrase // a claim that nobody may make
	e, err := desk.AddCustody(ctx, path, casefile.CustodyStatement{Event: lent})
	if err != nil || e.From.Proof != casefile.NotAuthenticated {
		t.Fatalf("%+v, %v", e.From, err)
	}
	late, err := desk.Overdue(ctx)
	if err != nil || len(late) != 1 || late[0].Label != "Q1" || late[0].Days != 3 || late[0].CaseNumber != "26-0117" {
		t.Errorf("%+v, %v", late, err)
	}
	states, err := desk.CustodyStates(ctx, path)
	if err != nil || !states[x.ID].Holder.Same(outside) {
		t.Errorf("%+v, %v", states, err)
	}
	rows, err := desk.CustodyRows(ctx, path, "Q1")
	if err != nil || len(rows) != 2 || !strings.Contains(rows[1].What, "due back") || !strings.Contains(rows[1].To, "document card 17, not authenticated here") {
		t.Errorf("%+v, %v", rows, err)
	}
	_, err = desk.AddCustody(ctx, path, casefile.CustodyStatement{Event: lent, From: casefile.Credentials{LogIn: "a", Passphrase: "b"}})
	if err == nil {
		t.Error("credentials of nobody are accepted")
	}
}

func TestLabelsArePrintedAndFoundAgain(t *testing.T) {
	ctx := t.Context()
	desk, path, x := inCustody(t)
	ref, err := desk.Case(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := desk.PrintLabels(ctx, path, []string{"Q1", x.ID}, casefile.LabelOptions{Start: 24})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(b), "%PDF-") {
		t.Errorf("%v", err)
	}
	records, _, err := desk.Log(ctx, path, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range records {
		if r.Action == string(casefile.ActPrintedLabel) && r.Subject == x.ID {
			n++
		}
	}
	if n != 2 {
		t.Errorf("the log says %d times that a label was printed", n)
	}
	code := casefile.LabelCode(ref.Case.ID, x.ID)
	got, err := desk.FindLabel(ctx, strings.ToLower(code)+"\n")
	if err != nil || got.Exhibit.ID != x.ID || got.CasePath != path || got.OtherCase {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = desk.FindLabel(ctx, casefile.LabelCode("another case", x.ID)) // taken over from there
	if err != nil || got.Exhibit.ID != x.ID || !got.OtherCase {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = desk.FindLabel(ctx, casefile.LabelCode(ref.Case.ID, "unknown"))
	if casefile.CodeOf(err) != casefile.NotFound || err == nil || !strings.Contains(err.Error(), "No exhibit of a case known here") {
		t.Errorf("%v", err)
	}
	for _, o := range []casefile.LabelOptions{{Sheet: "none"}, {Start: 25}} {
		if _, err := desk.PrintLabels(ctx, path, []string{"Q1"}, o); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := desk.PrintLabels(ctx, path, []string{"nothing"}, casefile.LabelOptions{}); casefile.CodeOf(err) != casefile.NotFound || err == nil {
		t.Errorf("%v", err)
	}
}
