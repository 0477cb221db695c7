package casework

import (
	"context"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Exhibits returns a case's exhibits with their captures, by label; those of other agencies last.
func (d *Desk) Exhibits(ctx context.Context, path string) ([]casefile.ExhibitItem, error) {
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
	items, err := exhibitItems(ctx, s)
	return l.exhibits(items), err
}

// ExhibitPage returns a page of a case's exhibits with their captures. What is not on the page is not read: in a case of 10,000 exhibits
// with 50,000 captures it answers within 100 ms, see BenchmarkLarge of casefile/store.
func (d *Desk) ExhibitPage(ctx context.Context, path string, q casefile.ExhibitQuery) (casefile.ExhibitPage, error) {
	page := casefile.ExhibitPage{Items: []casefile.ExhibitItem{}}
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return page, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return page, err
	}
	exhibits, total, err := s.ExhibitPage(ctx, q)
	if err != nil {
		return page, err
	}
	page.Total = total
	ids := make([]string, len(exhibits))
	for i, e := range exhibits {
		ids[i] = e.ID
	}
	captures, err := s.CapturesOf(ctx, ids)
	if err != nil {
		return page, err
	}
	events := map[string]casefile.Event{}
	for _, e := range exhibits {
		event, known := events[e.EventID]
		if !known && e.EventID != "" {
			if event, err = s.Event(ctx, e.EventID); err != nil {
				return page, err
			}
			events[e.EventID] = event
		}
		page.Items = append(page.Items, casefile.ExhibitItem{Exhibit: e, Event: event, Captures: captures[e.ID]})
	}
	l, err := d.onDuty(ctx, s)
	if err != nil {
		return casefile.ExhibitPage{}, err
	}
	page.Items = l.exhibits(page.Items)
	return page, nil
}

func exhibitItems(ctx context.Context, s *store.Store) ([]casefile.ExhibitItem, error) {
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, err
	}
	events, err := s.Events(ctx)
	if err != nil {
		return nil, err
	}
	captures, err := s.Captures(ctx, "")
	if err != nil {
		return nil, err
	}
	eventOf := map[string]casefile.Event{}
	for _, e := range events {
		eventOf[e.ID] = e
	}
	capturesOf := map[string][]casefile.Capture{}
	for _, c := range captures {
		capturesOf[c.ExhibitID] = append(capturesOf[c.ExhibitID], c)
	}
	items := make([]casefile.ExhibitItem, 0, len(exhibits))
	for _, e := range exhibits {
		items = append(items, casefile.ExhibitItem{Exhibit: e, Event: eventOf[e.EventID], Captures: capturesOf[e.ID]})
	}
	slices.SortStableFunc(items, func(a, b casefile.ExhibitItem) int {
		if foreign := (a.Exhibit.Owner != "") != (b.Exhibit.Owner != ""); foreign {
			if a.Exhibit.Owner != "" {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Exhibit.Label, b.Exhibit.Label)
	})
	return items, nil
}

// Exhibit returns the exhibit that name means: its label or its id.
func (d *Desk) Exhibit(ctx context.Context, path, name string) (casefile.Exhibit, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Exhibit{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	item, err := findExhibit(ctx, s, name)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	l, err := d.onDuty(ctx, s)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	return l.exhibits([]casefile.ExhibitItem{item})[0].Exhibit, nil
}

// FindCapture returns the capture that name means: a capture's id or the beginning of one, or the label of an exhibit
// that has one capture.
func (d *Desk) FindCapture(ctx context.Context, path, name string) (casefile.Capture, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Capture{}, err
	}
	items, err := d.Exhibits(ctx, path)
	if err != nil {
		return casefile.Capture{}, err
	}
	var found []casefile.Capture
	for _, item := range items {
		if item.Exhibit.Label == name {
			switch len(item.Captures) {
			case 1:
				return item.Captures[0], nil
			case 0:
				return casefile.Capture{}, &casefile.Error{Code: casefile.NotFound, What: "Exhibit %[1]s has no capture",
					Do: "Import its recording first", Args: []any{name}}
			}
			return casefile.Capture{}, &casefile.Error{Code: casefile.Conflict, What: "Exhibit %[1]s has several captures",
				Do: "Name one of them by its id", Args: []any{name}}
		}
		for _, c := range item.Captures {
			if c.ID == name {
				return c, nil
			}
			if len(name) >= 4 && strings.HasPrefix(c.ID, name) {
				found = append(found, c)
			}
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return casefile.Capture{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no exhibit or capture called %[1]s",
			Do: "Look at the case for labels and ids", Args: []any{name}}
	}
	return casefile.Capture{}, &casefile.Error{Code: casefile.Conflict, What: "Several captures begin with %[1]s", Do: "Give more of the id", Args: []any{name}}
}

// CaseOfCapture returns the folder of the known case that has the capture id, or an id that begins so. A beginning that
// captures of several cases share is refused: a comparison must not land in a case that nobody meant.
func (d *Desk) CaseOfCapture(ctx context.Context, id string) (string, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return "", err
	}
	paths, err := d.known()
	if err != nil {
		return "", err
	}
	var found []string
	for _, path := range paths {
		switch _, err := d.FindCapture(ctx, path, id); {
		case err == nil:
			found = append(found, path)
		case ctx.Err() != nil:
			return "", ctx.Err()
		case casefile.CodeOf(err) == casefile.Conflict:
			return "", err
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", &casefile.Error{Code: casefile.NotFound, What: "%[1]s is neither a file nor a capture of a case known here",
			Do: "Check the name, or name the case's folder first", Args: []any{id}}
	}
	return "", &casefile.Error{Code: casefile.Conflict, What: "Several cases have a capture that %[1]s can mean",
		Do: "Name the case's folder first", Args: []any{id}}
}

// findExhibit returns the exhibit that name means: its label or its id.
func findExhibit(ctx context.Context, s *store.Store, name string) (casefile.ExhibitItem, error) {
	items, err := exhibitItems(ctx, s)
	if err != nil {
		return casefile.ExhibitItem{}, err
	}
	for _, item := range items {
		if item.Exhibit.ID == name || item.Exhibit.Label == name {
			return item, nil
		}
	}
	return casefile.ExhibitItem{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no exhibit called %[1]s",
		Do: "Look at the case for its exhibits", Args: []any{name}}
}

// Describe records a new version of an exhibit's class characteristics, with the reason for the change; the earlier
// version stays readable. exhibit is a label or an id.
func (d *Desk) Describe(ctx context.Context, path, exhibit string, class casefile.Class, reason string) (casefile.Exhibit, error) {
	if err := d.allow(ctx, casefile.DescribeExhibit); err != nil {
		return casefile.Exhibit{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	item, err := findExhibit(ctx, s, exhibit)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	e := item.Exhibit
	if e.Owner != "" {
		return e, &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s", Do: "Ask its owner to correct what is said of it", Args: []any{e.Label, e.Owner}}
	}
	if e.Class == class {
		return e, nil
	}
	if strings.TrimSpace(reason) == "" {
		reason = "class characteristics described"
	}
	e.Class = class
	return s.UpdateExhibit(ctx, me, e, reason)
}
