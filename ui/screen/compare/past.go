package compare

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// past is an older version of the marks, shown because a snapshot was taken with it. While it is shown nothing can be marked: a change
// would be one of today's marks, which are not seen.
type past struct {
	snapshot casefile.Snapshot
	marks    casefile.Markup
}

// annotations are the marks that are shown: today's, or those of an older version.
func (s *Screen) annotations() []casefile.Annotation {
	if p := s.pair.past; p != nil {
		return p.marks.Annotations
	}
	return s.editor.Model.Annotations()
}

// plainMarks returns the marks that are shown as a scene can show them again: nothing is chosen and nothing half drawn.
func (s *Screen) plainMarks() []viewer.Layer {
	return []viewer.Layer{markup.NewLayer(s.annotations(), "", nil)}
}

// ShowSnapshot shows the field again as it was when a snapshot was taken, with the marks of that time.
func (s *Screen) ShowSnapshot(n casefile.Snapshot) {
	k, path := s.pair, s.p.CasePath
	if !k.shown {
		return
	}
	switch {
	case n.Scene.Markup == s.saver.version && !s.saver.dirty():
		s.showScene(n, nil)
	case n.Scene.Markup == 0: // nothing had been marked
		s.showScene(n, &past{snapshot: n})
	default:
		step(s, lang.L("Reading the marks of snapshot {{.N}}", map[string]any{"N": n.Number}), func(ctx context.Context) (casefile.Markup, error) {
			return s.p.Service.Markup(ctx, path, k.id, n.Scene.Markup)
		}, func(m casefile.Markup, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.showScene(n, &past{snapshot: n, marks: m})
		})
	}
}

// showScene shows a snapshot's scene with the marks of an older version, or with today's where those are the same.
func (s *Screen) showScene(n casefile.Snapshot, older *past) {
	s.pick(nil)
	s.pair.past, s.pair.fit = older, nil
	s.editor.Model.Select("") // what is chosen is drawn otherwise
	s.drawLayers()
	heat := heatOf(n.Scene)
	s.setHeat(heat)
	s.viewer.SetScene(n.Scene)
	if !n.Scene.Sides[0].Filtered || !n.Scene.Sides[1].Filtered {
		s.readRaw()
	}
	s.marks.fill()
	s.status.line()
	s.moved()
	switch {
	case heat > 0 && !s.hasMaps():
		s.p.Shell.Say(widget.Info, lang.L("Snapshot {{.N}} was taken with a map that is not there yet. Show it again once the maps are computed.", map[string]any{"N": n.Number}))
	case older != nil:
		s.status.flash(lang.L("Snapshot {{.N}} is shown with the marks of that time. Esc goes back to today's.", map[string]any{"N": n.Number}))
	default:
		s.status.flash(lang.L("Snapshot {{.N}} is shown as it was.", map[string]any{"N": n.Number}))
	}
}

// heatOf returns which map a scene shows, 0 for none.
func heatOf(c casefile.Scene) int {
	for _, o := range c.Overlays {
		for i, name := range []string{"similarity", "difference"} {
			if o == name {
				return i + 1
			}
		}
	}
	return 0
}

// today goes back to the marks as they are now.
func (s *Screen) today() {
	if s.pair.past == nil {
		return
	}
	s.pair.past = nil
	s.drawLayers()
	s.marks.fill()
	s.moved()
}

// pastWords say which marks are shown, "" where they are today's.
func (s *Screen) pastWords() string {
	p := s.pair.past
	if p == nil {
		return ""
	}
	return lang.L("MARKS OF SNAPSHOT {{.N}}, {{.When}}", map[string]any{"N": p.snapshot.Number, "When": wording.Moment(p.snapshot.Created)})
}

// nowFirst says that something needs today's marks on the screen, where others are shown.
func (s *Screen) nowFirst() bool {
	if s.pair.past == nil {
		return false
	}
	s.p.Shell.Say(widget.Info, lang.L("Marks of an older version are shown, and your view names today's: go back to today's marks first."))
	return true
}
