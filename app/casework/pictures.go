package casework

import (
	"context"
	"fmt"
	"image"

	lru "github.com/hashicorp/golang-lru/v2"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// pictures keeps what was computed from originals, by their hash, so that looking again costs nothing.
type pictures struct {
	scans  *lru.Cache[string, *compare.Scan]
	thumbs *lru.Cache[string, *image.RGBA]
	stages *lru.Cache[string, *keptStages]

	filters *lru.Cache[string, []imaging.FilterOutcome] // of pairs, by both their scan keys

	measured *measured
	offered  *lru.Cache[string, offered] // recordings that the case does not have, fetched ahead
}

// A prepared scan takes some 10 MB, a thumbnail some 100 kB.
const (
	keptScans  = 12
	keptThumbs = 400
	keptScores = 64 // of comparisons under other filters
	keptRuns   = 1  // of all stages of a preparation, up to mostKept points each
)

func newPictures() *pictures {
	scans, err := lru.New[string, *compare.Scan](keptScans)
	if err != nil {
		panic(err) // only for a size below one
	}
	thumbs, err := lru.New[string, *image.RGBA](keptThumbs)
	if err != nil {
		panic(err)
	}
	filters, err := lru.New[string, []imaging.FilterOutcome](keptScores)
	if err != nil {
		panic(err)
	}
	stages, err := lru.New[string, *keptStages](keptRuns)
	if err != nil {
		panic(err)
	}
	ahead, err := lru.New[string, offered](keptOffered)
	if err != nil {
		panic(err)
	}
	return &pictures{offered: ahead, scans: scans, thumbs: thumbs, stages: stages, filters: filters, measured: newMeasured()}
}

// scanKey names a capture's surface under a mask. The same file read in other units is another surface.
func scanKey(c casefile.Capture, maskID string) string {
	return c.SHA256 + c.Scale.Units() + "/" + maskID
}

// prepared returns a capture's surface ready for comparison under the mask with the id, the automatic one where it is "". The
// bytes of the original and of the mask are checked against their hashes.
func (d *Desk) prepared(ctx context.Context, s *store.Store, c casefile.Capture, maskID string) (*compare.Scan, error) {
	key := scanKey(c, maskID)
	if scan, ok := d.cache.scans.Get(key); ok {
		return scan, nil
	}
	sf, err := d.measured(ctx, s, c)
	if err != nil {
		return nil, err
	}
	mask, err := givenMask(ctx, s, c, maskID)
	if err != nil {
		return nil, err
	}
	scan, err := analysis.PrepareMasked(ctx, sf, mask)
	if err != nil {
		return nil, analysis.About(c.FileName, err)
	}
	d.cache.scans.Add(key, scan)
	return scan, nil
}

// recording reads a capture's original, checked against its hash.
func recording(ctx context.Context, s *store.Store, c casefile.Capture) (analysis.Recording, error) {
	data, err := s.Originals().Read(ctx, c.SHA256)
	if err != nil {
		return analysis.Recording{}, err
	}
	return analysis.Options{Units: c.Scale.Units()}.Read(ctx, c.FileName, data)
}

// Surface returns a topography as it is viewed: levelled and filtered under its newest mask, in the original's frame and spacing.
func (d *Desk) Surface(ctx context.Context, path, captureID string) (*surface.Surface, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	m, _, err := s.CurrentMask(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	return d.SurfaceMasked(ctx, path, captureID, m.ID)
}

// SurfaceMasked is Surface under the mask with the id, the automatic one where it is "": as an earlier comparison saw it.
func (d *Desk) SurfaceMasked(ctx context.Context, path, captureID, maskID string) (*surface.Surface, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	scan, err := d.prepared(ctx, s, c, maskID)
	if err != nil {
		return nil, err
	}
	return scan.Surface(), nil
}

// Photo returns a photograph's pixels.
func (d *Desk) Photo(ctx context.Context, path, captureID string) (*image.RGBA, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	r, err := recording(ctx, s, c)
	if err != nil {
		return nil, err
	}
	if r.Photo == nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a photograph", Do: "Open it as a topography", Args: []any{c.FileName}}
	}
	return analysis.RGBA(r.Photo), nil
}

// Thumbnail returns a picture of a capture whose longer side has side pixels.
func (d *Desk) Thumbnail(ctx context.Context, path, captureID string, side int) (*image.RGBA, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	return d.thumbnail(ctx, s, c, side)
}

func (d *Desk) thumbnail(ctx context.Context, s *store.Store, c casefile.Capture, side int) (*image.RGBA, error) {
	mask, _, err := s.CurrentMask(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	key := thumbKey(scanKey(c, mask.ID), side)
	if m, ok := d.cache.thumbs.Get(key); ok {
		return m, nil
	}
	var m *image.RGBA
	if c.Kind == casefile.Photograph {
		r, err := recording(ctx, s, c)
		if err != nil {
			return nil, err
		}
		if r.Photo == nil {
			return nil, &casefile.Error{Code: casefile.Damaged, What: "%[1]s is recorded as a photograph and is none", Do: "Verify the case", Args: []any{c.FileName}}
		}
		if m, err = analysis.ShrinkPhoto(r.Photo, side); err != nil {
			return nil, err
		}
	} else {
		scan, err := d.prepared(ctx, s, c, mask.ID)
		if err != nil {
			return nil, err
		}
		m = render.Thumbnail(scan.Surface(), side)
	}
	d.cache.thumbs.Add(key, m)
	return m, nil
}

func thumbKey(of string, side int) string { return fmt.Sprintf("%s/%d", of, side) }

func (d *Desk) capture(ctx context.Context, path, id string) (*store.Store, casefile.Capture, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, casefile.Capture{}, err
	}
	c, err := s.Capture(ctx, id)
	return s, c, err
}
