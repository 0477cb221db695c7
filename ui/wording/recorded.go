package wording

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tracemark/casefile"
	"tracemark/ui/language"
)

// Recorded returns a sentence that was put together below the interface, and that a case, a file or the service may have kept
// so: a note of a method, a warning about a file, the reason for which something was left out of a search. Such sentences
// are English for good, because what is recorded is not reworded; here one is recognised by its format and said in the language
// of the screen. One that nobody recognises, such as another version's, is shown as it was recorded.
func Recorded(s string) string {
	if language.Current() == language.English || s == "" {
		return s
	}
	if out, ok := recognised(s); ok {
		return out
	}
	return s
}

// AllRecorded returns each of several recorded sentences as Recorded does.
func AllRecorded(sentences []string) []string {
	out := make([]string, len(sentences))
	for i, s := range sentences {
		out[i] = Recorded(s)
	}
	return out
}

// ParamName returns the name of a method's parameter. One of the preparation is named after its step: "preparation, mask: …".
func ParamName(name string) string {
	if step, title, ok := strings.Cut(name, ": "); ok {
		if said := language.Translate(title); said != title {
			return put(joined, []any{Recorded(step), said})
		}
	}
	return Recorded(name)
}

// ParamValue returns a parameter's value with its unit.
func ParamValue(value, unit string) string {
	said := Recorded(value)
	if _, err := strconv.ParseFloat(value, 64); err == nil {
		said = language.Number(value)
	}
	return strings.TrimSpace(said + " " + Said(unit))
}

// UpperFirst begins s with a capital letter.
func UpperFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// moulds are the formats of one language's file: what fits one was made by it.
type moulds struct {
	language language.Tag
	all      []mould
	said     sync.Map // sentence → translation, "" for none
}

type mould struct {
	piece  string // its longest run of plain text
	fits   *regexp.Regexp
	places []int  // of each verb of the English text, which value it puts in, from 1
	counts []bool // of each verb, whether what it puts in may be a number
	said   string // the translation
}

var (
	mouldsOnce sync.Mutex
	inUse      *moulds
)

func current() *moulds {
	mouldsOnce.Lock()
	defer mouldsOnce.Unlock()
	if l := language.Current(); inUse == nil || inUse.language != l {
		inUse = &moulds{language: l}
		for format, said := range language.Formats() {
			inUse.all = append(inUse.all, mouldOf(format, said))
		}
	}
	return inUse
}

// verb is a place where a format puts something in: "%s", "%.0f", "%[2]d"; or a percent sign, "%%".
var verb = regexp.MustCompile(`%(?:%|[-+#0-9.]*(?:\[(\d+)\])?[a-zA-Z])`)

func mouldOf(format, said string) mould {
	m := mould{said: said}
	pattern, at := strings.Builder{}, 0
	plain := func(s string) {
		pattern.WriteString(regexp.QuoteMeta(s))
		if len(s) > len(m.piece) {
			m.piece = s
		}
	}
	pattern.WriteString(`(?s)^`)
	for _, v := range verb.FindAllStringSubmatchIndex(format, -1) {
		plain(format[at:v[0]])
		at = v[1]
		switch {
		case format[v[0]:v[1]] == "%%":
			plain("%")
		default:
			counts := strings.ContainsRune("defgx", rune(format[v[1]-1]))
			m.counts = append(m.counts, counts || !strings.HasSuffix(strings.ToLower(format[:v[0]]), "version "))
			if counts {
				pattern.WriteString(`([-+]?[0-9][0-9a-fx.+-]*|NaN|[-+]?Inf)`)
			} else {
				pattern.WriteString(`(.+?)`)
			}
			place := len(m.places) + 1
			if v[2] >= 0 {
				place, _ = strconv.Atoi(format[v[2]:v[3]])
			}
			m.places = append(m.places, place)
		}
	}
	plain(format[at:])
	pattern.WriteString(`$`)
	m.fits = regexp.MustCompile(pattern.String())
	return m
}

// fill puts the values that a sentence holds into the translation.
func (m mould) fill(values []string) string {
	by := map[int]string{}
	for i, p := range m.places {
		by[p] = values[i]
	}
	n := 0
	return verb.ReplaceAllStringFunc(m.said, func(v string) string {
		if v == "%%" {
			return "%"
		}
		n++
		place := n
		if i := strings.IndexByte(v, '['); i >= 0 {
			place, _ = strconv.Atoi(v[i+1 : strings.IndexByte(v, ']')])
		}
		return by[place]
	})
}

// recognised returns the translation of a sentence by its format: as it stands, without its full stop, or as what happened
// with what to do behind it.
func recognised(s string) (string, bool) {
	c := current()
	if known, ok := c.said.Load(s); ok {
		return known.(string), known != ""
	}
	out, ok := c.recognise(s)
	c.said.Store(s, out)
	return out, ok
}

func (c *moulds) recognise(s string) (string, bool) {
	if out := language.Translate(s); out != s {
		return out, true
	}
	for _, between := range []string{"; ", ". "} { // several at once
		parts := strings.Split(s, between)
		if len(parts) == 1 { // it would be asked about itself for ever
			continue
		}
		all := true
		for i, p := range parts {
			said, ok := recognised(p)
			parts[i], all = said, all && ok
		}
		if all {
			return strings.Join(parts, between), true
		}
	}
	for at := strings.Index(s, ": "); at >= 0; {
		what, do := s[:at], s[at+2:]
		if a, ok := recognised(what); ok && do != "" {
			b, ok := recognised(do)
			if !ok {
				b, ok = recognised(UpperFirst(do))
			}
			if ok {
				return put(joined, []any{a, casefile.LowerFirst(b)}), true
			}
		}
		next := strings.Index(s[at+2:], ": ")
		if next < 0 {
			break
		}
		at += 2 + next
	}
	if out, ok := c.fit(s); ok {
		return out, true
	}
	if short, ok := strings.CutSuffix(s, "."); ok {
		if out, ok := recognised(short); ok {
			return out + ".", true
		}
	}
	return "", false
}

// figure is a number that a language may write in another way. What a version puts in is none.
var figure = regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$`)

// fit finds the format with the most plain text that a sentence fits.
func (c *moulds) fit(s string) (out string, ok bool) {
	best := 0
	for _, m := range c.all {
		if len(m.piece) < best || len(m.piece) < 4 || !strings.Contains(s, m.piece) {
			continue
		}
		values := m.fits.FindStringSubmatch(s)
		if values == nil {
			continue
		}
		for i, v := range values[1:] {
			if m.counts[i] && figure.MatchString(v) {
				values[i+1] = language.Number(v)
			} else if said, known := recognised(v); known {
				values[i+1] = said
			} else if said := Said(v); said != v {
				values[i+1] = said
			} else if noun, id, ok := strings.Cut(v, " "); ok && language.Translate(noun) != noun && !strings.Contains(id, " ") { // a row
				values[i+1] = language.Translate(noun) + " " + id
			} else if said := language.Translate(UpperFirst(v)); said != UpperFirst(v) { // the name of a characteristic
				values[i+1] = casefile.LowerFirst(said)
			}
		}
		best, out, ok = len(m.piece), m.fill(values[1:]), true
	}
	return out, ok
}
