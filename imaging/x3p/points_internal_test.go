package x3p

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
)

// Heights alone are read by a loop of their own. It must give the digits that reading point by point gives.
func TestDoublesAreReadToTheDigitHoweverTheyAreRead(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var part []byte
	for range 1000 {
		part = binary.LittleEndian.AppendUint64(part, math.Float64bits((r.Float64()-0.5)*1e-4))
	}
	for _, special := range []float64{math.NaN(), math.Copysign(0, -1), math.Inf(1), math.SmallestNonzeroFloat64} {
		part = binary.LittleEndian.AppendUint64(part, math.Float64bits(special))
	}
	for name, axis := range map[string]Axis{
		"absolute":                {Type: Absolute, Data: Float64, Increment: math.NaN()},
		"absolute with increment": {Type: Absolute, Data: Float64, Increment: 3, Offset: 1e-5},
		"incremental":             {Type: Incremental, Data: Float64, Increment: 1.1e-7, Offset: -3.3e-5},
		"declared as integer":     {Type: Absolute, Data: Int32, Increment: 0.7},
	} {
		l, g := layout{z: Float64}, grid{z: axis}
		var all, single pointSet
		all.takeAll(part, l, g)
		for b := part; len(b) > 0; b = b[8:] {
			single.take(b, l, g)
		}
		if len(all.z) != len(part)/8 {
			t.Fatalf("%s: %d points", name, len(all.z))
		}
		for i := range all.z {
			if math.Float64bits(all.z[i]) != math.Float64bits(single.z[i]) {
				t.Errorf("%s: point %d is %g and %g", name, i, all.z[i], single.z[i])
			}
		}
	}
}
