package screen

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"tracemark/imaging"
)

// Version names the layout and meaning of a descriptor. Descriptors of different versions cannot be compared.
const Version = "rings-2"

// Size is the length of an encoded descriptor in bytes.
const Size = len(magic) + 2*8 + 2*coefficients

const magic = "TMSCR002" // first bytes of an encoded descriptor of this Version

// ErrDescriptor is wrapped by the error for bytes that are not a descriptor of this Version: describe the scan again.
var ErrDescriptor = errors.New("not a descriptor of version " + Version)

// ErrNoDescriptor is wrapped by the error for a face that cannot be described: less than half of the firing-pin hole's edge is measured, or
// there is no relief. A screening must not leave such a scan out by its rings.
var ErrNoDescriptor = errors.New("the scan shows too little of a firing-pin hole, or no relief, to be described by rings")

// Descriptor is what a gallery keeps of a scan for screening: the harmonics of rings about the firing-pin hole. It is read-only once made.
type Descriptor struct {
	centre imaging.Point
	rose   rose
	norm   float64 // of the coefficients; 0 when there is no relief
}

// Describe returns f's descriptor, or ErrNoDescriptor.
func (f *Face) Describe() (*Descriptor, error) {
	if !f.hole {
		return nil, fmt.Errorf("describe face: %w", ErrNoDescriptor)
	}
	d := &Descriptor{centre: f.centre, rose: *newSampler(f.smooth).rose(f.centre)}
	if d.norm = math.Sqrt(float64(d.rose.energy())); d.norm == 0 {
		return nil, fmt.Errorf("describe face: %w", ErrNoDescriptor)
	}
	return d, nil
}

// MarshalBinary encodes d in Size bytes. It always succeeds.
func (d *Descriptor) MarshalBinary() ([]byte, error) {
	b := append(make([]byte, 0, Size), magic...)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(d.centre.X))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(d.centre.Y))
	for i := range d.rose.re {
		b = append(b, byte(d.rose.re[i]), byte(d.rose.im[i]))
	}
	return b, nil
}

// UnmarshalBinary decodes what MarshalBinary wrote; its error wraps ErrDescriptor.
func (d *Descriptor) UnmarshalBinary(b []byte) error {
	if len(b) != Size || string(b[:len(magic)]) != magic {
		return fmt.Errorf("decode descriptor of %d bytes: %w", len(b), ErrDescriptor)
	}
	b = b[len(magic):]
	c := imaging.Point{X: math.Float64frombits(binary.LittleEndian.Uint64(b)), Y: math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
	if !(math.Abs(c.X) <= farthestUM && math.Abs(c.Y) <= farthestUM) {
		return fmt.Errorf("decode descriptor, centre %g, %g µm: %w", c.X, c.Y, ErrDescriptor)
	}
	b = b[16:]
	var r rose
	for i := range r.re {
		r.re[i], r.im[i] = int8(b[2*i]), int8(b[2*i+1])
		if r.re[i] == math.MinInt8 || r.im[i] == math.MinInt8 { // never written; the sums of Score count on it
			return fmt.Errorf("decode descriptor, coefficient %d: %w", i, ErrDescriptor)
		}
	}
	*d = Descriptor{centre: c, rose: r, norm: math.Sqrt(float64(r.energy()))}
	return nil
}

// farthestUM bounds a centre: no scan of a case head is a metre wide.
const farthestUM = 1e6

// Query is a scan made ready to be compared with many descriptors. It may be used by several goroutines at once.
type Query struct {
	centres []imaging.Point
	roses   []centred
	pool    workPool
}

// Query returns f ready for comparisons: its rings about all the centres that it may have. Its errors are ctx's and ErrNoDescriptor.
func (f *Face) Query(ctx context.Context) (*Query, error) {
	if _, err := f.Describe(); err != nil {
		return nil, err
	}
	q := &Query{}
	s := newSampler(f.smooth)
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			if x*x+y*y > reach*reach {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			c := imaging.Point{X: f.centre.X + float64(float64(x)*stepUM), Y: f.centre.Y + float64(float64(y)*stepUM)}
			q.centres = append(q.centres, c)
			q.roses = append(q.roses, newCentred(s.rose(c)))
		}
	}
	return q, nil
}
