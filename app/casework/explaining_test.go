package casework_test

import (
	"reflect"
	"testing"
)

func TestScoresUnderOtherFiltersAreComputedOnce(t *testing.T) {
	x := newExamined(t, atOnce)
	k := x.compare("T1")
	calls := 0
	told := func(int64, int64, string) { calls++ }
	first, err := x.Explain(t.Context(), x.path, k.ID, true, told)
	if err != nil || len(first.Filters) == 0 || calls == 0 {
		t.Fatalf("%d outcomes, told %d times, %v", len(first.Filters), calls, err)
	}
	calls = 0
	again, err := x.Explain(t.Context(), x.path, k.ID, true, told)
	if err != nil || calls != 0 || !reflect.DeepEqual(again.Filters, first.Filters) {
		t.Errorf("told %d times, %v\n%+v, first\n%+v", calls, err, again.Filters, first.Filters)
	}
	again.Filters[0].Count = -1
	if last, err := x.Explain(t.Context(), x.path, k.ID, true, told); err != nil || !reflect.DeepEqual(last.Filters, first.Filters) {
		t.Errorf("what one caller changes, the next one gets: %+v, %v", last.Filters[0], err)
	}
}
