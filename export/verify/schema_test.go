package verify_test

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"tracemark/casefile"
	"tracemark/export/annex/annextest"
	"tracemark/export/schematest"
	"tracemark/export/verify"
)

var update = flag.Bool("update", false, "write what the tests find to their golden files")

// What is printed as JSON is what the schema says, and the schema is of what the types are now.
func TestResultsAreWhatTheSchemaSays(t *testing.T) {
	text, finding := map[string]any{"type": "string"}, map[string]any{"type": "object", "additionalProperties": false, "required": []string{"code", "kind", "text"},
		"properties": map[string]any{"kind": map[string]any{"enum": []any{"problem", "fact", "open", "limit"}}, "code": map[string]any{"type": "string"},
			"text": map[string]any{"type": "string", "description": "a sentence in English"}}}
	findings := map[string]any{"type": "array", "items": finding}
	states := map[string]any{"enum": []any{"agrees", "differs", "not checked", "missing"}}
	b, err := schematest.Types{
		Title: "Tracemark verification",
		Description: "What `tracemark-verifier --json` and `tracemark verify --json` print of a report's file. A finding's code stays the same in every version; its text may be " +
			"worded better. Times are UTC. The verdict is the exit code in words: valid 0, not valid 1, incomplete 2.",
		Of: reflect.TypeFor[casefile.FileReport](),
		Instead: map[string]any{"FileReport.format": map[string]any{"const": casefile.FileReportFormat}, "FileReport.verdict": map[string]any{"enum": []any{"valid", "incomplete", "not valid"}},
			"FileReport.findings": findings, "FileSignature.problems": findings, "FileSignature.notes": findings, "FileScore.why": text,
			"FileAttachment.state": states, "FileOriginal.state": states, "FileScore.state": states,
			"Score.value": map[string]any{"type": []any{"number", "null"}, "description": "null where it is not known"}},
	}.Write()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("report.schema.json", b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if string(b) != string(verify.Schema) {
		t.Error("report.schema.json is not of these types: look at the difference that -update makes, and count up the format's number where readers could misread it")
	}
	e, originals := annextest.Evidence(t)
	file := signed(t, draw(t, e))
	for name, r := range map[string]casefile.FileReport{"with originals": check(t, file, originals), "without": check(t, file, nil), "not signed": check(t, draw(t, e), nil)} {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if problems, err := schematest.Check(verify.Schema, b); err != nil || len(problems) > 0 {
			t.Errorf("%s: %v, %v", name, problems, err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(){"an unknown field": func() { m["more"] = 1 }, "a missing field": func() { delete(m, "more"); delete(m, "findings") }} {
			change()
			b, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if problems, err := schematest.Check(verify.Schema, b); err != nil || len(problems) == 0 {
				t.Errorf("%s is not noticed", what)
			}
		}
	}
}
