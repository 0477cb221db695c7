package viewer

import (
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
)

// lightUp renders a surface's relief under a light in the specimen's frame. What was not measured is taken from the
// surface itself, so that the hatching is drawn on the screen and does not turn or grow with the specimen.
func lightUp(s *surface.Surface, l render.Light) *layer {
	img := render.Relief(s, l)
	z := s.View()
	w, h := s.Size()
	dx, dy := s.Spacing()
	out := &layer{w: w, h: h, dx: dx, dy: dy, grey: make([]uint8, w*h)}
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+4*w]
		for x := range w {
			if i := y*w + x; z[i] == z[i] {
				out.grey[i] = max(row[4*x], leastGrey)
			}
		}
	}
	return out
}
