package report

import "strings"

// stated returns the first of vs that is not empty, "not stated" in English when all are.
func stated(vs ...string) string { return Wording{}.stated(vs...) }

// paragraphs splits text at its line ends; none where nothing is said.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, breaksLine) {
		if strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	return out
}
