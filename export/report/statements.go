package report

import "time"

// Statements are what people state for one document because no record of the case holds it. An empty one is not stated, and leaves its
// obligation unmet; what there was none of is stated as such ("No sampling.").
type Statements struct {
	Customer          string // who asked, with title or unit
	CustomerContact   string
	CustomerReference string
	Place             string    // where the examination was done
	From, To          time.Time // dates of performance; To is zero where it is the day of From
	Sampling          string
	Deviations        string // additions to, deviations from and exclusions from the method
	External          string // results of external providers
	Uncertainty       string // beside what the document says of it by itself
	Storage           string // what becomes of the items
}
