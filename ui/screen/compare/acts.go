package compare

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
)

// leastViewing is how short a look is not noted: going through a list with a key held down is no looking.
const leastViewing = time.Second

// noteViewing notes how long the pair on the screen was looked at, and the candidate where it is one. The screen may be gone when
// the note is made, so it is made under a context of its own; a failure is still said.
func (s *Screen) noteViewing() {
	k := s.pair
	seen := s.p.Now().Sub(k.since)
	if !k.shown || seen < leastViewing {
		return
	}
	acts := []casefile.Act{{Kind: casefile.ActViewedComparison, Subject: k.id, Seconds: seen.Seconds()}}
	if subject := s.leads.subject(); subject != "" {
		acts = append(acts, casefile.Act{Kind: casefile.ActViewedCandidate, Subject: subject, Seconds: seen.Seconds()})
	}
	s.note(acts...)
}

// flipped notes that a specimen was mirrored, or mirrored back.
func (s *Screen) flipped(side viewer.Side, on bool) {
	detail := sideName(side) + " mirrored"
	if !on {
		detail = sideName(side) + " as recorded"
	}
	s.note(casefile.Act{Kind: casefile.ActFlipped, Subject: s.pair.id, Detail: detail})
}

func (s *Screen) note(acts ...casefile.Act) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, context.WithoutCancel(s.ctx), func(ctx context.Context) (struct{}, error) {
		for _, a := range acts {
			if err := s.p.Service.Note(ctx, path, a); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}

// Flip mirrors a specimen as an explicit act, which the case's log keeps.
func (s *Screen) Flip(side viewer.Side) {
	if s.viewer.Specimen(side) != nil {
		s.viewer.Flip(side)
		s.status.hint("")
	}
}

// Reveal asks for the figures before a view is committed; the log and the report say so.
func (s *Screen) Reveal() {
	path, id := s.p.CasePath, s.pair.id
	step(s, lang.L("Asking for the figures"), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.Note(ctx, path, casefile.Act{Kind: casefile.ActRevealed, Subject: id})
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.reload(nil)
	})
}
