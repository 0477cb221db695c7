package score_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"tracemark/imaging/score"
)

// Worked out by hand.
func TestBestThreshold(t *testing.T) {
	for _, c := range []struct {
		name         string
		km, knm      []float64
		want         float64
		below, above int
	}{
		{"separated", []float64{18, 30}, []float64{0, 1, 4}, 11, 0, 0},
		{"one of each on the wrong side", []float64{2, 9, 9, 9}, []float64{0, 0, 0, 3}, 6, 1, 0},
		{"of equal ones the wider gap", []float64{3, 5}, []float64{0, 4}, 1.5, 0, 1},
		{"of equal gaps the higher", []float64{1, 5}, []float64{0, 4}, 4.5, 1, 0},
		{"missing scores", []float64{nan, 5}, []float64{1, nan}, 3, 0, 0},
		{"no different-source pair", []float64{5}, nil, nan, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := score.BestThreshold(c.km, c.knm)
			if !same(got.Value, c.want) || got.KMBelow != c.below || got.KNMAtOrAbove != c.above {
				t.Errorf("got %+v, want %g with %d below and %d above", got, c.want, c.below, c.above)
			}
			if b, err := json.Marshal(got); err != nil || !strings.Contains(string(b), "knm_at_or_above_at_most") {
				t.Errorf("as JSON: %s, %v", b, err)
			}
			if _, known := got.Says(nan); known {
				t.Error("a missing score is decided")
			}
			if says, known := got.Says(c.want); known != !math.IsNaN(c.want) || known && !says {
				t.Error("the threshold itself counts as one source")
			}
		})
	}
}
