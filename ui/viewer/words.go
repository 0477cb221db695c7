package viewer

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"tracemark/imaging/render"
	"tracemark/ui/language"
	"tracemark/ui/theme"
	"tracemark/ui/viewer/ink"
)

// words are the texts that are drawn on pictures, in the person's language.
type words struct {
	unknownScale, noScaleBar, synthetic, mirrored string
	photograph, topography, filtered, recorded    string
	perPixel, perPoint, stretch, aligned, moved   string
	heights, difference, greyDifference           string
	decimal                                       byte // before decimals
}

func translated() *words {
	w := &words{decimal: '.',
		unknownScale: lang.L("scale unknown"), noScaleBar: lang.L("scale unknown: no scale bar, sizes are not comparable"),
		synthetic: lang.L("SYNTHETIC DATA"), mirrored: lang.L("MIRRORED"),
		photograph: lang.L("photograph"), topography: lang.L("topography"),
		filtered: lang.L("filtered"), recorded: lang.L("as recorded"),
		perPixel: lang.L("µm per pixel of the screen"), perPoint: lang.L("µm per point"),
		stretch: lang.L("HEIGHTS EXAGGERATED"), aligned: lang.L("aligned as computed"), moved: lang.L("from the computed alignment"),
		heights: lang.L("height above the median"), difference: lang.L("A − B"), greyDifference: lang.L("A − B of greys"),
	}
	if language.DecimalComma() {
		w.decimal = ','
	}
	return w
}

// Colours of what is said over the picture beside theme's.
var (
	warning     = color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff} // vermilion of Okabe and Ito
	warningText = color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	noticeText  = color.NRGBA{R: 0xff, G: 0xe0, B: 0x66, A: 0xff}
)

// edge is the room between texts and the field's edge, in units.
const edge = 10

func (e *easel) setFace() {
	if e.face != nil && e.facePx == e.scene.textPx {
		return
	}
	face, err := ink.NewFace(fynetheme.DefaultTextFont().Content(), e.scene.textPx)
	if err != nil {
		return // cannot happen with the font that is part of the program
	}
	e.face, e.facePx = face, e.scene.textPx
}

// drawWords draws what must be read with the picture: which specimen is which, its state, the scale, the legends.
func (e *easel) drawWords() {
	if e.face == nil || e.scene.words == nil {
		return
	}
	s := e.scene
	for side := A; side <= B; side++ {
		if s.seen(side) {
			e.drawLabels(side)
		}
	}
	if s.seen(A) || s.seen(B) {
		e.drawScale()
		e.drawAngles()
		e.drawLegends()
	}
}

// tag draws e.text on a shade with its upper left corner at (x, y), or its upper right one, and returns the y below it.
func (e *easel) tag(clip image.Rectangle, x, y int, right bool) int {
	return e.colouredTag(clip, x, y, right, theme.FieldShade, theme.FieldText)
}

// colouredTag is tag in other colours. A tag that does not fit into its specimen's part of the field is left out.
func (e *easel) colouredTag(clip image.Rectangle, x, y int, right bool, ground, letters color.NRGBA) int {
	if e.face == nil {
		return y
	}
	k := e.scene.pxPerDIP
	padX, padY := int(6*k), int(2*k)
	w, h := e.face.Width(e.text)+2*padX, e.face.Height()+2*padY
	if right {
		x -= w
	}
	r := image.Rect(x, y, x+w, y+h)
	if !r.In(clip.Intersect(e.dst.Rect)) {
		return y
	}
	ink.Fill(e.dst, r, ground)
	e.face.Text(e.dst, x+padX, y+padY, e.text, letters)
	return y + h + int(3*k)
}

// drawLabels writes who a specimen is and what was done to it.
func (e *easel) drawLabels(side Side) {
	s := e.scene
	sp, look := s.specimens[side], s.looks[side]
	clip := s.stage.Clip(side)
	margin := int(edge * s.pxPerDIP)
	right := side != s.stage.First() && !s.stage.alone() && s.stage.Mode != Blink && (!s.stage.Horizontal || !s.stage.parted())
	x, y := clip.Min.X+margin, clip.Min.Y+margin
	if right {
		x = clip.Max.X - margin
	}
	e.text = append(e.text[:0], "AB"[side], ' ', ' ')
	e.text = append(e.text, sp.Label...)
	y = e.tag(clip, x, y, right)
	e.kindLine(side)
	if len(e.text) > 0 {
		y = e.tag(clip, x, y, right)
	}
	if sp.Synthetic {
		e.text = append(e.text[:0], s.words.synthetic...)
		y = e.colouredTag(clip, x, y, right, s.synthetic[0], s.synthetic[1])
	}
	if s.stage.Views[side].Flipped {
		e.text = append(e.text[:0], s.words.mirrored...)
		y = e.colouredTag(clip, x, y, right, warning, warningText)
	}
	if sp.photo == nil && look.Stretch != 1 {
		e.text = append(append(e.text[:0], s.words.stretch...), " ×"...)
		e.text = s.words.number(e.text, look.Stretch, 'g', 3)
		e.colouredTag(clip, x, y, right, warning, warningText)
	}
}

// kindLine puts into e.text what is said under a label: the version, and kind and resolution where the two sides differ.
func (e *easel) kindLine(side Side) {
	s := e.scene
	e.text = e.text[:0]
	add := func(part string) {
		if len(e.text) > 0 {
			e.text = append(e.text, "  ·  "...)
		}
		e.text = append(e.text, part...)
	}
	sp, other := s.specimens[side], s.specimens[1-side]
	if other != nil && (sp.photo == nil) != (other.photo == nil) {
		if sp.photo == nil {
			add(s.words.topography)
		} else {
			add(s.words.photograph)
		}
	}
	if sp.HasBoth() {
		if s.looks[side].Filtered {
			add(s.words.filtered)
		} else {
			add(s.words.recorded)
		}
	}
	if !sp.scaleKnown {
		add(s.words.unknownScale)
	} else if other != nil && other.scaleKnown && unequal(sp.recordedUM(), other.recordedUM()) {
		add("")
		e.text = s.words.three(e.text, sp.recordedUM())
		e.text = append(append(e.text, ' '), s.words.perPoint...)
	}
}

// unequal reports whether two resolutions differ by more than a hundredth.
func unequal(a, b float64) bool { return math.Abs(a-b) > 0.01*max(a, b) }

// number writes a number with a minus sign and the decimal mark of the words' language.
func (w *words) number(b []byte, v float64, format byte, digits int) []byte {
	from := len(b)
	if v < 0 {
		b = append(b, "−"...)
	}
	b = strconv.AppendFloat(b, math.Abs(v), format, digits, 64)
	if i := bytes.IndexByte(b[from:], '.'); i >= 0 {
		b[from+i] = w.decimal
	}
	return b
}

// three writes three significant digits.
func (w *words) three(b []byte, v float64) []byte {
	decimals := 2
	switch a := math.Abs(v); {
	case a == 0, a >= 100:
		decimals = 0
	case a >= 10:
		decimals = 1
	case a < 0.1:
		decimals = 4
	}
	return w.number(b, v, 'f', decimals)
}

// degrees writes an angle with a tenth of a degree; less than half of one is none, without a sign.
func (w *words) degrees(b []byte, deg float64) []byte {
	if math.Abs(deg) < 0.05 {
		deg = 0
	}
	return append(w.number(b, deg, 'f', 1), "°"...)
}

// drawScale draws the scale bar and the magnification, which is the same on both sides.
func (e *easel) drawScale() {
	s := e.scene
	k := s.pxPerDIP
	margin := int(edge * k)
	y := s.stage.H - margin - e.face.Height() - int(4*k)
	for _, sp := range s.specimens {
		if sp != nil && !sp.scaleKnown {
			e.text = append(e.text[:0], s.words.noScaleBar...)
			e.tag(e.dst.Rect, margin, y, false)
			e.scaleTo = e.tagEnd(margin)
			return
		}
	}
	um, px := ScaleBar(s.stage.UMPerPx, float64(s.stage.W)*0.22)
	e.text = e.text[:0]
	if um >= 1000 {
		e.text = append(s.words.number(e.text, um/1000, 'f', -1), " mm"...)
	} else {
		e.text = append(s.words.number(e.text, um, 'f', -1), " µm"...)
	}
	e.text = append(e.text, "   ·   "...)
	e.text = s.words.three(e.text, s.stage.UMPerPx)
	e.text = append(append(e.text, ' '), s.words.perPixel...)
	e.tag(e.dst.Rect, margin, y, false)
	e.scaleTo = e.tagEnd(margin)
	bar := image.Rect(margin, y-int(9*k), margin+int(math.Round(px)), y-int(4*k))
	ink.Fill(e.dst, bar.Inset(-max(1, int(k))), theme.Field)
	ink.Fill(e.dst, bar, theme.FieldText)
}

// tagEnd returns the column at which a tag of the text ends that begins at x.
func (e *easel) tagEnd(x int) int {
	if e.face == nil {
		return x
	}
	return x + e.face.Width(e.text) + 2*int(6*e.scene.pxPerDIP)
}

// drawAngles says how the specimens are turned, and how far they lie from where the computed pose lays them.
func (e *easel) drawAngles() {
	s := e.scene
	k := s.pxPerDIP
	x := s.stage.W - int(edge*k)
	y := s.stage.H - int(edge*k) - e.face.Height() - int(4*k)
	e.text = e.text[:0]
	for side := A; side <= B; side++ {
		if s.specimens[side] != nil {
			if len(e.text) > 0 {
				e.text = append(e.text, "   "...)
			}
			e.text = append(e.text, "AB"[side], ' ')
			e.text = s.words.degrees(e.text, s.stage.Views[side].AngleDeg)
		}
	}
	if x-e.tagEnd(0) < e.scaleTo { // large text in a small picture: one line above the other
		y -= e.face.Height() + int(7*k)
	}
	e.tag(e.dst.Rect, x, y, true)
	if s.pose == nil || s.stage.alone() || s.stage.Views[A].Flipped != s.stage.Views[B].Flipped {
		return
	}
	um, deg := s.away()
	y -= e.face.Height() + int(7*k)
	if um < s.stage.UMPerPx/2 && math.Abs(deg) < 0.05 {
		e.text = append(e.text[:0], s.words.aligned...)
		e.tag(e.dst.Rect, x, y, true)
		return
	}
	e.text = append(s.words.three(e.text[:0], um), " µm, "...)
	e.text = append(append(s.words.degrees(e.text, deg), ' '), s.words.moved...)
	e.colouredTag(e.dst.Rect, x, y, true, theme.FieldShade, noticeText)
}

// away returns how far, at the centre of the field, B lies from where the computed pose lays it, and how far it is turned from there,
// clockwise as the angles that stand beside it.
func (s *scene) away() (um, deg float64) {
	st := &s.stage
	want := s.pose.Apply(st.Views[A].Centre)
	got := st.Views[B].Centre
	upright := st.Views[A].AngleDeg - st.Views[A].mirror()*s.pose.AngleDeg
	return math.Hypot(want.X-got.X, want.Y-got.Y), wrapDeg(st.Views[B].AngleDeg - upright)
}

// drawLegends draws the scales of the colours that are in the picture.
func (e *easel) drawLegends() {
	s := e.scene
	first := s.stage.H / 4
	right, y := s.stage.W-int(edge*s.pxPerDIP), first
	if spread := s.heightSpread(); spread > 0 && s.stage.Mode != Difference {
		y = e.drawLegend(right, y, s.words.heights, "µm", -spread, spread, heightScale)
	}
	if s.stage.Mode == Difference && !s.stage.alone() {
		if e.diff.topo {
			y = e.drawLegend(right, y, s.words.difference, "µm", -e.diff.rangeUM, e.diff.rangeUM, differenceScale)
		} else {
			e.text = append(e.text[:0], s.words.greyDifference...)
			e.tag(e.dst.Rect, right, y, true)
			e.legendLeft = right - e.tagEnd(0)
			y += 2 * e.face.Height()
		}
	}
	if s.heat != nil && e.heat.on {
		if y > first && y+e.legendHeight() > s.stage.H-e.cornerHeight() {
			right, y = e.legendLeft-int(2*edge*s.pxPerDIP), first // in a low picture beside the other
		}
		e.drawLegend(right, y, s.heat.Title, s.heat.Unit, s.heat.low, s.heat.high, s.heat.scale())
	}
}

// heightScale, differenceScale and similarityScale are colour scales, 0 to 1.
func heightScale(t float64) color.RGBA     { return render.HeightColour(t) }
func differenceScale(t float64) color.RGBA { return render.DifferenceColour(2*t - 1) }
func similarityScale(t float64) color.RGBA { return render.DifferenceColour(1 - 2*t) }

// legendBar is how tall a legend's colours are.
func (e *easel) legendBar() int { return min(int(140*e.scene.pxPerDIP), e.scene.stage.H/4) }

// legendHeight is how tall a legend is with its title.
func (e *easel) legendHeight() int { return e.face.Height() + int(7*e.scene.pxPerDIP) + e.legendBar() }

// cornerHeight is how tall the two lines about angles and position are in the lower corner, and what is below them.
func (e *easel) cornerHeight() int {
	return int(edge*e.scene.pxPerDIP) + 2*(e.face.Height()+int(7*e.scene.pxPerDIP))
}

// drawLegend draws a colour scale left of the column right and returns the y below it.
func (e *easel) drawLegend(right, y int, title, unit string, low, high float64, scale func(float64) color.RGBA) int {
	s := e.scene
	k := s.pxPerDIP
	tall, wide := e.legendBar(), int(14*k)
	e.text = append(e.text[:0], title...)
	if y+tall+2*e.face.Height() > s.stage.H {
		return y
	}
	e.legendLeft = right - e.tagEnd(0)
	y = e.tag(e.dst.Rect, right, y, true)
	bar := image.Rect(right-wide, y, right, y+tall)
	ink.Fill(e.dst, bar.Inset(-max(1, int(k))), theme.Field)
	for j := range tall {
		c := scale(1 - float64(j)/float64(max(tall-1, 1)))
		ink.Fill(e.dst, image.Rect(bar.Min.X, y+j, bar.Max.X, y+j+1), color.NRGBA(c))
	}
	h := e.face.Height() + int(4*k)
	for i, v := range [3]float64{high, (low + high) / 2, low} {
		e.text = e.text[:0]
		if low < 0 && v > 0 {
			e.text = append(e.text, '+')
		}
		e.text = s.words.three(e.text, v)
		if unit != "" {
			e.text = append(append(e.text, ' '), unit...)
		}
		x := bar.Min.X - int(4*k)
		e.tag(e.dst.Rect, x, y+i*(tall-h)/2, true)
		e.legendLeft = min(e.legendLeft, x-e.tagEnd(0))
	}
	return y + tall + int(10*k)
}

// ScaleBar returns a length of 1, 2 or 5 times a power of ten µm that is at most maxPx wide, and its width in pixels.
func ScaleBar(umPerPx, maxPx float64) (um, px float64) {
	most := umPerPx * maxPx
	power := math.Pow(10, math.Floor(math.Log10(most)))
	um = power
	for _, k := range []float64{2, 5} {
		if k*power <= most {
			um = k * power
		}
	}
	return um, um / umPerPx
}
