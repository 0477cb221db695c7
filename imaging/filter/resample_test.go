package filter_test

import (
	"math"
	"testing"

	"tracemark/imaging/filter"
	"tracemark/imaging/surface"
)

// TestResampleKeepsPlaces: a slope has the same height at the same place of the scan's frame, whatever the spacing.
func TestResampleKeepsPlaces(t *testing.T) {
	for _, from := range []struct{ dx, dy float64 }{{6.25, 6.25}, {1.3, 1.3}, {3.125, 3.125}, {7.37468, 7.37468}, {5, 9}, {20, 20}} {
		f := filter.NewField(200, 150, from.dx, from.dy, 0, 0)
		for i := range f.Z {
			f.Z[i], f.M[i] = float32(0.01*float64(i%200)*from.dx-0.02*float64(i/200)*from.dy), 1
		}
		g := filter.Resample(f, 6.25)
		if g.DX != 6.25 || g.DY != 6.25 {
			t.Fatalf("spacing %g × %g", g.DX, g.DY)
		}
		for i := range g.Z {
			x, y := g.X0+float64(i%g.W)*6.25, g.Y0+float64(i/g.W)*6.25
			// At the rim a point may cover less than its whole footprint.
			if margin := 10 + 2*max(from.dx, from.dy); x < margin || y < margin || x > 199*from.dx-margin || y > 149*from.dy-margin {
				continue
			}
			if want := 0.01*x - 0.02*y; g.M[i] == 0 || math.Abs(float64(g.Z[i])-want) > 1e-3 {
				t.Fatalf("from %g × %g: height %g at (%.1f, %.1f), want %g", from.dx, from.dy, g.Z[i], x, y, want)
			}
		}
	}
}

func TestHalf(t *testing.T) {
	f := filter.NewField(3, 2, 6.25, 6.25, 10, 20)
	copy(f.Z, []float32{1, 3, 7, 0, 0, 9})
	copy(f.M, []float32{1, 1, 1, 0, 0, 1})
	g := filter.Half(f)
	if g.W != 2 || g.H != 1 || g.DX != 12.5 || g.X0 != 13.125 || g.Y0 != 23.125 {
		t.Errorf("grid %+v", *g)
	}
	if g.Z[0] != 2 || g.M[0] != 1 || g.Z[1] != 8 || g.M[1] != 1 {
		t.Errorf("heights %v, weights %v", g.Z, g.M)
	}
}

// TestLevelIgnoresOutliers: a tenth of the points far off must not tilt the plane.
func TestLevelIgnoresOutliers(t *testing.T) {
	f := random(100, 100, 5, 0.3, 4)
	for i := range f.Z {
		if f.M[i] == 0 {
			continue
		}
		f.Z[i] += 0.05*float32(i%100) + 40
		if i/100 > 90 {
			f.Z[i] += 80
		}
	}
	g := filter.Level(f)
	sum, n := 0.0, 0
	for i := range g.Z {
		if g.M[i] != 0 && i/100 < 90 {
			sum += math.Abs(float64(g.Z[i]))
			n++
		}
	}
	// The mean distance of standard normal noise is 0.798.
	if m := sum / float64(n); m > 0.85 {
		t.Errorf("mean distance from the plane %.3f, want 0.80", m)
	}
}

// TestProposeFace draws a cartridge case head: a primer 1.7 mm in radius with marks on it, a firing-pin hole, a groove and the
// head around it, all on a slope.
func TestProposeFace(t *testing.T) {
	const w, d = 700, 8.0
	z := make([]float64, w*w)
	truth := make([]bool, w*w)
	for i := range z {
		x, y := (float64(i%w)-350)*d, (float64(i/w)-340)*d
		r := math.Hypot(x, y)
		slope := 0.03*x - 0.01*y
		switch {
		case r < 500:
			z[i] = slope - 150*(1-r/500) - 60
		case r < 1700:
			z[i] = slope + 1.5*math.Sin(2*math.Pi*x/90)
			truth[i] = true
		case r < 2300:
			z[i] = slope - 200*math.Min(1, math.Min(r-1700, 2300-r)/200)
		default:
			z[i] = slope + 30 + math.Sin(x/200)
		}
	}
	s, err := surface.New(w, w, d, d, z)
	if err != nil {
		t.Fatal(err)
	}
	face := filter.ProposeFace(filter.FromSurface(s), filter.DefaultFace())
	var both, found, is int
	for i, on := range face.On {
		if on {
			found++
		}
		if truth[i] {
			is++
		}
		if on && truth[i] {
			both++
		}
	}
	if face.Masked || float64(both) < 0.98*float64(found) || float64(both) < 0.75*float64(is) {
		t.Errorf("masked %v: %d of %d found points are on the face, which has %d", face.Masked, both, found, is)
	}
}
