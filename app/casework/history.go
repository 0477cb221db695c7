package casework

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// History returns every version of something in a case, the first one first, with what each changed. item is "" or "case"
// for the case itself, an exhibit's or event's label or id, "document 3" or "hit 1", or one of their ids.
func (d *Desk) History(ctx context.Context, path, item string) ([]casefile.HistoryEntry, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	people, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	if item == "" || item == "case" {
		versions, err := s.CaseHistory(ctx)
		return history(versions, err, people, casefile.Case.Said)
	}
	name, err := naming(ctx, s)
	if err != nil {
		return nil, err
	}
	if e, err := findExhibit(ctx, s, item); err == nil {
		versions, err := s.ExhibitHistory(ctx, e.Exhibit.ID)
		return history(versions, err, people, func(e casefile.Exhibit) []casefile.Said { return e.Said(name) })
	}
	if e, err := findEvent(ctx, s, item); err == nil {
		versions, err := s.EventHistory(ctx, e.ID)
		return history(versions, err, people, casefile.Event.Said)
	}
	documents, err := s.Documents(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(documents, func(d casefile.Document) bool { return d.ID == item || named(item, "document", d.Number) }); i >= 0 {
		versions, err := s.DocumentHistory(ctx, documents[i].ID)
		return history(versions, err, people, func(d casefile.Document) []casefile.Said { return d.Said(name) })
	}
	hits, err := s.Hits(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(hits, func(h store.Version[casefile.Hit]) bool {
		return h.Value.ID == item || named(item, "hit", h.Value.Number)
	}); i >= 0 {
		if err := d.mayReveal(ctx, path, hits[i].Value.ComparisonID); err != nil && hits[i].By != me {
			return nil, err
		}
		versions, err := s.HitHistory(ctx, hits[i].Value.ID)
		return history(versions, err, people, func(h casefile.Hit) []casefile.Said { return h.Said(name) })
	}
	return nil, &casefile.Error{Code: casefile.NotFound, What: "There is nothing called %[1]s in this case", Do: "Name the case, an exhibit, an event, \"document 1\" or \"hit 1\"",
		Args: []any{item}}
}

func named(item, noun string, n int) bool {
	return strings.EqualFold(strings.Join(strings.Fields(item), " "), noun+" "+strconv.Itoa(n))
}

// naming names exhibits and events by their labels.
func naming(ctx context.Context, s *store.Store) (casefile.Naming, error) {
	labels := map[string]string{}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range exhibits {
		labels[e.ID] = e.Label
	}
	events, err := s.Events(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		labels[e.ID] = e.Label
	}
	return func(id string) string { return cmp.Or(labels[id], id) }, nil
}

// history compares each version with the one before.
func history[T any](versions []store.Version[T], err error, people map[string]string, said func(T) []casefile.Said) ([]casefile.HistoryEntry, error) {
	if err != nil {
		return nil, err
	}
	var out []casefile.HistoryEntry
	var was []casefile.Said
	for _, v := range versions {
		now := said(v.Value)
		out = append(out, casefile.HistoryEntry{Version: v.N, Reason: v.Reason, By: people[v.By], At: v.At, Changes: casefile.Changes(was, now)})
		was = now
	}
	return out, nil
}
