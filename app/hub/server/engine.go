package server

import (
	"context"

	"tracemark/casefile"
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

// Screener is an Engine that can also screen a gallery: by two measures much cheaper than Compare, taken from small sketches
// that the service makes of each original once and keeps. Where an engine is none, everything is compared.
type Screener interface {
	Engine
	// Screening says what the sketches mean.
	Screening() Screening
	// Sketch reduces an original. A casefile.Error says that it has none.
	Sketch(ctx context.Context, x3p []byte) (Sketch, error)
	// Query makes an original ready to be sought. A casefile.Error says that it cannot be.
	Query(ctx context.Context, x3p []byte) (Query, error)
}

// Screening names the versions of a sketch's parts: one kept under another is made again.
type Screening struct {
	Rings, Relief string
	RingMarks     []casefile.MarkKind // that rings describe; recordings of others are screened by relief only
}

// Sketch is what an original is screened by. A part that is nil is one that the original does not have: by it, the original
// is never left out.
type Sketch struct{ Rings, Relief []byte }

// Query is an original that is sought. It must be safe for concurrent use and give the same for the same input always. Higher
// scores are more alike; ok is false where the two cannot be compared.
type Query interface {
	// Has tells which parts there are to seek by.
	Has() (rings, relief bool)
	Rings(rings []byte) (score float64, ok bool)
	Surface(ctx context.Context, relief []byte) (score float64, ok bool, err error)
}

// Scan is a prepared recording; only its engine looks inside.
type Scan any

// Method says what scores come from. Whatever can change a digit changes it.
type Method struct {
	Name    string // of the method that ranks, such as imaging.MethodRegistered
	Version string
	Params  string // digest of the parameters
}
