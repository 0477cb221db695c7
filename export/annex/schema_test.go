package annex_test

import (
	"bytes"
	"testing"

	"tracemark/export/annex"
	"tracemark/export/annex/annextest"
	"tracemark/export/schematest"
)

func TestAnnexesAreWhatTheirSchemasSay(t *testing.T) {
	e, _ := annextest.Evidence(t)
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, f := range files {
		schema := annex.JSONSchema(f.Name)
		if schema == nil {
			continue // a picture
		}
		checked++
		if problems, err := schematest.Check(schema, f.Data); err != nil || len(problems) > 0 {
			t.Errorf("%s: %v, %v", f.Name, problems, err)
		}
		for _, change := range [][2]string{{`"part":`, `"piece":`}, {annex.Schema, "other/1"}} {
			other := bytes.Replace(f.Data, []byte(change[0]), []byte(change[1]), 1)
			if problems, err := schematest.Check(schema, other); err != nil || len(problems) == 0 {
				t.Errorf("%s: %s in the place of %s is not noticed", f.Name, change[1], change[0])
			}
		}
	}
	if checked != 4 {
		t.Errorf("%d annexes have a schema", checked)
	}
}
