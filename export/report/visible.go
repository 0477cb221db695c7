package report

import (
	"strings"

	"tracemark/casefile"
)

// Visible lists what had been visible in words, "nothing of it" where it is empty.
func Visible(list []casefile.Exposure) string {
	if len(list) == 0 {
		return "nothing of rank, score, pose and cells"
	}
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = string(e)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}
