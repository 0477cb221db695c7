package prepare

import (
	"math"

	"tracemark/imaging"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// tint draws a mask over the specimen A: what is left out is tinted, and the border is a bright line. It never changes.
type tint struct {
	mask   imaging.Mask
	dx, dy float64 // of the grid, µm
}

// How much of the tint's colour covers what is left out: the relief must still be seen under it.
const tintShare = 0.42

// mixed are the tables that lay the tint over a channel of a pixel.
var mixed = func() (t [3][256]uint8) {
	for i, c := range [3]uint8{theme.Dissimilar.R, theme.Dissimilar.G, theme.Dissimilar.B} {
		for v := range t[i] {
			t[i][v] = uint8(float64(v)*(1-tintShare) + float64(c)*tintShare + 0.5)
		}
	}
	return t
}()

// fixed is how many steps of the walk over the grid there are to a point: positions are whole numbers of them, which is
// several times as fast as rounding numbers for each pixel. A field of 10 000 pixels strays by less than a millionth of a point.
const fixed = 32

// Draw implements viewer.Layer.
func (t tint) Draw(p *viewer.Plate) {
	clip := p.Clip(viewer.A).Intersect(p.Image.Rect)
	if clip.Empty() || t.mask.W == 0 {
		return
	}
	// The way from the screen to the grid is affine: three points tell it.
	at := func(x, y float64) (u, v float64) {
		q := p.Stage.Specimen(viewer.A, viewer.Pixel{X: x, Y: y})
		return q.X/t.dx + 0.5, q.Y/t.dy + 0.5
	}
	x0, y0 := float64(clip.Min.X)+0.5, float64(clip.Min.Y)+0.5
	u0, v0 := at(x0, y0)
	ux, vx := at(x0+1, y0)
	uy, vy := at(x0, y0+1)
	stepU, stepV := steps(ux-u0), steps(vx-v0)
	above := make([]state, clip.Dx())
	for y := range clip.Dy() {
		u, v := steps(u0+float64(y)*(uy-u0)), steps(v0+float64(y)*(vy-v0))
		row := p.Image.Pix[p.Image.PixOffset(clip.Min.X, clip.Min.Y+y):]
		left := above[0]
		for x := range above {
			s := t.state(int(u>>fixed), int(v>>fixed))
			pix := row[4*x : 4*x+3 : 4*x+3]
			switch {
			case border(s, left) && x > 0 || border(s, above[x]) && y > 0:
				pix[0], pix[1], pix[2] = theme.Dissimilar.R, theme.Dissimilar.G, theme.Dissimilar.B
			case s == leftOut:
				pix[0], pix[1], pix[2] = mixed[0][pix[0]], mixed[1][pix[1]], mixed[2][pix[2]]
			}
			left, above[x] = s, s
			u, v = u+stepU, v+stepV
		}
	}
}

func steps(points float64) int64 { return int64(math.Floor(points * (1 << fixed))) }

// state is what the mask says of a place.
type state uint8

const (
	off state = iota // beyond the grid
	leftOut
	takesPart
)

func (t tint) state(x, y int) state {
	if uint(x) >= uint(t.mask.W) || uint(y) >= uint(t.mask.H) {
		return off
	}
	if t.mask.On[y*t.mask.W+x] {
		return takesPart
	}
	return leftOut
}

// border reports whether the mask's border runs between two neighbours.
func border(a, b state) bool { return a != b && a != off && b != off }
