package annex

import (
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"tracemark/export/schematest"
)

var update = flag.Bool("update", false, "write what the tests find to their golden files")

// The schemas are of what the types are now. Where one has to change, so does Schema, once a report with annexes has been issued.
func TestSchemasAreOfTheTypes(t *testing.T) {
	unknown := map[string]any{"type": []any{"number", "null"}, "description": "null where it is not known"}
	form := map[string]any{"const": Schema}
	instead := map[string]any{"extractFile.schema": form, "originalsFile.schema": form, "methodFile.schema": form, "logFile.schema": form, "Score.value": unknown,
		"Cell.correlation": unknown, "Cell.overlap": unknown, "Cell.angle_deg": unknown}
	for name, of := range map[string]reflect.Type{ExtractName: reflect.TypeFor[extractFile](), OriginalsName: reflect.TypeFor[originalsFile](),
		MethodName: reflect.TypeFor[methodFile](), LogName: reflect.TypeFor[logFile]()} {
		b, err := schematest.Types{Title: "Tracemark annex " + name, Description: "The annex " + name + " of a report. Lengths are µm, angles degrees, times UTC.",
			Of: of, Instead: instead}.Write()
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimSuffix(name, ".json") + ".schema.json"
		if *update {
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if string(b) != string(JSONSchema(name)) {
			t.Errorf("%s is not of the types: look at the difference that -update makes", file)
		}
	}
}
