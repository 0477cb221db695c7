package prepare

import (
	"context"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is
// the case's folder. An error's text is a sentence that is shown as it is.
type Service interface {
	// Exhibits returns the exhibits with their captures.
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)
	// Stages prepares a topography under its newest mask and describes each stage, the measured surface first.
	Stages(ctx context.Context, casePath, captureID string, p casefile.Progress) ([]casefile.Stage, error)
	// StageSurface returns stage n, of the measured surface's size and frame unless its grid is another.
	StageSurface(ctx context.Context, casePath, captureID string, n int) (*surface.Surface, error)
	// Masks returns the versions of the capture's mask, newest first.
	Masks(ctx context.Context, casePath, captureID string) ([]casefile.MaskItem, error)
	// MaskRegion returns the region of a version, of the automatic mask where maskID is "".
	MaskRegion(ctx context.Context, casePath, captureID, maskID string) (imaging.Mask, error)
	// ProposeMask makes the automatic mask the next version.
	ProposeMask(ctx context.Context, casePath, captureID string) (casefile.Mask, error)
	// SaveMask makes a region that a person drew the next version; parentID is the version it was drawn from.
	SaveMask(ctx context.Context, casePath, captureID, parentID string, region imaging.Mask, reason string) (casefile.Mask, error)
	// MaskFromFile makes the region of a PNG picture the next version, or where file is "" that in the capture's own file.
	MaskFromFile(ctx context.Context, casePath, captureID, file, reason string) (casefile.Mask, error)
}
