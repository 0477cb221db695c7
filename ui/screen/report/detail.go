package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// draw shows the report that is chosen: where it stands, what it lacks, what can be done, what was done.
func (s *Screen) draw() {
	d := *s.shown
	rows := container.NewVBox(
		widget.Tight(widget.Heading(title(d)), widget.Muted(wording.Lines(about(d.ReportLine), lang.L("by {{.Name}}", map[string]any{"Name": d.AuthorName}), wording.ReportState(d.State)))))
	rows.Add(widget.NewCard(container.NewVBox(s.way(d), s.buttons(d))))
	for _, warning := range warnings(d) {
		rows.Add(widget.NewWarning(warning))
	}
	if card := s.lacks(d); card != nil {
		rows.Add(card)
	}
	rows.Add(container.New(&steps{most: 2}, s.said(d), s.history(d)))
	s.detail.Objects = []fyne.CanvasObject{container.NewVScroll(widget.Inset(rows, 12, 6))}
	s.detail.Refresh()
}

func title(d casefile.ReportDetail) string {
	return lang.L("Report {{.N}}: {{.Kind}}", map[string]any{"N": d.Report.Number, "Kind": casefile.LowerFirst(wording.ReportKind(d.Report.Kind))})
}

// warnings are what must be known before anything is done.
func warnings(d casefile.ReportDetail) []string {
	var out []string
	if d.SupersededBy != "" {
		out = append(out, lang.L("This report is superseded: another one was issued in its place. It stays as it is."))
	}
	if d.Refused != "" {
		out = append(out, wording.Recorded(d.Refused))
	}
	if d.Changed && !d.State.Ended() {
		out = append(out, lang.L("The case has changed since this report was submitted: what it says now is not what was reviewed. Write a new version, so that it is reviewed again."))
	}
	if !d.Authenticated && !d.State.Ended() {
		out = append(out, lang.L("This workstation has no accounts: the names of those who review, authorise and sign are stated, not proven, and the report says so."))
	}
	return out
}

// stages are the steps that every report goes through, in their order.
var stages = []casefile.ReportStepKind{casefile.ReportSubmitted, casefile.ReportTechnical, casefile.ReportAdministrative, casefile.ReportAuthorised, casefile.ReportSigned, casefile.ReportIssued}

// way shows how far the report has come: each stage with who took it, or who is waited for.
func (s *Screen) way(d casefile.ReportDetail) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, 0, len(stages))
	for _, k := range stages {
		var icon fyne.Resource = theme.NewDisabledResource(theme.RadioButtonIcon())
		said := widget.Tight(widget.Wrapped(wording.ReportStep(k)), widget.Muted(lang.L("not yet")))
		if step, ok := d.Report.Last(k); ok {
			icon = theme.NewSuccessThemedResource(theme.ConfirmIcon())
			said = widget.Tight(widget.Wrapped(wording.ReportStep(k)), widget.Muted(signers(d, k, step)), widget.Muted(wording.Moment(step.Created)))
		}
		if k == casefile.ReportSigned && d.State == casefile.ReportStateSigning {
			icon = theme.NewThemedResource(theme.RadioButtonFillIcon())
		}
		cells = append(cells, container.NewBorder(nil, nil, widget.Inset(container.NewVBox(fw.NewIcon(icon)), 0, 4), nil, said))
	}
	return container.New(&steps{}, cells...)
}

// signers names who took a step; of the signatures, all who signed.
func signers(d casefile.ReportDetail, k casefile.ReportStepKind, last casefile.ReportStep) string {
	if k != casefile.ReportSigned {
		return d.Names[last.By]
	}
	var names []string
	for _, x := range d.Report.Steps {
		if x.Kind == k && x.Version == last.Version {
			names = append(names, d.Names[x.By])
		}
	}
	return strings.Join(names, ", ")
}

// buttons are what the person at the desk may do now. A step that is next but is for somebody else says why.
func (s *Screen) buttons(d casefile.ReportDetail) fyne.CanvasObject {
	row := container.New(layout.NewRowWrapLayout())
	look := lang.L("Show the draft")
	if d.State == casefile.ReportStateIssued {
		look = lang.L("Show the report")
	}
	row.Add(widget.NewButton(look, theme.DocumentIcon(), s.Look))
	if d.MayChange {
		row.Add(widget.NewButton(lang.L("Statements and wording…"), theme.DocumentCreateIcon(), s.Edit))
	}
	if id := d.Report.ComparisonID; id != "" {
		row.Add(widget.NewButton(lang.L("See the comparison"), theme.VisibilityIcon(), func() { s.p.OpenComparison(id) }))
	}
	var waits []string
	for _, c := range d.Choices {
		if c.May {
			row.Add(s.stepButton(c.Kind))
		} else if d.State.Next() == c.Kind && c.Why != "" {
			waits = append(waits, wording.ReportStep(c.Kind)+": "+wording.Recorded(c.Why))
		}
	}
	if d.State == casefile.ReportStateIssued {
		row.Add(widget.NewButton(lang.L("Check it as its recipient would"), theme.ConfirmIcon(), s.CheckIssued))
		row.Add(s.p.Shell.For(casefile.IssueReport, widget.NewButton(lang.L("Amend…"), theme.ContentRedoIcon(), s.Amend)))
		row.Add(s.p.Shell.For(casefile.IssueReport, widget.NewButton(lang.L("Add an archival time-stamp…"), theme.HistoryIcon(), s.Extend)))
	}
	box := container.NewVBox(row)
	for _, w := range waits {
		box.Add(widget.Muted(w))
	}
	return box
}

// stating are the statements in which a person says what an obligation asks for, by its letter.
var stating = map[string]string{"c": "place", "e": "customer", "g": "condition", "h": "received", "k": "sampling", "n": "deviations", "p": "external"}

// lacks lists what stands between the report and its being submitted; nil where nothing does.
func (s *Screen) lacks(d casefile.ReportDetail) fyne.CanvasObject {
	if d.State.Ended() || len(d.Gaps) == 0 && len(d.Phrases) == 0 {
		return nil
	}
	box := container.NewVBox(widget.Subheading(lang.L("Before it can be released")))
	for _, g := range d.Gaps {
		name := lang.L("Not stated ({{.Letter}}): {{.What}}", map[string]any{"Letter": g.Obligation, "What": wording.Recorded(g.Asks)})
		if g.Reason != "" {
			box.Add(widget.Muted(wording.Lines(name, lang.L("left out: {{.Why}}", map[string]any{"Why": g.Reason}))))
			continue
		}
		line := fyne.CanvasObject(widget.Wrapped(name))
		if d.MayChange {
			buttons := container.NewHBox()
			if name, there := stating[g.Obligation]; there {
				buttons.Add(widget.NewButton(lang.L("State it…"), nil, func() { s.edit(name) }))
			}
			buttons.Add(widget.NewButton(lang.L("Leave it out, with a reason…"), nil, func() { s.Waive(g) }))
			line = container.NewBorder(nil, nil, nil, container.NewCenter(buttons), line)
		}
		box.Add(line)
		if g.Obligation == "b" {
			box.Add(widget.Muted(lang.L("The agency's name and address are stated in the settings, for every report.")))
		}
	}
	for _, p := range d.Phrases {
		box.Add(widget.NewWarning(lang.L("{{.Where}} says “{{.Found}}”: {{.Why}}", map[string]any{"Where": wording.Recorded(p.Where), "Found": p.Found, "Why": wording.Recorded(p.Why)})))
		if p.Instead != "" {
			box.Add(widget.Muted(lang.L("Instead: {{.Text}}", map[string]any{"Text": wording.Recorded(p.Instead)})))
		}
	}
	box.Add(widget.Muted(lang.L("The letters are those of ISO/IEC 17025, 7.8.2.1.")))
	return widget.NewCard(box)
}

// said is what the report is made of.
func (s *Screen) said(d casefile.ReportDetail) fyne.CanvasObject {
	v := d.Report.Current()
	var facts []string
	if d.Title != "" { // what was issued is not made anew
		facts = append(facts, lang.L("Document"), d.Title)
	}
	facts = append(facts, lang.L("Version"), fmt.Sprint(v.Version), lang.L("Language"), wording.ReportLanguage(v.Content.Language))
	content := v.Content
	for _, st := range content.Statements.All() {
		if *st.Text != "" {
			facts = append(facts, wording.ReportStatement(st.Name), *st.Text)
		}
	}
	for _, r := range content.Redactions {
		facts = append(facts, lang.L("Withheld"), wording.Lines(r.Fact, r.Reason))
	}
	box := container.NewVBox(widget.Subheading(lang.L("What it says")), widget.NewFacts(facts...))
	if len(d.Sections) > 0 {
		box.Add(widget.Muted(strings.Join(d.Sections, " · ")))
	}
	ids := []string{lang.L("Report id"), d.Report.ID, lang.L("Digest of its content"), cmp.Or(d.Content, d.Report.Reviewed())}
	if issued, ok := d.Report.Issued(); ok {
		ids = append(ids, lang.L("SHA-256 of the file"), issued.SHA256)
	}
	box.Add(widget.NewFacts(ids...))
	if d.Report.Amends != "" {
		box.Add(widget.NewFacts(lang.L("Amends report"), d.Report.Amends, lang.L("SHA-256 of that file"), d.Report.AmendsSHA256, lang.L("Reason"), d.Report.Reason))
	}
	return widget.NewCard(box)
}

// history is what was done with the report, the newest first.
func (s *Screen) history(d casefile.ReportDetail) fyne.CanvasObject {
	box := container.NewVBox(widget.Subheading(lang.L("What was done with it")))
	for _, x := range slices.Backward(d.Report.Steps) {
		said := wording.Lines(wording.ReportStep(x.Kind), lang.L("version {{.N}}", map[string]any{"N": x.Version}))
		if x.Kind == casefile.ReportSigned {
			said = wording.Lines(said, wording.Capacity(x.Capacity), x.Level)
		}
		who := wording.Lines(d.Names[x.By], wording.Moment(x.Created))
		if x.TestIdentity {
			who = wording.Lines(who, lang.L("TEST IDENTITY"))
		}
		lines := container.NewVBox(widget.Tight(widget.Wrapped(said), widget.Muted(who)))
		if x.Text != "" {
			lines.Add(widget.Wrapped(x.Text))
		}
		box.Add(lines)
	}
	for _, c := range slices.Backward(d.Report.Copies) {
		box.Add(widget.Tight(widget.Wrapped(wording.Lines(lang.L("Archival time-stamp added to a copy"), c.Level)), widget.Muted(wording.Lines(d.Names[c.By], wording.Moment(c.Created)))))
	}
	for _, v := range slices.Backward(d.Report.Versions) {
		said := lang.L("Version {{.N}} written", map[string]any{"N": v.Version})
		box.Add(widget.Tight(widget.Wrapped(wording.Lines(said, v.Reason)), widget.Muted(wording.Lines(d.Names[v.By], wording.Moment(v.Created)))))
	}
	return widget.NewCard(box)
}
