package viewer

import (
	"math"

	"tracemark/casefile"
	"tracemark/imaging"
)

// Profile is what both specimens have along a line: heights in µm, or greys of 0 to 255 of a photograph. NaN is not measured.
type Profile struct {
	UM         []float64 // distance from the line's start
	A, B       []float64 // as long as UM; nil where there is no such specimen
	Photograph [2]bool   // the values are greys
	// Correlation is the largest normalised cross-correlation (Pearson's r over the points that both have, each profile less
	// its straight line) of A and B over the lags, NaN where there is none. LagUM is where it is reached: what is at x on A
	// lies at x + LagUM on B.
	Correlation, LagUM float64
}

const (
	// mostLagShare limits the lag as a share of the line, leastOverlapShare the common points as a share of those without a
	// lag: a line may cross a hole, but a short common part correlates by chance.
	mostLagShare      = 0.25
	leastOverlapShare = 0.5
	// leastProfilePoints is the shortest profile that is correlated.
	leastProfilePoints = 16
	// mostProfilePoints bounds the work of a line across a large scan; 4096 is the width of the largest scans in use.
	mostProfilePoints = 4096
)

// ProfileOf returns the profile along a line that is given in both specimens' frames, sampled at the finer one's spacing
// and interpolated between points. Either specimen may be nil. The looks say which version of a topography is meant.
func ProfileOf(a, b *Specimen, line [2]casefile.SceneLine, looks [2]Look) Profile {
	p := Profile{Correlation: math.NaN(), LagUM: math.NaN()}
	step, length := math.Inf(1), 0.0
	specimens := [2]*Specimen{a, b}
	for i, sp := range specimens {
		if sp != nil {
			step = min(step, sp.spacing())
			length = max(length, math.Hypot(line[i].To.X-line[i].From.X, line[i].To.Y-line[i].From.Y))
		}
	}
	if !(length > 0) || math.IsInf(step, 1) {
		return p
	}
	n := min(int(length/step)+1, mostProfilePoints)
	n = max(n, 2)
	p.UM = make([]float64, n)
	for i := range p.UM {
		p.UM[i] = length * float64(i) / float64(n-1)
	}
	values := [2][]float64{}
	for i, sp := range specimens {
		if sp != nil {
			values[i] = sp.along(line[i], n, looks[i].Filtered)
			p.Photograph[i] = sp.photo != nil
		}
	}
	p.A, p.B = values[A], values[B]
	if p.A != nil && p.B != nil {
		r, lag := correlate(detrended(p.A), detrended(p.B))
		p.Correlation, p.LagUM = r, lag*length/float64(n-1)
	}
	return p
}

// along returns n values along a line.
func (s *Specimen) along(line casefile.SceneLine, n int, filtered bool) []float64 {
	out := make([]float64, n)
	for i := range out {
		t := float64(i) / float64(n-1)
		out[i] = s.valueAt(imaging.Point{X: line.From.X + t*(line.To.X-line.From.X), Y: line.From.Y + t*(line.To.Y-line.From.Y)}, filtered)
	}
	return out
}

// valueAt returns the height, or the grey, at a point: between the four around it, the nearest at gaps and at the rim.
func (s *Specimen) valueAt(p imaging.Point, filtered bool) float64 {
	var u, w float64
	var at func(x, y int) float64
	if s.photo != nil {
		g := s.photo[0]
		u, w = (p.X-g.ox)/g.dx, (p.Y-g.oy)/g.dy
		at = g.greyAt
	} else {
		sf := s.version(filtered).surface
		dx, dy := sf.Spacing()
		u, w = p.X/dx, p.Y/dy
		at = func(x, y int) float64 {
			if z, ok := sf.At(x, y); ok {
				return z
			}
			return math.NaN()
		}
	}
	x, y := int(math.Floor(u)), int(math.Floor(w))
	fx, fy := u-float64(x), w-float64(y)
	v := (at(x, y)*(1-fx)+at(x+1, y)*fx)*(1-fy) + (at(x, y+1)*(1-fx)+at(x+1, y+1)*fx)*fy
	if v == v {
		return v
	}
	return at(int(math.Floor(u+0.5)), int(math.Floor(w+0.5)))
}

// greyAt returns a photograph's grey, 0 to 255; NaN outside.
func (g *grid) greyAt(x, y int) float64 {
	if x < 0 || y < 0 || x >= g.w || y >= g.h {
		return math.NaN()
	}
	if g.rgb != nil {
		return float64(luma(g.rgb[4*(y*g.w+x):]))
	}
	return math.Floor(float64(g.at(x, y)) / 257)
}

// detrended returns the values less their straight line of least squares; NaN stays.
func detrended(v []float64) []float64 {
	var n, sx, sy, sxx, sxy float64
	for i, y := range v {
		if y == y {
			x := float64(i)
			n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
		}
	}
	slope := 0.0
	if d := n*sxx - sx*sx; d > 0 {
		slope = (n*sxy - sx*sy) / d
	}
	out := make([]float64, len(v))
	for i, y := range v {
		out[i] = y - (sy-slope*sx)/n - slope*float64(i)
	}
	return out
}

// correlate returns the largest Pearson's r of a(x) and b(x+lag), and that lag, to a fraction of a point by the parabola
// through its neighbours.
func correlate(a, b []float64) (r, lag float64) {
	n := len(a)
	if n < leastProfilePoints {
		return math.NaN(), math.NaN()
	}
	most := int(mostLagShare * float64(n))
	common := 0
	for i := range a {
		if a[i] == a[i] && b[i] == b[i] {
			common++
		}
	}
	least := max(leastProfilePoints, int(leastOverlapShare*float64(common)))
	rs := make([]float64, 2*most+1)
	best := -1
	for k := range rs {
		rs[k] = pearson(a, b, k-most, least)
		if rs[k] == rs[k] && (best < 0 || rs[k] > rs[best]) {
			best = k
		}
	}
	if best < 0 {
		return math.NaN(), math.NaN()
	}
	lag = float64(best - most)
	if best > 0 && best < len(rs)-1 {
		if d := rs[best-1] - 2*rs[best] + rs[best+1]; d < 0 {
			lag += 0.5 * (rs[best-1] - rs[best+1]) / d
		}
	}
	return rs[best], lag
}

// pearson returns r of a(x) and b(x+lag) over the points that both have, NaN where they are fewer than least.
func pearson(a, b []float64, lag, least int) float64 {
	var n, sa, sb, saa, sbb, sab float64
	for i := max(0, -lag); i < min(len(a), len(b)-lag); i++ {
		x, y := a[i], b[i+lag]
		if x == x && y == y {
			n, sa, sb, saa, sbb, sab = n+1, sa+x, sb+y, saa+x*x, sbb+y*y, sab+x*y
		}
	}
	if n < float64(least) {
		return math.NaN()
	}
	va, vb := saa-sa*sa/n, sbb-sb*sb/n
	if va <= 1e-12*saa || vb <= 1e-12*sbb {
		return math.NaN()
	}
	return (sab - sa*sb/n) / math.Sqrt(va*vb)
}

// Profile returns the profile along the line that was drawn; ok is false where there is none. It takes a few milliseconds.
func (v *Viewer) Profile() (p Profile, ok bool) {
	if v.line == nil {
		return Profile{}, false
	}
	return ProfileOf(v.specimens[A], v.specimens[B], *v.line, v.looks), true
}

// Line returns the profile line in both frames, nil where none is drawn.
func (v *Viewer) Line() *[2]casefile.SceneLine { return copyOf(v.line) }

// SetLine draws the profile line; nil removes it.
func (v *Viewer) SetLine(l *[2]casefile.SceneLine) {
	v.line = copyOf(l)
	v.settled()
	if v.OnLine != nil {
		v.OnLine()
	}
}

// Measure returns the length of the profile line and its direction on the screen, clockwise from 3 o'clock, −180° to 180°;
// ok is false where there is no line or the scale is not known.
func (v *Viewer) Measure() (um, deg float64, ok bool) {
	if v.line == nil {
		return 0, 0, false
	}
	s := v.scene(false)
	side := s.lineSide()
	return s.measure(side), s.direction(side), s.specimens[side] != nil && s.specimens[side].scaleKnown
}
