package casework

import (
	"context"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Custody returns the chain of custody of an exhibit; exhibit is a label or an id, here and below.
func (d *Desk) Custody(ctx context.Context, path, exhibit string) (casefile.CustodyRecord, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.CustodyRecord{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.CustodyRecord{}, err
	}
	l, err := d.onDuty(ctx, s)
	if err == nil {
		err = l.unburdened()
	}
	if err != nil {
		return casefile.CustodyRecord{}, err
	}
	x, err := s.Exhibit(ctx, exhibit)
	if err != nil {
		return casefile.CustodyRecord{}, err
	}
	chains, err := s.Custodies(ctx)
	if err != nil {
		return casefile.CustodyRecord{}, err
	}
	r := casefile.CustodyRecord{Exhibit: x, Labels: map[string]string{}}
	r.Links, r.State = chains.Of(x.ID)
	if r.Names, err = peopleNames(ctx, s); err != nil {
		return r, err
	}
	for _, id := range []string{r.State.With, x.ParentID} {
		if id == "" {
			continue
		}
		other, err := s.Exhibit(ctx, id)
		if err != nil {
			return r, err
		}
		r.Labels[id] = other.Label
	}
	for _, l := range r.Links {
		if l.Of != "" && r.Labels[l.Of] == "" {
			other, err := s.Exhibit(ctx, l.Of)
			if err != nil {
				return r, err
			}
			r.Labels[l.Of] = other.Label
		}
	}
	return r, nil
}

// CustodyStates returns who has each exhibit of a case and where it is, by the exhibit's id.
func (d *Desk) CustodyStates(ctx context.Context, path string) (map[string]casefile.CustodyState, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	l, err := d.onDuty(ctx, s)
	if err != nil {
		return nil, err
	}
	_, states, err := custodyStates(ctx, s)
	if err != nil {
		return nil, err
	}
	for capture := range l.specimens() {
		c, err := s.Capture(ctx, capture)
		if err != nil {
			return nil, err
		}
		delete(states, c.ExhibitID)
	}
	return states, nil
}

func custodyStates(ctx context.Context, s *store.Store) ([]casefile.Exhibit, map[string]casefile.CustodyState, error) {
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, nil, err
	}
	events, err := s.CustodyEvents(ctx, "")
	if err != nil {
		return nil, nil, err
	}
	chains, states := casefile.NewCustodies(exhibits, events), map[string]casefile.CustodyState{}
	for _, x := range exhibits {
		states[x.ID] = chains.State(x.ID)
	}
	return exhibits, states, nil
}

// Overdue returns the exhibits of all known cases that should have been back, the longest overdue first. A case that cannot be opened is
// left out: the list of cases says why.
func (d *Desk) Overdue(ctx context.Context) ([]casefile.Overdue, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	paths, err := d.known()
	if err != nil {
		return nil, err
	}
	out := []casefile.Overdue{}
	for _, path := range paths {
		late, err := d.overdueOf(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			out = append(out, late...)
		}
	}
	slices.SortStableFunc(out, func(a, b casefile.Overdue) int { return b.Days - a.Days })
	return out, nil
}

func (d *Desk) overdueOf(ctx context.Context, path string) ([]casefile.Overdue, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	c, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	exhibits, states, err := custodyStates(ctx, s)
	if err != nil {
		return nil, err
	}
	var out []casefile.Overdue
	for _, x := range exhibits {
		state := states[x.ID]
		if n := state.OverdueDays(d.now()); n > 0 {
			out = append(out, casefile.Overdue{CasePath: path, CaseNumber: c.Number, Label: x.Label, State: state, Days: n})
		}
	}
	return out, nil
}

// CheckCustody returns what of a statement does not fit what is known of the exhibit, so that it can be corrected or explained before it
// is recorded. Event.Number is that of the event which it corrects, 0 for a new one. Credentials are not looked at.
func (d *Desk) CheckCustody(ctx context.Context, path string, e casefile.CustodyEvent) ([]casefile.Irregularity, error) {
	if err := d.allow(ctx, casefile.RecordCustody); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	x, err := s.Exhibit(ctx, e.ExhibitID)
	if err != nil {
		return nil, err
	}
	chains, err := s.Custodies(ctx)
	if err != nil {
		return nil, err
	}
	e.ExhibitID, e.Version, e.Created = x.ID, 1, d.now()
	if e.Number == 0 {
		links, _ := chains.Of(x.ID)
		for _, l := range links {
			if l.Of == "" {
				e.Number = max(e.Number, l.Event.Number)
			}
		}
		e.Number++
	}
	e = chains.Complete(e)
	if err := e.Check(d.now()); err != nil {
		return nil, err
	}
	return chains.Irregular(e), nil
}

// AddCustody records what happened to an exhibit. The person at the desk records it; where they are a party themselves, that is how
// they are authenticated.
func (d *Desk) AddCustody(ctx context.Context, path string, st casefile.CustodyStatement) (casefile.CustodyEvent, error) {
	return d.recordCustody(ctx, path, st, (*store.Store).AddCustody)
}

// CorrectCustody records the next version of what is said of an event, the one with st.Event's exhibit and number; Reason says why.
// With Void it says that the event did not happen.
func (d *Desk) CorrectCustody(ctx context.Context, path string, st casefile.CustodyStatement) (casefile.CustodyEvent, error) {
	return d.recordCustody(ctx, path, st, (*store.Store).CorrectCustody)
}

func (d *Desk) recordCustody(ctx context.Context, path string, st casefile.CustodyStatement,
	record func(*store.Store, context.Context, string, casefile.CustodyEvent) (casefile.CustodyEvent, error)) (casefile.CustodyEvent, error) {
	if err := d.allow(ctx, casefile.RecordCustody); err != nil {
		return casefile.CustodyEvent{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.CustodyEvent{}, err
	}
	e := st.Event
	x, err := s.Exhibit(ctx, e.ExhibitID)
	if err != nil {
		return casefile.CustodyEvent{}, err
	}
	e.ExhibitID = x.ID
	if x.Owner != "" {
		return e, &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s, and is not here", Do: "Ask its owner who has it", Args: []any{x.Label, x.Owner}}
	}
	trim(&e)
	if !e.Void {
		if e.From, err = d.party(ctx, s, me, e.From, st.From); err != nil {
			return e, err
		}
		if e.To, err = d.party(ctx, s, me, e.To, st.To); err != nil {
			return e, err
		}
	}
	return record(s, ctx, me, e)
}

// trim takes the blanks from around what was typed.
func trim(e *casefile.CustodyEvent) {
	for _, text := range []*string{&e.Place, &e.Why, &e.Condition, &e.Due, &e.Explanation, &e.Reason, &e.From.Name, &e.From.Organisation, &e.From.Document,
		&e.To.Name, &e.To.Organisation, &e.To.Document} {
		*text = strings.TrimSpace(*text)
	}
}

// CustodyRows returns an exhibit's custody record as lines of text for a report, in the zone of this workstation.
func (d *Desk) CustodyRows(ctx context.Context, path, exhibit string) ([]casefile.CustodyRow, error) {
	r, err := d.Custody(ctx, path, exhibit)
	if err != nil {
		return nil, err
	}
	return casefile.CustodyRows(r, d.now().Location()), nil
}
