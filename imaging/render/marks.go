package render

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/font/sfnt"

	"tracemark/imaging"
)

// Okabe and Ito's bluish green and vermilion: what was marked as alike and as different. They are told apart by the numbers beside them too.
var (
	similarLine = color.NRGBA{0x00, 0x9e, 0x73, 0xff}
	differLine  = color.NRGBA{0xd5, 0x5e, 0x00, 0xff}
)

// marks draws the regions that a person marked; move takes a point of the specimen's frame to that of the picture, whose upper left corner is at.
func (f *figure) marks(dst *image.RGBA, s PlateSide, at image.Point, move func(imaging.Point) imaging.Point) {
	dx, dy := s.Surface.Spacing()
	for _, m := range s.Marks {
		line := differLine
		if m.Similar {
			line = similarLine
		}
		pts := make([]point, 0, len(m.Points)+1)
		for _, p := range m.Points {
			q := move(p)
			if math.IsNaN(q.X) || math.IsNaN(q.Y) || math.Abs(q.X) > 1e6 || math.Abs(q.Y) > 1e6 {
				return
			}
			pts = append(pts, point{float64(at.X) + (q.X+dx/2)/f.um, float64(at.Y) + (q.Y+dy/2)/f.um})
		}
		if len(pts) == 0 {
			continue
		}
		if m.Closed {
			pts = append(pts, pts[0])
		}
		width := max(1.5, 3*f.k)
		if m.WidthUM > 0 {
			line.A = 0x60 // what lies under a brush is still seen
			width = max(width, m.WidthUM/f.um)
		}
		for i := 1; i < len(pts); i++ {
			stroke(dst, pts[i-1], pts[i], width, line)
		}
		line.A = 0xff
		if n := len(pts); m.Arrow && n > 1 {
			arrowHead(dst, pts[n-2], pts[n-1], 14*f.k+6, line)
		}
		if m.Number > 0 {
			text(dst, fmt.Sprint(m.Number), upperLeft(pts), cellText*f.k, paper, line)
		}
	}
}

// stroke draws a straight line.
func stroke(dst *image.RGBA, a, b point, width float64, c color.Color) {
	dx, dy := b.x-a.x, b.y-a.y
	n := math.Hypot(dx, dy)
	if n == 0 {
		dx, n = 1, 1
	}
	ux, uy := dx/n*width/2, dy/n*width/2
	polygon(dst, []point{{a.x - uy, a.y + ux}, {b.x - uy, b.y + ux}, {b.x + uy, b.y - ux}, {a.x + uy, a.y - ux}}, c)
}

func arrowHead(dst *image.RGBA, from, tip point, size float64, c color.Color) {
	dx, dy := tip.x-from.x, tip.y-from.y
	n := math.Hypot(dx, dy)
	if n == 0 {
		return
	}
	ux, uy := dx/n*size, dy/n*size
	polygon(dst, []point{tip, {tip.x - ux - uy/2, tip.y - uy + ux/2}, {tip.x - ux + uy/2, tip.y - uy - ux/2}}, c)
}

// upperLeft is where a region's number stands: at its highest point.
func upperLeft(pts []point) point {
	top := pts[0]
	for _, p := range pts {
		if p.y < top.y {
			top = p
		}
	}
	return top
}

// drawable reports whether the font of pictures has every letter of s. It has none that are written from right to left.
func drawable(s string) bool {
	var b sfnt.Buffer
	for _, r := range s {
		if i, err := fonts().bold.GlyphIndex(&b, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}
