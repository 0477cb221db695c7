package casefile_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
)

func TestClassDisagreements(t *testing.T) {
	calibre := func(s string) casefile.Class { return casefile.Class{Calibre: casefile.Calibres.Encode(s)} }
	face := func(s string) casefile.Class {
		return casefile.Class{BreechFace: casefile.BreechFacePatterns.Encode(s)}
	}
	pin := func(s string) casefile.Class {
		return casefile.Class{FiringPin: casefile.FiringPinShapes.Encode(s)}
	}
	foreign := casefile.Class{Calibre: casefile.Code{State: casefile.Stated, List: "C.I.P.", Version: "2024", Code: "9 mm Luger (9 × 19 mm)"}}
	for _, c := range []struct {
		name  string
		a, b  casefile.Class
		want  string // the key, "" for none
		coded bool
	}{
		{"nothing stated", casefile.Class{}, casefile.Class{}, "", false},
		{"one stated", calibre("9luger"), casefile.Class{}, "", false},
		{"the same", calibre("9luger"), calibre("9 MM Luger (9 × 19 mm)"), "", false},
		{"calibre", calibre("9luger"), calibre("45auto"), "calibre", true},
		{"breech face", face("parallel"), face("granular"), "breech-face", true},
		{"firing pin", pin("elliptical"), pin("hemispherical"), "firing-pin", true},
		{"not visible", pin("not visible"), pin("elliptical"), "", false},
		{"not determined", face("not determined"), face("arched"), "", false},
		{"as seen, in other words", calibre("9luger"), calibre("nine millimetre"), "calibre", false},
		{"as seen, spelt otherwise", calibre("Nine  Millimetre"), calibre("nine millimetre"), "", false},
		{"another list, the same name", foreign, calibre("9luger"), "", false},
		{"another list, another name", foreign, calibre("45auto"), "calibre", false},
		{"clock positions say nothing", casefile.Class{EjectorClock: casefile.ClockPositions.Encode("3")}, casefile.Class{EjectorClock: casefile.ClockPositions.Encode("9")}, "", false},
		{"stated without any word", casefile.Class{Calibre: casefile.Code{State: casefile.Stated}}, calibre("45auto"), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, way := range [][2]casefile.Class{{c.a, c.b}, {c.b, c.a}} {
				got := casefile.ClassDisagreements(way[0], way[1])
				switch {
				case c.want == "" && len(got) > 0:
					t.Errorf("got %+v, want none", got)
				case c.want != "" && (len(got) != 1 || got[0].Key != c.want || got[0].Coded != c.coded || got[0].A == "" || got[0].B == ""):
					t.Errorf("got %+v, want %s", got, c.want)
				case c.want != "" && len(casefile.Surely(got)) == 1 != c.coded:
					t.Errorf("surely: %+v", casefile.Surely(got))
				}
			}
		})
	}
	all := casefile.ClassDisagreements(
		casefile.Class{Calibre: casefile.Calibres.Encode("9luger"), FiringPin: casefile.FiringPinShapes.Encode("flat")},
		casefile.Class{Calibre: casefile.Calibres.Encode("45auto"), FiringPin: casefile.FiringPinShapes.Encode("elliptical")})
	if len(all) != 2 || !strings.Contains(all[0].String(), "Calibre differs: 9 mm Luger (9 × 19 mm) and .45 Auto") {
		t.Errorf("got %v", all)
	}
}
