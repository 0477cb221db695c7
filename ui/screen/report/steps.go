package report

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// stepButton takes a step, asking first for what it needs.
func (s *Screen) stepButton(k casefile.ReportStepKind) fyne.CanvasObject {
	switch k {
	case casefile.ReportSubmitted:
		return widget.PrimaryButton(lang.L("Submit for review…"), theme.MailSendIcon(), func() {
			s.ask(k, lang.L("Submit the report for review"), lang.L("From now on its reviewers see it. What it says is bound: where the case changes, it is reviewed again."), lang.L("Note for the reviewers"), false)
		})
	case casefile.ReportTechnical:
		return widget.PrimaryButton(lang.L("Pass the technical review…"), theme.ConfirmIcon(), func() {
			s.ask(k, lang.L("Technical review passed"), lang.L("You state that you looked at the draft and at the records, and that what the report says is supported by them."), lang.L("What you looked at"), true)
		})
	case casefile.ReportAdministrative:
		return widget.PrimaryButton(lang.L("Pass the administrative review…"), theme.ConfirmIcon(), func() {
			s.ask(k, lang.L("Administrative review passed"), lang.L("You state that the report is complete and in the agency's form."), lang.L("Note"), false)
		})
	case casefile.ReportAuthorised:
		return widget.PrimaryButton(lang.L("Authorise…"), theme.ConfirmIcon(), func() {
			s.ask(k, lang.L("Authorise the report"), lang.L("You state that this report may be issued by the agency. Your name stands in it as the person who authorised it, and you sign it."), lang.L("Note"), false)
		})
	case casefile.ReportReturned:
		return widget.NewButton(lang.L("Return to the author…"), theme.MailReplyIcon(), func() {
			s.ask(k, lang.L("Return the report to its author"), lang.L("The author writes a new version, which is reviewed from the beginning."), lang.L("What is to be changed"), true)
		})
	case casefile.ReportWithdrawn:
		return widget.NewButton(lang.L("Withdraw…"), theme.CancelIcon(), func() {
			s.ask(k, lang.L("Withdraw the report"), lang.L("It ends without being issued. Everything that was done with it stays on record."), lang.L("Reason"), true)
		})
	case casefile.ReportSigned:
		return widget.PrimaryButton(lang.L("Sign…"), theme.DocumentCreateIcon(), s.Sign)
	case casefile.ReportIssued:
		return widget.PrimaryButton(lang.L("Issue…"), theme.DocumentSaveIcon(), s.Issue)
	}
	return widget.NewButton(wording.ReportStep(k), nil, func() { s.Step(k, "") })
}

// ask explains a step, takes a text for it and takes it. What needs a text is not taken without one.
func (s *Screen) ask(k casefile.ReportStepKind, title, explains, hint string, needed bool) {
	text := widget.NewTextField("", 4)
	caption := hint
	if !needed {
		caption = lang.L("{{.What}} (may stay empty)", map[string]any{"What": hint})
	}
	content := container.NewVBox(widget.Muted(explains), widget.Caption(caption), text)
	s.sheet(title, lang.L("Record it"), content, []*widget.Field{text}, 640, 340, func(failed func(error)) {
		if needed && strings.TrimSpace(text.Text) == "" {
			failed(&casefile.Error{Code: casefile.Invalid, What: "Nothing is written", Do: "say in a sentence what it rests on"})
			return
		}
		s.step(k, strings.TrimSpace(text.Text), failed)
	})
}

// Step takes a step that needs no signature.
func (s *Screen) Step(k casefile.ReportStepKind, text string) { s.step(k, text, s.p.Shell.Fail) }

func (s *Screen) step(k casefile.ReportStepKind, text string, failed func(error)) {
	id := s.at
	task.Long(s.p.Shell.Tasks, lang.L("Recording the step"), func(ctx context.Context, p casefile.Progress) (casefile.ReportDetail, error) {
		return s.p.Service.StepReport(ctx, s.p.CasePath, id, k, text, p)
	}, func(_ casefile.ReportDetail, err error) {
		s.done(err, lang.L("Recorded: {{.Step}}.", map[string]any{"Step": wording.ReportStep(k)}), failed)
	})
}

// Sign signs with the identity of the person at the desk, whose passphrase or PIN is asked for where it is not open.
func (s *Screen) Sign() {
	id := s.at
	task.Long(s.p.Shell.Tasks, lang.L("Signing the report"), func(ctx context.Context, p casefile.Progress) (casefile.ReportDetail, error) {
		return s.p.Service.SignReport(ctx, s.p.CasePath, id, p)
	}, func(_ casefile.ReportDetail, err error) {
		if s.p.Shell.Signs(err, s.Sign) {
			return
		}
		s.done(err, lang.L("The report is signed."), s.p.Shell.Fail)
	})
}

// done says how a step ended and shows the report anew.
func (s *Screen) done(err error, said string, failed func(error)) {
	if err != nil {
		failed(err)
	} else {
		s.p.Shell.Say(widget.Good, said)
	}
	if s.ctx.Err() == nil {
		s.Refresh()
	}
}

// Issue asks where the copy goes, then issues the report.
func (s *Screen) Issue() {
	s.toFile(lang.L("Issue the report"), lang.L("Issue"), lang.L("The signed report is kept in the case and locked for ever. A copy is written to this file."), s.fileName(""), s.issue)
}

// toFile explains what is about to be written, asks for the file, and does it.
func (s *Screen) toFile(title, confirm, explains, name string, do func(file string, failed func(error))) {
	// Not fyne's save dialog: that one makes an empty file before anything is written.
	file := widget.NewField("")
	file.SetText(filepath.Join(filepath.Dir(s.p.CasePath), name))
	folder := widget.NewButton(lang.L("Folder…"), theme.FolderOpenIcon(), func() {
		s.pickFolder(func(folder string) { file.SetText(filepath.Join(folder, filepath.Base(file.Text))) })
	})
	content := container.NewVBox(widget.Muted(explains), container.NewBorder(nil, nil, nil, folder, file))
	s.sheet(title, confirm, content, []*widget.Field{file}, 660, 240, func(failed func(error)) {
		if strings.TrimSpace(file.Text) == "" {
			failed(&casefile.Error{Code: casefile.Invalid, What: "No file is named", Do: "say where it is written"})
			return
		}
		do(strings.TrimSpace(file.Text), failed)
	})
}

func (s *Screen) pickFolder(chosen func(folder string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			s.p.Shell.Fail(err)
			return
		}
		chosen(u.Path())
	}, s.p.Shell.Window)
	widget.ShowFiles(d)
}

// fileName is what the copy of an issued report is called; what is added to its name says what kind of copy it is.
func (s *Screen) fileName(added string) string {
	name := s.at
	if s.shown != nil {
		l := s.shown.ReportLine
		name = strings.Join([]string{"report", l.LabelA, l.LabelB, s.at[:min(8, len(s.at))]}, "-")
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.ReplaceAll(name, "--", "-")) + added + ".pdf"
}

// IssueTo issues the report, locks it and writes a copy to a file.
func (s *Screen) IssueTo(file string) { s.issue(file, s.p.Shell.Fail) }

func (s *Screen) issue(file string, failed func(error)) {
	id := s.at
	task.Long(s.p.Shell.Tasks, lang.L("Issuing the report"), func(ctx context.Context, p casefile.Progress) (casefile.ReleasedReport, error) {
		return s.p.Service.ReleaseReport(ctx, s.p.CasePath, id, file, p)
	}, func(r casefile.ReleasedReport, err error) {
		s.done(err, lang.L("The report is issued and locked. Its copy is {{.File}}.", map[string]any{"File": r.File}), failed)
	})
}

// Look shows the document: the issued file, or the draft as the case has it now.
func (s *Screen) Look() {
	if s.shown == nil {
		return
	}
	id := s.at
	if s.shown.State == casefile.ReportStateIssued {
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.p.Service.OpenReport(ctx, s.p.CasePath, id)
		}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
		return
	}
	task.Long(s.p.Shell.Tasks, lang.L("Drawing the draft"), func(ctx context.Context, p casefile.Progress) (string, error) {
		file, err := s.p.Service.DraftReport(ctx, s.p.CasePath, id, p)
		if err != nil {
			return "", err
		}
		return file, s.p.Service.OpenFile(ctx, file)
	}, func(_ string, err error) { s.p.Shell.Fail(err) })
}

// CheckIssued checks the issued file as its recipient would.
func (s *Screen) CheckIssued() {
	id := s.at
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (string, error) {
		return s.p.Service.ReportFile(ctx, s.p.CasePath, id)
	}, func(file string, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Check(file)
	})
}

// Amend begins a report that takes the place of the issued one that is shown.
func (s *Screen) Amend() {
	id := s.at
	why := widget.NewTextField("", 3)
	content := container.NewVBox(widget.Muted(lang.L("An amendment is a new report. It names this one with the hash of its file and shows what changed; this one stays as it is.")),
		widget.Caption(lang.L("Why it is amended")), why)
	s.sheet(lang.L("Amend the report"), lang.L("Begin the amendment"), content, []*widget.Field{why}, 640, 320, func(failed func(error)) {
		s.begun(func(ctx context.Context) (casefile.ReportDetail, error) {
			return s.p.Service.AmendReport(ctx, s.p.CasePath, id, strings.TrimSpace(why.Text))
		}, failed)
	})
}

// begun begins a report and shows it.
func (s *Screen) begun(begin func(context.Context) (casefile.ReportDetail, error), failed func(error)) {
	task.Long(s.p.Shell.Tasks, lang.L("Beginning the report"), func(ctx context.Context, _ casefile.Progress) (casefile.ReportDetail, error) {
		return begin(ctx)
	}, func(d casefile.ReportDetail, err error) {
		if err == nil {
			s.at = d.Report.ID
		}
		s.done(err, lang.L("Report {{.N}} is begun as a draft.", map[string]any{"N": d.Report.Number}), failed)
	})
}
