//go:build amd64 && !purego

package kernel

var avx2 = hasAVX2()

// Fast reports whether the assembly is in use.
func Fast() bool { return avx2 }

// UsePlain switches the assembly off, or on again where the processor has what it needs, and reports whether it was off. It is for
// tests and benchmarks that hold both against each other, while nothing else is computed.
func UsePlain(plain bool) (was bool) {
	was = !avx2
	avx2 = !plain && hasAVX2()
	return was
}

// hasAVX2 asks the processor for AVX2 and the system for keeping its registers (Intel SDM vol. 1, §14.7.1).
func hasAVX2() bool {
	most, _, _, _ := cpuid(0, 0)
	if most < 7 {
		return false
	}
	const osxsave, avx = 1 << 27, 1 << 28
	if _, _, c, _ := cpuid(1, 0); c&osxsave == 0 || c&avx == 0 {
		return false
	}
	if xgetbv()&6 != 6 { // XMM and YMM state
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	return b&(1<<5) != 0
}

func sums(out *Partial, a []float32, at []int32, v, m []float32, shift int) {
	if !avx2 {
		sumsPlain(out, a, at, v, m, shift)
		return
	}
	sumsAVX2(&out[0], &a[0], &at[0], len(at), &v[0], &m[0], shift)
}

func sample(l *Line, z, m, zm []float32, from int) int {
	n := len(z) / Lanes * Lanes
	if !avx2 {
		return 0
	}
	sampleAVX2(&z[0], &m[0], &zm[0], n, l.Stride, from, l.X, l.Y, l.UX, l.UY)
	return n
}

func butterfly(radix int, xr, xi, yr, yi []float32, in, n int, wr, wi []float32) bool {
	if !avx2 {
		return false
	}
	switch radix {
	case 2:
		twoAVX2(&xr[0], &xi[0], &yr[0], &yi[0], in, n, &wr[0], &wi[0])
	case 3:
		threeAVX2(&xr[0], &xi[0], &yr[0], &yi[0], in, n, &wr[0], &wi[0])
	case 4:
		fourAVX2(&xr[0], &xi[0], &yr[0], &yi[0], in, n, &wr[0], &wi[0])
	case 5:
		fiveAVX2(&xr[0], &xi[0], &yr[0], &yi[0], in, n, &wr[0], &wi[0])
	default:
		return false
	}
	return true
}

func transpose(dst, src []float32, w, h int) bool {
	if !avx2 {
		return false
	}
	for x := 0; ; x += Lanes {
		x = min(x, w-Lanes) // the last eight columns may have been written in part
		transposeAVX2(&dst[x*h], &src[x], w, h, h)
		if x == w-Lanes {
			return true
		}
	}
}

func cross(or, oi, mr, mi, ar, ai, br, bi []float32) int {
	if !avx2 {
		return 0
	}
	var lastR, lastI *float32
	if n := len(mr); n > 0 {
		lastR, lastI = &mr[n-Lanes], &mi[n-Lanes]
	}
	crossAVX2(&or[0], &oi[0], lastR, lastI, &ar[0], &ai[0], &br[0], &bi[0], len(or))
	return len(or)
}

func forth(pic []float32, sums []float32, c *Recursion, x0, x1, x2, x3, y1, y2, y3, y4 *Row) int {
	n := min(len(pic), Strip) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	forthAVX2(&pic[0], &sums[0], &c[0], &x0[0], &x1[0], &x2[0], &x3[0], &y1[0], &y2[0], &y3[0], &y4[0], n)
	return n
}

func forthWide(pic []float32, sums []float64, c *Recursion, x0, x1, x2, x3, y1, y2, y3, y4 *Row) int {
	n := min(len(pic), Strip) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	forthWideAVX2(&pic[0], &sums[0], &c[0], &x0[0], &x1[0], &x2[0], &x3[0], &y1[0], &y2[0], &y3[0], &y4[0], n)
	return n
}

func back(pic []float32, sums []float32, c *Recursion, x0, x1, x2, x3, x4, y1, y2, y3, y4 *Row) int {
	n := min(len(pic), Strip) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	backAVX2(&pic[0], &sums[0], &c[0], &x0[0], &x1[0], &x2[0], &x3[0], &x4[0], &y1[0], &y2[0], &y3[0], &y4[0], n)
	return n
}

func backWide(pic []float32, sums []float64, c *Recursion, x0, x1, x2, x3, x4, y1, y2, y3, y4 *Row) int {
	n := min(len(pic), Strip) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	backWideAVX2(&pic[0], &sums[0], &c[0], &x0[0], &x1[0], &x2[0], &x3[0], &x4[0], &y1[0], &y2[0], &y3[0], &y4[0], n)
	return n
}

func taps(out, in []float32, at, stride int, k []float64) int {
	n := len(out) / Lanes * Lanes
	if !avx2 || n == 0 {
		return 0
	}
	tapsAVX2(&out[0], &in[at], stride, &k[0], len(k), n)
	return n
}

func share(z, weight, m []float32) int {
	n := len(z) / Lanes * Lanes
	if !avx2 || n == 0 {
		return 0
	}
	shareAVX2(&z[0], &weight[0], &m[0], n)
	return n
}

func even(z, local, m []float32, floor float64) int {
	n := len(z) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	evenAVX2(&z[0], &local[0], &m[0], floor, n)
	return n
}

func softLimit(z []float32, limit float64, factor *[14]float64) int {
	n := len(z) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	limitAVX2(&z[0], limit, &factor[0], n)
	return n
}

func plane(sums *PlaneSums, x []float64, z, m []float32, t *Tilt) int {
	n := len(x) / 4 * 4
	if !avx2 || n == 0 {
		return 0
	}
	alike := ^uint64(0)
	if t.Weigh {
		alike = 0
	}
	planeAVX2(&sums[0], &x[0], &z[0], &m[0], t.Level, t.Slope, t.Y, t.PY, t.Limit, alike, n)
	return n
}
