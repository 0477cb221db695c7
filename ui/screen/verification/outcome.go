package verification

import (
	"context"
	"image"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// can reports whether the person at the desk may take a step now.
func can(v casefile.VerificationItem, k casefile.StepKind) bool { return slices.Contains(v.May, k) }

// loadViews reads what both examiners marked and kept, where it may be shown.
func (s *Screen) loadViews(v casefile.VerificationItem) {
	if v.Mine || v.Verification.View == nil || v.Conclusion == nil {
		return
	}
	path, at := s.p.CasePath, s.at
	ids := [2]string{v.Conclusion.ComparisonID, v.Verification.Request.ComparisonID}
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (views [2]casefile.Examination, err error) {
		for i, id := range ids {
			if views[i], err = s.p.Service.Examination(ctx, path, id); err != nil {
				return views, err
			}
		}
		return views, nil
	}, func(views [2]casefile.Examination, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		if s.at == at {
			s.views = views
			s.draw()
		}
	})
}

// draw shows the verification that is chosen.
func (s *Screen) draw() {
	v, ok := s.chosen()
	if !ok {
		return
	}
	rows := container.NewVBox(widget.Subheading(lang.L("Verification {{.N}}", map[string]any{"N": v.Verification.Request.Number})),
		widget.MutedLine(wording.Lines(pairName(v), lang.L("asked {{.When}}", map[string]any{"When": wording.Moment(v.Verification.Request.Created)}))))
	if n := v.Verification.Request.Note; n != "" {
		rows.Add(widget.Wrapped(lang.L("Note: {{.Text}}", map[string]any{"Text": n})))
	}
	switch {
	case v.Mine:
		rows.Add(widget.NewCard(container.NewVBox(widget.Strong(lang.L("This verification waits for you")),
			widget.Wrapped(lang.L("You are shown two recordings in an order left to chance, without labels and figures. Look, mark what you see, and commit your own conclusion. Then everything is shown, and whether the two views agree is on record.")),
			container.NewHBox(widget.PrimaryButton(lang.L("Open the pair in the microscope"), theme.SearchIcon(), s.OpenPair)))))
	case v.Verification.View == nil:
		rows.Add(s.openCard(v))
	default:
		rows.Add(outcomeBanner(v.State))
		rows.Add(container.NewGridWithColumns(2, s.firstCard(v), s.secondCard(v)))
	}
	for i, x := range v.Verification.Steps {
		by := ""
		if i < len(v.StepNames) {
			by = v.StepNames[i]
		}
		rows.Add(widget.NewCard(widget.Tight(widget.Strong(wording.VerificationStep(x)), widget.Wrapped(x.Text), widget.Caption(wording.Lines(by, wording.Moment(x.Created))))))
	}
	if bar := s.stepBar(v); bar != nil {
		rows.Add(bar)
	}
	s.detail.Objects = []fyne.CanvasObject{container.NewVScroll(widget.Inset(rows, 12, 4))}
	s.detail.Refresh()
}

// outcomeBanner says in one line how the verification ended.
func outcomeBanner(state casefile.VerificationState) fyne.CanvasObject {
	switch state {
	case casefile.VerificationAgreed:
		return widget.NewCard(widget.Strong(lang.L("Both reached the same conclusion.")))
	case casefile.VerificationResolved:
		return widget.NewCard(widget.Strong(lang.L("The two conclusions differ; the difference is resolved. Both views stand as they were committed.")))
	}
	return widget.NewWarning(lang.L("The two conclusions differ. Talk about it, then somebody who holds neither view resolves it."))
}

// openCard says who is waited for, to everybody but whoever that is.
func (s *Screen) openCard(v casefile.VerificationItem) fyne.CanvasObject {
	if v.State == casefile.VerificationWithdrawn {
		return widget.NewCard(widget.Strong(lang.L("Withdrawn before anybody answered.")))
	}
	who := lang.L("Anybody who may verify can answer.")
	switch {
	case v.Verification.Request.Sealed != "":
		who = lang.L("It was given out as a sealed package; its answer is taken in here when it comes back.")
	case v.VerifierName != "":
		who = lang.L("{{.Name}} was asked.", map[string]any{"Name": v.VerifierName})
	}
	box := container.NewVBox(widget.Strong(lang.L("Not answered yet")), widget.Wrapped(who))
	if v.Conclusion != nil {
		box.Add(widget.Muted(lang.L("About the conclusion of comparison {{.N}}: {{.What}}, by {{.Name}}.",
			map[string]any{"N": v.Number, "What": wording.Conclusion(*v.Conclusion), "Name": v.ByName})))
	}
	return widget.NewCard(box)
}

// firstCard and secondCard are the two views, beside each other.
func (s *Screen) firstCard(v casefile.VerificationItem) fyne.CanvasObject {
	if v.Conclusion == nil {
		return widget.NewCard(widget.Muted(lang.L("The conclusion cannot be shown.")))
	}
	c := *v.Conclusion
	return s.viewCard(lang.L("First examiner"), v.ByName, wording.Conclusion(c), c.Reason, wording.Moment(c.Created), "", c.ComparisonID, s.views[0])
}

func (s *Screen) secondCard(v casefile.VerificationItem) fyne.CanvasObject {
	c := v.Verification.Commitment
	if c == nil {
		return widget.NewCard(widget.Muted(lang.L("The verifier's view cannot be shown.")))
	}
	before := lang.L("Nothing that could sway it had been visible.")
	if len(c.Exposed) > 0 {
		words := make([]string, len(c.Exposed))
		for i, e := range c.Exposed {
			words[i] = wording.Exposure(e)
		}
		before = lang.L("Had been visible before: {{.What}}.", map[string]any{"What": strings.Join(words, ", ")})
	}
	return s.viewCard(lang.L("Verifier"), v.VerifierName, wording.View(*c), c.Reason, wording.Moment(c.Created), before, c.ComparisonID, s.views[1])
}

// shotSide is the side of a snapshot's picture in fyne units.
const shotSide = 96

func (s *Screen) viewCard(role, name, said, reason, when, before, comparison string, e casefile.Examination) fyne.CanvasObject {
	box := container.NewVBox(widget.Caption(role), widget.Strong(said), widget.Wrapped(reason), widget.Muted(wording.Lines(name, when)))
	if before != "" {
		box.Add(widget.Muted(before))
	}
	alike, unlike := 0, 0
	for _, a := range e.Markup.Annotations {
		if a.Likeness == casefile.Similar {
			alike++
		} else {
			unlike++
		}
		if a.Text != "" {
			box.Add(widget.Wrapped("“" + a.Text + "”"))
		}
	}
	if alike+unlike > 0 {
		box.Add(widget.Muted(lang.L("Marked: {{.A}} in agreement, {{.B}} in disagreement.", map[string]any{"A": alike, "B": unlike})))
	} else {
		box.Add(widget.Muted(lang.L("Nothing was marked.")))
	}
	for _, n := range e.Snapshots {
		picture := widget.NewPicture(shotSide, "")
		s.loadShot(n, picture)
		box.Add(container.NewBorder(nil, nil, picture, nil, widget.Wrapped(n.Caption)))
	}
	box.Add(container.NewHBox(widget.NewButton(lang.L("Show in the microscope"), theme.SearchIcon(), func() { s.p.Open(comparison) })))
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
