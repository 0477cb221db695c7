package server

import (
	"context"

	"tracemark/imaging"
)

// Engine compares scans. It must be safe for concurrent use, and give the same for the same input always: what it gave
// a pair is kept and used again as long as its Method is the same.
type Engine interface {
	// Method names what the scores come from.
	Method() Method
	// Prepare reads an original (the bytes of an X3P file) into what Compare needs. A casefile.Error is shown to people
	// as the reason why the recording was left out.
	Prepare(ctx context.Context, x3p []byte) (Scan, error)
	// Compare compares two scans. The first score ranks, the following ones decide between equal ones in their order;
	// higher is more alike. Notes are sentences that must stand beside the scores.
	Compare(ctx context.Context, a, b Scan) (scores []imaging.Score, notes []string, err error)
}

// Scan is a prepared recording; only its engine looks inside.
type Scan any

// Method says what scores come from. Whatever can change a digit changes it.
type Method struct {
	Name    string // of the method that ranks, such as imaging.MethodRegistered
	Version string
	Params  string // digest of the parameters
}
