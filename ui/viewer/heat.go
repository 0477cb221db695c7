package viewer

import (
	"encoding/binary"
	"image/color"
	"math"

	"tracemark/imaging"
)

// HeatMap is a quantity over the specimens, such as how alike they are. It must not change once it is shown. A value that
// is not known is left as it is.
type HeatMap struct {
	Title string // of the legend
	Unit  string // such as "µm"; empty for a plain number
	// Overlay is the map's name among a Scene's overlays, such as "similarity".
	Overlay string

	low, high float64
	alike     bool // a map of similarity
	grid      *grid
	colour    [1 << 16]uint32
}

// NewHeatMap returns a heat map of m, a map in A's frame, with the colours from low to high. Where low is below 0 it is a
// map of signed values: 0 is nearly white, and both directions reach equally far.
func NewHeatMap(title, unit, overlay string, m imaging.Map, low, high float64) *HeatMap {
	return newHeatMap(&HeatMap{Title: title, Unit: unit, Overlay: overlay}, m, low, high)
}

// NewSimilarityMap returns a heat map of a correlation, -1 to 1, in A's frame. What is alike is blue and what is not is brown,
// as the marks and the cells are.
func NewSimilarityMap(title string, m imaging.Map) *HeatMap {
	return newHeatMap(&HeatMap{Title: title, Overlay: "similarity", alike: true}, m, -1, 1)
}

func newHeatMap(h *HeatMap, m imaging.Map, low, high float64) *HeatMap {
	if low < 0 {
		high = max(high, -low)
		low = -high
	}
	h.low, h.high = low, high
	h.grid = &grid{w: m.W, h: m.H, ox: m.Origin.X, oy: m.Origin.Y, dx: m.SpacingX, dy: m.SpacingY, code: make([]byte, 2*m.W*m.H)}
	for i, v := range m.Values {
		if v == v {
			c := 1 + math.Round(min(max((v-low)/(high-low), 0), 1)*(math.MaxUint16-1))
			binary.LittleEndian.PutUint16(h.grid.code[2*i:], uint16(c))
		}
	}
	for c := 1; c < len(h.colour); c++ {
		h.colour[c] = packed(h.scale()(float64(c-1) / (math.MaxUint16 - 1)))
	}
	return h
}

// scale returns the map's colours from low, 0, to high, 1.
func (h *HeatMap) scale() func(t float64) color.RGBA {
	switch {
	case h.alike:
		return similarityScale
	case h.low < 0:
		return differenceScale
	}
	return heightScale
}

// heatPart is how much of the map is seen over the specimens, of 256: the relief must show through.
const heatPart = 120

// heatPaint draws a heat map.
type heatPaint struct {
	on    bool
	draft bool
	what  *HeatMap
	paths [2]paint
}

// prepare finds where the map lies: on A by A's view, on B by the pose.
func (p *heatPaint) prepare(s *scene) {
	p.on = s.heat != nil && s.specimens[A] != nil
	if !p.on {
		return
	}
	p.what, p.draft = s.heat, s.draft
	st := &s.stage
	p.paths[A] = paint{path: newPath(s.heat.grid, st.Views[A], st.UMPerPx, st.Centre(A))}
	p.paths[B] = paint{}
	if s.pose != nil && st.Views[A].Flipped == st.Views[B].Flipped {
		p.paths[B] = paint{path: newPath(s.heat.grid, under(st.Views[B], *s.pose), st.UMPerPx, st.Centre(B))}
	}
}

// under returns the view of A that lies on B, seen by v, as the pose lays it.
func under(v View, pose imaging.Pose) View {
	return View{Centre: pose.Inverse().Apply(v.Centre), AngleDeg: v.AngleDeg + v.mirror()*pose.AngleDeg, Flipped: v.Flipped}
}

// row lays the map over a side's pixels of row y from x0 on.
func (p *heatPaint) row(b *band, pix []byte, x0, y int, side Side) {
	if !p.on || p.paths[side].path.grid == nil {
		return
	}
	codes := b.codes[A][:len(pix)/4]
	from, to := p.paths[side].codes(codes, x0, y, p.draft)
	for x := from; x < to; x++ {
		q := binary.LittleEndian.Uint32(pix[4*x:])
		if codes[x] == 0 || q == fieldPixel || q == hatchDark || q == hatchBright {
			continue // not known, or nothing measured to know it of
		}
		binary.LittleEndian.PutUint32(pix[4*x:], blend(q, p.what.colour[codes[x]>>8], heatPart))
	}
}
