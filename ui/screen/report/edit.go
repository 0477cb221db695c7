package report

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Edit is the form of everything that people write for a report; keeping it makes a new version.
func (s *Screen) Edit() { s.edit("") }

// edit shows the form with the cursor in the field of a statement, by its name; "" is the first.
func (s *Screen) edit(statement string) {
	if s.shown == nil {
		return
	}
	d := *s.shown
	if !d.MayChange {
		s.p.Shell.Say(widget.Info, wording.Recorded(d.WhyNot))
		return
	}
	content := d.Report.Current().Content
	spoken := newLanguages(content.Language)
	rows := fw.NewForm(fw.NewFormItem(lang.L("Language"), spoken))
	var fields []*widget.Field
	at := 0
	for _, st := range content.Statements.All() {
		f := widget.NewTextField(example(st.Name), lines(st.Name))
		f.SetText(*st.Text)
		if st.Name == statement {
			at = len(fields)
		}
		fields = append(fields, f)
		rows.Append(wording.ReportStatement(st.Name), f)
	}
	filters := fw.NewCheck(lang.L("With the scores under other filters"), nil)
	filters.Checked = content.Filters
	withhold := fw.NewCheck(lang.L("Withhold every fact that may not be used in proceedings; a salted hash stands in its place"), nil)
	withhold.Checked = slices.ContainsFunc(content.Redactions, func(r casefile.ReportRedaction) bool { return r.Fact == everyFact })
	why := widget.NewField(lang.L("what is different in this version"))
	rows.Append("", filters)
	rows.Append("", withhold)
	// The reason stays in view below what scrolls: without it nothing is kept.
	reason := fw.NewForm(fw.NewFormItem(lang.L("Reason of the change"), why))
	s.sheet(lang.L("Statements and wording"), lang.L("Keep as a new version"), container.NewBorder(nil, reason, nil, nil, container.NewVScroll(rows)), append(fields, why), 860, 760, func(failed func(error)) {
		for i, st := range content.Statements.All() {
			*st.Text = strings.TrimSpace(fields[i].Text)
		}
		content.Language, content.Filters = languageOf(spoken), filters.Checked
		content.Redactions = redactions(content.Redactions, withhold.Checked)
		s.change(content, strings.TrimSpace(why.Text), failed)
	})
	s.p.Shell.Window.Canvas().Focus(fields[at])
}

// everyFact is what a redaction names that withholds every fact which may not be used.
const everyFact = "*"

func redactions(list []casefile.ReportRedaction, every bool) []casefile.ReportRedaction {
	list = slices.DeleteFunc(slices.Clone(list), func(r casefile.ReportRedaction) bool { return r.Fact == everyFact })
	if every {
		list = append(list, casefile.ReportRedaction{Fact: everyFact, Reason: lang.L("It may not be used in proceedings.")})
	}
	return list
}

// example shows what a statement is like.
func example(name string) string {
	switch name {
	case "customer":
		return lang.L("who asked for the examination")
	case "contact":
		return lang.L("address, telephone or e-mail")
	case "place":
		return lang.L("address of the laboratory or of the scene")
	case "sampling":
		return lang.L("such as: none, every item was examined")
	case "condition":
		return lang.L("such as: undamaged, in sealed bags")
	case "received":
		return lang.L("day, and from whom")
	case "environment":
		return lang.L("where they bear on the results")
	case "deviations", "external":
		return lang.L("such as: none")
	}
	return ""
}

// lines is how many lines a statement's field shows; a longer text scrolls in it.
func lines(name string) int {
	if name == "condition" || name == "deviations" || name == "remarks" {
		return 2
	}
	return 1
}

// Change keeps a new version of the report that is shown.
func (s *Screen) Change(c casefile.ReportContent, reason string) { s.change(c, reason, s.p.Shell.Fail) }

func (s *Screen) change(c casefile.ReportContent, reason string, failed func(error)) {
	id := s.at
	task.Long(s.p.Shell.Tasks, lang.L("Keeping the new version"), func(ctx context.Context, _ casefile.Progress) (casefile.ReportDetail, error) {
		return s.p.Service.ChangeReport(ctx, s.p.CasePath, id, c, reason)
	}, func(_ casefile.ReportDetail, err error) { s.done(err, lang.L("The new version is kept."), failed) })
}

// Waive asks why the report leaves out what a gap names, and keeps that as a new version.
func (s *Screen) Waive(g casefile.ReportGap) {
	why := widget.NewTextField("", 3)
	content := container.NewVBox(widget.Muted(wording.Recorded(g.Asks)), widget.Muted(lang.L("The reason is printed in the report.")), widget.Caption(lang.L("Reason")), why)
	s.sheet(lang.L("Leave out ({{.Letter}})", map[string]any{"Letter": g.Obligation}), lang.L("Leave it out"), content, []*widget.Field{why}, 640, 340, func(failed func(error)) {
		if s.shown == nil {
			return
		}
		c := s.shown.Report.Current().Content
		c.Waivers = append(slices.DeleteFunc(slices.Clone(c.Waivers), func(w casefile.ReportWaiver) bool { return w.Obligation == g.Obligation }),
			casefile.ReportWaiver{Obligation: g.Obligation, Reason: strings.TrimSpace(why.Text)})
		s.change(c, lang.L("Left out ({{.Letter}}): {{.Why}}", map[string]any{"Letter": g.Obligation, "Why": strings.TrimSpace(why.Text)}), failed)
	})
}
