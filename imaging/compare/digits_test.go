package compare_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"tracemark/imaging/surface"
)

// integerMark is a ring of relief made of whole numbers only, so that it is the same on every machine: sums over squares of 8×8 random
// numbers, with the same smaller noise of its own.
func integerMark(t *testing.T, seed uint64, turn bool) *surface.Surface {
	t.Helper()
	const n, k = 300, 8
	rng, own := rand.New(rand.NewPCG(5, 5)), rand.New(rand.NewPCG(seed, 6))
	raw := make([]int, (n+k)*(n+k))
	for i := range raw {
		raw[i] = rng.IntN(64)
	}
	z := make([]float64, n*n)
	for y := range n {
		for x := range n {
			sum := own.IntN(256)
			for j := range k {
				for i := range k {
					sum += raw[(y+j)*(n+k)+x+i]
				}
			}
			r := (x-150)*(x-150) + (y-150)*(y-150)
			at := y*n + x
			if turn { // a quarter turn: (x, y) goes to (n-1-y, x)
				at = x*n + n - 1 - y
			}
			z[at] = float64(sum) / 256
			if r < 40*40 || r > 145*145 {
				z[at] = math.NaN()
			}
		}
	}
	s, err := surface.New(n, n, 6.25, 6.25, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDigits holds every digit of a result: it must pass on every processor. The values are this program's own (amd64 and 386 agree);
// when a method changes on purpose, its version changes with them.
func TestDigits(t *testing.T) {
	got := ""
	for _, r := range pair(t, prepare(t, integerMark(t, 1, false)), prepare(t, integerMark(t, 2, true))) {
		got += fmt.Sprintf("%s %s", r.Method, r.Version)
		for _, s := range r.Scores {
			got += fmt.Sprintf(" %.17g", s.Value)
		}
		if r.Pose != nil {
			got += fmt.Sprintf(" %.17g %.17g %.17g", r.Pose.AngleDeg, r.Pose.TX, r.Pose.TY)
		}
		got += "\n"
	}
	if got != digits {
		t.Errorf("got\n%swant\n%s", got, digits)
	}
}

const digits = `registered 2 55 1 89.98780893069555 1868.6300412539701 -0.1566784624736007
surface 2 0.94553734011221846 89.98780893069555 1868.6300412539701 -0.1566784624736007
original 2 1 -6.7088954352918648 -134.80041000368243 171.5455536829777
high 2 1 -6.7088954352918648 -134.80041000368243 171.5455536829777
`
