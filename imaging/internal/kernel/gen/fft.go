//go:build kernelgen

package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// table is a constant in all eight lanes.
func table(name string, v float32) Mem {
	if g, ok := named[name]; ok {
		return g
	}
	g := GLOBL(name, RODATA|NOPTR)
	for i := range 8 {
		DATA(4*i, F32(v))
	}
	named[name] = g
	return g
}

// eights calls body for eight neighbouring numbers at a time, n ≥ 8 in all; body's pointers are moved on between. The last eight overlap those
// before where n is no multiple: what they write is written twice.
func eights(label string, n reg.GPVirtual, pointers []reg.GPVirtual, body func()) {
	Label(label)
	body()
	SUBQ(Imm(8), n)
	JZ(LabelRef(label + "Done"))
	for _, p := range pointers {
		ADDQ(Imm(32), p)
	}
	CMPQ(n, Imm(8))
	JGE(LabelRef(label))
	back := GP64()
	LEAQ(Mem{Base: n, Disp: -8}, back)
	for _, p := range pointers {
		LEAQ(Mem{Base: p, Index: back, Scale: 4}, p)
	}
	MOVQ(U32(8), n)
	JMP(LabelRef(label))
	Label(label + "Done")
}

// butterfly is what the steps of all radices share: pointers, strides in bytes and where the vectors lie.
type butterfly struct {
	xr, xi, yr, yi, wr, wi reg.GPVirtual
	n                      reg.GPVirtual
	in, in3, out, out3     reg.GPVirtual
	inputs, outputs        func(base reg.GPVirtual, k int) Mem
}

func newButterfly(radix int, name string) *butterfly {
	TEXT(name, NOSPLIT, "func(xr, xi, yr, yi *float32, in, n int, wr, wi *float32)")
	Pragma("noescape")
	f := &butterfly{xr: get("xr"), xi: get("xi"), yr: get("yr"), yi: get("yi"), in: get("in"), n: get("n"), wr: get("wr"), wi: get("wi")}
	SHLQ(Imm(2), f.in)
	f.out = GP64()
	MOVQ(f.n, f.out)
	SHLQ(Imm(2), f.out)
	if radix > 3 {
		f.in3, f.out3 = GP64(), GP64()
		LEAQ(Mem{Base: f.in, Index: f.in, Scale: 2}, f.in3)
		LEAQ(Mem{Base: f.out, Index: f.out, Scale: 2}, f.out3)
	}
	place := func(base, one, three reg.GPVirtual, k int) Mem {
		switch k {
		case 0:
			return Mem{Base: base}
		case 3:
			return Mem{Base: base, Index: three, Scale: 1}
		}
		return Mem{Base: base, Index: one, Scale: uint8(k)}
	}
	f.inputs = func(base reg.GPVirtual, k int) Mem { return place(base, f.in, f.in3, k) }
	f.outputs = func(base reg.GPVirtual, k int) Mem { return place(base, f.out, f.out3, k) }
	return f
}

func (f *butterfly) pointers() []reg.GPVirtual { return []reg.GPVirtual{f.xr, f.xi, f.yr, f.yi} }

// load returns the real and imaginary parts of input k.
func (f *butterfly) load(k int) (r, i reg.VecVirtual) {
	r, i = YMM(), YMM()
	VMOVUPS(f.inputs(f.xr, k), r)
	VMOVUPS(f.inputs(f.xi, k), i)
	return r, i
}

// store writes output k.
func (f *butterfly) store(k int, r, i reg.VecVirtual) {
	VMOVUPS(r, f.outputs(f.yr, k))
	VMOVUPS(i, f.outputs(f.yi, k))
}

// twist writes output k multiplied by its factor, the one before it in wr and wi.
func (f *butterfly) twist(k int, r, i reg.VecVirtual) {
	w, v, p, q, s, t := YMM(), YMM(), YMM(), YMM(), YMM(), YMM()
	VBROADCASTSS(Mem{Base: f.wr, Disp: 4 * (k - 1)}, w)
	VBROADCASTSS(Mem{Base: f.wi, Disp: 4 * (k - 1)}, v)
	VMULPS(r, w, p)
	VMULPS(i, v, q)
	VSUBPS(q, p, p)
	VMULPS(r, v, s)
	VMULPS(i, w, t)
	VADDPS(t, s, s)
	f.store(k, p, s)
}

func add(a, b Op) reg.VecVirtual {
	r := YMM()
	VADDPS(b, a, r)
	return r
}

// sub returns a−b.
func sub(a, b Op) reg.VecVirtual {
	r := YMM()
	VSUBPS(b, a, r)
	return r
}

func mul(a, b Op) reg.VecVirtual {
	r := YMM()
	VMULPS(b, a, r)
	return r
}

func two() {
	f := newButterfly(2, "twoAVX2")
	eights("two", f.n, f.pointers(), func() {
		ar, ai := f.load(0)
		br, bi := f.load(1)
		f.store(0, add(ar, br), add(ai, bi))
		f.twist(1, sub(ar, br), sub(ai, bi))
	})
	VZEROUPPER()
	RET()
}

func three() {
	f := newButterfly(3, "threeAVX2")
	half, root := table("half8", 0.5), table("root8", 0.86602540378443864676)
	eights("three", f.n, f.pointers(), func() {
		br, bi := f.load(1)
		cr, ci := f.load(2)
		sr, si := add(br, cr), add(bi, ci)
		dr, di := mul(sub(br, cr), root), mul(sub(bi, ci), root)
		ar, ai := f.load(0)
		f.store(0, add(ar, sr), add(ai, si))
		hr, hi := sub(ar, mul(sr, half)), sub(ai, mul(si, half))
		f.twist(1, add(hr, di), sub(hi, dr))
		f.twist(2, sub(hr, di), add(hi, dr))
	})
	VZEROUPPER()
	RET()
}

func four() {
	f := newButterfly(4, "fourAVX2")
	eights("four", f.n, f.pointers(), func() {
		ar, ai := f.load(0)
		cr, ci := f.load(2)
		apcr, apci, amcr, amci := add(ar, cr), add(ai, ci), sub(ar, cr), sub(ai, ci)
		br, bi := f.load(1)
		dr, di := f.load(3)
		bpdr, bpdi, bmdr, bmdi := add(br, dr), add(bi, di), sub(br, dr), sub(bi, di)
		f.store(0, add(apcr, bpdr), add(apci, bpdi))
		f.twist(2, sub(apcr, bpdr), sub(apci, bpdi))
		f.twist(1, add(amcr, bmdi), sub(amci, bmdr))
		f.twist(3, sub(amcr, bmdi), add(amci, bmdr))
	})
	VZEROUPPER()
	RET()
}

func five() {
	f := newButterfly(5, "fiveAVX2")
	c1, c2 := table("cos72", 0.30901699437494742410), table("cos144", -0.80901699437494742410)
	s1, s2 := table("sin72", 0.95105651629515357212), table("sin144", 0.58778525229247312917)
	eights("five", f.n, f.pointers(), func() {
		br, bi := f.load(1)
		er, ei := f.load(4)
		pr, pi, mr, mi := add(br, er), add(bi, ei), sub(br, er), sub(bi, ei)
		cr, ci := f.load(2)
		dr, di := f.load(3)
		qr, qi, nr, ni := add(cr, dr), add(ci, di), sub(cr, dr), sub(ci, di)
		ar, ai := f.load(0)
		f.store(0, add(add(ar, pr), qr), add(add(ai, pi), qi))
		gr, gi := add(add(ar, mul(pr, c1)), mul(qr, c2)), add(add(ai, mul(pi, c1)), mul(qi, c2))
		hr, hi := add(add(ar, mul(pr, c2)), mul(qr, c1)), add(add(ai, mul(pi, c2)), mul(qi, c1))
		kr, ki := add(mul(mr, s1), mul(nr, s2)), add(mul(mi, s1), mul(ni, s2))
		f.twist(1, add(gr, ki), sub(gi, kr))
		f.twist(4, sub(gr, ki), add(gi, kr))
		lr, li := sub(mul(mr, s2), mul(nr, s1)), sub(mul(mi, s2), mul(ni, s1))
		f.twist(2, add(hr, li), sub(hi, lr))
		f.twist(3, sub(hr, li), add(hi, lr))
	})
	VZEROUPPER()
	RET()
}

// cross multiplies spectra, n numbers from the second of a row on; m points behind the last eight of the mirrored row, or is nil.
func cross() {
	TEXT("crossAVX2", NOSPLIT, "func(or, oi, mr, mi, ar, ai, br, bi *float32, n int)")
	Pragma("noescape")
	or, oi, mr, mi := get("or"), get("oi"), get("mr"), get("mi")
	ar, ai, br, bi, n := get("ar"), get("ai"), get("br"), get("bi"), get("n")
	turn := YMM()
	backward := GLOBL("backward", RODATA|NOPTR)
	for i := range 8 {
		DATA(4*i, U32(7-i))
	}
	VMOVDQU(backward, turn)
	// The mirrored row goes down while the others go up: its place is counted from theirs.
	down := GP64()
	XORQ(down, down)
	Label("cross")
	xr, xi, yr, yi := YMM(), YMM(), YMM(), YMM()
	VMOVUPS(Mem{Base: ar}, xr)
	VMOVUPS(Mem{Base: ai}, xi)
	VMOVUPS(Mem{Base: br}, yr)
	VMOVUPS(Mem{Base: bi}, yi)
	s, t, u, v := mul(xr, yr), mul(xi, yi), mul(xr, yi), mul(xi, yr)
	plus, minus := add(s, t), sub(s, t)
	VMOVUPS(sub(sub(plus, u), v), Mem{Base: or})
	VMOVUPS(sub(add(minus, u), v), Mem{Base: oi})
	TESTQ(mr, mr)
	JZ(LabelRef("crossNext"))
	p, q := add(add(plus, u), v), add(sub(minus, u), v)
	VPERMPS(p, turn, p)
	VPERMPS(q, turn, q)
	VMOVUPS(p, Mem{Base: mr, Index: down, Scale: 1})
	VMOVUPS(q, Mem{Base: mi, Index: down, Scale: 1})
	Label("crossNext")
	SUBQ(Imm(8), n)
	JZ(LabelRef("crossDone"))
	for _, x := range []reg.GPVirtual{or, oi, ar, ai, br, bi} {
		ADDQ(Imm(32), x)
	}
	SUBQ(Imm(32), down)
	CMPQ(n, Imm(8))
	JGE(LabelRef("cross"))
	back := GP64()
	LEAQ(Mem{Base: n, Disp: -8}, back)
	SHLQ(Imm(2), back)
	for _, x := range []reg.GPVirtual{or, oi, ar, ai, br, bi} {
		ADDQ(back, x)
	}
	SUBQ(back, down)
	MOVQ(U32(8), n)
	JMP(LabelRef("cross"))
	Label("crossDone")
	VZEROUPPER()
	RET()
}

// transpose writes eight columns of a picture as eight rows: the picture has w numbers to a row, the result h; h ≥ 8.
func transpose() {
	TEXT("transposeAVX2", NOSPLIT, "func(dst, src *float32, w, h, n int)")
	Pragma("noescape")
	dst, src, w, h, n := get("dst"), get("src"), get("w"), get("h"), get("n")
	SHLQ(Imm(2), w)
	SHLQ(Imm(2), h)
	w3, h3 := GP64(), GP64()
	LEAQ(Mem{Base: w, Index: w, Scale: 2}, w3)
	LEAQ(Mem{Base: h, Index: h, Scale: 2}, h3)
	at := func(base, one, three reg.GPVirtual, k, disp int) Mem {
		switch k {
		case 0:
			return Mem{Base: base, Disp: disp}
		case 3:
			return Mem{Base: base, Index: three, Scale: 1, Disp: disp}
		}
		return Mem{Base: base, Index: one, Scale: uint8(k), Disp: disp}
	}
	low, lower := GP64(), GP64()
	Label("transpose")
	LEAQ(Mem{Base: src, Index: w, Scale: 4}, low)
	LEAQ(Mem{Base: dst, Index: h, Scale: 4}, lower)
	// Rows k and k+4 in the halves of one register: after two rounds of shuffles these are whole columns.
	for half := range 2 {
		var r [4]reg.VecVirtual
		for k := range r {
			r[k] = YMM()
			VMOVUPS(at(src, w, w3, k, 16*half), r[k].AsX())
			VINSERTF128(Imm(1), at(low, w, w3, k, 16*half), r[k], r[k])
		}
		t0, t1, t2, t3 := YMM(), YMM(), YMM(), YMM()
		VUNPCKLPS(r[1], r[0], t0) // 00 10 01 11
		VUNPCKHPS(r[1], r[0], t1) // 02 12 03 13
		VUNPCKLPS(r[3], r[2], t2)
		VUNPCKHPS(r[3], r[2], t3)
		base := dst
		if half == 1 {
			base = lower
		}
		for k, pair := range [][2]reg.VecVirtual{{t0, t2}, {t0, t2}, {t1, t3}, {t1, t3}} {
			o := YMM()
			if k%2 == 0 {
				VUNPCKLPD(pair[1], pair[0], o)
			} else {
				VUNPCKHPD(pair[1], pair[0], o)
			}
			VMOVUPS(o, at(base, h, h3, k, 0))
		}
	}
	SUBQ(Imm(8), n)
	JZ(LabelRef("transposeDone"))
	LEAQ(Mem{Base: src, Index: w, Scale: 8}, src)
	ADDQ(Imm(32), dst)
	CMPQ(n, Imm(8))
	JGE(LabelRef("transpose"))
	back := GP64()
	LEAQ(Mem{Base: n, Disp: -8}, back)
	LEAQ(Mem{Base: dst, Index: back, Scale: 4}, dst)
	IMULQ(w, back)
	ADDQ(back, src)
	MOVQ(U32(8), n)
	JMP(LabelRef("transpose"))
	Label("transposeDone")
	VZEROUPPER()
	RET()
}
