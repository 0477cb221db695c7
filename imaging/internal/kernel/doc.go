// Package kernel has the innermost loops of a comparison: masked sums for Pearson's correlation, bilinear sampling along a line, and the
// butterflies and products of Fourier transforms; of its preparation, the passes of Gaussian filters, the sums of
// a plane's fit and the evening out of contrast.
//
// Each exists twice: in plain Go (some of it in packages fft and filter, which say so), which says what is computed, and in assembly for amd64
// processors with AVX2, which computes the same eight numbers at a time. Both give the same bits: sums have eight partial sums, one for each position modulo eight, which are
// added in one order; every product is rounded on its own (no fused multiply-add); divisions and conversions are those of IEEE 754. A
// test holds this on random and on real data.
//
// The assembly is generated (package gen, built with the tag kernelgen, on github.com/mmcloughlin/avo). The processor is asked at
// start; the build tag purego leaves the assembly out.
//
// # Limits
//
// Masks are 0 or 1 and all values finite: the loops multiply by masks instead of branching.
package kernel

//go:generate go run -tags kernelgen ./gen -out kernel_amd64.s -stubs stubs_amd64.go -pkg kernel
