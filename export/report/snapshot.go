package report

import (
	"strings"

	"tracemark/casefile"
)

// SnapshotFigure makes a figure of a snapshot that was chosen for the report: its caption, and below it the state that shows it
// again. a and b are the labels of the items.
func SnapshotFigure(n casefile.Snapshot, a, b string) Figure {
	return figure(Figure{UMPerPx: n.Scene.UMPerPx}, func(w Wording) (caption, alt string) {
		caption = w.Say("Snapshot %[1]d of %[2]s and %[3]s.", n.Number, a, b)
		if n.Caption != "" {
			caption = w.Say("Snapshot %[1]d of %[2]s and %[3]s: %[4]s.", n.Number, a, b, strings.TrimSuffix(n.Caption, "."))
		}
		return caption + " " + w.scene(n.Scene), w.Say("Picture of the comparison microscope, chosen by the examiner")
	})
}

// figure says a figure's texts in English, and lets a document say them in its own language.
func figure(f Figure, words func(Wording) (caption, alt string)) Figure {
	f.Words = words
	f.Caption, f.Alt = words(Wording{})
	return f
}

// modes, dividers and colours are how the microscope showed the specimens.
var (
	modes = map[string]fixed{"split": "split", "side by side": "side by side", "overlay": "overlay", "difference": "difference", "blink": "blink"}

	dividers = map[string]fixed{"vertical": "vertical divider", "horizontal": "horizontal divider"}

	colours = map[string]fixed{"relief": "relief", "height": "heights in colour", "photograph": "photograph"}

	overlays = map[string]fixed{"cells": "cells", "rejected cells": "rejected cells", "annotations": "annotations", "similarity": "similarity"}
)

// scene says how a scene was shown.
func (w Wording) scene(s casefile.Scene) string {
	parts := []string{w.named(modes, s.Mode)}
	if s.Mode == "split" && s.Divider != "" {
		parts = append(parts, w.named(dividers, s.Divider))
	}
	if s.Swapped {
		parts = append(parts, w.Say("sides swapped"))
	}
	parts = append(parts, w.Say("%s µm per pixel", w.Decimal(s.UMPerPx)))
	if both := w.side(s.Sides[0]); both == w.side(s.Sides[1]) {
		parts = append(parts, w.Say("both: %s", both))
	} else {
		parts = append(parts, w.Say("A: %s", both), w.Say("B: %s", w.side(s.Sides[1])))
	}
	if len(s.Overlays) > 0 {
		with := make([]string, len(s.Overlays))
		for i, o := range s.Overlays {
			with[i] = w.named(overlays, o)
		}
		parts = append(parts, w.Say("with %s", strings.Join(with, ", ")))
	}
	return w.Say("Shown as %s.", strings.Join(parts, "; "))
}

// side says how one specimen was shown.
func (w Wording) side(s casefile.SceneSide) string {
	surface := w.Say("levelled, not filtered")
	if s.Filtered {
		surface = w.Say("levelled and filtered")
	}
	parts := []string{w.named(colours, s.Colour), surface}
	if s.Ring {
		parts = append(parts, w.Say("light from all round"))
	} else {
		parts = append(parts, w.Say("light from %.0[1]f°, %.0[2]f° high", s.Azimuth, s.Elevation))
	}
	if s.Flipped {
		parts = append(parts, w.Say("MIRRORED"))
	}
	if s.Stretch != 0 && s.Stretch != 1 {
		parts = append(parts, w.Say("heights exaggerated %s times", w.Decimal(s.Stretch)))
	}
	return strings.Join(parts, ", ")
}
