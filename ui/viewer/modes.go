package viewer

import (
	"math"

	"tracemark/imaging"
	"tracemark/imaging/render"
)

// SetMode changes how the field is shared. Difference is left alone where nothing can be subtracted, see CanSubtract.
func (v *Viewer) SetMode(m Mode) {
	if m < Split || m > Blink || m == Difference && !CanSubtract(v.specimens[A], v.specimens[B]) {
		m = v.stage.Mode
	}
	v.share(func(s *Stage) { s.Mode, s.Shown = m, s.First() })
}

// share changes how the field is shared. What was in the middle of a specimen's part stays there at the same magnification; where both
// were fitted they are fitted into their new parts.
func (v *Viewer) share(change func(*Stage)) {
	fit := v.isFitted()
	change(&v.stage)
	if fit {
		v.refit()
		return
	}
	v.settled()
}

// SetHorizontal lays the split line, or sets it upright.
func (v *Viewer) SetHorizontal(on bool) { v.share(func(s *Stage) { s.Horizontal = on }) }

// SetSplit moves the split line to a share of the field; 0 and 1 park it at the ends.
func (v *Viewer) SetSplit(at float64) { v.stage.SplitAt = min(max(at, 0), 1); v.moved() }

// Opacity returns how much of the upper specimen is seen in Overlay.
func (v *Viewer) Opacity() float64 { return v.opacity }

// SetOpacity sets how much of the upper specimen is seen in Overlay, 0 to 1.
func (v *Viewer) SetOpacity(o float64) { v.opacity = min(max(o, 0), 1); v.moved() }

// SetLinked links or frees the movements of both specimens.
func (v *Viewer) SetLinked(on bool) { v.stage.Linked = on; v.settled() }

// Swap exchanges the places of the two specimens on the screen.
func (v *Viewer) Swap() { v.stage.Swapped = !v.stage.Swapped; v.settled() }

// CanAlign reports whether there is a pose to align by. No turn lays a mirrored specimen on one that is not.
func (v *Viewer) CanAlign() bool {
	return v.pose != nil && !v.stage.alone() && v.stage.Views[A].Flipped == v.stage.Views[B].Flipped
}

// Align lays B under A by the computed pose; A stays where it is.
func (v *Viewer) Align() {
	if v.CanAlign() {
		v.stage = v.stage.Align(*v.pose)
		v.settled()
	}
}

// Flip mirrors a specimen, or mirrors it back. Nothing else ever mirrors one; the picture says so for as long as it is.
func (v *Viewer) Flip(side Side) {
	if v.specimens[side] == nil {
		return
	}
	v.stage = v.stage.Flip(side)
	v.settled()
	if v.OnFlipped != nil {
		v.OnFlipped(side, v.stage.Views[side].Flipped)
	}
}

// Fit shows everything there is whole, A upright. What is seen for the first time is aligned where there is a pose; after that it
// stays as it has been laid on each other, for what a person aligned by hand nothing else brings back, and the computed alignment is
// one key away. Two beside each other that have no computed alignment are each shown in the middle of their part.
func (v *Viewer) Fit() {
	boxes, pose := v.boxes()
	if v.pose == nil && v.stage.Mode == SideBySide {
		pose = nil
	}
	v.fitBy(boxes, pose)
}

// refit fits again what was fitted, where its field changed.
func (v *Viewer) refit() { v.fitBy(v.boxes()) }

// Whole reports whether everything is shown whole and nobody has moved it since.
func (v *Viewer) Whole() bool { return v.isFitted() }

// ShowWhole shows everything whole as the two lie on each other now.
func (v *Viewer) ShowWhole() { v.refit() }

func (v *Viewer) fitBy(boxes [2]Box, pose *imaging.Pose) {
	if v.stage.W == 0 || v.specimens == [2]*Specimen{} {
		return
	}
	v.fitted = true
	v.stage = v.stage.Fit(boxes, pose)
	v.fitTo = v.stage
	v.settled()
}

// boxes returns what Fit fits, and by which pose: the computed one at first, then the one by which the two lie.
func (v *Viewer) boxes() (boxes [2]Box, pose *imaging.Pose) {
	for i, sp := range v.specimens {
		if sp != nil {
			boxes[i] = sp.extent(v.looks[i].Filtered)
		}
	}
	switch {
	case v.specimens[A] == nil:
		boxes[A] = boxes[B]
	case v.specimens[B] == nil:
		boxes[B] = boxes[A]
	case !v.fitted:
		pose = v.pose
	default:
		lies := v.stage.Pose()
		pose = &lies
	}
	return boxes, pose
}

// isFitted reports whether everything lies as Fit last laid it. What is shown may have changed its size since, such as by the
// whole of a recording in the place of its first look: that is no movement.
func (v *Viewer) isFitted() bool {
	if v.stage.W == 0 || v.stage.Absent == [2]bool{true, true} {
		return false
	}
	return v.fitted && v.stage.Views == v.fitTo.Views && v.stage.UMPerPx == v.fitTo.UMPerPx
}

// keepsFit reports whether what is fitted is fitted again where it or its field changes its size: not under a hand that holds
// it, and not while a line is drawn, whose plot takes room of the field.
func (v *Viewer) keepsFit() bool { return v.isFitted() && v.gesture.kind == idle && v.line == nil }

// OneToOne shows the specimens at one point of the finer recording per pixel of the screen.
func (v *Viewer) OneToOne() {
	finest := math.Inf(1)
	for _, s := range v.specimens {
		if s != nil && s.scaleKnown {
			finest = min(finest, s.spacing())
		}
	}
	if !math.IsInf(finest, 1) {
		v.stage = v.stage.Zoom(v.stage.UMPerPx/finest, v.middle())
		v.settled()
	}
}

// Magnify enlarges both specimens by a factor about the middle of the field.
func (v *Viewer) Magnify(factor float64) {
	v.stage = v.stage.Zoom(factor, v.middle())
	v.moved()
}

// Rotate turns a specimen, or both while they are linked, clockwise about the middle of its field.
func (v *Viewer) Rotate(side Side, deg float64) {
	v.active = side
	v.stage = v.stage.Rotate(side, deg, v.stage.Centre(side))
	v.moved()
}

// Nudge moves a specimen, or both while they are linked, by device pixels.
func (v *Viewer) Nudge(side Side, dx, dy float64) {
	v.active = side
	v.stage = v.stage.Pan(side, dx, dy)
	v.moved()
}

// Active returns the specimen that the keys move while the two are not linked: the one that was touched last.
func (v *Viewer) Active() Side { return v.touched() }

// touched is the active specimen, the other where there is no such.
func (v *Viewer) touched() Side {
	if v.stage.Absent[v.active] {
		return 1 - v.active
	}
	return v.active
}

func (v *Viewer) middle() Pixel { return v.stage.Centre(v.stage.First()) }

// Look returns how a specimen is shown.
func (v *Viewer) Look(side Side) Look { return v.looks[side] }

// SetLook changes how a specimen is shown, Both changes both.
func (v *Viewer) SetLook(side Side, l Look) {
	for i := range v.looks {
		if side == Both || int(side) == i {
			v.looks[i] = l.sane()
		}
	}
	v.moved()
}

// LightsApart reports whether SetLight turns the light of one specimen only.
func (v *Viewer) LightsApart() bool { return v.apart }

// SetLightsApart parts the two lights, or lets the active specimen's fall on both again.
func (v *Viewer) SetLightsApart(on bool) {
	v.apart = on
	if !on {
		v.SetLight(v.Light())
		return
	}
	v.settled()
}

// Light returns the light's direction on the screen; where the lights are apart that of the active specimen.
func (v *Viewer) Light() render.Light { return v.looks[v.lightSide()].Light }

func (v *Viewer) lightSide() Side {
	if v.apart {
		return v.touched()
	}
	return A
}

// SetLight turns the light; where the lights are apart that of the active specimen.
func (v *Viewer) SetLight(l render.Light) {
	for i := range v.looks {
		if !v.apart || Side(i) == v.touched() {
			v.looks[i].Light = l
			v.looks[i] = v.looks[i].sane()
		}
	}
	v.moved()
}

// lights are what the key G goes through.
var lights = []render.Light{render.DefaultLight, render.RingLight, render.RakingRight, render.RakingTop, render.RakingLeft, render.RakingBottom}

// nextLight returns the preset after the present light.
func (v *Viewer) nextLight() render.Light {
	for i, l := range lights {
		if l == v.Light() {
			return lights[(i+1)%len(lights)]
		}
	}
	return lights[0]
}

// eachLook changes both looks.
func (v *Viewer) eachLook(f func(*Look)) {
	for i := range v.looks {
		f(&v.looks[i])
		v.looks[i] = v.looks[i].sane()
	}
	v.settled()
}

// Outlines reports whether congruent cells are drawn.
func (v *Viewer) Outlines() bool { return v.outlines }

// SetOutlines shows or hides the congruent cells.
func (v *Viewer) SetOutlines(on bool) { v.outlines = on; v.dropChoice(); v.settled() }

// Rejected reports whether cells that are not congruent are drawn.
func (v *Viewer) Rejected() bool { return v.rejected }

// SetRejected shows or hides the cells that are not congruent, with the reason.
func (v *Viewer) SetRejected(on bool) { v.rejected = on; v.dropChoice(); v.settled() }

func (v *Viewer) dropChoice() {
	if !v.outlines && !v.rejected {
		v.chosen = 0
	}
}

// Chosen returns the number of the cell that stands out with its partner, 0 where none does.
func (v *Viewer) Chosen() int { return v.chosen }

// Choose makes a cell and its partner stand out; 0 none.
func (v *Viewer) Choose(number int) { v.chosen = number; v.settled() }

// HeatMap returns the map that lies over the specimens, nil where there is none.
func (v *Viewer) HeatMap() *HeatMap { return v.heat }

// SetHeatMap lays a map over the specimens; nil takes it away.
func (v *Viewer) SetHeatMap(h *HeatMap) { v.heat = h; v.settled() }
