package filter

import (
	"math"
)

// OutlierParams says which points of a face are no part of its relief.
type OutlierParams struct {
	BandUM  float64 // points farther from the smooth surface fitted to the face
	GridUM  float64 // grid on which that surface is fitted
	SpikeSD float64 // points farther from their neighbours' median than this many robust standard deviations of that distance
	SpikeUM float64 // and farther than this
}

// DefaultOutliers has the band of the face itself; spikes are what an optical instrument puts on single points.
func DefaultOutliers() OutlierParams {
	return OutlierParams{BandUM: 20, GridUM: 25, SpikeSD: 6, SpikeUM: 5}
}

// DropOutliers returns f without its outliers, and how many they are. Spikes are sought only when spikes is set: in a scan that has been filtered
// they are smeared over their neighbours, and what stands out there is relief.
func DropOutliers(f *Field, p OutlierParams, spikes bool) (g *Field, dropped int) {
	grid := Resample(f, p.GridUM)
	plane, _ := ransac(grid, p.BandUM)
	fit := quadric{c: [6]float64{plane[0], plane[1], plane[2]}}
	region := make([]bool, len(grid.M))
	for i, m := range grid.M {
		region[i] = m != 0
	}
	for range 3 {
		next, ok := fitQuadric(grid, region, fit, true, p.BandUM)
		if !ok {
			break
		}
		fit = next
	}
	g = f.Clone()
	for y := 0; y < f.H; y++ {
		row := fit.row(f.Y0 + float64(float64(y)*f.DY))
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			if f.M[i] != 0 && !(math.Abs(float64(f.Z[i])-row.at(f.X0+float64(float64(x)*f.DX))) <= p.BandUM) {
				g.Z[i], g.M[i] = 0, 0
				dropped++
			}
		}
	}
	if spikes {
		dropped += g.dropSpikes(p)
	}
	return g, dropped
}

// dropSpikes takes the points away that stand out from the median of their measured neighbours (three at least).
func (f *Field) dropSpikes(p OutlierParams) (dropped int) {
	away := make([]float32, len(f.M))
	var sample []float64
	count := 0
	for y := 0; y < f.H; y++ {
		for x := 0; x < f.W; x++ {
			i := y*f.W + x
			if f.M[i] == 0 {
				continue
			}
			var v [8]float32
			n := 0
			for j := max(0, y-1); j <= min(f.H-1, y+1); j++ {
				for k := j*f.W + max(0, x-1); k <= j*f.W+min(f.W-1, x+1); k++ {
					if f.M[k] != 0 && k != i {
						// Insertion: eight numbers are sorted as they come.
						at := n
						for ; at > 0 && v[at-1] > f.Z[k]; at-- {
							v[at] = v[at-1]
						}
						v[at] = f.Z[k]
						n++
					}
				}
			}
			if n < 3 {
				continue
			}
			away[i] = f.Z[i] - (v[(n-1)/2]+v[n/2])/2
			if count++; count%4 == 0 { // a quarter of the points tells the spread
				sample = append(sample, math.Abs(float64(away[i])))
			}
		}
	}
	limit := float32(math.Max(p.SpikeUM, p.SpikeSD*1.4826*medianOf(sample)))
	for i, d := range away {
		if d > limit || d < -limit {
			f.Z[i], f.M[i] = 0, 0
			dropped++
		}
	}
	return dropped
}
