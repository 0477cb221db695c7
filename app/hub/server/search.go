package server

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
)

// search is the work on one correlation.
type search struct {
	server *Server
	task   store.Task
	done   atomic.Int64
	total  atomic.Int64
	step   atomic.Value // string: what is being done

	mu    sync.Mutex
	fresh map[store.PairKey]store.PairScore // computed and not yet kept
}

// pair is an own capture and one of the gallery.
type pair struct {
	own, other api.Capture
	score      store.PairScore
	failed     *leftOut // why there is no score
}

// leftOut is a capture that cannot be compared.
type leftOut struct {
	capture api.Capture
	reason  string
}

func (w *search) progress() api.Progress {
	p := api.Progress{State: api.Running, Done: w.done.Load(), Total: w.total.Load(), Step: "Looking up the gallery"}
	if step, ok := w.step.Load().(string); ok && p.Total > 0 {
		p.Step = step
	}
	return p
}

// begin tells of a step with so much to do.
func (w *search) begin(step string, total int) {
	w.total.Store(0)
	w.done.Store(0)
	w.step.Store(step)
	w.total.Store(int64(total))
}

// flush keeps the scores computed since the last time.
func (w *search) flush(ctx context.Context) error {
	w.mu.Lock()
	pairs := maps.Clone(w.fresh)
	w.mu.Unlock()
	if len(pairs) == 0 {
		return nil
	}
	if err := w.server.store.PutPairScores(ctx, pairs); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for k := range pairs {
		delete(w.fresh, k)
	}
	return nil
}

// run searches the gallery and returns the outcome.
func (w *search) run(ctx context.Context) (store.Outcome, error) {
	st, me := w.server.store, w.task.Agency
	c, _, err := st.Correlation(ctx, me, w.task.ID)
	if err != nil {
		return store.Outcome{}, err
	}
	x, err := st.Exhibit(ctx, me, me, c.ExhibitID)
	if err != nil {
		return store.Outcome{}, err
	}
	method := w.server.cfg.Engine.Method()
	out := store.Outcome{State: api.Finished, Method: method.Name, Version: method.Version, SearchedAt: w.server.now()}
	p := newPlan(c.CorrelationRequest, x.Class)
	p.addOwn(x.Captures)
	if len(p.own) == 0 {
		out.State, out.Problem = api.Failed, "The exhibit has no topography of the marks asked for whose original was sent: send one, then ask under a new id."
		return out, nil
	}
	gallery, err := st.Gallery(ctx, me, c.ExhibitID)
	if err != nil {
		return store.Outcome{}, err
	}
	for _, g := range gallery {
		p.add(g)
	}
	if err := w.screen(ctx, p); err != nil {
		return store.Outcome{}, err
	}
	w.begin("Comparing recordings", len(p.pairs))
	if err := w.compareAll(ctx, method, p.pairs); err != nil {
		return store.Outcome{}, err
	}
	out.Done, out.Total = int64(len(p.pairs)), int64(len(p.pairs))
	out.Ranked, out.LeftOut = rank(gallery, p)
	out.Stages = p.stages
	for _, k := range p.looked {
		out.Looked = append(out.Looked, *k)
	}
	if len(out.Ranked) == 0 && allOwnFailed(p.pairs) {
		return store.Outcome{State: api.Failed, Problem: fmt.Sprintf("The exhibit's own recordings cannot be compared. %s", p.pairs[0].failed.reason)}, nil
	}
	return out, nil
}

// compareAll compares the pairs, those of one capture of the gallery one after the other, so that it is prepared once.
func (w *search) compareAll(ctx context.Context, m Method, pairs []*pair) error {
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(w.server.cfg.Workers)
	for len(pairs) > 0 && inner.Err() == nil {
		n := 1
		for n < len(pairs) && pairs[n].other.SHA256 == pairs[0].other.SHA256 {
			n++
		}
		batch := pairs[:n]
		pairs = pairs[n:]
		g.Go(func() error {
			for _, p := range batch {
				if err := w.compare(inner, m, p); err != nil {
					return err
				}
				w.done.Add(1)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// allOwnFailed reports whether there are pairs, and every one failed for its own side.
func allOwnFailed(pairs []*pair) bool {
	for _, p := range pairs {
		if p.failed == nil || p.failed.capture.Agency != p.own.Agency || p.failed.capture.ID != p.own.ID {
			return false
		}
	}
	return len(pairs) > 0
}
