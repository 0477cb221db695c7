package x3p_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/x3p"
)

// seenOutside is what the outside reader says of a file.
type seenOutside struct {
	Width, Height int
	DX, DY        float64    // m
	Z             []*float64 // m, nil where not measured
	Background    string
	Colours       []string
	Model         string
	Calibrated    string
}

// TestAnotherReaderReadsWhatIsWritten has x3p.js, by other people, read what Encode wrote: hand-made files, and with TRACEMARK_SCANS files of
// instruments, each with a mask painted over it. To have it take part, run `npm install x3p.js@0.10.4 jsdom@29` in any folder and set NODE_PATH to
// its node_modules.
func TestAnotherReaderReadsWhatIsWritten(t *testing.T) {
	if err := exec.CommandContext(t.Context(), "node", "-e", "require.resolve('x3p.js'); require.resolve('jsdom')").Run(); err != nil {
		t.Skip("x3p.js is not installed (see this test's comment): this check by an outside program is left out")
	}
	s := good()
	s.dir = "a folder/"
	s.record2 = "<Record2><Date>d</Date><Instrument><Manufacturer>M</Manufacturer><Model>P</Model></Instrument>" +
		"<CalibrationDate>2026-01-02</CalibrationDate></Record2>"
	s.extra = []part{{s.dir + "vendor.dat", []byte("kept")}}
	text := good()
	text.points, text.list = nil, "<DataList><Datum>1e-6</Datum><Datum>2e-6</Datum><Datum>3e-6</Datum><Datum>4e-6</Datum><Datum/><Datum>6e-6</Datum></DataList>"
	files := map[string]*x3p.File{}
	for name, b := range map[string][]byte{"in a folder": s.bytes(t), "points as text": text.bytes(t)} {
		f, err := x3p.DecodeBytes(b)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = f
	}
	if root := os.Getenv("TRACEMARK_SCANS"); root != "" {
		names, err := filepath.Glob(filepath.Join(root, "x3p_conformance", "*.x3p"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			f, err := x3p.DecodeFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Base(name)] = f
		}
	}
	for name, f := range files {
		t.Run(name, func(t *testing.T) {
			w, h := f.Surface.Size()
			m := imaging.NewMask(w, h)
			m.On[1] = true
			f.PaintedMask = &m
			path := filepath.Join(t.TempDir(), "written.x3p")
			if err := os.WriteFile(path, encoded(t, f), 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "reader.js"), path).Output()
			if err != nil {
				why := &exec.ExitError{}
				errors.As(err, &why)
				t.Fatalf("x3p.js does not read it: %v\n%s", err, why.Stderr)
			}
			var got seenOutside
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v in %.200s", err, out)
			}
			dx, dy := f.Surface.Spacing()
			if got.Width != w || got.Height != h || math.Abs(got.DX*1e6/dx-1) > 1e-12 || math.Abs(got.DY*1e6/dy-1) > 1e-12 {
				t.Errorf("%d×%d points spaced %g × %g m, want %d×%d spaced %g × %g µm", got.Width, got.Height, got.DX, got.DY, w, h, dx, dy)
			}
			want := f.Surface.View()
			if len(got.Z) != len(want) {
				t.Fatalf("%d heights, want %d", len(got.Z), len(want))
			}
			for i, z := range got.Z {
				if (z == nil) != math.IsNaN(want[i]) || z != nil && math.Abs(*z*1e6-want[i]) > 1e-12*math.Abs(want[i]) {
					t.Fatalf("height %d is %v, want %g µm", i, z, want[i])
				}
			}
			if got.Background != "#cd7f32" || !slices.Equal(got.Colours, []string{"#1f78b4"}) {
				t.Errorf("the mask's colours are %q on %q", got.Colours, got.Background)
			}
			if got.Model != f.Header.Instrument.Model || got.Calibrated != f.Header.CalibrationDate {
				t.Errorf("model %q, calibrated %q; want %q, %q", got.Model, got.Calibrated, f.Header.Instrument.Model, f.Header.CalibrationDate)
			}
		})
	}
}
