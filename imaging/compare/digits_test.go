package compare_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/internal/kernel"
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

const digits = `registered 3 55 1 89.98780891412963 1868.6300408094644 -0.15667868159985285
surface 3 0.94553733790260974 89.98780891412963 1868.6300408094644 -0.15667868159985285
original 3 1 -6.7088954352918648 -134.80041000368243 171.5455536829777
high 3 1 -6.7088954352918648 -134.80041000368243 171.5455536829777
`

// TestPlainGo: plain Go and assembly give the same bits of everything in a result, on made and on real scans.
func TestPlainGo(t *testing.T) {
	if !kernel.Fast() {
		t.Skip("this processor or build has no assembly: there is nothing to hold against plain Go")
	}
	defer kernel.UsePlain(kernel.UsePlain(false))
	v := plain()
	v.pose.AngleDeg, v.noise = 33, 0.4
	pairs := [][2]*surface.Surface{
		{plain().measure(t, newMark(1)), v.measure(t, newMark(1))},
		{plain().measure(t, newMark(1)), v.measure(t, newMark(2))},
	}
	if dir := os.Getenv("TRACEMARK_SCANS"); dir != "" {
		for _, names := range [][2]string{{"Fadul 1-1", "Fadul 1-2"}, {"Fadul 3-1", "Fadul 8-1"}} {
			pairs = append(pairs, [2]*surface.Surface{
				read(t, filepath.Join(dir, "fadul", names[0]+".x3p")), read(t, filepath.Join(dir, "fadul", names[1]+".x3p"))})
		}
	}
	for i, p := range pairs {
		var got [2][]imaging.Result
		for k, plainGo := range []bool{false, true} {
			kernel.UsePlain(plainGo)
			got[k] = pair(t, prepare(t, p[0]), prepare(t, p[1]), imaging.MethodRegistered, imaging.MethodSurface)
		}
		for k, r := range got[0] {
			w := got[1][k]
			if !reflect.DeepEqual(r.Scores, w.Scores) || *r.Pose != *w.Pose || !sameCells(r.CellsAB, w.CellsAB) || !sameCells(r.CellsBA, w.CellsBA) {
				t.Errorf("pair %d, %s: %v %+v, plain Go %v %+v", i, r.Method, r.Scores, *r.Pose, w.Scores, *w.Pose)
			}
		}
	}
}
