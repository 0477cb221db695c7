package analysis

import (
	"fmt"
	"image"
	"image/draw"

	"tracemark/casefile"
	"tracemark/imaging/cv"
	"tracemark/imaging/photo"
)

func readPhoto(name, media string, data []byte) (Recording, error) {
	p, err := cv.Decode(data)
	if err != nil {
		return Recording{}, &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("%s is not a readable picture (%v)", name, err),
			Do: "Export it again from the camera as PNG, TIFF, JPEG or BMP", Cause: err}
	}
	r := Recording{Kind: casefile.Photograph, MediaType: media, Photo: p}
	r.Width, r.Height = p.Size()
	if p.Scale.Known() {
		r.Scale = casefile.Scale{X: p.Scale.X, Y: p.Scale.Y, Source: "file (" + p.Scale.Source + ")"}
	}
	return r, nil
}

// ShrinkPhoto returns a photograph small enough for a square of side pixels.
func ShrinkPhoto(p *photo.Photo, side int) (*image.RGBA, error) {
	small, err := cv.Thumbnail(p, side)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: fmt.Sprintf("The photograph cannot be made smaller (%v)", err), Do: "Open it at full size", Cause: err}
	}
	return RGBA(small), nil
}

// RGBA returns a photograph's pixels as they are drawn on a screen.
func RGBA(p *photo.Photo) *image.RGBA {
	m := image.NewRGBA(image.Rectangle{Max: p.Image.Bounds().Size()})
	draw.Draw(m, m.Bounds(), p.Image, p.Image.Bounds().Min, draw.Src)
	return m
}
