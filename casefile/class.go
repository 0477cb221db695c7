package casefile

import (
	"fmt"
	"strings"
)

// ClassDisagreement is a class characteristic that two exhibits state differently.
type ClassDisagreement struct {
	Key  string `json:"key"`  // as in ClassFields
	Name string `json:"name"` // as shown
	A    string `json:"a"`    // as a person reads it
	B    string `json:"b"`
	// Coded is true where both values are codes of one list. Only then do they surely differ: two texts as seen may say the
	// same thing in other words.
	Coded bool `json:"coded"`
}

// String says the disagreement in a sentence without its full stop.
func (d ClassDisagreement) String() string {
	s := fmt.Sprintf("%s differs: %s and %s", d.Name, d.A, d.B)
	if !d.Coded {
		s += " (as seen, not coded)"
	}
	return s
}

// screening are the class characteristics that a firearm leaves whichever way its cartridge case is held: calibre, breech-face
// pattern and firing-pin shape. Clock positions depend on who calls what three o'clock, and screen nothing.
var screening = map[string]bool{"calibre": true, "breech-face": true, "firing-pin": true}

// ClassDisagreements returns in what calibre, breech-face pattern and firing-pin shape two exhibits disagree: both are stated, and
// differently. What is not known never disagrees. It comes before any score: such marks are not of one firearm unless one of
// them is described wrongly.
func ClassDisagreements(a, b Class) []ClassDisagreement {
	var list []ClassDisagreement
	for _, f := range ClassFields() {
		x, y := *f.Of(&a), *f.Of(&b)
		if !screening[f.Key] || x.State != Stated || y.State != Stated {
			continue
		}
		if differ, coded := codesDiffer(x, y); differ {
			list = append(list, ClassDisagreement{Key: f.Key, Name: f.Name, A: x.Text(), B: y.Text(), Coded: coded})
		}
	}
	return list
}

// codesDiffer compares two stated fields; coded says that both are codes of one list.
func codesDiffer(x, y Code) (differ, coded bool) {
	if x.Code != "" && y.Code != "" && x.List == y.List {
		return x.Code != y.Code, true
	}
	words := func(c Code) []string {
		name := c
		name.AsSeen = ""
		return []string{c.Code, name.Text(), c.AsSeen}
	}
	said := false
	for _, p := range words(x) {
		for _, q := range words(y) {
			p, q := plainWords(p), plainWords(q)
			if p != "" && q != "" {
				said = true
				if p == q {
					return false, false
				}
			}
		}
	}
	return said, false
}

// plainWords writes a text so that spelling with other spaces or capitals is the same.
func plainWords(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Surely returns the disagreements between codes of one list: those by which a gallery is screened.
func Surely(list []ClassDisagreement) []ClassDisagreement {
	var sure []ClassDisagreement
	for _, d := range list {
		if d.Coded {
			sure = append(sure, d)
		}
	}
	return sure
}
