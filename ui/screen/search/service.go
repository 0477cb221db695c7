package search

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is the case's folder.
type Service interface {
	// Search returns a page of what a query finds. The first page of a search is noted in the case's log.
	Search(ctx context.Context, casePath string, q casefile.Query) (casefile.FoundList, error)
	// ReadyToSearch reads what of the case was never searched; after it a search takes no time.
	ReadyToSearch(ctx context.Context, casePath string, p casefile.Progress) error
	// Writers returns who has written to the case.
	Writers(ctx context.Context, casePath string) ([]casefile.Person, error)
}
