package casefile

import "fmt"

// StageName names a stage of a search of the correlation service.
type StageName string

// The stages in their order: each looks at what the one before it did not leave out.
const (
	StageClass   StageName = "class"   // class characteristics
	StageRings   StageName = "rings"   // rings about the firing-pin hole
	StageSurface StageName = "surface" // whole surfaces at a low resolution
	StageCells   StageName = "cells"   // congruent cells, by which the list is ranked
)

var stageWords = map[StageName]string{
	StageClass:   "by class characteristics",
	StageRings:   "by rings about the firing-pin hole",
	StageSurface: "by whole surfaces at a low resolution",
	StageCells:   "by congruent cells",
}

// SearchStage is what a stage of a search did with the recordings of one mark.
type SearchStage struct {
	Stage      StageName `json:"stage"`
	Mark       MarkKind  `json:"mark"`
	Version    string    `json:"version,omitempty"` // of what it measures
	Recordings int       `json:"recordings"`        // that it looked at
	Passed     int       `json:"passed"`            // of these, let through without a place: not measurable, or asked for
	LeftOut    int       `json:"left_out"`          // of these, left out
}

// String says it in words.
func (s SearchStage) String() string {
	by := stageWords[s.Stage]
	if by == "" {
		by = "by " + string(s.Stage)
	}
	text := fmt.Sprintf("%s: %d recordings looked at %s", s.Mark, s.Recordings, by)
	if s.Stage == StageCells {
		return text
	}
	text += fmt.Sprintf(", %d left out", s.LeftOut)
	if s.Passed > 0 {
		text += fmt.Sprintf(", %d let through without a place", s.Passed)
	}
	return text
}
