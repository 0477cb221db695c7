package wording

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// FieldValue returns what is said of a field, or the reason for saying nothing; "" where nobody said anything.
func FieldValue(v casefile.Value) string {
	switch {
	case v.State == casefile.Empty:
		return ""
	case v.State == casefile.Stated && v.Unit != "":
		return Recorded(v.Text())
	}
	return Code(v.Coded())
}

// element is the name of a list's field, as casefile.Facts.Spread makes it.
var element = regexp.MustCompile(`^(.+) (\d+): (.+)$`)

// FieldName returns the name of a field, also of a list's element.
func FieldName(name string) string {
	if m := element.FindStringSubmatch(name); m != nil {
		return Said(m[1]) + " " + m[2] + ": " + Said(m[3])
	}
	return Said(name)
}

// Provenance returns where a fact comes from and what may be done with it, in one line; "" where nothing is said.
func Provenance(p casefile.Provenance) string {
	handling := ""
	if p.HandlingCode != "" {
		handling = lang.L("handling {{.Code}}", map[string]any{"Code": p.HandlingCode})
	}
	return Lines(Source(p.Kind), p.Source, handling, Use(p.Use))
}

// Source returns the kind of a source.
func Source(k casefile.SourceKind) string {
	if k == casefile.SourceUnsaid {
		return ""
	}
	return Said(string(k))
}

// Use returns whether a fact may be used in proceedings; "" where nobody said.
func Use(u casefile.Use) string {
	switch u {
	case casefile.UseYes:
		return lang.L("may be used in proceedings")
	case casefile.UseNo:
		return lang.L("not for use in proceedings")
	case casefile.UseAsk:
		return lang.L("ask before use in proceedings")
	}
	return ""
}

// Change returns a text of a history, which is kept in English: what is known of it is said in the language of the screen.
func Change(text string) string {
	if said := Said(text); said != text {
		return said
	}
	parts := strings.Split(text, ", ")
	for i, p := range parts {
		parts[i] = Said(p)
	}
	return strings.Join(parts, ", ")
}
