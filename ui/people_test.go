package ui_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// inDialog returns the entries, the boxes and the button with a name of the dialog on top.
func inDialog(t *testing.T, w *ui.Window, button string) (entries []*fw.Entry, boxes []*fw.Check, ok fyne.Tappable) {
	t.Helper()
	top := w.Window().Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("there is no dialog")
	}
	walk(top, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Field:
			entries = append(entries, &o.Entry)
		case *fw.Check:
			boxes = append(boxes, o)
		case *widget.Button:
			if o.Text == button {
				ok = o
			}
		case *fw.Button:
			if o.Text == button {
				ok = o
			}
		}
	})
	if ok == nil {
		t.Fatalf("the dialog has no button %q", button)
	}
	return entries, boxes, ok
}

func manage(t *testing.T) (*ui.Window, *fake) {
	t.Helper()
	w, f := staffed(t)
	enter(t, w, "administrator", theirWords)
	return w, f
}

func TestAddAPerson(t *testing.T) {
	w, f := manage(t)
	if err := w.Do("people.add"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	entries, boxes, ok := inDialog(t, w, "Add")
	if len(entries) != 5 || len(boxes) != len(casefile.Roles()) {
		t.Fatalf("%d entries and %d boxes", len(entries), len(boxes))
	}
	for i, text := range []string{"N. New", "nina", "Northern Police", "one two three four", "one two three five"} {
		entries[i].SetText(text)
	}
	boxes[1].SetChecked(true)
	test.Tap(ok)
	settle(t, w)
	if entries[3].Text != "" || entries[4].Text != "" {
		t.Error("the passphrases stay in the form")
	}
	if len(f.people) != 7 || !strings.Contains(shown(w), "differ") {
		t.Fatalf("%d people; shown:\n%s", len(f.people), shown(w))
	}
	entries[3].SetText("one two three four")
	entries[4].SetText("one two three four")
	test.Tap(ok)
	settle(t, w)
	a := f.people[len(f.people)-1]
	if len(f.people) != 8 || a.Name != "N. New" || a.LogIn != "nina" || a.Agency != "Northern Police" || !slices.Equal(a.Roles, []casefile.Role{casefile.Verifier}) {
		t.Errorf("added %+v", a)
	}
	if w.Window().Canvas().Overlays().Top() != nil {
		t.Errorf("shown:\n%s", shown(w))
	}
}

func TestChangeDeactivateResetAndIdentity(t *testing.T) {
	w, f := manage(t)
	steps := []struct {
		command, button string
		fill            func(entries []*fw.Entry, boxes []*fw.Check)
		done            func() bool
	}{
		{"people.change", "Change", func(e []*fw.Entry, b []*fw.Check) {
			e[0].SetText("Another Name")
			e[3].SetText("married")
			b[1].SetChecked(true)
		}, func() bool {
			return f.people[0].Name == "Another Name" && slices.Equal(f.people[0].Roles, []casefile.Role{casefile.Examiner, casefile.Verifier})
		}},
		{"people.active", "Deactivate", func(e []*fw.Entry, _ []*fw.Check) { e[0].SetText("left") }, func() bool { return !f.people[0].Active }},
		{"people.active", "Activate", func(e []*fw.Entry, _ []*fw.Check) { e[0].SetText("is back") }, func() bool { return f.people[0].Active }},
		{"people.reset", "Reset", func(e []*fw.Entry, _ []*fw.Check) {
			e[0].SetText("one two three four")
			e[1].SetText("one two three four")
		}, func() bool { return slices.Contains(f.staff.said, "reset "+f.people[0].ID) }},
		{"people.identity", "Use it", func(e []*fw.Entry, b []*fw.Check) {
			e[0].SetText("/media/key/eva.p12")
			b[0].SetChecked(true)
		}, func() bool {
			return f.people[0].Identity == casefile.SigningIdentity{File: "/media/key/eva.p12", Kept: true}
		}},
	}
	for _, s := range steps {
		if err := w.Do(s.command); err != nil {
			t.Fatal(err)
		}
		settle(t, w)
		entries, boxes, ok := inDialog(t, w, s.button)
		s.fill(entries, boxes)
		test.Tap(ok)
		settle(t, w)
		if !s.done() || w.Window().Canvas().Overlays().Top() != nil {
			t.Fatalf("%s %s: %+v\n%s", s.command, s.button, f.people[0], shown(w))
		}
	}
	if text := shown(w); !strings.Contains(text, "eva.p12") || !strings.Contains(text, "not opened yet") {
		t.Errorf("shown:\n%s", text)
	}
}

func TestFirstAccount(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Light)
	if err := w.Do("people"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	if err := w.Do("people.add"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	entries, boxes, ok := inDialog(t, w, "Add")
	for i, text := range []string{"A. Admin", "admin", "", theirWords, theirWords} {
		entries[i].SetText(text)
	}
	if !boxes[5].Checked {
		t.Error("the first account is not an administrator's")
	}
	test.Tap(ok)
	settle(t, w)
	closed(t, w)
	enter(t, w, "admin", theirWords)
	if w.Gate() != nil || w.Route().Place != ui.People {
		t.Errorf("at %+v", w.Route())
	}
}

func TestClosedSigningIdentityIsAskedFor(t *testing.T) {
	w, f := staffed(t)
	enter(t, w, "examiner", theirWords)
	f.comparisons[0].Conclusion = &casefile.Conclusion{ID: "d1", ComparisonID: "k1", Scale: casefile.AFTE.ID, Value: "identification", Reason: "seen"}
	f.needsIdentity = true
	w.Navigate(ui.Route{Place: ui.Conclude, CasePath: casePath, Comparison: "k1"})
	settle(t, w)
	press(t, w, "Reports…")
	press(t, w, "New report…")
	press(t, w, "Begin the draft")
	f.through(t, casefile.ReportAuthorised)
	w.Navigate(w.Route())
	settle(t, w)
	press(t, w, "Sign…")
	for _, try := range []struct {
		words string
		asks  bool
	}{{"not the passphrase", true}, {theirWords, false}} {
		entries, _, ok := inDialog(t, w, "Sign")
		entries[0].SetText(try.words)
		test.Tap(ok)
		settle(t, w)
		if asks := w.Window().Canvas().Overlays().Top() != nil; asks != try.asks || entries[0].Text != "" {
			t.Fatalf("after %q: asks %v, the entry has %q", try.words, asks, entries[0].Text)
		}
	}
	if d, err := f.Report(t.Context(), casePath, "TM-1"); err != nil || d.State != casefile.ReportStateSigning {
		t.Errorf("the report is %s, %v", d.State, err)
	}
}
