package plot

import (
	"math"
	"testing"
)

// Steps go down through 5, 2 and 1 of every power of ten, so that a scale that would show its zero alone gets marks beside it.
func TestTheNextFinerStep(t *testing.T) {
	st := 50.0
	for _, want := range []float64{20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05} {
		if st = finer(st); math.Abs(st-want) > 1e-9*want {
			t.Fatalf("the next finer step is %g, want %g", st, want)
		}
	}
}
