package report

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. An error's text is a sentence
// that is shown as it is.
type Service interface {
	// ReportLines returns the reports of a case, the newest first.
	ReportLines(ctx context.Context, casePath string) ([]casefile.ReportLine, error)
	// Report returns a report with all that is to be known before the next step.
	Report(ctx context.Context, casePath, reportID string) (casefile.ReportDetail, error)
	// ReportTemplates returns the forms that reports can take.
	ReportTemplates(ctx context.Context) ([]casefile.ReportTemplate, error)
	// Comparisons, Verifications and Exhibits are what a report can be about.
	Comparisons(ctx context.Context, casePath string) ([]casefile.ComparisonItem, error)
	Verifications(ctx context.Context, casePath string) ([]casefile.VerificationItem, error)
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)

	// BeginReport begins a report, ChangeReport writes another version of it, AmendReport begins one that takes the place of an issued one.
	BeginReport(ctx context.Context, casePath string, n casefile.NewReport) (casefile.ReportDetail, error)
	ChangeReport(ctx context.Context, casePath, reportID string, c casefile.ReportContent, reason string) (casefile.ReportDetail, error)
	AmendReport(ctx context.Context, casePath, reportID, reason string) (casefile.ReportDetail, error)
	// StepReport takes a step that needs no signature: it is submitted, reviewed, authorised, returned or withdrawn.
	StepReport(ctx context.Context, casePath, reportID string, kind casefile.ReportStepKind, text string, p casefile.Progress) (casefile.ReportDetail, error)
	// SignReport signs with the identity of the person at the desk.
	SignReport(ctx context.Context, casePath, reportID string, p casefile.Progress) (casefile.ReportDetail, error)
	// ReleaseReport issues a report, locks it, and writes a copy to target.
	ReleaseReport(ctx context.Context, casePath, reportID, target string, p casefile.Progress) (casefile.ReleasedReport, error)
	// ExtendReport adds an archival time-stamp to a copy of an issued report and writes it to target; what was issued stays as it is.
	ExtendReport(ctx context.Context, casePath, reportID, target string, p casefile.Progress) (casefile.ReleasedReport, error)
	// BatchRecords begins a record of each exhibit that has none under way and draws the drafts of all into a folder.
	BatchRecords(ctx context.Context, casePath string, b casefile.ReportBatch, p casefile.Progress) ([]casefile.ReportLine, error)
	// DraftReport makes the document as it stands, DRAFT on every page, and returns the file.
	DraftReport(ctx context.Context, casePath, reportID string, p casefile.Progress) (string, error)
	// ReportFile returns a file with the issued report.
	ReportFile(ctx context.Context, casePath, reportID string) (string, error)
	// OpenReport shows an issued report, OpenFile any file, in the system's viewer.
	OpenReport(ctx context.Context, casePath, reportID string) error
	OpenFile(ctx context.Context, file string) error
}
