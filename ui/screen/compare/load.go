package compare

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging/surface"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Opening is progressive: what is known of the pair first, then both recordings as soon as each is there, then the maps. Every step
// is a load of its own under the pair's context, so leaving cancels all of them.

// known is the first thing that is loaded.
type known struct {
	item casefile.ComparisonItem
	exam casefile.Examination
}

func (s *Screen) load() {
	k := s.pair
	path := s.p.CasePath
	step(s, lang.L("Opening the comparison"), func(ctx context.Context) (n known, err error) {
		return s.know(ctx, path, k.id)
	}, func(n known, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.say(widget.NewWarning(wording.Error(err)), widget.NewButton(lang.L("Try again"), nil, s.load))
			return
		}
		s.say()
		k.item, k.exam, k.loaded = n.item, n.exam, true
		if s.p.Verifies != nil {
			s.p.Verifies(n.exam.Verification)
		}
		s.startMarks(n.exam)
		s.refreshPages()
		if !s.turned && s.revealed() {
			s.turn(pageFigures)
		}
		k.sides[viewer.A].side, k.sides[viewer.B].side = n.item.A, n.item.B
		for i := range k.sides {
			s.loadSide(viewer.Side(i))
		}
		s.leads.load()
		s.decide.load()
		s.loadContext()
	})
}

func (s *Screen) know(ctx context.Context, path, id string) (n known, err error) {
	// The examination first: whether figures may be shown is asked before any can arrive.
	if n.exam, err = s.p.Service.Examination(ctx, path, id); err != nil {
		return n, err
	}
	if n.item, err = s.p.Service.Comparison(ctx, path, id); err == nil && n.exam.Verification > 0 {
		n.item.A.Exhibit.Label, n.item.B.Exhibit.Label = wording.Specimen(1), wording.Specimen(2)
	}
	return n, err
}

// reload reads the comparison and how far the examiner has got with it again, and shows what may be shown by now.
func (s *Screen) reload(then func()) {
	k, path := s.pair, s.p.CasePath
	task.Load(s.p.Shell.Tasks, k.ctx, func(ctx context.Context) (known, error) {
		return s.know(ctx, path, k.id)
	}, func(n known, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		n.exam.Markup = k.exam.Markup // the screen's own is newer than any that is stored
		k.item, k.exam = n.item, n.exam
		s.showSides()
		s.refreshPages()
		s.leads.load()
		s.loadContext()
		s.explain()
		if then != nil {
			then()
		}
	})
}

// previewSide is the most points that a first look has on a side: as many as half a large screen has.
const previewSide = 1024

// loadSide loads what is looked at on one side: of a topography a first look, then the surface as the method saw it.
func (s *Screen) loadSide(i viewer.Side) {
	k, path := s.pair, s.p.CasePath
	m := &k.sides[i]
	id, label := m.side.Capture.ID, map[string]any{"Label": m.side.Exhibit.Label}
	if m.side.Capture.Kind == casefile.Photograph {
		step(s, lang.L("Reading {{.Label}}", label), func(ctx context.Context) (*image.RGBA, error) {
			return s.p.Service.Photo(ctx, path, id)
		}, func(img *image.RGBA, err error) {
			m.photo = img
			s.arrived(m, err)
		})
		return
	}
	step(s, lang.L("Reading {{.Label}}", label), func(ctx context.Context) (*surface.Surface, error) {
		return s.p.Service.Preview(ctx, path, id, previewSide)
	}, func(first *surface.Surface, err error) {
		if err == nil {
			m.raw = first
			s.arrived(m, nil)
		}
		m.looked = true
		for i := range k.sides { // only now: preparing one side would take the time of the other's first look
			if other := &k.sides[i]; other.side.Capture.Kind == casefile.Topography && !other.looked {
				return
			}
		}
		for i := range k.sides {
			if k.sides[i].side.Capture.Kind == casefile.Topography {
				s.prepareSide(viewer.Side(i))
			}
		}
	})
}

// prepareSide loads a topography as the method saw it.
func (s *Screen) prepareSide(i viewer.Side) {
	k, path := s.pair, s.p.CasePath
	m := &k.sides[i]
	id, mask := m.side.Capture.ID, [2]string{k.item.Comparison.MaskA, k.item.Comparison.MaskB}[i]
	step(s, lang.L("Preparing {{.Label}}", map[string]any{"Label": m.side.Exhibit.Label}), func(ctx context.Context) (*surface.Surface, error) {
		return s.p.Service.SurfaceMasked(ctx, path, id, mask)
	}, func(sf *surface.Surface, err error) {
		m.filtered, m.whole = sf, true
		s.arrived(m, err)
		s.explain()
		s.leads.prefetch()
	})
}

// step loads one thing for the pair on the screen; the strip names it while it lasts.
func step[T any](s *Screen, name string, get func(context.Context) (T, error), show func(T, error)) {
	done := s.status.begin(name)
	ctx := s.pair.ctx
	stop := context.AfterFunc(ctx, func() { s.p.Shell.Tasks.Do(done) }) // show is not called then
	task.Load(s.p.Shell.Tasks, ctx, get, func(v T, err error) {
		stop()
		done()
		show(v, err)
	})
}

// arrived shows a side after something of it has come, or has failed to.
func (s *Screen) arrived(m *material, err error) {
	m.settled = true
	if err != nil && m.raw == nil {
		m.err = err
	}
	if err != nil {
		s.p.Shell.Fail(err)
	}
	s.showSides()
}

// showSides shows the specimens that are there. Both appear together, aligned; what comes later replaces its side and moves nothing.
func (s *Screen) showSides() {
	k := s.pair
	for i := range k.sides {
		if !k.sides[i].settled {
			return
		}
	}
	a, b := k.specimen(viewer.A), k.specimen(viewer.B)
	if k.shown {
		for i, sp := range []*viewer.Specimen{a, b} {
			if sp != nil {
				s.viewer.SetSpecimen(viewer.Side(i), sp)
			}
		}
		return
	}
	if a == nil && b == nil {
		s.say(widget.NewWarning(lang.L("Neither recording can be shown.")), widget.NewButton(lang.L("Try again"), nil, s.load))
		return
	}
	k.shown = true
	_, pose := placed(k.item, s.result())
	s.viewer.SetSpecimens(a, b, pose)
	if s.back != nil {
		s.resume(s.back)
		s.back = nil
	} else if s.mode != viewer.Split {
		s.viewer.SetMode(s.mode)
	} else if k.item.Pair() != casefile.TwoTopographies { // a photograph hides nothing of its neighbour when first seen
		s.viewer.SetMode(viewer.SideBySide)
		s.viewer.Fit()
	}
	if !s.viewer.Look(viewer.A).Filtered || !s.viewer.Look(viewer.B).Filtered {
		s.readRaw()
	}
	switch {
	case a == nil:
		s.say(widget.NewWarning(lang.L("A cannot be shown: {{.Why}}", map[string]any{"Why": wording.Error(k.sides[0].err)})))
	case b == nil:
		s.say(widget.NewWarning(lang.L("B cannot be shown: {{.Why}}", map[string]any{"Why": wording.Error(k.sides[1].err)})))
	}
	s.refreshPages()
}

// say shows something over the lower edge of the field; nothing takes it away.
func (s *Screen) say(what ...fyne.CanvasObject) {
	s.banner.Objects = what
	s.banner.Refresh()
}

// explain computes what explains the result, in the background, once it may be shown.
func (s *Screen) explain() {
	k, path := s.pair, s.p.CasePath
	if k.explanation != nil || k.explaining || !k.sides[0].whole || !k.sides[1].whole || !s.revealed() || k.item.Pair() != casefile.TwoTopographies {
		return
	}
	k.explaining = true
	step(s, lang.L("Computing the maps"), func(ctx context.Context) (casefile.Explanation, error) {
		return s.p.Service.Explain(ctx, path, k.id, false, nil)
	}, func(e casefile.Explanation, err error) {
		k.explaining = false
		s.leads.prefetch()
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		k.explanation = &e
		s.figures.fill()
		if k.heatWanted > 0 {
			s.setHeat(k.heatWanted)
			k.heatWanted = 0
		}
		s.bar.refresh()
	})
}
