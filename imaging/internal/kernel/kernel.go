package kernel

// Lanes is the number of partial sums. Blocks are as many neighbouring numbers.
const Lanes = 8

// Partial holds the partial sums of Sums: eight each of n, Σu, Σv, Σu², Σv² and Σuv.
type Partial [6 * Lanes]float32

// Total adds the partial sums of one quantity, 0 for n to 5 for Σuv.
func (p *Partial) Total(quantity int) float64 {
	s := 0.0
	for _, v := range p[quantity*Lanes : (quantity+1)*Lanes] {
		s += float64(v)
	}
	return s
}

// Block is how Sums wants the first picture: eight values, their weights and their squares, one after the other. Values without weight are 0.
const Block = 3 * Lanes

// Pack appends a block of up to eight values and weights, filled up with zeros.
func Pack(to, z, m []float32) []float32 {
	var b [Block]float32
	for i := range z {
		if m[i] != 0 {
			b[i], b[i+Lanes], b[i+2*Lanes] = z[i], 1, float32(z[i]*z[i])
		}
	}
	return append(to, b[:]...)
}

// Sums fills out with the sums over the points that both pictures have. The first is packed in a; its block k lies on the second
// picture's numbers from at[k]+shift on. The second has values v, 0 where not measured, and weights m.
func Sums(out *Partial, a []float32, at []int32, v, m []float32, shift int) {
	if len(at) == 0 {
		*out = Partial{}
		return
	}
	// One look at the ends stands for one at every number; at is in rising order.
	_ = a[:len(at)*Block]
	first, last := int(at[0])+shift, int(at[len(at)-1])+shift+Lanes
	_, _ = v[first:last], m[first:last]
	sums(out, a, at, v, m, shift)
}

func sumsPlain(out *Partial, a []float32, at []int32, v, m []float32, shift int) {
	for l := range Lanes {
		var n, su, sv, suu, svv, suv float32
		b := a[l:]
		for k, o := range at {
			i := k * Block
			u, mu, uu := b[i], b[i+Lanes], b[i+2*Lanes]
			j := int(o) + shift + l
			w, mw := v[j], m[j]
			n += float32(mu * mw)
			su += float32(u * mw)
			sv += float32(w * mu)
			suu += float32(uu * mw)
			svv += float32(float32(w*w) * mu)
			suv += float32(u * w)
		}
		out[l], out[l+Lanes], out[l+2*Lanes] = n, su, sv
		out[l+3*Lanes], out[l+4*Lanes], out[l+5*Lanes] = suu, svv, suv
	}
}

// Line is a row of sampling positions: number k at (X+k·UX, Y+k·UY), in columns and rows of a picture of points that are value and weight
// side by side, Stride numbers to a row.
type Line struct {
	X, Y, UX, UY float64
	Stride       int
}

// Sample writes value and weight (0 or 1) at the positions k = from … from+len(z)-1, all of which must have four neighbours in zm and no
// negative column or row. A position is measured when at least half of the weight around it is.
func (l *Line) Sample(z, m, zm []float32, from int) {
	m = m[:len(z)]
	n := 0
	if len(z) >= Lanes {
		n = sample(l, z, m, zm, from)
		if last := len(z) - Lanes; n > last && n < len(z) { // eight again up to the end: the same numbers as before where they overlap
			sample(l, z[last:], m[last:], zm, from+last)
			return
		}
	}
	l.samplePlain(z[n:], m[n:], zm, from+n)
}

func (l *Line) samplePlain(z, m, zm []float32, from int) {
	m = m[:len(z)]
	for k := range z {
		// A product instead of a running sum: the position does not depend on where the line began.
		px, py := l.X+float64(float64(from+k)*l.UX), l.Y+float64(float64(from+k)*l.UY)
		ix, iy := int(px), int(py)
		fx, fy := float32(px-float64(ix)), float32(py-float64(iy))
		i := iy*l.Stride + 2*ix
		t, b := zm[i:i+4:i+4], zm[i+l.Stride:i+l.Stride+4:i+l.Stride+4]
		b11 := float32(fx * fy)
		b10 := fy - b11
		b01 := fx - b11
		b00 := 1 - fx - b10
		w := float32(b00*t[1]) + float32(b01*t[3]) + float32(b10*b[1]) + float32(b11*b[3])
		if w < 0.5 {
			z[k], m[k] = 0, 0
			continue
		}
		v := float32(b00*t[0]) + float32(b01*t[2]) + float32(b10*b[0]) + float32(b11*b[2])
		if w < 0.9999 {
			v /= w
		}
		z[k], m[k] = v, 1
	}
}
