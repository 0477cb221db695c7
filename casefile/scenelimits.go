package casefile

import "math"

// maxCaption is how many characters a snapshot's caption may have: some lines of a report.
const maxCaption = 1_000

// maxFieldPx bounds a snapshot's picture on either side: more than an 8K screen has.
const maxFieldPx = 16_384

// Check says in a sentence what is wrong with a scene that is to be kept, nil where nothing is. Modes and overlays are words of
// the microscope; a reader that does not know one shows the picture.
func (s Scene) Check() error {
	numbers := []float64{s.SplitAt, s.Opacity, s.BlinkHz, s.UMPerPx}
	for _, side := range s.Sides {
		numbers = append(numbers, side.Centre.X, side.Centre.Y, side.AngleDeg, side.Azimuth, side.Elevation, side.Stretch, side.Black, side.White, side.Gamma)
	}
	if s.Line != nil {
		for _, l := range s.Line {
			numbers = append(numbers, l.From.X, l.From.Y, l.To.X, l.To.Y)
		}
	}
	if s.Pose != nil {
		numbers = append(numbers, s.Pose.AngleDeg, s.Pose.TX, s.Pose.TY)
	}
	for _, v := range numbers {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return badScene("a number of its view is not known")
		}
	}
	switch {
	case s.Mode == "":
		return badScene("it has no mode")
	case s.WidthPx < 1 || s.HeightPx < 1 || s.WidthPx > maxFieldPx || s.HeightPx > maxFieldPx:
		return badScene("its field has %[1]d × %[2]d pixels", s.WidthPx, s.HeightPx)
	case s.UMPerPx <= 0:
		return badScene("its scale is not known")
	case len(s.Overlays) > 32:
		return badScene("it has %[1]d overlays", len(s.Overlays))
	}
	return nil
}

func badScene(format string, args ...any) error {
	return &Error{Code: Invalid, What: "The snapshot cannot be kept: %[1]s", Do: "Fit the view and take it again",
		Args: []any{Sentence{Format: format, Args: args}}}
}

// CheckCaption refuses a caption that a report would not show as it stands.
func CheckCaption(caption string) error {
	if n := len([]rune(caption)); n > maxCaption {
		return &Error{Code: Invalid, What: "The caption has %[1]d characters, more than the %[2]d that fit", Do: "Give a shorter one", Args: []any{n, maxCaption}}
	}
	return nil
}
