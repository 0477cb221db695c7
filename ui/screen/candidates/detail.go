package candidates

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

func (s *Screen) selectRow(i int) {
	if i >= len(s.rows) {
		return
	}
	c := s.correlation().Candidates[s.rows[i]]
	if s.pages.Selected() == pageCandidates {
		s.looked(c.Key)
	}
	s.showDetail()
}

func (s *Screen) showDetail() {
	c, ok := s.Current()
	if !ok {
		return
	}
	s.detail.Objects = []fyne.CanvasObject{s.detailOf(c)}
	s.detail.Refresh()
}

// bigPixels is the side of the pictures beside the list in pixels, bigLeast the least they are shown with in fyne units.
const (
	bigPixels = 900
	bigLeast  = 150
)

// detailLayout puts a head over a pair of pictures, as large as leaves room for the text under them, over that text.
type detailLayout struct{}

// pictureShare is how much of the height the pictures take at most.
const pictureShare = 0.6

func (detailLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	head, pictures, rest := o[0], o[1], o[2]
	h := head.MinSize().Height
	head.Resize(fyne.NewSize(s.Width, h))
	head.Move(fyne.NewPos(0, 0))
	under := pictures.MinSize().Height - bigLeast // the lines of text under the pictures
	p := max(min(s.Width/2, (s.Height-h)*pictureShare-under), bigLeast) + under
	pictures.Resize(fyne.NewSize(s.Width, p))
	pictures.Move(fyne.NewPos(0, h))
	rest.Resize(fyne.NewSize(s.Width, max(s.Height-h-p, 0)))
	rest.Move(fyne.NewPos(0, h+p))
}

func (detailLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, x := range o {
		m.Width = max(m.Width, x.MinSize().Width)
		m.Height += x.MinSize().Height
	}
	return m
}

func (s *Screen) detailOf(c casefile.Candidate) fyne.CanvasObject {
	k, m := s.correlation(), s.markOf(c)
	own, theirs := widget.NewPicture(bigLeast, lang.L("SYNTHETIC")), widget.NewPicture(bigLeast, lang.L("SYNTHETIC"))
	s.pair(c, m, own, theirs, bigPixels)
	under := func(p *widget.Picture, label, about string) fyne.CanvasObject {
		return container.NewBorder(nil, widget.Tight(widget.Strong(label), widget.Caption(about)), nil, nil, p)
	}
	pictures := container.NewGridWithColumns(2,
		under(own, s.exhibits[k.ExhibitID].Label, wording.Lines(lang.L("exhibit of this case"), wording.Mark(m.Mark))),
		under(theirs, c.Label, wording.Lines(c.Owner(), c.CaseRef)))

	text := container.NewVBox()
	if differ := s.disagreement(c); differ != "" {
		text.Add(widget.NewWarning(lang.L("{{.What}}: look at this first.", map[string]any{"What": differ})))
	}
	for _, key := range []string{s.ownKey(m, bigPixels), s.theirKey(c, m, bigPixels)} {
		if err := s.failed[key]; err != nil {
			text.Add(widget.NewWarning(lang.L("A picture is missing: {{.Why}}", map[string]any{"Why": wording.Error(err)})))
			text.Add(container.NewHBox(widget.NewButton(lang.L("Try again"), theme.ViewRefreshIcon(), s.retry)))
		}
	}
	text.Add(container.New(&besideOrBelow{}, container.NewVBox(s.scoreCards(c)...), container.NewVBox(s.classCard(c))))
	text.Add(s.decidedCard(c))
	return container.New(detailLayout{}, widget.Inset(s.headLine(c), 8, 4), widget.Inset(pictures, 8, 0), container.NewVScroll(widget.Inset(text, 8, 4)))
}

// nameLeast is the width that a candidate's name and rank ask for beside the buttons, with text of the usual size.
const nameLeast = 200

// headLine names the candidate and offers what can be done with it.
func (s *Screen) headLine(c casefile.Candidate) fyne.CanvasObject {
	open := s.p.Shell.For(casefile.CompareMarks, widget.PrimaryButton(lang.L("Compare this pair"), theme.ViewRestoreIcon(), s.Open))
	if len(c.Marks) == 0 {
		open.Disable()
	}
	dismiss := s.p.Shell.For(casefile.SearchService, widget.NewButton(lang.L("Dismiss"), nil, func() { s.setState(casefile.Dismissed) }))
	hit := s.p.Shell.For(casefile.SearchService, widget.NewButton(lang.L("Propose a hit"), nil, func() { s.setState(casefile.HitProposed) }))
	for b, state := range map[*widget.Button]casefile.CandidateState{dismiss: casefile.Dismissed, hit: casefile.HitProposed} {
		if c.State == state {
			b.Icon = theme.ConfirmIcon()
			b.OnTapped = func() { s.setState(casefile.Viewed) } // taken back
		}
	}
	title, rank := c.Label, ""
	if k := s.correlation(); c.Rank > 0 {
		rank = lang.L("rank {{.Rank}} of {{.N}} searched on {{.Date}}", map[string]any{"Rank": c.Rank, "N": k.GallerySize, "Date": wording.Date(k.AsOf)})
		title = lang.L("Rank {{.Rank}}: {{.Label}}", map[string]any{"Rank": c.Rank, "Label": c.Label})
	}
	name := widget.Subheading(title)
	name.Truncation = fyne.TextTruncateEllipsis
	return container.New(&endOrBelow{least: nameLeast * uitheme.Scale()}, widget.Tight(name, widget.MutedLine(wording.Lines(s.stateWords(c), rank))), dismiss, hit, open)
}

// scoreCards say for each mark what the search gave, or that it is withheld.
func (s *Screen) scoreCards(c casefile.Candidate) []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for i, mark := range c.Marks {
		title := fyne.CanvasObject(widget.Strong(lang.L("Scores of the mark: {{.Mark}}", map[string]any{"Mark": wording.Mark(mark.Mark)})))
		if len(c.Marks) > 1 {
			see := widget.NewButton(lang.L("Show"), nil, func() {
				s.mark[c.Key] = i
				s.showDetail()
				s.list.RefreshItem(s.list.Selected())
			})
			if i == s.mark[c.Key] {
				see.Importance = fw.HighImportance
			}
			title = container.NewBorder(nil, nil, nil, see, title)
		}
		card := container.NewVBox(title)
		if c.Rank == 0 {
			card.Add(widget.Wrapped(lang.L("Shown once you have looked at the pair and committed your own view of it.")))
		} else {
			facts := []string{}
			for _, v := range mark.Scores {
				facts = append(facts, wording.Score(v.Name), wording.Value(v))
			}
			card.Add(widget.NewFacts(facts...))
		}
		for _, n := range mark.Notes {
			card.Add(widget.Wrapped(wording.Note(n, s.exhibits[s.correlation().ExhibitID].Label, c.Label)))
		}
		cards = append(cards, widget.NewCard(card))
	}
	if len(cards) == 0 {
		cards = append(cards, widget.NewCard(widget.Wrapped(lang.L("The service names no mark of this candidate to compare."))))
	}
	return cards
}

// decidedCard says what was done with the pair so far.
func (s *Screen) decidedCard(c casefile.Candidate) fyne.CanvasObject {
	k, ok := s.compared(c)
	box := container.NewVBox(widget.Strong(lang.L("What was done with this pair")))
	switch {
	case !ok:
		box.Add(widget.Muted(lang.L("Not compared yet. Enter opens it in the microscope, aligned.")))
	case k.Conclusion != nil:
		box.Add(widget.Tight(widget.Strong(wording.Conclusion(*k.Conclusion)), widget.Wrapped(k.Conclusion.Reason)))
	case s.committed(c):
		box.Add(widget.Muted(lang.L("Comparison {{.N}}: your view is committed, and nothing is concluded yet.", map[string]any{"N": k.Comparison.Number})))
	default:
		box.Add(widget.Muted(lang.L("Comparison {{.N}}: nothing is concluded yet.", map[string]any{"N": k.Comparison.Number})))
	}
	return widget.NewCard(box)
}

// classCard sets the class characteristics of both exhibits beside each other.
func (s *Screen) classCard(c casefile.Candidate) fyne.CanvasObject {
	own := s.exhibits[s.correlation().ExhibitID]
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Class characteristics")),
		widget.NewSides(own.Label, c.Label, wording.ClassSides(own.Class, c.Class)...)))
}
