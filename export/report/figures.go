package report

import "image"

// The figures of a comparison, each with what it shows in the words of the document. a and b, from and to are the labels of the items.

// PairFigure shows both topographies as they were recorded.
func PairFigure(img image.Image, a, b string) Figure {
	return figure(Figure{Image: img}, func(w Wording) (caption, alt string) {
		return w.Say("Relief of %[1]s and %[2]s under a virtual light from the upper left, levelled and filtered as compared, each as it was recorded. Points that were not measured are hatched.", a, b),
			w.Say("Grey relief pictures of both marks side by side at the same scale")
	})
}

// CellsFigure shows the cells of one direction of a comparison.
func CellsFigure(img image.Image, from, to, method string, congruent, comparable int) Figure {
	return figure(Figure{Image: img}, func(w Wording) (caption, alt string) {
		return w.Say("Cells of %[1]s to %[2]s (%[3]s method): %[4]d congruent of %[5]d comparable. The same number marks a cell and where it falls; congruent cells are outlined boldly, the others thinly.",
			from, to, method, congruent, comparable), w.Say("Both marks with the numbered cells of the comparison outlined")
	})
}

// SimilarityFigure shows where the surfaces are alike, b laid on a; windowUM is the side of the square that r is computed over.
func SimilarityFigure(img image.Image, a, b string, windowUM float64) Figure {
	return figure(Figure{Image: img, Half: true}, func(w Wording) (caption, alt string) {
		return w.Say("Similarity with %[2]s laid on %[1]s by the computed position: Pearson's r of both surfaces, levelled and filtered as compared, over a square of %[3]g µm about each point; brown is alike, blue opposite. "+
				"It shows where to look. No score is made from it, and single squares agree by chance on marks of different firearms too. Hatched: not known.", a, b, windowUM),
			w.Say("Map of the correlation of both surfaces over the area of the first")
	})
}

// DifferenceFigure shows by how much the heights differ, b laid on a. alike and overlap are shares of 1.
func DifferenceFigure(img image.Image, a, b string, rmsUM, alike, alikeUM, overlap float64) Figure {
	return figure(Figure{Image: img, Half: true}, func(w Wording) (caption, alt string) {
		return w.Say("Difference of heights, %[1]s less %[2]s, in the same position: RMS %[3]s µm; %.0[4]f %% of the common points differ by at most %[5]g µm; %.0[6]f %% of the measured points of %[1]s are common. "+
				"Small differences alone do not show agreement: flat areas differ little whatever made them. Hatched: not known.", a, b, w.Decimal(rmsUM), 100*alike, alikeUM, 100*overlap),
			w.Say("Map of the height difference of both surfaces over the area of the first")
	})
}

// PhotographsFigure shows both photographs as they were recorded.
func PhotographsFigure(img image.Image, a, b string) Figure {
	return figure(Figure{Image: img}, func(w Wording) (caption, alt string) {
		return w.Say("Photographs of %[1]s and %[2]s, each as it was recorded.", a, b), w.Say("Photographs of both marks side by side")
	})
}

// MixedFigure shows a topography beside a photograph.
func MixedFigure(img image.Image, a, b string) Figure {
	return figure(Figure{Image: img}, func(w Wording) (caption, alt string) {
		return w.Say("Recordings of %[1]s and %[2]s, each as it was recorded: a topography as a relief of the measured heights under a virtual light from the upper left, and a photograph. Their light is not the same.", a, b),
			w.Say("Relief and photograph of the marks side by side")
	})
}

// RegisteredFigure shows a photograph as it lies on the other.
func RegisteredFigure(img image.Image, a, b string) Figure {
	return figure(Figure{Image: img}, func(w Wording) (caption, alt string) {
		return w.Say("%[1]s turned and moved by the registration, beside %[2]s: the same place of both pictures shows the same place of the marks, if the registration is right. Hatched: not in the photograph.", a, b),
			w.Say("Both photographs in the registered position")
	})
}
