//go:build !amd64 || purego

package kernel

// Fast reports whether the assembly is in use.
func Fast() bool { return false }

// UsePlain does nothing here: there is no assembly to switch off.
func UsePlain(bool) (was bool) { return true }

func sums(out *Partial, a []float32, at []int32, v, m []float32, shift int) {
	sumsPlain(out, a, at, v, m, shift)
}

func sample(*Line, []float32, []float32, []float32, int) int { return 0 }

func butterfly(int, []float32, []float32, []float32, []float32, int, int, []float32, []float32) bool {
	return false
}

func transpose([]float32, []float32, int, int) bool { return false }

func cross(_, _, _, _, _, _, _, _ []float32) int { return 0 }

func forth([]float32, []float32, *Recursion, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row) int {
	return 0
}

func forthWide([]float32, []float64, *Recursion, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row) int {
	return 0
}

func back([]float32, []float32, *Recursion, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row) int {
	return 0
}

func backWide([]float32, []float64, *Recursion, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row, *Row) int {
	return 0
}

func taps(_, _ []float32, _, _ int, _ []float64) int { return 0 }

func share(_, _, _ []float32) int { return 0 }

func even(_, _, _ []float32, _ float64) int { return 0 }

func softLimit([]float32, float64, *[14]float64) int { return 0 }

func plane(*PlaneSums, []float64, []float32, []float32, *Tilt) int { return 0 }
