package compare

import "tracemark/imaging"

// DefaultScore is the score by which pairs are ranked and a reference set is read.
const DefaultScore = imaging.ScoreRegistered

// RankScores returns the scores that put pairs in order: DefaultScore first, then those that decide between equal ones.
func RankScores() []string {
	return []string{DefaultScore, imaging.ScoreRegisteredFraction, imaging.ScoreSurface}
}

// Method describes one way of comparing.
type Method struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Title   string   `json:"title"` // one sentence
	Scores  []string `json:"scores"`
}

// Methods lists the methods, the product's own first.
func Methods() []Method {
	return []Method{
		{imaging.MethodRegistered, "3", "The whole surfaces are laid on each other, then 8×8 cells are compared near that place; agreeing cells are counted.",
			[]string{imaging.ScoreRegistered, imaging.ScoreRegisteredFraction}},
		{imaging.MethodSurface, "3", "The correlation of the whole surfaces where they agree best.",
			[]string{imaging.ScoreSurface}},
		{imaging.MethodOriginal, "3", "Congruent matching cells as published by Song: every cell at its best rotation within ±30°.",
			[]string{imaging.ScoreOriginal}},
		{imaging.MethodHigh, "3", "Congruent matching cells as published by Tong: cells at the rotations on which they agree, within ±30°.",
			[]string{imaging.ScoreHigh}},
	}
}
