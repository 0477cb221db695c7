package wording

import "tracemark/casefile"

// Note returns a note of a comparison in the language of the screen, with the labels of the sides that it speaks of.
func Note(note, labelA, labelB string) string {
	side, text := casefile.NoteSides(note, labelA, labelB)
	if side == "" {
		return Recorded(text)
	}
	return side + ": " + Recorded(text)
}
