package audit

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Calls may block and are made from goroutines. An error's text is a sentence for people.
type Service interface {
	// LogPage returns a page of the case's log, the newest record first.
	LogPage(ctx context.Context, casePath string, q casefile.LogQuery) (casefile.LogPage, error)
	// Checkpoints returns the signed heads of the log that the case holds, the first first.
	Checkpoints(ctx context.Context, casePath string) ([]casefile.Checkpoint, error)
	// SignCheckpoint signs the log's head as it is now.
	SignCheckpoint(ctx context.Context, casePath, reason string) (casefile.Checkpoint, error)
	// ExportCheckpoint writes a checkpoint's note to a new file and returns the file's path.
	ExportCheckpoint(ctx context.Context, casePath, checkpoint, file string) (string, error)
	// VerifyCaseKept checks the case, and that its log continues the heads in those files.
	VerifyCaseKept(ctx context.Context, casePath string, files []string, p casefile.Progress) (casefile.Verdict, error)
}
