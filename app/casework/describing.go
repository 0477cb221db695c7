package casework

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// EditCase records a new version of the case itself, with the reason for the change; its id and its making stay.
func (d *Desk) EditCase(ctx context.Context, path string, c casefile.Case, reason string) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.ChangeCase); err != nil {
		return casefile.CaseRef{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	was, err := s.Case(ctx)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	c.ID, c.Created = was.ID, was.Created
	if !reflect.DeepEqual(was, c) {
		if err := s.UpdateCase(ctx, me, c, reason); err != nil {
			return casefile.CaseRef{}, err
		}
	}
	return d.Case(ctx, path)
}

// AddExhibit adds an exhibit without recordings: a firearm, a lot, a sub-item.
func (d *Desk) AddExhibit(ctx context.Context, path string, e casefile.Exhibit) (casefile.Exhibit, error) {
	if err := d.allow(ctx, casefile.DescribeExhibit); err != nil {
		return casefile.Exhibit{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	return s.AddExhibit(ctx, me, e)
}

// EditExhibit records a new version of the exhibit e.ID, with the reason for the change; the earlier version stays readable.
// Where the kind changes, what cannot be said of the new kind is taken away with it.
func (d *Desk) EditExhibit(ctx context.Context, path string, e casefile.Exhibit, reason string) (casefile.Exhibit, error) {
	if err := d.allow(ctx, casefile.DescribeExhibit); err != nil {
		return casefile.Exhibit{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	item, err := findExhibit(ctx, s, e.ID)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	was := item.Exhibit
	l, err := d.onDuty(ctx, s)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	if seen := l.exhibits([]casefile.ExhibitItem{item})[0].Exhibit; seen.Label != was.Label { // they would write over what they are not shown
		return casefile.Exhibit{}, l.unburdened()
	}
	if was.Owner != "" {
		return was, notOurs(was)
	}
	e.Owner, e.OwnerExhibitID, e.Created = was.Owner, was.OwnerExhibitID, was.Created
	if e.Kind != was.Kind {
		e.Facts = fitting(e.Facts, e.Kind)
	}
	if reflect.DeepEqual(was, e) {
		return was, nil
	}
	return s.UpdateExhibit(ctx, me, e, reason)
}

func notOurs(e casefile.Exhibit) error {
	return &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s", Do: "Ask its owner to correct what is said of it", Args: []any{e.Label, e.Owner}}
}

// fitting returns the facts that can be said of a kind.
func fitting(f casefile.Facts, kind casefile.ExhibitKind) casefile.Facts {
	fields := casefile.Fields(kind)
	for path := range f.Values {
		if _, ok := casefile.FieldAt(fields, path); !ok {
			f.Set(path, casefile.Value{})
		}
	}
	apart := casefile.ExhibitPaths()
	for path := range f.Provenance {
		if _, ok := casefile.FieldAt(fields, path); !ok && !slices.Contains(apart, path) {
			f.SetProvenance(path, casefile.Provenance{})
		}
	}
	return f
}

// Events returns the case's events in the order in which they were added.
func (d *Desk) Events(ctx context.Context, path string) ([]casefile.Event, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	return s.Events(ctx)
}

// SaveEvent adds an event without an id, and records a new version of one with an id, for which a reason is needed.
func (d *Desk) SaveEvent(ctx context.Context, path string, e casefile.Event, reason string) (casefile.Event, error) {
	if err := d.allow(ctx, casefile.DescribeExhibit); err != nil {
		return casefile.Event{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Event{}, err
	}
	if e.ID == "" {
		return s.AddEvent(ctx, me, e)
	}
	was, err := s.Event(ctx, e.ID)
	if err != nil {
		return casefile.Event{}, err
	}
	e.Created = was.Created
	if reflect.DeepEqual(was, e) {
		return was, nil
	}
	return s.UpdateEvent(ctx, me, e, reason)
}

// findEvent returns the event that name means: its label or its id.
func findEvent(ctx context.Context, s *store.Store, name string) (casefile.Event, error) {
	events, err := s.Events(ctx)
	if err != nil {
		return casefile.Event{}, err
	}
	for _, e := range events {
		if e.ID == name || strings.EqualFold(e.Label, name) {
			return e, nil
		}
	}
	return casefile.Event{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no event called %[1]s", Do: "Look at the case for its events", Args: []any{name}}
}

// Event returns the event that name means: its label or its id.
func (d *Desk) Event(ctx context.Context, path, name string) (casefile.Event, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Event{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.Event{}, err
	}
	return findEvent(ctx, s, name)
}
