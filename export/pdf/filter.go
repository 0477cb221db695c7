package pdf

// filter makes rows of pixels easier to pack: each byte as its difference from its neighbours (RFC 2083, 6). Of the five ways that whose differences are
// least in sum is taken, as that standard advises in 9.6.
type filter struct {
	now, before []byte
	step        int // bytes of a pixel
	tries       [5][]byte
}

func newFilter(row, step int) *filter {
	f := &filter{now: make([]byte, row), before: make([]byte, row), step: step}
	for i := range f.tries {
		f.tries[i] = make([]byte, row+1)
		f.tries[i][0] = byte(i)
	}
	return f
}

// row returns the row in now, filtered; it holds until the next call, for which now is to be filled anew.
func (f *filter) row() []byte {
	copy(f.tries[0][1:], f.now)
	sums := [5]int{}
	n := f.step
	sub, up, avg, pth := f.tries[1][1:], f.tries[2][1:], f.tries[3][1:], f.tries[4][1:]
	for i, x := range f.now {
		b := f.before[i]
		a, c := byte(0), byte(0)
		if i >= n {
			a, c = f.now[i-n], f.before[i-n]
		}
		sub[i], up[i], avg[i], pth[i] = x-a, x-b, x-byte((int(a)+int(b))/2), x-predict(a, b, c)
		sums[0] += small(x)
		sums[1] += small(sub[i])
		sums[2] += small(up[i])
		sums[3] += small(avg[i])
		sums[4] += small(pth[i])
	}
	best := 0
	for k := range sums {
		if sums[k] < sums[best] {
			best = k
		}
	}
	f.now, f.before = f.before, f.now
	return f.tries[best]
}

// small is how far a difference is from none.
func small(d byte) int {
	if d < 128 {
		return int(d)
	}
	return 256 - int(d)
}

// predict is the Paeth predictor: the neighbour nearest to a + b - c.
func predict(a, b, c byte) byte {
	pa, pb := int(b)-int(c), int(a)-int(c)
	pc := pa + pb
	pa, pb, pc = max(pa, -pa), max(pb, -pb), max(pc, -pc)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}
