package casework

import (
	"bytes"
	"context"
	"fmt"
	"image"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging/render"
)

// CompareCandidate returns the comparison of the pair that a candidate, named by its key, has for mark: the stored one where the same
// recordings were compared by the same methods already, else a new one. The candidate's recording is fetched from the
// service into the case, as its owner's exhibit, where the case does not have it.
func (d *Desk) CompareCandidate(ctx context.Context, path, correlationID, key string, mark casefile.MarkKind, progress casefile.Progress) (casefile.Comparison, error) {
	if err := d.allow(ctx, casefile.CompareMarks); err != nil {
		return casefile.Comparison{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Comparison{}, err
	}
	c, m, err := candidate(ctx, s, correlationID, key, mark)
	if err != nil {
		return casefile.Comparison{}, err
	}
	theirs, err := d.fetch(ctx, s, me, c, m)
	if err != nil {
		return casefile.Comparison{}, err
	}
	k, err := storedComparison(ctx, s, m.OwnCaptureID, theirs.ID)
	if err != nil {
		return casefile.Comparison{}, err
	}
	if k.ID == "" {
		if k, err = d.Compare(ctx, path, m.OwnCaptureID, theirs.ID, progress); err != nil {
			return casefile.Comparison{}, err
		}
	}
	if c.State == casefile.Unseen || c.State == casefile.Viewed {
		if err := s.SetCandidateState(ctx, me, correlationID, c.Rank, casefile.Compared); err != nil {
			return casefile.Comparison{}, err
		}
	}
	return d.handOut(ctx, s, me, k)
}

// handOut returns what may be shown of a comparison now, and notes that it was.
func (d *Desk) handOut(ctx context.Context, s *store.Store, me string, k casefile.Comparison) (casefile.Comparison, error) {
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return casefile.Comparison{}, err
	}
	return l.comparison(ctx, k)
}

// storedComparison returns the newest comparison of two captures by the present methods under their newest masks; its ID is
// empty when there is none.
func storedComparison(ctx context.Context, s *store.Store, a, b string) (casefile.Comparison, error) {
	maskA, maskB, err := currentMasks(ctx, s, a, b)
	if err != nil {
		return casefile.Comparison{}, err
	}
	list, err := s.Comparisons(ctx)
	if err != nil {
		return casefile.Comparison{}, err
	}
	for i := len(list) - 1; i >= 0; i-- {
		k := list[i]
		if k.A == a && k.B == b && k.MaskA == maskA && k.MaskB == maskB && analysis.Current(k) {
			return k, nil
		}
	}
	return casefile.Comparison{}, nil
}

// fetch returns the candidate's capture as the case has it, fetching it first where the case does not have it.
func (d *Desk) fetch(ctx context.Context, s *store.Store, me string, c casefile.Candidate, m casefile.CandidateMark) (casefile.Capture, error) {
	if here, ok, err := held(ctx, s, c, m); ok || err != nil {
		return here, err
	}
	f, err := d.offered(ctx, c, m)
	if err != nil {
		return casefile.Capture{}, err
	}
	e, capture := f.exhibit, f.capture
	if e, err = foreignExhibit(ctx, s, e, f.agencyName); err != nil {
		return casefile.Capture{}, err
	}
	if capture.SHA256, capture.Size, err = s.Originals().Put(ctx, bytes.NewReader(f.data)); err != nil {
		return casefile.Capture{}, err
	}
	_, stored, err := s.Import(ctx, me, e, []casefile.Capture{capture})
	if err != nil {
		return casefile.Capture{}, err
	}
	return stored[0], nil
}

// held finds a candidate's recording among the case's own captures: the capture itself, or one fetched before.
func held(ctx context.Context, s *store.Store, c casefile.Candidate, m casefile.CandidateMark) (casefile.Capture, bool, error) {
	captures, err := s.Captures(ctx, "")
	if err != nil {
		return casefile.Capture{}, false, err
	}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return casefile.Capture{}, false, err
	}
	byID := map[string]casefile.Exhibit{}
	for _, e := range exhibits {
		byID[e.ID] = e
	}
	for _, capture := range captures {
		e := byID[capture.ExhibitID]
		own := e.Owner == "" && e.ID == c.ExhibitID
		fetched := e.Owner != "" && e.OwnerExhibitID == c.ExhibitID
		if capture.SHA256 == m.CaptureSHA256 && capture.Mark == m.Mark && (own || fetched) {
			return capture, true, nil
		}
	}
	return casefile.Capture{}, false, nil
}

// foreignExhibit returns the case's exhibit for another owner's one: the one fetched before, or a new one with a label
// that no exhibit of the case has.
func foreignExhibit(ctx context.Context, s *store.Store, e casefile.Exhibit, owner string) (casefile.Exhibit, error) {
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return e, err
	}
	taken := map[string]bool{}
	for _, x := range exhibits {
		if x.OwnerExhibitID == e.OwnerExhibitID && x.Owner == e.Owner {
			return x, nil
		}
		taken[x.Label] = true
	}
	e.ID, e.EventID, e.ParentID = "", "", ""
	label := fmt.Sprintf("%s (%s)", e.Label, owner)
	for n := 2; taken[label]; n++ {
		label = fmt.Sprintf("%s (%s, %d)", e.Label, owner, n)
	}
	e.Label = label
	return e, nil
}

// CandidateThumbnail returns a picture of the capture that a candidate has for mark. A recording that the case does not
// have is fetched for looking at only; the case keeps it when it is compared.
func (d *Desk) CandidateThumbnail(ctx context.Context, path, correlationID, key string, mark casefile.MarkKind, side int) (*image.RGBA, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	c, m, err := candidate(ctx, s, correlationID, key, mark)
	if err != nil {
		return nil, err
	}
	kept := thumbKey(m.CaptureSHA256, side)
	if picture, ok := d.cache.thumbs.Get(kept); ok {
		return picture, nil
	}
	if here, ok, err := held(ctx, s, c, m); err != nil {
		return nil, err
	} else if ok {
		return d.thumbnail(ctx, s, here, side)
	}
	hub, err := d.link(ctx)
	if err != nil {
		return nil, err
	}
	data, err := hub.Capture(ctx, c.Agency, m.CaptureID, m.CaptureSHA256)
	if err != nil {
		return nil, err
	}
	r, err := analysis.Read(ctx, c.Label+".x3p", data)
	if err != nil {
		return nil, err
	}
	if r.Surface == nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The recording of %[1]s is not a topography", Do: "Ask its owner for the scan", Args: []any{c.Label}}
	}
	scan, err := analysis.Prepare(ctx, r.Surface)
	if err != nil {
		return nil, analysis.About(c.Label, err)
	}
	picture := render.Thumbnail(scan.Surface(), side)
	d.cache.thumbs.Add(kept, picture)
	return picture, nil
}
