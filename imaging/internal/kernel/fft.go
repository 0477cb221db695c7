package kernel

// Butterfly does one butterfly of a Fourier transform, of radix 2, 3, 4 or 5, as package fft writes it in plain Go, over n neighbouring numbers:
// input k begins at x[k·in], output k at y[k·n], and wr, wi hold the factors of all outputs but the first. It returns false, and
// has done nothing, where there is no assembly for it.
func Butterfly(radix int, xr, xi, yr, yi []float32, in, n int, wr, wi []float32) bool {
	if n < Lanes {
		return false
	}
	// One look at the ends stands for one at every number.
	last := (radix-1)*in + n
	_, _, _, _, _, _ = xr[last-1], xi[last-1], yr[radix*n-1], yi[radix*n-1], wr[radix-2], wi[radix-2]
	return butterfly(radix, xr, xi, yr, yi, in, n, wr, wi)
}

// Transpose writes the w×h picture src (w columns) to dst with h columns. It returns false, and has done nothing, where there is no assembly for it.
func Transpose(dst, src []float32, w, h int) bool {
	if w < Lanes || h < Lanes {
		return false
	}
	_, _ = dst[w*h-1], src[w*h-1]
	return transpose(dst, src, w, h)
}

// Cross multiplies a row of the spectrum of one real picture, a, with that of another, b: o becomes conj(a)·b + i·a·b, whose transform
// has the correlations with a and with a turned by 180° as its two parts. m, which may be nil, becomes the same of the row at the opposite
// frequency, of which both spectra have the conjugates: its number n−k belongs to number k. All have one length.
func Cross(or, oi, mr, mi, ar, ai, br, bi []float32) {
	n := len(or)
	oi, ar, ai, br, bi = oi[:n], ar[:n], ai[:n], br[:n], bi[:n]
	mirror := mr != nil
	if mirror {
		mr, mi = mr[:n], mi[:n]
	}
	from := 0
	if n > Lanes {
		crossPlain(or, oi, mr, mi, ar, ai, br, bi, 0, 1)
		from = 1 + cross(or[1:], oi[1:], mr, mi, ar[1:], ai[1:], br[1:], bi[1:])
	}
	crossPlain(or, oi, mr, mi, ar, ai, br, bi, from, n)
}

// crossPlain does the numbers from … to-1.
func crossPlain(or, oi, mr, mi, ar, ai, br, bi []float32, from, to int) {
	n := len(or)
	for k := from; k < to; k++ {
		s, t := float32(ar[k]*br[k]), float32(ai[k]*bi[k])
		u, v := float32(ar[k]*bi[k]), float32(ai[k]*br[k])
		or[k], oi[k] = s+t-u-v, s-t+u-v
		if mr != nil {
			j := (n - k) % n
			mr[j], mi[j] = s+t+u+v, s-t-u+v
		}
	}
}
