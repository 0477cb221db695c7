package x3p_test

import (
	"testing"

	"tracemark/imaging/x3p"
)

func TestUnitsAreReadAsTheyAreStated(t *testing.T) {
	for name, want := range map[string]x3p.Options{
		"": {}, "m": {Lateral: x3p.Metre, Height: x3p.Metre}, "um": {Lateral: x3p.Micrometre, Height: x3p.Micrometre},
		"m,um": {Lateral: x3p.Metre, Height: x3p.Micrometre}, "um,m": {Lateral: x3p.Micrometre, Height: x3p.Metre},
	} {
		if got, err := x3p.ParseUnits(name); err != nil || got != want {
			t.Errorf("%q: got %+v, %v", name, got, err)
		}
	}
	if _, err := x3p.ParseUnits("inch"); err == nil {
		t.Error("inches are read")
	}
}
