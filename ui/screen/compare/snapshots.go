package compare

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// annotationsOverlay is what a scene calls the annotations that are drawn.
const annotationsOverlay = "annotations"

// snapshots lists the pictures that were kept of the pair. A click shows the field again as it was; a tick chooses for the report.
type snapshots struct {
	s      *Screen
	object *fyne.Container
	images map[string]*image.RGBA // by snapshot id
}

// snapshotSide is the side of a snapshot's thumbnail in fyne units.
const snapshotSide = 76

func newSnapshots(s *Screen) *snapshots {
	return &snapshots{s: s, object: container.NewVBox(), images: map[string]*image.RGBA{}}
}

// proposedCaption names what is depicted and how.
func (s *Screen) proposedCaption() string {
	k := s.pair.item
	st := s.viewer.Stage()
	what := lang.L("A: {{.A}} and B: {{.B}}", map[string]any{"A": k.A.Exhibit.Label, "B": k.B.Exhibit.Label})
	switch {
	case st.Absent[viewer.B]:
		what = "A: " + k.A.Exhibit.Label
	case st.Absent[viewer.A]:
		what = "B: " + k.B.Exhibit.Label
	}
	return wording.Lines(what, wording.Mark(k.A.Capture.Mark), modeName(st.Mode))
}

// Snapshot keeps the field as it is, after everything that was marked is kept.
func (s *Screen) Snapshot() {
	k, path := s.pair, s.p.CasePath
	if !k.shown {
		return
	}
	if why := k.unsettled(s.viewer); why != "" {
		s.status.flash(why)
		return
	}
	fitted := k.fit != nil
	still := s.viewer.Still()
	still.Layers = s.plainMarks() // only what the scene can show again
	still.Scene.Overlays = append(still.Scene.Overlays, annotationsOverlay)
	caption := s.proposedCaption()
	older := k.past
	s.saver.flush(func(err error) { // the scene names the version of the marks that it shows
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		still.Scene.Markup = s.saver.version
		if older != nil {
			still.Scene.Markup = older.snapshot.Scene.Markup
		}
		step(s, lang.L("Keeping the snapshot"), func(ctx context.Context) (casefile.Snapshot, error) {
			picture, err := still.Picture(ctx)
			if err != nil {
				return casefile.Snapshot{}, err
			}
			return s.p.Service.AddSnapshot(ctx, path, casefile.Snapshot{ComparisonID: k.id, Caption: caption, Scene: still.Scene}, picture)
		}, func(n casefile.Snapshot, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			k.exam.Snapshots = append(k.exam.Snapshots, n)
			s.decide.fill()
			said := lang.L("Snapshot {{.N}} is kept: {{.Caption}}", map[string]any{"N": n.Number, "Caption": n.Caption})
			if fitted {
				said = lang.L("Snapshot {{.N}} is kept, without where the region fits.", map[string]any{"N": n.Number})
			}
			s.status.flash(said)
		})
	})
}

// unsettled says why the field cannot be kept yet, "" where it can: what is shown for a first look only would not be shown again.
func (k *pair) unsettled(v *viewer.Viewer) string {
	for i := range k.sides {
		m := &k.sides[i]
		if v.Specimen(viewer.Side(i)) == nil || m.side.Capture.Kind == casefile.Photograph {
			continue
		}
		if !m.whole || !v.Look(viewer.Side(i)).Filtered && !m.rawWhole {
			return lang.L("{{.Label}} is not read whole yet: keep the snapshot in a moment.", map[string]any{"Label": m.side.Exhibit.Label})
		}
	}
	return ""
}

// fill lists the snapshots of the pair.
func (p *snapshots) fill() {
	k := p.s.pair
	box := container.NewVBox(widget.Strong(lang.L("Snapshots")))
	if len(k.exam.Snapshots) == 0 {
		box.Add(widget.Muted(lang.L("S keeps the field as it is, with the exact state that shows it again.")))
	}
	for _, n := range k.exam.Snapshots {
		box.Add(p.row(n))
	}
	p.object.Objects = []fyne.CanvasObject{widget.NewCard(box)}
	p.object.Refresh()
}

func (p *snapshots) row(n casefile.Snapshot) fyne.CanvasObject {
	picture := widget.NewPicture(snapshotSide, "")
	p.picture(n, picture)
	again := widget.NewButton(lang.L("Show again"), nil, func() { p.s.ShowSnapshot(n) })
	caption := widget.NewField("")
	caption.SetText(n.Caption)
	caption.OnFunctionKey = p.s.p.Shell.Key
	caption.OnEscape = func() { caption.SetText(n.Caption); widget.GiveKeysBack(caption) }
	report := fw.NewCheck(lang.L("into the report"), nil)
	report.Checked = n.InReport
	choose := func() { p.choose(n, report.Checked, caption.Text) }
	caption.OnSubmitted = func(string) { choose(); widget.GiveKeysBack(caption) }
	report.OnChanged = func(bool) { choose(); widget.GiveKeysBack(report) }
	if p.s.pair.exam.Locked {
		report.Disable()
		caption.Disable()
	}
	return container.NewVBox(container.NewBorder(nil, nil, picture, nil,
		container.NewVBox(widget.Strong(fmt.Sprintf("%d", n.Number)+"  ·  "+wording.Moment(n.Created)), again, report)), caption)
}

// picture loads a snapshot's thumbnail.
func (p *snapshots) picture(n casefile.Snapshot, to *widget.Picture) {
	if img := p.images[n.ID]; img != nil {
		to.Set(n.ID, img, false)
		return
	}
	path := p.s.p.CasePath
	task.Load(p.s.p.Shell.Tasks, p.s.pair.ctx, func(ctx context.Context) (*image.RGBA, error) {
		img, err := p.s.p.Service.SnapshotPicture(ctx, path, n.ID)
		if err != nil {
			return nil, err
		}
		return thinned(img, 2*snapshotSide), nil
	}, func(img *image.RGBA, err error) {
		if err != nil {
			p.s.p.Shell.Fail(err)
			return
		}
		p.images[n.ID] = img
		to.Set(n.ID, img, false)
	})
}

// thinned returns a picture whose longer side has at most side pixels, each the mean of what it stands for.
func thinned(img *image.RGBA, side int) *image.RGBA {
	b := img.Bounds()
	step := max(1, (max(b.Dx(), b.Dy())+side-1)/side)
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/step, b.Dy()/step))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			var sum [4]int
			for j := range step {
				i := img.PixOffset(b.Min.X+x*step, b.Min.Y+y*step+j)
				for range step {
					for c := range sum {
						sum[c] += int(img.Pix[i+c])
					}
					i += 4
				}
			}
			for c := range sum {
				out.Pix[out.PixOffset(x, y)+c] = uint8(sum[c] / (step * step))
			}
		}
	}
	return out
}

// choose records whether a snapshot goes into the report, and its caption.
func (p *snapshots) choose(n casefile.Snapshot, inReport bool, caption string) {
	k, path := p.s.pair, p.s.p.CasePath
	if inReport == n.InReport && caption == n.Caption {
		return
	}
	task.Load(p.s.p.Shell.Tasks, k.ctx, func(ctx context.Context) (casefile.Snapshot, error) {
		return p.s.p.Service.ChooseSnapshot(ctx, path, n.ID, inReport, caption)
	}, func(now casefile.Snapshot, err error) {
		if err != nil {
			p.s.p.Shell.Fail(err)
		}
		for i := range k.exam.Snapshots {
			if k.exam.Snapshots[i].ID == n.ID && err == nil {
				k.exam.Snapshots[i] = now
			}
		}
		p.s.decide.fill()
	})
}
