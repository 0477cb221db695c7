package conclude

import (
	"context"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/standing"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// viewCard sets the view that was committed first against the conclusion, with what had been visible before it.
func (s *Screen) viewCard() fyne.CanvasObject {
	v := s.exam.Commitment
	box := container.NewVBox(widget.Strong(lang.L("Your view before the figures")))
	if v == nil {
		text := lang.L("No view was committed: the agency shows the figures from the start, and the report says so.")
		if s.exam.Blind {
			text = lang.L("Not committed yet.")
		}
		box.Add(widget.Muted(text))
		if len(s.exam.Exposed) > 0 {
			box.Add(widget.Muted(lang.L("Visible to you so far: {{.What}}.", map[string]any{"What": exposures(s.exam.Exposed)})))
		}
		return widget.NewCard(box)
	}
	said := lang.L("No view was stated")
	if !v.Skipped {
		said = wording.View(*v)
	}
	box.Add(widget.Tight(widget.Strong(said), widget.Caption(wording.Moment(v.Created)), widget.Wrapped(v.Reason)))
	if c := s.item.Conclusion; c != nil && !v.Skipped {
		same := lang.L("The conclusion is the same.")
		if c.Value != v.Value || c.Scale != v.Scale {
			same = lang.L("The conclusion is another: {{.What}}. The report states both.", map[string]any{"What": wording.Conclusion(*c)})
		}
		box.Add(widget.Wrapped(same))
	}
	before := lang.L("Nothing that could sway it had been visible.")
	if !v.Blind {
		before = lang.L("The agency shows the figures from the start.")
	} else if len(v.Exposed) > 0 {
		before = lang.L("Had been visible before: {{.What}}.", map[string]any{"What": exposures(v.Exposed)})
	}
	box.Add(widget.Muted(before))
	return widget.NewCard(box)
}

func exposures(list []casefile.Exposure) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = wording.Exposure(e)
	}
	return strings.Join(words, ", ")
}

// classCard sets the class characteristics of both sides beside each other.
func (s *Screen) classCard() fyne.CanvasObject {
	a, b := s.item.A.Exhibit, s.item.B.Exhibit
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Class characteristics")), widget.NewSides(a.Label, b.Label, wording.ClassSides(a.Class, b.Class)...)))
}

// contextCard says where the score lies among pairs of known origin, and what weight that gives it, or why none.
func (s *Screen) contextCard() fyne.CanvasObject {
	c := s.context
	box := container.NewVBox(widget.Strong(lang.L("The score among known pairs")))
	switch {
	case s.noContext != nil:
		box.Add(widget.Wrapped(wording.Error(s.noContext)))
	case c.Withheld:
		box.Add(widget.Muted(lang.L("Shown once you have committed your own view.")))
	case c.Missing != "":
		if c.HasValue {
			box.Add(widget.NewFacts(wording.Score(c.Score), valueOf(c, c.Value)))
		}
		box.Add(widget.Wrapped(wording.Recorded(c.Missing)))
	default:
		for _, o := range standing.Rows(c, fyne.NewSize(panelWidth-80, plotHeight)) {
			box.Add(o)
		}
	}
	if !c.Withheld {
		box.Add(widget.Muted(lang.L("A score is a lead. It does not decide.")))
	}
	return widget.NewCard(box)
}

func valueOf(c casefile.ScoreContext, v float64) string {
	return wording.Value(imaging.Score{Name: c.Score, Value: v})
}

// plotHeight is the height of the plot of known pairs in fyne units.
const plotHeight = 150

// shotSide is the side of a snapshot's picture in fyne units.
const shotSide = 120

// shotsCard shows the snapshots, each with whether it goes into the report.
func (s *Screen) shotsCard() fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Snapshots for the report")))
	if len(s.exam.Snapshots) == 0 {
		box.Add(widget.Muted(lang.L("None yet: take one in the microscope, and choose here whether it goes into the report.")))
		return widget.NewCard(box)
	}
	for _, n := range s.exam.Snapshots {
		picture := widget.NewPicture(shotSide, "")
		s.loadShot(n, picture)
		in := fw.NewCheck(lang.L("In the report"), nil)
		in.Checked = n.InReport
		in.OnChanged = func(on bool) { s.chooseShot(n, on) }
		if s.item.Locked() {
			in.Disable()
		}
		text := widget.Tight(widget.Strong(lang.L("Snapshot {{.N}}", map[string]any{"N": n.Number})), widget.Wrapped(n.Caption), widget.Caption(wording.Moment(n.Created)))
		box.Add(container.NewBorder(nil, nil, container.NewCenter(picture), nil, container.NewVBox(text, in)))
	}
	return widget.NewCard(box)
}

func (s *Screen) loadShot(n casefile.Snapshot, to *widget.Picture) {
	to.Set(n.ID, s.shots[n.ID], false)
	if s.shots[n.ID] != nil {
		return
	}
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.SnapshotPicture(ctx, path, n.ID)
	}, func(img *image.RGBA, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.shots[n.ID] = img
		to.Set(n.ID, img, false)
	})
}

// chooseShot records whether a snapshot goes into the report; what is written meanwhile stays.
func (s *Screen) chooseShot(n casefile.Snapshot, in bool) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Snapshot, error) {
		return s.p.Service.ChooseSnapshot(ctx, path, n.ID, in, n.Caption)
	}, func(now casefile.Snapshot, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.load()
			return
		}
		for i := range s.exam.Snapshots {
			if s.exam.Snapshots[i].ID == now.ID {
				s.exam.Snapshots[i] = now
			}
		}
	})
}
