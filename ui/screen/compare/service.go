package compare

import (
	"context"
	"image"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	Recordings
	Examining
	Leads

	// Comparison returns the comparison with both its sides, as it may be shown now: Withheld while the figures are.
	Comparison(ctx context.Context, casePath, comparisonID string) (casefile.ComparisonItem, error)
	// Explain returns what makes the result plain to look at; refused while the figures are withheld.
	Explain(ctx context.Context, casePath, comparisonID string, filters bool, p casefile.Progress) (casefile.Explanation, error)
	// ScoreContext returns what stands beside the score: where it lies among pairs of known origin.
	ScoreContext(ctx context.Context, casePath, comparisonID string) (casefile.ScoreContext, error)
	// BestFit says where a region that was drawn on a side, 0 for A, fits best on the other; refused while the figures are
	// withheld.
	BestFit(ctx context.Context, casePath, comparisonID string, side int, region casefile.Shape) (imaging.RegionFit, error)
	// ConclusionScale returns the scale that the agency concludes on.
	ConclusionScale(ctx context.Context, casePath string) (casefile.ConclusionScale, error)
	// Conclude records a conclusion: the id of a level of the scale, with reasons. It supersedes the one that stands.
	Conclude(ctx context.Context, casePath, comparisonID, level, reason string) (casefile.Conclusion, error)
}

// Recordings are the pictures that are looked at.
type Recordings interface {
	// SurfaceMasked returns a topography as the method saw it, masked by a version of its mask ("" is the automatic one), levelled
	// and filtered, for looking at. Its frame must be the one that the comparison's poses and cells are in; its spacing may be
	// coarser than the original's.
	SurfaceMasked(ctx context.Context, casePath, captureID, maskID string) (*surface.Surface, error)
	// Preview returns a topography for a first look, as early as it can be had, neither side with more than maxSide points, in
	// the frame of SurfaceMasked.
	Preview(ctx context.Context, casePath, captureID string, maxSide int) (*surface.Surface, error)
	// RawSurface returns a topography levelled and not filtered, inside the mask and outside, in the frame of SurfaceMasked.
	RawSurface(ctx context.Context, casePath, captureID string) (*surface.Surface, error)
	// Photo returns a photograph's pixels; its scale is the capture's.
	Photo(ctx context.Context, casePath, captureID string) (*image.RGBA, error)
}

// Examining is what the examiner does, kept in the case.
type Examining interface {
	// Examination returns how far the person at the desk has got with a comparison.
	Examination(ctx context.Context, casePath, comparisonID string) (casefile.Examination, error)
	// SaveMarkup keeps everything that is annotated as the next version.
	SaveMarkup(ctx context.Context, casePath, comparisonID string, list []casefile.Annotation) (casefile.Markup, error)
	// Markup returns a version of what is annotated.
	Markup(ctx context.Context, casePath, comparisonID string, version int) (casefile.Markup, error)
	// Commit records the examiner's view, or that none is stated, with the reason. The figures are handed out from then on.
	Commit(ctx context.Context, casePath string, v casefile.Commitment) (casefile.Commitment, error)
	// Note records an act of looking.
	Note(ctx context.Context, casePath string, a casefile.Act) error
	// AddSnapshot keeps a picture with the scene that shows it again.
	AddSnapshot(ctx context.Context, casePath string, n casefile.Snapshot, picture *image.RGBA) (casefile.Snapshot, error)
	// ChooseSnapshot records whether a snapshot goes into the report, and its caption.
	ChooseSnapshot(ctx context.Context, casePath, snapshotID string, inReport bool, caption string) (casefile.Snapshot, error)
	// SnapshotPicture returns a snapshot's picture.
	SnapshotPicture(ctx context.Context, casePath, snapshotID string) (*image.RGBA, error)
}

// Leads are the lists of candidates that a comparison may come from.
type Leads interface {
	// Correlations returns the stored answers of the correlation service, newest first, each as it may be shown now.
	Correlations(ctx context.Context, casePath string) ([]casefile.Correlation, error)
	// CandidateThumbnail returns a picture of the capture that the candidate with this key has for mark.
	CandidateThumbnail(ctx context.Context, casePath, correlationID string, key string, mark casefile.MarkKind, side int) (*image.RGBA, error)
	// PrefetchCandidate readies the recording that the candidate with this key has for mark, so that CompareCandidate is quick.
	// It leaves no trace in the case.
	PrefetchCandidate(ctx context.Context, casePath, correlationID string, key string, mark casefile.MarkKind) error
	// SetCandidateState records how far the examiner has got with the candidate with this key.
	SetCandidateState(ctx context.Context, casePath, correlationID string, key string, s casefile.CandidateState) error
	// CompareCandidate returns the comparison of the pair that the candidate with this key has for mark: the stored one, or a
	// new one.
	CompareCandidate(ctx context.Context, casePath, correlationID string, key string, mark casefile.MarkKind, p casefile.Progress) (casefile.Comparison, error)
}
