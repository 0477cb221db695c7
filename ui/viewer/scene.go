package viewer

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/theme"
)

// modeWords are the modes as a casefile.Scene writes them.
var modeWords = [...]string{Split: "split", SideBySide: "side by side", Overlay: "overlay", Difference: "difference", Blink: "blink"}

// What a casefile.Scene calls the split line's directions, the colours and the viewer's own overlays.
const (
	upright       = "vertical"
	reliefWord    = "relief"
	heightWord    = "height"
	cellsOverlay  = "cells"
	othersOverlay = "rejected cells"
)

// Lying is what a casefile.Scene calls a split line that lies.
const Lying = "horizontal"

// ModeOf returns the mode that a scene is in, Split where it names none that is known.
func ModeOf(c casefile.Scene) Mode {
	for m, w := range modeWords {
		if w == c.Mode {
			return Mode(m)
		}
	}
	return Split
}

// Scene returns the exact state of what is seen. The overlays of layers and the version of the annotations are for those to
// add who handed the layers over.
func (v *Viewer) Scene() casefile.Scene {
	s := v.scene(false)
	return s.casefile(v.blinkHz)
}

func (s *scene) casefile(blinkHz float64) casefile.Scene {
	st := s.stage
	out := casefile.Scene{
		Mode: modeWords[st.Mode], Divider: upright, SplitAt: st.SplitAt, Swapped: st.Swapped, Linked: st.Linked,
		Opacity: s.opacity, BlinkHz: blinkHz, UMPerPx: st.UMPerPx, WidthPx: st.W, HeightPx: st.H, PxPerUnit: s.pxPerDIP,
		TextPx: s.textPx, Cell: s.chosen, Line: copyOf(s.line), Pose: copyOf(s.pose), ShownB: st.Mode == Blink && st.Shown == B,
	}
	if st.Horizontal {
		out.Divider = Lying
	}
	for i := range out.Sides {
		out.Sides[i] = sceneSide(st.Views[i], s.looks[i], s.specimens[i])
	}
	if s.outlines {
		out.Overlays = append(out.Overlays, cellsOverlay)
	}
	if s.rejected {
		out.Overlays = append(out.Overlays, othersOverlay)
	}
	if s.heat != nil {
		out.Overlays = append(out.Overlays, s.heat.Overlay)
	}
	return out
}

func copyOf[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

func sceneSide(v View, l Look, sp *Specimen) casefile.SceneSide {
	out := casefile.SceneSide{
		Centre: v.Centre, AngleDeg: v.AngleDeg, Flipped: v.Flipped, Filtered: l.Filtered, Colour: reliefWord,
		Azimuth: l.Light.AzimuthDeg, Elevation: l.Light.ElevationDeg, Ring: l.Light.Ring, Stretch: l.Stretch,
		Black: l.Black, White: l.White, Gamma: l.Gamma,
	}
	if l.Colour == Height {
		out.Colour = heightWord
	}
	if sp != nil {
		out.MaskID, out.Original = sp.MaskID, sp.Original
	}
	return out
}

// take makes the scene show what a casefile.Scene says; specimens, maps and layers are the scene's own.
func (s *scene) take(c casefile.Scene) {
	st := &s.stage
	st.Mode = ModeOf(c)
	st.Horizontal, st.SplitAt, st.Swapped, st.Linked = c.Divider == Lying, sensible(c.SplitAt, 0, 1), c.Swapped, c.Linked
	st.UMPerPx, st.W, st.H, st.Shown = sensible(c.UMPerPx, minUMPerPx, maxUMPerPx), c.WidthPx, c.HeightPx, A
	if c.ShownB {
		st.Shown = B
	}
	for i, side := range c.Sides {
		centre := imaging.Point{X: sensible(side.Centre.X, -farUM, farUM), Y: sensible(side.Centre.Y, -farUM, farUM)}
		st.Views[i] = View{Centre: centre, AngleDeg: sensible(side.AngleDeg, -360, 360), Flipped: side.Flipped}
		s.looks[i] = LookOf(side)
	}
	s.opacity, s.chosen, s.line, s.pose = sensible(c.Opacity, 0, 1), c.Cell, copyOf(c.Line), copyOf(c.Pose)
	s.pxPerDIP, s.textPx = c.PxPerUnit, c.TextPx
	s.outlines, s.rejected = false, false
	heat := s.heat
	s.heat = nil
	for _, o := range c.Overlays {
		s.outlines = s.outlines || o == cellsOverlay
		s.rejected = s.rejected || o == othersOverlay
		if heat != nil && heat.Overlay == o {
			s.heat = heat
		}
	}
}

// farUM is further from a specimen's origin than any specimen reaches: 1 m.
const farUM = 1e6

// sensible brings a number of a kept scene, which may be damaged, into its limits.
func sensible(v, least, most float64) float64 {
	if v != v {
		return least
	}
	return min(max(v, least), most)
}

// LookOf returns how a kept scene shows a side.
func LookOf(side casefile.SceneSide) Look {
	l := Look{Filtered: side.Filtered, Stretch: side.Stretch, Black: side.Black, White: side.White, Gamma: side.Gamma}
	l.Light.AzimuthDeg, l.Light.ElevationDeg, l.Light.Ring = side.Azimuth, side.Elevation, side.Ring
	if side.Colour == heightWord {
		l.Colour = Height
	}
	return l.sane()
}

// SetScene shows a scene again with the present specimens. In a field of another size the same part of them is seen, at
// another magnification. A heat map is shown only where it has been handed over before by SetHeatMap.
func (v *Viewer) SetScene(c casefile.Scene) {
	s := v.scene(false)
	s.take(c)
	w, h := v.stage.W, v.stage.H
	if w > 0 && h > 0 && c.WidthPx > 0 && c.HeightPx > 0 && (w != c.WidthPx || h != c.HeightPx) {
		k := max(float64(c.WidthPx)/float64(w), float64(c.HeightPx)/float64(h))
		s.stage.UMPerPx = sensible(k*s.stage.UMPerPx, minUMPerPx, maxUMPerPx)
	}
	s.stage.W, s.stage.H = w, h
	v.stage, v.looks, v.opacity, v.outlines, v.rejected = s.stage, s.looks, s.opacity, s.outlines, s.rejected
	v.chosen, v.heat, v.line, v.fitted = s.chosen, s.heat, s.line, true
	if s.pose != nil {
		v.pose = s.pose
	}
	v.apart = v.looks[A].Light != v.looks[B].Light
	if c.BlinkHz > 0 {
		v.blinkHz = min(max(c.BlinkHz, leastBlinkHz), mostBlinkHz)
	}
	v.stopBlinking()
	v.settled()
	if v.OnLine != nil {
		v.OnLine()
	}
}

// Picture draws the present state at full quality, as it is on the screen but for the badge of simulated data, which is dim in a dim room
// and not in a picture that is kept, on the calling goroutine. To draw on another
// goroutine take Still on the user-interface goroutine and draw that.
func (v *Viewer) Picture(ctx context.Context) (*image.RGBA, error) { return v.Still().Picture(ctx) }

// Still is a scene that can be drawn without a window, on any goroutine: the present state of a viewer, or one that was
// kept.
type Still struct {
	Scene  casefile.Scene
	A, B   *Specimen
	Heat   *HeatMap // drawn where the scene's overlays name it
	Layers []Layer
}

// Still returns the present state. It belongs to the user-interface goroutine; what it returns does not.
func (v *Viewer) Still() Still {
	return Still{Scene: v.Scene(), A: v.specimens[A], B: v.specimens[B], Heat: v.heat, Layers: v.layers}
}

// Picture draws the scene at its own size and at full quality. The same scene and specimens give the same bytes.
func (s Still) Picture(ctx context.Context) (*image.RGBA, error) {
	c := &s.Scene
	if c.WidthPx < 1 || c.HeightPx < 1 || c.WidthPx > mostPx || c.HeightPx > mostPx || !(c.UMPerPx > 0) {
		return nil, &casefile.Error{Code: casefile.Invalid, What: lang.L("The view has no size, so there is no picture of it"),
			Do: lang.L("Open the comparison and take the snapshot again")}
	}
	sc := scene{specimens: [2]*Specimen{s.A, s.B}, heat: s.Heat, layers: s.Layers, words: translated(),
		synthetic: [2]color.NRGBA{theme.SyntheticBG, theme.SyntheticFG}}
	sc.stage.Absent = [2]bool{s.A == nil, s.B == nil}
	sc.take(s.Scene)
	if sc.pxPerDIP == 0 { // kept before scenes had a density
		sc.pxPerDIP = 1
	}
	if sc.textPx == 0 {
		sc.textPx = 12
	}
	sc.pxPerDIP, sc.textPx = sensible(sc.pxPerDIP, 0.25, 8), sensible(sc.textPx, 6, 200)
	for _, sp := range sc.specimens {
		if sp == nil {
			continue
		}
		if err := sp.Prepare(ctx); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, sc.stage.W, sc.stage.H))
	newEasel().draw(img, &sc)
	return img, nil
}

// mostPx is the largest side of a picture.
const mostPx = 20_000
