package candidates

import (
	"context"
	"image"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	// Exhibits returns the exhibits with their captures, in the order of their labels; another agency's last.
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)
	// ComparisonLines returns what a list says of the case's comparisons, newest first, each as it may be shown now.
	ComparisonLines(ctx context.Context, casePath string) ([]casefile.ComparisonItem, error)
	// Examination returns how far the person at the desk has got with a comparison.
	Examination(ctx context.Context, casePath, comparisonID string) (casefile.Examination, error)
	// Correlations returns the stored answers of the correlation service, newest first, each as it may be shown now: candidates by rank, or
	// Withheld, in an order that says nothing.
	Correlations(ctx context.Context, casePath string) ([]casefile.Correlation, error)
	// Correlate submits the exhibit's captures to the correlation service, waits for the answer and stores it.
	Correlate(ctx context.Context, casePath, exhibitID string, o casefile.CorrelateOptions, p casefile.Progress) (casefile.Correlation, error)
	// Thumbnail returns a picture of a capture of the case, its longer side being side pixels.
	Thumbnail(ctx context.Context, casePath, captureID string, side int) (*image.RGBA, error)
	// CandidateThumbnail returns a picture of the capture that the candidate with this key has for mark, its longer side
	// being side pixels, fetched from the service when the case does not have it.
	CandidateThumbnail(ctx context.Context, casePath, correlationID string, key string, mark casefile.MarkKind, side int) (*image.RGBA, error)
	// SetCandidateState records how far the examiner has got with the candidate with this key.
	SetCandidateState(ctx context.Context, casePath, correlationID string, key string, s casefile.CandidateState) error
	// Note logs an act of looking: that a candidate was looked at and for how long, or that figures were asked for.
	Note(ctx context.Context, casePath string, a casefile.Act) error
	// CompareCandidate returns the comparison of the pair of captures that the candidate with this key has for mark: the
	// stored one, or a new one. It fetches the candidate's capture into the case first where the case does not have it.
	CompareCandidate(ctx context.Context, casePath, correlationID string, key string, mark casefile.MarkKind, p casefile.Progress) (casefile.Comparison, error)
}
