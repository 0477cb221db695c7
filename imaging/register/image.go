package register

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/internal/kernel"
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
	packed []float32
	at     []int32 // 0, 8, 16 …: where the packed blocks lie on samples taken run by run
}

// run is a stretch [x0,x1) of a row that begins and ends with a measured point.
type run struct{ y, x0, x1 int }

// gap is the shortest stretch of missing points that ends a run: shorter ones cost less to step over.
const gap = 6

const border = 2 // points: bilinear sampling reads one beyond, the other is for positions rounded up

// NewImage lays f out; f must have one spacing along both axes.
func NewImage(f *filter.Field) *Image {
	return newImage(Image{W: f.W, H: f.H, DX: f.DX, X0: f.X0, Y0: f.Y0}, func(x, y int) (z, m float32) {
		return f.Z[y*f.W+x], f.M[y*f.W+x]
	})
}

// Mirrored returns the image as seen from behind: x counts the other way.
func (im *Image) Mirrored() *Image {
	frame := Image{W: im.W, H: im.H, DX: im.DX, X0: -im.Position(float64(im.W-1), 0).X, Y0: im.Y0}
	return newImage(frame, func(x, y int) (z, m float32) { return im.At(im.W-1-x, y) })
}

// Within returns the image with only those points measured that lie where in says, in the scan's frame.
func (im *Image) Within(in func(imaging.Point) bool) *Image {
	frame := Image{W: im.W, H: im.H, DX: im.DX, X0: im.X0, Y0: im.Y0}
	return newImage(frame, func(x, y int) (z, m float32) {
		if z, m = im.At(x, y); m == 0 || !in(im.Position(float64(x), float64(y))) {
			return 0, 0
		}
		return z, m
	})
}

func newImage(frame Image, at func(x, y int) (z, m float32)) *Image {
	im := &frame
	im.stride = im.W + 2*border
	im.zm = make([]float32, 2*im.stride*(im.H+2*border))
	for y := 0; y < im.H; y++ {
		for x := 0; x < im.W; x++ {
			if z, m := at(x, y); m != 0 {
				i := im.index(x, y)
				im.zm[i], im.zm[i+1] = z, 1
				im.N++
				if k := len(im.runs) - 1; k >= 0 && im.runs[k].y == y && x-im.runs[k].x1 < gap {
					im.runs[k].x1 = x + 1
				} else {
					im.runs = append(im.runs, run{y, x, x + 1})
				}
			}
		}
	}
	im.pack()
	return im
}

// pack lays the runs out for kernel.Sums: blocks of eight points, every run begun in a new one.
func (im *Image) pack() {
	blocks := 0
	for _, r := range im.runs {
		blocks += (r.x1 - r.x0 + kernel.Lanes - 1) / kernel.Lanes
	}
	im.at, im.packed = make([]int32, 0, blocks), make([]float32, 0, blocks*kernel.Block)
	var z, m [kernel.Lanes]float32
	for _, r := range im.runs {
		for x := r.x0; x < r.x1; x += kernel.Lanes {
			n := min(kernel.Lanes, r.x1-x)
			for i := range n {
				z[i], m[i] = im.At(x+i, r.y)
			}
			im.at = append(im.at, int32(len(im.at)*kernel.Lanes))
			im.packed = kernel.Pack(im.packed, z[:n], m[:n])
		}
	}
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
	inside := func(k int) bool {
		px, py := x+float64(float64(k)*ux), y+float64(float64(k)*uy)
		return px > -1 && py > -1 && px < maxX && py < maxY
	}
	// The image is convex: what lies inside is one stretch of the line.
	from, to := 0, len(z)
	for from < to && !inside(from) {
		from++
	}
	for to > from && !inside(to-1) {
		to--
	}
	if to-from < len(z) {
		clear(z[:from])
		clear(m[:from])
		clear(z[to:])
		clear(m[to:len(z)])
	}
	l := kernel.Line{X: x + border, Y: y + border, UX: ux, UY: uy, Stride: 2 * im.stride}
	l.Sample(z[from:to], m[from:to], im.zm, from)
}

// extents returns width and height, in µm, of the measured part.
func (im *Image) extents() (w, h float64) {
	x0, y0, x1, y1 := im.Bounds()
	return float64(x1-x0) * im.DX, float64(y1-y0) * im.DX
}

func ceilInt(v float64) int { return int(math.Ceil(v)) }
