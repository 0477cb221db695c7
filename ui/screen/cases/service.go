package cases

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. An error's
// text is a sentence that is shown as it is.
type Service interface {
	OverdueService
	WaitingService
	// Cases returns the cases that this workstation knows: the demonstration case first, then the newest first. A case
	// whose folder is missing or damaged is in the list with its Problem.
	Cases(ctx context.Context) ([]casefile.CaseRef, error)
	// CreateCase makes a case folder inside the profile's data folder and returns it.
	CreateCase(ctx context.Context, c casefile.NewCase) (casefile.CaseRef, error)
	// OpenCase opens the case folder at casePath, which may be anywhere, and adds it to the cases that are known.
	OpenCase(ctx context.Context, casePath string) (casefile.CaseRef, error)
}
