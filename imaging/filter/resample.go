package filter

import "math"

// minWeight is the share of a new point's footprint that must be measured: half, so that edges neither grow nor shrink.
const minWeight = 0.5

// Resample brings f to a square grid of spacingUM. A new point that is larger than the old ones is the mean of what it
// covers, the old points joined by straight lines; a smaller one is interpolated between its neighbours. A field that has the spacing already is returned as it is.
func Resample(f *Field, spacingUM float64) *Field {
	if f.DX == spacingUM && f.DY == spacingUM {
		return f
	}
	tx, x0 := taps(f.W, f.DX, spacingUM)
	ty, y0 := taps(f.H, f.DY, spacingUM)
	g := NewField(len(tx), len(ty), spacingUM, spacingUM, f.X0+x0, f.Y0+y0)
	// Along x first, into rows of the old height.
	mz, mm := make([]float64, g.W*f.H), make([]float64, g.W*f.H)
	for y := 0; y < f.H; y++ {
		z, m := f.Z[y*f.W:(y+1)*f.W], f.M[y*f.W:(y+1)*f.W]
		for x, t := range tx {
			sz, sm := 0.0, 0.0
			for k, w := range t.w {
				sz += float64(w * float64(z[t.from+k]))
				sm += float64(w * float64(m[t.from+k]))
			}
			mz[y*g.W+x], mm[y*g.W+x] = sz, sm
		}
	}
	sz, sm := make([]float64, g.W), make([]float64, g.W)
	for y, t := range ty {
		clear(sz)
		clear(sm)
		for k, w := range t.w {
			az, am := mz[(t.from+k)*g.W:][:g.W], mm[(t.from+k)*g.W:][:g.W]
			for x := range sz {
				sz[x] += float64(w * az[x])
				sm[x] += float64(w * am[x])
			}
		}
		for x := range sz {
			if sm[x] >= minWeight-1e-12 {
				g.Z[y*g.W+x], g.M[y*g.W+x] = float32(sz[x]/sm[x]), 1
			}
		}
	}
	return g
}

// tap says which old points make a new one; the weights sum to 1.
type tap struct {
	from int
	w    []float64
}

// taps returns the new points along one axis of n old ones, and where the first lies from the first old one.
func taps(n int, old, spacing float64) ([]tap, float64) {
	count := max(1, int(math.Floor(float64(n)*old/spacing+1e-9)))
	first := (spacing - old) / 2 // both grids begin at the same edge
	half := spacing / 2
	ts := make([]tap, count)
	if spacing == old {
		for i := range ts {
			ts[i] = tap{from: i, w: []float64{1}}
		}
		return ts, first
	}
	for i := range ts {
		c := first + float64(float64(i)*spacing)
		lo := max(0, int(math.Ceil((c-half-old)/old)))
		hi := min(n-1, int(math.Floor((c+half+old)/old)))
		if lo > hi {
			lo = min(max(lo, 0), n-1)
			hi = lo
		}
		t := tap{from: lo}
		sum := 0.0
		for k := lo; k <= hi; k++ {
			w := 0.0
			d := float64(float64(k)*old) - c
			if spacing > old { // the mean, over the new footprint, of the line drawn through the old points
				w = triangle((half-d)/old) - triangle((-half-d)/old)
			} else { // linear interpolation
				w = math.Max(0, old-math.Abs(d))
			}
			t.w = append(t.w, w)
			sum += w
		}
		for k := range t.w {
			if sum > 0 {
				t.w[k] /= sum
			} else {
				t.w[k] = 1 / float64(len(t.w))
			}
		}
		ts[i] = t
	}
	return ts, first
}

// triangle is the integral, from −∞ to t, of the triangle of height 1 between −1 and 1: a point's share in linear interpolation.
func triangle(t float64) float64 {
	switch {
	case t <= -1:
		return 0
	case t <= 0:
		return float64((1+t)*(1+t)) / 2
	case t < 1:
		return 1 - float64((1-t)*(1-t))/2
	}
	return 1
}

// Half returns f at twice the spacing: a point is the mean of the measured ones among four, and measured if at least two are (P5).
func Half(f *Field) *Field {
	g := NewField((f.W+1)/2, (f.H+1)/2, 2*f.DX, 2*f.DY, f.X0+f.DX/2, f.Y0+f.DY/2)
	for y := 0; y < g.H; y++ {
		for x := 0; x < g.W; x++ {
			var z, m float32
			for j := 2 * y; j < min(2*y+2, f.H); j++ {
				for i := 2 * x; i < min(2*x+2, f.W); i++ {
					z += f.Z[j*f.W+i]
					m += f.M[j*f.W+i]
				}
			}
			if m >= 2 {
				g.Z[y*g.W+x], g.M[y*g.W+x] = z/m, 1
			}
		}
	}
	return g
}

// Crop returns the pixels [x0,x1)×[y0,y1) of f.
func Crop(f *Field, x0, y0, x1, y1 int) *Field {
	g := NewField(x1-x0, y1-y0, f.DX, f.DY, f.X0+float64(float64(x0)*f.DX), f.Y0+float64(float64(y0)*f.DY))
	for y := y0; y < y1; y++ {
		copy(g.Z[(y-y0)*g.W:], f.Z[y*f.W+x0:y*f.W+x1])
		copy(g.M[(y-y0)*g.W:], f.M[y*f.W+x0:y*f.W+x1])
	}
	return g
}
