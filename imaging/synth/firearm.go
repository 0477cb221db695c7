package synth

import (
	"math"
	"math/rand/v2"

	"tracemark/imaging"
)

// Firearm is a breech face with marks of its own.
type Firearm struct {
	seed uint64
	p    Params
	striae,
	grain layers
	arch  float64 // radius of the striae in µm, +Inf where they are straight
	deg   float64 // direction along the striae at the origin
	scale float64 // makes the marks' rms height MarkUM
}

// NewFirearm makes the firearm with the number seed.
func NewFirearm(seed uint64, p Params) *Firearm {
	f := &Firearm{seed: seed, p: p.withDefaults(), arch: math.Inf(1)}
	r := rand.New(rand.NewPCG(seed, 0x66697265))
	f.deg = r.Float64() * 360
	if r.Float64() < 0.5 {
		f.arch = 2500 + 6000*r.Float64() // a lathe's or end mill's arc, wider than the face
	}
	// Wavelengths of machining marks, 20 to 400 µm. A lattice step is about half a wavelength. Striae keep their height
	// over some tens of wavelengths.
	for _, um := range []float64{20, 40, 80, 160, 400} {
		f.striae.add(weight(r, um), newField(r.Uint64(), 0, um*(10+20*r.Float64()), um/2))
	}
	for _, um := range []float64{30, 60, 120, 240} {
		f.grain.add(weight(r, um), newField(r.Uint64(), 360*r.Float64(), um/2, um/2))
	}
	share := 0.3 + 0.5*r.Float64() // of the striae
	f.striae.normalise(share)
	f.grain.normalise(1 - share)
	f.scale = 1
	f.scale = f.p.MarkUM / f.rms()
	return f
}

// weight lets longer waves be higher, as on machined steel, with a factor of chance.
func weight(r *rand.Rand, um float64) float64 { return math.Sqrt(um) * (0.5 + r.Float64()) }

// normalise makes the variance of all layers together about v.
func (l layers) normalise(v float64) {
	sum := 0.0
	for _, w := range l.weights {
		sum += w * w
	}
	k := math.Sqrt(v / sum)
	for i := range l.weights {
		l.weights[i] *= k
	}
}

// rms measures the marks' height over the face.
func (f *Firearm) rms() float64 {
	var sum, sq float64
	const n, half = 80, 1600
	for i := range n * n {
		z := f.mark(float64(i%n-n/2)*2*half/n, float64(i/n-n/2)*2*half/n)
		sum += z
		sq += z * z
	}
	return math.Sqrt(sq/(n*n) - sum*sum/(n*n*n*n))
}

// mark returns the height of the firearm's marks at (u, v) in its own frame.
func (f *Firearm) mark(u, v float64) float64 {
	s, c := math.Sincos(f.deg * math.Pi / 180)
	along, across := float64(u*c)+float64(v*s), float64(v*c)-float64(u*s)
	if !math.IsInf(f.arch, 1) {
		// Polar coordinates about a centre at distance arch: across becomes the radius, along the length of the arc.
		d := across + f.arch
		across = math.Sqrt(float64(along*along)+float64(d*d)) - f.arch
		along = f.arch * math.Atan2(along, d)
	}
	return f.scale * (f.striae.at(along, across) + f.grain.at(u, v))
}

// shot is what chance decides for one shot.
type shot struct {
	pose        imaging.Pose // firearm's frame to scan
	force       float64
	tiltX       float64 // µm of height per µm
	tiltY       float64
	bulge       float64 // µm at the primer's edge
	edge        field   // unevenness of the rims
	contact     field
	texture     layers
	drop        field
	noise       uint64
	pinX, pinY  float64 // centre of the hole on the scan
	primX, prmY float64 // centre of the primer on the scan
}

// newShot decides everything about shot number n.
func (f *Firearm) newShot(n uint64) shot {
	r := rand.New(rand.NewPCG(f.seed, hash(n)))
	p := f.p
	cx, cy := float64(p.Width-1)/2*p.SpacingUM, float64(p.Height-1)/2*p.SpacingUM
	s := shot{
		pose: imaging.Pose{
			AngleDeg: (2*r.Float64() - 1) * p.MaxAngleDeg,
			TX:       cx + r.NormFloat64()*p.ShiftUM,
			TY:       cy + r.NormFloat64()*p.ShiftUM,
		},
		force: 0.85 + 0.3*r.Float64(),
		bulge: (2*r.Float64() - 1) * p.BulgeUM,
	}
	diameter := 2 * max(p.PrimerUM, 1)
	sin, cos := math.Sincos(2 * math.Pi * r.Float64())
	tilt := p.TiltUM * r.Float64() / diameter
	s.tiltX, s.tiltY = tilt*cos, tilt*sin
	s.edge = newField(r.Uint64(), 0, 150, 150)
	s.contact = newField(r.Uint64(), 360*r.Float64(), 500, 500)
	for _, um := range []float64{25, 50, 100, 200} {
		s.texture.add(math.Sqrt(um), newField(r.Uint64(), 360*r.Float64(), um/2, um/2))
	}
	s.texture.normalise(p.TextureUM * p.TextureUM)
	s.drop = newField(r.Uint64(), 0, 20, 20)
	s.noise = r.Uint64()
	s.pinX, s.pinY = s.pose.TX, s.pose.TY
	s.primX, s.prmY = cx+r.NormFloat64()*p.ShiftUM/3, cy+r.NormFloat64()*p.ShiftUM/3
	return s
}

// Pose returns the true pose of a shot: it lays the firearm's frame on the scan.
func (f *Firearm) Pose(shot uint64) imaging.Pose { return f.newShot(shot).pose }

// TruePose returns the pose that lays the scan of shot a on the scan of shot b.
func (f *Firearm) TruePose(a, b uint64) imaging.Pose {
	pa, pb := f.Pose(a).Inverse(), f.Pose(b)
	// Where a point goes first by pa, then by pb: rotations add, and pb moves pa's translation.
	t := pb.Apply(imaging.Point{X: pa.TX, Y: pa.TY})
	return imaging.Pose{AngleDeg: pa.AngleDeg + pb.AngleDeg, TX: t.X, TY: t.Y}
}
