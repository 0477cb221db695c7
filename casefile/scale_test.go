package casefile_test

import (
	"testing"

	"tracemark/casefile"
)

func TestShippedScalesAreWhole(t *testing.T) {
	scales := casefile.Scales()
	if len(scales) < 4 || scales[0].ID != casefile.AFTE.ID {
		t.Fatalf("%d scales, the first %q", len(scales), scales[0].ID)
	}
	ids := map[string]bool{}
	for _, s := range scales {
		if s.ID == "" || s.Name == "" || s.Source == "" || len(s.Levels) < 3 || ids[s.ID] || len(s.Propositions) == 1 {
			t.Errorf("scale %q: %+v", s.ID, s)
		}
		ids[s.ID] = true
		levels := map[string]bool{}
		for _, l := range s.Levels {
			if l.ID == "" || l.Name == "" || l.Meaning == "" || levels[l.ID] {
				t.Errorf("%s: level %+v", s.ID, l)
			}
			levels[l.ID] = true
		}
		if got, ok := casefile.ScaleCalled(s.ID); !ok || got.Name != s.Name {
			t.Errorf("%s is not found by its id", s.ID)
		}
	}
	if _, ok := casefile.ScaleCalled("none"); ok {
		t.Error("a scale that is not there was found")
	}
}
