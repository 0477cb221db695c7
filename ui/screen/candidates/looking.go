package candidates

import (
	"context"
	"time"

	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
)

// glance is how long a candidate must have been on the screen for its time to be logged: less is passing by on the way to
// another.
const glance = time.Second

// looked ends the looking at the candidate on the screen, whose time is logged, and begins that at the one with the key.
func (s *Screen) looked(key string) {
	if key == s.key {
		return
	}
	now := time.Now()
	before, lasted := s.key, now.Sub(s.since)
	s.key, s.since = key, now
	if before == "" || lasted < glance || s.shown < 0 || s.shown >= len(s.correlations) {
		return
	}
	path := s.p.CasePath
	act := casefile.Act{Kind: casefile.ActViewedCandidate, Subject: casefile.CandidateSubject(s.correlation().ID, before), Seconds: lasted.Seconds()}
	// Not the screen's context: what was looked at is logged also when the screen is left by it.
	task.Load(s.p.Shell.Tasks, context.Background(), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.Note(ctx, path, act)
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}

// askReveal asks whether the ranked list is to be shown before a view is committed, and shows it.
func (s *Screen) askReveal() {
	dialog.ShowConfirm(lang.L("Show ranks and scores?"),
		lang.L("Ranks and scores that are seen first can sway a view. That they were shown is logged, and the report will say so."),
		func(yes bool) {
			if yes {
				s.Reveal()
			}
		}, s.p.Shell.Window)
}

// Reveal shows the list by rank before a view is committed, which is logged.
func (s *Screen) Reveal() {
	path, id := s.p.CasePath, s.correlation().ID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.Note(ctx, path, casefile.Act{Kind: casefile.ActRevealed, Subject: id, Detail: "asked for on the screen"})
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.CorrelationID = id
		s.Refresh()
	})
}
