package ui_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// fieldsOf returns the fields of a window that can be seen, by their hints.
func fieldsOf(w *ui.Window) map[string]*widget.Field {
	out := map[string]*widget.Field{}
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if f, ok := o.(*widget.Field); ok && f.Visible() {
			out[f.PlaceHolder] = f
		}
	})
	return out
}

func TestCustodyIsRecordedOnItsPage(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	id := f.exhibits[0].Exhibit.ID
	w.Navigate(ui.Route{Place: ui.Custody, CasePath: casePath, Exhibit: id})
	settle(t, w)
	fields := fieldsOf(w)
	fields["where the exhibit is afterwards"].SetText("Store 1")
	fields["what it is for"].SetText("examination")
	choose(t, w, "choose who", "C. Clerk (Court)")
	press(t, w, "Record")
	settle(t, w)
	if len(f.events) != 1 || f.events[0].Kind != casefile.BookedIn || !f.events[0].From.Same(clerk) || !f.events[0].To.Same(marsh) || f.events[0].Place != "Store 1" {
		t.Fatalf("%+v\n%s", f.events, w.Notice())
	}
	// Lent by somebody who does not have it: an explanation is asked for first.
	fields = fieldsOf(w)
	fields["where the exhibit is afterwards"].SetText("Court")
	fields["what it is for"].SetText("trial")
	fields["numbers, comma between; empty: none"].SetText("S9")
	choose(t, w, "R. Marsh (Central Laboratory), at the desk", "C. Clerk (Court)")
	choose(t, w, "choose who", "V. Verifier (Central Laboratory)")
	press(t, w, "Record")
	settle(t, w)
	if len(f.events) != 1 {
		t.Fatalf("a break is recorded without a word: %+v", f.events[1])
	}
	explain := fieldsOf(w)["why it does not fit the events before"]
	if explain == nil {
		t.Fatal("no explanation is asked for")
	}
	explain.SetText("the clerk took it along")
	fieldsOf(w)["own passphrase, to be authenticated"].SetText("a passphrase")
	press(t, w, "Record")
	settle(t, w)
	if len(f.events) != 2 || f.events[1].To.Proof != casefile.ByPassphrase || f.events[1].Explanation == "" {
		t.Fatalf("%+v\n%s", f.events, w.Notice())
	}
	if texts := shown(w); !strings.Contains(texts, "had it, not") || !strings.Contains(texts, "authenticated by passphrase") {
		t.Errorf("the break is not seen:\n%s", texts)
	}
}

func TestAScannedLabelOpensItsExhibit(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	code := casefile.LabelCode("case", "exhibit")
	w.Scanned(code)
	settle(t, w)
	if !strings.Contains(w.Notice(), "No exhibit of a case known here") || w.Route().Place != ui.Cases {
		t.Errorf("%q, %+v", w.Notice(), w.Route())
	}
	x := f.exhibits[1].Exhibit
	f.target = &casefile.LabelTarget{CasePath: casePath, CaseNumber: "26-0117", Exhibit: x}
	w.Scanned(code)
	settle(t, w)
	if r := w.Route(); r.Place != ui.Case || r.Exhibit != x.ID || !strings.Contains(w.Notice(), x.Label) {
		t.Errorf("%+v, %q", r, w.Notice())
	}
	w.Navigate(ui.Route{Place: ui.Custody, CasePath: casePath, Exhibit: f.exhibits[0].Exhibit.ID})
	settle(t, w)
	fieldsOf(w)["what it is for"].SetText("half written")
	w.Scanned(code)
	settle(t, w)
	if r := w.Route(); r.Place != ui.Custody || !strings.Contains(w.Notice(), "Record what is in the form first") {
		t.Errorf("what was being written is lost: %+v, %q", r, w.Notice())
	}
}

func TestOverdueLoansStandOverTheCases(t *testing.T) {
	f := newFake()
	f.late = []casefile.Overdue{{CasePath: casePath, CaseNumber: "26-0117", Label: "Q1", Days: 3, State: casefile.CustodyState{ExhibitID: "e-Q1", Known: true, Holder: clerk, Due: "2026-03-01"}}}
	w := open(t, f, uitheme.Dark)
	if texts := shown(w); !strings.Contains(texts, "Not returned in time: 1 exhibit") || !strings.Contains(texts, "C. Clerk (Court)") {
		t.Errorf("not seen:\n%s", texts)
	}
	lent := casefile.CustodyEvent{ExhibitID: "e-Q1", Number: 1, Version: 1, Kind: casefile.Lent, From: marsh, To: clerk, Happened: time.Now().AddDate(0, 0, -9),
		Place: "Court", Due: time.Now().AddDate(0, 0, -3).Format(casefile.DueForm)}
	f.events = []casefile.CustodyEvent{lent}
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	if texts := shown(w); !strings.Contains(texts, "overdue 3 days") || !strings.Contains(texts, "C. Clerk · Court") && !strings.Contains(texts, "C. Clerk  ·  Court") {
		t.Errorf("not seen in the list:\n%s", texts)
	}
}

// choose selects an option of the select that shows now.
func choose(t *testing.T, w *ui.Window, now, option string) {
	t.Helper()
	done := false
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		s, ok := o.(*fw.Select)
		if !ok || done || s.Selected != now && (s.Selected != "" || s.PlaceHolder != now) {
			return
		}
		s.SetSelected(option)
		done = s.Selected == option
	})
	if !done {
		t.Fatalf("no choice %q where %q is shown", option, now)
	}
}
