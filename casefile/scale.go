package casefile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
)

var nan = math.NaN()

// ConclusionScale is a set of conclusions that an agency allows, as data.
type ConclusionScale struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Source string `json:"source"` // where its wording comes from
	// Version is what the agency calls this state of the scale, such as a date; "" where it has none.
	Version string `json:"version,omitempty"`
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

// Digest returns the SHA-256, in hexadecimal, of the scale as it is stored: of every word of it. Two scales with one digest are
// the same scale, whatever file they came in.
func (s ConclusionScale) Digest() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // of texts alone: there is nothing that cannot be written
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// On returns the scale that a conclusion is on, as it stood: what was recorded with it, or this program's own scale of the name
// for what earlier versions recorded. ok is false where neither is there.
func (c Conclusion) On() (s ConclusionScale, ok bool) { return asOf(c.AsOf, c.Scale) }

// On returns the scale that a view is on, as of a Conclusion; ok is false where the view was skipped.
func (c Commitment) On() (s ConclusionScale, ok bool) { return asOf(c.AsOf, c.Scale) }

func asOf(recorded *ConclusionScale, id string) (ConclusionScale, bool) {
	if recorded != nil {
		return *recorded, true
	}
	return ScaleCalled(id)
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
