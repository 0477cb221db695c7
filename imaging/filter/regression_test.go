package filter_test

import (
	"context"
	"math"
	"testing"

	"tracemark/imaging/filter"
)

func lowPass(t *testing.T, r filter.Regression, f *filter.Field) *filter.Field {
	t.Helper()
	g, err := r.LowPass(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestRegressionReproducesPolynomials: a filter of order n passes a polynomial of order n unchanged, up to the rim and beside missing
// points: what the order is for (ISO 16610-61 and its end effects).
func TestRegressionReproducesPolynomials(t *testing.T) {
	f := random(70, 50, 6.25, 0.5, 8)
	for order, poly := range []func(x, y float64) float64{
		func(x, y float64) float64 { return 7 },
		func(x, y float64) float64 { return 7 + 0.3*x - 0.2*y },
		func(x, y float64) float64 { return 7 + 0.3*x - 0.2*y + 0.01*x*x - 0.02*x*y + 0.005*y*y },
	} {
		g := f.Clone()
		for i, m := range g.M {
			g.Z[i] = m * float32(poly(float64(i%70)-30, float64(i/70)-20))
		}
		for q := 0; q <= 2; q++ {
			worst := 0.0
			got := lowPass(t, filter.Regression{WavelengthUM: 150, Order: q}, g)
			for i, m := range g.M {
				if got.M[i] != m || m == 0 && got.Z[i] != 0 {
					t.Fatal("a missing point was filled in, or lost")
				}
				worst = math.Max(worst, math.Abs(float64(got.Z[i]-g.Z[i])))
			}
			if q >= order && worst > 2e-4 {
				t.Errorf("order %d moves a polynomial of order %d by %.1e", q, order, worst)
			}
			if q < order && worst < 0.05 {
				t.Errorf("order %d leaves a polynomial of order %d as it is: the test shows nothing", q, order)
			}
		}
	}
}

// TestRegressionCutOff: the standard's convention passes half of a wave at the cut-off, cmcR's exp(-1/2).
func TestRegressionCutOff(t *testing.T) {
	f := filter.NewField(800, 3, 5, 5, 0, 0)
	for i := range f.Z {
		f.Z[i], f.M[i] = float32(math.Sin(2*math.Pi*5*float64(i%800)/200)), 1
	}
	for _, test := range []struct {
		r    filter.Regression
		want float64
	}{
		{filter.Regression{WavelengthUM: 200}, math.Exp(-0.5)},
		{filter.Regression{WavelengthUM: 200, Half: true}, 0.5},
		{filter.Regression{WavelengthUM: 200, Half: true, Order: 1}, 0.5},
	} {
		g := lowPass(t, test.r, f)
		most := 0.0
		for x := 300; x < 500; x++ {
			most = math.Max(most, math.Abs(float64(g.Z[800+x])))
		}
		if math.Abs(most-test.want) > 2e-3 {
			t.Errorf("%+v passes %.4f of a wave at the cut-off, want %.4f", test.r, most, test.want)
		}
	}
}

// TestRobustRegression: a deep scratch pulls the linear filter, not the robust one.
func TestRobustRegression(t *testing.T) {
	f := random(120, 120, 6.25, 0.2, 9)
	for i, m := range f.M {
		f.Z[i] *= 0.05
		if x := i % 120; x >= 58 && x < 62 {
			f.Z[i] = -20 * m
		}
	}
	at := func(r filter.Regression) float64 {
		g := lowPass(t, r, f)
		sum, n := 0.0, 0
		for i, m := range g.M {
			if x := i % 120; m != 0 && (x == 55 || x == 64) {
				sum, n = sum+math.Abs(float64(g.Z[i])), n+1
			}
		}
		return sum / float64(n)
	}
	for order := 0; order <= 2; order++ {
		linear, robust := at(filter.Regression{WavelengthUM: 250, Order: order}), at(filter.Regression{WavelengthUM: 250, Order: order, Rounds: 4})
		if linear < 1 || robust > 0.1 {
			t.Errorf("order %d: beside the scratch the linear filter gives %.2f µm, the robust one %.2f µm", order, linear, robust)
		}
	}
}

// TestLevels: every way of levelling takes its own form away.
func TestLevels(t *testing.T) {
	f := random(100, 80, 10, 0.2, 11)
	bowl := f.Clone()
	for i, m := range f.M {
		x, y := float64(i%100)/100, float64(i/100)/80
		f.Z[i] = m * (f.Z[i]*0.1 + float32(30+50*x-20*y))
		bowl.Z[i] = m * (f.Z[i] + float32(60*x*x-40*x*y))
		if x > 0.8 && y > 0.5 { // a tenth stands out
			f.Z[i] += 300 * m
			bowl.Z[i] += 300 * m
		}
	}
	for name, g := range map[string]*filter.Field{"plane": filter.Level(f), "RANSAC": filter.LevelRANSAC(f, 1), "second order": filter.LevelSecondOrder(bowl)} {
		ss, n := 0.0, 0
		for i, m := range g.M {
			if x, y := float64(i%100)/100, float64(i/100)/80; m != 0 && !(x > 0.8 && y > 0.5) {
				ss, n = ss+float64(g.Z[i])*float64(g.Z[i]), n+1
			}
		}
		if rms := math.Sqrt(ss / float64(n)); rms > 0.11 { // noise of 0.1 µm is all there is
			t.Errorf("%s: %.2f µm are left", name, rms)
		}
	}
}

// TestSpikes: single points that stand out are left out, relief and edges stay.
func TestSpikes(t *testing.T) {
	f := filter.NewField(150, 150, 6.25, 6.25, 0, 0)
	for i := range f.Z {
		f.Z[i], f.M[i] = float32(3*math.Sin(float64(i%150)/3)), 1
		if i%150 > 75 {
			f.Z[i] += 8 // a step
		}
	}
	spikes := []int{150*20 + 20, 150*70 + 33, 150*100 + 120}
	for _, i := range spikes {
		f.Z[i] += 12
	}
	g, dropped := filter.DropOutliers(f, filter.DefaultOutliers(), true)
	for _, i := range spikes {
		if g.M[i] != 0 {
			t.Errorf("the spike at %d stays", i)
		}
	}
	if n := g.Count(); n != len(f.M)-len(spikes) || dropped != len(spikes) {
		t.Errorf("%d points are left of %d with %d spikes", n, len(f.M), len(spikes))
	}
	if _, n := filter.DropOutliers(f, filter.DefaultOutliers(), false); n != 0 {
		t.Errorf("a filtered scan lost %d points", n)
	}
}
