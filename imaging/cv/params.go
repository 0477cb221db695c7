package cv

import "strconv"

// Param is one parameter of the registration as a report states it.
type Param struct{ Name, Value, Unit, Source string }

// Params lists what can move a digit of a registration, in the order of the steps that use it.
func Params() []Param {
	n := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	const own = "this program; not validated"
	return []Param{
		{"side of the picture that every rotation is tried on", n(coarseSide), "pixels", own},
		{"side of the picture that the pose is refined on", n(fineSide), "pixels", own},
		{"band-pass of the brightness, inner and outer standard deviation", n(bandFine) + " and " + n(bandRough), "pixels", own},
		{"window of local contrast, standard deviation", n(contrastSigma), "pixels", own},
		{"least local contrast, share of the whole picture's", n(contrastFloor), "", own},
		{"limit of brightness", n(clipAt), "standard deviations", own},
		{"step of rotation", n(sweepStep), "°", own},
		{"farthest shift tried", n(maxShift), "pixels of the smaller picture", own},
		{"scales tried where none is known", n(minScale) + " to " + n(maxScale), "", "Reddy and Chatterji 1996, doi:10.1109/83.506761"},
		{"rotations taken for chance, from the best", n(farAngle), "°", own},
		{"refinement, most steps", n(eccRounds), "", "Evangelidis and Psarakis 2008, doi:10.1109/TPAMI.2008.113"},
		{"chance above which a registration is not trusted", n(MaxChance), "", own},
	}
}
