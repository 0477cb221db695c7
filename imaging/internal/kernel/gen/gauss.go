//go:build kernelgen

package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// pass is one row of a recursive filter's pass over columns, four columns at a time; n is a multiple of four. wide keeps the first pass's sums
// in double precision.
func pass(name string, back, wide bool) {
	kind := "*float32"
	if wide {
		kind = "*float64"
	}
	if back {
		TEXT(name, NOSPLIT, "func(pic *float32, causal "+kind+", c, x0, x1, x2, x3, x4, y1, y2, y3, y4 *float64, n int)")
	} else {
		TEXT(name, NOSPLIT, "func(pic *float32, causal "+kind+", c, x0, x1, x2, x3, y1, y2, y3, y4 *float64, n int)")
	}
	Pragma("noescape")
	pic, causal, c := get("pic"), get("causal"), get("c")
	var k [8]reg.VecVirtual
	for i := range k {
		k[i] = YMM()
		VBROADCASTSD(Mem{Base: c, Disp: 8 * i}, k[i])
	}
	x := []reg.GPVirtual{get("x0"), get("x1"), get("x2"), get("x3")}
	if back {
		x = append(x, get("x4"))
	}
	y := []reg.GPVirtual{get("y1"), get("y2"), get("y3"), get("y4")}
	n := get("n")
	at := GP64()
	XORQ(at, at)
	Label(name + "Four")
	row := func(p reg.GPVirtual) Mem { return Mem{Base: p, Index: at, Scale: 8} }
	picture := Mem{Base: pic, Index: at, Scale: 4}
	v, sum, t := YMM(), YMM(), YMM()
	VCVTPS2PD(picture, v)
	VMOVUPD(v, row(x[0]))
	if back { // the lags begin with the row before
		VMULPD(row(x[1]), k[0], sum)
		x = x[1:]
	} else {
		VMULPD(v, k[0], sum)
	}
	for i := 1; i < 4; i++ {
		VMULPD(row(x[i]), k[i], t)
		VADDPD(t, sum, sum)
	}
	for i := 3; i >= 0; i-- { // the latest output comes last
		VMULPD(row(y[i]), k[4+i], t)
		VSUBPD(t, sum, sum)
	}
	VMOVUPD(sum, row(y[3]))
	sums := Mem{Base: causal, Index: at, Scale: 4}
	if wide {
		sums.Scale = 8
	}
	narrow := XMM()
	switch {
	case back && wide:
		VADDPD(sums, sum, sum)
	case back:
		VCVTPS2PD(sums, t)
		VADDPD(t, sum, sum)
	case wide:
		VMOVUPD(sum, sums)
	default:
		VCVTPD2PSY(sum, narrow)
		VMOVUPS(narrow, sums)
	}
	if back {
		VCVTPD2PSY(sum, narrow)
		VMOVUPS(narrow, picture)
	}
	ADDQ(Imm(4), at)
	CMPQ(at, n)
	JL(LabelRef(name + "Four"))
	VZEROUPPER()
	RET()
}

// taps convolves with a symmetric kernel, eight numbers at a time; n is a multiple of eight.
func taps() {
	TEXT("tapsAVX2", NOSPLIT, "func(out, in *float32, stride int, k *float64, taps, n int)")
	Pragma("noescape")
	out, in, stride, k, count, n := get("out"), get("in"), get("stride"), get("k"), get("taps"), get("n")
	SHLQ(Imm(2), stride)
	Label("taps")
	before, after, i := GP64(), GP64(), GP64()
	MOVQ(in, before)
	MOVQ(in, after)
	low, high, c, a, b := YMM(), YMM(), YMM(), YMM(), YMM()
	VBROADCASTSD(Mem{Base: k}, c)
	VCVTPS2PD(Mem{Base: in}, low)
	VCVTPS2PD(Mem{Base: in, Disp: 16}, high)
	VMULPD(c, low, low)
	VMULPD(c, high, high)
	MOVQ(U32(1), i)
	JMP(LabelRef("tapsTest"))
	Label("tap")
	SUBQ(stride, before)
	ADDQ(stride, after)
	VBROADCASTSD(Mem{Base: k, Index: i, Scale: 8}, c)
	for half, sum := range []reg.VecVirtual{low, high} {
		VCVTPS2PD(Mem{Base: before, Disp: 16 * half}, a)
		VCVTPS2PD(Mem{Base: after, Disp: 16 * half}, b)
		VADDPD(b, a, a)
		VMULPD(c, a, a)
		VADDPD(a, sum, sum)
	}
	INCQ(i)
	Label("tapsTest")
	CMPQ(i, count)
	JL(LabelRef("tap"))
	narrow := XMM()
	VCVTPD2PSY(low, narrow)
	VMOVUPS(narrow, Mem{Base: out})
	VCVTPD2PSY(high, narrow)
	VMOVUPS(narrow, Mem{Base: out, Disp: 16})
	ADDQ(Imm(32), in)
	ADDQ(Imm(32), out)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("taps"))
	VZEROUPPER()
	RET()
}
