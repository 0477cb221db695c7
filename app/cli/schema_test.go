package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/cli"
	"tracemark/export/schematest"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// run runs the program and returns what it prints.
func run(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, problems bytes.Buffer
	if code := cli.Run(t.Context(), args, cli.Params{Stdout: &out, Stderr: &problems}); code != 0 {
		t.Fatalf("tracemark %s: code %d: %s", strings.Join(args, " "), code, problems.String())
	}
	return out.Bytes()
}

// writeScan writes a scan of waves that seed draws, with a noise of its own.
func writeScan(t *testing.T, path string, seed, own uint64) {
	t.Helper()
	const n, spacing = 200, 12.5
	rnd, noise := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(own, 2))
	z := make([]float64, n*n)
	for range 50 {
		s, c := math.Sincos(rnd.Float64() * 2 * math.Pi)
		k, phase := 2*math.Pi/(60+140*rnd.Float64()), rnd.Float64()*2*math.Pi
		for i := range z {
			z[i] += 0.3 * math.Sin(k*spacing*(c*float64(i%n)+s*float64(i/n))+phase)
		}
	}
	for i := range z {
		z[i] += 0.2 * noise.NormFloat64()
		if r := math.Hypot(float64(i%n-n/2), float64(i/n-n/2)); r < 20 || r > 98 {
			z[i] = math.NaN()
		}
	}
	s, err := surface.New(n, n, spacing, spacing, z)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	f := &x3p.File{Surface: s, Header: x3p.Header{Comment: x3p.SyntheticComment,
		Instrument: x3p.Instrument{Manufacturer: x3p.SyntheticManufacturer, Model: x3p.SyntheticModel}}}
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// photograph writes a scan's relief as a picture without a scale.
func photograph(t *testing.T, scan, path string) {
	t.Helper()
	b, err := os.ReadFile(scan)
	if err != nil {
		t.Fatal(err)
	}
	f, err := x3p.DecodeBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, render.Relief(f.Surface, render.DefaultLight)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// What compare prints is what its schema says, for files and for captures, with everything asked for.
func TestComparisonsArePrintedAsTheSchemaSays(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TRACEMARK_HOME", filepath.Join(dir, "home"))
	file := func(name string) string { return filepath.Join(dir, name) }
	truth := "scan,pistol\n"
	for source := range 6 {
		for k := range 2 {
			name := fmt.Sprintf("s%d-%d.x3p", source, k)
			writeScan(t, file(name), uint64(source), uint64(10*source+k))
			truth += fmt.Sprintf("%s,%d\n", name, source)
		}
	}
	if err := os.WriteFile(file("truth.csv"), []byte(truth), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "validate", dir, "--truth", "truth.csv", "--rules", "registered", "--reference", file("ref.json"), "--make", "none", "--quiet", "--certificate", file("certificate.pdf"))
	var out, problems bytes.Buffer // signed by a test identity: something is left open
	if code := cli.Run(t.Context(), []string{"verify", file("certificate.pdf")}, cli.Params{Stdout: &out, Stderr: &problems}); code != 2 || !bytes.Contains(out.Bytes(), []byte("TEST IDENTITY")) {
		t.Errorf("the certificate verifies with code %d as\n%s%s", code, out.String(), problems.String())
	}
	run(t, "case", "new", file("k"))
	run(t, "import", file("k"), file("s0-0.x3p"), "--exhibit", "Q")
	run(t, "import", file("k"), file("s1-0.x3p"), "--exhibit", "T")
	run(t, "describe", file("k"), "Q", "--calibre", "9luger")
	run(t, "describe", file("k"), "T", "--calibre", "45auto")

	for _, c := range []struct{ scan, exhibit string }{{"s0-0", "P"}, {"s0-1", "R"}} {
		photograph(t, file(c.scan+".x3p"), file(c.scan+".png"))
		run(t, "import", file("k"), file(c.scan+".png"), "--exhibit", c.exhibit, "--scale", "unknown")
	}

	schema := run(t, "compare", "--schema")
	for _, c := range []struct {
		name string
		args []string
		must []string // keys that this output has to have, with dots between
	}{
		{"files that match", []string{file("s0-0.x3p"), file("s0-1.x3p"), "--robustness", "--reference", file("ref.json")},
			[]string{"explain.alignment.difference.values", "explain.alignment.similarity.values", "explain.thresholds", "explain.filters", "reference.standings", "results", "notices"}},
		{"files that do not", []string{file("s0-0.x3p"), file("s1-1.x3p"), "--reference", file("ref.json")}, []string{"explain.thresholds", "reference.domain.makes"}},
		{"one method", []string{file("s0-0.x3p"), file("s0-1.x3p"), "--methods", "surface"}, []string{"explain.alignment"}},
		{"captures before a view is committed", []string{file("k"), "Q", "T"}, []string{"id", "number", "class_disagreements", "withheld"}},
		{"captures", []string{file("k"), "Q", "T", "--reveal"}, []string{"id", "number", "class_disagreements", "explain.alignment"}},
		{"photographs", []string{file("k"), "P", "R"}, []string{"id", "results"}},
		{"a topography and a photograph", []string{file("k"), "Q", "R"}, []string{"id", "results"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			printed := run(t, append([]string{"compare", "--json", "--quiet"}, c.args...)...)
			var got any
			if err := json.Unmarshal(printed, &got); err != nil {
				t.Fatal(err)
			}
			for _, p := range problemsOf(t, schema, printed) {
				t.Error(p)
			}
			for _, key := range c.must {
				at := got
				for _, k := range strings.Split(key, ".") {
					m, _ := at.(map[string]any)
					at = m[k]
				}
				if at == nil {
					t.Errorf("no %s", key)
				}
			}
			mustFail(t, schema, printed)
		})
	}
}

func problemsOf(t *testing.T, schema, value []byte) []string {
	t.Helper()
	problems, err := schematest.Check(schema, value)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// mustFail makes sure that the check can fail.
func mustFail(t *testing.T, schema, printed []byte) {
	t.Helper()
	for name, change := range map[string]func(map[string]any){
		"a missing field":  func(m map[string]any) { delete(m, "results") },
		"an unknown field": func(m map[string]any) { m["verdict"] = "match" },
		"a wrong type":     func(m map[string]any) { m["millis"] = "fast" },
	} {
		var other map[string]any
		if err := json.Unmarshal(printed, &other); err != nil {
			t.Fatal(err)
		}
		change(other)
		b, err := json.Marshal(other)
		if err != nil {
			t.Fatal(err)
		}
		if len(problemsOf(t, schema, b)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}
