package report

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/language"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Extend asks where the copy goes that gets a time-stamp over everything, and makes it.
func (s *Screen) Extend() {
	s.toFile(lang.L("Add an archival time-stamp"), lang.L("Add it to a copy"),
		lang.L("A copy of the report gets another time-stamp, and what is needed to check its signatures when their certificates have expired. The issued file stays as it is. The time-stamp service is asked over the network."),
		s.fileName("-time-stamped"), s.extend)
}

func (s *Screen) extend(file string, failed func(error)) {
	id := s.at
	task.Long(s.p.Shell.Tasks, lang.L("Adding the time-stamp"), func(ctx context.Context, p casefile.Progress) (casefile.ReleasedReport, error) {
		return s.p.Service.ExtendReport(ctx, s.p.CasePath, id, file, p)
	}, func(r casefile.ReleasedReport, err error) {
		s.done(err, lang.L("The time-stamped copy is {{.File}}.", map[string]any{"File": r.File}), failed)
	})
}

// Records asks for the folder of their drafts and begins a custody record of every exhibit that has none under way.
func (s *Screen) Records() { s.pickFolder(s.RecordsInto) }

// RecordsInto begins a custody record of every exhibit of the case and draws their drafts into a folder.
func (s *Screen) RecordsInto(folder string) {
	b := casefile.ReportBatch{Kind: casefile.ReportOfCustody, Folder: folder, Content: casefile.ReportContent{Language: string(language.Current())}}
	task.Long(s.p.Shell.Tasks, lang.L("Making custody records"), func(ctx context.Context, p casefile.Progress) ([]casefile.ReportLine, error) {
		return s.p.Service.BatchRecords(ctx, s.p.CasePath, b, p)
	}, func(made []casefile.ReportLine, err error) {
		s.done(err, lang.L("Drafts in {{.Folder}}: {{.What}}.", map[string]any{"Folder": folder, "What": wording.Count(len(made), lang.L("custody record"), lang.L("custody records"))}), s.p.Shell.Fail)
	})
}

// recordsButton begins the custody records of all exhibits.
func (s *Screen) recordsButton() *widget.Button {
	return s.p.Shell.For(casefile.IssueReport, widget.NewButton(lang.L("Custody records of all exhibits…"), nil, s.Records))
}
