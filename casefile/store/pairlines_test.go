package store_test

import (
	"testing"

	"tracemark/casefile/store/storetest"
)

// A candidate's pair is recognised by its originals: another agency's recording has another id here.
func TestALineOfAComparisonNamesItsOriginals(t *testing.T) {
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	lines, err := s.ComparisonLines(t.Context())
	if err != nil || len(lines) != 2 {
		t.Fatalf("%+v, %v", lines, err)
	}
	k := lines[0].Comparison
	if k.ID != f.Comparison.ID || k.HashA != f.Comparison.HashA || k.HashB != f.Comparison.HashB || k.A != f.Comparison.A || k.B != f.Comparison.B {
		t.Errorf("%+v is not %+v", k, f.Comparison)
	}
	if lines[0].Conclusion == nil || lines[0].Conclusion.ID != f.Conclusions[1].ID {
		t.Errorf("the conclusion is %+v", lines[0].Conclusion)
	}
}
