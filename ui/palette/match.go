package palette

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What makes a match good. Only their order matters: whole beginnings of words beat letters that stand together, and these
// beat letters found here and there; among equals the shorter name wins.
const (
	scoreLetter   = 1
	scoreTogether = 4
	scoreWord     = 6
	scoreWords    = -4 // found at the beginning of another word for the command
	scoreGroup    = -8 // found in the name of the screen and not in the command's own
	scoreRecent   = 3
)

// Hit is a command that a search found.
type Hit struct {
	Command Command
	Group   string
	At      []int // the runes of the title that were matched, in order
	score   int
}

// Search returns the commands of all groups that match what was typed, the best first. With nothing typed these are all: the
// ones used last first, in the order of recent, then the others as they are listed. Gestures are left out.
func Search(groups []Group, typed string, recent []string) []Hit {
	words := strings.Fields(fold(typed))
	var hits []Hit
	for _, g := range groups {
		for _, c := range g.Commands {
			if c.Run == nil {
				continue
			}
			h := Hit{Command: c, Group: g.Title}
			if !h.match(words) {
				continue
			}
			if i := slices.Index(recent, c.ID); i >= 0 {
				if len(words) == 0 {
					h.score = len(recent) - i + 1
				} else {
					h.score += scoreRecent
				}
			}
			hits = append(hits, h)
		}
	}
	sort.SliceStable(hits, func(i, j int) bool {
		if a, b := hits[i].score, hits[j].score; a != b {
			return a > b
		}
		return len(words) > 0 && utf8.RuneCountInString(hits[i].Command.Title) < utf8.RuneCountInString(hits[j].Command.Title)
	})
	return hits
}

// match finds every word in the title, among the other words for it or else in the name of the screen, and scores it.
func (h *Hit) match(words []string) bool {
	title, group := []rune(fold(h.Command.Title)), []rune(fold(h.Group))
	for _, w := range words {
		at, score := find(title, []rune(w))
		if known := begins(fold(h.Command.Words), w); known && (at == nil || score < whole(w)+scoreWords) { // rather than letters here and there
			h.score += whole(w) + scoreWords
			continue
		}
		if at == nil {
			if at, score = find(group, []rune(w)); at == nil {
				return false
			}
			h.score += score + scoreGroup
			continue
		}
		h.score += score
		h.At = append(h.At, at...)
	}
	slices.Sort(h.At)
	h.At = slices.Compact(h.At)
	if len([]rune(h.Command.Title)) != len(title) { // folding changed the length: the places would be wrong
		h.At = nil
	}
	return true
}

// find returns where the letters of word stand in text in their order, in the best way, and how good that is; nil where they
// do not. It is the longest-path table of sequence alignment: for each letter and place the best score of a match ending there.
func find(text, word []rune) (at []int, score int) {
	const none = -1 << 30
	if len(word) == 0 || len(word) > len(text) {
		return nil, 0
	}
	best := make([][]int, len(word))
	from := make([][]int, len(word))
	for i, r := range word {
		best[i], from[i] = make([]int, len(text)), make([]int, len(text))
		before, beforeAt := none, -1 // best end of the letters so far, not next to this one
		for j, c := range text {
			best[i][j] = none
			if i > 0 && j >= 2 && best[i-1][j-2] > before {
				before, beforeAt = best[i-1][j-2], j-2
			}
			if c != r {
				continue
			}
			s := scoreLetter
			if j == 0 || !letter(text[j-1]) {
				s += scoreWord
			}
			if i == 0 {
				best[i][j], from[i][j] = s, -1
				continue
			}
			if j > 0 && best[i-1][j-1] > none {
				best[i][j], from[i][j] = best[i-1][j-1]+s+scoreTogether, j-1
			}
			if before > none && before+s > best[i][j] {
				best[i][j], from[i][j] = before+s, beforeAt
			}
		}
	}
	end := -1
	score = none
	for j, s := range best[len(word)-1] {
		if s > score {
			score, end = s, j
		}
	}
	if end < 0 {
		return nil, 0
	}
	at = make([]int, len(word))
	for i := len(word) - 1; i >= 0; i-- {
		at[i], end = end, from[i][end]
	}
	return at, score
}

// begins reports whether a word of a list begins with what was typed.
func begins(list, typed string) bool {
	for _, w := range strings.Fields(list) {
		if strings.HasPrefix(w, typed) {
			return true
		}
	}
	return false
}

// whole is the score of a word that is the beginning of one.
func whole(w string) int {
	n := utf8.RuneCountInString(w)
	return n*scoreLetter + scoreWord + (n-1)*scoreTogether
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fold returns text in small letters without accents.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Used returns the list of what was used last with id at its beginning, no longer than most.
func Used(recent []string, id string, most int) []string {
	next := append([]string{id}, slices.DeleteFunc(slices.Clone(recent), func(s string) bool { return s == id })...)
	return next[:min(len(next), most)]
}
