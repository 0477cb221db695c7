package prepare

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/imaging/surface"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// stageName returns the words for a stage: what is seen after it.
func stageName(name string) string {
	switch name {
	case "measured":
		return lang.L("As measured")
	case "mask":
		return lang.L("Masked")
	case "outliers":
		return lang.L("Outliers left out")
	case "margin":
		return lang.L("Margin left out")
	case "trim":
		return lang.L("Trimmed")
	case "level":
		return lang.L("Levelled")
	case "high-pass":
		return lang.L("High-pass filtered")
	case "low-pass":
		return lang.L("Low-pass filtered")
	case "floor":
		return lang.L("Checked for relief")
	case "resample":
		return lang.L("Resampled")
	case "contrast":
		return lang.L("Local contrast evened out")
	}
	return name
}

// row is one line of the list of stages.
type row struct {
	name  *fw.Label
	about *fw.RichText
}

func newRow() fyne.CanvasObject {
	r := &row{name: widget.Strong(""), about: widget.MutedLine("")}
	return widget.NewRow(widget.Inset(widget.Tight(r.name, r.about), 4, 1), r)
}

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	r, st := widget.RowData[*row](o), s.stages[i]
	r.name.SetText(fmt.Sprintf("%d  %s", st.Number, stageName(st.Name)))
	points := lang.L("{{.N}} points", map[string]any{"N": grouped(st.Points)})
	if st.Grid.Resampled {
		points = wording.Lines(points, lang.L("{{.UM}} µm apart", map[string]any{"UM": wording.Figures(st.Grid.SpacingX, 4)}))
	} else if i > 0 && st.Measured > 0 {
		points = wording.Lines(points, lang.L("{{.P}} % of the measured", map[string]any{"P": wording.Number(100*float64(st.Points)/float64(st.Measured), 1)}))
	}
	widget.SetText(r.about, points)
}

// grouped writes a whole number in groups of three digits.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// resampled reports whether the stage that is shown has another grid than the mask.
func (s *Screen) resampled() bool { return s.at < len(s.stages) && s.stages[s.at].Grid.Resampled }

// step shows the next stage or the one before.
func (s *Screen) step(by int) {
	if n := len(s.stages); n > 0 {
		s.list.Select(min(max(s.at+by, 0), n-1))
	}
}

// show shows a stage.
func (s *Screen) show(n int) {
	s.at = n
	s.describe()
	if s.resampled() && s.tool != moving {
		s.choose(moving)
	}
	path, id := s.p.CasePath, s.p.CaptureID
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (*surface.Surface, error) {
		return s.p.Service.StageSurface(ctx, path, id, n)
	}, func(sf *surface.Surface, err error) {
		if s.at != n { // somebody looks at another by now
			return
		}
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.look(n, sf)
	})
}

// look gives a stage's surface to the viewer. Stages on one grid are seen from the same place.
func (s *Screen) look(n int, sf *surface.Surface) {
	sp := viewer.NewSurface(wording.Lines(s.exhibit.Label, stageName(s.stages[n].Name)), sf)
	sp.Synthetic = s.capture.Synthetic
	same := s.shown >= 0 && s.shown < len(s.stages) && s.stages[s.shown].Grid.Resampled == s.stages[n].Grid.Resampled
	if same {
		s.viewer.SetSpecimen(viewer.A, sp)
	} else {
		s.viewer.SetSpecimens(sp, nil, nil)
	}
	s.shown = n
	s.redraw()
}

// describe says what the step of the stage does, with which parameters, and what it did.
func (s *Screen) describe() {
	st := s.stages[s.at]
	out := []fyne.CanvasObject{widget.Wrapped(wording.UpperFirst(wording.Said(st.Title)) + ".")}
	if st.Note != "" {
		out = append(out, widget.Muted(wording.Recorded(st.Note)))
	}
	if st.Mask != nil {
		out = append(out, widget.Muted(lang.L("Version {{.N}} of the mask takes the place of the search for the breech face.", map[string]any{"N": st.Mask.Version})))
	} else if st.Way != "" {
		out = append(out, param(lang.L("Way"), wording.Said(st.Way), ""))
	}
	for _, p := range st.Params {
		out = append(out, param(wording.ParamName(p.Name), wording.ParamValue(p.Value, p.Unit), wording.Recorded(p.Source)))
	}
	out = append(out, widget.Caption(lang.L("Surface SHA-256 {{.Hash}}…", map[string]any{"Hash": fmt.Sprintf("%.16s", st.SHA256)})))
	s.detail.Objects = out
	s.detail.Refresh()
}

// param is one parameter: its value first, then what it is and where it comes from.
func param(name, value, source string) fyne.CanvasObject {
	parts := []fyne.CanvasObject{widget.Strong(value), widget.Muted(name)}
	if source != "" {
		parts = append(parts, widget.Caption(lang.L("Source: {{.Source}}", map[string]any{"Source": source})))
	}
	return widget.Tight(parts...)
}
