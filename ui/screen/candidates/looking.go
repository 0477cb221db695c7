package candidates

import (
	"context"
	"time"

	"tracemark/casefile"
	"tracemark/ui/task"
)

// glance is how long a candidate must have been on the screen for its time to be logged and for it to count as viewed: less is
// passing by on the way to another.
const glance = time.Second

// looked ends the looking at the candidate on the screen, whose time is logged once, and begins that at the one with the key.
func (s *Screen) looked(key string) {
	if key == s.key {
		return
	}
	now := s.p.Now()
	before, lasted := s.key, now.Sub(s.since)
	s.key, s.since = key, now
	s.view(key)
	if before == "" || lasted < glance || s.shown < 0 || s.shown >= len(s.correlations) {
		return
	}
	path, list := s.p.CasePath, s.correlation().ID
	act := casefile.Act{Kind: casefile.ActViewedCandidate, Subject: casefile.CandidateSubject(list, before), Seconds: lasted.Seconds()}
	// Not the screen's context: what was looked at is logged also when the screen is left by it.
	task.Load(s.p.Shell.Tasks, context.Background(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.Note(ctx, path, act)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.change(list, before, func(c *casefile.Candidate) { c.Seen += act.Seconds })
	})
}

// view sets the candidate with the key to viewed when it has been on the screen for a glance.
func (s *Screen) view(key string) {
	if s.glancing != nil {
		s.glancing.Stop()
	}
	if key == "" {
		return
	}
	s.glancing = time.AfterFunc(glance, func() {
		s.p.Shell.Tasks.Do(func() {
			if s.ctx.Err() != nil || s.key != key || s.shown < 0 {
				return
			}
			for _, c := range s.correlation().Candidates {
				if c.Key == key && unseen(c) {
					s.setStateOf(c, casefile.Viewed)
				}
			}
		})
	})
}

// Reveal shows the list by rank before a view is committed, which is logged.
func (s *Screen) Reveal() {
	if s.shown < 0 {
		return
	}
	path, id := s.p.CasePath, s.correlation().ID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.Note(ctx, path, casefile.Act{Kind: casefile.ActRevealed, Subject: id, Detail: "asked for on the screen"})
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.Refresh()
	})
}

// change changes what the screen knows of a candidate, and shows it where it is on the screen.
func (s *Screen) change(list, key string, change func(*casefile.Candidate)) {
	for i := range s.correlations {
		if s.correlations[i].ID != list {
			continue
		}
		for j := range s.correlations[i].Candidates {
			if c := &s.correlations[i].Candidates[j]; c.Key == key {
				change(c)
			}
		}
	}
	if s.ctx.Err() != nil || s.shown < 0 || s.correlation().ID != list {
		return
	}
	for row, i := range s.rows {
		if s.correlation().Candidates[i].Key == key {
			s.list.RefreshItem(row)
			if s.list.Selected() == row {
				s.showDetail()
			}
		}
	}
}

// setState records how far the examiner has got with the selected candidate, and shows it once it is recorded.
func (s *Screen) setState(to casefile.CandidateState) {
	if c, ok := s.Current(); ok {
		s.setStateOf(c, to)
	}
}

// setStateOf records how far the examiner has got with a candidate of the list on the screen.
func (s *Screen) setStateOf(c casefile.Candidate, to casefile.CandidateState) {
	if c.State == to || s.shown < 0 {
		return
	}
	path, id := s.p.CasePath, s.correlation().ID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.SetCandidateState(ctx, path, id, c.Key, to)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.change(id, c.Key, func(c *casefile.Candidate) { c.State = to })
	})
}
