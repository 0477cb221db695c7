package report

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/draw"
)

func pictures(b *builder) Section {
	s := Section{Heading: b.Say("Pictures")}
	rows := b.number(b.f.Figures)
	if len(rows) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("This report has no pictures.")}}
		return s
	}
	s.Blocks = append(s.Blocks, Block{Kind: Limit, Paragraph: b.Say("Pictures show what was compared and where it agrees. They do not suffice to reach or to verify a conclusion.")})
	for _, r := range rows {
		s.Blocks = append(s.Blocks, Block{Figures: r})
	}
	return s
}

// number gives figures their numbers and puts halves that follow each other side by side.
func (b *builder) number(figures []Figure) [][]*Picture {
	var rows [][]*Picture
	open := false // the last row is one half wide
	for i, f := range figures {
		if f.Words != nil {
			f.Caption, f.Alt = f.Words(b.Wording)
		}
		f.Caption = b.stated(f.Caption)
		p := NewPicture(f, i+1)
		if f.Half && open {
			rows[len(rows)-1] = append(rows[len(rows)-1], p)
			open = false
			continue
		}
		rows = append(rows, []*Picture{p})
		open = f.Half && i+1 < len(figures) && figures[i+1].Half
	}
	return rows
}

// NewPicture returns the n-th picture of a document, with the figure's texts as they stand.
func NewPicture(f Figure, n int) *Picture {
	p := &Picture{Number: n, Caption: stated(f.Caption), Alt: stated(f.Alt, f.Caption), Half: f.Half, UMPerPx: f.UMPerPx, Image: f.Image}
	if f.Image == nil {
		return p
	}
	b := f.Image.Bounds()
	p.Width, p.Height = b.Dx(), b.Dy()
	flat := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), f.Image, b.Min, draw.Src)
	sum := sha256.Sum256(flat.Pix)
	p.SHA256 = hex.EncodeToString(sum[:])
	return p
}
