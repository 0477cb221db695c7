package report

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// subjects are what a new report can be about, by kind: what a person reads, and what names it to the service.
type subjects struct {
	names, refs map[casefile.ReportKind][]string
	templates   []casefile.ReportTemplate
	first       int // of the comparisons: the one that was shown
}

// Begin asks what a new report is about, and begins it.
func (s *Screen) Begin() {
	task.Load(s.p.Shell.Tasks, s.ctx, s.subjects, func(of subjects, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.form(of)
	})
}

func (s *Screen) subjects(ctx context.Context) (of subjects, err error) {
	of = subjects{names: map[casefile.ReportKind][]string{}, refs: map[casefile.ReportKind][]string{}}
	if of.templates, err = s.p.Service.ReportTemplates(ctx); err != nil {
		return of, err
	}
	comparisons, err := s.p.Service.Comparisons(ctx, s.p.CasePath)
	if err != nil {
		return of, err
	}
	for _, c := range comparisons {
		name := lang.L("Comparison {{.N}}: {{.A}} and {{.B}}", map[string]any{"N": c.Comparison.Number, "A": c.A.Exhibit.Label, "B": c.B.Exhibit.Label})
		of.add(casefile.ReportOfNotes, name, c.Comparison.ID)
		if c.Conclusion == nil {
			continue
		}
		if c.Comparison.ID == s.p.ComparisonID {
			of.first = len(of.refs[casefile.ReportOnComparison])
		}
		of.add(casefile.ReportOnComparison, wording.Lines(name, wording.Conclusion(*c.Conclusion)), c.Comparison.ID)
	}
	verifications, err := s.p.Service.Verifications(ctx, s.p.CasePath)
	if err != nil {
		return of, err
	}
	for _, v := range verifications {
		if v.Verification.Commitment != nil {
			of.add(casefile.ReportOfVerification, lang.L("Verification {{.N}}", map[string]any{"N": v.Verification.Request.Number}), v.Verification.Request.ID)
		}
	}
	exhibits, err := s.p.Service.Exhibits(ctx, s.p.CasePath)
	for _, e := range exhibits {
		of.add(casefile.ReportOfCustody, wording.Lines(e.Exhibit.Label, e.Exhibit.Description), e.Exhibit.ID)
	}
	return of, err
}

func (of subjects) add(k casefile.ReportKind, name, ref string) {
	of.names[k], of.refs[k] = append(of.names[k], name), append(of.refs[k], ref)
}

// form is the dialog of a new report.
func (s *Screen) form(of subjects) {
	kinds := casefile.ReportKinds()
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = wording.ReportKind(k)
	}
	kind, about, form := fw.NewSelect(names, nil), fw.NewSelect(nil, nil), fw.NewSelect(nil, nil)
	spoken := newLanguages(string(language.Current()))
	none := widget.Muted("")
	kind.OnChanged = func(string) {
		k := kinds[kind.SelectedIndex()]
		about.Options = of.names[k]
		about.ClearSelected()
		widget.SetText(none, nothingAbout(k, len(about.Options)))
		if len(about.Options) > 0 {
			about.SetSelectedIndex(map[bool]int{true: of.first}[k == casefile.ReportOnComparison])
		}
		form.Options = nil
		for _, t := range of.templates {
			if t.Kind == k {
				form.Options = append(form.Options, t.Title)
			}
		}
		form.ClearSelected()
		if len(form.Options) > 0 {
			form.SetSelectedIndex(0)
		}
	}
	kind.SetSelectedIndex(0)
	content := container.NewVBox(fw.NewForm(fw.NewFormItem(lang.L("Kind"), kind), fw.NewFormItem(lang.L("About"), about),
		fw.NewFormItem(lang.L("Form"), form), fw.NewFormItem(lang.L("Language"), spoken)), none)
	s.sheet(lang.L("New report"), lang.L("Begin the draft"), content, nil, 720, 360, func(failed func(error)) {
		at := about.SelectedIndex()
		if at < 0 {
			failed(&casefile.Error{Code: casefile.Invalid, What: "Nothing is chosen that the report is about", Do: "choose it, or another kind of report"})
			return
		}
		k := kinds[kind.SelectedIndex()]
		n := casefile.NewReport{Kind: k, About: of.refs[k][at], Content: casefile.ReportContent{Language: languageOf(spoken), Template: of.template(k, form.SelectedIndex())}}
		s.begun(func(ctx context.Context) (casefile.ReportDetail, error) {
			return s.p.Service.BeginReport(ctx, s.p.CasePath, n)
		}, failed)
	})
	s.p.Shell.Window.Canvas().Focus(kind)
}

// template returns the id of the n-th form of a kind, "" where there is none.
func (of subjects) template(k casefile.ReportKind, n int) string {
	for _, t := range of.templates {
		if t.Kind != k {
			continue
		}
		if n == 0 {
			return t.ID
		}
		n--
	}
	return ""
}

// nothingAbout says why no report of a kind can be begun; "" where one can.
func nothingAbout(k casefile.ReportKind, there int) string {
	switch {
	case there > 0:
		return ""
	case k == casefile.ReportOnComparison:
		return lang.L("Nothing was concluded from a comparison of this case yet: a report states a conclusion.")
	case k == casefile.ReportOfVerification:
		return lang.L("No verification of this case was answered yet.")
	case k == casefile.ReportOfNotes:
		return lang.L("This case has no comparison yet.")
	}
	return lang.L("This case has no exhibits yet.")
}

// newLanguages returns the choice of a report's language.
func newLanguages(chosen string) *fw.Select {
	var names []string
	at := 0
	for i, tag := range casefile.ReportLanguages() {
		names = append(names, wording.ReportLanguage(tag))
		if tag == chosen {
			at = i
		}
	}
	list := fw.NewSelect(names, nil)
	list.SetSelectedIndex(at)
	return list
}

func languageOf(list *fw.Select) string {
	return casefile.ReportLanguages()[max(list.SelectedIndex(), 0)]
}
