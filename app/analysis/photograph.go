package analysis

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"io"
	"os"
	"strings"

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

// IsPicture reports whether the file at path begins like a photograph.
func IsPicture(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := io.ReadFull(f, head) // fewer bytes are no picture
	return strings.HasPrefix(sniff(head[:n]), "image/")
}

// Register finds how photograph a lies on b, for viewing; it is no score.
func Register(ctx context.Context, a, b Recording) (cv.Registration, error) {
	if a.Photo == nil || b.Photo == nil {
		return cv.Registration{}, &casefile.Error{Code: casefile.Invalid, What: "Only photographs are registered so", Do: "Compare topographies by their methods"}
	}
	r, err := cv.Register(ctx, a.Photo, b.Photo)
	if err != nil && ctx.Err() == nil {
		return r, &casefile.Error{Code: casefile.Invalid, What: fmt.Sprintf("The photographs cannot be registered (%v)", err),
			Do: "Use photographs that show the mark large and sharp", Cause: err}
	}
	return r, err
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
