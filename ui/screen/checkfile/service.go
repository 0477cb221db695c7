package checkfile

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. The call may block; the screen calls from goroutines of its own.
type Service interface {
	// CheckReport checks the file of a report as its recipient does, with what is at hand.
	CheckReport(ctx context.Context, file string, o casefile.FileCheck, p casefile.Progress) (casefile.FileReport, error)
}
