package viewer

import (
	"image"
	"image/color"
	"math"
	"sync"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer/ink"
)

// scene is everything that one picture shows; the renderer gets a copy. The same scene gives the same picture to the byte.
type scene struct {
	stage     Stage
	specimens [2]*Specimen
	looks     [2]Look
	opacity   float64 // of the upper specimen in Overlay
	draft     bool
	layers    []Layer
	outlines  bool // congruent cells
	rejected  bool // and the others
	chosen    int  // number of the cell that stands out, 0 for none
	heat      *HeatMap
	line      *[2]casefile.SceneLine
	pointer   KeyPoint // of the tool, on the screen only
	pose      *imaging.Pose
	pxPerDIP  float64
	textPx    float64
	words     *words
	synthetic [2]color.NRGBA // the badge of simulated data and its word
}

// seen reports whether a specimen is in the picture.
func (s *scene) seen(side Side) bool {
	return s.specimens[side] != nil && !s.stage.Clip(side).Empty()
}

// drawWorkers is how many goroutines share a picture: more would take time from the window itself on a small machine.
const drawWorkers = 2

// easel draws scenes. It keeps the tables and rows that one picture leaves for the next, so that a frame takes nothing
// from the heap. It belongs to one goroutine.
type easel struct {
	dst     *image.RGBA
	scene   *scene
	paints  [2]paint
	tones   [2]*tone
	diff    difference
	heat    heatPaint
	bands   [drawWorkers]band
	wg      sync.WaitGroup
	helpers [drawWorkers]func()
	plate   Plate
	text    []byte
	face    *ink.Face
	facePx  float64
	scaleTo int // column up to which the line of the scale reaches at the bottom
	// legendLeft is the column from which on the last legend lies.
	legendLeft int
}

// band is what one goroutine of a picture works with.
type band struct {
	row   []byte
	codes [2][]uint32
}

func newEasel() *easel {
	e := &easel{tones: [2]*tone{{}, {}}}
	for i := range e.helpers {
		e.helpers[i] = func() {
			defer e.wg.Done()
			e.band(i)
		}
	}
	return e
}

// draw draws the scene on dst, which has the stage's size.
func (e *easel) draw(dst *image.RGBA, s *scene) {
	e.dst, e.scene = dst, s
	e.setFace()
	e.prepare()
	e.wg.Add(drawWorkers)
	for _, f := range e.helpers[1:] {
		go f()
	}
	e.helpers[0]()
	e.wg.Wait()
	if s.outlines || s.rejected {
		e.drawCells()
	}
	if len(s.layers) > 0 {
		e.plate = Plate{Image: dst, Stage: s.stage, PxPerDIP: s.pxPerDIP, TextPx: s.textPx, Draft: s.draft}
		for _, l := range s.layers {
			l.Draw(&e.plate)
		}
	}
	if s.pointer.Shown {
		e.drawKeyPoint()
	}
	if s.stage.parted() {
		e.drawDivider()
	}
	if s.line != nil {
		e.drawProfileLine() // over the marks and the divider: its length must be legible
	}
	e.drawWords()
	e.dst, e.scene = nil, nil
}

// prepare readies the tables for the scene's looks.
func (e *easel) prepare() {
	s := e.scene
	for i := range e.bands {
		if len(e.bands[i].codes[A]) < s.stage.W {
			e.bands[i] = band{row: make([]byte, 4*s.stage.W), codes: [2][]uint32{make([]uint32, s.stage.W), make([]uint32, s.stage.W)}}
		}
	}
	spread := s.heightSpread()
	for i := range s.specimens {
		e.paints[i] = paint{}
		if s.seen(Side(i)) {
			e.paints[i] = s.paint(Side(i), e.tones[i], spread)
		}
	}
	if s.stage.Mode == Difference {
		e.diff.prepare(s, &e.paints)
	}
	e.heat.prepare(s)
}

// band draws one goroutine's rows.
func (e *easel) band(i int) {
	h := e.scene.stage.H
	for y := h * i / drawWorkers; y < h*(i+1)/drawWorkers; y++ {
		e.row(&e.bands[i], y)
	}
}

// row draws one row of the picture.
func (e *easel) row(b *band, y int) {
	s := e.scene
	st := &s.stage
	pix := e.dst.Pix[e.dst.PixOffset(0, y) : e.dst.PixOffset(0, y)+4*st.W]
	first := st.First()
	switch {
	case st.alone() || st.parted() || st.Mode == Blink:
		e.fieldUnless(pix, y)
		for side := A; side <= B; side++ {
			if r := st.Clip(side); y >= r.Min.Y && y < r.Max.Y {
				e.paints[side].row(pix[4*r.Min.X:4*r.Max.X], r.Min.X, y, s.draft)
				e.heat.row(b, pix[4*r.Min.X:4*r.Max.X], r.Min.X, y, side)
			}
		}
	case st.Mode == Difference:
		e.diff.row(b, pix, y, s.draft)
		e.heat.row(b, pix, 0, y, A)
	default:
		e.paints[first].row(pix, 0, y, s.draft)
		from, to := e.paints[1-first].row(b.row[:len(pix)], 0, y, s.draft)
		blendRow(pix[4*from:4*to], b.row[4*from:4*to], uint32(math.Round(256*s.opacity)))
		e.heat.row(b, pix, 0, y, A)
	}
}

// fieldUnless fills a row on which there may be nothing.
func (e *easel) fieldUnless(pix []byte, y int) {
	if e.scene.seen(A) && e.scene.seen(B) {
		return // every pixel belongs to one of them
	}
	fill(pix, fieldPixel)
}

// paintKind is how a paint's codes become colours.
type paintKind int

const (
	nothing paintKind = iota
	greys             // slopes under a light
	colours           // heights, and greys of a photograph
	picture           // a photograph in colour
)

// paint is one specimen, ready to be drawn: where it lies and what its codes look like.
type paint struct {
	kind   paintKind
	path   path
	tone   *tone
	levels bool // black, white and gamma are not those of the recording
}

// paint readies a specimen for drawing.
func (s *scene) paint(side Side, t *tone, spread float64) paint {
	sp, look, v := s.specimens[side], s.looks[side], s.stage.Views[side]
	p := paint{tone: t}
	var g *grid
	switch {
	case sp.photo != nil:
		g = sp.photo.at(s.stage.UMPerPx, s.draft)
		t.setLevels(look, !sp.coloured)
		p.kind, p.levels = colours, !look.plainLevels()
		if sp.coloured {
			p.kind = picture
		}
	case look.Colour == Height:
		h := sp.version(look.Filtered).heights()
		g = h.levels.at(s.stage.UMPerPx, s.draft)
		t.setHeights(h, spread)
		p.kind = colours
	default:
		sl := sp.version(look.Filtered).slopes()
		g = sl.levels.at(s.stage.UMPerPx, s.draft)
		t.setRelief(sl, lightOn(look.Light, v), look.Stretch, s.draft)
		p.kind = greys
	}
	p.path = newPath(g, v, s.stage.UMPerPx, s.stage.Centre(side))
	return p
}

// row draws the pixels of row y from x0 on, and the field where the specimen is not; it returns where it is.
func (p *paint) row(pix []byte, x0, y int, draft bool) (from, to int) {
	if p.kind == nothing {
		fill(pix, fieldPixel)
		return 0, 0
	}
	g := p.path.grid
	s := p.path.span(x0, x0+len(pix)/4, y)
	from, to = s.on(g)
	fill(pix[:4*from], fieldPixel)
	fill(pix[4*to:], fieldPixel)
	lo, hi := from, from
	if !draft {
		if lo, hi = s.between(g); lo >= hi {
			lo, hi = from, from
		}
	}
	p.near(s.cut(from, lo), pix[4*from:4*lo])
	p.near(s.cut(hi, to), pix[4*hi:4*to])
	if lo < hi {
		p.smooth(s.cut(lo, hi), pix[4*lo:4*hi])
	}
	if p.kind == picture && p.levels {
		levels(pix[4*from:4*to], &p.tone.level)
	}
	return from, to
}

func (p *paint) near(s span, pix []byte) {
	switch p.kind {
	case greys:
		s.greyNearest(pix, p.path.grid, &p.tone.grey)
	case colours:
		s.pixelNearest(pix, p.path.grid, &p.tone.pixel)
	case picture:
		s.rgbNearest(pix, p.path.grid)
	}
}

func (p *paint) smooth(s span, pix []byte) {
	switch p.kind {
	case greys:
		s.greySmooth(pix, p.path.grid, &p.tone.grey, &p.tone.smooth)
	case colours:
		s.pixelSmooth(pix, p.path.grid, &p.tone.pixel)
	case picture:
		s.rgbSmooth(pix, p.path.grid)
	}
}

// codes samples the grid's codes, times 256, and returns where the specimen is.
func (p *paint) codes(out []uint32, x0, y int, draft bool) (from, to int) {
	g := p.path.grid
	s := p.path.span(x0, x0+len(out), y)
	from, to = s.on(g)
	lo, hi := from, from
	if !draft {
		if lo, hi = s.between(g); lo >= hi {
			lo, hi = from, from
		}
	}
	s.cut(from, lo).codesNearest(out[from:lo], g)
	s.cut(hi, to).codesNearest(out[hi:to], g)
	s.cut(lo, hi).codesSmooth(out[lo:hi], g)
	return from, to
}

// heightSpread returns how far from the median heights are told apart by colour: the same on both sides, so that a colour
// means the same height above the median on both. 0 where no heights are coloured.
func (s *scene) heightSpread() float64 {
	spread := 0.0
	for i, sp := range s.specimens {
		if sp != nil && sp.photo == nil && s.looks[i].Colour == Height {
			spread = max(spread, sp.version(s.looks[i].Filtered).heights().spread)
		}
	}
	return spread
}
