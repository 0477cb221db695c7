package conclude

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// levelRow is one conclusion that can be chosen, with its meaning.
type levelRow struct {
	level  casefile.Level
	button *widget.Button
}

func newLevelRow(n int, l casefile.Level, chosen func()) *levelRow {
	r := &levelRow{level: l}
	digit := strconv.Itoa(n) + "   "
	if n > 9 {
		digit = "     " // has no key of its own
	}
	r.button = widget.NewButton(digit+wording.Said(l.Name), theme.RadioButtonIcon(), chosen)
	r.button.Alignment = fw.ButtonAlignLeading
	return r
}

// card returns the level with its meaning, its button being as wide as the others.
func (r *levelRow) card(wide float32) fyne.CanvasObject {
	button := container.NewGridWrap(fyne.NewSize(wide, r.button.MinSize().Height), r.button)
	return widget.NewCard(container.NewBorder(nil, nil, container.NewCenter(container.NewStack(button)), nil, widget.Muted(wording.Said(r.level.Meaning))))
}

// set shows whether the level is chosen and whether it can be.
func (r *levelRow) set(on, locked bool) {
	r.button.Icon, r.button.Importance = theme.RadioButtonIcon(), fw.MediumImportance
	if on {
		r.button.Icon, r.button.Importance = theme.RadioButtonCheckedIcon(), fw.HighImportance
	}
	if locked && !on {
		r.button.Disable()
	} else {
		r.button.Enable()
	}
	r.button.Refresh()
}

// reportCard offers the report, and names the one that was issued.
func (s *Screen) reportCard() fyne.CanvasObject {
	reports := widget.PrimaryButton(lang.L("Reports…"), theme.DocumentIcon(), s.p.Reports)
	box := container.NewVBox(widget.Strong(lang.L("Report")))
	switch r := s.item.Report; {
	case r != nil:
		facts := []string{lang.L("Report"), r.ID, lang.L("Issued"), wording.Moment(r.Created), lang.L("Signed by"), r.Signer}
		box.Add(widget.NewFacts(facts...))
		if r.TestIdentity {
			box.Add(widget.Wrapped(lang.L("Signed with a test identity: it proves nothing about who signed, and every page says so.")))
		}
		reports.Importance = fw.MediumImportance
	case s.item.Conclusion == nil:
		box.Add(widget.Muted(lang.L("Record a conclusion first. The report is a signed PDF with what was compared, how, what came out, and what you concluded.")))
		reports.Importance = fw.MediumImportance
	default:
		box.Add(widget.Muted(lang.L("A report states the conclusion recorded last. It begins as a draft, is reviewed and authorised by others, signed and issued. Once it is issued, the conclusion is locked.")))
	}
	box.Add(reports)
	return widget.NewCard(box)
}

// scaleName is a scale's name with its version, where it has one.
func scaleName(s casefile.ConclusionScale) string {
	if s.Version == "" {
		return wording.Said(s.Name)
	}
	return wording.Said(s.Name) + ", " + lang.L("version {{.V}}", map[string]any{"V": s.Version})
}

// pastCard lists what was concluded before; nothing is ever taken back, only superseded.
func (s *Screen) pastCard() fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Recorded conclusions")))
	if len(s.past) == 0 {
		box.Add(widget.Muted(lang.L("None yet.")))
	}
	for i, c := range s.past {
		line := wording.Lines(c.ByName, wording.Moment(c.Conclusion.Created))
		if i > 0 {
			line = wording.Lines(line, lang.L("superseded"))
		}
		if on, ok := c.Conclusion.On(); ok && on.Digest() != s.scale.Digest() {
			line = wording.Lines(line, lang.L("on the scale “{{.Name}}”", map[string]any{"Name": scaleName(on)}))
		}
		box.Add(widget.Tight(widget.Strong(wording.Conclusion(c.Conclusion)), widget.Muted(line), widget.Wrapped(c.Conclusion.Reason)))
	}
	return widget.NewCard(box)
}
