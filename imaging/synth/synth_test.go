package synth_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"runtime"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

func encoded(t *testing.T, f *x3p.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	a := encoded(t, synth.File(synth.NewFirearm(7, synth.Params{}).Fire(1), "a"))
	old := runtime.GOMAXPROCS(1)
	b := encoded(t, synth.File(synth.NewFirearm(7, synth.Params{}).Fire(1), "a"))
	runtime.GOMAXPROCS(old)
	if !bytes.Equal(a, b) {
		t.Error("the same firearm and shot give other bytes")
	}
	for name, other := range map[string]*surface.Surface{
		"shot":    synth.NewFirearm(7, synth.Params{}).Fire(2),
		"firearm": synth.NewFirearm(8, synth.Params{}).Fire(1),
	} {
		if bytes.Equal(a, encoded(t, synth.File(other, "a"))) {
			t.Errorf("another %s gives the same bytes", name)
		}
	}
}

// along returns Pearson's r of the two scans where pose lays a on b, after taking away what is wider than about 300 µm.
func along(a, b *surface.Surface, pose imaging.Pose) float64 {
	a, b = flattened(a), flattened(b)
	w, h := a.Size()
	dx, dy := a.Spacing()
	var n, sa, sb, saa, sbb, sab float64
	for y := 0; y < h; y += 2 {
		for x := 0; x < w; x += 2 {
			p := pose.Apply(imaging.Point{X: float64(x) * dx, Y: float64(y) * dy})
			za, okA := a.At(x, y)
			zb, okB := b.At(int(math.Round(p.X/dx)), int(math.Round(p.Y/dy)))
			if okA && okB {
				n, sa, sb, saa, sbb, sab = n+1, sa+za, sb+zb, saa+za*za, sbb+zb*zb, sab+za*zb
			}
		}
	}
	return (n*sab - sa*sb) / math.Sqrt((n*saa-sa*sa)*(n*sbb-sb*sb))
}

// flattened subtracts the mean of the measured points within 150 µm, by running sums.
func flattened(s *surface.Surface) *surface.Surface {
	w, h := s.Size()
	dx, dy := s.Spacing()
	const r = 24
	sum, cnt := make([]float64, (w+1)*(h+1)), make([]float64, (w+1)*(h+1))
	for y := range h {
		for x := range w {
			z, ok := s.At(x, y)
			i := (y+1)*(w+1) + x + 1
			sum[i], cnt[i] = sum[i-1]+sum[i-w-1]-sum[i-w-2], cnt[i-1]+cnt[i-w-1]-cnt[i-w-2]
			if ok {
				sum[i] += z
				cnt[i]++
			}
		}
	}
	out := s.Heights()
	for y := range h {
		for x := range w {
			x0, x1, y0, y1 := max(0, x-r), min(w, x+r+1), max(0, y-r), min(h, y+r+1)
			in := func(v []float64) float64 {
				return v[y1*(w+1)+x1] - v[y0*(w+1)+x1] - v[y1*(w+1)+x0] + v[y0*(w+1)+x0]
			}
			out[y*w+x] -= in(sum) / in(cnt)
		}
	}
	f, err := surface.New(w, h, dx, dy, out)
	if err != nil {
		panic(err)
	}
	return f
}

func TestShotsOfOneFirearmAgreeAtTheTruePoseOnly(t *testing.T) {
	var same, different, wrong []float64
	for seed := range uint64(4) {
		f, g := synth.NewFirearm(seed, synth.Params{}), synth.NewFirearm(seed+100, synth.Params{})
		a, b, c := f.Fire(1), f.Fire(2), g.Fire(2)
		pose := f.TruePose(1, 2)
		same = append(same, along(a, b, pose))
		different = append(different, along(a, c, pose))
		pose.TX += 150 // more than any wavelength but the longest
		pose.TY -= 150
		wrong = append(wrong, along(a, b, pose))
	}
	t.Logf("same firearm %.2f, different %.2f, same but 212 µm off %.2f", same, different, wrong)
	for i := range same {
		// Marks of rms 1 with textures of 0.35 leave 1/(1+0.12) = 0.9; lost contact, flattening and rounding to the
		// nearest point take the rest.
		if same[i] < 0.45 || same[i] > 0.95 {
			t.Errorf("firearm %d agrees with itself by %.2f, want 0.45 to 0.95", i, same[i])
		}
		if math.Abs(different[i]) > 0.25 || math.Abs(wrong[i]) > 0.35 {
			t.Errorf("chance agreement %.2f and %.2f", different[i], wrong[i])
		}
	}
}

func TestScanLooksLikeABreechFace(t *testing.T) {
	f := synth.NewFirearm(3, synth.Params{})
	s := f.Fire(5)
	w, h := s.Size()
	dx, _ := s.Spacing()
	if w != 545 || h != 545 || dx != 6.25 {
		t.Fatalf("%d×%d at %g µm", w, h, dx)
	}
	pin := f.Pose(5)
	if _, ok := s.At(int(pin.TX/dx), int(pin.TY/dx)); ok {
		t.Error("the firing-pin hole is measured")
	}
	if _, ok := s.At(0, 0); ok {
		t.Error("the corner beyond the primer is measured")
	}
	ring := math.Pi * (1650*1650 - 800*800) / (dx * dx)
	if share := float64(s.Valid()) / ring; share < 0.9 || share > 1.02 {
		t.Errorf("%.2f of the ring is measured, want about 0.97", share)
	}
	var n, sq float64
	for _, z := range flattened(s).View() {
		if z == z {
			n++
			sq += z * z
		}
	}
	if rms := math.Sqrt(sq / n); rms < 0.5 || rms > 2.5 {
		t.Errorf("marks of %.2f µm rms, want about 1", rms)
	}
}

func TestNegativeParametersMeanNone(t *testing.T) {
	p := synth.Params{TextureUM: -1, NoiseUM: -1, LostContact: -1, Dropouts: -1, TiltUM: -1, BulgeUM: -1, MaxAngleDeg: -1, ShiftUM: -1}
	f := synth.NewFirearm(1, p)
	pose := f.Pose(9)
	if pose.AngleDeg != 0 || pose.TX != 272*6.25 || pose.TY != 272*6.25 {
		t.Errorf("pose %+v, want none", pose)
	}
	if r := along(f.Fire(1), f.Fire(2), f.TruePose(1, 2)); r < 0.9 { // rims and force still differ
		t.Errorf("without any chance two shots agree by %.3f", r)
	}
}

func TestTruePoseGoesThereAndBack(t *testing.T) {
	f := synth.NewFirearm(2, synth.Params{})
	p := imaging.Point{X: 1234, Y: 567}
	q := f.TruePose(2, 1).Apply(f.TruePose(1, 2).Apply(p))
	if math.Hypot(p.X-q.X, p.Y-q.Y) > 1e-9 {
		t.Errorf("%v comes back as %v", p, q)
	}
}

func TestFileIsMarkedSynthetic(t *testing.T) {
	b := encoded(t, synth.File(synth.NewFirearm(1, synth.Params{Width: 50, Height: 40, SpacingUM: 70}).Fire(1), "firearm 1, shot 1"))
	f, err := x3p.DecodeBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	if !f.Header.Synthetic() || len(f.Warnings) > 0 {
		t.Errorf("synthetic %v, warnings %q", f.Header.Synthetic(), f.Warnings)
	}
}

// TestScanIsTheOneEverybodyGets pins one scan: a change of it changes every demonstration and every golden made of it.
func TestScanIsTheOneEverybodyGets(t *testing.T) {
	s := synth.NewFirearm(1, synth.Params{Width: 64, Height: 64, SpacingUM: 50}).Fire(1)
	sum := sha256.New()
	for _, z := range s.View() {
		v := int64(math.MinInt64)
		if z == z {
			v = int64(math.Round(z * 1000)) // nm: far coarser than what processors disagree on
		}
		for i := range 8 {
			sum.Write([]byte{byte(v >> (8 * i))})
		}
	}
	const want = "13e45fd40455deee"
	if got := hex.EncodeToString(sum.Sum(nil))[:16]; got != want {
		t.Errorf("firearm 1, shot 1 is %s, want %s", got, want)
	}
}

func BenchmarkFire(b *testing.B) {
	f := synth.NewFirearm(1, synth.Params{})
	for i := range b.N {
		f.Fire(uint64(i))
	}
}
