package exhibit

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// thumbSide is the side of a capture's thumbnail in fyne units, thumbPixels what is asked for, enough for a dense screen.
const (
	thumbSide   = 190
	thumbPixels = 380
)

// detailOf shows one exhibit: what it is, its captures, its class characteristics.
func (s *Screen) detailOf(e casefile.ExhibitItem) fyne.CanvasObject {
	correlate := s.p.Shell.For(casefile.SearchService, widget.PrimaryButton(lang.L("Find candidates"), theme.SearchIcon(), s.Correlate))
	if len(e.Captures) == 0 {
		correlate.Disable()
	}
	name := widget.Subheading(e.Exhibit.Label)
	name.Truncation = fyne.TextTruncateEllipsis
	var badge fyne.CanvasObject
	if synthetic(e) {
		badge = container.NewCenter(widget.NewBadge(lang.L("SYNTHETIC DATA")))
	}
	title := container.NewBorder(nil, nil, nil, badge, name)
	about := wording.Lines(wording.Kind(e.Exhibit.Kind), wording.Origin(e.Exhibit.Origin), e.Event.Label, e.Event.Date, e.Exhibit.Description)
	if e.Exhibit.Owner != "" {
		about = wording.Lines(about, lang.L("property of {{.Agency}}, fetched from the correlation service", map[string]any{"Agency": e.Exhibit.Owner}))
	}
	head := container.NewBorder(nil, nil, nil, container.NewCenter(correlate), widget.Tight(title, widget.MutedLine(about)))

	tiles, size := []fyne.CanvasObject{}, fyne.NewSize(thumbSide+22, 0)
	for _, c := range e.Captures {
		t := s.tile(e, c)
		tiles, size = append(tiles, t), size.Max(t.MinSize()) // all of one size, which larger text and longer words need more of
	}
	var captures fyne.CanvasObject = container.NewGridWrap(size, tiles...)
	if len(tiles) == 0 {
		captures = widget.Muted(lang.L("No recordings of this exhibit yet. Import files with this exhibit's label to add them."))
	}
	facts := []string{}
	for _, f := range wording.Class(e.Exhibit.Class) {
		facts = append(facts, f.Name, f.Value)
	}
	edit := s.p.Shell.For(casefile.DescribeExhibit, widget.NewButton(lang.L("Edit…"), theme.DocumentCreateIcon(), s.Describe))
	if e.Exhibit.Owner != "" {
		edit.Disable() // its owner says what it is
	}
	class := widget.NewCard(container.NewVBox(container.NewBorder(nil, nil, nil, edit, widget.Strong(lang.L("Class characteristics"))), widget.NewFacts(facts...)))
	body := container.NewVBox(widget.Strong(lang.L("Captures")), captures, s.custodyCard(e.Exhibit), class, s.descriptionCard(e.Exhibit), s.documentsCard(e.Exhibit))
	return container.NewBorder(widget.Inset(head, 8, 4), s.tickedBar(), nil, nil, container.NewVScroll(widget.Inset(body, 8, 4)))
}

// tile shows one capture with its thumbnail and a box that marks it for comparison.
func (s *Screen) tile(e casefile.ExhibitItem, c casefile.Capture) fyne.CanvasObject {
	pic := widget.NewPicture(thumbSide, lang.L("SYNTHETIC"))
	pic.Set(c.ID, nil, c.Synthetic)
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (*image.RGBA, error) {
		return s.p.Service.Thumbnail(ctx, path, c.ID, thumbPixels)
	}, func(img *image.RGBA, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		pic.Set(c.ID, img, c.Synthetic)
	})
	tick := fw.NewCheck(lang.L("Compare"), nil)
	tick.Checked = slices.ContainsFunc(s.ticked, func(t casefile.Capture) bool { return t.ID == c.ID })
	tick.OnChanged = func(on bool) { s.tick(c, on) }
	var warn fyne.CanvasObject = container.NewHBox()
	if len(c.Warnings) > 0 {
		b := widget.NewButton("", theme.NewWarningThemedResource(theme.WarningIcon()), func() { s.p.Shell.Say(widget.Trouble, wording.Recorded(c.Warnings[0])) })
		b.Importance = fw.LowImportance
		warn = b
	}
	view := widget.NewButton(lang.L("View"), theme.VisibilityIcon(), func() { s.View(e.Exhibit, c) })
	view.Importance = fw.LowImportance
	actions := container.NewHBox(view)
	if c.Kind == casefile.Topography {
		prepare := widget.NewButton(lang.L("Mask…"), theme.DocumentCreateIcon(), func() { s.p.Prepare(e.Exhibit, c) })
		prepare.Importance = fw.LowImportance
		actions.Add(prepare)
	}
	line := wording.Lines(wording.Mark(c.Mark), kindOf(c))
	made := fyne.CanvasObject(widget.Caption(wording.Lines(wording.Scale(c.Scale), wording.Instrument(c.Instrument))))
	if _, _, known := c.Scale.UM(); !known {
		made = unknownScale()
	}
	return widget.NewCard(container.NewVBox(pic, widget.Tight(widget.Strong(c.FileName), widget.Caption(line),
		made, container.NewBorder(nil, nil, nil, warn, tick), actions)))
}

// unknownScale says that a recording's scale is not known, so that it is not overlooked.
func unknownScale() fyne.CanvasObject {
	l := widget.Strong(lang.L("scale unknown: no lengths"))
	l.Importance, l.SizeName = fw.WarningImportance, theme.SizeNameCaptionText
	return l
}

// kindOf returns a word for a photograph and none for a topography, the usual thing.
func kindOf(c casefile.Capture) string {
	if c.Kind == casefile.Photograph {
		return lang.L("photograph")
	}
	return ""
}

// tick marks a capture for comparison or takes the mark away. The third mark takes the place of the first.
func (s *Screen) tick(c casefile.Capture, on bool) {
	widget.GiveKeysBack(s.root) // the box is about to be drawn anew
	s.ticked = slices.DeleteFunc(s.ticked, func(t casefile.Capture) bool { return t.ID == c.ID })
	if on {
		s.ticked = append(s.ticked, c)
		if len(s.ticked) > 2 {
			s.ticked = s.ticked[1:]
		}
	}
	if e, ok := s.Current(); ok {
		s.setDetail(s.detailOf(e))
	}
}

// tickedBar tells which captures are marked and offers to compare them.
func (s *Screen) tickedBar() fyne.CanvasObject {
	if len(s.ticked) == 0 {
		return nil
	}
	text := s.labels[s.ticked[0].ExhibitID] + ": " + s.ticked[0].FileName
	compare := s.p.Shell.For(casefile.CompareMarks, widget.PrimaryButton(lang.L("Compare both"), theme.ViewRestoreIcon(), s.CompareTicked))
	if len(s.ticked) == 2 {
		text += "   /   " + s.labels[s.ticked[1].ExhibitID] + ": " + s.ticked[1].FileName
	} else {
		text += "   /   " + lang.L("tick a second capture, of this or another exhibit")
		compare.Disable()
	}
	var what fyne.CanvasObject = container.NewHBox()
	if said := pairSentence(s.ticked); said != "" {
		what = widget.MutedLine(said)
	}
	clearing := widget.NewButton(lang.L("Clear"), nil, func() { s.ticked = nil; s.selectExhibit(s.list.Selected()) })
	return widget.NewPanel(theme.ColorNameHeaderBackground,
		widget.Inset(container.NewBorder(nil, nil, nil, container.NewHBox(clearing, compare), widget.Tight(widget.Strong(text), what)), 8, 4))
}

// pairSentence says what comparing two captures will give where that is less than scores.
func pairSentence(ticked []casefile.Capture) string {
	if len(ticked) != 2 {
		return ""
	}
	said := ""
	switch casefile.PairOf(ticked[0], ticked[1]) {
	case casefile.TwoPhotographs:
		said = lang.L("Two photographs: they are registered for viewing, and no score is computed.")
	case casefile.TopographyAndPhotograph:
		said = lang.L("A topography and a photograph: they are laid beside each other for viewing, and nothing is computed.")
	}
	for _, c := range ticked {
		if _, _, known := c.Scale.UM(); !known {
			return said + " " + lang.L("A scale is not known: sizes cannot be compared.")
		}
	}
	return said
}
