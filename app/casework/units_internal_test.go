package casework

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// What a person stated of a file's units holds whenever the original is read again, and for that capture only.
func TestStatedUnitsHoldForLaterReading(t *testing.T) {
	z := make([]float64, 64*64)
	for i := range z {
		z[i] = math.Sin(float64(i*i) / 40)
	}
	s, err := surface.New(64, 64, 6.25, 6.25, z)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := x3p.Encode(&b, &x3p.File{Surface: s}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "scan.x3p")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	desk, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	desk.Use(func(s *Settings) { s.Agency, s.Examiner = "Agency", "Examiner" })
	path := filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "1", Title: "Units"}); err != nil {
		t.Fatal(err)
	}
	for label, units := range map[string]string{"as it looks": "", "confirmed": casefile.UnitsMetres, "overruled": casefile.UnitsMicrometres,
		"heights overruled": casefile.UnitsMicrometreHeight} {
		out, err := desk.Import(t.Context(), path, []string{file}, casefile.ImportOptions{ExhibitLabel: label, Mark: casefile.BreechFace, Units: units}, nil)
		if err != nil || out[0].Err != nil {
			t.Fatal(err, out)
		}
		store, err := desk.caseAt(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := store.Capture(t.Context(), out[0].Capture.ID)
		if err != nil {
			t.Fatal(err)
		}
		r, err := recording(t.Context(), store, c)
		if err != nil {
			t.Fatal(err)
		}
		want := 6.25
		if label == "overruled" {
			want = 6.25e-6
		}
		if dx, _ := r.Surface.Spacing(); math.Abs(dx/want-1) > 1e-9 || math.Abs(c.Scale.X/want-1) > 1e-9 {
			t.Errorf("%s: read again at %g, recorded as %g; want %g µm", label, dx, c.Scale.X, want)
		}
		if label == "heights overruled" {
			if z, _ := r.Surface.At(3, 0); math.Abs(z/(math.Sin(9./40)*1e-6)-1) > 1e-9 {
				t.Errorf("%s: a height is read again as %g µm", label, z)
			}
		}
		if (len(c.Warnings) > 0) != (units != "") {
			t.Errorf("%s: warnings %q", label, c.Warnings)
		}
	}
}
