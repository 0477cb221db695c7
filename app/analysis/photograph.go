package analysis

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"math"
	"os"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/cv"
	"tracemark/imaging/photo"
)

func readPhoto(name, media string, data []byte) (Recording, error) {
	p, err := cv.Decode(data)
	if err != nil {
		return Recording{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a readable picture (%[2]v)",
			Do: "Export it again from the camera as PNG, TIFF, JPEG or BMP", Args: []any{name, err}, Cause: err}
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
		return r, &casefile.Error{Code: casefile.Invalid, What: "The photographs cannot be registered (%[1]v)",
			Do: "Use photographs that show the mark large and sharp", Args: []any{err}, Cause: err}
	}
	return r, err
}

// WithScale returns the recording with the scale of its capture, which a person may have stated where the file states none.
func (r Recording) WithScale(s casefile.Scale) Recording {
	if x, y, ok := s.UM(); ok && r.Photo != nil {
		p := *r.Photo
		p.Scale = photo.Scale{X: x, Y: y, Source: s.Source}
		r.Photo, r.Scale = &p, s
	}
	return r
}

// RegisterPair registers two photographs by the method imaging.MethodPhotographs. A registration that is not trustworthy is a result too: it
// has no pose, and its notes say why.
func RegisterPair(ctx context.Context, a, b Recording) (imaging.Result, error) {
	out := imaging.Result{Method: imaging.MethodPhotographs, Version: cv.RegistrationVersion}
	r, err := Register(ctx, a, b)
	if errors.Is(err, cv.ErrNothing) {
		out.Notes = []string{fmt.Sprintf("%s: the photographs do not show enough to register by (%v). Align them by eye.", noRegistration, errors.Unwrap(err))}
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Scores = []imaging.Score{{Name: imaging.ScorePhotoTrust, Value: trust(r.Chance)}, {Name: imaging.ScorePhotoCorrelation, Value: r.Correlation},
		{Name: imaging.ScorePhotoOverlap, Value: r.Overlap}}
	if !r.Trusted {
		out.Notes = []string{fmt.Sprintf("%s: chance alone would give these photographs a pose as good with a probability of %s, and at most %s is trusted. Align them by eye.",
			noRegistration, probability(r.Chance), probability(cv.MaxChance))}
		return out, nil
	}
	out.Notes = []string{fmt.Sprintf("Registered for viewing: chance alone would give these photographs a pose as good with a probability of %s. That says nothing about the source of the marks.", probability(r.Chance))}
	if out.Pose = r.UM; out.Pose == nil {
		q := photoPose(r.Pixels, a, b)
		out.PhotoPose = &q
		out.Notes = append(out.Notes, "The scale of a photograph is not known, or its pixels are not square, so the pose is in shares of the photographs' widths, and no length can be read from it.")
	}
	return out, nil
}

// mostTrust is where the rounding of double precision begins.
const mostTrust = 15

// trust turns a probability of chance into powers of ten.
func trust(chance float64) float64 { return math.Max(0, math.Min(mostTrust, -math.Log10(chance))) }

// probability writes a probability as people read it.
func probability(p float64) string {
	switch {
	case p >= 0.01:
		return fmt.Sprintf("%.2g", p)
	case p < math.Pow(10, -mostTrust):
		return fmt.Sprintf("less than 1 in 10^%d", int(mostTrust))
	case p < 1e-6:
		return fmt.Sprintf("1 in %.0f million", 1e-6/p)
	}
	return fmt.Sprintf("1 in %.0f", 1/p)
}

const noRegistration = "No trustworthy registration"

// photoPose turns a registration in pixels into one in widths.
func photoPose(s cv.Similarity, a, b Recording) imaging.PhotoPose {
	wa, wb := float64(a.Width), float64(b.Width)
	return imaging.PhotoPose{AngleDeg: s.AngleDeg, Magnify: s.Scale * wa / wb, TX: s.TX / wb, TY: s.TY / wb}
}

// PhotoParams lists the parameters of the registration of photographs, ready to print and to store.
func PhotoParams() []casefile.Param {
	var list []casefile.Param
	for _, p := range cv.Params() {
		list = append(list, casefile.Param{Name: p.Name, Value: p.Value, Unit: p.Unit, Source: p.Source})
	}
	return list
}

// ShrinkPhoto returns a photograph small enough for a square of side pixels.
func ShrinkPhoto(p *photo.Photo, side int) (*image.RGBA, error) {
	small, err := cv.Thumbnail(p, side)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The photograph cannot be made smaller (%[1]v)", Do: "Open it at full size", Args: []any{err}, Cause: err}
	}
	return RGBA(small), nil
}

// RGBA returns a photograph's pixels as they are drawn on a screen.
func RGBA(p *photo.Photo) *image.RGBA {
	m := image.NewRGBA(image.Rectangle{Max: p.Image.Bounds().Size()})
	draw.Draw(m, m.Bounds(), p.Image, p.Image.Bounds().Min, draw.Src)
	return m
}
