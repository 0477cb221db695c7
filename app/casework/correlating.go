package casework

import (
	"context"
	"io"
	"slices"
	"strings"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Correlate submits an exhibit, asks the correlation service for its candidates and stores the answer. exhibit is a label
// or an id.
func (d *Desk) Correlate(ctx context.Context, path, exhibit string, o casefile.CorrelateOptions, progress casefile.Progress) (casefile.Correlation, error) {
	if err := d.allow(ctx, casefile.SearchService); err != nil {
		return casefile.Correlation{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Correlation{}, err
	}
	item, err := findExhibit(ctx, s, exhibit)
	if err != nil {
		return casefile.Correlation{}, err
	}
	if err := canCorrelate(item); err != nil {
		return casefile.Correlation{}, err
	}
	send := []casefile.ExhibitItem{item}
	if !o.Only {
		if send, err = exhibitItems(ctx, s); err != nil {
			return casefile.Correlation{}, err
		}
	}
	hub, err := d.link(ctx)
	if err != nil {
		return casefile.Correlation{}, err
	}
	notSent, err := d.submit(ctx, hub, s, send, progress)
	if err != nil {
		return casefile.Correlation{}, err
	}
	list, err := ask(ctx, hub, s, me, item.Exhibit, o, notSent, progress)
	if err != nil {
		return casefile.Correlation{}, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return casefile.Correlation{}, err
	}
	return l.correlation(ctx, list)
}

// CorrelateAll asks for the candidates of every exhibit of the case that has a topography.
func (d *Desk) CorrelateAll(ctx context.Context, path string, o casefile.CorrelateOptions, progress casefile.Progress) ([]casefile.Correlation, error) {
	ctx, err := d.allowTask(ctx, casefile.SearchService)
	if err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	items, err := exhibitItems(ctx, s)
	if err != nil {
		return nil, err
	}
	hub, err := d.link(ctx)
	if err != nil {
		return nil, err
	}
	notSent, err := d.submit(ctx, hub, s, items, progress)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(i casefile.ExhibitItem) bool { return canCorrelate(i) != nil })
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	lists := make([]casefile.Correlation, 0, len(items))
	for i, item := range items {
		tell(progress, i, len(items), item.Exhibit.Label)
		list, err := ask(ctx, hub, s, me, item.Exhibit, o, notSent, nil)
		if err == nil {
			list, err = l.correlation(ctx, list)
		}
		if err != nil {
			return lists, err
		}
		lists = append(lists, list)
	}
	tell(progress, len(items), len(items), "")
	return lists, nil
}

// canCorrelate says why an exhibit cannot be correlated.
func canCorrelate(item casefile.ExhibitItem) error {
	if item.Exhibit.Owner != "" {
		return &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s",
			Do: "Correlate an exhibit of this case; its owner correlates its own", Args: []any{item.Exhibit.Label, item.Exhibit.Owner}}
	}
	for _, c := range item.Captures {
		if c.Kind == casefile.Topography {
			return unitsAgree(item)
		}
	}
	return &casefile.Error{Code: casefile.Invalid, What: "Exhibit %[1]s has no topography to correlate", Do: "Import an X3P file of it first", Args: []any{item.Exhibit.Label}}
}

// unitsAgree refuses to send a file that a service would read in other units than the examiner does: it sees the bytes.
func unitsAgree(item casefile.ExhibitItem) error {
	for _, c := range item.Captures {
		if c.Scale.Units() != "" {
			return &casefile.Error{Code: casefile.Refused, What: "%[1]s of exhibit %[2]s was imported in stated units, which the correlation service would not know", Do: "Have the file exported in metres and import that", Args: []any{c.FileName, item.Exhibit.Label}}
		}
	}
	return nil
}

// submit sends the case's own exhibits that have captures; what the service has already is not sent again. It returns the
// exhibits that must not be sent, with the reason.
func (d *Desk) submit(ctx context.Context, hub *service, s *store.Store, items []casefile.ExhibitItem, progress casefile.Progress) (notSent []casefile.LeftOut, err error) {
	k, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	rule := sharing(d.Settings().Sharing)
	open := func(sha string) (io.ReadCloser, error) { return s.Originals().Open(sha) }
	for i, item := range items {
		if item.Exhibit.Owner != "" || len(item.Captures) == 0 {
			continue
		}
		if why := unitsAgree(item); why != nil {
			notSent = append(notSent, casefile.LeftOut{Agency: hub.agency.ID, ExhibitID: item.Exhibit.ID, Label: item.Exhibit.Label, Reason: why.Error()})
			continue
		}
		tell(progress, i, len(items), item.Exhibit.Label)
		held, err := send(ctx, hub, item.Exhibit.ID, client.Submission(item.Exhibit, item.Captures, k.Number, &rule), open)
		if err != nil {
			return nil, err
		}
		if held.Sharing != nil && !sameSharing(*held.Sharing, rule) {
			if _, err := hub.SetSharing(ctx, item.Exhibit.ID, rule); err != nil {
				return nil, err
			}
		}
	}
	return notSent, nil
}

// send submits an exhibit; where it was described differently when it was submitted before, the description is corrected.
func send(ctx context.Context, hub *service, id string, sub api.Submission, open func(string) (io.ReadCloser, error)) (api.Exhibit, error) {
	held, err := hub.Send(ctx, id, sub, open, nil)
	if casefile.CodeOf(err) != casefile.Conflict {
		return held, err
	}
	if _, err := hub.SetDescription(ctx, id, sub.Description); err != nil {
		return api.Exhibit{}, err
	}
	return hub.Send(ctx, id, sub, open, nil)
}

func sameSharing(a, b api.Sharing) bool {
	sorted := func(s []string) []string { s = slices.Clone(s); slices.Sort(s); return s }
	return a.Rule == b.Rule && slices.Equal(sorted(a.Agencies), sorted(b.Agencies))
}

// ask asks for an exhibit's candidates and stores the answer, with notSent beside what the service left out.
func ask(ctx context.Context, hub *service, s *store.Store, me string, e casefile.Exhibit, o casefile.CorrelateOptions, notSent []casefile.LeftOut, progress casefile.Progress) (casefile.Correlation, error) {
	id, err := newID()
	if err != nil {
		return casefile.Correlation{}, err
	}
	r := api.CorrelationRequest{ExhibitID: e.ID, IncludeSameEvent: o.SameEvent, AllClasses: o.AllClasses, Everything: o.Everything}
	for _, name := range o.Include {
		agency, id, ok := strings.Cut(name, "/")
		if !ok { // one of the agency's own; a label is one of this case
			agency, id = hub.agency.ID, name
			if item, err := findExhibit(ctx, s, name); err == nil {
				id = item.Exhibit.ID
			}
		}
		r.Include = append(r.Include, api.ExhibitName{Agency: agency, ExhibitID: id})
	}
	done, err := hub.Correlate(ctx, id, r, progress)
	if err != nil {
		return casefile.Correlation{}, err
	}
	var candidates []api.Candidate
	for c, err := range hub.Candidates(ctx, id) {
		if err != nil {
			return casefile.Correlation{}, err
		}
		candidates = append(candidates, c)
	}
	var left []api.LeftOut
	for l, err := range hub.LeftOut(ctx, id) {
		if err != nil {
			return casefile.Correlation{}, err
		}
		left = append(left, l)
	}
	list := client.Correlation(done, hub.name(), candidates, left...)
	list.LeftOut = append(list.LeftOut, notSent...)
	return s.AddCorrelation(ctx, me, list)
}

// Correlations returns the stored answers of the correlation service, newest first. Where the agency commits first, each comes
// as it may be shown now: see withholding.go.
func (d *Desk) Correlations(ctx context.Context, path string) ([]casefile.Correlation, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	list, err := s.Correlations(ctx, "")
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i], err = l.correlation(ctx, list[i]); err != nil {
			return nil, err
		}
	}
	slices.Reverse(list)
	return list, nil
}

// SetCandidateState records how far the examiner has got with a candidate, named by its key. That somebody saw it who is not
// the one to search changes nothing.
func (d *Desk) SetCandidateState(ctx context.Context, path, correlationID, key string, state casefile.CandidateState) error {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return err
	}
	if err := d.allow(ctx, casefile.SearchService); err != nil {
		if state == casefile.Viewed && ctx.Err() == nil { // a screen says so whenever a candidate is shown
			return nil
		}
		return err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return err
	}
	c, err := candidateOf(ctx, s, correlationID, key)
	if err != nil {
		return err
	}
	return s.SetCandidateState(ctx, me, correlationID, c.Rank, state)
}

// candidateOf finds the line of a stored list that has a key.
func candidateOf(ctx context.Context, s *store.Store, correlationID, key string) (casefile.Candidate, error) {
	list, err := s.Correlation(ctx, correlationID)
	if err != nil {
		return casefile.Candidate{}, err
	}
	for _, c := range list.Candidates {
		if keyOf(list.ID, c) == key {
			return c, nil
		}
	}
	return casefile.Candidate{}, &casefile.Error{Code: casefile.NotFound, What: "The list has no candidate with the key %[1]q", Do: "Open the list again", Args: []any{key}}
}

// candidate finds a line of a stored list and the pair that it has for mark.
func candidate(ctx context.Context, s *store.Store, correlationID, key string, mark casefile.MarkKind) (casefile.Candidate, casefile.CandidateMark, error) {
	c, err := candidateOf(ctx, s, correlationID, key)
	if err != nil {
		return casefile.Candidate{}, casefile.CandidateMark{}, err
	}
	for _, m := range c.Marks {
		if m.Mark == mark {
			return c, m, nil
		}
	}
	return casefile.Candidate{}, casefile.CandidateMark{}, &casefile.Error{Code: casefile.NotFound,
		What: "The candidate %[1]s has no %[2]s mark", Do: "Correlate the exhibit again", Args: []any{c.Label, mark}}
}
