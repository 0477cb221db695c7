package cv

import (
	"context"
	"errors"
	"fmt"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/photo"
)

// RegistrationVersion is the version of Register's method. Any change that can move a digit of a result changes it.
const RegistrationVersion = "2"

// MaxChance is the chance above which a registration is not trusted: one wrong pose in a thousand pairs, if the model of
// chance holds that Registration.Chance states.
const MaxChance = 1e-3

// Similarity lays picture A on picture B: the pixel p of A falls on Scale·R(AngleDeg)·p + (TX, TY) of B, with the origin
// at the centre of each picture's first pixel and a positive angle clockwise, as in imaging.Pose.
type Similarity struct {
	AngleDeg float64 `json:"angle_deg"`
	Scale    float64 `json:"scale"` // pixels of B for one of A
	TX       float64 `json:"tx_px"`
	TY       float64 `json:"ty_px"`
}

// Apply returns where the pixel (x, y) of A falls on B.
func (s Similarity) Apply(x, y float64) (bx, by float64) {
	sin, cos := math.Sincos(s.AngleDeg * math.Pi / 180)
	return s.Scale*(cos*x-sin*y) + s.TX, s.Scale*(sin*x+cos*y) + s.TY
}

// Registration is how one photograph lies on another. It is for viewing two photographs laid on each other and is no
// score: two marks from different firearms can have a clear best pose, for instance where their marks are parallel.
type Registration struct {
	Trusted bool       `json:"trusted"` // Chance is at most MaxChance; otherwise no pose is worth showing as found
	Pixels  Similarity `json:"pixels"`  // the best pose, trusted or not
	// UM is the pose in µm, nil where the scale of one of the photographs is not known.
	UM *imaging.Pose `json:"um,omitempty"`
	// Shift is where A's centre falls on B, seen from B's centre, in B's pixels: what people quote as a registration's
	// shift.
	ShiftX float64 `json:"shift_x_px"`
	ShiftY float64 `json:"shift_y_px"`
	// Chance is the probability that wrong rotations of this very pair would reach a correlation as high as the best one.
	// It comes from a Gumbel distribution fitted to the best correlation at every rotation far from the best, multiplied
	// by everything that was tried. Confidence is 1 − Chance.
	Chance     float64 `json:"chance"`
	Confidence float64 `json:"confidence"`
	// Correlation is Pearson's r of the filtered photographs at the pose, over what both show.
	Correlation float64  `json:"correlation"`
	Overlap     float64  `json:"overlap"` // share of A's disc that B shows too
	View        string   `json:"view"`    // what was compared: ViewMarks or ViewEnergy
	Start       string   `json:"start"`   // what found the pose before it was refined
	Notes       []string `json:"notes,omitempty"`
}

// What is compared, and what finds a pose.
const (
	ViewMarks  = "band-passed brightness"
	ViewEnergy = "energy of the band" // light and dark of a mark change places with the light; its energy stays

	StartSweep    = "correlation at every rotation"
	StartPolar    = "phase correlation of log-polar spectra"
	StartFeatures = "features"
)

// ErrNothing is returned for photographs that show nothing to register by.
var ErrNothing = errors.New("nothing to register")

// Register finds how photograph a lies on b under rotation, shift, change of scale and of light.
//
// Both are band-passed and freed of local contrast. Where both scales are known the pictures are brought to the same one.
// Otherwise a pixel of both is taken to show as much, and where that gives nothing, both pictures as wholes; the spectra's
// log-polar phase correlation (Reddy and Chatterji 1996, doi:10.1109/83.506761) proposes scales. At each scale every
// rotation is correlated by FFT. Where that gives nothing, features (ORB, RANSAC) propose more. The best pose is refined by
// ECC (Evangelidis and Psarakis 2008, doi:10.1109/TPAMI.2008.113), and trusted if chance would hardly reach it. What lies
// outside the disc inside the picture is not looked at: marks are photographed in the middle, and letters of a headstamp
// around them turn with the cartridge, not with the firearm.
func Register(ctx context.Context, a, b *photo.Photo) (Registration, error) {
	p, err := newPair(a, b, false)
	if err != nil {
		return Registration{}, err
	}
	defer p.close()
	best, err := p.find(ctx)
	if err != nil {
		return Registration{}, err
	}
	if best.chance > MaxChance && p.sizesDiffer() {
		q, err := newPair(a, b, true)
		if err != nil {
			return Registration{}, err
		}
		defer q.close()
		q.tried = p.tried // what was tried before could have been found by chance too
		other, err := q.find(ctx)
		if err != nil {
			return Registration{}, err
		}
		if other.chance < best.chance {
			p, best = q, other
		}
	}
	return p.result(ctx, best)
}

// result refines a pose and says what it is worth.
func (p *pair) result(ctx context.Context, c candidate) (Registration, error) {
	r := Registration{View: c.view.name, Start: c.start, Chance: c.chance, Confidence: 1 - c.chance}
	fine, err := p.refine(ctx, c)
	if err != nil {
		return r, err
	}
	if !fine.converged {
		r.Notes = append(r.Notes, fmt.Sprintf("The pose could not be refined; it is known to about %.0f° and %.0f pixels only.", sweepStep/2, 2*p.a.coarse))
	}
	r.Correlation, r.Overlap = fine.r, fine.overlap
	r.Trusted = c.chance <= MaxChance && fine.r > 0
	r.Pixels, r.ShiftX, r.ShiftY = p.inPixels(fine.warp)
	if p.scaled {
		um := p.inMicrometres(fine.warp)
		r.UM = &um
	} else {
		r.Notes = append(r.Notes, "The scale of a photograph is not known, so the pose is in pixels only.")
	}
	if !r.Trusted {
		r.Notes = append(r.Notes, "No registration is trustworthy: the best pose is one that chance may give.")
	}
	return r, nil
}

// inPixels turns a warp of the fine pictures, about their centres, into one of the photographs' pixels.
func (p *pair) inPixels(w warp) (s Similarity, dx, dy float64) {
	s = Similarity{AngleDeg: w.angle, Scale: w.scale * p.b.fine / p.a.fine}
	dx, dy = w.dx*p.b.fine, w.dy*p.b.fine
	x, y := s.Apply(p.a.cx, p.a.cy)
	s.TX, s.TY = p.b.cx+dx-x, p.b.cy+dy-y
	return s, dx, dy
}

// inMicrometres is inPixels for photographs whose scale is known.
func (p *pair) inMicrometres(w warp) imaging.Pose {
	um := p.b.um
	q := imaging.Pose{AngleDeg: w.angle}
	c := q.Apply(imaging.Point{X: p.a.cx * p.a.um, Y: p.a.cy * p.a.um})
	q.TX, q.TY = (p.b.cx+w.dx*p.b.fine)*um-c.X, (p.b.cy+w.dy*p.b.fine)*um-c.Y
	return q
}
