package candidates

import (
	"context"
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// markOf returns the mark of a candidate that is looked at; ok is false where it has none.
func (s *Screen) markOf(c casefile.Candidate) (m casefile.CandidateMark) {
	if i := s.mark[c.Key]; i < len(c.Marks) {
		return c.Marks[i]
	}
	return m
}

// pair loads the pictures of a candidate's pair. Rows are used again while a list scrolls, so what comes back late is
// shown only where it is still wanted.
func (s *Screen) pair(c casefile.Candidate, m casefile.CandidateMark, own, theirs *widget.Picture, pixels int) {
	path, id, key := s.p.CasePath, s.correlation().ID, c.Key
	load := func(p *widget.Picture, key string, synthetic bool, get func(context.Context) (*image.RGBA, error)) {
		if p.Key == key {
			return
		}
		p.Set(key, s.images[key], synthetic)
		if m.CaptureID == "" || s.images[key] != nil {
			return
		}
		task.Load(s.p.Shell.Tasks, s.ctx, get, func(img *image.RGBA, err error) {
			if err != nil {
				p.Key = "" // asked for again when it is next seen
				s.p.Shell.Fail(err)
				return
			}
			s.images[key] = img
			if p.Key == key {
				p.Set(key, img, synthetic)
			}
		})
	}
	load(own, fmt.Sprint("own/", m.OwnCaptureID, "/", pixels), s.captures[m.OwnCaptureID].Synthetic, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.Thumbnail(ctx, path, m.OwnCaptureID, pixels)
	})
	load(theirs, fmt.Sprint(id, "/", key, "/", m.Mark, "/", pixels), c.Synthetic, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.CandidateThumbnail(ctx, path, id, key, m.Mark, pixels)
	})
}

func (s *Screen) selectRow(i int) {
	c := s.correlation().Candidates[i]
	s.looked(c.Key)
	s.detail.Objects = []fyne.CanvasObject{s.detailOf(c)}
	s.detail.Refresh()
	if c.State == casefile.Unseen || c.State == "" {
		s.setState(casefile.Viewed)
	}
}

// bigSide is the side of the pictures beside the list, in fyne units.
const bigSide = 236

func (s *Screen) detailOf(c casefile.Candidate) fyne.CanvasObject {
	k, m := s.correlation(), s.markOf(c)
	own, theirs := widget.NewPicture(bigSide, lang.L("SYNTHETIC")), widget.NewPicture(bigSide, lang.L("SYNTHETIC"))
	s.pair(c, m, own, theirs, 2*bigSide)
	under := func(p *widget.Picture, label, about string) fyne.CanvasObject {
		return container.NewVBox(p, widget.Tight(widget.Strong(label), widget.Caption(about)))
	}
	pictures := container.NewHBox(
		under(own, s.labels[k.ExhibitID], lang.L("exhibit of this case")),
		under(theirs, c.Label, wording.Lines(c.Owner(), c.CaseRef)))

	open := widget.PrimaryButton(lang.L("Compare this pair"), theme.ViewRestoreIcon(), s.Open)
	dismiss := widget.NewButton(lang.L("Dismiss"), nil, func() { s.setState(casefile.Dismissed) })
	hit := widget.NewButton(lang.L("Propose a hit"), nil, func() { s.setState(casefile.HitProposed) })
	title := c.Label
	if c.Rank > 0 {
		title = lang.L("Rank {{.Rank}}: {{.Label}}", map[string]any{"Rank": c.Rank, "Label": c.Label})
	}
	head := container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(dismiss, hit, open)),
		widget.Tight(
			widget.Subheading(title),
			widget.MutedLine(lang.N("{{.State}}; {{.N}} exhibits searched on {{.Date}}", k.GallerySize, map[string]any{"State": wording.State(c.State), "N": k.GallerySize, "Date": wording.Date(k.AsOf)}))))

	rows := container.NewVBox(pictures)
	for i, mark := range c.Marks {
		facts := []string{}
		for _, v := range mark.Scores {
			facts = append(facts, wording.Score(v.Name), wording.Value(v))
		}
		title := fyne.CanvasObject(widget.Strong(lang.L("Scores of the mark: {{.Mark}}", map[string]any{"Mark": wording.Mark(mark.Mark)})))
		if len(c.Marks) > 1 {
			see := widget.NewButton(lang.L("Show"), nil, func() { s.mark[c.Key] = i; s.selectRow(s.list.Selected()); s.list.RefreshItem(s.list.Selected()) })
			title = container.NewBorder(nil, nil, nil, see, title)
		}
		card := container.NewVBox(title, widget.NewFacts(facts...))
		if c.Rank == 0 {
			card = container.NewVBox(title, widget.Wrapped(lang.L("Shown once you have looked at the pair and committed your own view of it.")))
		}
		for _, n := range mark.Notes {
			card.Add(widget.Wrapped(n))
		}
		rows.Add(widget.NewCard(card))
	}
	facts := []string{}
	for _, f := range wording.Class(c.Class) {
		facts = append(facts, f.Name, f.Value)
	}
	rows.Add(widget.NewCard(container.NewVBox(widget.Strong(lang.L("Class characteristics of the candidate")), widget.NewFacts(facts...))))
	return container.NewBorder(widget.Inset(head, 8, 4), nil, nil, nil, container.NewVScroll(widget.Inset(rows, 8, 4)))
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

// Correlate asks the service about the same exhibit again.
func (s *Screen) Correlate() { s.correlate(casefile.CorrelateOptions{}) }

func (s *Screen) correlate(o casefile.CorrelateOptions) {
	id := s.p.ExhibitID
	if s.shown >= 0 && s.shown < len(s.correlations) {
		id = s.correlation().ExhibitID
	}
	if id == "" {
		s.p.ToExhibits()
		return
	}
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Correlating {{.Label}}", map[string]any{"Label": s.labels[id]}),
		func(ctx context.Context, p casefile.Progress) (casefile.Correlation, error) {
			return s.p.Service.Correlate(ctx, path, id, o, p)
		}, func(c casefile.Correlation, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.CorrelationID = c.ID
			if s.ctx.Err() == nil {
				s.Refresh()
			}
		})
}

// setState records how far the examiner has got with the selected candidate, and shows it once it is recorded.
func (s *Screen) setState(to casefile.CandidateState) {
	c, ok := s.Current()
	if !ok || c.State == to {
		return
	}
	path, id, shown, i := s.p.CasePath, s.correlation().ID, s.shown, s.list.Selected()
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.SetCandidateState(ctx, path, id, c.Key, to)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.correlations[shown].Candidates[i].State = to
		if s.shown != shown {
			return
		}
		s.list.RefreshItem(i)
		if s.list.Selected() == i {
			s.detail.Objects = []fyne.CanvasObject{s.detailOf(s.correlation().Candidates[i])}
			s.detail.Refresh()
		}
	})
}
