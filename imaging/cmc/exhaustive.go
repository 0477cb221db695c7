package cmc

import (
	"context"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/filter"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/internal/fft"
	"tracemark/imaging/register"
)

// Exhaustive holds the parameters of the published rules.
type Exhaustive struct {
	FromDeg, ToDeg, StepDeg float64 // rotations at which every cell is sought
	RegionSides             float64 // the region searched, in sides of the cell
	MinOverlap              float64 // share of the cell's measured points that must fall on measured ones
	MinR                    float64 // correlation from which a cell can be congruent
	WithinUM                float64 // T: shift from the median, on either axis
	WithinDeg               float64 // rotation from the median
	HighTau                 int     // a rotation is high with at most so many cells fewer than the best rotation
	HighSpanDeg             float64 // the high rotations may span no more
}

// Placement is where one cell of a fits best on b at one rotation.
type Placement struct {
	OK      bool
	R       float64
	Overlap float64
	DX, DY  float64 // µm away from the same place, along the axes of a
}

// Table holds the placements of every cell at every rotation, in one direction.
type Table struct {
	a, b   *Grid
	ca, cb imaging.Point
	degs   []float64
	at     [][]Placement // by rotation, then cell
}

// Placements seeks every cell of a on b at every rotation. b is turned about the middle of its measured part, which lies
// on the middle of a's. The only error is ctx's.
func (p Exhaustive) Placements(ctx context.Context, a, b *Grid) (*Table, error) {
	t := &Table{a: a, b: b, ca: a.im.Centre(), cb: b.im.Centre()}
	for i := 0; ; i++ {
		d := p.FromDeg + float64(float64(i)*p.StepDeg)
		if d > p.ToDeg+1e-9 {
			break
		}
		t.degs = append(t.degs, d)
	}
	f := p.newFinder(a)
	for _, d := range t.degs {
		row, err := f.rotation(ctx, t, d)
		if err != nil {
			return nil, err
		}
		t.at = append(t.at, row)
	}
	return t, nil
}

// finder correlates cells with regions by Fourier transform, two at a time.
type finder struct {
	p      Exhaustive
	a      *Grid
	cw, ch int // largest cell
	mx, my int // shifts searched on either side
	n      int
	plan   *fft.Plan
	tmpl   []template // by cell
	buf    [6][]float32
}

// template is a standardised cell's spectrum.
type template struct{ re, im []float32 }

func (p Exhaustive) newFinder(a *Grid) *finder {
	f := &finder{p: p, a: a}
	for _, c := range a.cells {
		f.cw, f.ch = max(f.cw, c.x1-c.x0), max(f.ch, c.y1-c.y0)
	}
	f.mx = int(math.Floor((p.RegionSides - 1) / 2 * float64(f.cw)))
	f.my = int(math.Floor((p.RegionSides - 1) / 2 * float64(f.ch)))
	f.n = fft.Good(max(f.cw+2*f.mx, f.ch+2*f.my, 4))
	f.plan = fft.New(f.n)
	for i := range f.buf {
		f.buf[i] = make([]float32, f.n*f.n)
	}
	f.tmpl = make([]template, len(a.cells))
	for i := range a.cells {
		if c := &a.cells[i]; c.kept {
			f.tmpl[i] = f.template(c)
		}
	}
	return f
}

// template transforms the cell, mean removed and missing points at the mean, as cmcR does.
func (f *finder) template(c *cell) template {
	n := f.n
	re, im := make([]float32, n*n), make([]float32, n*n)
	mean := 0.0
	for y := c.y0; y < c.y1; y++ {
		for x := c.x0; x < c.x1; x++ {
			z, _ := f.a.im.At(x, y)
			mean += float64(z)
		}
	}
	mean /= float64(max(c.valid, 1))
	for y := c.y0; y < c.y1; y++ {
		for x := c.x0; x < c.x1; x++ {
			if z, m := f.a.im.At(x, y); m != 0 {
				re[(y-c.y0)*n+x-c.x0] = float32(float64(z) - mean)
			}
		}
	}
	f.forward(re, im)
	return template{re, im}
}

// forward transforms along both axes; the result is transposed.
func (f *finder) forward(re, im []float32) {
	n := f.n
	f.plan.Forward(re, im, f.buf[4], f.buf[5], n)
	fft.Transpose(f.buf[4], re, n, n)
	fft.Transpose(f.buf[5], im, n, n)
	copy(re, f.buf[4])
	copy(im, f.buf[5])
	f.plan.Forward(re, im, f.buf[4], f.buf[5], n)
}

// rotation places every cell at one rotation of b.
func (f *finder) rotation(ctx context.Context, t *Table, deg float64) ([]Placement, error) {
	turned := t.turn(deg, f)
	row := make([]Placement, len(f.a.cells))
	pair := make([]int, 0, 2)
	flush := func() {
		if len(pair) > 0 {
			f.place(turned, pair, row)
			pair = pair[:0]
		}
	}
	for i := range f.a.cells {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !f.a.cells[i].kept || !f.enough(turned, &f.a.cells[i]) {
			continue
		}
		if pair = append(pair, i); len(pair) == 2 {
			flush()
		}
	}
	flush()
	return row, nil
}

// turn draws b, turned against deg, on a's grid with a margin of the searched shifts.
func (t *Table) turn(deg float64, f *finder) *filter.Field {
	im := t.a.im
	out := filter.NewField(im.W+2*f.mx, im.H+2*f.my, im.DX, im.DX, im.X0-float64(float64(f.mx)*im.DX), im.Y0-float64(float64(f.my)*im.DX))
	sin, cos := exact.SincosDeg(deg)
	for y := 0; y < out.H; y++ {
		dx, dy := out.X0-t.ca.X, out.Y0+float64(float64(y)*out.DY)-t.ca.Y
		x := t.b.im.Column(t.cb.X + float64(cos*dx) - float64(sin*dy))
		yy := t.b.im.Row(t.cb.Y + float64(sin*dx) + float64(cos*dy))
		t.b.im.Line(out.Z[y*out.W:(y+1)*out.W], out.M[y*out.W:(y+1)*out.W], x, yy, cos, sin)
	}
	return out
}

// enough reports whether the region around a cell has any place at which the overlap can suffice.
func (f *finder) enough(turned *filter.Field, c *cell) bool {
	n := 0
	for y := c.y0; y < c.y1+2*f.my; y++ {
		for _, m := range turned.M[y*turned.W+c.x0 : y*turned.W+c.x1+2*f.mx] {
			if m != 0 {
				n++
			}
		}
	}
	return n > 0 && float64(n) >= f.p.MinOverlap*float64(c.valid)
}

// place correlates one or two cells with the regions around them and measures r where the correlation is greatest.
func (f *finder) place(turned *filter.Field, cells []int, row []Placement) {
	n := f.n
	parts := [2][]float32{f.buf[0], f.buf[1]}
	clear(parts[0])
	clear(parts[1])
	for k, i := range cells {
		f.region(turned, &f.a.cells[i], parts[k])
	}
	f.forward(parts[0], parts[1])
	f.multiply(cells)
	cr, ci := f.buf[2], f.buf[3]
	f.plan.Forward(ci, cr, f.buf[5], f.buf[4], n) // inverse along x: parts exchanged
	ny := 2*f.my + 1
	nx := 2*f.mx + 1
	fft.Transpose(f.buf[0], cr, n, nx) // rows beyond the searched shifts along x are dropped
	fft.Transpose(f.buf[1], ci, n, nx)
	f.plan.Forward(f.buf[1][:n*nx], f.buf[0][:n*nx], f.buf[5][:n*nx], f.buf[4][:n*nx], nx)
	for k, i := range cells {
		corr := f.buf[k][:nx*ny]
		best := 0
		for j, v := range corr {
			if v > corr[best] {
				best = j
			}
		}
		row[i] = f.measure(turned, &f.a.cells[i], best%nx, best/nx)
	}
}

// region copies the region around a cell, mean removed and missing points at the mean.
func (f *finder) region(turned *filter.Field, c *cell, dst []float32) {
	w, h := c.x1-c.x0+2*f.mx, c.y1-c.y0+2*f.my
	sum, count := 0.0, 0
	for y := 0; y < h; y++ {
		o := (c.y0+y)*turned.W + c.x0
		for x, m := range turned.M[o : o+w] {
			if m != 0 {
				sum += float64(turned.Z[o+x])
				count++
			}
		}
	}
	mean := float32(sum / float64(max(count, 1)))
	for y := 0; y < h; y++ {
		o := (c.y0+y)*turned.W + c.x0
		for x, m := range turned.M[o : o+w] {
			if m != 0 {
				dst[y*f.n+x] = turned.Z[o+x] - mean
			}
		}
	}
}

// multiply forms conj(T1)·R1 + i·conj(T2)·R2 from the joint spectrum of two regions, so that one inverse transform gives
// both correlations.
func (f *finder) multiply(cells []int) {
	n := f.n
	zr, zi, cr, ci := f.buf[0], f.buf[1], f.buf[2], f.buf[3]
	t1, t2 := f.tmpl[cells[0]], f.tmpl[cells[len(cells)-1]]
	for kx := 0; kx < n; kx++ {
		for ky := 0; ky < n; ky++ {
			i, j := kx*n+ky, (n-kx)%n*n+(n-ky)%n
			pr, pi, qr, qi := zr[i], zi[i], zr[j], zi[j]
			ar, ai := pr+qr, pi-qi // twice R1
			br, bi := pi+qi, qr-pr // twice R2
			ur := float32(t1.re[i]*ar) + float32(t1.im[i]*ai)
			ui := float32(t1.re[i]*ai) - float32(t1.im[i]*ar)
			vr := float32(t2.re[i]*br) + float32(t2.im[i]*bi)
			vi := float32(t2.re[i]*bi) - float32(t2.im[i]*br)
			cr[i], ci[i] = ur-vi, ui+vr
		}
	}
}

// measure is Pearson's r over the points that the cell and the region have at one shift.
func (f *finder) measure(turned *filter.Field, c *cell, i, j int) Placement {
	var n, sa, sb, saa, sbb, sab float64
	for y := c.y0; y < c.y1; y++ {
		for x := c.x0; x < c.x1; x++ {
			u, m := f.a.im.At(x, y)
			o := (y+j)*turned.W + x + i
			if m == 0 || turned.M[o] == 0 {
				continue
			}
			a, b := float64(u), float64(turned.Z[o])
			n++
			sa += a
			sb += b
			saa += float64(a * a)
			sbb += float64(b * b)
			sab += float64(a * b)
		}
	}
	q := Placement{Overlap: n / float64(c.valid), DX: float64(i-f.mx) * f.a.im.DX, DY: float64(j-f.my) * f.a.im.DX}
	q.R = register.Pearson(n, sa, sb, saa, sbb, sab)
	q.OK = q.Overlap >= f.p.MinOverlap && !math.IsNaN(q.R)
	return q
}
