package screen

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"tracemark/imaging/filter"
	"tracemark/imaging/register"
)

// ReliefVersion names the layout and meaning of an encoded relief.
const ReliefVersion = "relief-1"

const (
	reliefMagic  = "TMREL001"
	reliefHead   = len(reliefMagic) + 2*2 + 3*8
	reliefUnit   = 60.0 // an encoded height of 1; the soft limit of P4 leaves none beyond 2
	reliefNone   = -128 // not measured
	reliefMostPx = 1024 // on a side: 51 mm
	keptLengths  = 8    // of transforms, whose spectra are kept: some 2 MB each
)

// ErrRelief is wrapped by the error for bytes that are not a relief of ReliefVersion: make it of the scan again.
var ErrRelief = errors.New("not a relief of version " + ReliefVersion)

// Relief is a face at 50 µm as a gallery keeps it for S1: heights in one byte each. It may be used by several goroutines at once.
type Relief struct {
	w, h       int
	dx, x0, y0 float64 // µm
	heights    []int8
	im         *register.Image

	mu     sync.Mutex
	turned map[int]*register.Turned // by length of the transforms; 0 for any
}

// newRelief rounds f, so that a relief is the same whether it has been stored or not.
func newRelief(f *filter.Field) *Relief {
	r := &Relief{w: f.W, h: f.H, dx: f.DX, x0: f.X0, y0: f.Y0, heights: make([]int8, f.W*f.H)}
	for i, m := range f.M {
		r.heights[i] = reliefNone
		if m != 0 {
			r.heights[i] = whole(float64(f.Z[i]) * reliefUnit)
		}
	}
	r.draw()
	return r
}

func (r *Relief) draw() {
	f := filter.NewField(r.w, r.h, r.dx, r.dx, r.x0, r.y0)
	for i, v := range r.heights {
		if v != reliefNone {
			f.Z[i], f.M[i] = float32(v)/reliefUnit, 1
		}
	}
	r.im = register.NewImage(f)
	r.turned = map[int]*register.Turned{0: register.NewTurned(r.im)}
}

// MarshalBinary encodes r, some 6 kB. It always succeeds for what Prepare made.
func (r *Relief) MarshalBinary() ([]byte, error) {
	if r.w > reliefMostPx || r.h > reliefMostPx {
		return nil, fmt.Errorf("encode relief of %d by %d points: more than %d on a side", r.w, r.h, reliefMostPx)
	}
	b := append(make([]byte, 0, reliefHead+len(r.heights)), reliefMagic...)
	b = binary.LittleEndian.AppendUint16(b, uint16(r.w))
	b = binary.LittleEndian.AppendUint16(b, uint16(r.h))
	for _, v := range []float64{r.dx, r.x0, r.y0} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	for _, v := range r.heights {
		b = append(b, byte(v))
	}
	return b, nil
}

// UnmarshalBinary decodes what MarshalBinary wrote; its error wraps ErrRelief.
func (r *Relief) UnmarshalBinary(b []byte) error {
	if len(b) < reliefHead || string(b[:len(reliefMagic)]) != reliefMagic {
		return fmt.Errorf("decode relief of %d bytes: %w", len(b), ErrRelief)
	}
	head := b[len(reliefMagic):reliefHead]
	w, h := int(binary.LittleEndian.Uint16(head)), int(binary.LittleEndian.Uint16(head[2:]))
	number := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(head[4+8*i:])) }
	dx, x0, y0 := number(0), number(1), number(2)
	if w < 1 || h < 1 || w > reliefMostPx || h > reliefMostPx || len(b) != reliefHead+w*h ||
		!(dx >= 1 && dx <= 1000 && math.Abs(x0) <= farthestUM && math.Abs(y0) <= farthestUM) {
		return fmt.Errorf("decode relief of %d by %d points in %d bytes: %w", w, h, len(b), ErrRelief)
	}
	*r = Relief{w: w, h: h, dx: dx, x0: x0, y0: y0, heights: make([]int8, w*h)}
	for i, v := range b[reliefHead:] {
		r.heights[i] = int8(v)
	}
	r.draw()
	return nil
}

// Correlate lays r on g (S1): the whole surfaces at every rotation. The score is z, the correlation over the smaller measured area; 0 when the
// two were measured at different spacings or one has no relief. r's spectra at all rotations, some 2 MB for each of the few sizes that a
// gallery has, are kept for the next call; Forget gives them back.
func (r *Relief) Correlate(ctx context.Context, g *Relief, s register.Search) (Match, error) {
	if r.dx != g.dx {
		return Match{}, ctx.Err()
	}
	fixed := g.any()
	mine := r.at(s.Length(r.any(), fixed))
	places, err := s.Places(ctx, mine, fixed)
	if err != nil || len(places) == 0 {
		return Match{}, err
	}
	q := places[0]
	return Match{Score: q.Z, Pose: q.Pose(mine.Centre(), fixed.Centre())}, nil
}

func (r *Relief) any() *register.Turned {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.turned[0]
}

// at returns r with its spectra of the length n: two goroutines at different lengths would else compute them in turns.
func (r *Relief) at(n int) *register.Turned {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.turned[n]; t != nil {
		return t
	}
	if len(r.turned) > keptLengths {
		r.turned = map[int]*register.Turned{0: r.turned[0]}
	}
	t := register.NewTurned(r.im)
	r.turned[n] = t
	return t
}

// SpacingUM returns the distance between points.
func (r *Relief) SpacingUM() float64 { return r.dx }

// Forget gives back the memory of the spectra.
func (r *Relief) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turned = map[int]*register.Turned{0: register.NewTurned(r.im)}
}
