package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"reflect"
	"runtime"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	ximage "golang.org/x/image/draw"

	"tracemark/casefile"
)

// Pictures of a mail variant: dots to the inch as drawn, and the quality of their JPEG from 1 to 100.
const (
	mailDPI     = 150
	mailQuality = 70
)

// encoded is a picture as the file holds it.
type encoded struct {
	w, h, colours int
	jpeg          bool
	data          []byte
}

func (e encoded) body() written {
	space, filter := "DeviceGray", fmt.Sprintf("/FlateDecode /DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d>>", e.colours, e.w)
	if e.colours == 3 {
		space = "DeviceRGB"
	}
	if e.jpeg {
		filter = "/DCTDecode"
	}
	return stream(e.data, "/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter %s", e.w, e.h, space, filter)
}

// pictures encodes pictures while pages are laid out and drawn, as many at a time as there are processors. On the pages stand-ins take their places: images
// whose width is the picture's number.
type pictures struct {
	ctx      context.Context
	mail     bool
	progress casefile.Progress
	total    int
	slots    chan struct{}
	wait     sync.WaitGroup
	numbers  map[image.Image]int
	all      []*encoded

	mu   sync.Mutex
	done int
	err  error
}

func newPictures(ctx context.Context, o Options, total int, progress casefile.Progress) *pictures {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	return &pictures{ctx: ctx, mail: o.Mail, progress: progress, total: total, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), numbers: map[image.Image]int{}}
}

// add begins to encode a picture that is drawn w by h millimetres large and returns its number. A picture that is shown twice is in the file once.
func (p *pictures) add(img image.Image, w, h float64) int {
	known := reflect.TypeOf(img).Comparable()
	if known {
		if n, ok := p.numbers[img]; ok {
			p.step()
			return n
		}
	}
	e := &encoded{}
	p.all = append(p.all, e)
	n := len(p.all)
	if known {
		p.numbers[img] = n
	}
	p.wait.Add(1)
	go func() {
		defer p.wait.Done()
		p.slots <- struct{}{}
		defer func() { <-p.slots }()
		var err error
		if *e, err = p.encode(img, w, h); err != nil {
			p.mu.Lock()
			p.err = err
			p.mu.Unlock()
		}
		p.step()
	}()
	return n
}

func (p *pictures) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.progress(int64(p.done), int64(p.total), "Drawing the pictures")
}

// encode turns a panic of an image that is not what it says into an error: it runs on a goroutine of its own.
func (p *pictures) encode(img image.Image, w, h float64) (e encoded, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("encode picture: %v", r)
		}
	}()
	if err := p.ctx.Err(); err != nil {
		return encoded{}, err
	}
	if p.mail {
		return lossy(img, w, h)
	}
	return lossless(p.ctx, img)
}

// finished waits for the pictures.
func (p *pictures) finished() ([]encoded, error) {
	p.wait.Wait()
	if p.err != nil {
		return nil, p.err
	}
	out := make([]encoded, len(p.all))
	for i, e := range p.all {
		out[i] = *e
	}
	return out, nil
}

// standIn draws the stand-in of a picture.
func (l *layout) standIn(number int, x, y, w, h float64) {
	name := fmt.Sprintf("picture-%d", number)
	if l.p.GetImageInfo(name) == nil {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, number, 1))); err != nil {
			l.p.SetError(fmt.Errorf("encode stand-in %d: %w", number, err))
			return
		}
		l.p.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, &b)
	}
	l.p.ImageOptions(name, x, y, w, h, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}

// opaque lays an image on white, as grey values when it has no colour: a report needs no transparency.
func opaque(img image.Image) image.Image {
	b := img.Bounds()
	r := image.Rect(0, 0, b.Dx(), b.Dy())
	if g, ok := img.(*image.Gray); ok && b.Min == (image.Point{}) {
		return g
	}
	if img.ColorModel() == color.GrayModel {
		out := image.NewGray(r)
		draw.Draw(out, r, img, b.Min, draw.Src)
		return out
	}
	out := image.NewRGBA(r)
	draw.Draw(out, r, image.White, image.Point{}, draw.Src)
	draw.Draw(out, r, img, b.Min, draw.Over)
	for i := 0; i < len(out.Pix); i += 4 {
		if out.Pix[i] != out.Pix[i+1] || out.Pix[i] != out.Pix[i+2] {
			return out // every pixel of it is opaque
		}
	}
	grey := image.NewGray(r)
	for i, j := 0, 0; i < len(out.Pix); i, j = i+4, j+1 {
		grey.Pix[j] = out.Pix[i]
	}
	return grey
}

// lossless encodes every pixel of an image as it is: rows with the PNG predictors (RFC 2083, 6), packed.
func lossless(ctx context.Context, img image.Image) (encoded, error) {
	img = opaque(img)
	e := encoded{w: img.Bounds().Dx(), h: img.Bounds().Dy(), colours: 1}
	rgba, colour := img.(*image.RGBA)
	if colour {
		e.colours = 3
	}
	var b bytes.Buffer
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	z.Reset(&b)
	f := newFilter(e.w*e.colours, e.colours)
	for y := range e.h {
		if err := ctx.Err(); err != nil {
			return encoded{}, err
		}
		if colour {
			row := rgba.Pix[y*rgba.Stride:]
			for i, j := 0, 0; i < len(f.now); i, j = i+3, j+4 {
				f.now[i], f.now[i+1], f.now[i+2] = row[j], row[j+1], row[j+2]
			}
		} else {
			g := img.(*image.Gray)
			copy(f.now, g.Pix[y*g.Stride:])
		}
		if _, err := z.Write(f.row()); err != nil {
			return encoded{}, fmt.Errorf("encode picture: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return encoded{}, fmt.Errorf("encode picture: %w", err)
	}
	e.data = b.Bytes()
	return e, nil
}

// lossy encodes an image as it is needed at the size at which it is drawn, as JPEG. It is never made larger.
func lossy(img image.Image, w, h float64) (encoded, error) {
	img = opaque(img)
	b := img.Bounds()
	dots := func(mm float64) int { return max(1, int(mm/25.4*mailDPI+0.5)) }
	if r := image.Rect(0, 0, dots(w), dots(h)); r.Dx() < b.Dx() && r.Dy() < b.Dy() {
		var small ximage.Image = image.NewRGBA(r)
		if _, grey := img.(*image.Gray); grey {
			small = image.NewGray(r)
		}
		ximage.ApproxBiLinear.Scale(small, r, img, b, ximage.Src, nil)
		img = small
	}
	e := encoded{w: img.Bounds().Dx(), h: img.Bounds().Dy(), colours: 3, jpeg: true}
	if _, grey := img.(*image.Gray); grey {
		e.colours = 1
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: mailQuality}); err != nil {
		return encoded{}, fmt.Errorf("encode picture: %w", err)
	}
	e.data = buf.Bytes()
	return e, nil
}
