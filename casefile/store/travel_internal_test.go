package store

import (
	"strings"
	"testing"

	"tracemark/casefile"
)

// forms returns every table of the newest schema.
func forms(t *testing.T) []casefile.Table {
	t.Helper()
	s, err := Create(t.Context(), t.TempDir(), casefile.Case{Number: "1"}, casefile.Person{Name: "A"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []casefile.Table
	if err := s.Dump(t.Context(), func(d *Dump) error { all = d.Tables; return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// Whoever adds a table decides whether it goes with chosen exhibits; whoever adds a hash, whether it names an original.
func TestEveryTableAndEveryHashIsDecidedUpon(t *testing.T) {
	all := forms(t)
	key := map[string]string{}
	for _, tbl := range all {
		var keys []string
		for _, c := range tbl.Columns {
			if c.Key > 0 {
				keys = append(keys, c.Name)
			}
		}
		key[tbl.Name] = strings.Join(keys, "/")
	}
	for _, tbl := range all {
		depends := false
		for _, r := range tbl.Refs {
			depends = depends || counts(tbl.Name, r)
			if key[r.Table] != r.To {
				t.Errorf("%s.%s names %s by %s, and its key is %q: a selection follows keys", tbl.Name, r.Column, r.Table, r.To, key[r.Table])
			}
		}
		if _, decided := travels[tbl.Name]; !decided && !depends {
			t.Errorf("table %s depends on no exhibit by a reference: say in travels when its rows go with chosen exhibits", tbl.Name)
		}
		for _, c := range tbl.Columns {
			if _, decided := originalColumns[tbl.Name+"."+c.Name]; strings.HasSuffix(c.Name, "sha256") && !decided {
				t.Errorf("column %s.%s holds a hash: say in originalColumns whether it names an original", tbl.Name, c.Name)
			}
			if c.Type != "TEXT" && c.Type != "INTEGER" && c.Type != "REAL" && c.Type != "BLOB" {
				t.Errorf("column %s.%s is of type %s, which does not travel", tbl.Name, c.Name, c.Type)
			}
		}
		if key[tbl.Name] == "" {
			t.Errorf("table %s has no key: its rows cannot be told apart", tbl.Name)
		}
	}
	for name := range travels {
		if _, ok := key[name]; !ok {
			t.Errorf("travels speaks of a table %s that there is not", name)
		}
	}
	seen := map[string]bool{}
	for _, tbl := range all {
		for _, r := range tbl.Refs {
			if r.Table != tbl.Name && !seen[r.Table] {
				t.Errorf("%s comes before %s, which it names", tbl.Name, r.Table)
			}
		}
		seen[tbl.Name] = true
	}
}

func TestARowsTextIsReadAndWrittenWithoutLoss(t *testing.T) {
	tbl := casefile.Table{Name: "t", Columns: []casefile.Column{{Name: "a", Type: "TEXT"}, {Name: "b", Type: "BLOB"}, {Name: "i", Type: "INTEGER"}, {Name: "r", Type: "REAL"}}}
	for _, text := range []string{
		`{"row":{},"table":"t"}`,
		`{"row":{"a":"","b":{"base64":""},"i":-9223372036854775808,"r":1e+21},"table":"t"}`,
		`{"row":{"a":"<&> \u2028 \" \\ é","b":{"base64":"AP8="},"i":9007199254740993,"r":0.1},"table":"t"}`,
	} {
		v, err := decodeRow(tbl, casefile.TableRow{Table: "t", Text: []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := encodeRow("t", v); err != nil || string(got) != text {
			t.Errorf("got %s, want %s, %v", got, text, err)
		}
	}
	for name, text := range map[string]string{
		"no JSON":         `{`,
		"another table":   `{"row":{},"table":"u"}`,
		"another column":  `{"row":{"z":1},"table":"t"}`,
		"another field":   `{"row":{},"table":"t","z":1}`,
		"something more":  `{"row":{},"table":"t"} {}`,
		"text for number": `{"row":{"i":"1"},"table":"t"}`,
		"number for text": `{"row":{"a":1},"table":"t"}`,
		"a fraction":      `{"row":{"i":1.5},"table":"t"}`,
		"too large":       `{"row":{"i":9223372036854775808},"table":"t"}`,
		"bytes for real":  `{"row":{"r":{"base64":""}},"table":"t"}`,
		"a list":          `{"row":{"a":[]},"table":"t"}`,
		"null":            `{"row":{"a":null},"table":"t"}`,
		"true":            `{"row":{"i":true},"table":"t"}`,
		"not base64":      `{"row":{"b":{"base64":"?"}},"table":"t"}`,
		"an empty object": `{"row":{"b":{}},"table":"t"}`,
	} {
		if v, err := decodeRow(tbl, casefile.TableRow{Table: "t", Text: []byte(text)}); err == nil {
			t.Errorf("%s was read as %v", name, v)
		}
	}
}

func FuzzDecodeRow(f *testing.F) {
	f.Add(`{"row":{"a":"x","i":1,"r":2.5,"b":{"base64":"AA=="}},"table":"t"}`)
	tbl := casefile.Table{Name: "t", Columns: []casefile.Column{{Name: "a", Type: "TEXT"}, {Name: "b", Type: "BLOB"}, {Name: "i", Type: "INTEGER"}, {Name: "r", Type: "REAL"}}}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := decodeRow(tbl, casefile.TableRow{Table: "t", Text: []byte(text)})
		if err != nil {
			return
		}
		if _, err := encodeRow("t", v); err != nil {
			t.Errorf("read, but not written: %v", err)
		}
	})
}
