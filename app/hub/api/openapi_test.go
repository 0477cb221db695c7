package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"tracemark/app/hub/api"
)

var update = flag.Bool("update", false, "write the golden description anew")

const golden = "testdata/openapi.json"

// The contract changes by intention only: with -update, and with a new Version when callers can notice.
func TestDescriptionIsAsAgreed(t *testing.T) {
	mux := http.NewServeMux()
	refuse := func(context.Context, string) (context.Context, error) {
		return nil, api.Problem(http.StatusUnauthorized, "No.")
	}
	api.Register(mux, nil, refuse)
	get := func(path string) string {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		return w.Body.String()
	}
	var got bytes.Buffer
	if err := json.Indent(&got, []byte(get("/openapi.json")), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the description differs from %s; where that is meant, run the test with -update", golden)
	}
	if yaml := get("/openapi.yaml"); !strings.Contains(yaml, "openapi: 3.1.0") {
		t.Errorf("yaml begins %.60q", yaml)
	}
	checkDescription(t, got.Bytes())
}

// checkDescription looks at what every operation must state.
func checkDescription(t *testing.T, text []byte) {
	var d struct {
		OpenAPI  string
		Info     struct{ Version string }
		Security []map[string][]string
		Paths    map[string]map[string]struct {
			Security  *[]map[string][]string
			Summary   string
			Responses map[string]any
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if d.OpenAPI != "3.1.0" || d.Info.Version != api.Version || len(d.Security) != 1 {
		t.Errorf("description %s of %s, security %v", d.OpenAPI, d.Info.Version, d.Security)
	}
	operations := 0
	for path, methods := range d.Paths {
		for method, op := range methods {
			operations++
			if !strings.HasPrefix(path, "/v1/") || op.Summary == "" {
				t.Errorf("%s %s: %+v", method, path, op)
			}
			if _, told := op.Responses["401"]; told != (path != "/v1/health") {
				t.Errorf("%s %s: 401 is told: %v", method, path, told)
			}
			if open := op.Security != nil; open != (path == "/v1/health") {
				t.Errorf("%s %s: open is %v", method, path, open)
			}
		}
	}
	if operations != 14 {
		t.Errorf("%d operations", operations)
	}
}
