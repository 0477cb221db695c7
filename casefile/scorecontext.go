package casefile

// ScoreContext is what stands beside a score when somebody concludes: where it lies among pairs of known origin, and what weight
// that gives it, or why none. Numbers that are not known are 0 with an empty list or a sentence beside them, never a guess.
type ScoreContext struct {
	ComparisonID string `json:"comparison_id"`
	// Withheld is true where the person at the desk has still to commit a view; everything below is empty then.
	Withheld bool `json:"withheld,omitempty"`
	// Missing says in a sentence why there is no standing: no score, no reference set, or one of another method. "" where there is.
	Missing string `json:"missing,omitempty"`

	Score    string  `json:"score"` // name, as in imaging
	Value    float64 `json:"value"`
	HasValue bool    `json:"has_value"` // false where no method gave the score

	Domain       *ScoreDomain `json:"domain,omitempty"`        // what the set was measured on; nil where there is none
	ReferenceSet string       `json:"reference_set,omitempty"` // its name; says SYNTHETIC DATA where it is that
	Source       string       `json:"source,omitempty"`
	KM           int          `json:"km"`           // pairs of one source
	KNM          int          `json:"knm"`          // pairs of two sources
	BestKNM      float64      `json:"best_knm"`     // the highest score of a known non-match
	LowestKM     float64      `json:"lowest_km"`    // the lowest score of a known match
	KNMAbove     int          `json:"knm_at_above"` // known non-matches that score as high or higher
	KMBelow      int          `json:"km_at_below"`  // known matches that score as low or lower
	// KMQuantiles and KNMQuantiles are the 0th, 5th, 10th … 100th percentile of the known pairs' scores, for a small plot.
	KMQuantiles  []float64 `json:"km_quantiles,omitempty"`
	KNMQuantiles []float64 `json:"knm_quantiles,omitempty"`

	// HasLR says that a likelihood ratio is given, with the ends of its 95 % interval; AtLimit that the set supports no further one.
	HasLR   bool    `json:"has_lr"`
	LR      float64 `json:"lr"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	AtLimit bool    `json:"at_limit,omitempty"`
	// Headline is the likelihood ratio in one line, or that there is none; Sentences say what it means and rests on, or why there
	// is none.
	Headline  string   `json:"headline,omitempty"`
	Sentences []string `json:"sentences,omitempty"`
}

// ScoreDomain is what a reference set was measured on, and so all that it can speak for; empty is not stated.
type ScoreDomain struct {
	Mark        MarkKind `json:"mark,omitempty"`
	Instruments []string `json:"instruments,omitempty"`
	Spacing     string   `json:"spacing,omitempty"` // with its unit
	Makes       []string `json:"makes,omitempty"`
	Ammunition  []string `json:"ammunition,omitempty"`
}
