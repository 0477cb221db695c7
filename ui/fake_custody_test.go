package ui_test

import (
	"context"
	"slices"
	"time"

	"tracemark/casefile"
)

// keeping is the custody of a fake's exhibits.
type keeping struct {
	events  []casefile.CustodyEvent
	printed []string // exhibits whose labels were printed
	late    []casefile.Overdue
	target  *casefile.LabelTarget // of any code
}

var (
	clerk = casefile.Party{Name: "C. Clerk", Organisation: "Court", Document: "letter 4"}
	marsh = casefile.Party{Name: "R. Marsh", Organisation: "Central Laboratory", PersonID: "p1"}
)

func (k *keeping) chains(items []casefile.ExhibitItem) *casefile.Custodies {
	var all []casefile.Exhibit
	for _, e := range items {
		all = append(all, e.Exhibit)
	}
	return casefile.NewCustodies(all, k.events)
}

func (f *fake) Custody(_ context.Context, _, exhibit string) (casefile.CustodyRecord, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.exhibits, func(e casefile.ExhibitItem) bool { return e.Exhibit.ID == exhibit })
	r := casefile.CustodyRecord{Exhibit: f.exhibits[i].Exhibit, Names: map[string]string{"p1": "R. Marsh"}}
	r.Links, r.State = f.chains(f.exhibits).Of(exhibit)
	return r, nil
}

func (f *fake) CustodyOf(_ context.Context, _ string, ids ...string) (map[string]casefile.CustodyState, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := map[string]casefile.CustodyState{}
	for _, id := range ids {
		_, out[id] = f.chains(f.exhibits).Of(id)
	}
	return out, nil
}

func (f *fake) CustodyParties(context.Context, string) ([]casefile.CustodyParty, error) {
	return []casefile.CustodyParty{{Party: marsh, Self: true}, {Party: casefile.Party{Name: "V. Verifier", Organisation: "Central Laboratory", PersonID: "p2"}, LogIn: "verifier"},
		{Party: clerk}}, nil
}

func (f *fake) CheckCustody(_ context.Context, _ string, e casefile.CustodyEvent) ([]casefile.Irregularity, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e.Number == 0 {
		e.Number = len(f.events) + 1
	}
	e.Version = 1
	if err := e.Check(time.Now()); err != nil {
		return nil, err
	}
	return f.chains(f.exhibits).Irregular(e), nil
}

func (f *fake) AddCustody(_ context.Context, _ string, st casefile.CustodyStatement) (casefile.CustodyEvent, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := st.Event
	e.Number, e.Version, e.By, e.Created = len(f.events)+1, 1, "p1", day
	if st.To.Given() {
		e.To.Proof = casefile.ByPassphrase
	}
	f.events = append(f.events, e)
	return e, nil
}

func (f *fake) CorrectCustody(_ context.Context, _ string, st casefile.CustodyStatement) (casefile.CustodyEvent, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := st.Event
	if e.Reason == "" {
		return e, &casefile.Error{Code: casefile.Invalid, What: "A change needs a reason", Do: "Say why it is made"}
	}
	e.Version, e.By, e.Created = 2, "p1", day
	f.events = append(f.events, e)
	return e, nil
}

func (f *fake) PrintLabels(_ context.Context, _ string, exhibits []string, _ casefile.LabelOptions) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.printed = append(f.printed, exhibits...)
	return "/tmp/labels.pdf", nil
}

func (f *fake) Overdue(context.Context) ([]casefile.Overdue, error) { return f.late, nil }

func (f *fake) FindLabel(_ context.Context, text string) (casefile.LabelTarget, error) {
	if _, err := casefile.ParseLabelCode(text); err != nil {
		return casefile.LabelTarget{}, err
	}
	if f.target == nil {
		return casefile.LabelTarget{}, &casefile.Error{Code: casefile.NotFound, What: "No exhibit of a case known here has the code %[1]s", Do: "Open the folder of its case first", Args: []any{text}}
	}
	return *f.target, nil
}
