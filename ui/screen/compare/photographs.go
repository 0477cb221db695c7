package compare

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// placed returns the pose to open a comparison in. Where photographs without a scale were registered it also says how large to draw each, in lengths
// per pixel: by the scale that is known, else one that is made up; 0 where nothing has to be made up.
func placed(k casefile.ComparisonItem, r imaging.Result) (spacing [2]float64, pose *imaging.Pose) {
	if r.PhotoPose == nil {
		return spacing, r.Pose
	}
	widthA := float64(k.A.Capture.Width)
	if x, _, ok := k.A.Capture.Scale.UM(); ok {
		widthA *= x
	} else if x, _, ok := k.B.Capture.Scale.UM(); ok {
		widthA = float64(k.B.Capture.Width) * x * r.PhotoPose.Magnify
	}
	widthB, q := r.PhotoPose.Drawn(widthA)
	return [2]float64{widthA / float64(k.A.Capture.Width), widthB / float64(k.B.Capture.Width)}, &q
}

// seenCard says what is known of a pair in which a photograph takes part: no score, and of two photographs how far their registration can be
// trusted.
func seenCard(k casefile.ComparisonItem, r imaging.Result) fyne.CanvasObject {
	if k.Pair() == casefile.TopographyAndPhotograph {
		return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Topography against photograph")),
			widget.Wrapped(lang.L("No method compares a topography with a photograph. They lie beside each other for looking at; nothing was computed, and no position is suggested."))))
	}
	angle := lang.L("none found")
	switch {
	case r.Pose != nil:
		angle = wording.Rotation(r.Pose)
	case r.PhotoPose != nil:
		angle = wording.Rotation(&imaging.Pose{AngleDeg: r.PhotoPose.AngleDeg})
	}
	facts := []string{lang.L("Rotation"), angle}
	if r.Pose != nil {
		facts = append(facts, lang.L("Displacement"), wording.Translation(r.Pose))
	}
	for _, v := range r.Scores {
		facts = append(facts, wording.Score(v.Name), wording.Value(v))
	}
	facts = append(facts, lang.L("Method"), r.Method+" "+r.Version, lang.L("Time taken"), wording.Number(float64(k.Comparison.Millis)/1000, 2)+" s")
	card := container.NewVBox(widget.Strong(lang.L("Photographs registered for viewing")))
	if r.Pose == nil && r.PhotoPose == nil {
		card = container.NewVBox(widget.NewWarning(lang.L("No trustworthy registration")))
	}
	card.Add(widget.NewFacts(facts...))
	for _, n := range r.Notes {
		card.Add(widget.Wrapped(wording.Note(n, k.A.Exhibit.Label, k.B.Exhibit.Label)))
	}
	card.Add(widget.Muted(lang.L("This is no score. No validated score exists for photographs.")))
	return widget.NewCard(card)
}
