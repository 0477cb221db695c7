package viewer

import (
	"image"
	"image/color"
	"math"

	"tracemark/ui/viewer/ink"
)

// Sizes of the split line in units of the interface. The line is thin, what takes hold of it is not.
const (
	grabWidth    = 9  // to either side of the line
	handleLength = 18 // half of the handle in the line's middle
	handleWidth  = 4
	parkWidth    = 8 // this near to an end the line parks there
)

var (
	dividerColour = color.NRGBA{R: 0xff, G: 0xe0, B: 0x66, A: 0xff}
	dividerRim    = color.NRGBA{A: 0xff}
)

// drawDivider draws the split line with its handle, on the whole at either end.
func (e *easel) drawDivider() {
	st := &e.scene.stage
	k := e.scene.pxPerDIP
	width := max(1, int(math.Round(1.2*k)))
	rim := max(1, int(math.Round(0.6*k)))
	at := min(max(st.Split()-width/2, rim), st.length()-width-rim)
	upright := func(from, to, lo, hi int) image.Rectangle {
		if st.Horizontal {
			return image.Rect(lo, from, hi, to)
		}
		return image.Rect(from, lo, to, hi)
	}
	across := st.W + st.H - st.length()
	ink.Fill(e.dst, upright(at-rim, at+width+rim, 0, across), dividerRim)
	ink.Fill(e.dst, upright(at, at+width, 0, across), dividerColour)
	if st.Mode != Split {
		return // halves cannot be moved
	}
	half, thick := int(handleLength*k), int(handleWidth*k)
	ink.Fill(e.dst, upright(at-thick-rim, at+width+thick+rim, across/2-half-rim, across/2+half+rim), dividerRim)
	ink.Fill(e.dst, upright(at-thick, at+width+thick, across/2-half, across/2+half), dividerColour)
}

// grabs reports whether a pixel is near enough to the split line to take hold of it; with a tool only its handle is.
func (v *Viewer) grabs(q Pixel) bool {
	st := &v.stage
	if st.Mode != Split || st.alone() {
		return false
	}
	k := float64(v.scale())
	off, along, across := q.X, q.Y, st.H
	if st.Horizontal {
		off, along, across = q.Y, q.X, st.W
	}
	if math.Abs(off-float64(st.Split())) > grabWidth*k {
		return false
	}
	return v.tool == nil || math.Abs(along-float64(across)/2) <= (handleLength+3)*k
}

// splitAt returns the share at which the line is let go at a pixel; near an end it parks.
func (v *Viewer) splitAt(q Pixel) float64 {
	at := q.X
	if v.stage.Horizontal {
		at = q.Y
	}
	length := float64(v.stage.length())
	switch park := parkWidth * float64(v.scale()); {
	case at <= park:
		return 0
	case at >= length-park:
		return 1
	}
	return at / length
}
