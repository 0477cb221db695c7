package recorded

import (
	"regexp"
	"strings"
)

// mould is a format: what fits it was made by it.
type mould struct {
	piece  string // its longest run of plain text
	fits   *regexp.Regexp
	places []int  // of each verb of the English text, which value it puts in, from 1
	counts []bool // of each verb, whether what it puts in may be a number
	said   string // the translation
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
	for _, v := range verb.FindAllStringIndex(format, -1) {
		plain(format[at:v[0]])
		at = v[1]
		if format[v[0]:v[1]] == "%%" {
			plain("%")
			continue
		}
		counts := strings.ContainsRune("defgx", rune(format[v[1]-1]))
		m.counts = append(m.counts, counts || !strings.HasSuffix(strings.ToLower(format[:v[0]]), "version "))
		if counts {
			pattern.WriteString(`([-+]?[0-9][0-9a-fx.+-]*|NaN|[-+]?Inf)`)
		} else {
			pattern.WriteString(`(.+?)`)
		}
		m.places = append(m.places, place(format[v[0]:v[1]], len(m.places)+1))
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
		return by[place(v, n)]
	})
}
