package viewer

import (
	"context"
	"encoding/binary"
	"image"
	"math"
	"sync"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Specimen is one thing to look at: a topography, or a photograph. Its exported fields must not change once it is shown.
type Specimen struct {
	// Label is shown over the specimen, such as the exhibit's label.
	Label string
	// Synthetic is true for simulated data, which is then said beside the label.
	Synthetic bool
	// Outlines are the cells drawn on the specimen, in its own frame.
	Outlines []Outline
	// Original is the SHA-256 of what is seen, MaskID the version of the mask that was applied. A Scene states them.
	Original, MaskID string
	// RecordedUM is the distance between the recording's points where what is shown is coarser; 0 where it is not.
	RecordedUM float64

	versions   [2]*version // a topography as it was recorded and filtered; either may be missing
	photo      pyramid
	coloured   bool // the photograph
	scaleKnown bool
	placed     bool // of unknown scale, at the size that a registration gives it
}

// The versions of a topography.
const (
	rawVersion = iota
	filteredVersion
)

// version is one surface of a topography with what is made of it for looking at, on first use.
type version struct {
	surface *surface.Surface
	extent  Box // of the measured points
	slopes  func() *slopes
	heights func() *heights
}

func newVersion(s *surface.Surface) *version {
	if s == nil {
		return nil
	}
	return &version{
		surface: s,
		extent:  measured(s),
		slopes:  sync.OnceValue(func() *slopes { return newSlopes(s) }),
		heights: sync.OnceValue(func() *heights { return newHeights(s) }),
	}
}

// NewSurface returns a specimen that is a topography of which there is one version.
func NewSurface(label string, s *surface.Surface) *Specimen { return NewTopography(label, s, nil) }

// NewTopography returns a specimen that is a topography as it was recorded and levelled, and filtered. Both are in the
// same frame; their spacings may differ. Either may be nil, not both.
func NewTopography(label string, raw, filtered *surface.Surface) *Specimen {
	return &Specimen{Label: label, scaleKnown: true, versions: [2]*version{newVersion(raw), newVersion(filtered)}}
}

// measured returns the extent of a surface's measured points, its whole grid where there are none.
func measured(s *surface.Surface) Box {
	w, h := s.Size()
	dx, dy := s.Spacing()
	x0, y0, x1, y1 := w, h, -1, -1
	z := s.View()
	for y := range h {
		row := z[y*w : (y+1)*w]
		first, last := 0, w-1
		for first < w && row[first] != row[first] {
			first++
		}
		if first == w {
			continue
		}
		for row[last] != row[last] {
			last--
		}
		x0, y0, x1, y1 = min(x0, first), min(y0, y), max(x1, last), y
	}
	if x1 < 0 {
		x0, y0, x1, y1 = 0, 0, w-1, h-1
	}
	return Box{
		Min: imaging.Point{X: (float64(x0) - 0.5) * dx, Y: (float64(y0) - 0.5) * dy},
		Max: imaging.Point{X: (float64(x1) + 0.5) * dx, Y: (float64(y1) + 0.5) * dy},
	}
}

// NewPhoto returns a specimen that is a photograph with its scale in µm per pixel; 0 says that it is not known.
func NewPhoto(label string, img *image.RGBA, dx, dy float64) *Specimen {
	known := dx > 0 && dy > 0
	if !known {
		dx, dy = 1, 1
	}
	s := &Specimen{Label: label, scaleKnown: known}
	if g := greyGrid(img, dx, dy); g != nil {
		s.photo = newPyramid(g, func(g *grid) *grid { return g.half(meanCode) })
	} else {
		s.photo, s.coloured = newPyramid(colourGrid(img, dx, dy), (*grid).halfColour), true
	}
	return s
}

// NewPlacedPhoto returns a photograph whose scale is not known, drawn with spacing units of a made-up length per pixel so that a registration
// lays it on its neighbour. It keeps that size, and lengths on it still mean nothing.
func NewPlacedPhoto(label string, img *image.RGBA, spacing float64) *Specimen {
	s := NewPhoto(label, img, spacing, spacing)
	s.scaleKnown, s.placed = false, true
	return s
}

// greyGrid makes a grid of codes of a photograph without colour, nil of one with it: half the bytes to read for a frame.
func greyGrid(img *image.RGBA, dx, dy float64) *grid {
	b := img.Bounds()
	g := &grid{w: b.Dx(), h: b.Dy(), dx: dx, dy: dy, code: make([]byte, 2*b.Dx()*b.Dy())}
	for y := range g.h {
		o := img.PixOffset(b.Min.X, b.Min.Y+y)
		for x := range g.w {
			p := img.Pix[o+4*x : o+4*x+4 : o+4*x+4]
			if p[0] != p[1] || p[1] != p[2] {
				return nil
			}
			binary.LittleEndian.PutUint16(g.code[2*(y*g.w+x):], greyCode(p[0]))
		}
	}
	return g
}

// greyCode is the code of a photograph's grey, 0 being taken by what was not measured.
func greyCode(v uint8) uint16 { return max(1, 257*uint16(v)) }

// ScaleKnown reports whether lengths on the specimen mean anything.
func (s *Specimen) ScaleKnown() bool { return s.scaleKnown }

// Lit reports whether the light falls on the specimen; it does not on photographs.
func (s *Specimen) Lit() bool { return s.photo == nil }

// HasBoth reports whether the specimen can be seen both as recorded and filtered.
func (s *Specimen) HasBoth() bool {
	return s.versions[rawVersion] != nil && s.versions[filteredVersion] != nil
}

// version returns the wanted version of a topography, the other where there is none, nil for a photograph.
func (s *Specimen) version(filtered bool) *version {
	i := rawVersion
	if filtered {
		i = filteredVersion
	}
	if s.versions[i] != nil {
		return s.versions[i]
	}
	return s.versions[1-i]
}

// extent returns where there is something to see: of a filtered topography that is the mark, not the whole recording.
func (s *Specimen) extent(filtered bool) Box {
	if s.photo != nil {
		return s.photo[0].box()
	}
	return s.version(filtered).extent
}

// Prepare makes what the first picture of the specimen needs, on the calling goroutine: about 0.2 s for a scan of 12
// million points. A screen calls it ahead, for the next candidate, off the user-interface goroutine.
func (s *Specimen) Prepare(ctx context.Context) error {
	for _, v := range s.versions {
		if err := ctx.Err(); err != nil {
			return err
		}
		if v != nil {
			v.slopes()
		}
	}
	return ctx.Err()
}

// adopt takes over what was made of the same surfaces for another version of the specimen, and the size that a photograph of unknown
// scale was given there.
func (s *Specimen) adopt(other *Specimen) {
	if s.photo != nil && other.photo != nil && !s.scaleKnown && !s.placed {
		s.resize(other.extent(false))
	}
	for i, v := range s.versions {
		for _, o := range other.versions {
			if v != nil && o != nil && v.surface == o.surface {
				s.versions[i] = o
			}
		}
	}
}

// fitTo gives a photograph of unknown scale the height of another specimen, so that both can be seen at once.
func (s *Specimen) fitTo(other *Specimen) {
	if s.scaleKnown || s.placed || !other.scaleKnown {
		return
	}
	s.resize(other.extent(false))
}

// resize makes a photograph as high as a box.
func (s *Specimen) resize(as Box) {
	own := s.extent(false)
	k := (as.Max.Y - as.Min.Y) / (own.Max.Y - own.Min.Y)
	fitted := make(pyramid, len(s.photo)) // the renderer may be reading the old one
	for i, g := range s.photo {
		c := *g // the pixels are shared, the place is not
		c.dx, c.dy, c.ox, c.oy = c.dx*k, c.dy*k, c.ox*k, c.oy*k
		fitted[i] = &c
	}
	s.photo = fitted
}

// spacing returns the distance between neighbouring points in µm, the smaller of both axes and of all versions.
func (s *Specimen) spacing() float64 {
	if s.photo != nil {
		return min(s.photo[0].dx, s.photo[0].dy)
	}
	finest := math.Inf(1)
	for _, v := range s.versions {
		if v != nil {
			dx, dy := v.surface.Spacing()
			finest = min(finest, dx, dy)
		}
	}
	return finest
}

// recordedUM returns the distance between the points of the recording.
func (s *Specimen) recordedUM() float64 {
	if s.RecordedUM > 0 {
		return s.RecordedUM
	}
	return s.spacing()
}
