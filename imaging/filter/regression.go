package filter

import (
	"context"
	"math"

	"tracemark/imaging/internal/exact"
)

// Regression is a Gaussian regression filter in the manner of ISO 16610-61 (areal linear Gaussian) and ISO 16610-71 (robust): at every point a
// polynomial is fitted to its neighbours, weighed by the Gaussian and by whether they were measured; its value there is the low-pass.
// Missing points and the scan's rim need no padding.
type Regression struct {
	WavelengthUM float64
	Order        int  // of the polynomial: 0, 1 or 2; order 0 is the normalised convolution
	Rounds       int  // of reweighting by Tukey's biweight with 4.4478 times the median distance (ISO 16610-71); 0 is linear
	Half         bool // the wavelength is the one of which half passes, as ISO 16610 states it, not exp(-1/2)
}

// isoAlpha is √(ln 2/π): ISO 16610-21's constant, with which a Gaussian passes half of a wave at the cut-off.
const isoAlpha = 0.46971863934982566

// sigma is the Gaussian's standard deviation in µm.
func (r Regression) sigma() float64 {
	if r.Half {
		return r.WavelengthUM * isoAlpha / math.Sqrt(2*math.Pi)
	}
	return SigmaUM(r.WavelengthUM)
}

// LowPass returns the smoothed f. The only error is ctx's.
func (r Regression) LowPass(ctx context.Context, f *Field) (*Field, error) {
	weight := f.M
	for round := 0; ; round++ {
		z, err := r.smooth(ctx, f, weight)
		if err != nil {
			return nil, err
		}
		if round == r.Rounds {
			g := *f
			g.Z = z
			return &g, nil
		}
		weight = biweights(f, z)
	}
}

// HighPass returns f without its low-pass. The only error is ctx's.
func (r Regression) HighPass(ctx context.Context, f *Field) (*Field, error) {
	g, err := r.LowPass(ctx, f)
	if err != nil {
		return nil, err
	}
	for i, v := range g.Z {
		g.Z[i] = f.Z[i] - v
	}
	return g, nil
}

// biweights weighs every measured point by its distance from the smooth surface z.
func biweights(f *Field, z []float32) []float32 {
	var away []float64
	for i, m := range f.M {
		if m != 0 {
			away = append(away, math.Abs(float64(f.Z[i]-z[i])))
		}
	}
	limit := 4.4478 * medianOf(away)
	w := make([]float32, len(f.M))
	for i, m := range f.M {
		if m == 0 {
			continue
		}
		if u := float64(f.Z[i]-z[i]) / limit; math.Abs(u) < 1 {
			w[i] = float32(squared(1 - float64(u*u)))
		} else if !(limit > 0) {
			w[i] = 1 // no distance at all: nothing to weigh down
		}
	}
	return w
}

// smooth is one round of the filter.
func (r Regression) smooth(ctx context.Context, f *Field, weight []float32) ([]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := r.sigma()
	wz := f.Z
	if r.Rounds > 0 {
		wz = make([]float32, len(f.Z))
		for i, w := range weight {
			wz[i] = float32(w * f.Z[i])
		}
	}
	if r.Order == 0 {
		sm := newWeighedSmoother(f, weight, s)
		defer sm.release()
		return sm.of(wz), nil
	}
	return r.polynomial(ctx, f, weight, wz, s)
}

// polynomial solves the normal equations of order 1 or 2 at every measured point. Their coefficients are moments: convolutions of the
// weights, and of the weighed heights, with the Gaussian times powers of the distance (in standard deviations). All of a row are made at a
// time, from sums along the columns of what a block of rows holds.
func (r Regression) polynomial(ctx context.Context, f *Field, weight, wz []float32, s float64) ([]float32, error) {
	var px, py []int // the polynomial's terms x^px·y^py
	for n := 0; n <= r.Order; n++ {
		for k := 0; k <= n; k++ {
			px, py = append(px, n-k), append(py, k)
		}
	}
	// A kernel wider than the scan says no more than one that is as wide.
	kx, ky := powerKernels(s/f.DX, f.W, 2*r.Order), powerKernels(s/f.DY, f.H, 2*r.Order)
	rx, ry := len(kx[0])/2, len(ky[0])/2
	out := make([]float32, len(f.Z))
	mw, mz := newMoments(f.W, rx, 2*r.Order), newMoments(f.W, rx, r.Order)
	for y := 0; y < f.H; y++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !anyMeasured(f.M[y*f.W : (y+1)*f.W]) {
			continue
		}
		mw.columns(weight, f.H, y, ry, ky)
		mz.columns(wz, f.H, y, ry, ky)
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			if f.M[i] == 0 {
				continue
			}
			var a [6][7]float64
			for j := range 6 {
				a[j][j] = 1 // terms that are not used
			}
			for j := range px {
				for k := j; k < len(px); k++ {
					a[j][k] = mw.at(x, px[j]+px[k], py[j]+py[k], kx)
					a[k][j] = a[j][k]
				}
				a[j][6] = mz.at(x, px[j], py[j], kx)
			}
			if c, ok := solve(a); ok {
				out[i] = float32(c[0])
			} else if a[0][0] > 0 { // too few points around for a slope: their mean
				out[i] = float32(a[0][6] / a[0][0])
			}
		}
	}
	return out, nil
}

func anyMeasured(m []float32) bool {
	for _, v := range m {
		if v != 0 {
			return true
		}
	}
	return false
}

// powerKernels returns the sampled Gaussian, n points to either side at most, times the powers 0 … most of the distance in standard deviations.
func powerKernels(s float64, n, most int) [][]float64 {
	r := int(math.Min(math.Ceil(kernelCut*s), float64(n)))
	half := make([]float64, r+1)
	for i := range half {
		half[i] = exact.Exp(-0.5 * squared(float64(i)/s))
	}
	out := make([][]float64, most+1)
	for p := range out {
		out[p] = make([]float64, 2*r+1)
		for i := -r; i <= r; i++ {
			v := half[max(i, -i)]
			for range p {
				v = float64(v * (float64(i) / s))
			}
			out[p][i+r] = v
		}
	}
	return out
}

// moments holds, for one row, the sums along the columns for every power of y.
type moments struct {
	w, r int
	sum  [][]float64 // by power of y; r zeros on either side
	memo [][]float64 // by power of x and y: NaN where not made yet for this column
	at0  int
}

func newMoments(w, r, most int) *moments {
	m := &moments{w: w, r: r}
	for range most + 1 {
		m.sum = append(m.sum, make([]float64, w+2*r))
		m.memo = append(m.memo, make([]float64, most+1))
	}
	return m
}

func (m *moments) columns(v []float32, h, y, ry int, ky [][]float64) {
	m.at0 = -1
	for p, sum := range m.sum {
		clear(sum)
		mid := sum[m.r : m.r+m.w]
		for j := max(0, y-ry); j <= min(h-1, y+ry); j++ {
			k := ky[p][j-y+ry]
			for x, z := range v[j*m.w : (j+1)*m.w] {
				mid[x] += float64(k * float64(z))
			}
		}
	}
}

func (m *moments) at(x, px, py int, kx [][]float64) float64 {
	if m.at0 != x {
		for _, row := range m.memo {
			for i := range row {
				row[i] = math.NaN()
			}
		}
		m.at0 = x
	}
	if v := m.memo[px][py]; !math.IsNaN(v) {
		return v
	}
	s := 0.0
	line := m.sum[py][x : x+2*m.r+1]
	for i, k := range kx[px] {
		s += float64(k * line[i])
	}
	m.memo[px][py] = s
	return s
}
