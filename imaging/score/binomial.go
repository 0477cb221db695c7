package score

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Level is the confidence of every bound and interval, as a share. 95 % is the convention of the field's validation
// studies; a higher one widens everything.
const Level = 0.95

// Interval is a range that holds the true value with the confidence Level.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// ClopperPearson returns the exact two-sided interval of the rate behind k events in n trials (Clopper and Pearson 1934,
// doi:10.1093/biomet/26.4.404). No trials leave everything open.
func ClopperPearson(k, n int) Interval {
	return clopperPearson(k, n, (1-Level)/2)
}

// AtMost returns the exact one-sided upper bound of the rate behind k events in n trials: 0 of 7 is at most 35 %, not 0.
func AtMost(k, n int) float64 { return clopperPearson(k, n, 1-Level).High }

// clopperPearson leaves out tail on either side.
func clopperPearson(k, n int, tail float64) Interval {
	i := Interval{0, 1}
	if k > 0 && k <= n {
		i.Low = mathext.InvRegIncBeta(float64(k), float64(n-k+1), tail)
	}
	if k >= 0 && k < n {
		// At k = 0 the quantile has a closed form, which keeps every digit for large n.
		if i.High = -math.Expm1(math.Log(tail) / float64(n)); k > 0 {
			i.High = mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-tail)
		}
	}
	return i
}
