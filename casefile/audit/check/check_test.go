package check_test

import (
	"testing"

	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
)

func TestACaseWithOneOfEverythingIsWhole(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	for _, open := range []bool{true, false} {
		r, err := check.Check(t.Context(), s.Dir(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !r.OK || r.Records < 10 || r.Originals != 10 || r.RootHash == "" {
			t.Errorf("open %v: %+v", open, r)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
