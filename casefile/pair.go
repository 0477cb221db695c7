package casefile

// PairKind says what was laid beside each other in a comparison, and so what could be computed.
type PairKind string

// The kinds of pair.
const (
	// TwoTopographies are compared by every method for topographies.
	TwoTopographies PairKind = "topographies"
	// TwoPhotographs are registered for viewing (imaging.MethodPhotographs). The comparison has no default score: none decides.
	TwoPhotographs PairKind = "photographs"
	// TopographyAndPhotograph are looked at. No method compares them: such a comparison has no results.
	TopographyAndPhotograph PairKind = "topography and photograph"
)

// PairOf returns what kind of pair two captures are.
func PairOf(a, b Capture) PairKind {
	switch {
	case a.Kind != b.Kind:
		return TopographyAndPhotograph
	case a.Kind == Photograph:
		return TwoPhotographs
	}
	return TwoTopographies
}

// Pair returns what kind of pair was compared.
func (c ComparisonItem) Pair() PairKind { return PairOf(c.A.Capture, c.B.Capture) }
