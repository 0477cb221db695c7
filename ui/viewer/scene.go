package viewer

import (
	"context"
	"image"

	"tracemark/casefile"
)

// modeWords are the modes as a casefile.Scene writes them.
var modeWords = [...]string{Split: "split", SideBySide: "side by side", Overlay: "overlay"}

// Scene returns the exact state of what is seen.
func (v *Viewer) Scene() casefile.Scene {
	st := v.stage
	s := casefile.Scene{
		Mode: modeWords[st.Mode], Divider: "vertical", SplitAt: st.SplitAt, Swapped: st.Swapped, Linked: st.Linked,
		Opacity: v.opacity, UMPerPx: st.UMPerPx, WidthPx: st.W, HeightPx: st.H, Pose: v.pose,
	}
	for i := range s.Sides {
		s.Sides[i] = casefile.SceneSide{
			Centre: st.Views[i].Centre, AngleDeg: st.Views[i].AngleDeg, Colour: "relief", Stretch: 1,
			Azimuth: v.light.AzimuthDeg, Elevation: v.light.ElevationDeg,
		}
	}
	if v.outlines {
		s.Overlays = append(s.Overlays, "cells")
	}
	return s
}

// SetScene shows a scene again.
func (v *Viewer) SetScene(s casefile.Scene) {
	for m, w := range modeWords {
		if w == s.Mode {
			v.stage.Mode = Mode(m)
		}
	}
	v.stage.SplitAt, v.stage.Swapped, v.stage.Linked, v.stage.UMPerPx = s.SplitAt, s.Swapped, s.Linked, s.UMPerPx
	v.opacity, v.fitted, v.outlines = s.Opacity, true, false
	for i, side := range s.Sides {
		v.stage.Views[i] = View{Centre: side.Centre, AngleDeg: side.AngleDeg}
	}
	v.light.AzimuthDeg, v.light.ElevationDeg = s.Sides[A].Azimuth, s.Sides[A].Elevation
	for _, o := range s.Overlays {
		v.outlines = v.outlines || o == "cells"
	}
	v.settled()
}

// Picture draws the present state at full quality, as it is on the screen.
func (v *Viewer) Picture(ctx context.Context) (*image.RGBA, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := v.scene(false)
	img := image.NewRGBA(image.Rect(0, 0, s.stage.W, s.stage.H))
	draw(img, s)
	return img, nil
}
