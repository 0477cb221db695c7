package report

import (
	"image"
	"strconv"
)

// Plate is how two specimens were drawn for comparison: at the same magnification and at the resolution that the recordings have. imaging/render draws
// it and refuses what it would have to interpolate.
type Plate struct {
	A, B      string // labels of the items
	UMPerPx   float64
	Reduction [2][2]int // of A and B: points of the recording along x and y that make a pixel
	Azimuth   float64   // of the light, degrees
	Elevation float64
	Gain      [2]float64 // contrast of the relief
	Marked    int        // regions drawn on it
}

// PlateFigure shows both specimens side by side.
func PlateFigure(img image.Image, p Plate) Figure {
	return figure(Figure{Image: img, UMPerPx: p.UMPerPx}, func(w Wording) (caption, alt string) {
		caption = w.Say("Comparison plate of %[1]s and %[2]s: both at the same scale, %[3]s µm per pixel (%[4]s), levelled and filtered as compared, light from %.0[5]f°, %.0[6]f° high, contrast × %.2[7]f and × %.2[8]f. Points that were not measured are hatched.",
			p.A, p.B, w.Decimal(p.UMPerPx), w.sampling(p), p.Azimuth, p.Elevation, p.Gain[0], p.Gain[1])
		return caption + w.regions(p), w.Say("Grey relief pictures of both marks side by side at the same scale")
	})
}

// SplitFigure shows A left and B, laid on A by the computed position, right of a line.
func SplitFigure(img image.Image, p Plate) Figure {
	return figure(Figure{Image: img, UMPerPx: p.UMPerPx}, func(w Wording) (caption, alt string) {
		caption = w.Say("Split view: %[1]s left of the line, right of it %[2]s laid on it by the computed position; both at %[3]s µm per pixel (%[4]s), light from %.0[5]f°, %.0[6]f° high, contrast × %.2[7]f and × %.2[8]f. "+
			"%[2]s was turned for it, which interpolates between its points and enlarges nothing.", p.A, p.B, w.Decimal(p.UMPerPx), w.sampling(p), p.Azimuth, p.Elevation, p.Gain[0], p.Gain[1])
		return caption + w.regions(p), w.Say("Both marks in one picture, divided by a line, as under a comparison microscope")
	})
}

// sampling says how many points make a pixel.
func (w Wording) sampling(p Plate) string {
	if p.Reduction == [2][2]int{{1, 1}, {1, 1}} {
		return w.Say("a pixel is a point of the recording")
	}
	by := func(k [2]int) string { return strconv.Itoa(k[0]) + " × " + strconv.Itoa(k[1]) }
	return w.Say("a pixel is the mean of %[1]s points of A and of %[2]s of B", by(p.Reduction[0]), by(p.Reduction[1]))
}

func (w Wording) regions(p Plate) string {
	if p.Marked == 0 {
		return ""
	}
	return " " + w.Say("Regions that the examiner marked: green alike, red different; the numbers are those of the table of regions.")
}
