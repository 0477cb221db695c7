package verify

import (
	"bytes"
	"errors"
	"image"
	"reflect"

	"tracemark/export/annex"
	"tracemark/export/pdf"
	"tracemark/export/pdf/object"
	"tracemark/export/report"
)

// pages draws the document of the extract again, with the pictures that the file has, and holds it against the file before its first signature.
func (c *check) pages() error {
	if c.evidence == nil {
		return nil
	}
	base, err := firstRevision(c.file)
	if err != nil {
		c.open("pages_not_compared", "Whether the pages show what extract.json says was not checked (%[1]v).", err)
		return nil
	}
	doc, err := c.drawable(base)
	if err != nil {
		c.problem("pictures_differ", "The pages do not show the pictures that extract.json names (%[1]v).", err)
		return nil
	}
	again, err := pdf.RenderWith(c.ctx, doc, pdf.Options{}, c.o.Progress)
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	switch {
	case err != nil:
		c.open("pages_not_compared", "Whether the pages show what extract.json says was not checked (%[1]v).", err)
	case bytes.HasPrefix(c.file, again) || sameObjects(base, again):
		c.fact("pages_agree", "The pages show what extract.json says: drawn again they are the same, with every picture and with the code on the first page.")
	case producerOf(base) == pdf.Producer:
		c.problem("pages_differ", "The pages do NOT show what extract.json says: drawn again they are others.")
	default:
		c.open("pages_other_version", "The pages could not be held against extract.json: the report was drawn by %[1]s, which draws otherwise than this program (%[2]s).",
			producerOf(base), pdf.Producer)
	}
	return nil
}

// producerOf returns what a file says drew it.
func producerOf(f *object.File) string {
	s, _ := f.Get(f.Dict(f.Trailer["Info"])["Producer"]).(object.String)
	return s.Text()
}

// firstRevision returns the file as it was before anything was added to it.
func firstRevision(file []byte) (*object.File, error) {
	end := []byte("%%EOF\n")
	for at, tries := 0, 0; tries < 16; tries++ {
		i := bytes.Index(file[at:], end)
		if i < 0 {
			break
		}
		at += i + len(end)
		if f, err := object.Open(file[:at]); err == nil && f.Revisions == 1 {
			return f, nil
		}
	}
	return nil, errors.New("its first revision cannot be read")
}

// drawable returns the document with the code and the attachments that it was drawn with, and with the pictures that the file has, each by its hash.
func (c *check) drawable(base *object.File) (report.Document, error) {
	doc := c.evidence.Document
	doc.Attachments = c.attached
	doc.Code = annex.Code(doc.ReportID, c.attached)
	images, err := images(base)
	if err != nil {
		return doc, err
	}
	used := map[string]int{}
	doc.Sections = append([]report.Section(nil), doc.Sections...)
	for i, s := range doc.Sections {
		s.Blocks = append([]report.Block(nil), s.Blocks...)
		for j, b := range s.Blocks {
			figures := make([]*report.Picture, len(b.Figures))
			for k, p := range b.Figures {
				if p == nil {
					continue
				}
				q := *p
				if q.SHA256 != "" {
					same := images[q.SHA256]
					if len(same) == 0 {
						return doc, errors.New(q.Caption)
					}
					// Pictures that look the same are as many in the file as they were when it was drawn: one that was shown twice is there once.
					q.Image = same[min(used[q.SHA256], len(same)-1)]
					used[q.SHA256]++
				}
				figures[k] = &q
			}
			if b.Figures != nil {
				s.Blocks[j].Figures = figures
			}
		}
		doc.Sections[i] = s
	}
	if doc.Letterhead != nil {
		head := *doc.Letterhead
		for sum, same := range images { // what is no picture of the document can only be the logo; where more is left it will not be the same page
			if used[sum] == 0 {
				head.Logo = same[0]
			}
		}
		doc.Letterhead = &head
	}
	return doc, nil
}

// mostPixels is how many pixels the pictures of one file may have together: 100 of a comparison microscope's camera.
const mostPixels = 1 << 30

var errPicture = errors.New("a picture is of a kind that reports do not have")

// images returns the pictures of a file by the SHA-256 that a document names them by.
func images(f *object.File) (map[string][]image.Image, error) {
	out := map[string][]image.Image{}
	left := int64(mostPixels)
	for _, n := range f.Numbers() {
		v, err := f.Object(n)
		if err != nil {
			return nil, err
		}
		s, ok := v.(*object.Stream)
		if !ok || s.Dict["Subtype"] != object.Name("Image") {
			continue
		}
		w, h, err := sizeOf(s, left)
		if err != nil {
			return nil, err
		}
		left -= int64(w) * int64(h)
		img, err := decode(f, s, w, h)
		if err != nil {
			return nil, err
		}
		sum := report.NewPicture(report.Figure{Image: img}, 0).SHA256
		out[sum] = append(out[sum], img)
	}
	return out, nil
}

func sizeOf(s *object.Stream, left int64) (w, h int, err error) {
	wide, ok1 := s.Dict["Width"].(int64)
	high, ok2 := s.Dict["Height"].(int64)
	if !ok1 || !ok2 || wide < 1 || high < 1 || wide > 1<<20 || high > 1<<20 || wide*high > left {
		return 0, 0, errPicture
	}
	return int(wide), int(high), nil
}

func decode(f *object.File, s *object.Stream, w, h int) (image.Image, error) {
	r := image.Rect(0, 0, w, h)
	n := w * h
	if s.Dict["ColorSpace"] == object.Name("DeviceRGB") {
		n *= 3
	} else if s.Dict["ColorSpace"] != object.Name("DeviceGray") {
		return nil, errPicture
	}
	data, err := f.Data(s, int64(n)+int64(h)) // a byte a row more where a predictor is used
	if err != nil {
		return nil, err
	}
	if s.Dict["BitsPerComponent"] != int64(8) || len(data) != n {
		return nil, errPicture
	}
	if n == w*h {
		return &image.Gray{Pix: data, Stride: w, Rect: r}, nil
	}
	img := image.NewRGBA(r)
	for i, j := 0, 0; i < len(data); i, j = i+3, j+4 {
		img.Pix[j], img.Pix[j+1], img.Pix[j+2], img.Pix[j+3] = data[i], data[i+1], data[i+2], 255
	}
	return img, nil
}

// sameObjects reports whether a file has the objects of another one, however their streams are packed: another release of Go packs otherwise.
func sameObjects(base *object.File, again []byte) bool {
	f, err := object.Open(again)
	if err != nil || !reflect.DeepEqual(base.Numbers(), f.Numbers()) || !reflect.DeepEqual(base.Trailer["Root"], f.Trailer["Root"]) ||
		!reflect.DeepEqual(base.Trailer["Info"], f.Trailer["Info"]) {
		return false
	}
	for _, n := range base.Numbers() {
		a, err1 := unpacked(base, n)
		b, err2 := unpacked(f, n)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(a, b) {
			return false
		}
	}
	return true
}

// unpackedStream is a stream by what it holds.
type unpackedStream struct {
	dict object.Dict
	data string
}

const mostUnpacked = 512 << 20

func unpacked(f *object.File, n int) (any, error) {
	v, err := f.Object(n)
	s, ok := v.(*object.Stream)
	if err != nil || !ok {
		return v, err
	}
	data, err := f.Data(s, mostUnpacked)
	if err != nil {
		return nil, err
	}
	d := object.Dict{}
	for k, v := range s.Dict {
		if k != "Length" {
			d[k] = v
		}
	}
	return unpackedStream{d, string(data)}, nil
}
