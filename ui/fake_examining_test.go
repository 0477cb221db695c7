package ui_test

import (
	"context"
	"image"
	"slices"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// What the comparison microscope asks for beyond the pictures: kept in memory, as the case would.

func (f *fake) Examination(_ context.Context, _, id string) (casefile.Examination, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := casefile.Examination{ComparisonID: id, Markup: casefile.Markup{ComparisonID: id, Version: f.marked, Annotations: f.marks}, Snapshots: slices.Clone(f.snapshots)}
	for _, k := range f.comparisons {
		if k.Comparison.ID == id {
			e.Blind, e.Shown, e.Locked, e.Verification = k.Comparison.Withheld, !k.Comparison.Withheld, k.Locked(), f.duty
		}
	}
	if n := len(f.committed); n > 0 {
		e.Commitment = &f.committed[n-1]
	}
	return e, nil
}

func (f *fake) SaveMarkup(_ context.Context, _, id string, list []casefile.Annotation) (casefile.Markup, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.marks, f.marked = list, f.marked+1
	return casefile.Markup{ComparisonID: id, Version: f.marked, Annotations: list}, nil
}

func (f *fake) AddSnapshot(_ context.Context, _ string, n casefile.Snapshot, _ *image.RGBA) (casefile.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n.Number = len(f.snapshots) + 1
	n.ID = "n" + string(rune('0'+n.Number))
	f.snapshots = append(f.snapshots, n)
	return n, nil
}

func (f *fake) ChooseSnapshot(_ context.Context, _, id string, inReport bool, caption string) (casefile.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.snapshots {
		if f.snapshots[i].ID == id {
			f.snapshots[i].InReport, f.snapshots[i].Caption = inReport, caption
			return f.snapshots[i], nil
		}
	}
	return casefile.Snapshot{}, &casefile.Error{Code: casefile.NotFound, What: "There is no such snapshot", Do: "Open the comparison again"}
}

func (f *fake) Markup(_ context.Context, _, id string, version int) (casefile.Markup, error) {
	return casefile.Markup{ComparisonID: id, Version: version}, nil
}

func (f *fake) PrefetchCandidate(context.Context, string, string, string, casefile.MarkKind) error {
	return nil
}

func (f *fake) SnapshotPicture(context.Context, string, string) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 160, 90)), nil
}

func (f *fake) Preview(ctx context.Context, path, id string, _ int) (*surface.Surface, error) {
	return f.Surface(ctx, path, id)
}

func (f *fake) RawSurface(ctx context.Context, path, id string) (*surface.Surface, error) {
	return f.Surface(ctx, path, id)
}

func (f *fake) SurfaceMasked(ctx context.Context, path, id, _ string) (*surface.Surface, error) {
	return f.Surface(ctx, path, id)
}

func (f *fake) ScoreContext(_ context.Context, _, id string) (casefile.ScoreContext, error) {
	if f.context != nil {
		return *f.context, nil
	}
	return casefile.ScoreContext{ComparisonID: id, Missing: "No reference set is installed."}, nil
}

func (f *fake) Explain(context.Context, string, string, bool, casefile.Progress) (casefile.Explanation, error) {
	return casefile.Explanation{}, nil
}

func (f *fake) BestFit(context.Context, string, string, int, casefile.Shape) (imaging.RegionFit, error) {
	return imaging.RegionFit{}, nil
}
