// Package task takes work off the user-interface goroutine and brings its results back.
//
// Load is for what a screen shows, Long for work that a person started and watches: it has progress and can be
// cancelled. A panic inside either becomes an error. A Runner that is offscreen has no event loop to hand results to: it
// keeps them until Settle runs them, so that tests and pictures see every screen in a finished state.
package task

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
)

// concurrentLoads bounds how many loads run at once: enough to hide a slow disk, few enough that forty thumbnails do not
// starve the picture that a person is moving.
const concurrentLoads = 3

// reportEvery is the least time between two progress reports that reach the screen.
const reportEvery = 60 * time.Millisecond

// Runner runs work. Make it with New.
type Runner struct {
	offscreen bool
	limit     chan struct{}

	mu      sync.Mutex
	pending int
	queue   []func()
	changed chan struct{} // closed and replaced whenever pending or queue change

	jobs   []*Job // user-interface goroutine only
	onJobs func()
}

// New returns a runner; offscreen where the fyne.App has no running event loop.
func New(offscreen bool) *Runner {
	return &Runner{offscreen: offscreen, limit: make(chan struct{}, concurrentLoads), changed: make(chan struct{})}
}

// OnJobs sets what is called, on the user-interface goroutine, whenever the running jobs or their progress change.
func (r *Runner) OnJobs(f func()) { r.onJobs = f }

// Jobs returns the long jobs that are running, the oldest first.
func (r *Runner) Jobs() []*Job { return r.jobs }

// Do runs f on the user-interface goroutine, later. Call it from any other goroutine.
func (r *Runner) Do(f func()) {
	if !r.offscreen {
		fyne.Do(f)
		return
	}
	r.mu.Lock()
	r.queue = append(r.queue, f)
	r.note()
	r.mu.Unlock()
}

// DoWait runs f on the user-interface goroutine and returns when it has run. Never call it from that goroutine.
func (r *Runner) DoWait(f func()) {
	if !r.offscreen {
		fyne.DoAndWait(f)
		return
	}
	ran := make(chan struct{})
	r.Do(func() { defer close(ran); f() })
	<-ran
}

// Begin says that something is under way that Settle must wait for, until the function it returns is called.
func (r *Runner) Begin() (end func()) {
	r.add(1)
	var once sync.Once
	return func() { once.Do(func() { r.add(-1) }) }
}

func (r *Runner) add(n int) {
	r.mu.Lock()
	r.pending += n
	r.note()
	r.mu.Unlock()
}

func (r *Runner) note() { close(r.changed); r.changed = make(chan struct{}) }

// Settle waits until nothing is under way any more and everything that came back is displayed. Offscreen it must be
// called on the user-interface goroutine, otherwise on any other.
func (r *Runner) Settle(ctx context.Context) error {
	for {
		r.mu.Lock()
		run := r.queue
		r.queue = nil
		idle, changed := r.pending == 0 && len(run) == 0, r.changed
		r.mu.Unlock()
		for _, f := range run {
			f()
		}
		if len(run) > 0 {
			continue
		}
		if idle {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the screen: %w", ctx.Err())
		}
	}
}

// Load runs get on a goroutine and hands its result to show on the user-interface goroutine. When ctx has ended by then,
// nobody is waiting for the result and show is not called.
func Load[T any](r *Runner, ctx context.Context, get func(context.Context) (T, error), show func(T, error)) {
	r.add(1)
	go func() {
		r.limit <- struct{}{}
		var v T
		err := ctx.Err()
		if err == nil {
			v, err = guarded(ctx, get)
		}
		<-r.limit
		r.Do(func() {
			defer r.add(-1)
			if ctx.Err() == nil {
				show(v, err)
			}
		})
	}()
}

// Job is one long task that is running.
type Job struct {
	Title       string
	Done, Total int64 // Total is 0 while it is not known
	Label       string
	Cancelling  bool

	cancel context.CancelFunc
	r      *Runner
}

// Cancel asks the job to stop. It stays in Jobs until it has.
func (j *Job) Cancel() {
	j.Cancelling = true
	j.cancel()
	j.r.jobsChanged()
}

// Long runs work with progress on a goroutine and hands its result to done on the user-interface goroutine. Call it from
// the user-interface goroutine. After a cancellation done gets context.Canceled, with whatever work returned by then.
func Long[T any](r *Runner, title string, work func(context.Context, casefile.Progress) (T, error), done func(T, error)) *Job {
	ctx, cancel := context.WithCancel(context.Background())
	j := &Job{Title: title, cancel: cancel, r: r}
	r.jobs = append(r.jobs, j)
	r.jobsChanged()
	r.add(1)
	go func() {
		defer cancel()
		v, err := guarded(ctx, func(ctx context.Context) (T, error) { return work(ctx, j.progress()) })
		if err != nil && ctx.Err() != nil {
			err = context.Canceled
		}
		r.Do(func() {
			defer r.add(-1)
			for i := range r.jobs {
				if r.jobs[i] == j {
					r.jobs = append(r.jobs[:i], r.jobs[i+1:]...)
					break
				}
			}
			r.jobsChanged()
			done(v, err)
		})
	}()
	return j
}

// progress returns the function that work reports to, thinned out so that the screen is not redrawn for every file.
func (j *Job) progress() casefile.Progress {
	var mu sync.Mutex
	var last time.Time
	return func(done, total int64, label string) {
		mu.Lock()
		now := time.Now()
		if now.Sub(last) < reportEvery && done != total {
			mu.Unlock()
			return
		}
		last = now
		mu.Unlock()
		j.r.Do(func() {
			j.Done, j.Total, j.Label = done, total, label
			j.r.jobsChanged()
		})
	}
}

func (r *Runner) jobsChanged() {
	if r.onJobs != nil {
		r.onJobs()
	}
}

// guarded runs f and turns a panic into an error, so that a fault in one computation does not take the window with it.
func guarded[T any](ctx context.Context, f func(context.Context) (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic in a background task", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = &casefile.Error{
				Code: casefile.Failed, What: "This step stopped because of a fault inside the program",
				Do:    "Nothing stored was changed; try again, and report the fault with the log if it stays",
				Cause: fmt.Errorf("panic: %v", p),
			}
		}
	}()
	return f(ctx)
}

// Cancelled reports whether err only says that somebody cancelled.
func Cancelled(err error) bool { return errors.Is(err, context.Canceled) }
