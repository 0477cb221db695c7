package viewer

import (
	"image"
	"image/color"
	"math"
	"sync"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/ui/theme"
)

// Outline is a cell drawn on a specimen, turned by AngleDeg in the specimen's frame.
type Outline struct {
	Centre       imaging.Point
	SideX, SideY float64 // µm
	AngleDeg     float64
	Congruent    bool
}

// scene is everything that one picture shows; the renderer gets a copy.
type scene struct {
	stage     Stage
	specimens [2]*Specimen
	light     render.Light
	outlines  bool
	opacity   float64 // of the upper specimen in Overlay
	draft     bool
	lineWidth int // of the split line in device pixels
	layers    []Layer
	pxPerDIP  float64
}

// drawWorkers is how many goroutines share a picture: more would take time from the window itself on a small machine.
const drawWorkers = 2

// draw draws the scene on dst, which has the stage's size.
func draw(dst *image.RGBA, s scene) {
	st := s.stage
	left := st.Left()
	right := 1 - left
	pictures := [2]*layer{}
	for i, sp := range s.specimens {
		if sp != nil {
			pictures[i] = sp.picture(s.light, st.Views[i].AngleDeg, s.draft).at(st.UMPerPx)
		}
	}
	splitX := st.SplitX()
	one := func(side Side, a area, mix int) {
		if pictures[side] == nil || a.x1 <= a.x0 {
			return
		}
		drawLayer(dst, a, pictures[side], st.Views[side], st.UMPerPx, st.Centre(side), !s.draft, mix)
	}
	var wg sync.WaitGroup
	for i := range drawWorkers {
		y0, y1 := st.H*i/drawWorkers, st.H*(i+1)/drawWorkers
		wg.Go(func() {
			if s.specimens[A] == nil || s.specimens[B] == nil {
				fill(dst.Pix[dst.PixOffset(0, y0):dst.PixOffset(0, y0)+4*st.W*(y1-y0)], fieldPixel)
			}
			if st.Mode == Overlay {
				one(left, area{0, y0, st.W, y1}, 256)
				one(right, area{0, y0, st.W, y1}, int(math.Round(256*min(s.opacity, 0.999))))
				return
			}
			one(left, area{0, y0, splitX, y1}, 256)
			one(right, area{splitX, y0, st.W, y1}, 256)
		})
	}
	wg.Wait()
	if s.outlines {
		drawOutlines(dst, s, left, right, splitX)
	}
	p := Plate{Image: dst, Stage: st, PxPerDIP: s.pxPerDIP, Draft: s.draft}
	for _, l := range s.layers {
		l.Draw(&p)
	}
	if st.Mode != Overlay && s.specimens[A] != nil && s.specimens[B] != nil {
		drawSplit(dst, splitX, s.lineWidth)
	}
}

func drawOutlines(dst *image.RGBA, s scene, left, right Side, splitX int) {
	st := s.stage
	whole := area{0, 0, st.W, st.H}
	for _, side := range []Side{left, right} {
		if s.specimens[side] == nil {
			continue
		}
		clip := whole
		if st.Mode != Overlay {
			if side == left {
				clip.x1 = splitX
			} else {
				clip.x0 = splitX
			}
		}
		for _, o := range s.specimens[side].Outlines {
			c := theme.Rejected
			if o.Congruent {
				c = theme.Congruent
			}
			corner := [4]Pixel{}
			for i, k := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
				p := imaging.Pose{AngleDeg: o.AngleDeg, TX: o.Centre.X, TY: o.Centre.Y}.
					Apply(imaging.Point{X: k[0] * o.SideX / 2 * cellInset, Y: k[1] * o.SideY / 2 * cellInset})
				corner[i] = st.Screen(side, p)
			}
			for i := range corner {
				drawLine(dst, clip, corner[i], corner[(i+1)%4], c, !o.Congruent)
			}
		}
	}
}

// cellInset keeps the outlines of neighbouring cells apart.
const cellInset = 0.95

func drawSplit(dst *image.RGBA, x, width int) {
	for y := range dst.Rect.Dy() {
		for i := range width + 2 {
			at := x - width/2 - 1 + i
			if at < 0 || at >= dst.Rect.Dx() {
				continue
			}
			c := color.NRGBA{A: 0xff} // a dark rim makes the line visible on a bright relief
			if i > 0 && i <= width {
				c = color.NRGBA{R: 0xff, G: 0xe0, B: 0x66, A: 0xff}
			}
			dot(dst, at, y, c, 1)
		}
	}
}

// dashPx is the length of a dash and of the gap after it.
const dashPx = 5

// drawLine draws a smooth line some two pixels wide, dashed where told, within clip.
func drawLine(dst *image.RGBA, clip area, p, q Pixel, c color.NRGBA, dashed bool) {
	dx, dy := q.X-p.X, q.Y-p.Y
	steep := math.Abs(dy) > math.Abs(dx)
	if steep {
		p.X, p.Y, q.X, q.Y, dx, dy = p.Y, p.X, q.Y, q.X, dy, dx
	}
	if p.X > q.X {
		p, q, dx, dy = q, p, -dx, -dy
	}
	if dx == 0 {
		return
	}
	lo, hi := float64(clip.x0), float64(clip.x1)
	if steep {
		lo, hi = float64(clip.y0), float64(clip.y1)
	}
	slope := dy / dx
	for t := int(math.Ceil(max(p.X, lo))); float64(t) <= min(q.X, hi); t++ {
		if dashed && (t-int(p.X))/dashPx%2 == 1 {
			continue
		}
		v := p.Y + slope*(float64(t)-p.X)
		base := int(math.Floor(v))
		f := v - float64(base)
		for i, a := range [3]float64{1 - f, 1, f} {
			x, y := t, base-1+i
			if steep {
				x, y = y, x
			}
			if x >= clip.x0 && x < clip.x1 && y >= clip.y0 && y < clip.y1 {
				dot(dst, x, y, c, a)
			}
		}
	}
}

// dot mixes c into a pixel by a, 0 to 1.
func dot(dst *image.RGBA, x, y int, c color.NRGBA, a float64) {
	o := dst.PixOffset(x, y)
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		dst.Pix[o+i] = uint8(float64(dst.Pix[o+i])*(1-a) + float64(v)*a + 0.5)
	}
	dst.Pix[o+3] = 0xff
}
