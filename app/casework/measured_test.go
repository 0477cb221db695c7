package casework_test

import (
	"bytes"
	"context"
	"math"
	"path/filepath"
	"sync"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// tilted writes a scan of w×h points, 2 µm apart: a plane with waves of 200 µm and a hole in the middle. The nth is tilted n times.
func tilted(t testing.TB, file string, w, h, n int) {
	t.Helper()
	z := make([]float64, w*h)
	for y := range h {
		for x := range w {
			z[y*w+x] = float64(n)*(0.01*float64(x)-0.02*float64(y)) + 0.5*math.Sin(2*math.Pi*float64(x)/100)
			if math.Hypot(float64(x-w/2), float64(y-h/2)) < float64(min(w, h))/8 {
				z[y*w+x] = math.NaN()
			}
		}
	}
	sf, err := surface.New(w, h, 2, 2, z)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	f := &x3p.File{Surface: sf, Header: x3p.Header{Comment: x3p.SyntheticComment,
		Instrument: x3p.Instrument{Manufacturer: x3p.SyntheticManufacturer, Model: x3p.SyntheticModel}}}
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	write(t, file, b.String())
}

// scanned makes a case with n tilted scans, each of an exhibit of its own.
func scanned(t testing.TB, w, h, n int) (*casework.Desk, string, []casefile.Capture) {
	t.Helper()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	path := filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "1", Title: "scans"}); err != nil {
		t.Fatal(err)
	}
	var captures []casefile.Capture
	for i := range n {
		file := filepath.Join(t.TempDir(), "scan.x3p")
		tilted(t, file, w, h, i+1)
		captures = append(captures, importScan(t, desk, path, file, string(rune('A'+i))))
	}
	return desk, path, captures
}

func TestAPreviewLiesWhereTheScanLies(t *testing.T) {
	desk, path, captures := scanned(t, 610, 400, 1)
	raw, err := desk.RawSurface(t.Context(), path, captures[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := raw.Size(); w != 610 || h != 400 {
		t.Fatalf("the raw surface has %d × %d points", w, h)
	}
	for _, side := range []int{1000, 610, 300, 130} {
		p, err := desk.Preview(t.Context(), path, captures[0].ID, side)
		if err != nil {
			t.Fatal(err)
		}
		w, h := p.Size()
		dx, dy := p.Spacing()
		n := int(dx / 2)
		if w > side && n > 1 || w != (610+n-1)/n || h != (400+n-1)/n || dx != dy {
			t.Errorf("a preview of %d has %d × %d points, %g × %g µm apart", side, w, h, dx, dy)
		}
		var most float64
		for y := range h {
			for x := range w {
				z, ok := p.At(x, y)
				full, okFull := raw.At(x*n, y*n)
				if ok && okFull {
					most = math.Max(most, math.Abs(z-full))
				}
			}
		}
		// A mean over n points of a wave 100 points long is sin(πn/100)/(πn/100) of it: 0.96 for 5. The planes differ a little.
		if most > 0.1 {
			t.Errorf("a preview of %d is off by up to %g µm", side, most)
		}
		if _, ok := p.At(w/2, h/2); ok {
			t.Errorf("a preview of %d fills the hole", side)
		}
	}
	var tilt float64
	for x := range 610 {
		z, _ := raw.At(x, 0)
		tilt += z * (float64(x) - 304.5)
	}
	if tilt /= 610 * 610 * 610 / 12; math.Abs(tilt) > 0.001 { // the scan's own is 0.01 µm a column
		t.Errorf("the raw surface is tilted by %g µm a column", tilt)
	}
	if _, err := desk.Preview(t.Context(), path, captures[0].ID, 0); err == nil {
		t.Error("a preview of nothing was made")
	}
}

func TestAScanIsReadOnceForAll(t *testing.T) {
	desk, path, captures := scanned(t, 300, 300, 1)
	var surfaces [8]*surface.Surface
	var wait sync.WaitGroup
	for i := range surfaces {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var err error
			if surfaces[i], err = desk.RawSurface(t.Context(), path, captures[0].ID); err != nil {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	for _, s := range surfaces {
		if s != surfaces[0] {
			t.Fatal("one scan was levelled more than once")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := desk.Preview(ctx, path, captures[0].ID, 50); err == nil {
		t.Error("nobody waits, and it was made all the same")
	}
}
