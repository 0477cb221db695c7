package casefile_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"tracemark/casefile"
)

const ownScale = `{
  "id": "lab-2026",
  "name": "Échelle du laboratoire",
  "version": "2026-03-01",
  "source": "Quality manual, 7.4",
  "propositions": ["One firearm.", "Two firearms."],
  "levels": [
    {"id": "same", "name": "Same source", "meaning": "They agree."},
    {"id": "open", "name": "No conclusion",
     "meaning": "Neither."},
    {"id": "unsuitable", "name": "Unsuitable", "meaning": "Not to be compared."}
  ]
}
`

func TestAScaleOfOnesOwnIsRead(t *testing.T) {
	s, err := casefile.ParseScale([]byte(ownScale))
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "lab-2026" || s.Version != "2026-03-01" || len(s.Propositions) != 2 || len(s.Levels) != 3 || s.Levels[1].Meaning != "Neither." {
		t.Errorf("%+v", s)
	}
	again, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if back, err := casefile.ParseScale(again); err != nil || !reflect.DeepEqual(back, s) || back.Digest() != s.Digest() {
		t.Errorf("written and read again: %+v, %v", back, err)
	}
	two := `{"id":"x","name":"n","source":"s","levels":[{"id":"a","name":"A","meaning":"m"},{"id":"b","name":"B","meaning":"m"}]}`
	if _, err := casefile.ParseScale([]byte(two)); err != nil {
		t.Errorf("the least that a scale is: %v", err)
	}
}

func TestAWrongScaleIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ was, is, want string }{
		"not JSON":             {`"Same source",`, `"Same source"`, "line 8: this is not JSON"},
		"cut off":              {"  ]\n}\n", "", "line 12: the file ends too early"},
		"no object":            {ownScale, "[1]", "line 1: a scale begins with {"},
		"nothing":              {ownScale, "", "the file ends too early"},
		"more behind":          {"  ]\n}\n", "  ]\n}\n{}", "line 14: something stands behind"},
		"a misspelt field":     {`"version"`, `"verison"`, `line 4: a scale has no field "verison"`},
		"a field twice":        {`"version": "2026-03-01"`, `"name": "x"`, `line 4: "name" is there already, on line 3`},
		"another kind":         {`"2026-03-01"`, `3`, "line 4: a number stands where"},
		"no source":            {`  "source": "Quality manual, 7.4",` + "\n", "", `it has no "source"`},
		"an empty name":        {`"Échelle du laboratoire"`, `" "`, `line 3: "name" is empty`},
		"an empty version":     {`"2026-03-01"`, `""`, `line 4: "version" is empty`},
		"an id with capitals":  {`"lab-2026"`, `"Lab"`, `line 2: the id "Lab"`},
		"the program's id":     {`"lab-2026"`, `"afte-1992"`, "line 2: the id \"afte-1992\" is that of one of this program's own"},
		"one proposition":      {`, "Two firearms."`, ``, "line 6: there are two propositions or none, not 1"},
		"an empty proposition": {`"Two firearms."`, `""`, "line 6: proposition 2 is empty"},
		"levels no list":       {`"levels": [`, `"levels": 7, "x": [`, "line 7: levels are a list"},
		"one level":            {ownScale, `{"id":"x","name":"n","source":"s","levels":[{"id":"a","name":"A","meaning":"m"}]}`, "line 1: a scale has 2 to 20 levels, not 1"},
		"no levels":            {ownScale, `{"id":"x","name":"n","source":"s"}`, `it has no "levels"`},
		"a level's field":      {`"meaning": "Neither."`, `"meening": "Neither."`, `line 9: level 2: json: unknown field "meening"`},
		"a level no object":    {`{"id": "same", "name": "Same source", "meaning": "They agree."}`, `"same"`, "line 8: a string stands where"},
		"a level's id twice":   {`"id": "unsuitable"`, `"id": "same"`, `line 11: level 3: its id "same" is that of level 1`},
		"a level's name twice": {`"name": "Unsuitable"`, `"name": "same SOURCE"`, `line 11: level 3: its name "same SOURCE" is that of level 1`},
		"a level's odd id":     {`"id": "open"`, `"id": "öffen"`, `line 9: level 2: the id "öffen"`},
		"no meaning":           {`"meaning": "Neither."`, `"meaning": ""`, `line 9: level 2: its "meaning" is empty`},
		"a line break":         {`"Same source"`, `"Same\nsource"`, `line 8: level 1: its "name" has a line break`},
		"too long":             {`"Same source"`, `"` + strings.Repeat("é", 121) + `"`, `line 8: level 1: its "name" has more than 120`},
		"not text":             {`Échelle`, "\xff", "not UTF-8"},
		"too large":            {ownScale, ownScale + strings.Repeat(" ", casefile.MaxScaleFile), "larger than 256 KiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(ownScale, c.was) {
				t.Fatal("the scale of this test has no " + c.was)
			}
			_, err := casefile.ParseScale([]byte(strings.Replace(ownScale, c.was, c.is, 1)))
			if casefile.CodeOf(err) != casefile.Invalid || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func FuzzParseScale(f *testing.F) {
	f.Add([]byte(ownScale))
	f.Add([]byte(`{"levels":[{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := casefile.ParseScale(data)
		if err != nil {
			return
		}
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := casefile.ParseScale(b); err != nil || back.Digest() != s.Digest() {
			t.Fatalf("%s: %+v, %v", b, back, err)
		}
	})
}
