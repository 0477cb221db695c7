// Package viewer is the virtual comparison microscope: two specimens in one field with a split line, at the same true
// magnification, moved together or one at a time, under one light.
//
// # Frames
//
// A specimen is seen in its scan's frame (see package imaging): µm from the centre of its first pixel, x to the right, y
// down, positive angles clockwise. The screen's frame is device pixels from the widget's top left corner. A View maps
// one onto the other. Nothing is ever mirrored.
//
// # Light
//
// The light's azimuth is a direction on the screen, so it stays where it is when a specimen is turned, and it is the same
// for both: two marks that agree look alike. The relief is rendered again for it.
//
// # Drawing
//
// Pictures are sampled in Go into a buffer of exactly the widget's device pixels, on a goroutine of their own; the newest
// wish wins. While something moves the sampling is nearest-neighbour, a moment later it is bilinear. Points that were not
// measured are hatched and never filled in.
//
// Limits: relief in grey only; photographs are not lit; a photograph whose scale is unknown is fitted to its neighbour's
// size and says so, and it has no scale bar.
package viewer
