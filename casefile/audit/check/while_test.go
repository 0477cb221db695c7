package check_test

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
)

func TestACaseCanBeCheckedWhileItIsWorkedOn(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-stop:
				stopped <- n
				return
			default:
			}
			if err := s.SetSetting(context.Background(), by.ID, "n", strconv.Itoa(n)); err != nil {
				t.Error(err)
			}
		}
	}()
	first, last := 0, 0
	for range 25 {
		r, err := check.Check(t.Context(), s.Dir(), nil)
		if err != nil || !r.OK || r.Records < last {
			t.Errorf("%+v, %v", r, err)
		}
		if last = r.Records; first == 0 {
			first = last
		}
	}
	close(stop)
	if n := <-stopped; n < 2 || last == first {
		t.Errorf("nothing happened meanwhile: %d changes, %d to %d records", n, first, last)
	}
}

func TestACheckReportsProgressAndCanBeCancelled(t *testing.T) {
	dir, _ := sample(t)
	labels := map[string]bool{}
	r, err := check.Check(t.Context(), dir, func(done, total int64, label string) {
		if total > 0 && done > total {
			t.Errorf("%s: %d of %d", label, done, total)
		}
		labels[label] = true
	})
	if err != nil || !r.OK || !labels["Reading the originals"] {
		t.Errorf("%+v, %v, %v", r, err, labels)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = check.Check(ctx, dir, func(int64, int64, string) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
