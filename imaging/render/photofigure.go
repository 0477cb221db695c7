package render

import (
	"image"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"

	"tracemark/imaging"
)

// Photo is one half of a figure of photographs.
type Photo struct {
	Image     *image.RGBA
	Title     string  // above the picture: the item's label
	UMPerPx   float64 // 0 where the scale is not known
	Synthetic bool
}

// PhotoFigure draws two photographs side by side, at the same scale with a scale bar where both scales are known, else each as large
// as its half with a sentence instead of a bar.
func PhotoFigure(a, b Photo, o FigureOptions) *image.RGBA {
	f := &figure{o: o}
	if f.o.Width == 0 {
		f.o.Width = 1600
	}
	f.o.Width = max(320, min(f.o.Width, 8000))
	if f.o.SyntheticLabel == "" {
		f.o.SyntheticLabel = "SYNTHETIC DATA"
	}
	f.k = float64(f.o.Width) / 1600
	m, top := f.px(margin), f.px(titleBand)
	pw := (f.o.Width - 2*m - f.px(gapBetween)) / 2
	photos := [2]Photo{a, b}
	known := a.UMPerPx > 0 && b.UMPerPx > 0
	var per [2]float64 // the figure's pixels for one of the photograph
	for i, p := range photos {
		per[i] = float64(pw) / float64(p.Image.Rect.Dx())
	}
	if known {
		f.um = math.Max(a.UMPerPx/per[0], b.UMPerPx/per[1])
		per = [2]float64{a.UMPerPx / f.um, b.UMPerPx / f.um}
	}
	ph := 1
	for i, p := range photos {
		per[i] = math.Min(per[i], maxAspect*float64(pw)/float64(p.Image.Rect.Dy()))
		ph = max(ph, int(math.Ceil(per[i]*float64(p.Image.Rect.Dy()))))
	}
	f.img = image.NewRGBA(image.Rect(0, 0, f.o.Width, top+ph+f.px(captionBand)))
	draw.Draw(f.img, f.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	for i, p := range photos {
		x := m + i*(pw+f.px(gapBetween))
		f.panels[i] = image.Rect(x, top, x+pw, top+ph)
		f.photo(p, i, per[i])
	}
	f.photoFooter(known)
	return f.img
}

// photo draws one photograph into its panel.
func (f *figure) photo(p Photo, i int, per float64) {
	r := f.panels[i]
	f.text(p.Title, r.Min.X, r.Min.Y-f.px(14), textSize, true, ink, r.Dx())
	w, h := int(per*float64(p.Image.Rect.Dx())), int(per*float64(p.Image.Rect.Dy()))
	at := r.Min.Add(image.Pt((r.Dx()-w)/2, (r.Dy()-h)/2))
	area := image.Rectangle{Min: at, Max: at.Add(image.Pt(w, h))}
	xdraw.CatmullRom.Scale(f.img, area, p.Image, p.Image.Rect, xdraw.Src, nil)
	if p.Synthetic {
		f.label(area)
	}
}

func (f *figure) photoFooter(known bool) {
	caption := f.o.Caption
	r := f.panels[0]
	y := r.Max.Y + f.px(20)
	left := r.Min.X
	if known {
		left = f.bar(r.Min.X, y, float64(r.Dx())/4)
	} else if caption == "" {
		caption = "The scale of a photograph is not known: no scale bar, and sizes cannot be compared."
	}
	f.text(caption, left, y+f.px(12), textSize, false, ink, f.img.Rect.Max.X-left)
}

// bar draws a scale bar of at most wide pixels with its length under it, and returns where text beside it may begin.
func (f *figure) bar(x, y int, wide float64) int {
	length := niceLength(wide * f.um)
	n := int(math.Round(length / f.um))
	draw.Draw(f.img, image.Rect(x, y, x+n, y+max(2, f.px(8))), image.NewUniform(ink), image.Point{}, draw.Src)
	f.text(lengthText(length), x, y+f.px(32), textSize, false, ink, f.img.Rect.Dx())
	return x + n + f.px(40)
}

// LayPhoto returns photograph a as it lies on another one of w×h pixels: pose lays a on it, lengths being a's pixels times unitA and the
// other's times unitB. What a does not show is hatched.
func LayPhoto(a *image.RGBA, unitA float64, pose imaging.Pose, w, h int, unitB float64) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	back := pose.Inverse()
	for y := range h {
		// Along a row the place on a moves by a constant step.
		p := back.Apply(imaging.Point{X: 0, Y: float64(y) * unitB})
		q := back.Apply(imaging.Point{X: unitB, Y: float64(y) * unitB})
		for x := range w {
			k := float64(x)
			sx, sy := (p.X+k*(q.X-p.X))/unitA, (p.Y+k*(q.Y-p.Y))/unitA
			if !blend(out.Pix[out.PixOffset(x, y):], a, sx, sy) {
				hatch(out.Pix[out.PixOffset(x, y):], x, y)
			}
		}
	}
	return out
}

// blend writes the colour at (x, y) of a, whose pixels' centres are at whole numbers; false outside.
func blend(to []uint8, a *image.RGBA, x, y float64) bool {
	x0, y0 := math.Floor(x), math.Floor(y)
	i, j := int(x0), int(y0)
	if i < 0 || j < 0 || i+1 >= a.Rect.Dx() || j+1 >= a.Rect.Dy() {
		return false
	}
	fx, fy := x-x0, y-y0
	at := a.PixOffset(a.Rect.Min.X+i, a.Rect.Min.Y+j)
	for c := range 4 {
		top := float64(a.Pix[at+c])*(1-fx) + float64(a.Pix[at+4+c])*fx
		low := float64(a.Pix[at+a.Stride+c])*(1-fx) + float64(a.Pix[at+a.Stride+4+c])*fx
		to[c] = uint8(top*(1-fy) + low*fy + 0.5)
	}
	return true
}
