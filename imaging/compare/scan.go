package compare

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"tracemark/imaging/cmc"
	"tracemark/imaging/filter"
	"tracemark/imaging/register"
	"tracemark/imaging/surface"
)

// Scan is a surface prepared for comparison. It may be used by several goroutines at once. It holds some 4 to 10 MB, of which
// Compact gives back the larger part.
type Scan struct {
	params Params
	key    [sha256.Size]byte // of what was measured: decides which of a pair is turned
	notes  []string

	mu   sync.Mutex
	view *surface.Surface

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

// Prepare makes a scan of s: the breech face found, levelled, band-passed, brought to the common spacing and
// evened out. Its errors are ctx's and *TooLittleError.
func Prepare(ctx context.Context, s *surface.Surface, p Params) (*Scan, error) {
	if s == nil || s.Valid() < 3 {
		return nil, &TooLittleError{"the scan has fewer than 3 measured points; choose another file or loosen its mask"}
	}
	dx, dy := s.Spacing()
	if w, h := s.Size(); float64(w)*dx > maxSideUM || float64(h)*dy > maxSideUM {
		return nil, &TooLittleError{fmt.Sprintf("the scan is %.0f × %.0f mm, larger than any breech face; check the unit of its spacing", float64(w)*dx/1000, float64(h)*dy/1000)}
	}
	sc := &Scan{params: p, key: contentKey(s)}
	band, err := sc.band(ctx, s)
	if err != nil {
		return nil, err
	}
	if sc.view, err = band.Surface(); err != nil {
		return nil, fmt.Errorf("prepare scan: %w", err)
	}
	if coarse := math.Max(dx, dy); coarse > 2*p.SpacingUM {
		sc.notes = append(sc.notes, fmt.Sprintf("a scan is spaced %.1f µm, coarser than the %.1f µm the method works at", coarse, 2*p.SpacingUM))
	}
	if err := sc.pyramid(ctx, band); err != nil {
		return nil, err
	}
	return sc, nil
}

// maxSideUM bounds the work that a wrong unit can cause: no cartridge case head is 30 mm wide.
const maxSideUM = 30000

// band masks, levels and band-passes s at its own spacing.
func (sc *Scan) band(ctx context.Context, s *surface.Surface) (*filter.Field, error) {
	p := sc.params
	f := filter.FromSurface(centred(s))
	face := filter.FindFace(f, p.Mask)
	for i, on := range face.On {
		if !on {
			f.Z[i], f.M[i] = 0, 0
		}
	}
	if f.Count() < 3 {
		return nil, &TooLittleError{"no smooth region was found that could be a breech face; mask it by hand"}
	}
	if !face.Masked {
		sc.notes = append(sc.notes, fmt.Sprintf("the breech face was found automatically in a raw scan (%.0f %% of its points); look at the mask before relying on the score", 100*face.Share))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f = filter.Level(f)
	high := filter.HighPass(f, p.LongUM)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	band := filter.LowPass(high, p.ShortUM)
	if _, _, sd := band.Moments(); !(sd > filter.MinReliefUM) {
		clear(band.Z) // rounding must not be taken for a mark
	}
	return band, nil
}

// centred takes the mean height away, so that single precision keeps nanometres whatever the zero was.
func centred(s *surface.Surface) *surface.Surface {
	z := s.Heights()
	sum, n := 0.0, 0
	for _, v := range z {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	mean := sum / float64(max(n, 1))
	for i := range z {
		z[i] -= mean
	}
	w, h := s.Size()
	dx, dy := s.Spacing()
	c, err := surface.New(w, h, dx, dy, z)
	if err != nil {
		return s // shape and spacing were accepted before
	}
	return c
}

// pyramid makes the images that are compared (P1 to P5).
func (sc *Scan) pyramid(ctx context.Context, band *filter.Field) error {
	p := sc.params
	common := filter.Resample(band, p.SpacingUM)
	x0, y0, x1, y1, ok := common.Bounds()
	if !ok {
		return &TooLittleError{"nothing is left of the scan at the common spacing"}
	}
	common = filter.Crop(common, x0, y0, x1, y1)
	even := filter.LocalContrast(common, p.Contrast)
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
	sc.plain = register.NewImage(filter.Half(common))
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
	return sc.view
}

// Notes returns the sentences about preparation that must stand beside every result.
func (sc *Scan) Notes() []string { return append([]string(nil), sc.notes...) }

// Compact gives back the memory of what is only viewed and of what can be computed again: some 2 MB stay. For galleries.
func (sc *Scan) Compact() {
	sc.mu.Lock()
	sc.view = nil
	sc.mu.Unlock()
	sc.turned.Forget()
}
