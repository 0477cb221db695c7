package viewer

import (
	"image"

	"tracemark/imaging"
)

// Layer is something drawn over the specimens, such as annotations. Draw is called on the renderer's goroutine, once for
// each picture, so a Layer never changes once it has been handed over: hand over another with SetLayers.
type Layer interface{ Draw(p *Plate) }

// Plate is what a Layer draws on: the picture, and where the specimens lie on it. It is valid during Draw only.
type Plate struct {
	Image *image.RGBA
	Stage Stage
	// PxPerDIP is how many device pixels one unit of the interface has, for the width of lines.
	PxPerDIP float64
	// TextPx is the height of the type of the picture's own labels in device pixels: it grows with the text of the interface.
	TextPx float64
	// Draft is true while something moves: a costly layer may draw less.
	Draft bool
}

// To returns where a point of a specimen is seen.
func (p *Plate) To(side Side, at imaging.Point) Pixel { return p.Stage.Screen(side, at) }

// Clip returns the part of the picture in which a specimen is seen; it is empty where the specimen is not.
func (p *Plate) Clip(side Side) image.Rectangle { return p.Stage.Clip(side) }
