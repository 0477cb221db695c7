// Package scored goes the scored path whole: from two original files to the results of the methods, with nothing between that could be kept or
// changed. Whoever has the originals, the masks and the names of the units computes a stored comparison again with it, to the digit.
//
//	results, err := scored.Pair(ctx, scored.Original{X3P: a, Mask: &mask}, scored.Original{X3P: b})
//
// Units and frames are those of package imaging, steps and limits those of package compare. It is free of C: the digits are the same on every
// machine.
package scored

import (
	"context"
	"fmt"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/x3p"
)

// Original is a recording as it goes into a comparison.
type Original struct {
	X3P []byte
	// Units are those of the file's lengths where a person overruled what they look like, as x3p.ParseUnits reads them; "" where nobody did.
	Units string
	// Mask is the region that takes part; nil has it found automatically.
	Mask *imaging.Mask
}

// Prepare makes the recording ready for comparison with the parameters of this program.
func Prepare(ctx context.Context, o Original) (*compare.Scan, error) {
	units, err := x3p.ParseUnits(o.Units)
	if err != nil {
		return nil, err
	}
	f, err := units.DecodeBytes(o.X3P)
	if err != nil {
		return nil, fmt.Errorf("read x3p: %w", err)
	}
	if o.Mask == nil {
		return compare.Prepare(ctx, f.Surface, compare.Default())
	}
	return compare.PrepareMasked(ctx, f.Surface, pipeline.Mask{Mask: *o.Mask}, compare.Default())
}

// Pair compares two recordings by every method, as a comparison that a person reads is made.
func Pair(ctx context.Context, a, b Original) ([]imaging.Result, error) {
	scanA, err := Prepare(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("recording A: %w", err)
	}
	scanB, err := Prepare(ctx, b)
	if err != nil {
		return nil, fmt.Errorf("recording B: %w", err)
	}
	return compare.PairChecked(ctx, scanA, scanB)
}
