package casefile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
)

var (
	officer  = casefile.Party{Name: "O. Officer", Organisation: "City Police", Document: "card 17"}
	store    = casefile.Party{Name: "S. Store", Organisation: "Laboratory", PersonID: "p1"}
	examiner = casefile.Party{Name: "A. Examiner", Organisation: "Laboratory", PersonID: "p2"}
	court    = casefile.Party{Name: "C. Clerk", Organisation: "Court", Document: "letter 4"}
	day      = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// chainOf numbers and dates events, an hour between them, where they say nothing else.
func chainOf(exhibit string, events ...casefile.CustodyEvent) []casefile.CustodyEvent {
	for i := range events {
		e := &events[i]
		e.ExhibitID, e.Number, e.Version = exhibit, i+1, max(e.Version, 1)
		if e.Happened.IsZero() {
			e.Happened = day.Add(time.Duration(i) * time.Hour)
		}
		e.Created = e.Happened
	}
	return events
}

func event(k casefile.CustodyKind, from, to casefile.Party, place string, seals ...string) casefile.CustodyEvent {
	return casefile.CustodyEvent{Kind: k, From: from, To: to, Place: place, Why: "test", SealsBefore: seals, SealsAfter: seals}
}

func breaksOf(links []casefile.CustodyLink) string {
	var out []string
	for _, l := range links {
		for _, b := range l.Breaks {
			out = append(out, string(b.Kind))
		}
	}
	return strings.Join(out, ", ")
}

func TestTheChainHangsTogether(t *testing.T) {
	booked := event(casefile.BookedIn, officer, store, "Store 1", "S1")
	opened := event(casefile.Opened, examiner, casefile.Party{}, "Lab 2", "S1")
	opened.SealsAfter = nil
	cases := []struct {
		name   string
		events []casefile.CustodyEvent
		want   string
	}{
		{"an orderly life", []casefile.CustodyEvent{booked, event(casefile.HandedOver, store, examiner, "Lab 2", "S1"), opened,
			{Kind: casefile.Sealed, From: examiner, Place: "Lab 2", SealsAfter: []string{"S2"}}, event(casefile.Returned, examiner, officer, "City Police", "S2")}, ""},
		{"it begins with a hand-over", []casefile.CustodyEvent{event(casefile.HandedOver, store, examiner, "Lab 2")}, "no beginning"},
		{"somebody else gives it away", []casefile.CustodyEvent{booked, event(casefile.HandedOver, court, examiner, "Lab 2", "S1")}, "not from holder"},
		{"another seal is found", []casefile.CustodyEvent{booked, event(casefile.HandedOver, store, examiner, "Lab 2", "S9")}, "seals differ"},
		{"a seal is gone after a hand-over", []casefile.CustodyEvent{booked, {Kind: casefile.HandedOver, From: store, To: examiner, Place: "Lab 2", SealsBefore: []string{"S1"}}}, "seal broken"},
		{"something happens after it was destroyed", []casefile.CustodyEvent{booked, event(casefile.Destroyed, store, casefile.Party{}, ""), event(casefile.Stored, store, casefile.Party{}, "Store 3")}, "seals differ, after the end"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			links, state := casefile.NewCustodies([]casefile.Exhibit{{ID: "x"}}, chainOf("x", c.events...)).Of("x")
			if got := breaksOf(links); got != c.want {
				t.Errorf("got breaks %q, want %q", got, c.want)
			}
			if !state.Known || len(links) != len(c.events) {
				t.Errorf("%+v", state)
			}
		})
	}
}

func TestALoanIsOverdueFromTheDayAfter(t *testing.T) {
	lent := event(casefile.Lent, store, court, "Court")
	lent.Due = "2026-03-10"
	chain := chainOf("x", event(casefile.BookedIn, officer, store, "Store 1"), lent)
	_, state := casefile.NewCustodies([]casefile.Exhibit{{ID: "x"}}, chain).Of("x")
	if !state.Holder.Same(court) || !state.Lender.Same(store) || state.Place != "Court" {
		t.Errorf("%+v", state)
	}
	for at, want := range map[time.Time]int{time.Date(2026, 3, 10, 23, 59, 0, 0, time.UTC): 0, time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC): 1, time.Date(2026, 4, 10, 9, 0, 0, 0, time.UTC): 31} {
		if got := state.OverdueDays(at); got != want {
			t.Errorf("on %s: %d days, want %d", at, got, want)
		}
	}
	back := chainOf("x", append(chain, event(casefile.Returned, court, store, "Store 1"))...)
	if _, state = casefile.NewCustodies([]casefile.Exhibit{{ID: "x"}}, back).Of("x"); state.Due != "" || state.OverdueDays(day.AddDate(1, 0, 0)) != 0 {
		t.Errorf("still due after it was returned: %+v", state)
	}
}

func TestSubItemsGoWithTheirParentUntilSeparated(t *testing.T) {
	exhibits := []casefile.Exhibit{{ID: "gun"}, {ID: "magazine", ParentID: "gun"}, {ID: "testfire", ParentID: "gun"}}
	gun := chainOf("gun", event(casefile.BookedIn, officer, store, "Store 1", "S1"), event(casefile.HandedOver, store, examiner, "Lab 2", "S1"),
		event(casefile.HandedOver, examiner, court, "Court", "S1"))
	at := func(events ...casefile.CustodyEvent) (*casefile.Custodies, casefile.CustodyState) {
		c := casefile.NewCustodies(exhibits, append(append([]casefile.CustodyEvent{}, gun...), events...))
		_, s := c.Of("magazine")
		return c, s
	}
	_, s := at()
	if !s.Holder.Same(court) || s.With != "gun" || len(s.Seals) != 1 || s.Broken != 0 {
		t.Errorf("without events of its own: %+v", s)
	}
	apart := event(casefile.Separated, examiner, casefile.Party{}, "Lab 2, cabinet")
	apart.Happened, apart.SealsAfter = day.Add(90*time.Minute), []string{"M1"}
	c, s := at(chainOf("magazine", apart)...)
	if !s.Holder.Same(examiner) || s.With != "" || s.Place != "Lab 2, cabinet" || s.Seals[0] != "M1" || s.Broken != 0 {
		t.Errorf("separated: %+v", s)
	}
	back := c.Complete(casefile.CustodyEvent{ExhibitID: "magazine", Kind: casefile.PutBack, From: examiner, Happened: day.Add(5 * time.Hour), SealsBefore: []string{"M1"}, Number: 2})
	if !back.To.Same(court) || back.Place != "Court" || back.SealsAfter[0] != "S1" {
		t.Errorf("put back: %+v", back)
	}
	back.Version = 1
	if _, s = at(append(chainOf("magazine", apart), back)...); s.With != "gun" || !s.Holder.Same(court) || s.Broken != 0 {
		t.Errorf("with it again: %+v", s)
	}
	own := event(casefile.BookedIn, examiner, store, "Store 9")
	own.Happened = day.Add(100 * time.Minute)
	_, s = casefile.NewCustodies(exhibits, append(append([]casefile.CustodyEvent{}, gun...), chainOf("testfire", own)...)).Of("testfire")
	if s.With != "" || s.Place != "Store 9" || s.Broken != 0 {
		t.Errorf("a chain of its own: %+v", s)
	}
	if err := (casefile.CustodyState{With: "gun", Known: true}).CheckPlace(event(casefile.Stored, store, casefile.Party{}, "x"), "A1"); err == nil || !strings.Contains(err.Error(), "separated first") {
		t.Errorf("stored while it goes with the gun: %v", err)
	}
}

func TestALateEventAndACorrectionSayWhatTheyUpset(t *testing.T) {
	x := []casefile.Exhibit{{ID: "x"}}
	chain := chainOf("x", event(casefile.BookedIn, officer, store, "Store 1"), event(casefile.HandedOver, store, examiner, "Lab 2"))
	late := event(casefile.HandedOver, store, court, "Court")
	late.ExhibitID, late.Number, late.Version, late.Happened = "x", 3, 1, day.Add(30*time.Minute)
	got := casefile.Irregularities(casefile.NewCustodies(x, chain).Irregular(late)).String()
	if brief := casefile.Irregularities(casefile.NewCustodies(x, chain).Irregular(late)).Brief().String(); brief != "event 2, which happened later, does not fit it, and 1 more" {
		t.Errorf("in brief: %q", brief)
	}
	if want := "event 2, which happened later, does not fit it; it happened before event 2, which was recorded earlier"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	void := chain[0]
	void.Version, void.Void, void.Reason = 2, true, "another exhibit"
	links, state := casefile.NewCustodies(x, append(chain, void)).Of("x")
	if breaksOf(links) != "no beginning" || len(links) != 2 || len(links[0].Earlier) != 1 || !state.Holder.Same(examiner) {
		t.Errorf("%+v %+v", links, state)
	}
}

func TestAnEventSaysEnough(t *testing.T) {
	good := event(casefile.HandedOver, store, court, "Court", "S1")
	good.Happened = day
	if err := good.Check(day); err != nil {
		t.Fatal(err)
	}
	for words, change := range map[string]func(e *casefile.CustodyEvent){
		"called \"thrown\"":     func(e *casefile.CustodyEvent) { e.Kind = "thrown" },
		"when it happened":      func(e *casefile.CustodyEvent) { e.Happened = time.Time{} },
		"in the future":         func(e *casefile.CustodyEvent) { e.Happened = day.Add(time.Second) },
		"who had the exhibit":   func(e *casefile.CustodyEvent) { e.From = casefile.Party{} },
		"who received":          func(e *casefile.CustodyEvent) { e.To = casefile.Party{} },
		"the same person":       func(e *casefile.CustodyEvent) { e.To = store },
		"nobody of this":        func(e *casefile.CustodyEvent) { e.To.Document = " " },
		"authenticated here":    func(e *casefile.CustodyEvent) { e.To.Proof = casefile.ByPassphrase },
		"where the exhibit is":  func(e *casefile.CustodyEvent) { e.Place = "" },
		"does not say why":      func(e *casefile.CustodyEvent) { e.Why = "" },
		"no number of a seal":   func(e *casefile.CustodyEvent) { e.SealsAfter = []string{"S1, S2"} },
		"named twice":           func(e *casefile.CustodyEvent) { e.SealsAfter = []string{"S1", "S1"} },
		"a loan, and nothing":   func(e *casefile.CustodyEvent) { e.Due = "2026-12-31" },
		"no date":               func(e *casefile.CustodyEvent) { e.Kind, e.Due = casefile.Lent, "31.12.2026" },
		"before it was lent":    func(e *casefile.CustodyEvent) { e.Kind, e.Due = casefile.Lent, "2026-02-01" },
		"without a seal":        func(e *casefile.CustodyEvent) { e.Kind, e.To, e.SealsAfter = casefile.Sealed, casefile.Party{}, nil },
		"not passed to anybody": func(e *casefile.CustodyEvent) { e.Kind = casefile.Stored },
		"no number of pieces":   func(e *casefile.CustodyEvent) { n := -1; e.Quantity = &n },
		"cannot be shown":       func(e *casefile.CustodyEvent) { e.To.Name = "a\nb" },
	} {
		e := good
		change(&e)
		if err := e.Check(day); err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(words)) {
			t.Errorf("%s: got %v", words, err)
		}
	}
}

// BenchmarkCustodyOfALargeCase is what a list of 10,000 exhibits with five events each costs.
func BenchmarkCustodyOfALargeCase(b *testing.B) {
	var exhibits []casefile.Exhibit
	var events []casefile.CustodyEvent
	for i := range 10_000 {
		x := casefile.Exhibit{ID: fmt.Sprint("x", i)}
		if i%10 > 5 {
			x.ParentID = fmt.Sprint("x", i-i%10)
		}
		exhibits = append(exhibits, x)
		events = append(events, chainOf(x.ID, event(casefile.BookedIn, officer, store, "Store 1"), event(casefile.HandedOver, store, examiner, "Lab 2"),
			event(casefile.Stored, examiner, casefile.Party{}, "Cabinet"), event(casefile.HandedOver, examiner, store, "Store 1"), event(casefile.Returned, store, officer, "Police"))...)
	}
	for b.Loop() {
		c := casefile.NewCustodies(exhibits, events)
		for _, x := range exhibits {
			if s := c.State(x.ID); !s.Known {
				b.Fatal(x.ID)
			}
		}
	}
}
