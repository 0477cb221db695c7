package fft

import "tracemark/imaging/internal/kernel"

// fast does the butterflies of one factor by assembly, which gives the digits of the loops below; false means that these have to do it.
func (st *step) fast(xr, xi, yr, yi []float32, p, s int) bool {
	o, w := st.radix*p*s, (st.radix-1)*p
	return kernel.Butterfly(st.radix, xr[s*p:], xi[s*p:], yr[o:], yi[o:], st.n/st.radix*s, s, st.wr[w:], st.wi[w:])
}

func (st *step) two(xr, xi, yr, yi []float32, s int) {
	m := st.n / 2
	for p := 0; p < m; p++ {
		if st.fast(xr, xi, yr, yi, p, s) {
			continue
		}
		wr, wi := st.wr[p], st.wi[p]
		ar, ai := xr[s*p:s*p+s], xi[s*p:s*p+s]
		br, bi := xr[s*(p+m):][:s], xi[s*(p+m):][:s]
		o := 2 * p * s
		c0r, c0i, c1r, c1i := yr[o:][:s], yi[o:][:s], yr[o+s:][:s], yi[o+s:][:s]
		for q := range ar {
			r0, i0, r1, i1 := ar[q], ai[q], br[q], bi[q]
			c0r[q], c0i[q] = r0+r1, i0+i1
			dr, di := r0-r1, i0-i1
			c1r[q] = float32(dr*wr) - float32(di*wi)
			c1i[q] = float32(dr*wi) + float32(di*wr)
		}
	}
}

func (st *step) three(xr, xi, yr, yi []float32, s int) {
	const half, root = float32(0.5), float32(0.86602540378443864676) // cos and sin of 60°
	m := st.n / 3
	for p := 0; p < m; p++ {
		if st.fast(xr, xi, yr, yi, p, s) {
			continue
		}
		w1r, w1i, w2r, w2i := st.wr[2*p], st.wi[2*p], st.wr[2*p+1], st.wi[2*p+1]
		ar, ai := xr[s*p:][:s], xi[s*p:][:s]
		br, bi := xr[s*(p+m):][:s], xi[s*(p+m):][:s]
		cr, ci := xr[s*(p+2*m):][:s], xi[s*(p+2*m):][:s]
		o := 3 * p * s
		o0r, o0i, o1r, o1i, o2r, o2i := yr[o:][:s], yi[o:][:s], yr[o+s:][:s], yi[o+s:][:s], yr[o+2*s:][:s], yi[o+2*s:][:s]
		for q := range ar {
			sr, si := br[q]+cr[q], bi[q]+ci[q]
			dr, di := float32((br[q]-cr[q])*root), float32((bi[q]-ci[q])*root)
			hr, hi := ar[q]-float32(sr*half), ai[q]-float32(si*half)
			o0r[q], o0i[q] = ar[q]+sr, ai[q]+si
			ur, ui := hr+di, hi-dr
			vr, vi := hr-di, hi+dr
			o1r[q] = float32(ur*w1r) - float32(ui*w1i)
			o1i[q] = float32(ur*w1i) + float32(ui*w1r)
			o2r[q] = float32(vr*w2r) - float32(vi*w2i)
			o2i[q] = float32(vr*w2i) + float32(vi*w2r)
		}
	}
}

func (st *step) four(xr, xi, yr, yi []float32, s int) {
	m := st.n / 4
	for p := 0; p < m; p++ {
		if st.fast(xr, xi, yr, yi, p, s) {
			continue
		}
		w1r, w1i, w2r, w2i, w3r, w3i := st.wr[3*p], st.wi[3*p], st.wr[3*p+1], st.wi[3*p+1], st.wr[3*p+2], st.wi[3*p+2]
		ar, ai := xr[s*p:][:s], xi[s*p:][:s]
		br, bi := xr[s*(p+m):][:s], xi[s*(p+m):][:s]
		cr, ci := xr[s*(p+2*m):][:s], xi[s*(p+2*m):][:s]
		dr, di := xr[s*(p+3*m):][:s], xi[s*(p+3*m):][:s]
		o := 4 * p * s
		o0r, o0i, o1r, o1i := yr[o:][:s], yi[o:][:s], yr[o+s:][:s], yi[o+s:][:s]
		o2r, o2i, o3r, o3i := yr[o+2*s:][:s], yi[o+2*s:][:s], yr[o+3*s:][:s], yi[o+3*s:][:s]
		for q := range ar {
			apcr, apci := ar[q]+cr[q], ai[q]+ci[q]
			amcr, amci := ar[q]-cr[q], ai[q]-ci[q]
			bpdr, bpdi := br[q]+dr[q], bi[q]+di[q]
			bmdr, bmdi := br[q]-dr[q], bi[q]-di[q]
			o0r[q], o0i[q] = apcr+bpdr, apci+bpdi
			ur, ui := amcr+bmdi, amci-bmdr // (a−c) − i(b−d)
			o1r[q] = float32(ur*w1r) - float32(ui*w1i)
			o1i[q] = float32(ur*w1i) + float32(ui*w1r)
			vr, vi := apcr-bpdr, apci-bpdi
			o2r[q] = float32(vr*w2r) - float32(vi*w2i)
			o2i[q] = float32(vr*w2i) + float32(vi*w2r)
			tr, ti := amcr-bmdi, amci+bmdr // (a−c) + i(b−d)
			o3r[q] = float32(tr*w3r) - float32(ti*w3i)
			o3i[q] = float32(tr*w3i) + float32(ti*w3r)
		}
	}
}

func (st *step) five(xr, xi, yr, yi []float32, s int) {
	const (
		c1 = float32(0.30901699437494742410)  // cos 72°
		c2 = float32(-0.80901699437494742410) // cos 144°
		s1 = float32(0.95105651629515357212)  // sin 72°
		s2 = float32(0.58778525229247312917)  // sin 144°
	)
	m := st.n / 5
	for p := 0; p < m; p++ {
		if st.fast(xr, xi, yr, yi, p, s) {
			continue
		}
		w := st.wr[4*p : 4*p+4]
		v := st.wi[4*p : 4*p+4]
		x := func(k int) (r, i []float32) { return xr[s*(p+k*m):][:s], xi[s*(p+k*m):][:s] }
		y := func(k int) (r, i []float32) { return yr[s*(5*p+k):][:s], yi[s*(5*p+k):][:s] }
		ar, ai := x(0)
		br, bi := x(1)
		cr, ci := x(2)
		dr, di := x(3)
		er, ei := x(4)
		o0r, o0i := y(0)
		o1r, o1i := y(1)
		o2r, o2i := y(2)
		o3r, o3i := y(3)
		o4r, o4i := y(4)
		for q := range ar {
			pr, pi := br[q]+er[q], bi[q]+ei[q]
			mr, mi := br[q]-er[q], bi[q]-ei[q]
			qr, qi := cr[q]+dr[q], ci[q]+di[q]
			nr, ni := cr[q]-dr[q], ci[q]-di[q]
			o0r[q], o0i[q] = ar[q]+pr+qr, ai[q]+pi+qi
			gr, gi := ar[q]+float32(c1*pr)+float32(c2*qr), ai[q]+float32(c1*pi)+float32(c2*qi)
			hr, hi := ar[q]+float32(c2*pr)+float32(c1*qr), ai[q]+float32(c2*pi)+float32(c1*qi)
			kr, ki := float32(s1*mr)+float32(s2*nr), float32(s1*mi)+float32(s2*ni)
			lr, li := float32(s2*mr)-float32(s1*nr), float32(s2*mi)-float32(s1*ni)
			r1, i1 := gr+ki, gi-kr
			r4, i4 := gr-ki, gi+kr
			r2, i2 := hr+li, hi-lr
			r3, i3 := hr-li, hi+lr
			o1r[q], o1i[q] = float32(r1*w[0])-float32(i1*v[0]), float32(r1*v[0])+float32(i1*w[0])
			o2r[q], o2i[q] = float32(r2*w[1])-float32(i2*v[1]), float32(r2*v[1])+float32(i2*w[1])
			o3r[q], o3i[q] = float32(r3*w[2])-float32(i3*v[2]), float32(r3*v[2])+float32(i3*w[2])
			o4r[q], o4i[q] = float32(r4*w[3])-float32(i4*v[3]), float32(r4*v[3])+float32(i4*w[3])
		}
	}
}
