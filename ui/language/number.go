package language

import "strings"

// DecimalComma reports whether the language in use writes a comma before decimals (Unicode CLDR, number symbols).
func DecimalComma() bool { return current == French || current == Spanish }

// Number writes a number that was formatted for programs as it is read: with the minus sign U+2212, which is as wide as a plus, and with the
// decimal mark of the language. One that is rounded to nothing has no sign.
func Number(formatted string) string {
	s := formatted
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	s = strings.ReplaceAll(s, "-", "\u2212")
	if DecimalComma() {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
