package conclude

import (
	"context"
	"image"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	// Comparison returns the comparison with both its sides.
	Comparison(ctx context.Context, casePath, comparisonID string) (casefile.ComparisonItem, error)
	// ConclusionScale returns the scale that the agency concludes on.
	ConclusionScale(ctx context.Context, casePath string) (casefile.ConclusionScale, error)
	// Conclusions returns what was concluded from the comparison, newest first.
	Conclusions(ctx context.Context, casePath, comparisonID string) ([]casefile.ConclusionItem, error)
	// Commit records the examiner's own view of a comparison whose figures are withheld, or that none is stated.
	Commit(ctx context.Context, casePath string, c casefile.Commitment) (casefile.Commitment, error)
	// Conclude records a conclusion: the id of a level of the scale, with reasons. It supersedes the one that stands.
	Conclude(ctx context.Context, casePath, comparisonID, level, reason string) (casefile.Conclusion, error)
	// Examination returns how far the person at the desk has got with the comparison, with its snapshots.
	Examination(ctx context.Context, casePath, comparisonID string) (casefile.Examination, error)
	// ScoreContext returns what stands beside the score: its place among known pairs, and its weight or why it has none.
	ScoreContext(ctx context.Context, casePath, comparisonID string) (casefile.ScoreContext, error)
	// SnapshotPicture returns a snapshot's picture, ChooseSnapshot records whether it goes into the report.
	SnapshotPicture(ctx context.Context, casePath, snapshotID string) (*image.RGBA, error)
	ChooseSnapshot(ctx context.Context, casePath, snapshotID string, inReport bool, caption string) (casefile.Snapshot, error)
	// Verifications returns the verifications of the case, as they may be shown now.
	Verifications(ctx context.Context, casePath string) ([]casefile.VerificationItem, error)
}
