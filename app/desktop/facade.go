package desktop

import (
	"context"
	"os/exec"
	"path/filepath"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// facade is the workstation as the screens see it: the casework calls, and the few that only make sense with a window.
type facade struct {
	*casework.Desk
}

// OpenFile shows a file in the system's viewer.
func (facade) OpenFile(ctx context.Context, file string) error {
	// The viewer outlives the call; what is waited for is only whether it starts.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "xdg-open", file)
	if err := cmd.Start(); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s is saved, but this system has no viewer for it",
			Do: "Open it yourself, or install xdg-utils and a PDF viewer", Args: []any{file}, Cause: err}
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return &casefile.Error{Code: casefile.Failed, What: "%[1]s is saved, but no viewer could open it", Do: "Open it yourself", Args: []any{file}, Cause: err}
		}
	case <-time.After(viewerStart):
	case <-ctx.Done():
	}
	return nil
}

// viewerStart is how long a viewer that cannot be started takes, at most, to say so.
const viewerStart = 3 * time.Second

// OpenReport shows an issued report in the system's viewer.
func (f facade) OpenReport(ctx context.Context, casePath, reportID string) error {
	file, err := f.ReportFile(ctx, casePath, reportID)
	if err != nil {
		return err
	}
	return f.OpenFile(ctx, file)
}

// OpenDocument shows a document of a case in the system's viewer, after its hash was checked.
func (f facade) OpenDocument(ctx context.Context, casePath, documentID string) error {
	file, err := f.DocumentFile(ctx, casePath, documentID)
	if err != nil {
		return err
	}
	return f.OpenFile(ctx, file)
}

// StepReport takes a step of a report that needs no signature.
func (f facade) StepReport(ctx context.Context, casePath, reportID string, kind casefile.ReportStepKind, text string, _ casefile.Progress) (casefile.ReportDetail, error) {
	switch kind {
	case casefile.ReportSubmitted:
		return f.SubmitReport(ctx, casePath, reportID, text)
	case casefile.ReportAuthorised:
		return f.AuthoriseReport(ctx, casePath, reportID, text)
	case casefile.ReportReturned:
		return f.ReturnReport(ctx, casePath, reportID, text)
	case casefile.ReportWithdrawn:
		return f.WithdrawReport(ctx, casePath, reportID, text)
	}
	return f.ReviewReport(ctx, casePath, reportID, kind, text)
}

// Case returns a case that is shown, and claims it: whoever has it before them in a window means to work on it.
func (f facade) Case(ctx context.Context, casePath string) (casefile.CaseRef, error) {
	return f.HoldCase(ctx, casePath)
}

// Cases returns the known cases. A workstation that knows none yet first makes itself the demonstration case, so that
// whoever opens it for the first time has something to try.
func (f facade) Cases(ctx context.Context) ([]casefile.CaseRef, error) {
	refs, err := f.Desk.Cases(ctx)
	if err != nil || len(refs) > 0 {
		return refs, err
	}
	if who, err := f.WhoAmI(ctx); err != nil || !who.May(casefile.BeginCase) {
		return refs, err
	}
	if _, err := f.MakeDemoCase(ctx, filepath.Join(f.CasesFolder(), "DEMO-1"), filepath.Join(f.Home(), "demo-scans"), nil); err != nil {
		return nil, err
	}
	return f.Desk.Cases(ctx)
}
