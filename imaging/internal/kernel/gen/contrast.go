//go:build kernelgen

package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// every is a constant in all four lanes of doubles.
func every(name string, v float64) Mem { return constant(name, v, v, v, v) }

// share divides eight numbers at a time by their weights; n is a multiple of eight.
func share() {
	TEXT("shareAVX2", NOSPLIT, "func(z, weight, m *float32, n int)")
	Pragma("noescape")
	z, weight, m, n := get("z"), get("weight"), get("m"), get("n")
	zero := YMM()
	VXORPS(zero, zero, zero)
	Label("share")
	v, w, on, there := YMM(), YMM(), YMM(), YMM()
	VMOVUPS(Mem{Base: weight}, w)
	VMOVUPS(Mem{Base: z}, v)
	VDIVPS(w, v, v)
	VCMPPS(Imm(6), zero, w, on) // not w ≤ 0
	VCMPPS(Imm(4), Mem{Base: m}, zero, there)
	VANDPS(there, on, on)
	VANDPS(on, v, v)
	VMOVUPS(v, Mem{Base: z})
	for _, p := range []reg.GPVirtual{z, weight, m} {
		ADDQ(Imm(32), p)
	}
	SUBQ(Imm(8), n)
	JNZ(LabelRef("share"))
	VZEROUPPER()
	RET()
}

// even divides four numbers at a time by the root of their neighbourhood's mean square; n is a multiple of four.
func even() {
	TEXT("evenAVX2", NOSPLIT, "func(z, local, m *float32, floor float64, n int)")
	Pragma("noescape")
	z, local, m, n := get("z"), get("local"), get("m"), get("n")
	floor, zero := YMM(), YMM()
	VBROADCASTSD(argument("floor"), floor)
	VXORPD(zero, zero, zero)
	Label("even")
	v, s, on, narrow := YMM(), YMM(), XMM(), XMM()
	VCVTPS2PD(Mem{Base: local}, s)
	VMAXPD(zero, s, s)
	VADDPD(floor, s, s)
	VSQRTPD(s, s)
	VCVTPS2PD(Mem{Base: z}, v)
	VDIVPD(s, v, v)
	VCVTPD2PSY(v, narrow)
	VCMPPS(Imm(4), Mem{Base: m}, zero.AsX(), on)
	VANDPS(on, narrow, narrow)
	VMOVUPS(narrow, Mem{Base: z})
	for _, p := range []reg.GPVirtual{z, local, m} {
		ADDQ(Imm(16), p)
	}
	SUBQ(Imm(4), n)
	JNZ(LabelRef("even"))
	VZEROUPPER()
	RET()
}

func mulD(a, b Op) reg.VecVirtual {
	r := YMM()
	VMULPD(b, a, r)
	return r
}

func addD(a, b Op) reg.VecVirtual {
	r := YMM()
	VADDPD(b, a, r)
	return r
}

// subD returns a−b.
func subD(a, b Op) reg.VecVirtual {
	r := YMM()
	VSUBPD(b, a, r)
	return r
}

// limit is limit·tanh(z/limit), four numbers at a time, by the series of package filter; n is a multiple of four.
func limit() {
	TEXT("limitAVX2", NOSPLIT, "func(z *float32, limit float64, factor *float64, n int)")
	Pragma("noescape")
	z, factor, n := get("z"), get("factor"), get("n")
	most := YMM()
	VBROADCASTSD(argument("limit"), most)
	constants := map[string]Mem{
		"sign": signs(), "log2e": every("log2e", 1.44269504088896340735992468100189214),
		"half": every("halfD", 0.5), "ln2Hi": every("ln2Hi", 6.93147180369123816490e-01), "ln2Lo": every("ln2Lo", 1.90821492927058770002e-10),
		"one": every("oneD", 1), "minusTwo": every("minusTwo", -2), "exponent": every("exponent", 1<<52+1023),
		"small": every("small", 0.05), "large": every("large", 20),
		"third": every("third", 1.0/3), "t2": every("twoFifteenths", 2.0/15), "t3": every("series3", 17.0/315),
	}
	c := func(name string) Mem { return constants[name] }
	f := func(i int) reg.VecVirtual {
		r := YMM()
		VBROADCASTSD(Mem{Base: factor, Disp: 8 * i}, r)
		return r
	}
	Label("limit")
	x, a := YMM(), YMM()
	VCVTPS2PD(Mem{Base: z}, x)
	VDIVPD(most, x, x)
	VMOVUPD(c("sign"), a)
	VANDNPD(x, a, a) // without its sign
	// e to the power −2a: 2 to the power k times the series in r.
	double := mulD(a, c("minusTwo"))
	k := YMM()
	VROUNDPD(Imm(1), addD(mulD(double, c("log2e")), c("half")), k) // down
	r := subD(subD(double, mulD(k, c("ln2Hi"))), mulD(k, c("ln2Lo")))
	r2 := mulD(r, r)
	r4 := mulD(r2, r2)
	pair := func(i int) reg.VecVirtual { return addD(mulD(r, f(i+1)), f(i)) }
	quad := func(i int) reg.VecVirtual { return addD(pair(i), mulD(r2, pair(i+2))) }
	s := mulD(r4, pair(12))
	s = mulD(r4, addD(quad(8), s))
	s = mulD(r4, addD(quad(4), s))
	s = addD(quad(0), s)
	power := addD(k, c("exponent"))
	VPSLLQ(Imm(52), power, power)
	t := mulD(s, power)
	one := YMM()
	VMOVUPD(c("one"), one)
	v := YMM()
	VDIVPD(addD(one, t), subD(one, t), v)
	// Near 0 that cancels, far off it is 1.
	q := mulD(a, a)
	w := YMM()
	VMOVUPD(c("t2"), w)
	w = subD(w, mulD(q, c("t3")))
	w = mulD(q, w)
	third := YMM()
	VMOVUPD(c("third"), third)
	w = mulD(mulD(a, q), subD(third, w))
	w = subD(a, w)
	on := YMM()
	VCMPPD(Imm(1), c("small"), a, on) // a < small
	VBLENDVPD(on, w, v, v)
	VCMPPD(Imm(5), c("large"), a, on) // not a < large
	VBLENDVPD(on, one, v, v)
	VANDPD(c("sign"), x, x)
	VORPD(x, v, v)
	narrow := XMM()
	VCVTPD2PSY(mulD(v, most), narrow)
	VMOVUPS(narrow, Mem{Base: z})
	ADDQ(Imm(16), z)
	SUBQ(Imm(4), n)
	JNZ(LabelRef("limit"))
	VZEROUPPER()
	RET()
}

// signs is the sign bit of four doubles.
func signs() Mem {
	g := GLOBL("signs", RODATA|NOPTR)
	for i := range 4 {
		DATA(8*i, U64(1<<63))
	}
	return g
}

// plane adds to twelve sums, point by point in their order: w·(1, x, y, z), w·x·(1, x, y, z) and w·y·(1, x, y, z). The weights w are made for four
// points at a time; n is a multiple of four.
func plane() {
	TEXT("planeAVX2", NOSPLIT, "func(sums, x *float64, z, m *float32, level, slope, y, py, limit float64, alike uint64, n int)")
	Pragma("noescape")
	sums, x, z, m, n := get("sums"), get("x"), get("z"), get("m"), get("n")
	var acc [3]reg.VecVirtual
	for i := range acc {
		acc[i] = YMM()
		VMOVUPD(Mem{Base: sums, Disp: 32 * i}, acc[i])
	}
	// (1, ·, y, ·)
	frame, t, zero := YMM(), YMM(), YMM()
	VBROADCASTSD(argument("y"), frame)
	VBLENDPD(Imm(1), every("oneD", 1), frame, frame)
	VXORPD(zero, zero, zero)
	always := YMM()
	VBROADCASTSD(argument("alike"), always) // all bits where every point counts alike
	room := aligned(64)
	weights, heights := Mem{Base: room}, Mem{Base: room, Disp: 32}
	Label("plane")
	h, w, u, on := YMM(), YMM(), YMM(), YMM()
	VCVTPS2PD(Mem{Base: z}, h)
	VBROADCASTSD(argument("slope"), u)
	VMULPD(Mem{Base: x}, u, u)
	VBROADCASTSD(argument("level"), t)
	VADDPD(u, t, u)
	VBROADCASTSD(argument("py"), t)
	VADDPD(t, u, u)
	VSUBPD(u, h, u)
	VBROADCASTSD(argument("limit"), t)
	VDIVPD(t, u, u)
	VMULPD(u, u, u)
	VMOVUPD(every("oneD", 1), t)
	VCMPPD(Imm(1), t, u, on) // u² < 1, as |u| < 1: see the plain code
	VSUBPD(u, t, w)
	VMULPD(w, w, w)
	VANDPD(on, w, w)
	VBLENDVPD(always, t, w, w)
	VCVTPS2PD(Mem{Base: m}, u)
	VCMPPD(Imm(4), zero, u, on)
	VANDPD(on, w, w)
	VPTEST(w, w)
	JZ(LabelRef("planeNext")) // four points of no weight, as there are around every face
	VMOVUPD(h, heights)
	VMOVUPD(w, weights)
	for i := range 4 {
		p, wp := YMM(), YMM()
		VBROADCASTSD(Mem{Base: x, Disp: 8 * i}, p)
		VBLENDPD(Imm(0b0101), frame, p, p)
		VBROADCASTSD(heights.Offset(8*i), t)
		VBLENDPD(Imm(0b1000), t, p, p)
		VBROADCASTSD(weights.Offset(8*i), wp)
		VMULPD(p, wp, wp)
		VADDPD(wp, acc[0], acc[0])
		VPERMPD(Imm(0b01010101), wp, t)
		VMULPD(p, t, t)
		VADDPD(t, acc[1], acc[1])
		VPERMPD(Imm(0b10101010), wp, t)
		VMULPD(p, t, t)
		VADDPD(t, acc[2], acc[2])
	}
	Label("planeNext")
	ADDQ(Imm(32), x)
	ADDQ(Imm(16), z)
	ADDQ(Imm(16), m)
	SUBQ(Imm(4), n)
	JNZ(LabelRef("plane"))
	for i := range acc {
		VMOVUPD(acc[i], Mem{Base: sums, Disp: 32 * i})
	}
	VZEROUPPER()
	RET()
}
