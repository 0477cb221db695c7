package imaging

// MethodPhotographs lays two photographs of a mark on each other for viewing. It is no measure of likeness of the marks: photographs of
// different firearms' marks can have a trustworthy registration, for instance where both are parallel. It has no cells, it never ranks, and
// no error rates are known for it.
const MethodPhotographs = "photographs"

// The figures of MethodPhotographs say how far its registration can be trusted. They are not comparable with the scores of topographies, nor
// with those of another pair of photographs.
const (
	// ScorePhotoTrust is how many powers of ten the probability that chance alone would give the pair a pose as good lies below 1: 3 is
	// one in a thousand, from which on a registration is trusted; nothing above 15 is stated.
	ScorePhotoTrust = "photographs_trust"
	// ScorePhotoCorrelation is Pearson's r of the filtered photographs at the pose, over what both show.
	ScorePhotoCorrelation = "photographs_correlation"
	// ScorePhotoOverlap is the share of A's middle disc that B shows too.
	ScorePhotoOverlap = "photographs_overlap"
)

// PhotoPose lays photograph A on photograph B where the scale of one of them is not known, so that no length is. Positions are shares of
// their own photograph's width: (column ÷ columns, row ÷ columns), with the origin at the centre of the first pixel. The position p of A falls
// on Magnify·R(AngleDeg)·p + (TX, TY) of B, a positive angle turning as in Pose.
type PhotoPose struct {
	AngleDeg float64 `json:"angle_deg"`
	Magnify  float64 `json:"magnify"` // widths of B that A's width covers
	TX       float64 `json:"tx_widths"`
	TY       float64 `json:"ty_widths"`
}

// Apply returns where the position p of A falls on B, both in shares of their own photograph's width.
func (q PhotoPose) Apply(p Point) Point {
	r := Pose{AngleDeg: q.AngleDeg}.Apply(p)
	return Point{X: float64(q.Magnify*r.X) + q.TX, Y: float64(q.Magnify*r.Y) + q.TY}
}

// Drawn returns how to draw B with A drawn widthA wide, in any unit of length: how wide B must be for one magnification, and the rigid
// pose in that unit. Where the unit is a made-up one, so is every length read from the drawing.
func (q PhotoPose) Drawn(widthA float64) (widthB float64, pose Pose) {
	widthB = widthA / q.Magnify
	return widthB, Pose{AngleDeg: q.AngleDeg, TX: q.TX * widthB, TY: q.TY * widthB}
}
