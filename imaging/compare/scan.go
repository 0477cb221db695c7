package compare

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"tracemark/imaging/cmc"
	"tracemark/imaging/filter"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/register"
	"tracemark/imaging/surface"
)

// Scan is a surface prepared for comparison. It may be used by several goroutines at once. It holds some 4 to 10 MB, of which
// Compact gives back the larger part.
type Scan struct {
	params Params
	key    [sha256.Size]byte // of what was measured: decides which of a pair is turned
	notes  []string
	steps  pipeline.Recipe // that were done

	mu     sync.Mutex
	viewed *pipeline.Stage  // what is looked at
	view   *surface.Surface // and its surface, made when it is first asked for

	even   [3]*register.Image // after P2–P4, at 2, 4 and 8 times the common spacing
	plain  *register.Image    // band-passed heights at twice the common spacing
	turned *register.Turned   // spectra at the coarsest
	grid   *cmc.Grid          // cells of even[0]
	bare   *cmc.Grid          // cells of plain
}

// TooLittleError says that a scan cannot be compared and why.
type TooLittleError struct{ Why string }

// Error returns the sentence.
func (e *TooLittleError) Error() string { return "prepare scan: " + e.Why }

// Prepare makes a scan of s by the steps of p.Recipe: the breech face found, levelled, band-passed, brought to the common spacing and
// evened out. Its errors are ctx's and *TooLittleError.
func Prepare(ctx context.Context, s *surface.Surface, p Params) (*Scan, error) {
	return PrepareBy(ctx, s, p, p.Recipe())
}

// PrepareMasked is Prepare with the breech face given: nothing outside mask takes part.
func PrepareMasked(ctx context.Context, s *surface.Surface, mask pipeline.Mask, p Params) (*Scan, error) {
	r := p.Recipe()
	r.Steps[0] = pipeline.Given(mask)
	return PrepareBy(ctx, s, p, r)
}

// PrepareBy is Prepare by a stored or changed recipe, whose last steps must be those of a comparison: band-pass, floor, resample, contrast.
func PrepareBy(ctx context.Context, s *surface.Surface, p Params, r pipeline.Recipe) (*Scan, error) {
	if s == nil || s.Valid() < 3 {
		return nil, &TooLittleError{"the scan has fewer than 3 measured points; choose another file or loosen its mask"}
	}
	dx, dy := s.Spacing()
	if w, h := s.Size(); float64(w)*dx > maxSideUM || float64(h)*dy > maxSideUM {
		return nil, &TooLittleError{fmt.Sprintf("the scan is %.0f × %.0f mm, larger than any breech face; check the unit of its spacing", float64(w)*dx/1000, float64(h)*dy/1000)}
	}
	sc := &Scan{params: p, key: contentKey(s)}
	even, err := sc.stages(ctx, s, r)
	if err != nil {
		return nil, err
	}
	if coarse := math.Max(dx, dy); coarse > 2*p.SpacingUM {
		sc.notes = append(sc.notes, fmt.Sprintf("a scan is spaced %.1f µm, coarser than the %.1f µm the method works at", coarse, 2*p.SpacingUM))
	}
	if err := sc.pyramid(ctx, even); err != nil {
		return nil, err
	}
	return sc, nil
}

// maxSideUM bounds the work that a wrong unit can cause: no cartridge case head is 30 mm wide.
const maxSideUM = 30000

// stages runs the recipe and keeps what the comparison needs of the stages between; it returns the last.
func (sc *Scan) stages(ctx context.Context, s *surface.Surface, r pipeline.Recipe) (*filter.Field, error) {
	var last *pipeline.Stage
	_, err := r.Run(ctx, s, func(st *pipeline.Stage) (err error) {
		switch st.Step.Name {
		case "margin":
			now, measured := st.Points()
			if now < 3 {
				return &TooLittleError{"no smooth region was found that could be a breech face; mask it by hand"}
			}
			sc.steps = st.Recipe()
			if st.Face != nil && !st.Face.Masked {
				sc.notes = append(sc.notes, rawNote(st.Face, now, measured))
			}
		case "floor":
			if sc.plain == nil { // a resampled stage does not lie over the measured surface
				sc.viewed = st
			}
		case "resample":
			if st.Field.Count() == 0 {
				return &TooLittleError{"nothing is left of the scan at the common spacing"}
			}
			sc.plain = register.NewImage(filter.Half(st.Field))
		}
		last = st
		return err
	})
	var little *TooLittleError
	switch {
	case errors.As(err, &little), err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("prepare scan: %w", err)
	case sc.plain == nil || sc.viewed == nil:
		return nil, errors.New("prepare scan: the recipe lacks the steps floor and then resample, without which nothing can be compared")
	}
	sc.steps = last.Recipe()
	return last.Field, nil
}

// rawNote says what of a raw scan takes part.
func rawNote(f *filter.Face, now, measured int) string {
	compared := 100 * float64(now) / float64(measured)
	if f.Hole.DiameterUM > 0 {
		return fmt.Sprintf("the breech face was found automatically in a raw scan: %.0f %% of the measured points lie in it (%.1f mm across, about a hole of %.1f mm), "+
			"%.0f %% are flat enough and far enough from its edges to be compared; look at the mask before relying on the score",
			100*f.Share, f.Outline.DiameterUM/1000, f.Hole.DiameterUM/1000, compared)
	}
	return fmt.Sprintf("the breech face was found automatically in a raw scan: %.0f %% of the measured points lie in it, "+
		"%.0f %% are flat enough and far enough from its edges to be compared; look at the mask before relying on the score", 100*f.Share, compared)
}

// pyramid makes the images that are compared (P5).
func (sc *Scan) pyramid(ctx context.Context, even *filter.Field) error {
	p := sc.params
	if err := ctx.Err(); err != nil {
		return err
	}
	for i := range sc.even {
		even = filter.Half(even)
		sc.even[i] = register.NewImage(even)
	}
	if sc.even[0].N < p.MinPoints {
		return &TooLittleError{fmt.Sprintf("only %.2f mm² of breech face is measured, too little to compare", float64(sc.even[0].N)*sc.even[0].DX*sc.even[0].DX/1e6)}
	}
	sc.turned = register.NewTurned(sc.even[2])
	sc.grid = cmc.NewGrid(sc.even[0], p.CellRows, p.CellCols, p.MaxMissing)
	sc.bare = cmc.NewGrid(sc.plain, p.CellRows, p.CellCols, p.MaxMissing)
	return nil
}

// contentKey is the SHA-256 of size, spacing and heights.
func contentKey(s *surface.Surface) (key [sha256.Size]byte) {
	h := sha256.New()
	w, ht := s.Size()
	dx, dy := s.Spacing()
	buf := make([]byte, 0, 8*1024)
	put := func(v uint64) {
		if buf = binary.LittleEndian.AppendUint64(buf, v); len(buf) == cap(buf) {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	put(uint64(w))
	put(uint64(ht))
	put(math.Float64bits(dx))
	put(math.Float64bits(dy))
	for _, z := range s.View() {
		if math.IsNaN(z) {
			z = math.NaN() // one bit pattern for all of them
		}
		put(math.Float64bits(z))
	}
	h.Write(buf)
	h.Sum(key[:0])
	return key
}

// Surface returns the preprocessed surface (levelled, band-passed) in the original scan's frame and spacing; nil after Compact.
func (sc *Scan) Surface() *surface.Surface {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if sc.view == nil && sc.viewed != nil {
		if s, err := sc.viewed.Whole(); err == nil { // it has the measured surface's grid: no error can come
			sc.view, sc.viewed = s, nil
		}
	}
	return sc.view
}

// Notes returns the sentences about preparation that must stand beside every result.
func (sc *Scan) Notes() []string { return append([]string(nil), sc.notes...) }

// Recipe returns the steps by which the scan was prepared; running them again on the same surface gives the identical one.
func (sc *Scan) Recipe() pipeline.Recipe { return sc.steps }

// Compact gives back the memory of what is only viewed and of what can be computed again: some 2 MB stay. For galleries.
func (sc *Scan) Compact() {
	sc.mu.Lock()
	sc.view, sc.viewed = nil, nil
	sc.mu.Unlock()
	sc.turned.Forget()
}
