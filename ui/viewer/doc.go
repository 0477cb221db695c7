// Package viewer is the virtual comparison microscope: two specimens in one field, or one alone, always at the same true
// magnification, moved together or one at a time, under one light or two.
//
//	v := viewer.New(tasks)
//	v.SetSpecimens(viewer.NewTopography("Q1", raw, filtered), viewer.NewPhoto("K1", img, 3.1, 3.1), result.Pose)
//	v.OnCell = func(side viewer.Side, index int) { … }
//	kept := v.Scene()                // the exact state
//	img, err := v.Picture(ctx)       // as it is on the screen
//	v.SetScene(kept)                 // the same bytes again
//
// # Frames and units
//
// A specimen is seen in its scan's frame (see package imaging): µm from the centre of its first pixel, x to the right, y
// down, positive angles clockwise. The screen's frame is device pixels from the widget's top left corner, a pixel's centre
// being half a pixel from its corner. A View maps one onto the other, a Stage holds both Views and how they share the
// field. Nothing is mirrored but by Flip, which tells OnFlipped and writes it over the specimen for as long as it lasts.
//
// # Modes
//
// Split shows one specimen on either side of a hairline, upright or lying, that is dragged and parks at either end so that
// one is seen whole. SideBySide gives each a half. Overlay shows the second through the first. Difference is A less B: of
// topographies their heights in µm as they lie, whatever laid them, about the median over where both are, which is taken
// for the zero that neither surface has; of photographs their greys; of one of each there is none. Blink shows one after
// the other, 0.5 to 5 times a second. The picture says how far B lies from where the computed pose lays it.
//
// # Light and colour
//
// A light's azimuth is a direction on the screen, so it stays where it is when a specimen is turned: two marks that agree
// look alike. A ring is the mean of lights from all round; under it no slope is so steep that it is black. The contrast is chosen for each surface so that the middle 60 %
// of its points span 40 % of the greys under lights from four sides: it does not change while the light goes round, and
// striae fade when it runs along them. Heights are in true proportion unless Look.Stretch exaggerates them, which is
// written on the picture. Height colours run from the median to the 5 % quantile that is furthest from it on either side, so that a colour is
// the same height above the median on both. Points that were not measured are hatched in every mode, never filled in:
// beside a gap nothing is interpolated.
//
// # Drawing
//
// Pictures are drawn in Go into a buffer of exactly the widget's device pixels, on a goroutine of their own; the newest wish
// wins. While something moves the nearest points are taken, 80 ms after the last event the picture is interpolated.
// Specimens are kept as pyramids of 16 bits a point: slopes for the relief, so that a light is a table and moving it
// renders nothing anew, and heights. Labels, scale bar, legends and warnings are part of the picture. The same Scene and
// specimens give the same bytes, on the screen, from Picture and from Still.
//
// # Keys
//
//	arrows          move by 1 pixel of the screen, with Shift by 10
//	[ ]             turn by 0.1°, with Shift by 1°
//	+ −             magnify            0   one point of the finer recording per pixel
//	F               fit                A   align as computed
//	L               link or free       X   swap
//	1 2 3 4 5       split, side by side, overlay, difference, blink
//	H               lay the split line or set it upright
//	Home M End      the split line to either end or the middle
//	; /             less and more: opacity of overlay, rate of blink
//	, .             turn the light by 5°, with Shift by 1°
//	U J             raise or lower the light by 5°, with Shift by 1°
//	G               next preset: default, ring, raking from 3, 12, 9 and 6 o'clock
//	T               relief or height   R   as recorded or filtered
//	C               congruent cells, with Shift the rejected ones
//	P               the line that measures and gives the profiles; Shift while dragging: multiples of 15°; Delete removes it;
//	                without a mouse the arrows move a cross and Enter or Space sets either end
//	Escape          gives up the tool, then the chosen cell
//
// While the two are free the keys move the one that was touched last. A Tool is offered every key first.
//
// # Mouse
//
// Primary button: drag to move, on the split line to part, click a cell to choose it with its partner. Secondary button, or
// Shift and the primary: turn about the centre. Wheel: magnify at the cursor; with Shift turn there. A Tool takes the primary
// and the secondary button; the middle button, the primary one with Control, the wheel and the split line's handle stay.
//
// # Limits
//
// A relief's slopes are told apart to σ/58 about the median, σ being the surface's own robust standard deviation, and not at
// all beyond 20 σ; heights to a 65534th of the range, or of 16 times the colour scale where spikes go further.
// Measurements are not taken from either: profiles come from the surfaces themselves. Photographs are not lit. One whose scale is not known is fitted to its neighbour's size and says so; then there is no scale bar and no length.
// Distances are along the surface's plane, not over its heights. Text is drawn with the letters of one font: Latin, Greek
// and Cyrillic.
package viewer
