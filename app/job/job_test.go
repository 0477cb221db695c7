package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"tracemark/app/job"
	"tracemark/casefile"
)

func TestQueueBoundsItsWorkers(t *testing.T) {
	q := job.New(2)
	var running, most atomic.Int32
	var jobs []*job.Job
	for range 12 {
		jobs = append(jobs, q.Add(job.Task{Run: func(context.Context, casefile.Progress) error {
			n := running.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(2 * time.Millisecond)
			running.Add(-1)
			return nil
		}}))
	}
	for _, j := range jobs {
		if err := j.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if most.Load() != 2 {
		t.Errorf("%d jobs ran at once, want 2", most.Load())
	}
	if err := q.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := q.Add(job.Task{}).Wait(t.Context()); !errors.Is(err, job.ErrClosed) {
		t.Errorf("added after Close: %v", err)
	}
}

func TestPanicIsARecordedFailure(t *testing.T) {
	q := job.New(1)
	defer q.Close(context.Background())
	j := q.Add(job.Task{Run: func(context.Context, casefile.Progress) error { panic("boom") }})
	var p *job.PanicError
	if err := j.Wait(t.Context()); !errors.As(err, &p) || p.Value != "boom" || len(p.Stack) == 0 {
		t.Fatalf("got %v", err)
	}
	if s := j.Snapshot(); s.State != job.Failed {
		t.Errorf("state %s", s.State)
	}
	if err := q.Add(job.Task{Run: func(context.Context, casefile.Progress) error { return nil }}).Wait(t.Context()); err != nil {
		t.Errorf("the worker did not survive: %v", err)
	}
}

func TestCancelAndProgress(t *testing.T) {
	q := job.New(1)
	defer q.Close(context.Background())
	started := make(chan struct{})
	var seen []job.State
	j := q.Add(job.Task{
		Label: "long",
		Run: func(ctx context.Context, report casefile.Progress) error {
			report(3, 10, "step")
			close(started)
			<-ctx.Done()
			return ctx.Err()
		},
		Changed: func(s job.Snapshot) { seen = append(seen, s.State) },
	})
	never := q.Add(job.Task{Run: func(context.Context, casefile.Progress) error { t.Error("cancelled job ran"); return nil }})
	<-started
	if s := j.Snapshot(); s.Done != 3 || s.Total != 10 || s.Step != "step" || s.State != job.Running {
		t.Errorf("snapshot %+v", s)
	}
	never.Cancel()
	j.Cancel()
	<-j.Done()
	<-never.Done()
	if j.Snapshot().State != job.Cancelled || never.Snapshot().State != job.Cancelled {
		t.Errorf("states %s, %s", j.Snapshot().State, never.Snapshot().State)
	}
	want := []job.State{job.Running, job.Running, job.Cancelled}
	if len(seen) != len(want) || seen[0] != want[0] || seen[1] != want[1] || seen[2] != want[2] {
		t.Errorf("told %v, want %v", seen, want)
	}
}

func TestCloseCancelsWhatRuns(t *testing.T) {
	q := job.New(1)
	j := q.Add(job.Task{Run: func(ctx context.Context, _ casefile.Progress) error { <-ctx.Done(); return ctx.Err() }})
	w := q.Add(job.Task{Run: func(ctx context.Context, _ casefile.Progress) error { return nil }})
	if err := q.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if j.Snapshot().State != job.Cancelled || w.Snapshot().State != job.Cancelled {
		t.Errorf("states %s, %s", j.Snapshot().State, w.Snapshot().State)
	}
}
