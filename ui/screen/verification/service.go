package verification

import (
	"context"
	"image"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is the case's
// folder. An error's text is a sentence that is shown as it is.
type Service interface {
	AskService
	// Verifications returns the verifications of a case, the newest first, each as it may be shown now.
	Verifications(ctx context.Context, casePath string) ([]casefile.VerificationItem, error)
	// FollowUp records what followed: a consultation, a resolution or a withdrawal.
	FollowUp(ctx context.Context, casePath, verification string, step casefile.VerificationStep) (casefile.VerificationItem, error)
	// ComparisonLines returns what a list says of the comparisons of a case, the newest first.
	ComparisonLines(ctx context.Context, casePath string) ([]casefile.ComparisonItem, error)
	// Examination returns what was marked and kept of a comparison.
	Examination(ctx context.Context, casePath, comparisonID string) (casefile.Examination, error)
	// SnapshotPicture returns a snapshot's picture.
	SnapshotPicture(ctx context.Context, casePath, snapshotID string) (*image.RGBA, error)
	// SealedCase says whether a case is a verification that was asked for at another workstation, and how far it is.
	SealedCase(ctx context.Context, casePath string) (casefile.SealedCase, error)
	// OpenVerification makes a case of a sealed verification that another workstation asks for.
	OpenVerification(ctx context.Context, file string, p casefile.Progress) (casefile.CaseRef, error)
	// ReturnVerification writes the answer of a sealed verification into a file, for whoever asked.
	ReturnVerification(ctx context.Context, casePath, file string, p casefile.Progress) (casefile.SealedSlip, error)
	// TakeVerification takes the answer to a sealed verification into the case that asked.
	TakeVerification(ctx context.Context, casePath, file string, p casefile.Progress) (casefile.VerificationItem, error)
}

// AskService is what asking for a verification needs.
type AskService interface {
	// Verifiers returns who can be asked about the conclusion of a comparison.
	Verifiers(ctx context.Context, casePath, comparisonID string) ([]casefile.Person, error)
	// AskVerification asks for a verification at this workstation; verifier is a person's id or "" for any who may.
	AskVerification(ctx context.Context, casePath, comparisonID, verifier, note string, p casefile.Progress) (casefile.Verification, error)
	// GiveVerification asks for one at another workstation, by a package.
	GiveVerification(ctx context.Context, casePath, comparisonID string, o casefile.SealedOrder, p casefile.Progress) (casefile.SealedSlip, error)
}
