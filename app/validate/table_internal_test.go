package validate

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tracemark/casefile"
)

// Tables come from other people: whatever is in them, reading gives a table or one sentence for a person.
func FuzzTables(f *testing.F) {
	f.Add("scan,slide\na.x3p,1\nb.x3p,1\n", "reference,compare,same_slide,cells,cmcs\na.x3p,b.x3p,yes,30,27\n")
	f.Add("slide,scan,more\r\n1,a.x3p,\r\n2,b.x3p,x\r\n", "x,y,z\na.x3p,b.x3p,1e9\n")
	f.Add("\ufeffscan\na.x3p\n", "\"\n")
	f.Add("scan,slide\na.x3p\n", "compare,compare,compare\na.x3p,a.x3p,NaN\n")
	dir := f.TempDir()
	for _, name := range []string{"a.x3p", "b.x3p"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, truthCSV, publishedCSV string) {
		tables := t.TempDir()
		for name, content := range map[string]string{"t.csv": truthCSV, "p.csv": publishedCSV} {
			if err := os.WriteFile(filepath.Join(tables, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		known, err := readTruth(dir, filepath.Join(tables, "t.csv"))
		if err != nil {
			mustBeForPeople(t, err)
			return
		}
		if len(known.scans) < 2 || len(known.groups) != len(known.scans) {
			t.Fatalf("%d scans in %d entries from %q", len(known.scans), len(known.groups), truthCSV)
		}
		if _, err := readPublished(dir, filepath.Join(tables, "p.csv"), known); err != nil {
			mustBeForPeople(t, err)
		}
	})
}

func mustBeForPeople(t *testing.T, err error) {
	t.Helper()
	var e *casefile.Error
	if !errors.As(err, &e) || e.What == "" || e.Do == "" {
		t.Fatalf("%v is no error for people", err)
	}
}
