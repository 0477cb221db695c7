package casefile_test

import (
	"reflect"
	"strings"
	"testing"

	"tracemark/casefile"
)

var exhibitKinds = []casefile.ExhibitKind{casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge,
	casefile.KindPart, casefile.KindDocument}

func TestEveryFieldCanBeNamedAndFilledIn(t *testing.T) {
	tables := map[string][]casefile.Field{"event": casefile.EventFields(), "case": casefile.CaseFields()}
	for _, k := range exhibitKinds {
		tables[string(k)] = casefile.Fields(k)
	}
	for table, fields := range tables {
		seen := map[string]bool{}
		for _, f := range fields {
			if seen[f.Path] || f.Name == "" || f.Group == "" || strings.HasSuffix(f.Help, ".") {
				t.Errorf("%s: %+v", table, f)
			}
			seen[f.Path] = true
			switch f.Kind {
			case casefile.FieldCoded:
				if len(f.List.Codes) == 0 {
					t.Errorf("%s: %s has no list", table, f.Path)
				}
				for _, c := range f.List.Codes {
					v, err := f.Parse(c.Name)
					if err != nil || v.Code != c.Code || v.Text() != c.Name {
						t.Errorf("%s: %s: %q is read as %+v, %v", table, f.Path, c.Name, v, err)
					}
				}
			case casefile.FieldNumber:
				if len(f.Units) == 0 {
					t.Errorf("%s: %s has no unit", table, f.Path)
				}
			}
			path := f.Path
			if list := f.ListName(); list != "" {
				path = f.Element(3).Path
			}
			if got, ok := casefile.FieldAt(fields, path); !ok || got.Path != path {
				t.Errorf("%s: %s is found as %+v", table, path, got)
			}
		}
	}
}

func TestAFieldReadsWhatPeopleWrite(t *testing.T) {
	weight := casefile.Field{Path: "weight", Name: "Weight", Kind: casefile.FieldNumber, Units: []string{"g", "gr"}}
	lands := casefile.Field{Path: "lands", Name: "Lands", Kind: casefile.FieldCount}
	year := casefile.Field{Path: "year", Name: "Year", Kind: casefile.FieldDate}
	for _, c := range []struct {
		field casefile.Field
		text  string
		want  casefile.Value
	}{
		{weight, "7,45", casefile.Value{State: casefile.Stated, Number: 7.45, Unit: "g", AsSeen: "7,45"}},
		{weight, " 115 gr ", casefile.Value{State: casefile.Stated, Number: 115, Unit: "gr", AsSeen: "115 gr"}},
		{weight, "Not Visible", casefile.Value{State: casefile.NotVisible}},
		{weight, "", casefile.Value{}},
		{lands, "6", casefile.Value{State: casefile.Stated, Number: 6, Unit: casefile.UnitCount, AsSeen: "6"}},
		{year, "1943", casefile.Value{State: casefile.Stated, AsSeen: "1943"}},
	} {
		if got, err := c.field.Parse(c.text); err != nil || got != c.want {
			t.Errorf("%q: %+v, %v", c.text, got, err)
		}
	}
	for text, f := range map[string]casefile.Field{"7.45 lb": weight, "heavy": weight, "NaN": weight, "1e999": weight, "six": lands, "-1": lands, "6.5": lands, "1.2.1943": year} {
		if v, err := f.Parse(text); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%q is taken: %+v, %v", text, v, err)
		}
	}
}

func TestVersionsOfFactsNeverShareAMap(t *testing.T) {
	var first casefile.Facts
	first.Set("make", casefile.Value{State: casefile.Stated, AsSeen: "A"})
	second := first
	second.Set("make", casefile.Value{State: casefile.Stated, AsSeen: "B"})
	if first.Value("make").AsSeen != "A" || first.Equal(second) {
		t.Errorf("%+v, %+v", first, second)
	}
	second.Set("make", casefile.Value{})
	if !second.Empty() {
		t.Errorf("%+v", second)
	}
}

func TestWhatMayNotBeUsedIsTakenOutAndNamed(t *testing.T) {
	e := casefile.Exhibit{Kind: casefile.KindFirearm, Description: "from an informer", Class: casefile.Class{Calibre: casefile.Calibres.Encode("9luger")}}
	e.Facts.Set("make", casefile.Value{State: casefile.Stated, AsSeen: "CZ"})
	e.Facts.Set("model", casefile.Value{State: casefile.Stated, AsSeen: "75"})
	e.Facts.SetProvenance("make", casefile.Provenance{Use: casefile.UseYes})
	e.Facts.SetProvenance("model", casefile.Provenance{Use: casefile.UseAsk, Kind: casefile.SourceFirm})
	e.Facts.SetProvenance("calibre", casefile.Provenance{Use: casefile.UseNo})
	e.Facts.SetProvenance("description", casefile.Provenance{Use: casefile.UseNo})
	may, withheld := e.Usable()
	var paths []string
	for _, r := range withheld {
		paths = append(paths, r.Path)
	}
	if want := []string{"calibre", "description", "model"}; !reflect.DeepEqual(paths, want) {
		t.Errorf("withheld %v, want %v", paths, want)
	}
	if may.Value("make").AsSeen != "CZ" || may.Value("model") != (casefile.Value{}) || may.Value("calibre") != (casefile.Value{}) || may.Description != "" {
		t.Errorf("%+v", may)
	}
	if e.Value("model").AsSeen != "75" || e.Class.Calibre.Code != "9luger" {
		t.Errorf("the exhibit itself was changed: %+v", e)
	}
}

func TestAHeadstampIsReadClockwiseFromTwelve(t *testing.T) {
	var f casefile.Facts
	put := func(n int, clock, text, kind string) {
		f.Set(casefile.ElementPath(casefile.ListHeadstamp, n, "clock"), casefile.ValueOf(casefile.ClockPositions.Encode(clock)))
		f.Set(casefile.ElementPath(casefile.ListHeadstamp, n, "text"), casefile.Value{State: casefile.Stated, AsSeen: text})
		f.Set(casefile.ElementPath(casefile.ListHeadstamp, n, "kind"), casefile.ValueOf(casefile.HeadstampKind.Encode(kind)))
	}
	put(2, "6", "43", "")
	put(5, "12", "star", "symbol")
	put(4, "", "?", "")
	put(7, "3", "ТПЗ", "text")
	if got, want := casefile.HeadstampText(f), "12: [star], 3: ТПЗ, 6: 43, ?"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := f.NextElement(casefile.ListHeadstamp); got != 8 {
		t.Errorf("the next element is %d", got)
	}
}
