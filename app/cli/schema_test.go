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
	"slices"
	"strings"
	"testing"

	"tracemark/app/cli"
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

	var schema any
	if err := json.Unmarshal(run(t, "compare", "--schema"), &schema); err != nil {
		t.Fatal(err)
	}
	v := validator{root: schema.(map[string]any)}
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
			var got any
			if err := json.Unmarshal(run(t, append([]string{"compare", "--json", "--quiet"}, c.args...)...), &got); err != nil {
				t.Fatal(err)
			}
			for _, p := range v.check("", v.root, got) {
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
			v.mustFail(t, got.(map[string]any))
		})
	}
}

// mustFail makes sure that the check can fail.
func (v validator) mustFail(t *testing.T, got map[string]any) {
	t.Helper()
	for name, change := range map[string]func(map[string]any){
		"a missing field":  func(m map[string]any) { delete(m, "results") },
		"an unknown field": func(m map[string]any) { m["verdict"] = "match" },
		"a wrong type":     func(m map[string]any) { m["millis"] = "fast" },
	} {
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var other map[string]any
		if err := json.Unmarshal(b, &other); err != nil {
			t.Fatal(err)
		}
		change(other)
		if len(v.check("", v.root, other)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
}

// validator checks a value against the keywords of JSON Schema that the schema uses; another one is a problem by itself.
type validator struct{ root map[string]any }

func (v validator) check(at string, schema map[string]any, value any) (problems []string) {
	bad := func(format string, args ...any) { problems = append(problems, at+": "+fmt.Sprintf(format, args...)) }
	for key, want := range schema {
		switch key {
		case "$schema", "$defs", "title", "description", "additionalProperties":
		case "$ref":
			name := strings.TrimPrefix(want.(string), "#/$defs/")
			def, ok := v.root["$defs"].(map[string]any)[name].(map[string]any)
			if !ok {
				bad("no definition of %s", name)
				continue
			}
			problems = append(problems, v.check(at, def, value)...)
		case "type":
			if !slices.ContainsFunc(list(want), func(k any) bool { return isA(k.(string), value) }) {
				bad("%T is not %v", value, want)
			}
		case "const":
			if value != want {
				bad("is %v, not %v", value, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), value) {
				bad("%v is none of %v", value, want)
			}
		case "minItems":
			if a, ok := value.([]any); ok && float64(len(a)) < want.(float64) {
				bad("%d items", len(a))
			}
		case "items":
			a, _ := value.([]any)
			for i, x := range a {
				problems = append(problems, v.check(fmt.Sprintf("%s[%d]", at, i), want.(map[string]any), x)...)
			}
		case "required":
			m, _ := value.(map[string]any)
			for _, k := range want.([]any) {
				if _, ok := m[k.(string)]; !ok {
					bad("no %s", k)
				}
			}
		case "properties":
			m, _ := value.(map[string]any)
			for k, x := range m {
				if p, ok := want.(map[string]any)[k].(map[string]any); ok {
					problems = append(problems, v.check(at+"."+k, p, x)...)
				} else if schema["additionalProperties"] == false {
					bad("%s is not in the schema", k)
				}
			}
		default:
			bad("the schema has the keyword %s, which is not checked", key)
		}
	}
	return problems
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

func isA(kind string, v any) bool {
	switch x := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && x == math.Trunc(x)
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}
