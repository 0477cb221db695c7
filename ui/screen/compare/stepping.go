package compare

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
)

// neighbour returns the candidate so many rows from the one on the screen.
func (l *leads) neighbour(by int) (casefile.Candidate, bool) {
	for i, c := range l.rows {
		if c.Key == l.at && i+by >= 0 && i+by < len(l.rows) {
			return l.rows[i+by], true
		}
	}
	return casefile.Candidate{}, false
}

// step opens the next candidate, or the one before; how is for the case's log.
func (l *leads) step(by int, how string) {
	if c, ok := l.neighbour(by); ok {
		l.open(c, how)
		return
	}
	if l.any() {
		l.s.status.flash(lang.L("There are no more candidates in this direction."))
	}
}

// open compares a candidate's pair, or finds the comparison that was made before, and goes to it. A new comparison stays in the case, so
// that it was made, and how it came about, is said in the strip and noted.
func (l *leads) open(c casefile.Candidate, how string) {
	m, ok := l.mark(c)
	if !ok || l.busy {
		return
	}
	l.busy = true
	began := l.s.p.Now()
	id, path := l.list.ID, l.s.p.CasePath
	done := l.s.status.begin(lang.L("Comparing with {{.Label}}", map[string]any{"Label": c.Label}))
	task.Load(l.s.p.Shell.Tasks, l.s.ctx, func(ctx context.Context) (casefile.Comparison, error) {
		return l.s.p.Service.CompareCandidate(ctx, path, id, c.Key, m.Mark, nil)
	}, func(k casefile.Comparison, err error) {
		done()
		l.busy = false
		if err != nil {
			l.s.p.Shell.Fail(err)
			l.narrow() // the candidate on the screen is chosen again
			return
		}
		l.s.OpenPair(k.ID)
		if k.Created.Before(began) {
			return
		}
		l.s.status.flash(lang.L("{{.Label}} was opened: comparison {{.N}} was made for it and is kept in the case.", map[string]any{"Label": c.Label, "N": k.Number}))
		l.s.note(casefile.Act{Kind: casefile.ActViewedComparison, Subject: k.ID, Detail: "opened " + how + "; the comparison was made for it"})
	})
}

// setState records how far the examiner has got with the candidate on the screen.
func (l *leads) setState(to casefile.CandidateState) {
	if l.at == "" {
		return
	}
	id, key, path := l.list.ID, l.at, l.s.p.CasePath
	task.Load(l.s.p.Shell.Tasks, l.s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.s.p.Service.SetCandidateState(ctx, path, id, key, to)
	}, func(_ struct{}, err error) {
		if err != nil {
			l.s.p.Shell.Fail(err)
			return
		}
		for i := range l.list.Candidates {
			if l.list.Candidates[i].Key == key {
				l.list.Candidates[i].State = to
			}
		}
		l.narrow()
	})
}

// prefetch readies the next candidate's recording, once everything about the pair on the screen is there: nothing is compared and nothing
// is logged, because nobody has looked yet. Leaving the pair cancels it.
func (l *leads) prefetch() {
	k := l.s.pair
	c, ok := l.neighbour(1)
	m, has := l.mark(c)
	if !ok || !has || k.ahead == c.Key || k.explaining || !k.sides[0].whole || !k.sides[1].whole {
		return
	}
	k.ahead = c.Key
	id, path := l.list.ID, l.s.p.CasePath
	task.Load(l.s.p.Shell.Tasks, k.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, l.s.p.Service.PrefetchCandidate(ctx, path, id, c.Key, m.Mark)
	}, func(struct{}, error) {}) // what is wrong with it is said when it is opened
}
