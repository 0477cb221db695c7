package compare

import (
	"context"
	"image"

	"tracemark/casefile"
	"tracemark/imaging/surface"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	// Comparison returns the comparison with both its sides.
	Comparison(ctx context.Context, casePath, comparisonID string) (casefile.ComparisonItem, error)
	// Surface returns a topography as the method saw it, masked, levelled and filtered, for looking at. Its frame must be
	// the one that the comparison's poses and cells are in; its spacing may be coarser than the original's.
	Surface(ctx context.Context, casePath, captureID string) (*surface.Surface, error)
	// Photo returns a photograph's pixels; its scale is the capture's.
	Photo(ctx context.Context, casePath, captureID string) (*image.RGBA, error)
}
