package synth

// Params say what scans look like. A zero field takes its default, a negative one means none.
type Params struct {
	Width, Height int     // points; default 545 × 545
	SpacingUM     float64 // default 6.25
	PrimerUM      float64 // radius of the measured disc; default 1650
	PinUM         float64 // radius of the firing-pin hole; default 800

	MarkUM    float64 // rms height of the firearm's marks; default 1
	TextureUM float64 // rms height of each shot's own texture; default 0.35
	NoiseUM   float64 // rms height of the instrument's noise; default 0.03
	TiltUM    float64 // largest rise of a shot's tilt from edge to edge; default 15
	BulgeUM   float64 // largest height of a shot's bulge; default 10

	MaxAngleDeg float64 // largest rotation of a shot; default 30
	ShiftUM     float64 // standard deviation of a shot's shift in x and y; default 60
	LostContact float64 // share of the face that leaves no mark, on average; default 0.1
	Dropouts    float64 // share of points that the instrument misses; default 0.03
}

// withDefaults fills in what is zero and makes "none" of what is negative.
func (p Params) withDefaults() Params {
	if p.Width == 0 {
		p.Width = 545
	}
	if p.Height == 0 {
		p.Height = 545
	}
	p.Width, p.Height = min(max(p.Width, 2), maxSide), min(max(p.Height, 2), maxSide)
	for _, d := range []struct {
		to       *float64
		standard float64
	}{
		{&p.SpacingUM, 6.25}, {&p.PrimerUM, 1650}, {&p.PinUM, 800}, {&p.MarkUM, 1}, {&p.TextureUM, 0.35}, {&p.NoiseUM, 0.03},
		{&p.TiltUM, 15}, {&p.BulgeUM, 10}, {&p.MaxAngleDeg, 30}, {&p.ShiftUM, 60}, {&p.LostContact, 0.1}, {&p.Dropouts, 0.03},
	} {
		switch {
		case *d.to == 0:
			*d.to = d.standard
		case !(*d.to > 0):
			*d.to = 0
		}
	}
	if p.SpacingUM == 0 {
		p.SpacingUM = 6.25
	}
	return p
}

// maxSide is the largest side of a scan in points.
const maxSide = 8192
