package ui_test

import (
	"context"
	"slices"

	"tracemark/casefile"
)

func (f *fake) ExhibitLines(ctx context.Context, path string) ([]casefile.ExhibitLine, error) {
	items, err := f.Exhibits(ctx, path)
	var out []casefile.ExhibitLine
	for _, i := range items {
		out = append(out, casefile.ExhibitLine{ID: i.Exhibit.ID, Label: i.Exhibit.Label, Kind: i.Exhibit.Kind, Origin: i.Exhibit.Origin, ParentID: i.Exhibit.ParentID,
			Owner: i.Exhibit.Owner, Event: i.Event.Label, Captures: len(i.Captures),
			Synthetic: slices.ContainsFunc(i.Captures, func(c casefile.Capture) bool { return c.Synthetic })})
	}
	return out, err
}

func (f *fake) ExhibitItem(ctx context.Context, path, id string) (casefile.ExhibitItem, error) {
	items, err := f.Exhibits(ctx, path)
	i := slices.IndexFunc(items, func(e casefile.ExhibitItem) bool { return e.Exhibit.ID == id })
	if i < 0 {
		return casefile.ExhibitItem{}, err
	}
	return items[i], err
}

func (f *fake) ComparisonLines(ctx context.Context, path string) ([]casefile.ComparisonItem, error) {
	return f.Comparisons(ctx, path)
}
