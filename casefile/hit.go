package casefile

import (
	"slices"
	"time"
)

// HitState is where a hit stands.
type HitState string

// The states of a hit.
const (
	HitConfirmed HitState = "confirmed"
	HitWithdrawn HitState = "withdrawn"
)

// Hit is a confirmed link between two exhibits of different events. A person confirms it, on an identification that was
// concluded and, where the agency requires that, verified. It is withdrawn with a reason, never taken away.
type Hit struct {
	ID           string    `json:"id"`
	Number       int       `json:"number"` // within the case, from 1
	ExhibitA     string    `json:"exhibit_a"`
	ExhibitB     string    `json:"exhibit_b"`
	ComparisonID string    `json:"comparison_id"`
	ConclusionID string    `json:"conclusion_id"`
	Verification string    `json:"verification,omitempty"` // what verified the conclusion, "" where that was not required
	State        HitState  `json:"state"`
	Created      time.Time `json:"created"`
}

// HitItem is a hit as it is listed.
type HitItem struct {
	Hit              Hit       `json:"hit"`
	LabelA           string    `json:"label_a"`
	LabelB           string    `json:"label_b"`
	EventA           string    `json:"event_a,omitempty"`
	EventB           string    `json:"event_b,omitempty"`
	ComparisonNumber int       `json:"comparison_number"`
	By               string    `json:"by"` // name of who said so last
	At               time.Time `json:"at"`
	Reason           string    `json:"reason"`
}

// linking are the levels' ids that say identification, on the scales that have one.
var linking = []string{"identification", "source-identification"}

// Links reports whether a hit can rest on the conclusion: it is an identification. Of a scale that has no such level, as with
// likelihood ratios, the program cannot know and leaves it to whoever confirms.
func (c Conclusion) Links() bool {
	if slices.Contains(linking, c.Value) {
		return true
	}
	on, ok := c.On()
	return ok && !slices.ContainsFunc(on.Levels, func(l Level) bool { return slices.Contains(linking, l.ID) })
}
