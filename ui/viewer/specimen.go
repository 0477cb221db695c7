package viewer

import (
	"image"
	"math"
	"sync"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// Specimen is one thing to look at: a topography, or a photograph.
type Specimen struct {
	// Label is shown over the specimen, such as the exhibit's label.
	Label string
	// Synthetic is true for simulated data, which is then said beside the label.
	Synthetic bool
	// Outlines are the cells drawn on the specimen, in its own frame. They must not change once it is shown.
	Outlines []Outline

	surface    *surface.Surface
	photo      pyramid
	scaleKnown bool
	extent     Box

	mu       sync.Mutex // guards what is below; the renderer and the light use it
	relief   pyramid
	lit      render.Light
	coarse   *surface.Surface // thinned out for drafts, with its own relief
	rough    pyramid
	roughLit render.Light
}

// NewSurface returns a specimen that is a topography, seen as a relief.
func NewSurface(label string, s *surface.Surface) *Specimen {
	return &Specimen{Label: label, surface: s, scaleKnown: true, extent: measured(s)}
}

// measured returns the extent of a surface's measured points, its whole grid where there are none.
func measured(s *surface.Surface) Box {
	w, h := s.Size()
	dx, dy := s.Spacing()
	x0, y0, x1, y1 := w, h, -1, -1
	for i, z := range s.View() {
		if z == z {
			x, y := i%w, i/w
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
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
	l := colourLayer(img, dx, dy)
	return &Specimen{Label: label, photo: newPyramid(l), scaleKnown: known, extent: l.box()}
}

// ScaleKnown reports whether lengths on the specimen mean anything.
func (s *Specimen) ScaleKnown() bool { return s.scaleKnown }

// Lit reports whether the light falls on the specimen; it does not on photographs.
func (s *Specimen) Lit() bool { return s.surface != nil }

// fitTo gives a photograph of unknown scale the height of another specimen, so that both can be seen at once.
func (s *Specimen) fitTo(other *Specimen) {
	if s.scaleKnown || !other.scaleKnown {
		return
	}
	k := (other.extent.Max.Y - other.extent.Min.Y) / (s.extent.Max.Y - s.extent.Min.Y)
	for i, l := range s.photo {
		c := *l // the pixels are shared, the place is not
		c.dx, c.dy, c.ox, c.oy = c.dx*k, c.dy*k, c.ox*k, c.oy*k
		s.photo[i] = &c
	}
	s.extent = s.photo[0].box()
}

// lightStepDeg is how finely the relief follows the light: finer steps cannot be seen.
const lightStepDeg = 1

// draftPoints is the most points that are lit anew while something moves, some 10 ms of work.
const draftPoints = 400_000

// picture returns what to sample with the specimen turned by angleDeg: the photograph, or the relief under the light as
// it falls on a specimen turned so. While moving a large relief is lit coarsely.
func (s *Specimen) picture(l render.Light, angleDeg float64, draft bool) pyramid {
	if s.surface == nil {
		return s.photo
	}
	// The light stays put while the specimen turns, so in the specimen's frame it turns the other way.
	l.AzimuthDeg = math.Round(wrapDeg(l.AzimuthDeg-angleDeg)/lightStepDeg) * lightStepDeg
	l.ElevationDeg = math.Round(l.ElevationDeg/lightStepDeg) * lightStepDeg
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.relief != nil && s.lit == l {
		return s.relief
	}
	if draft {
		if c := s.draftSurface(); c != s.surface {
			if s.rough == nil || s.roughLit != l {
				s.rough, s.roughLit = newPyramid(lightUp(c, l)), l
			}
			return s.rough
		}
	}
	s.relief, s.lit = newPyramid(lightUp(s.surface, l)), l
	return s.relief
}

// draftSurface returns the surface thinned out to at most draftPoints. Every k-th point is taken as it is: a mean would
// flatten the very texture that the light is moved to see.
func (s *Specimen) draftSurface() *surface.Surface {
	if s.coarse != nil {
		return s.coarse
	}
	s.coarse = s.surface
	w, h := s.surface.Size()
	k := int(math.Ceil(math.Sqrt(float64(w) * float64(h) / draftPoints)))
	if k < 2 {
		return s.coarse
	}
	cw, ch := (w+k-1)/k, (h+k-1)/k
	z := make([]float64, 0, cw*ch)
	all := s.surface.View()
	for y := 0; y < h; y += k {
		for x := 0; x < w; x += k {
			z = append(z, all[y*w+x])
		}
	}
	dx, dy := s.surface.Spacing()
	if c, err := surface.New(cw, ch, dx*float64(k), dy*float64(k), z); err == nil {
		s.coarse = c
	}
	return s.coarse
}

// spacing returns the distance between neighbouring points in µm, the smaller of both axes.
func (s *Specimen) spacing() float64 {
	if s.surface != nil {
		dx, dy := s.surface.Spacing()
		return min(dx, dy)
	}
	return min(s.photo[0].dx, s.photo[0].dy)
}
