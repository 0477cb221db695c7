package casefile

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

// scales.json holds the scales beside the default one, each with where it comes from. They follow published scales in our own
// words; an agency that is bound to a wording compares it with its own before it chooses one.
//
//go:embed scales.json
var scalesJSON []byte

var shippedScales = sync.OnceValue(func() []ConclusionScale {
	var list []ConclusionScale
	if err := json.Unmarshal(scalesJSON, &list); err != nil {
		panic(fmt.Sprintf("scales.json: %v", err)) // embedded: wrong only where somebody edits it, and a test reads it
	}
	return append([]ConclusionScale{AFTE}, list...)
})

// Scales returns the scales that an agency can choose from, the default one first.
func Scales() []ConclusionScale { return append([]ConclusionScale(nil), shippedScales()...) }

// ScaleCalled returns the scale with the id; ok is false where none has it.
func ScaleCalled(id string) (s ConclusionScale, ok bool) {
	for _, s := range shippedScales() {
		if s.ID == id {
			return s, true
		}
	}
	return ConclusionScale{}, false
}
