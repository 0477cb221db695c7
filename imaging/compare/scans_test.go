package compare_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// scansDir returns the folder of real scans, or skips.
func scansDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	return dir
}

func read(t testing.TB, path string) *surface.Surface {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no such scan: %v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	x, err := x3p.Decode(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	return x.Surface
}

// TestFadul compares a seeded sample of the Fadul set. The bounds hold for all 780 pairs (doc.go has the figures).
func TestFadul(t *testing.T) {
	dir := filepath.Join(scansDir(t), "fadul")
	f, err := os.Open(filepath.Join(dir, "truth.csv"))
	if err != nil {
		t.Skipf("no Fadul set: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2011, 2))
	rng.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
	type item struct {
		slide string
		scan  *compare.Scan
	}
	var items []item
	for _, r := range rows[1:17] {
		name := r[0]
		if filepath.Ext(name) == "" {
			name += ".x3p"
		}
		items = append(items, item{r[1], prepare(t, read(t, filepath.Join(dir, name)))})
	}
	same := 0
	for i, a := range items {
		for _, b := range items[:i] {
			r := pair(t, a.scan, b.scan, imaging.MethodRegistered, imaging.MethodSurface)
			count, fraction := r[0].Score(imaging.ScoreRegistered), r[0].Score(imaging.ScoreRegisteredFraction)
			z := r[1].Score(imaging.ScoreSurface)
			if a.slide == b.slide {
				same++
				if count < 15 || fraction < 0.6 || z < 0.4 {
					t.Errorf("same slide: %g cells, fraction %.2f, z %.2f", count, fraction, z)
				}
			} else if count > 5 || fraction > 0.25 || z > 0.2 {
				t.Errorf("different slides: %g cells, fraction %.2f, z %.2f", count, fraction, z)
			}
		}
	}
	if same < 3 {
		t.Errorf("the sample has only %d same-slide pairs", same)
	}
}

// TestDocumentedPair: Fadul 1-1 and 1-2 give 17 or 18 congruent cells by the rule "original" in three published documents,
// which differ among themselves by one; 1-1 and 2-1 give none or one.
func TestDocumentedPair(t *testing.T) {
	dir := filepath.Join(scansDir(t), "fadul")
	one := prepare(t, read(t, filepath.Join(dir, "Fadul 1-1.x3p")))
	two := prepare(t, read(t, filepath.Join(dir, "Fadul 1-2.x3p")))
	other := prepare(t, read(t, filepath.Join(dir, "Fadul 2-1.x3p")))
	if got := pair(t, one, two, imaging.MethodOriginal)[0].Score(imaging.ScoreOriginal); got < 16 || got > 20 {
		t.Errorf("1-1 with 1-2: %g cells by the rule original, published 17 to 18, band 16 to 20", got)
	}
	if got := pair(t, one, other, imaging.MethodOriginal)[0].Score(imaging.ScoreOriginal); got > 2 {
		t.Errorf("1-1 with 2-1: %g cells by the rule original, published 0", got)
	}
}

// TestFadulTilted: a scan put back on a slope of 1° and 200 µm up gives the same pose and nearly the same score.
func TestFadulTilted(t *testing.T) {
	dir := filepath.Join(scansDir(t), "fadul")
	s := read(t, filepath.Join(dir, "Fadul 1-1.x3p"))
	w, h := s.Size()
	dx, dy := s.Spacing()
	z := s.Heights()
	for i := range z {
		z[i] += 200 + 0.0175*float64(i%w)*dx
	}
	tilted, err := surface.New(w, h, dx, dy, z)
	if err != nil {
		t.Fatal(err)
	}
	two := prepare(t, read(t, filepath.Join(dir, "Fadul 1-2.x3p")))
	want := pair(t, prepare(t, s), two, imaging.MethodRegistered)[0]
	got := pair(t, prepare(t, tilted), two, imaging.MethodRegistered)[0]
	if d, um := poseError(*got.Pose, *want.Pose, s.Centre()); d > 0.05 || um > 2 {
		t.Errorf("the pose moved by %.3f° and %.1f µm", d, um)
	}
	a, b := got.Score(imaging.ScoreRegisteredFraction), want.Score(imaging.ScoreRegisteredFraction)
	if a < b-0.05 || a > b+0.05 {
		t.Errorf("fraction %.3f, %.3f without the slope", a, b)
	}
}

// TestRawScans: two raw scans of one pistol from another instrument, with nothing masked by hand. cmcR finds the same turn of 6°
// (by 3°) and NFI's scratch-core -6.6° in its own sign.
func TestRawScans(t *testing.T) {
	dir := filepath.Join(scansDir(t), "raw_topmatch")
	a, b := prepare(t, read(t, filepath.Join(dir, "K013sA1.x3p"))), prepare(t, read(t, filepath.Join(dir, "K013sA2-2.x3p")))
	r := pair(t, a, b, imaging.MethodRegistered)[0]
	if d := r.Pose.AngleDeg + 6.57; d < -0.3 || d > 0.3 {
		t.Errorf("turn %.2f°, want -6.57° as with the masks painted by hand", r.Pose.AngleDeg)
	}
	if f := r.Score(imaging.ScoreRegisteredFraction); f < 0.35 {
		t.Errorf("fraction %.2f, more than twice the largest of different slides is wanted", f)
	}
	if len(r.Notes) == 0 {
		t.Error("nothing says that the breech face was found automatically")
	}
}
