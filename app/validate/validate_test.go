package validate_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/app/validate"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/score"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// points and spacing of the simulated marks: 2.25 mm, room for a few cells, quick to compare.
const (
	points  = 180
	spacing = 12.5 // µm
)

// collection writes scans of simulated sources, perSource of each, with truth.csv and published.csv beside them.
func collection(t *testing.T, sources, perSource int) string {
	t.Helper()
	dir := t.TempDir()
	rnd := rand.New(rand.NewPCG(7, 11))
	truth := "scan,pistol\n"
	var names []string
	for s := range sources {
		base := texture(rnd)
		for k := range perSource {
			noise := texture(rnd)
			z := make([]float64, len(base))
			for i := range z {
				z[i] = base[i] + 0.4*noise[i]
			}
			name := fmt.Sprintf("P%d-%d.x3p", s+1, k+1)
			writeScan(t, filepath.Join(dir, name), z)
			truth += fmt.Sprintf("%s,pistol %d\n", name, s+1)
			names = append(names, name)
		}
	}
	write(t, dir, "truth.csv", truth)
	table := "reference,compare,same_pistol,cells,cmcs\n"
	for i, a := range names {
		for _, b := range names[i+1:] {
			if a[:2] == b[:2] {
				table += a + "," + b + ",yes,30,25\n"
			} else {
				table += b + "," + a + ",no,30,1\n" // either order of the two
			}
		}
	}
	write(t, dir, "published.csv", table)
	return dir
}

// texture returns heights in µm of the kind that a band-passed breech face has: structures of about 100 µm.
func texture(rnd *rand.Rand) []float64 {
	z := make([]float64, points*points)
	for i := range z {
		z[i] = rnd.NormFloat64()
	}
	for range 3 {
		for _, step := range []int{1, points} {
			out := make([]float64, len(z))
			for i := range z {
				for k := -2; k <= 2; k++ {
					out[i] += z[(i+k*step+len(z))%len(z)] / 5
				}
			}
			z = out
		}
	}
	squares := 0.0
	for _, v := range z {
		squares += v * v
	}
	for i := range z {
		z[i] /= math.Sqrt(squares / float64(len(z)))
	}
	return z
}

// writeScan writes heights with a firing-pin hole in the middle, marked as simulated.
func writeScan(t *testing.T, path string, z []float64) {
	t.Helper()
	for y := range points {
		for x := range points {
			if math.Hypot(float64(x-points/2), float64(y-points/2)) < points/8 {
				z[y*points+x] = math.NaN()
			}
		}
	}
	s, err := surface.New(points, points, spacing, spacing, z)
	if err != nil {
		t.Fatal(err)
	}
	f := &x3p.File{Surface: s, Header: x3p.Header{
		Comment:    x3p.SyntheticComment,
		Instrument: x3p.Instrument{Manufacturer: x3p.SyntheticManufacturer, Model: x3p.SyntheticModel},
	}}
	var b bytes.Buffer
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, o validate.Options) validate.Report {
	t.Helper()
	r, err := validate.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunTellsSimulatedSourcesApart(t *testing.T) {
	dir := collection(t, 2, 2)
	calls := int64(0)
	r := run(t, validate.Options{Dir: dir, Truth: "truth.csv", Published: "published.csv", Jobs: 2,
		Progress: func(done, total int64, label string) {
			if done > total || label == "" {
				t.Errorf("progress %d of %d %q", done, total, label)
			}
			calls++
		}})
	if r.Scans != 4 || r.Pairs.KM != 2 || r.Pairs.KNM != 4 || r.Grouping != "pistol" || !r.Synthetic {
		t.Errorf("got %d scans, %+v, grouped by %s, synthetic %v", r.Scans, r.Pairs, r.Grouping, r.Synthetic)
	}
	if calls < 4+6 {
		t.Errorf("progress was told %d times, want at least once per scan and pair", calls)
	}
	s, ok := r.Score(r.Default)
	if !ok || s.AUC != 1 || !s.Separates || s.KM.N != 2 || s.KNM.N != 4 {
		t.Errorf("default score %s: %+v", r.Default, s)
	}
	if s.Version == "" || s.Method == "" {
		t.Errorf("the default score has no method or version: %+v", s)
	}
	if p := r.Published; p == nil || p.Name != "cmcs" || p.KM.Mean != 25 || p.KNM.Mean != 1 || p.AUC != 1 {
		t.Errorf("published: %+v", r.Published)
	}
	for _, p := range r.List {
		if p.MS <= 0 || p.AllMS < p.MS || len(p.Scores) != len(r.Scores) || math.IsNaN(p.Published) {
			t.Errorf("pair %+v", p)
		}
	}
}

func TestTheNumberOfJobsMovesNoDigit(t *testing.T) {
	dir := collection(t, 2, 2)
	one := run(t, validate.Options{Dir: dir, Truth: "truth.csv", Jobs: 1, Methods: []string{imaging.MethodRegistered, imaging.MethodSurface}})
	three := run(t, validate.Options{Dir: dir, Truth: "truth.csv", Jobs: 3, Methods: []string{imaging.MethodRegistered, imaging.MethodSurface}})
	if one.DataDigest != three.DataDigest || one.ParamsDigest != three.ParamsDigest {
		t.Error("the digests differ")
	}
	for i := range one.List {
		a, b := one.List[i], three.List[i]
		if a.A != b.A || a.B != b.B || !slices.Equal(a.Scores, b.Scores) {
			t.Errorf("one job gives %+v, three give %+v", a, b)
		}
	}
}

func TestTheReportHasTheKeysThatOthersRead(t *testing.T) {
	r := run(t, validate.Options{Dir: collection(t, 2, 2), Truth: "truth.csv", Published: "published.csv", Methods: []string{imaging.MethodRegistered}})
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	type group struct{ Min, Mean, Max *float64 }
	type figures struct {
		Name          string
		KM, KNM       *group
		AUC           *float64
		Separates     *bool
		VarianceRatio *float64 `json:"variance_ratio"`
	}
	var got struct {
		Pairs     struct{ KM, KNM int }
		Default   string
		Scores    []figures
		Published *figures
		MedianMS  float64 `json:"median_ms_per_pair"`
		WallS     float64 `json:"wall_s"`
		Jobs      int
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Pairs.KM != 2 || got.Pairs.KNM != 4 || got.Default == "" || got.MedianMS <= 0 || got.WallS <= 0 || got.Jobs < 1 {
		t.Errorf("got %+v", got)
	}
	if len(got.Scores) == 0 || got.Published == nil {
		t.Fatalf("no scores or no published figures in %s", b)
	}
	for _, f := range append(got.Scores, *got.Published) {
		if f.Name == "" || f.KM == nil || f.KNM == nil || f.KM.Min == nil || f.KNM.Max == nil || f.KM.Mean == nil || f.AUC == nil || f.Separates == nil {
			t.Errorf("figures are incomplete: %+v in %s", f, b)
		}
	}
	if !bytes.Contains(b, []byte(`"variance_ratio"`)) {
		t.Errorf("no variance ratio in %s", b)
	}
}

func TestEveryOutputReadsBack(t *testing.T) {
	r := run(t, validate.Options{Dir: collection(t, 2, 2), Truth: "truth.csv", Published: "published.csv", Methods: []string{imaging.MethodRegistered}})
	t.Run("pairs", func(t *testing.T) {
		var b bytes.Buffer
		if err := r.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := slices.Index(rows[0], r.Default)
		if len(rows) != 7 || at < 0 || rows[1][0] != "P1-1.x3p" || rows[1][1] != "P1-2.x3p" || rows[1][2] != "yes" {
			t.Fatalf("got %v", rows)
		}
		if got, want := rows[1][at], fmt.Sprint(r.List[0].Score(r.Default)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("text", func(t *testing.T) {
		var b bytes.Buffer
		if err := r.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"SYNTHETIC", "2 same-source", r.Default + "*", "published cmcs", "ms per pair", "ms per scan",
			"No likelihood ratios", "no pair is decided differently"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("no %q in:\n%s", want, b.String())
			}
		}
	})
	t.Run("plot", func(t *testing.T) {
		var b bytes.Buffer
		if err := r.WritePlot(&b); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() < 800 || img.Bounds().Dy() < 500 {
			t.Errorf("only %v", img.Bounds())
		}
	})
	t.Run("reference set", func(t *testing.T) {
		set, err := r.Reference(r.Default, validate.Collection{Name: "simulated pistols", Mark: casefile.BreechFace, Makes: []string{"none"}, Date: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := set.Encode(&b); err != nil {
			t.Fatal(err)
		}
		back, err := score.DecodeReferenceSet(&b)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := r.Score(r.Default)
		if best, ok := back.BestKnownNonMatch(); !ok || best != s.KNM.Max || len(back.KM) != 2 || len(back.KNM) != 4 || !back.Synthetic {
			t.Errorf("got %+v", back)
		}
		if d := back.Domain; d.Mark != "breech-face" || len(d.Instruments) != 1 || d.SpacingMinUM != spacing || d.SpacingMaxUM != spacing || d.Makes[0] != "none" {
			t.Errorf("its domain is %+v", d)
		}
		if !slices.Equal(back.KMSources, []int{0, 1}) && !slices.Equal(back.KMSources, []int{1, 0}) || len(back.KNMSources) != 4 {
			t.Errorf("its pairs come from %v and %v", back.KMSources, back.KNMSources)
		}
		if _, err := r.Reference("no such score", validate.Collection{Name: "x", Date: time.Now()}); err == nil {
			t.Error("a score that was not run gave a reference set")
		}
	})
}

func TestRunStopsAtOnceWhenCancelled(t *testing.T) {
	dir := collection(t, 3, 2)
	ctx, cancel := context.WithCancel(t.Context())
	var cancelled time.Time
	_, err := validate.Run(ctx, validate.Options{Dir: dir, Truth: "truth.csv", Jobs: 2, Progress: func(done, _ int64, label string) {
		if label == "comparing pairs" && done == 1 && cancelled.IsZero() {
			cancelled = time.Now()
			cancel()
		}
	}})
	took := time.Since(cancelled)
	if !errors.Is(err, context.Canceled) || cancelled.IsZero() {
		t.Fatalf("got %v", err)
	}
	// 100 ms is what a person takes for "at once"; on a busy machine the test allows five times that.
	if took > 500*time.Millisecond {
		t.Errorf("stopped after %v", took)
	}
}
