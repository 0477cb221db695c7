package ui_test

import (
	"context"
	"path/filepath"

	"tracemark/casefile"
)

// descriptions are what the fake keeps of events, documents, hits and versions.
type descriptions struct {
	events    []casefile.Event
	documents []casefile.Document
	hits      []casefile.HitItem
	history   []casefile.HistoryEntry
	reasons   []string
	refuse    error // of the next change
	shown     []string
}

func (f *fake) changed(reason string) error {
	f.said.reasons = append(f.said.reasons, reason)
	err := f.said.refuse
	f.said.refuse = nil
	return err
}

func (f *fake) EditCase(_ context.Context, _ string, c casefile.Case, reason string) (casefile.CaseRef, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.changed(reason); err != nil {
		return casefile.CaseRef{}, err
	}
	f.cases[0].Case = c
	return f.cases[0], nil
}

func (f *fake) AddExhibit(_ context.Context, _ string, e casefile.Exhibit) (casefile.Exhibit, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.changed(""); err != nil {
		return e, err
	}
	e.ID = "e-" + e.Label
	f.exhibits = append(f.exhibits, casefile.ExhibitItem{Exhibit: e})
	return e, nil
}

func (f *fake) EditExhibit(_ context.Context, _ string, e casefile.Exhibit, reason string) (casefile.Exhibit, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.changed(reason); err != nil {
		return e, err
	}
	for i := range f.exhibits {
		if f.exhibits[i].Exhibit.ID == e.ID {
			f.exhibits[i].Exhibit = e
		}
	}
	return e, nil
}

func (f *fake) Events(context.Context, string) ([]casefile.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]casefile.Event(nil), f.said.events...), nil
}

func (f *fake) SaveEvent(_ context.Context, _ string, e casefile.Event, reason string) (casefile.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.changed(reason); err != nil {
		return e, err
	}
	e.ID = "ev-" + e.Label
	f.said.events = append(f.said.events, e)
	return e, nil
}

func (f *fake) Documents(context.Context, string) ([]casefile.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]casefile.Document(nil), f.said.documents...), nil
}

func (f *fake) AttachDocument(_ context.Context, _, file string, doc casefile.Document) (casefile.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	doc.ID, doc.Number, doc.Title, doc.FileName, doc.Kind = file, len(f.said.documents)+1, filepath.Base(file), filepath.Base(file), casefile.DocumentOther
	f.said.documents = append(f.said.documents, doc)
	return doc, f.changed("")
}

func (f *fake) EditDocument(_ context.Context, _ string, doc casefile.Document, reason string) (casefile.Document, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return doc, f.changed(reason)
}

func (f *fake) OpenDocument(_ context.Context, _, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, id)
	return nil
}

func (f *fake) Hits(context.Context, string) ([]casefile.HitItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]casefile.HitItem(nil), f.said.hits...), nil
}

func (f *fake) ConfirmHit(_ context.Context, _, comparisonID, reason string) (casefile.Hit, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := casefile.Hit{ID: "h1", Number: 1, ComparisonID: comparisonID, State: casefile.HitConfirmed}
	f.said.hits = append(f.said.hits, casefile.HitItem{Hit: h, LabelA: "Q1", LabelB: "K1-1", Reason: reason})
	return h, f.changed(reason)
}

func (f *fake) WithdrawHit(_ context.Context, _, _ string, reason string) (casefile.Hit, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.said.hits[0].Hit.State = casefile.HitWithdrawn
	return f.said.hits[0].Hit, f.changed(reason)
}

func (f *fake) History(_ context.Context, _, item string) ([]casefile.HistoryEntry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.said.shown = append(f.said.shown, item)
	return f.said.history, nil
}
