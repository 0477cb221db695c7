package casefile

import "math"

var nan = math.NaN()

// ConclusionScale is a set of conclusions that an agency allows, as data.
type ConclusionScale struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Source string `json:"source"`
	// Propositions are what the levels weigh against each other, where the scale states them.
	Propositions []string `json:"propositions,omitempty"`
	Levels       []Level  `json:"levels"`
}

// Level is one conclusion of a scale with its fixed meaning.
type Level struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// Level returns the level called id.
func (s ConclusionScale) Level(id string) (Level, bool) {
	for _, l := range s.Levels {
		if l.ID == id {
			return l, true
		}
	}
	return Level{}, false
}

// AFTE is the default scale.
//
// Source: AFTE Criteria for Identification Committee, "Theory of identification, range of striae comparison reports and
// modified glossary definitions", AFTE Journal 24(2), 1992. The meanings are our short paraphrases.
var AFTE = ConclusionScale{
	ID:     "afte-1992",
	Name:   "AFTE Range of Conclusions",
	Source: "AFTE Journal 24(2), 1992 (meanings paraphrased)",
	Levels: []Level{
		{"identification", "Identification", "All discernible class characteristics agree and individual characteristics agree to a sufficient extent."},
		{"inconclusive-a", "Inconclusive (a)", "Class characteristics agree; individual characteristics agree in part, not enough for an identification."},
		{"inconclusive-b", "Inconclusive (b)", "Class characteristics agree; individual characteristics neither agree nor disagree, being absent, too few or not reproducible."},
		{"inconclusive-c", "Inconclusive (c)", "Class characteristics agree; individual characteristics disagree, not enough for an elimination."},
		{"elimination", "Elimination", "Discernible class or individual characteristics disagree significantly."},
		{"unsuitable", "Unsuitable", "The marks are not suitable for comparison."},
	},
}
