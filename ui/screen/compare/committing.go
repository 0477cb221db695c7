package compare

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/wording"
)

// Commit records the view that is chosen, after everything that was marked is kept.
func (s *Screen) Commit() {
	p := s.decide
	l, ok := p.chosen()
	if !ok || strings.TrimSpace(p.reason.Text) == "" {
		s.status.flash(lang.L("Choose a conclusion and give your reasons first."))
		return
	}
	s.commit(casefile.Commitment{ComparisonID: s.pair.id, Scale: p.scale.ID, Value: l.ID, Reason: strings.TrimSpace(p.reason.Text)})
}

// ChooseLevel chooses a level of the scale, the first being 0, and goes on to the reasons.
func (s *Screen) ChooseLevel(i int) {
	p := s.decide
	if !p.open() || i >= len(p.scale.Levels) {
		return
	}
	s.ShowPage(pageDecide)
	p.level.SetSelected(wording.Said(p.scale.Levels[i].Name))
	s.p.Shell.Window.Canvas().Focus(p.reason)
}

// Deciding reports whether the page where a view is committed or a conclusion recorded is shown and open.
func (s *Screen) Deciding() bool {
	return s.pages.Selected() == pageDecide && s.panel.Visible() && s.decide.open()
}

// Decide commits the view that is stated, or records the conclusion once a view is committed.
func (s *Screen) Decide() {
	if s.pair.exam.Undecided() {
		s.Commit()
	} else {
		s.Record()
	}
}

// verifying reports whether the pair waits for the person at the desk to verify what somebody else concluded from it.
func (s *Screen) verifying() bool { return s.pair.exam.Verification > 0 }

// Skip records that no view is stated, and why.
func (s *Screen) Skip() {
	if s.verifying() {
		return
	}
	reason := strings.TrimSpace(s.decide.reason.Text)
	if reason == "" {
		s.status.flash(lang.L("Say why you state no view; the report gives the reason."))
		return
	}
	s.commit(casefile.Commitment{ComparisonID: s.pair.id, Skipped: true, Reason: reason})
}

// askSkip asks before it is recorded that no view is stated: it cannot be taken back, and the button is near the other.
func (s *Screen) askSkip() {
	dialog.ShowConfirm(lang.L("State no view?"),
		lang.L("The report will say that the figures were shown without a view of your own, and give your reason. This cannot be taken back."),
		func(yes bool) {
			if yes {
				s.Skip()
			}
		}, s.p.Shell.Window)
}

func (s *Screen) commit(c casefile.Commitment) {
	p, k, path := s.decide, s.pair, s.p.CasePath
	if p.busy || !k.exam.Undecided() || s.nowFirst() {
		return
	}
	p.busy = true
	p.enable()
	failed := func(err error) {
		p.busy = false
		s.p.Shell.Fail(err)
		p.enable()
	}
	s.saver.flush(func(err error) { // the view names the version of the marks that it was formed with
		if err != nil {
			failed(err)
			return
		}
		task.Load(s.p.Shell.Tasks, k.ctx, func(ctx context.Context) (casefile.Commitment, error) {
			return s.p.Service.Commit(ctx, path, c)
		}, func(_ casefile.Commitment, err error) {
			if err != nil {
				failed(err)
				return
			}
			p.busy = false
			p.entered = ""
			if n := k.exam.Verification; n > 0 && s.p.Answered != nil {
				s.p.Answered(n)
				return
			}
			s.reload(func() { s.status.flash(lang.L("Your view is committed. The figures are shown now.")) })
		})
	})
}

// Record records the conclusion that is chosen.
func (s *Screen) Record() {
	p, k, path := s.decide, s.pair, s.p.CasePath
	l, ok := p.chosen()
	reason := strings.TrimSpace(p.reason.Text)
	if !ok || reason == "" || p.record.Disabled() {
		s.status.flash(lang.L("Choose a conclusion and give your reasons first."))
		return
	}
	p.busy = true
	p.enable()
	task.Load(s.p.Shell.Tasks, k.ctx, func(ctx context.Context) (casefile.Conclusion, error) {
		return s.p.Service.Conclude(ctx, path, k.id, l.ID, reason)
	}, func(_ casefile.Conclusion, err error) {
		p.busy = false
		if err != nil {
			s.p.Shell.Fail(err)
			p.enable()
			return
		}
		s.reload(func() {
			s.status.flash(lang.L("The conclusion is recorded. You can now issue the report."))
		})
	})
}

// askReveal asks whether the figures are to be shown before a view is committed.
func (s *Screen) askReveal() {
	if !s.pair.loaded || s.revealed() || s.verifying() {
		return
	}
	dialog.ShowConfirm(lang.L("Show the figures?"),
		lang.L("Figures that are seen first can sway a view. That they were shown is logged, and the report will say so."),
		func(yes bool) {
			if yes {
				s.Reveal()
			}
		}, s.p.Shell.Window)
}
