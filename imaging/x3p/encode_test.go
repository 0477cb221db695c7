package x3p_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

func encoded(t testing.TB, f *x3p.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEncodedFileReadsBackTheSame(t *testing.T) {
	z := []float64{0, -1.25, math.NaN(), 1e-3, 12.5, 6.25, 1.0 / 3, 2, 3, 4, 5, 6}
	s, err := surface.New(4, 3, 6.25, 3.125, append([]float64(nil), z...))
	if err != nil {
		t.Fatal(err)
	}
	h := x3p.Header{
		Date: "2026-02-03T04:05:06Z", Creator: `A & B <c> "d"`, CalibrationDate: "2026-01-01",
		Instrument:  x3p.Instrument{Manufacturer: "Maker", Model: "µScope", Serial: "7", Version: "1.2"},
		ProbingType: "NonContacting", ProbingID: "10x", Comment: "two\nlines",
	}
	b := encoded(t, &x3p.File{Surface: s, Header: h})
	f, err := x3p.DecodeBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Warnings) > 0 || f.Header.ChecksumWrong || f.Header.ChecksumMissing {
		t.Errorf("own file is read with warnings: %q", f.Warnings)
	}
	if dx, dy := f.Surface.Spacing(); dx != 6.25 || dy != 3.125 {
		t.Errorf("spacing %v × %v", dx, dy)
	}
	for i, got := range f.Surface.View() {
		// Metres cannot hold every µm value exactly: one division and one multiplication lose at most 2 ulp.
		if math.IsNaN(z[i]) != math.IsNaN(got) || math.Abs(got-z[i]) > 4e-16*math.Abs(z[i]) {
			t.Errorf("height %d is %v, want %v", i, got, z[i])
		}
	}
	g := f.Header
	if g.Creator != h.Creator || g.Instrument != h.Instrument || g.Comment != "two lines" || g.ProbingID != h.ProbingID {
		t.Errorf("header %+v", g)
	}
	if at, ok := g.Measured(); !ok || !at.Equal(time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)) {
		t.Errorf("measured %v %v", at, ok)
	}
	if at, ok := g.Calibrated(); !ok || at.Year() != 2026 {
		t.Errorf("calibrated %v %v", at, ok)
	}
	if !bytes.Equal(b, encoded(t, &x3p.File{Surface: s, Header: h})) {
		t.Error("the same file gives other bytes")
	}
}

func TestPaintedMaskIsKept(t *testing.T) {
	m := imaging.NewMask(2, 2)
	m.On[2] = true
	f, err := x3p.DecodeBytes(encoded(t, &x3p.File{Surface: flat(t), PaintedMask: &m}))
	if err != nil {
		t.Fatal(err)
	}
	if f.PaintedMask == nil || f.PaintedMask.Count() != 1 || !f.PaintedMask.At(0, 1) {
		t.Errorf("mask %+v, want %+v", f.PaintedMask, m)
	}
}

func TestSteepSurfaceKeepsItsUnit(t *testing.T) {
	z := []float64{0, 200, 0, 0, 0, 100, 0, 0, 0}
	s, err := surface.New(3, 3, 5, 5, z)
	if err != nil {
		t.Fatal(err)
	}
	f, err := x3p.DecodeBytes(encoded(t, &x3p.File{Surface: s}))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := f.Surface.At(1, 0); math.Abs(got-200) > 1e-9 || len(f.Warnings) != 1 {
		t.Errorf("height %v µm, want 200; warnings %q", got, f.Warnings)
	}
}

func TestEncodeWithoutSurfaceIsAnError(t *testing.T) {
	if err := x3p.Encode(&bytes.Buffer{}, &x3p.File{}); err == nil {
		t.Error("no error")
	}
	if err := x3p.Encode(full{}, &x3p.File{Surface: flat(t)}); err == nil {
		t.Error("no error from a writer that fails")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func flat(t testing.TB) *surface.Surface {
	t.Helper()
	s, err := surface.New(2, 2, 1, 1, make([]float64, 4))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSyntheticIsRecognisedByAnyMark(t *testing.T) {
	for name, c := range map[string]struct {
		h    x3p.Header
		want bool
	}{
		"measured":    {x3p.Header{Instrument: x3p.Instrument{Manufacturer: "NanoFocus", Model: "usurf"}, Comment: "NA: 0.30"}, false},
		"the comment": {x3p.Header{Comment: "Synthetic data, firearm 3"}, true},
		"the maker":   {x3p.Header{Instrument: x3p.Instrument{Manufacturer: "Tracemark", Model: "Synthetic breech face"}}, true},
	} {
		if got := c.h.Synthetic(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRealScans reads every X3P below the folder TRACEMARK_SCANS and writes it again.
func TestRealScans(t *testing.T) {
	root := os.Getenv("TRACEMARK_SCANS")
	if root == "" {
		t.Skip("set TRACEMARK_SCANS to a folder of real scans to run this test")
	}
	names, err := filepath.Glob(filepath.Join(root, "*", "*.x3p"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no scans below %s: %v", root, err)
	}
	// What other people's files are known to hold, read from their XML by hand.
	known := map[string]func(t *testing.T, f *x3p.File){
		"Fadul 1-1.x3p": func(t *testing.T, f *x3p.File) {
			if dx, _ := f.Surface.Spacing(); dx != 6.25 || f.Surface.Valid() != 297025-214483 || len(f.Warnings) > 0 {
				t.Errorf("spacing %v, %d measured, %q", dx, f.Surface.Valid(), f.Warnings)
			}
		},
		"K013sA1.x3p": func(t *testing.T, f *x3p.File) {
			if dx, _ := f.Surface.Spacing(); dx != 7.37468 || f.Header.HeightUnit != x3p.Micrometre || f.PaintedMask.Count() != 76519 {
				t.Errorf("spacing %v, heights in %s", dx, f.Header.HeightUnit)
			}
		},
		"x3ptools_csafe-logo.x3p": func(t *testing.T, f *x3p.File) {
			if !f.Header.ChecksumWrong { // its main.xml was edited four months after the checksum was written
				t.Error("the wrong checksum was not noticed")
			}
		},
		"openfmc_ISO5436-sample4_bin.x3p": func(t *testing.T, f *x3p.File) {
			z, _ := f.Surface.At(0, 0)
			_, ok := f.Surface.At(3, 1)
			if math.Abs(z-0.486e6) > 1 || ok || f.Surface.Valid() != 15 { // 986 × 0.001 − 0.5 m; the eighth is invalid
				t.Errorf("first height %v, measured %d", z, f.Surface.Valid())
			}
		},
	}
	seen := 0
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			f, err := x3p.DecodeFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if check := known[filepath.Base(name)]; check != nil {
				seen++
				check(t, f)
			}
			if testing.Short() {
				return
			}
			back, err := x3p.DecodeBytes(encoded(t, f))
			if err != nil {
				t.Fatal(err)
			}
			if back.Surface.Valid() != f.Surface.Valid() || back.Header.ChecksumWrong {
				t.Error("written and read again, it is another surface")
			}
		})
	}
	if seen == 0 {
		t.Log("none of the scans with known content is there")
	}
}

func BenchmarkDecode(b *testing.B) {
	s, err := surface.New(545, 545, 6.25, 6.25, make([]float64, 545*545))
	if err != nil {
		b.Fatal(err)
	}
	file := encoded(b, &x3p.File{Surface: s})
	for b.Loop() {
		if _, err := x3p.DecodeBytes(file); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodeLarge reads a scan of the size that 3-D comparison microscopes record, of noise, which packs worst.
func BenchmarkDecodeLarge(b *testing.B) {
	const w, h = 4096, 3072
	z := make([]float64, w*h)
	state := uint64(1)
	for i := range z {
		state = state*6364136223846793005 + 1442695040888963407
		z[i] = float64(state>>40) / 1e6
	}
	s, err := surface.New(w, h, 2, 2, z)
	if err != nil {
		b.Fatal(err)
	}
	doubles := encoded(b, &x3p.File{Surface: s})
	single := good()
	single.dims, single.z = matrix(w, h, 1), "<AxisType>A</AxisType><DataType>F</DataType>"
	single.points = nil
	for _, v := range z {
		single.points = binary.LittleEndian.AppendUint32(single.points, math.Float32bits(float32(v*1e-6)))
	}
	for name, file := range map[string][]byte{"double": doubles, "single": single.bytes(b)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(file)))
			for b.Loop() {
				if _, err := x3p.DecodeBytes(file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
