package analysis

import (
	"context"
	"errors"

	"tracemark/app/hub/server"
	"tracemark/casefile"
	"tracemark/imaging/screen"
	"tracemark/imaging/x3p"
)

var _ server.Screener = (*Engine)(nil)

// Screening says what a sketch means: package screen's rings and reliefs, made of scans that were prepared with these parameters.
func (e *Engine) Screening() server.Screening {
	digest := e.method.Params[:8] // enough to tell parameters apart
	return server.Screening{Rings: screen.Version + " " + digest, Relief: screen.ReliefVersion + " " + digest,
		RingMarks: []casefile.MarkKind{casefile.BreechFace}}
}

// Sketch reduces the bytes of an X3P file to what a search screens by.
func (e *Engine) Sketch(ctx context.Context, data []byte) (server.Sketch, error) {
	f, err := face(ctx, data)
	if err != nil {
		return server.Sketch{}, err
	}
	var k server.Sketch
	if d, err := f.Describe(); err == nil {
		if k.Rings, err = d.MarshalBinary(); err != nil {
			return server.Sketch{}, err
		}
	}
	if b, err := f.Relief().MarshalBinary(); err == nil { // a scan larger than reliefs can be has none
		k.Relief = b
	}
	return k, nil
}

// Query makes the bytes of an X3P file ready to be sought.
func (e *Engine) Query(ctx context.Context, data []byte) (server.Query, error) {
	f, err := face(ctx, data)
	if err != nil {
		return nil, err
	}
	q := &query{relief: f.Relief()}
	if q.rings, err = f.Query(ctx); err != nil && !errors.Is(err, screen.ErrNoDescriptor) {
		return nil, err
	}
	return q, nil
}

// face prepares a scan as a comparison does, and then for screening.
func face(ctx context.Context, data []byte) (*screen.Face, error) {
	f, err := x3p.DecodeBytes(data)
	if err != nil {
		return nil, refuseX3P("The original", err)
	}
	s, err := Prepare(ctx, f.Surface)
	if err != nil {
		return nil, err
	}
	face, err := screen.Prepare(ctx, s.Surface(), screen.Default())
	return face, cannotCompare(err)
}

// query is a scan that is sought.
type query struct {
	rings  *screen.Query // nil when it has none
	relief *screen.Relief
}

// Has tells which measures there are.
func (q *query) Has() (rings, relief bool) { return q.rings != nil, true }

// Rings compares with a descriptor. Bytes that are none cannot be compared.
func (q *query) Rings(b []byte) (float64, bool) {
	var d screen.Descriptor
	if q.rings == nil || d.UnmarshalBinary(b) != nil {
		return 0, false
	}
	return q.rings.Score(&d).Score, true
}

// Surface correlates with a relief. Bytes that are none, and another spacing, cannot be compared.
func (q *query) Surface(ctx context.Context, b []byte) (float64, bool, error) {
	var r screen.Relief
	if r.UnmarshalBinary(b) != nil || r.SpacingUM() != q.relief.SpacingUM() {
		return 0, false, nil
	}
	m, err := q.relief.Correlate(ctx, &r, screen.Default().Search)
	return m.Score, true, err
}
