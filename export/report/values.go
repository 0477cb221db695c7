package report

import (
	"math"
	"strconv"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/imaging/score"
)

// How values are written: numbers, times, persons, coded fields, and the words for what is missing.

// Words for what is missing.
const (
	notStated = "not stated"
	notKnown  = "not known"
)

// TimeLayout is how English documents write a time.
const TimeLayout = "2 January 2006, 15:04:05 UTC"

// months by language, for which Go has English ones only. English is by TimeLayout.
var months = map[string][12]string{
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"es": {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
}

// When writes a time in UTC, "not stated" where there is none.
func (w Wording) When(t time.Time) string {
	if t.IsZero() {
		return w.Say(notStated)
	}
	t = t.UTC()
	return w.Say("%[1]s, %[2]s UTC", w.Day(t), t.Format(time.TimeOnly))
}

// Day writes the date of a time in UTC.
func (w Wording) Day(t time.Time) string {
	if t.IsZero() {
		return w.Say(notStated)
	}
	t = t.UTC()
	names, ok := months[w.Lang]
	if !ok {
		return t.Format("2 January 2006")
	}
	day := strconv.Itoa(t.Day())
	if w.Lang == "fr" && t.Day() == 1 {
		day = "1er"
	}
	return w.Say("%[1]s %[2]s %[3]d", day, names[t.Month()-1], t.Year())
}

// Decimal writes a number as reports do: up to four decimals, which is more than a score is good for.
func (w Wording) Decimal(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return w.Say(notKnown)
	}
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return w.decimals(s)
}

// Decimal writes a number as English reports do.
func Decimal(v float64) string { return Wording{}.Decimal(v) }

// Rate writes k of n with its exact one-sided upper bound.
func (w Wording) Rate(k, n int) string {
	return w.Say("%[1]d of %[2]d (at most %[3]s %%)", k, n, w.decimals(Rough(100*score.AtMost(k, n))))
}

// Rate writes k of n with its exact one-sided upper bound in English.
func Rate(k, n int) string { return Wording{}.Rate(k, n) }

// stated returns the first of vs that is not empty, "not stated" when all are.
func (w Wording) stated(vs ...string) string {
	for _, v := range vs {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return w.Say(notStated)
}

// none returns v, "none" when it is empty.
func (w Wording) none(v string) string {
	if v == "" {
		return w.Say("none")
	}
	return v
}

// And lists things as a sentence does: "a, b and c".
func (w Wording) And(list []string) string {
	if n := len(list); n > 1 {
		return w.Say("%[1]s and %[2]s", strings.Join(list[:n-1], ", "), list[n-1])
	}
	return strings.Join(list, "")
}

// Person names a person with role and agency. Roles that this program gives are said in the language.
func (w Wording) Person(p casefile.Person) string {
	return w.stated(beside(", ", p.Name, w.soft(p.Role), p.Agency))
}

// Code writes a coded field with the list it comes from, or the reason why there is no code.
func (w Wording) Code(c casefile.Code) string {
	switch c.State {
	case casefile.Empty:
		return w.Say(notStated)
	case casefile.Stated:
		if c.List == "" || c.Code == "" {
			return w.stated(w.codeText(c))
		}
		return w.Say("%[1]s (list %[2]s)", w.codeText(c), join(" ", c.List, c.Version))
	default:
		return w.Term(string(c.State))
	}
}

// codeText is the code's name in the language, with what was seen as somebody wrote it.
func (w Wording) codeText(c casefile.Code) string {
	name := c
	name.AsSeen = ""
	said := w.soft(name.Text())
	switch {
	case said == "":
		return c.AsSeen
	case c.Text() == name.Text():
		return said
	}
	return w.Say("%[1]s (as seen: %[2]s)", said, c.AsSeen)
}

// join joins those of vs that are not empty.
func join(sep string, vs ...string) string {
	var some []string
	for _, v := range vs {
		if v != "" {
			some = append(some, v)
		}
	}
	return strings.Join(some, sep)
}

// oneLine writes a text of several lines as one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// orDash returns s, a dash when it is empty.
func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
