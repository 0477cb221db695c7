package candidates

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
)

// markOf returns the mark of a candidate that is looked at; the zero one where it has none.
func (s *Screen) markOf(c casefile.Candidate) (m casefile.CandidateMark) {
	if i := s.mark[c.Key]; i < len(c.Marks) {
		return c.Marks[i]
	}
	return m
}

func (s *Screen) ownKey(m casefile.CandidateMark, pixels int) string {
	return fmt.Sprint("own/", m.OwnCaptureID, "/", pixels)
}

func (s *Screen) theirKey(c casefile.Candidate, m casefile.CandidateMark, pixels int) string {
	return fmt.Sprint(s.correlation().ID, "/", c.Key, "/", m.Mark, "/", pixels)
}

// pair loads the pictures of a candidate's pair. Rows are used again while a list scrolls, so what comes back late is
// shown only where it is still wanted. What did not come is not asked for again before somebody wants it, so that a service that is away is
// not asked at every movement of the list.
func (s *Screen) pair(c casefile.Candidate, m casefile.CandidateMark, own, theirs *widget.Picture, pixels int) {
	path, id, images, failed := s.p.CasePath, s.correlation().ID, s.images, s.failed
	load := func(p *widget.Picture, key string, synthetic bool, get func(context.Context) (*image.RGBA, error)) {
		if p.Key == key {
			return
		}
		p.Set(key, images[key], synthetic)
		if m.CaptureID == "" || images[key] != nil || failed[key] != nil {
			return
		}
		task.Load(s.p.Shell.Tasks, s.ctx, get, func(img *image.RGBA, err error) {
			if err != nil {
				failed[key] = err
				if pixels == bigPixels {
					s.showDetail() // says so
				}
				return
			}
			images[key] = img
			if p.Key == key {
				p.Set(key, img, synthetic)
			}
		})
	}
	load(own, s.ownKey(m, pixels), s.captures[m.OwnCaptureID].Synthetic, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.Thumbnail(ctx, path, m.OwnCaptureID, pixels)
	})
	load(theirs, s.theirKey(c, m, pixels), c.Synthetic, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.CandidateThumbnail(ctx, path, id, c.Key, m.Mark, pixels)
	})
}

// retry asks again for every picture that did not come.
func (s *Screen) retry() {
	clear(s.failed)
	s.list.Refresh()
	s.showDetail()
}

// Open compares the selected candidate's pair and shows the comparison.
func (s *Screen) Open() {
	c, ok := s.Current()
	m := s.markOf(c)
	if !ok || m.CaptureID == "" {
		s.p.Shell.Say(widget.Info, lang.L("Choose a candidate that has a mark to compare first."))
		return
	}
	path, id := s.p.CasePath, s.correlation().ID
	task.Long(s.p.Shell.Tasks, lang.L("Comparing with {{.Label}}", map[string]any{"Label": c.Label}),
		func(ctx context.Context, p casefile.Progress) (casefile.Comparison, error) {
			return s.p.Service.CompareCandidate(ctx, path, id, c.Key, m.Mark, p)
		}, func(k casefile.Comparison, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.OpenComparison(k.ID)
		})
}
