package sign

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// textString writes a text string as UTF-16 in hexadecimal (ISO 32000-1, 7.9.2.2): any Unicode, nothing to escape.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(strings.ToValidUTF8(s, "�"))) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}

const dateLayout = "D:20060102150405Z"

// date writes a time as ISO 32000-1, 7.9.4 has it, in UTC.
func date(t time.Time) string { return "(" + t.UTC().Format(dateLayout) + ")" }

// readDate reads a date with seconds and a zone.
func readDate(s string) (time.Time, bool) {
	s = strings.TrimSuffix(strings.ReplaceAll(s, "'", ""), "Z")
	for _, layout := range []string{"D:20060102150405-0700", "D:20060102150405-07", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
