package casefile

import "tracemark/imaging"

// NoteSides names the side that a note of a comparison speaks of by its label, such as "A (Q1)", and returns what it says; side is
// "" where the note speaks of the pair.
func NoteSides(note, labelA, labelB string) (side, text string) {
	of := func(letter, label string) string {
		if label == "" {
			return letter
		}
		return letter + " (" + label + ")"
	}
	side, text = imaging.CutSide(note)
	switch side {
	case "A":
		side = of("A", labelA)
	case "B":
		side = of("B", labelB)
	case "A and B":
		side = of("A", labelA) + ", " + of("B", labelB)
	}
	return side, text
}

// LabelledNote is a note of a comparison with the labels of the sides that it speaks of.
func LabelledNote(note, labelA, labelB string) string {
	side, text := NoteSides(note, labelA, labelB)
	if side == "" {
		return text
	}
	return side + ": " + text
}
