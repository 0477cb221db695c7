package render

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// ErrNoCommonScale says that two surfaces cannot be shown at the same magnification without interpolating one of them.
var ErrNoCommonScale = errors.New("no whole-number reductions of the two spacings give the same scale")

// Plate draws two specimens at the same magnification and at the resolution that the recordings have: a pixel is a point of the recording, or the
// mean of a whole number of points along x and y. It never interpolates and never enlarges; only the half of a split that is laid on the other is
// turned, see Split.
type Plate struct {
	A, B     PlateSide
	Light    Light // DefaultLight where zero
	MaxWidth int   // pixels of the whole plate that are not exceeded; 2400 where 0
	// Split shows A left and B, laid on A, right of a line: what a comparison microscope shows. Nil: the two side by side.
	Split *Split
	// Synthetic is written across what was simulated; "SYNTHETIC DATA" where empty.
	Synthetic string
}

// PlateSide is one specimen of a plate.
type PlateSide struct {
	Specimen
	Under string // second line above the picture: capture id and hash
	Marks []Mark
}

// Split is how B is laid on A.
type Split struct {
	Pose imaging.Pose // lays A on B
	At   float64      // share of A's width that is left to A; a half where 0
}

// Mark is a region that a person marked, in the specimen's frame.
type Mark struct {
	Number  int // beside the region; none where 0
	Similar bool
	Points  []imaging.Point // µm
	Closed  bool            // the last point is joined to the first
	WidthUM float64         // of a brush; 0 for a thin line
	Arrow   bool            // a head at the last point
}

// PlateInfo is how a plate was drawn.
type PlateInfo struct {
	UMPerPx   float64
	Reduction [2][2]int  // of A and B: points along x and y that make a pixel
	Gain      [2]float64 // contrast of the relief
}

const (
	plateWidth = 2400
	// mostReduced bounds how many points make a pixel along one direction: with more a plate would show no marks.
	mostReduced = 16
	// alike is how far two spacings may differ and count as the same: over 2 000 points that is a pixel. Instruments write spacings with some five digits.
	alike = 5e-4
)

// Draw draws the plate. It fails with ErrNoCommonScale rather than interpolate.
func (p Plate) Draw() (*image.RGBA, PlateInfo, error) {
	if p.A.Surface == nil || p.B.Surface == nil {
		return nil, PlateInfo{}, errors.New("a plate needs two surfaces")
	}
	if p.MaxWidth == 0 {
		p.MaxWidth = plateWidth
	}
	if p.Light == (Light{}) {
		p.Light = DefaultLight
	}
	panels := 2
	if p.Split != nil {
		panels = 1
	}
	wide := max(wideOf(p.A.Surface), wideOf(p.B.Surface))
	if p.Split != nil {
		wide = wideOf(p.A.Surface)
	}
	info, err := commonScale(p.A.Surface, p.B.Surface, func(um float64) bool {
		return float64(panels)*wide/um*(1+2*margin/1600)+gapBetween <= float64(p.MaxWidth)
	})
	if err != nil {
		return nil, info, err
	}
	a, b := reduce(p.A.Surface, info.Reduction[0], info.UMPerPx), reduce(p.B.Surface, info.Reduction[1], info.UMPerPx)
	f := newPlate(a, b, p, info.UMPerPx)
	if p.Split != nil {
		info.Gain = f.split(a, b, p)
	} else {
		info.Gain = [2]float64{f.plateSide(a, p.A, 0), f.plateSide(b, p.B, 1)}
	}
	r := f.panels[0]
	y := r.Max.Y + f.px(20)
	left := f.bar(r.Min.X, y, float64(r.Dx())/4)
	f.text(fmt.Sprintf("%.4g µm/px", info.UMPerPx), left, y+f.px(12), textSize, false, ink, f.img.Rect.Max.X-left)
	return f.img, info, nil
}

func wideOf(s *surface.Surface) float64 { w, _ := extent(s); return w }

// commonScale finds the smallest scale that is a whole number of points along x and y on both surfaces and fits.
func commonScale(a, b *surface.Surface, fits func(um float64) bool) (PlateInfo, error) {
	ax, ay := a.Spacing()
	bx, by := b.Spacing()
	for k := 1; k <= mostReduced; k++ {
		um := float64(k) * ax
		if !fits(um) {
			continue
		}
		ky, okY := whole(um, ay)
		bkx, okBX := whole(um, bx)
		bky, okBY := whole(um, by)
		if okY && okBX && okBY {
			return PlateInfo{UMPerPx: um, Reduction: [2][2]int{{k, ky}, {bkx, bky}}}, nil
		}
	}
	return PlateInfo{}, fmt.Errorf("%w: %g × %g µm and %g × %g µm", ErrNoCommonScale, ax, ay, bx, by)
}

// whole returns how many of d make um; ok is false where that is no whole number of at least one.
func whole(um, d float64) (n int, ok bool) {
	n = int(math.Round(um / d))
	return n, n >= 1 && n <= mostReduced && math.Abs(um/(float64(n)*d)-1) <= alike
}

// reduce takes the mean of each block of points, of those measured where at least half are. What does not fill a block at the right and lower
// edge is left out. A reduction by one is the surface itself.
func reduce(s *surface.Surface, by [2]int, um float64) *surface.Surface {
	w, h := s.Size()
	cols, rows := max(1, w/by[0]), max(1, h/by[1])
	z := s.View()
	out := make([]float64, cols*rows)
	eachBand(rows, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range cols {
				out[y*cols+x] = blockMean(z, w, h, x*by[0], y*by[1], by)
			}
		}
	})
	r, err := surface.New(cols, rows, um, um, out)
	if err != nil {
		return s // cannot happen: the grid is no larger than the surface's own
	}
	return r
}

func blockMean(z []float64, w, h, x0, y0 int, by [2]int) float64 {
	sum, n := 0.0, 0
	for y := y0; y < min(y0+by[1], h); y++ {
		for x := x0; x < min(x0+by[0], w); x++ {
			if v := z[y*w+x]; v == v {
				sum += v
				n++
			}
		}
	}
	if n == 0 || 2*n < by[0]*by[1] {
		return math.NaN()
	}
	return sum / float64(n)
}

// newPlate is the drawing board of a plate: as large as the reduced surfaces and no larger.
func newPlate(a, b *surface.Surface, p Plate, um float64) *figure {
	aw, ah := a.Size()
	bw, bh := b.Size()
	pw, ph, panels := max(aw, bw), max(ah, bh), 2
	if p.Split != nil {
		pw, ph, panels = aw, ah, 1
	}
	f := &figure{o: FigureOptions{SyntheticLabel: p.Synthetic}, um: um, light: p.Light}
	if f.o.SyntheticLabel == "" {
		f.o.SyntheticLabel = "SYNTHETIC DATA"
	}
	// The fixed sizes grow with the plate; one panel counts as a half.
	f.k = max(0.35, float64(2*pw)/1600)
	m, top := f.px(margin), f.px(titleBand+30)
	for i := range panels {
		x := m + i*(pw+f.px(gapBetween))
		f.panels[i] = image.Rect(x, top, x+pw, top+ph)
	}
	f.img = image.NewRGBA(image.Rect(0, 0, f.panels[panels-1].Max.X+m, top+ph+f.px(captionBand)))
	draw.Draw(f.img, f.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return f
}

// plateSide draws one specimen pixel for pixel and returns the gain of its relief.
func (f *figure) plateSide(small *surface.Surface, s PlateSide, i int) float64 {
	r := f.panels[i]
	f.heads(s, r.Min.X, r.Dx(), r.Min.Y)
	gain := AutoGain(small, f.light)
	pic := ReliefGain(small, f.light, gain)
	area := pic.Rect.Add(r.Min)
	draw.Draw(f.img, area, pic, image.Point{}, draw.Src)
	clip := f.img.SubImage(area).(*image.RGBA)
	f.cells(clip, s.Specimen, r.Min)
	f.marks(clip, s, r.Min, func(p imaging.Point) imaging.Point { return p })
	if s.Synthetic {
		f.label(area)
	}
	return gain
}

// heads writes what the specimen is above its picture.
func (f *figure) heads(s PlateSide, x, wide, y int) {
	if drawable(s.Title) { // else the caption alone says it: a box instead of a letter names nothing
		f.text(s.Title, x, y-f.px(42), textSize, true, ink, wide)
	}
	f.text(s.Under, x, y-f.px(12), cellText, false, ink, wide)
}

// split draws A left of the line and B, laid on A, right of it.
func (f *figure) split(a, b *surface.Surface, p Plate) (gain [2]float64) {
	r := f.panels[0]
	at := p.Split.At
	if at <= 0 || at >= 1 {
		at = 0.5
	}
	cut := int(math.Round(at * float64(r.Dx())))
	laid := layOn(b, a, p.Split.Pose, p)
	f.heads(p.A, r.Min.X, cut-f.px(8), r.Min.Y)
	f.heads(p.B, r.Min.X+cut+f.px(8), r.Dx()-cut-f.px(8), r.Min.Y)
	halves := [2]image.Rectangle{image.Rect(0, 0, cut, r.Dy()), image.Rect(cut, 0, r.Dx(), r.Dy())}
	for i, s := range []*surface.Surface{a, laid} {
		gain[i] = AutoGain(s, f.light)
		draw.Draw(f.img, halves[i].Add(r.Min), ReliefGain(s, f.light, gain[i]), halves[i].Min, draw.Src)
		clip := f.img.SubImage(halves[i].Add(r.Min)).(*image.RGBA)
		side, move := p.A, func(q imaging.Point) imaging.Point { return q }
		if i == 1 {
			side, move = p.B, p.Split.Pose.Inverse().Apply
		}
		f.marks(clip, side, r.Min, move)
	}
	draw.Draw(f.img, image.Rect(r.Min.X+cut-max(1, f.px(1)), r.Min.Y, r.Min.X+cut+max(1, f.px(1)), r.Max.Y), image.NewUniform(ink), image.Point{}, draw.Src)
	if p.A.Synthetic || p.B.Synthetic {
		f.label(r)
	}
	return gain
}

// layOn returns b on a's grid as the pose, which lays a on b, has it. Between points it is bilinear; a point beside one that was not measured
// is not measured.
func layOn(b, a *surface.Surface, pose imaging.Pose, p Plate) *surface.Surface {
	w, h := a.Size()
	bw, bh := b.Size()
	um, _ := a.Spacing()
	z := b.View()
	out := make([]float64, w*h)
	// A reduced pixel's centre in the frame of the recording, whose origin is its first point's centre.
	centreA, centreB := firstCentre(p.A.Surface, um), firstCentre(p.B.Surface, um)
	eachBand(h, func(from, to int) {
		for y := from; y < to; y++ {
			for x := range w {
				q := pose.Apply(imaging.Point{X: centreA.X + float64(x)*um, Y: centreA.Y + float64(y)*um})
				out[y*w+x] = bilinear(z, bw, bh, (q.X-centreB.X)/um, (q.Y-centreB.Y)/um)
			}
		}
	})
	s, err := surface.New(w, h, um, um, out)
	if err != nil {
		return a // cannot happen: the grid is a's own
	}
	return s
}

// firstCentre is the middle of the first pixel of um in the surface's frame.
func firstCentre(s *surface.Surface, um float64) imaging.Point {
	dx, dy := s.Spacing()
	return imaging.Point{X: (um - dx) / 2, Y: (um - dy) / 2}
}

func bilinear(z []float64, w, h int, x, y float64) float64 {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= w || y0+1 >= h {
		return math.NaN()
	}
	fx, fy := x-float64(x0), y-float64(y0)
	at := y0*w + x0
	top := float64(z[at]*(1-fx)) + float64(z[at+1]*fx)
	low := float64(z[at+w]*(1-fx)) + float64(z[at+w+1]*fx)
	return float64(top*(1-fy)) + float64(low*fy)
}
