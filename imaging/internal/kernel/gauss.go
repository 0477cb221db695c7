package kernel

// Strip is how many columns of a picture are filtered together.
const Strip = 128

// Row is a row of a strip.
type Row [Strip]float64

// Recursion is a filter of the fourth order: the factors of four inputs, then those of the latest four outputs, the latest first.
type Recursion [8]float64

// Forth does a row of the pass that goes forward: sums becomes c[0]·x0 + c[1]·x1 + c[2]·x2 + c[3]·x3 − c[7]·y4 − c[6]·y3 − c[5]·y2 − c[4]·y1,
// x0 being pic and x1 … the rows before it, y1 … the outputs before this one, which takes the place of y4.
func Forth[T float32 | float64](pic []float32, sums []T, c *Recursion, x0, x1, x2, x3, y1, y2, y3, y4 *Row) {
	sums = sums[:len(pic)]
	from := 0
	switch sums := any(sums).(type) {
	case []float32:
		from = forth(pic, sums, c, x0, x1, x2, x3, y1, y2, y3, y4)
	case []float64:
		from = forthWide(pic, sums, c, x0, x1, x2, x3, y1, y2, y3, y4)
	}
	forthPlain(pic, sums, c, x0, x1, x2, x3, y1, y2, y3, y4, from)
}

func forthPlain[T float32 | float64](pic []float32, sums []T, c *Recursion, x0, x1, x2, x3, y1, y2, y3, y4 *Row, from int) {
	n0, n1, n2, n3 := c[0], c[1], c[2], c[3]
	d1, d2, d3, d4 := c[4], c[5], c[6], c[7]
	for i := from; i < min(len(pic), len(sums), Strip); i++ {
		v := float64(pic[i])
		x0[i] = v
		t := float64(n0*v) + float64(n1*x1[i]) + float64(n2*x2[i]) + float64(n3*x3[i]) -
			float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
		y4[i] = t
		sums[i] = T(t)
	}
}

// Back does a row of the pass that comes back: c[0]·x1 + c[1]·x2 + c[2]·x3 + c[3]·x4 − c[7]·y4 − … − c[4]·y1, of which the rows x1 … lie behind,
// takes the place of y4; pic goes to x0 and becomes that plus sums.
func Back[T float32 | float64](pic []float32, sums []T, c *Recursion, x0, x1, x2, x3, x4, y1, y2, y3, y4 *Row) {
	sums = sums[:len(pic)]
	from := 0
	switch sums := any(sums).(type) {
	case []float32:
		from = back(pic, sums, c, x0, x1, x2, x3, x4, y1, y2, y3, y4)
	case []float64:
		from = backWide(pic, sums, c, x0, x1, x2, x3, x4, y1, y2, y3, y4)
	}
	backPlain(pic, sums, c, x0, x1, x2, x3, x4, y1, y2, y3, y4, from)
}

func backPlain[T float32 | float64](pic []float32, sums []T, c *Recursion, x0, x1, x2, x3, x4, y1, y2, y3, y4 *Row, from int) {
	m1, m2, m3, m4 := c[0], c[1], c[2], c[3]
	d1, d2, d3, d4 := c[4], c[5], c[6], c[7]
	for i := from; i < min(len(pic), len(sums), Strip); i++ {
		t := float64(m1*x1[i]) + float64(m2*x2[i]) + float64(m3*x3[i]) + float64(m4*x4[i]) -
			float64(d4*y4[i]) - float64(d3*y3[i]) - float64(d2*y2[i]) - float64(d1*y1[i])
		y4[i] = t
		x0[i] = float64(pic[i])
		pic[i] = float32(float64(sums[i]) + t)
	}
}

// Taps convolves numbers with a kernel that is given from its middle outwards: out becomes k[0]·in[at] + Σ k[i]·(in[at−i·stride] + in[at+i·stride]), the
// first number lying at in[at]. All of in that is spoken of must be there.
func Taps(out, in []float32, at, stride int, k []float64) {
	r := (len(k) - 1) * stride
	_, _ = in[at-r], in[at+r+len(out)-1]
	from := taps(out, in, at, stride, k)
	tapsPlain(out[from:], in, at+from, stride, k)
}

func tapsPlain(out, in []float32, at, stride int, k []float64) {
	for x := range out {
		sum := float64(k[0] * float64(in[at+x]))
		for i := 1; i < len(k); i++ {
			sum += float64(k[i] * (float64(in[at+x-i*stride]) + float64(in[at+x+i*stride])))
		}
		out[x] = float32(sum)
	}
}
