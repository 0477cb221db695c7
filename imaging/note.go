package imaging

import "strings"

// Notes of a Result that speak of one of its scans alone begin with the scan's side, so that two sentences of the same kind can be
// told apart; one that holds for both begins with both. What shows a note puts the scan's label there, see CutSide.
const (
	NoteA    = "A: "
	NoteB    = "B: "
	NoteBoth = "A and B: "
)

// SideNotes joins the notes of two scans, each with the side that it speaks of; one that holds for both is given once.
func SideNotes(a, b []string) []string {
	var out []string
	both := map[string]bool{}
	for _, n := range b {
		both[n] = false
	}
	for _, n := range a {
		if _, ok := both[n]; ok {
			both[n] = true
			out = append(out, NoteBoth+n)
		} else {
			out = append(out, NoteA+n)
		}
	}
	for _, n := range b {
		if !both[n] {
			out = append(out, NoteB+n)
		}
	}
	return out
}

// CutSide divides a note into the side that it speaks of ("A", "B", "A and B") and what it says; side is "" where it speaks of
// the pair, as do all notes of earlier versions.
func CutSide(note string) (side, text string) {
	for _, s := range []string{NoteBoth, NoteA, NoteB} {
		if text, ok := strings.CutPrefix(note, s); ok {
			return strings.TrimSuffix(s, ": "), text
		}
	}
	return "", note
}

// ExchangeNotes returns notes of a pair for the pair the other way round.
func ExchangeNotes(notes []string) []string {
	out := append([]string(nil), notes...)
	for i, n := range out {
		switch side, text := CutSide(n); side {
		case "A":
			out[i] = NoteB + text
		case "B":
			out[i] = NoteA + text
		}
	}
	return out
}
