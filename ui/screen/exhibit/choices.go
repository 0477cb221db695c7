package exhibit

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/wording"
)

// choice is a value of a list and what it is called on the screen.
type choice struct{ value, name string }

// words are choices whose names are the domain's own words.
func words[T ~string](values []T) []choice {
	var out []choice
	for _, v := range values {
		out = append(out, choice{string(v), wording.Said(string(v))})
	}
	return out
}

func kindWords() []choice {
	var out []choice
	for _, k := range []casefile.ExhibitKind{casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge,
		casefile.KindPart, casefile.KindDocument} {
		out = append(out, choice{string(k), wording.Kind(k)})
	}
	return out
}

// codeChoices are the codes of a list, and now where it is none of them.
func codeChoices(l casefile.CodeList, now string) []choice {
	var out []choice
	for _, c := range l.Codes {
		out = append(out, choice{c.Code, wording.Said(c.Name)})
	}
	if now != "" && !slices.ContainsFunc(out, func(c choice) bool { return c.value == now }) {
		out = append(out, choice{now, now})
	}
	return out
}

func (s *Screen) eventChoices() []choice {
	out := []choice{{"", lang.L("not known")}}
	for _, e := range s.described.events {
		out = append(out, choice{e.ID, e.Label})
	}
	return out
}

// parentChoices are the exhibits that the one with the id may have come from: all but itself and what came from it.
func (s *Screen) parentChoices(id string) []choice {
	out := []choice{{"", lang.L("nothing in this case")}}
	parents := map[string]string{}
	for _, e := range s.exhibits {
		parents[e.ID] = e.ParentID
	}
	below := func(of string) bool {
		for steps := 0; of != "" && steps <= len(parents); steps++ {
			if of == id {
				return true
			}
			of = parents[of]
		}
		return false
	}
	for _, e := range s.exhibits {
		if id == "" || !below(e.ID) {
			out = append(out, choice{e.ID, e.Label})
		}
	}
	return out
}

// count writes a number of things, "" for none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
