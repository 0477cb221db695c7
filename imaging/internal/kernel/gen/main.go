//go:build kernelgen

// Command gen writes the assembly of package kernel.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego")
	detect()
	sums()
	sample()
	two()
	three()
	four()
	five()
	cross()
	transpose()
	pass("forthAVX2", false, false)
	pass("forthWideAVX2", false, true)
	pass("backAVX2", true, false)
	pass("backWideAVX2", true, true)
	taps()
	share()
	even()
	limit()
	plane()
	Generate()
}

func detect() {
	TEXT("cpuid", NOSPLIT, "func(leaf, sub uint32) (a, b, c, d uint32)")
	Load(Param("leaf"), reg.EAX)
	Load(Param("sub"), reg.ECX)
	CPUID()
	Store(reg.EAX, Return("a"))
	Store(reg.EBX, Return("b"))
	Store(reg.ECX, Return("c"))
	Store(reg.EDX, Return("d"))
	RET()

	TEXT("xgetbv", NOSPLIT, "func() (low uint32)")
	XORL(reg.ECX, reg.ECX)
	XGETBV()
	Store(reg.EAX, Return("low"))
	RET()
}

// sums keeps the six sums of eight lanes in registers; no product is fused with a sum.
func sums() {
	TEXT("sumsAVX2", NOSPLIT, "func(out *float32, a *float32, at *int32, blocks int, v, m *float32, shift int)")
	Pragma("noescape")
	out := Load(Param("out"), GP64())
	a := Load(Param("a"), GP64())
	at := Load(Param("at"), GP64())
	n := Load(Param("blocks"), GP64())
	v := Load(Param("v"), GP64())
	m := Load(Param("m"), GP64())
	shift := Load(Param("shift"), GP64())
	LEAQ(Mem{Base: v, Index: shift, Scale: 4}, v)
	LEAQ(Mem{Base: m, Index: shift, Scale: 4}, m)
	var acc [6]reg.VecVirtual
	for i := range acc {
		acc[i] = YMM()
		VXORPS(acc[i], acc[i], acc[i])
	}
	o := GP64()
	Label("block")
	MOVLQSX(Mem{Base: at}, o)
	u, mu, w, mw, t := YMM(), YMM(), YMM(), YMM(), YMM()
	VMOVUPS(Mem{Base: a}, u)
	VMOVUPS(Mem{Base: a, Disp: 32}, mu)
	VMOVUPS(Mem{Base: v, Index: o, Scale: 4}, w)
	VMOVUPS(Mem{Base: m, Index: o, Scale: 4}, mw)
	add := func(i int, x, y Op) {
		VMULPS(x, y, t)
		VADDPS(t, acc[i], acc[i])
	}
	add(0, mu, mw)
	add(1, u, mw)
	add(2, w, mu)
	add(3, Mem{Base: a, Disp: 64}, mw)
	add(5, u, w)
	VMULPS(w, w, w)
	add(4, w, mu)
	ADDQ(Imm(96), a)
	ADDQ(Imm(4), at)
	DECQ(n)
	JNZ(LabelRef("block"))
	for i := range acc {
		VMOVUPS(acc[i], Mem{Base: out, Disp: 32 * i})
	}
	VZEROUPPER()
	RET()
}

// sample takes eight positions at a time; n is a multiple of eight.
func sample() {
	TEXT("sampleAVX2", NOSPLIT, "func(z, m, zm *float32, n, stride, from int, x, y, ux, uy float64)")
	Pragma("noescape")
	z := Load(Param("z"), GP64())
	m := Load(Param("m"), GP64())
	zm := Load(Param("zm"), GP64())
	n := Load(Param("n"), GP64())
	stride := Load(Param("stride"), GP64())
	from := Load(Param("from"), GP64())
	kLow, kHigh := YMM(), YMM()
	start := XMM()
	VXORPS(start, start, start)
	VCVTSI2SDQ(from, start, start)
	VBROADCASTSD(start, kLow)
	VADDPD(constant("first", 4, 5, 6, 7), kLow, kHigh)
	VADDPD(constant("zeroToThree", 0, 1, 2, 3), kLow, kLow)
	wide := XMM()
	VXORPS(wide, wide, wide)
	VCVTSI2SDQ(stride, wide, wide)
	across := YMM()
	VBROADCASTSD(wide, across)
	bottom := GP64()
	LEAQ(Mem{Base: zm, Index: stride, Scale: 4}, bottom)
	room := aligned(96)
	places, perRow := Mem{Base: room}, Mem{Base: room, Disp: 64}
	VMOVUPD(across, perRow)

	Label("eight")
	// Positions, whole parts and fractions, four in each half. Whole numbers stay in double precision, which holds them exactly: conversions
	// and shuffles share the one port that the interpolation waits for.
	place := func(k reg.VecVirtual, base, unit string) (whole, fraction reg.VecVirtual) {
		whole, fraction = YMM(), XMM()
		p, along := YMM(), YMM()
		VBROADCASTSD(argument(base), p)
		VBROADCASTSD(argument(unit), along)
		VMULPD(k, along, along)
		VADDPD(along, p, p)
		VROUNDPD(Imm(3), p, whole) // towards zero
		VSUBPD(whole, p, p)
		VCVTPD2PSY(p, fraction)
		return whole, fraction
	}
	fx, fy := YMM(), YMM()
	var lowX, lowY reg.VecVirtual
	for half, k := range []reg.VecVirtual{kLow, kHigh} {
		iy, y := place(k, "y", "uy")
		ix, x := place(k, "x", "ux")
		VMULPD(perRow, iy, iy)
		VADDPD(ix, ix, ix)
		VADDPD(ix, iy, iy) // numbers into the picture
		// Above 2⁵² a double's last bits are the whole number itself.
		VADDPD(constant("twoTo52", 1<<52, 1<<52, 1<<52, 1<<52), iy, iy)
		VMOVUPD(iy, places.Offset(32*half))
		if half == 0 {
			lowX, lowY = x, y
			continue
		}
		VINSERTF128(Imm(1), x, lowX.AsY(), fx)
		VINSERTF128(Imm(1), y, lowY.AsY(), fy)
	}
	// Weights of the four neighbours, in the order of the plain code.
	b00, b01, b10, b11 := YMM(), YMM(), YMM(), YMM()
	one := YMM()
	VBROADCASTSS(constant32("one", 1), one)
	VMULPS(fx, fy, b11)
	VSUBPS(b11, fy, b10)
	VSUBPS(b11, fx, b01)
	VSUBPS(fx, one, b00)
	VSUBPS(b10, b00, b00)
	// The neighbours: z, m, z, m of the upper two and of the lower two.
	index := GP64()
	rows := func(base reg.GPVirtual) (z0, m0, z1, m1 reg.VecVirtual) {
		var r [4]reg.VecVirtual
		for j := range r {
			r[j] = YMM()
			MOVL(places.Offset(8*j), index.As32())
			VBROADCASTF128(Mem{Base: base, Index: index, Scale: 4}, r[j])
			MOVL(places.Offset(32+8*j), index.As32())
			VINSERTF128(Imm(1), Mem{Base: base, Index: index, Scale: 4}, r[j], r[j])
		}
		t0, t1, t2, t3 := YMM(), YMM(), YMM(), YMM()
		VUNPCKLPS(r[1], r[0], t0) // z0 z0' m0 m0'
		VUNPCKHPS(r[1], r[0], t1) // z1 z1' m1 m1'
		VUNPCKLPS(r[3], r[2], t2)
		VUNPCKHPS(r[3], r[2], t3)
		z0, m0, z1, m1 = YMM(), YMM(), YMM(), YMM()
		VUNPCKLPD(t2, t0, z0)
		VUNPCKHPD(t2, t0, m0)
		VUNPCKLPD(t3, t1, z1)
		VUNPCKHPD(t3, t1, m1)
		return
	}
	w, v, t := YMM(), YMM(), YMM()
	z0, m0, z1, m1 := rows(zm.(reg.GPVirtual))
	VMULPS(b00, m0, w)
	VMULPS(b01, m1, t)
	VADDPS(t, w, w)
	VMULPS(b00, z0, v)
	VMULPS(b01, z1, t)
	VADDPS(t, v, v)
	z0, m0, z1, m1 = rows(bottom)
	VMULPS(b10, m0, t)
	VADDPS(t, w, w)
	VMULPS(b11, m1, t)
	VADDPS(t, w, w)
	VMULPS(b10, z0, t)
	VADDPS(t, v, v)
	VMULPS(b11, z1, t)
	VADDPS(t, v, v)
	// v/w where some weight is missing, nothing where most is.
	share, part, enough := YMM(), YMM(), YMM()
	VDIVPS(w, v, share)
	VBROADCASTSS(constant32("nearlyAll", 0.9999), t)
	VCMPPS(Imm(1), t, w, part) // w < t
	VBLENDVPS(part, share, v, v)
	VBROADCASTSS(constant32("half", 0.5), t)
	VCMPPS(Imm(5), t, w, enough) // not w < t
	VANDPS(enough, v, v)
	VBROADCASTSS(constant32("one", 1), t)
	VANDPS(enough, t, t)
	VMOVUPS(v, Mem{Base: z})
	VMOVUPS(t, Mem{Base: m})
	ADDQ(Imm(32), z)
	ADDQ(Imm(32), m)
	VADDPD(constant("eight", 8, 8, 8, 8), kLow, kLow)
	VADDPD(constant("eight", 8, 8, 8, 8), kHigh, kHigh)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("eight"))
	VZEROUPPER()
	RET()
}

var named = map[string]Mem{}

// get loads a parameter.
func get(name string) reg.GPVirtual { return Load(Param(name), GP64()).(reg.GPVirtual) }

// aligned returns local memory that begins with a line of the cache: what is stored across two lines cannot be loaded again at once.
func aligned(size int) reg.GPVirtual {
	local, base := AllocLocal(size+64), GP64()
	LEAQ(local.Offset(63), base)
	ANDQ(I32(-64), base)
	return base
}

// argument is where a parameter lies on the stack.
func argument(name string) Mem {
	p, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return p.Addr
}

// constant is a table of four numbers.
func constant(name string, v ...float64) Mem {
	if g, ok := named[name]; ok {
		return g
	}
	g := GLOBL(name, RODATA|NOPTR)
	for i, x := range v {
		DATA(8*i, F64(x))
	}
	named[name] = g
	return g
}

func constant32(name string, v float32) Mem {
	if g, ok := named[name]; ok {
		return g
	}
	g := GLOBL(name, RODATA|NOPTR)
	DATA(0, F32(v))
	named[name] = g
	return g
}
