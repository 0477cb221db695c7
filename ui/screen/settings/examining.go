package settings

import (
	"slices"
	"strconv"
	"strings"

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

// examining is how the agency looks at candidates and concludes: whether a view is committed before the figures are shown, how many
// candidates are listed before, and on which scale is concluded.
type examining struct {
	commit *fw.Check
	first  *fw.Entry
	scale  *fw.Select
	verify *fw.Select // which conclusions are verified
	scales []casefile.ConclusionScale
	about  *fyne.Container // the levels of the scale that is chosen
	wrong  *fyne.Container // why a scale was not added
	effect *fw.RichText
	save   *widget.Button
	object fyne.CanvasObject
}

func newExamining(save, add func()) *examining {
	x := &examining{first: fw.NewEntry(), scale: fw.NewSelect(nil, nil), about: container.NewVBox(), wrong: container.NewVBox(), effect: widget.Muted("")}
	var rules []string
	for _, r := range casefile.VerificationRules() {
		rules = append(rules, wording.VerificationRule(r))
	}
	x.verify = fw.NewSelect(rules, nil)
	x.save = widget.PrimaryButton(lang.L("Save"), theme.ConfirmIcon(), save)
	x.save.Disable()
	x.commit = fw.NewCheck(lang.L("Commit, then reveal"), nil)
	own := widget.NewButton(lang.L("Add a scale of your own…"), theme.ContentAddIcon(), add)
	form := fw.NewForm(fw.NewFormItem(lang.L("Candidates listed first"), x.first), fw.NewFormItem(lang.L("Scale of conclusions"), x.scale),
		fw.NewFormItem(lang.L("Verified before a report"), x.verify))
	x.object = widget.NewCard(container.NewVBox(widget.Subheading(lang.L("How pairs are looked at and concluded")), x.commit, x.effect, form,
		container.NewHBox(own), x.wrong, x.about, container.NewHBox(x.save)))
	return x
}

// refuse says why a scale was not added; nil takes it away.
func (x *examining) refuse(err error) {
	x.wrong.Objects = nil
	if err != nil && !task.Cancelled(err) {
		x.wrong.Objects = []fyne.CanvasObject{widget.NewWarning(wording.Error(err))}
	}
	x.wrong.Refresh()
}

// offer lists the scales that can be chosen, with the one called id as the choice.
func (x *examining) offer(scales []casefile.ConclusionScale, id string) {
	x.scales = scales
	x.scale.Options = make([]string, len(scales))
	for i, s := range scales {
		x.scale.Options[i] = wording.Said(s.Name)
	}
	x.scale.ClearSelected()
	for i, s := range scales {
		if s.ID == id {
			x.scale.SetSelectedIndex(i)
		}
	}
	x.describe()
}

// show fills in what a profile says, and tells of changes from then on.
func (x *examining) show(p casefile.Profile, scales []casefile.ConclusionScale, changed func()) {
	x.commit.OnChanged, x.first.OnChanged, x.scale.OnChanged, x.verify.OnChanged = nil, nil, nil, nil
	x.commit.SetChecked(p.CommitFirst)
	x.first.SetText(strconv.Itoa(p.FirstCandidates))
	x.offer(scales, p.Scale)
	x.verify.SetSelectedIndex(max(slices.Index(casefile.VerificationRules(), p.Verification), 0))
	tell := func() { x.describe(); changed() }
	x.commit.OnChanged = func(bool) { tell() }
	x.first.OnChanged = func(string) { tell() }
	x.scale.OnChanged = func(string) { tell() }
	x.verify.OnChanged = func(string) { tell() }
	x.describe()
}

// describe says what the choices mean.
func (x *examining) describe() {
	text := lang.L("Everything is shown from the start, ranked. Reports say that rank, scores and cells had been visible.")
	if x.commit.Checked {
		text = lang.L("The first candidates are listed in no order, without rank, scores and cells, until the examiner has committed a view of the pair. Reports say what had been visible before.")
	}
	widget.SetText(x.effect, text)
	if x.commit.Checked {
		x.first.Enable()
	} else {
		x.first.Disable()
	}
	x.about.Objects = nil
	if i := x.scale.SelectedIndex(); i >= 0 {
		s := x.scales[i]
		for _, l := range s.Levels {
			x.about.Add(widget.Tight(widget.Strong(wording.Said(l.Name)), widget.Muted(wording.Said(l.Meaning))))
		}
		source := wording.Said(s.Source)
		if s.Version != "" {
			source = wording.Lines(source, lang.L("version {{.V}}", map[string]any{"V": s.Version}))
		}
		x.about.Add(widget.Muted(source))
	}
	x.about.Refresh()
}

// put writes the choices into a profile; what is no number becomes 0, which the service refuses with a sentence.
func (x *examining) put(p *casefile.Profile) {
	p.CommitFirst = x.commit.Checked
	p.FirstCandidates, _ = strconv.Atoi(strings.TrimSpace(x.first.Text))
	if i := x.scale.SelectedIndex(); i >= 0 {
		p.Scale = x.scales[i].ID
	}
	if i := x.verify.SelectedIndex(); i > 0 || p.Verification != "" { // a profile that says nothing means none
		p.Verification = casefile.VerificationRules()[max(i, 0)]
	}
}

// differs reports whether the choices are other than a profile's.
func (x *examining) differs(p casefile.Profile) bool {
	now := p
	x.put(&now)
	return now != p
}
