package register

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/filter"
)

// Image is a prepared field laid out for sampling: value and weight side by side, with a border of missing points.
// It is read-only once made.
type Image struct {
	W, H   int     // without the border
	DX     float64 // µm between points, along both axes
	X0, Y0 float64 // µm: the first point in the scan's frame
	N      int     // measured points
	zm     []float32
	stride int   // in points
	runs   []run // of measured points, row by row
}

// run is a stretch [x0,x1) of a row that begins and ends with a measured point.
type run struct{ y, x0, x1 int }

// gap is the shortest stretch of missing points that ends a run: shorter ones cost less to step over.
const gap = 6

const border = 2 // points: bilinear sampling reads one beyond, the other is for positions rounded up

// NewImage lays f out; f must have one spacing along both axes.
func NewImage(f *filter.Field) *Image {
	im := &Image{W: f.W, H: f.H, DX: f.DX, X0: f.X0, Y0: f.Y0, stride: f.W + 2*border}
	im.zm = make([]float32, 2*im.stride*(f.H+2*border))
	for y := 0; y < f.H; y++ {
		for x := 0; x < f.W; x++ {
			if f.M[y*f.W+x] != 0 {
				i := im.index(x, y)
				im.zm[i], im.zm[i+1] = f.Z[y*f.W+x], 1
				im.N++
				if k := len(im.runs) - 1; k >= 0 && im.runs[k].y == y && x-im.runs[k].x1 < gap {
					im.runs[k].x1 = x + 1
				} else {
					im.runs = append(im.runs, run{y, x, x + 1})
				}
			}
		}
	}
	return im
}

func (im *Image) index(x, y int) int { return 2 * ((y+border)*im.stride + x + border) }

// At returns value and weight (0 or 1) of the point in column x, row y, which must lie in the image.
func (im *Image) At(x, y int) (z, m float32) {
	i := im.index(x, y)
	return im.zm[i], im.zm[i+1]
}

// Position returns where column x, row y lies in the scan's frame.
func (im *Image) Position(x, y float64) imaging.Point {
	return imaging.Point{X: im.X0 + float64(x*im.DX), Y: im.Y0 + float64(y*im.DX)}
}

// Column and Row of a position in the scan's frame; neither needs to be whole or inside.
func (im *Image) Column(xUM float64) float64 { return (xUM - im.X0) / im.DX }

// Row returns the row of a position in the scan's frame.
func (im *Image) Row(yUM float64) float64 { return (yUM - im.Y0) / im.DX }

// Bounds returns the rectangle [x0,x1)×[y0,y1) that holds the measured points, all 0 when there are none.
func (im *Image) Bounds() (x0, y0, x1, y1 int) {
	x0, y0 = im.W, im.H
	for y := 0; y < im.H; y++ {
		for x := 0; x < im.W; x++ {
			if im.zm[im.index(x, y)+1] != 0 {
				x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), y+1
			}
		}
	}
	if x1 == 0 {
		return 0, 0, 0, 0
	}
	return x0, y0, x1, y1
}

// Centre returns the middle of Bounds in the scan's frame: the point that turns stay about.
func (im *Image) Centre() imaging.Point {
	x0, y0, x1, y1 := im.Bounds()
	return im.Position(float64(x0+x1-1)/2, float64(y0+y1-1)/2)
}

// Line samples the points at (x+k·ux, y+k·uy), k = 0 … len(z)-1, in columns and rows, by bilinear interpolation over the
// measured ones. m[k] is 1 where at least half of the weight is measured, else 0 and z[k] is 0.
func (im *Image) Line(z, m []float32, x, y, ux, uy float64) {
	maxX, maxY := float64(im.W), float64(im.H)
	row := 2 * im.stride
	m = m[:len(z)]
	for k := range z {
		// A product instead of a running sum: the position does not depend on where the line began.
		px, py := x+float64(float64(k)*ux), y+float64(float64(k)*uy)
		if !(px > -1 && py > -1 && px < maxX && py < maxY) {
			z[k], m[k] = 0, 0
			continue
		}
		px, py = px+border, py+border
		ix, iy := int(px), int(py)
		fx, fy := float32(px-float64(ix)), float32(py-float64(iy))
		i := iy*row + 2*ix
		t, b := im.zm[i:i+4:i+4], im.zm[i+row:i+row+4:i+row+4]
		b11 := float32(fx * fy)
		b10 := fy - b11
		b01 := fx - b11
		b00 := 1 - fx - b10
		w := float32(b00*t[1]) + float32(b01*t[3]) + float32(b10*b[1]) + float32(b11*b[3])
		if w < 0.5 {
			z[k], m[k] = 0, 0
			continue
		}
		v := float32(b00*t[0]) + float32(b01*t[2]) + float32(b10*b[0]) + float32(b11*b[2])
		if w < 0.9999 {
			v /= w
		}
		z[k], m[k] = v, 1
	}
}

// extents returns width and height, in µm, of the measured part.
func (im *Image) extents() (w, h float64) {
	x0, y0, x1, y1 := im.Bounds()
	return float64(x1-x0) * im.DX, float64(y1-y0) * im.DX
}

func ceilInt(v float64) int { return int(math.Ceil(v)) }
