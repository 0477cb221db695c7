package job

import (
	"context"
	"sync"
)

// Queue runs tasks in the order they were added, a fixed number at a time.
type Queue struct {
	ctx    context.Context
	cancel context.CancelFunc
	group  sync.WaitGroup

	mu      sync.Mutex
	wake    *sync.Cond
	waiting []*Job
	closed  bool
}

// New returns a queue with that many workers, at least one. Close it after use.
func New(workers int) *Queue {
	q := &Queue{}
	q.ctx, q.cancel = context.WithCancel(context.Background())
	q.wake = sync.NewCond(&q.mu)
	for range max(workers, 1) {
		q.group.Add(1)
		go q.work()
	}
	return q
}

// Add puts a task at the end of the queue. On a closed queue the job fails at once with ErrClosed.
func (q *Queue) Add(t Task) *Job {
	j := &Job{task: t, done: make(chan struct{}), now: Snapshot{Label: t.Label, State: Waiting}}
	j.ctx, j.cancel = context.WithCancel(q.ctx)
	q.mu.Lock()
	closed := q.closed
	if !closed {
		q.waiting = append(q.waiting, j)
		q.wake.Signal()
	}
	q.mu.Unlock()
	if closed {
		j.end(ErrClosed)
		j.cancel()
		close(j.done)
	}
	return j
}

func (q *Queue) work() {
	defer q.group.Done()
	for {
		q.mu.Lock()
		for len(q.waiting) == 0 && !q.closed {
			q.wake.Wait()
		}
		if len(q.waiting) == 0 {
			q.mu.Unlock()
			return
		}
		j := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		j.run()
	}
}

// Close cancels every job, waiting or running, and waits until all have ended or ctx does.
func (q *Queue) Close(ctx context.Context) error {
	q.mu.Lock()
	q.closed = true
	q.wake.Broadcast()
	q.mu.Unlock()
	q.cancel()
	ended := make(chan struct{})
	go func() { q.group.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
