package server

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/app/job"
	"tracemark/casefile"
)

// sketchesAtOnce is how many recordings a worker takes on at a time: enough to look up together, few enough for progress to be seen
// where sketches are still to be made.
const sketchesAtOnce = 16

// screen runs the stages of a search that come before the comparison, and takes from the plan what they leave out.
func (w *search) screen(ctx context.Context, p *plan) error {
	e, ok := w.server.cfg.Engine.(Screener)
	for _, mark := range p.marks() {
		if !p.request.AllClasses && p.class != (casefile.Class{}) {
			p.stages = append(p.stages, store.StageRun{Stage: api.StageClass, Mark: mark})
		}
		if ok && !p.request.Everything {
			if err := w.screenMark(ctx, e, p, mark); err != nil {
				return err
			}
		}
		m := w.server.cfg.Engine.Method()
		p.stages = append(p.stages, store.StageRun{Stage: api.StageCells, Mark: mark, Version: m.Name + " " + m.Version})
	}
	return nil
}

// screenMark takes the gallery's recordings of a mark through the stages that would leave some out.
func (w *search) screenMark(ctx context.Context, e Screener, p *plan, mark casefile.MarkKind) error {
	list := p.recordings(mark)
	cells, v := w.server.cfg.Cells, e.Screening()
	if len(list) <= cells {
		return nil
	}
	queries, err := w.queries(ctx, e, p.own[mark])
	if err != nil || len(queries) == 0 {
		return err
	}
	// Whole surfaces must not look at fewer than cells do.
	if surfaces := max(cells, w.server.cfg.Surfaces); len(list) > surfaces && slices.Contains(v.RingMarks, mark) && all(queries, hasRings) {
		w.begin("Screening by rings", len(list))
		if err := w.rate(ctx, e, byRings, queries, list); err != nil {
			return err
		}
		list = p.keep(list, surfaces, store.StageRun{Stage: api.StageRings, Mark: mark, Version: v.Rings}, reasonRings)
	}
	if len(list) <= cells || !all(queries, hasRelief) {
		return nil
	}
	w.begin("Screening by whole surfaces", len(list))
	if err := w.rate(ctx, e, bySurface, queries, list); err != nil {
		return err
	}
	p.keep(list, cells, store.StageRun{Stage: api.StageSurface, Mark: mark, Version: v.Relief}, reasonSurface)
	return nil
}

// queries makes the own recordings of a mark ready. It returns none when one of them cannot be sought: what only that one would find must not be
// left out.
func (w *search) queries(ctx context.Context, e Screener, own []api.Capture) (list []Query, err error) {
	for _, c := range own {
		b, err := w.server.read(ctx, c.SHA256)
		var q Query
		if err == nil {
			err = job.Protect(func() (err error) {
				q, err = e.Query(ctx, b)
				return err
			})
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			sentence(err, "") // logs it; the comparison says to people what is wrong
			return nil, nil
		}
		list = append(list, q)
	}
	return list, nil
}

func hasRings(q Query) bool  { rings, _ := q.Has(); return rings }
func hasRelief(q Query) bool { _, relief := q.Has(); return relief }

func all(list []Query, has func(Query) bool) bool {
	return !slices.ContainsFunc(list, func(q Query) bool { return !has(q) })
}

// recording is a recording of the gallery on its way through the stages.
type recording struct {
	capture api.Capture
	asked   bool    // it must go on
	score   float64 // of the present stage
	placed  bool    // it has one
}

// recordings returns the gallery's recordings of a mark in the plan's order, which is the gallery's.
func (p *plan) recordings(mark casefile.MarkKind) (list []*recording) {
	first := p.own[mark][0].ID
	for _, q := range p.pairs {
		if c := q.other; c.Mark == mark && q.own.ID == first {
			list = append(list, &recording{capture: c, asked: p.asked[api.ExhibitName{Agency: c.Agency, ExhibitID: c.ExhibitID}]})
		}
	}
	return list
}

// measure is what a stage puts recordings in order by.
type measure struct {
	part  store.SketchPart
	score func(ctx context.Context, q Query, data []byte) (score float64, ok bool, err error)
}

var (
	byRings = measure{store.Rings, func(_ context.Context, q Query, data []byte) (float64, bool, error) {
		score, ok := q.Rings(data)
		return score, ok, nil
	}}
	bySurface = measure{store.Relief, func(ctx context.Context, q Query, data []byte) (float64, bool, error) {
		return q.Surface(ctx, data)
	}}
)

// rate gives every recording that a stage can measure its score: the best of the queries'.
func (w *search) rate(ctx context.Context, e Screener, by measure, queries []Query, list []*recording) error {
	g, inner := errgroup.WithContext(ctx)
	g.SetLimit(w.server.cfg.Workers)
	for some := range slices.Chunk(list, sketchesAtOnce) {
		if inner.Err() != nil {
			break
		}
		g.Go(func() error {
			return job.Protect(func() error { return w.rateSome(inner, e, by, queries, some) })
		})
	}
	return errors.Join(g.Wait(), ctx.Err())
}

func (w *search) rateSome(ctx context.Context, e Screener, by measure, queries []Query, list []*recording) error {
	shas := make([]string, len(list))
	for i, r := range list {
		shas[i] = r.capture.SHA256
	}
	data, err := w.server.part(ctx, e, by.part, shas)
	if err != nil {
		return err
	}
	for _, r := range list {
		r.score, r.placed = math.Inf(-1), false
		for _, q := range queries {
			if data[r.capture.SHA256] == nil {
				break
			}
			score, ok, err := by.score(ctx, q, data[r.capture.SHA256])
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			if ok && !math.IsNaN(score) {
				r.score, r.placed = max(r.score, score), true
			}
		}
		w.done.Add(1)
	}
	return nil
}

// keep lets the best of what a stage put in order go on, with what it could not measure or was asked for, and leaves out the
// rest. Equal scores keep the gallery's order.
func (p *plan) keep(list []*recording, best int, run store.StageRun, reason string) []*recording {
	p.stages = append(p.stages, run)
	free := func(r *recording) bool { return r.asked || !r.placed }
	order := slices.DeleteFunc(slices.Clone(list), free)
	slices.SortStableFunc(order, func(a, b *recording) int { return cmp.Compare(b.score, a.score) })
	out := map[captureName]bool{}
	for _, r := range order[min(best, len(order)):] {
		c := r.capture
		out[nameOf(c)] = true
		p.left = append(p.left, api.LeftOut{Agency: c.Agency, ExhibitID: c.ExhibitID, CaptureID: c.ID, Mark: c.Mark, Reason: reason, Stage: run.Stage})
	}
	for _, r := range list {
		l := p.at(api.ExhibitName{Agency: r.capture.Agency, ExhibitID: r.capture.ExhibitID}, run.Mark)
		passed, dropped := &l.RingsPassed, &l.RingsOut
		if run.Stage == api.StageSurface {
			passed, dropped = &l.SurfacePassed, &l.SurfaceOut
		}
		switch {
		case out[nameOf(r.capture)]:
			*dropped++
		case free(r):
			*passed++
		}
	}
	p.pairs = slices.DeleteFunc(p.pairs, func(q *pair) bool { return out[nameOf(q.other)] })
	return slices.DeleteFunc(list, func(r *recording) bool { return out[nameOf(r.capture)] })
}

type captureName struct{ agency, id string }

func nameOf(c api.Capture) captureName { return captureName{c.Agency, c.ID} }
