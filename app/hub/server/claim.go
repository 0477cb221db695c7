package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/app/job"
	"tracemark/casefile"
)

// The rhythm of the work: how often the folder is looked at for correlations of other processes, and how often a running
// one records its progress and renews its lease.
const (
	claimEvery = time.Second
	beatEvery  = 300 * time.Millisecond
)

// poke says that there may be something to claim.
func (s *Server) poke() { signal(s.wake) }

// signal leaves word for whoever listens next.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// claim hands correlations to the queue as fast as there are free workers, until the server stops.
func (s *Server) claim() {
	defer s.claims.Done()
	tick := time.NewTicker(claimEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case s.slots <- struct{}{}:
		}
		t, ok, err := s.store.Claim(context.Background(), rand.Text(), s.cfg.Lease)
		if err != nil {
			slog.Error("claim correlation", "err", err)
		}
		if ok {
			s.start(t)
			continue
		}
		<-s.slots
		select {
		case <-s.stop:
			return
		case <-s.wake:
		case <-tick.C:
		}
	}
}

func (s *Server) start(t store.Task) {
	j := s.queue.Add(job.Task{Label: "correlation", Run: func(ctx context.Context, _ casefile.Progress) error {
		return s.work(ctx, t)
	}})
	s.watched.Go(func() {
		<-j.Done()
		switch now := j.Snapshot(); {
		case now.State == job.Cancelled: // stopped before it began
			if err := s.store.Release(context.Background(), t); err != nil {
				slog.Error("release correlation", "id", t.ID, "err", err)
			}
		case now.Err != nil:
			slog.Error("work on correlation", "id", t.ID, "err", now.Err)
		}
		<-s.slots
		s.poke()
	})
}

// errWithdrawn is the cause of a stop that the agency asked for.
var errWithdrawn = errors.New("the agency cancelled the correlation")

// work does a correlation from its claim to its end. An error is one of keeping the result; everything else is recorded
// as the correlation's own outcome.
func (s *Server) work(ctx context.Context, t store.Task) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	found := &search{server: s, task: t, fresh: map[store.PairKey]store.PairScore{}}
	var beats sync.WaitGroup
	beaten := make(chan struct{})
	beats.Go(func() { s.beat(t, found, stop, beaten) })
	var out store.Outcome
	err := job.Protect(func() (err error) {
		out, err = found.run(ctx)
		return err
	})
	close(beaten)
	beats.Wait()

	last := context.WithoutCancel(ctx) // what was found is kept even when everything stops
	if e := found.flush(last); e != nil {
		slog.Error("keep scores", "id", t.ID, "err", e) // they are computed again when needed
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, store.ErrLost):
		return nil // another process does it
	case errors.Is(cause, errWithdrawn):
		out = store.Outcome{State: api.Cancelled}
	case cause != nil:
		return s.store.Release(last, t)
	case err != nil:
		slog.Error("correlation", "id", t.ID, "err", err)
		if p, ok := errors.AsType[*job.PanicError](err); ok {
			slog.Error("stack", "text", string(p.Stack))
		}
		out = store.Outcome{State: api.Failed, Problem: "The search had a fault of its own: try again, and tell whoever runs the service if that does not help."}
	}
	if out.State != api.Finished {
		p := found.progress()
		out.Done, out.Total = p.Done, p.Total
	}
	if err := s.store.Finish(last, t, out); err != nil && !errors.Is(err, store.ErrLost) {
		return err
	}
	return nil
}

// beat records progress, keeps fresh scores and renews the lease until the work has ended.
func (s *Server) beat(t store.Task, found *search, stop context.CancelCauseFunc, done <-chan struct{}) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		cancelled, err := s.store.Beat(context.Background(), t, s.cfg.Lease, found.progress())
		switch {
		case errors.Is(err, store.ErrLost):
			stop(store.ErrLost)
			return
		case err != nil:
			slog.Error("renew lease", "id", t.ID, "err", err)
		case cancelled:
			stop(errWithdrawn)
			return
		}
		if err := found.flush(context.Background()); err != nil {
			slog.Error("keep scores", "id", t.ID, "err", err)
		}
	}
}
