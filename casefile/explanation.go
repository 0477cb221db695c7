package casefile

import "tracemark/imaging"

// Explanation is what makes a comparison's result plain to look at, beyond its cells. It is computed from the originals and the
// stored results when asked for and never stored: only the results are evidence.
type Explanation struct {
	// Alignment maps where the surfaces agree when they lie on each other; nil where no method found a pose, where it lays no
	// measured point on another, and for photographs.
	Alignment *imaging.Alignment `json:"alignment,omitempty"`
	// Thresholds are the counts of the registered method under other thresholds, the correlation running slowest, then the distance,
	// then the rotation.
	Thresholds []imaging.RuleCount `json:"thresholds,omitempty"`
	// Filters are the pair's scores under other filters; computed only where asked for.
	Filters []imaging.FilterOutcome `json:"filters,omitempty"`
}
