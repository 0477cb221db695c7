package render

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Specimen is one half of a pair figure.
type Specimen struct {
	Surface *surface.Surface
	Title   string // above the picture: the item's label
	// Cells are outlined and numbered by their place in the slice, so the same slice on both sides carries the same
	// numbers.
	Cells []imaging.Cell
	// AtPartner draws the cells where they fell on this scan (Partner, turned by AngleDeg) instead of where they were
	// cut out (Centre). Cells that were not comparable fell nowhere and are left out.
	AtPartner bool
	// Synthetic puts a label across the picture: simulated data must never pass for a measurement.
	Synthetic bool
}

// FigureOptions say how a pair is drawn. The zero value is usable.
type FigureOptions struct {
	Width          int    // of the whole figure in pixels; 1600 where 0, at least 320
	Light          *Light // DefaultLight where nil
	SyntheticLabel string // "SYNTHETIC DATA" where empty
	Caption        string // under the picture; where empty, light and contrast in English
}

// Sizes in pixels of a figure 1600 wide; they grow and shrink with it.
const (
	titleBand   = 44.0
	captionBand = 64.0
	gapBetween  = 24.0
	margin      = 12.0
	textSize    = 22.0
	cellText    = 18.0
	maxAspect   = 4 // height of a panel over its width
)

// Okabe and Ito's orange and near-black: distinguishable with every common colour vision, and in grey print.
var (
	congruentFill = color.NRGBA{0xe6, 0x9f, 0x00, 0x38}
	congruentLine = color.NRGBA{0xe6, 0x9f, 0x00, 0xff}
	otherLine     = color.NRGBA{0x20, 0x20, 0x20, 0xb0}
	ink           = color.NRGBA{0x10, 0x10, 0x10, 0xff}
	paper         = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	labelGround   = color.NRGBA{0xf0, 0xe4, 0x42, 0xff}
)

// PairFigure draws a and b side by side at the same scale, with their cells, a scale bar, and the light and contrast
// that were used.
func PairFigure(a, b Specimen, o FigureOptions) *image.RGBA {
	f := newFigure(a, b, o)
	gainA := f.panel(a, 0)
	gainB := f.panel(b, 1)
	f.footer(gainA, gainB)
	return f.img
}

// figure is the drawing board.
type figure struct {
	img    *image.RGBA
	o      FigureOptions
	k      float64 // scale of the fixed sizes
	um     float64 // µm per pixel, the same on both sides
	panels [2]image.Rectangle
	light  Light
}

func newFigure(a, b Specimen, o FigureOptions) *figure {
	if o.Width == 0 {
		o.Width = 1600
	}
	o.Width = max(320, min(o.Width, 8000))
	if o.SyntheticLabel == "" {
		o.SyntheticLabel = "SYNTHETIC DATA"
	}
	f := &figure{o: o, k: float64(o.Width) / 1600, light: DefaultLight}
	if o.Light != nil {
		f.light = *o.Light
	}
	wide, high := 0.0, 0.0
	for _, s := range []Specimen{a, b} {
		if s.Surface != nil {
			w, h := extent(s.Surface)
			wide, high = max(wide, w), max(high, h)
		}
	}
	if wide == 0 {
		wide, high = 1, 1
	}
	m, top := f.px(margin), f.px(titleBand)
	pw := (o.Width - 2*m - f.px(gapBetween)) / 2
	f.um = max(wide, high/maxAspect) / float64(pw)
	ph := max(1, int(math.Ceil(high/f.um)))
	for i := range f.panels {
		x := m + i*(pw+f.px(gapBetween))
		f.panels[i] = image.Rect(x, top, x+pw, top+ph)
	}
	f.img = image.NewRGBA(image.Rect(0, 0, o.Width, top+ph+f.px(captionBand)))
	draw.Draw(f.img, f.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return f
}

func (f *figure) px(v float64) int { return int(math.Round(v * f.k)) }

// panel draws one specimen and returns the gain of its relief.
func (f *figure) panel(s Specimen, i int) float64 {
	r := f.panels[i]
	f.text(s.Title, r.Min.X, r.Min.Y-f.px(14), textSize, true, ink, r.Dx())
	if s.Surface == nil {
		return math.NaN()
	}
	small := resample(s.Surface, f.um)
	gain := AutoGain(small, f.light)
	pic := ReliefGain(small, f.light, gain)
	at := r.Min.Add(image.Pt((r.Dx()-pic.Rect.Dx())/2, (r.Dy()-pic.Rect.Dy())/2))
	area := pic.Rect.Add(at).Intersect(r)
	draw.Draw(f.img, area, pic, image.Point{}, draw.Src)
	clip := f.img.SubImage(area).(*image.RGBA)
	f.cells(clip, s, at)
	if s.Synthetic {
		f.label(area)
	}
	return gain
}

// cells outlines the cells, congruent ones last so that nothing covers them.
func (f *figure) cells(dst *image.RGBA, s Specimen, at image.Point) {
	dx, dy := s.Surface.Spacing()
	for _, congruent := range []bool{false, true} {
		for n, c := range s.Cells {
			if c.Congruent != congruent || s.AtPartner && !c.Comparable {
				continue
			}
			var q [4]point
			for i, p := range corners(c, s.AtPartner) {
				// The frame's origin is the first pixel's centre; the picture's is its corner.
				q[i] = point{float64(at.X) + (p.X+dx/2)/f.um, float64(at.Y) + (p.Y+dy/2)/f.um}
			}
			f.cell(dst, q, n+1, congruent)
		}
	}
}

// corners returns the corners of a cell in the scan's frame, in order around it.
func corners(c imaging.Cell, partner bool) [4]imaging.Point {
	hx, hy := c.SideX/2, c.SideY/2
	pose := imaging.Pose{TX: c.Centre.X, TY: c.Centre.Y}
	if partner {
		pose = imaging.Pose{AngleDeg: c.AngleDeg, TX: c.Partner.X, TY: c.Partner.Y}
	}
	return [4]imaging.Point{
		pose.Apply(imaging.Point{X: -hx, Y: -hy}), pose.Apply(imaging.Point{X: hx, Y: -hy}),
		pose.Apply(imaging.Point{X: hx, Y: hy}), pose.Apply(imaging.Point{X: -hx, Y: hy}),
	}
}

func (f *figure) cell(dst *image.RGBA, q [4]point, number int, congruent bool) {
	for _, p := range q {
		if math.IsNaN(p.x) || math.IsNaN(p.y) || math.Abs(p.x) > 1e5 || math.Abs(p.y) > 1e5 {
			return
		}
	}
	if !congruent {
		outline(dst, q, max(1, 1.2*f.k), otherLine)
		return
	}
	polygon(dst, q[:], congruentFill)
	outline(dst, q, max(1.5, 3*f.k), congruentLine)
	centre := point{(q[0].x + q[2].x) / 2, (q[0].y + q[2].y) / 2}
	text(dst, fmt.Sprint(number), centre, cellText*f.k, ink, congruentLine)
}

// label writes that the data are synthetic into the upper left corner of a picture.
func (f *figure) label(area image.Rectangle) {
	size := textSize * f.k
	w := textWidth(f.o.SyntheticLabel, size, true)
	box := image.Rect(0, 0, int(w+size), int(1.7*size)).Add(area.Min).Intersect(area)
	draw.Draw(f.img, box, image.NewUniform(labelGround), image.Point{}, draw.Src)
	f.text(f.o.SyntheticLabel, area.Min.X+int(size/2), area.Min.Y+int(1.2*size), textSize, true, ink, area.Dx())
}

// footer draws the scale bar and says how the pictures were made.
func (f *figure) footer(gainA, gainB float64) {
	r := f.panels[0]
	y := r.Max.Y + f.px(20)
	left := f.bar(r.Min.X, y, float64(r.Dx())/4)
	caption := f.o.Caption
	if caption == "" {
		caption = fmt.Sprintf("Light from %.0f°, %.0f° high; contrast ×%.3g left, ×%.3g right; hatched: not measured",
			f.light.AzimuthDeg, f.light.ElevationDeg, gainA, gainB)
	}
	f.text(caption, left, y+f.px(12), textSize, false, ink, f.img.Rect.Max.X-left)
}

// niceLength returns the largest 1, 2 or 5 times a power of ten that is not above v.
func niceLength(v float64) float64 {
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{5, 2} {
		if m*p <= v {
			return m * p
		}
	}
	return p
}

func lengthText(um float64) string {
	if um >= 1000 {
		return fmt.Sprintf("%g mm", um/1000)
	}
	return fmt.Sprintf("%g µm", um)
}
