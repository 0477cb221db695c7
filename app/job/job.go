// Package job runs work in the background: a queue with a bounded number of workers, progress, cancellation, and a
// panic that becomes a recorded failure instead of the end of the program. It knows no user interface and no database;
// whoever needs jobs to survive a restart keeps them elsewhere and adds them again.
package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"tracemark/casefile"
)

// State is how far a job has got.
type State string

// The states of a job. The last three are final.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Finished  State = "finished"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Final reports whether nothing more will happen to a job in this state.
func (s State) Final() bool { return s == Finished || s == Failed || s == Cancelled }

// ErrClosed is the error of a task that was added to a closed queue.
var ErrClosed = errors.New("job queue is closed")

// Task is a piece of work to be done.
type Task struct {
	Label string
	// Run does the work. It must return soon after its context ends.
	Run func(ctx context.Context, report casefile.Progress) error
	// Changed, where given, is called after every change of the job, from whichever goroutine made it. Calls never
	// overlap and it must return quickly.
	Changed func(Snapshot)
}

// Snapshot is a job at one moment.
type Snapshot struct {
	Label string // the task's
	State State
	Done  int64
	Total int64  // 0 while not known
	Step  string // what Run reported last
	Err   error  // of a failed or cancelled job
}

// Job is a task in a queue.
type Job struct {
	task   Task
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{}

	tell sync.Mutex // held while Changed runs, so that calls come in order
	mu   sync.Mutex
	now  Snapshot
}

// Snapshot returns the job as it stands.
func (j *Job) Snapshot() Snapshot {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.now
}

// Done is closed when the job has reached a final state.
func (j *Job) Done() <-chan struct{} { return j.done }

// Cancel asks the job to stop. A job that has not started never will.
func (j *Job) Cancel() { j.cancel() }

// Wait waits for the job to end and returns its error, or ctx's when that ends first; the job then goes on.
func (j *Job) Wait(ctx context.Context) error {
	select {
	case <-j.done:
		return j.Snapshot().Err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (j *Job) change(f func(*Snapshot)) {
	j.tell.Lock()
	defer j.tell.Unlock()
	j.mu.Lock()
	if j.now.State.Final() { // a late report of a step changes nothing
		j.mu.Unlock()
		return
	}
	f(&j.now)
	now := j.now
	j.mu.Unlock()
	if j.task.Changed != nil {
		j.task.Changed(now)
	}
}

func (j *Job) report(done, total int64, label string) {
	j.change(func(s *Snapshot) { s.Done, s.Total, s.Step = done, total, label })
}

func (j *Job) run() {
	defer close(j.done)
	defer j.cancel()
	if err := j.ctx.Err(); err != nil {
		j.end(err)
		return
	}
	j.change(func(s *Snapshot) { s.State = Running })
	j.end(Protect(func() error { return j.task.Run(j.ctx, j.report) }))
}

func (j *Job) end(err error) {
	state := Finished
	switch {
	case err == nil:
	case j.ctx.Err() != nil && errors.Is(err, context.Canceled):
		state = Cancelled
	default:
		state = Failed
	}
	j.change(func(s *Snapshot) { s.State, s.Err = state, err })
}

// PanicError is a panic that was caught.
type PanicError struct {
	Value any
	Stack []byte // for the log
}

// Error returns what the panic said, without its stack.
func (e *PanicError) Error() string { return fmt.Sprintf("internal fault: %v", e.Value) }

// Protect runs f and turns a panic in it into a *PanicError. A job is protected already; goroutines that a job starts
// are not, and need it themselves.
func Protect(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
}
