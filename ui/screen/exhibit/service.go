package exhibit

import (
	"context"
	"image"

	"tracemark/casefile"
	"tracemark/imaging/surface"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	Describing
	// Case returns the case with its present counts.
	Case(ctx context.Context, casePath string) (casefile.CaseRef, error)
	// ExhibitLines returns what a list says of the exhibits, in the order of their labels; another agency's last.
	ExhibitLines(ctx context.Context, casePath string) ([]casefile.ExhibitLine, error)
	// ExhibitItem returns an exhibit with its event and its captures.
	ExhibitItem(ctx context.Context, casePath, exhibitID string) (casefile.ExhibitItem, error)
	// ComparisonLines returns what a list says of the case's comparisons, newest first.
	ComparisonLines(ctx context.Context, casePath string) ([]casefile.ComparisonItem, error)
	// Reports returns the reports issued, newest first.
	Reports(ctx context.Context, casePath string) ([]casefile.ReportItem, error)
	// CustodyOf returns who has some exhibits and where they are, by the exhibits' ids.
	CustodyOf(ctx context.Context, casePath string, exhibitIDs ...string) (map[string]casefile.CustodyState, error)
	// Thumbnail returns a picture of the capture, its longer side being side pixels.
	Thumbnail(ctx context.Context, casePath, captureID string, side int) (*image.RGBA, error)
	// Preview returns a topography for a first look, neither side with more than maxSide points; Surface returns it masked, levelled and
	// filtered, RawSurface levelled only, all in one frame. Photo returns a photograph's pixels.
	Preview(ctx context.Context, casePath, captureID string, maxSide int) (*surface.Surface, error)
	Surface(ctx context.Context, casePath, captureID string) (*surface.Surface, error)
	RawSurface(ctx context.Context, casePath, captureID string) (*surface.Surface, error)
	Photo(ctx context.Context, casePath, captureID string) (*image.RGBA, error)
	// Import stores files as captures, one after the other. It returns one outcome per file that it got to; the error is
	// for what stops the whole import, such as the context's end (what was stored by then stays and is in the outcomes).
	Import(ctx context.Context, casePath string, files []string, o casefile.ImportOptions, p casefile.Progress) ([]casefile.ImportOutcome, error)
	// Describe records a new version of an exhibit's class characteristics; reason says why they are changed.
	Describe(ctx context.Context, casePath, exhibitID string, class casefile.Class, reason string) (casefile.Exhibit, error)
	// Correlate submits the exhibit's captures to the correlation service, waits for the answer and stores it.
	Correlate(ctx context.Context, casePath, exhibitID string, o casefile.CorrelateOptions, p casefile.Progress) (casefile.Correlation, error)
	// Compare compares two captures of the case by every method that suits them and stores the comparison.
	Compare(ctx context.Context, casePath, captureA, captureB string, p casefile.Progress) (casefile.Comparison, error)
	// VerifyCase checks the case's log, records and originals.
	VerifyCase(ctx context.Context, casePath string, p casefile.Progress) (casefile.Verdict, error)
	// Backups returns how the case's backups stand.
	Backups(ctx context.Context, casePath string) (casefile.BackupState, error)
	// BackUp backs the case up in the new folder to, in the folder of backups where that is "", and reads the backup again.
	BackUp(ctx context.Context, casePath, to string, p casefile.Progress) (casefile.Backup, error)
	// Restore makes a case again from the backup in the folder from, in the new folder to, beside the other cases where that is "".
	Restore(ctx context.Context, from, to string, p casefile.Progress) (casefile.CaseRef, error)
	// OpenReport shows an issued report in the system's viewer.
	OpenReport(ctx context.Context, casePath, reportID string) error
}
