package task_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/ui/task"
)

func settle(t *testing.T, r *task.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := r.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestLoadShowsItsResultWhenSettled(t *testing.T) {
	r := task.New(true)
	got := 0
	task.Load(r, t.Context(), func(context.Context) (int, error) { return 7, nil }, func(v int, err error) { got = v })
	settle(t, r)
	if got != 7 {
		t.Errorf("got %d, want 7", got)
	}
}

func TestALoadNobodyWaitsForIsNotShown(t *testing.T) {
	r := task.New(true)
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan struct{})
	task.Load(r, ctx, func(ctx context.Context) (int, error) { close(started); <-ctx.Done(); return 1, nil },
		func(int, error) { t.Error("shown after its screen was left") })
	<-started
	cancel()
	settle(t, r)
}

func TestAPanicBecomesASentence(t *testing.T) {
	r := task.New(true)
	var got error
	task.Load(r, t.Context(), func(context.Context) (int, error) { panic("broken invariant") }, func(_ int, err error) { got = err })
	settle(t, r)
	if got == nil || strings.Contains(got.Error(), "broken invariant") || !strings.Contains(got.Error(), "fault inside the program") {
		t.Errorf("got %v, want a sentence for people without the cause", got)
	}
}

func TestALongJobReportsAndCanBeCancelled(t *testing.T) {
	r := task.New(true)
	changes := 0
	r.OnJobs(func() { changes++ })
	var got error
	reported := make(chan struct{})
	j := task.Long(r, "Import", func(ctx context.Context, p casefile.Progress) (int, error) {
		p(1, 4, "a.x3p")
		close(reported)
		<-ctx.Done()
		return 0, ctx.Err()
	}, func(_ int, err error) { got = err })
	if len(r.Jobs()) != 1 {
		t.Fatalf("%d jobs, want 1", len(r.Jobs()))
	}
	<-reported
	j.Cancel()
	settle(t, r)
	if !task.Cancelled(got) || len(r.Jobs()) != 0 {
		t.Errorf("got error %v and %d jobs, want cancelled and none", got, len(r.Jobs()))
	}
	if j.Done != 1 || j.Total != 4 || j.Label != "a.x3p" {
		t.Errorf("progress %d of %d %q, want 1 of 4 a.x3p", j.Done, j.Total, j.Label)
	}
	if changes < 3 {
		t.Errorf("%d changes told, want at least start, progress, end", changes)
	}
}

func TestSettleGivesUpWithItsContext(t *testing.T) {
	r := task.New(true)
	end := r.Begin()
	defer end()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := r.Settle(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want deadline exceeded", err)
	}
}
