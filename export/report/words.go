package report

import (
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/draw"
	"strings"

	"tracemark/casefile"
)

// stated returns the first of vs that is not empty, "not stated" when all are.
func stated(vs ...string) string {
	for _, v := range vs {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return notStated
}

// none returns v, "none" when it is empty.
func none(v string) string {
	if v == "" {
		return "none"
	}
	return v
}

func dash(v string) string {
	if strings.TrimSpace(v) == "" {
		return ""
	}
	return "– " + v
}

// join joins those of vs that are not empty.
func join(sep string, vs ...string) string {
	var some []string
	for _, v := range vs {
		if v != "" {
			some = append(some, v)
		}
	}
	return strings.Join(some, sep)
}

func person(p casefile.Person) string { return stated(join(", ", p.Name, p.Role, p.Agency)) }

// code writes a coded field with the list it comes from, and the reason where there is none.
func code(c casefile.Code) string {
	switch c.State {
	case casefile.Empty:
		return notStated
	case casefile.Stated:
		if c.List == "" || c.Code == "" {
			return stated(c.Text())
		}
		return c.Text() + " (list " + join(" ", c.List, c.Version) + ")"
	default:
		return string(c.State)
	}
}

// paragraphs splits text at its line ends.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }) {
		if strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{"Not stated."}
	}
	return out
}

// sideTable sets A and B side by side.
type sideTable struct {
	a, b Item
	rows [][]string
}

func sides(f Facts) *sideTable { return &sideTable{a: f.A, b: f.B} }

func (t *sideTable) add(name string, value func(Item) string) {
	t.rows = append(t.rows, []string{name, value(t.a), value(t.b)})
}

func (t *sideTable) table() *Table {
	return &Table{Rows: t.rows, Columns: []Column{{Title: "", Share: 1.1}, {Title: "A: " + stated(t.a.Exhibit.Label), Share: 2, Mono: true},
		{Title: "B: " + stated(t.b.Exhibit.Label), Share: 2, Mono: true}}}
}

// number gives figures their numbers and puts halves that follow each other side by side.
func number(figures []Figure) [][]*Picture {
	var rows [][]*Picture
	open := false // the last row is one half wide
	for i, f := range figures {
		p := picture(f, i+1)
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

// NewPicture returns the n-th picture of a document.
func NewPicture(f Figure, n int) *Picture { return picture(f, n) }

func picture(f Figure, n int) *Picture {
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

func pictureSection(rows [][]*Picture) Section {
	s := Section{Heading: "Pictures"}
	if len(rows) == 0 {
		return Section{Heading: "Pictures", Blocks: []Block{{Paragraph: "This report has no pictures."}}}
	}
	s.Blocks = append(s.Blocks, Block{Paragraph: "Pictures show what was compared and where it agrees. They do not suffice to reach or to verify a conclusion."})
	for _, r := range rows {
		s.Blocks = append(s.Blocks, Block{Figures: r})
	}
	return s
}
