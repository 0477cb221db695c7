package bulk

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is the case's folder.
type Service interface {
	// PlanBulk says what importing a folder or a list will do, and changes nothing.
	PlanBulk(ctx context.Context, casePath string, o casefile.BulkOptions, p casefile.Progress) (casefile.BulkPlan, error)
	// ImportBulk does it; goodOnly leaves out rows with problems, without it nothing is imported while there is one.
	ImportBulk(ctx context.Context, casePath string, plan casefile.BulkPlan, goodOnly bool, p casefile.Progress) (casefile.BulkResult, error)
}
