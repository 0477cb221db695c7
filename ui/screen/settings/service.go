package settings

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. An error's
// text is a sentence that is shown as it is.
type Service interface {
	SigningService
	// Profile returns who works here and with which service.
	Profile(ctx context.Context) (casefile.Profile, error)
	// SetProfile keeps the agency, the examiner, the data folder, and how pairs are looked at and concluded; the other fields are
	// not changed by it.
	SetProfile(ctx context.Context, p casefile.Profile) error
	// Scales returns the scales that can be chosen: the program's, then those that the agency added.
	Scales(ctx context.Context) ([]casefile.ConclusionScale, error)
	// AddScale adds a scale of the agency's own from a file, and does not choose it yet. An error says on which line the file is wrong.
	AddScale(ctx context.Context, file string) (casefile.ConclusionScale, error)
}
