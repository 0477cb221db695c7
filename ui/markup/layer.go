package markup

import (
	"image"
	"image/color"
	"math"
	"strconv"
	"sync"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
	letters "tracemark/ui/viewer/ink"
)

// Measures of the drawing in units of the interface.
const (
	lineHalf     = 1.1 // half the width of a line
	selectedHalf = 1.9
	rimHalf      = 1.1 // of the dark line to either side, which makes both colours visible on a bright relief
	dashLength   = 7.0
	markerRadius = 5.5
	headLength   = 13.0 // of an arrow
	headDeg      = 24.0
	handleRadius = 4.5
	strokeTint   = 0.10 // how much a stroke hides of what it lies on
)

// Layer draws annotations over the specimens; it implements viewer.Layer and never changes.
type Layer struct{ marks []mark }

// mark is one annotation as it is drawn.
type mark struct {
	shapes   [2]*casefile.Shape
	lines    [2][]imaging.Point // of the shapes, see outline
	likeness casefile.Likeness
	label    []byte
	selected bool
	draft    bool // not finished: without marker and label
}

// NewLayer returns a layer of these annotations, the one with the id selected emphasised. draft is drawn in the place of the
// annotation with its id, or besides; it may be nil. Nothing that is handed over may change later.
func NewLayer(list []casefile.Annotation, selected string, draft *casefile.Annotation) *Layer {
	l := &Layer{marks: make([]mark, 0, len(list)+1)}
	replaced := false
	for i, a := range list {
		chosen := a.ID == selected && selected != ""
		if draft != nil && draft.ID == a.ID {
			a, replaced = *draft, true
		}
		l.marks = append(l.marks, mark{shapes: [2]*casefile.Shape{a.A, a.B}, likeness: a.Likeness, label: []byte(label(i+1, a)), selected: chosen})
	}
	if draft != nil && !replaced {
		l.marks = append(l.marks, mark{shapes: [2]*casefile.Shape{draft.A, draft.B}, likeness: draft.Likeness, draft: true})
	}
	for i := range l.marks {
		for side, s := range l.marks[i].shapes {
			if s != nil {
				l.marks[i].lines[side], _ = outline(*s)
			}
		}
	}
	return l
}

// label returns what stands beside an annotation: its number, its character and its text.
func label(n int, a casefile.Annotation) string {
	s := strconv.Itoa(n)
	if c := characterWord(a.Character); c != "" {
		s += "  " + c
	}
	if a.Text != "" {
		s += "  " + a.Text
	}
	return s
}

// CharacterName returns the words for a kind of characteristic, "" for none.
func CharacterName(c casefile.Character) string {
	switch c {
	case casefile.ClassCharacter:
		return lang.L("class characteristic")
	case casefile.SubclassCharacter:
		return lang.L("subclass characteristic")
	case casefile.IndividualCharacter:
		return lang.L("individual characteristic")
	}
	return string(c)
}

// characterWord is CharacterName as short as it can be, for the picture.
func characterWord(c casefile.Character) string {
	switch c {
	case casefile.ClassCharacter:
		return lang.L("class")
	case casefile.SubclassCharacter:
		return lang.L("subclass")
	case casefile.IndividualCharacter:
		return lang.L("individual")
	}
	return string(c)
}

// LikenessName returns the word for a likeness.
func LikenessName(l casefile.Likeness) string {
	switch l {
	case casefile.Similar:
		return lang.L("similar")
	case casefile.Dissimilar:
		return lang.L("dissimilar")
	}
	return string(l)
}

// Colour returns the fixed colour of a likeness.
func Colour(l casefile.Likeness) color.NRGBA {
	if l == casefile.Dissimilar {
		return theme.Dissimilar
	}
	return theme.Similar
}

// Draw implements viewer.Layer. A draft is without labels.
func (l *Layer) Draw(p *viewer.Plate) {
	h := hands.Get().(*hand)
	defer hands.Put(h)
	for side := viewer.A; side <= viewer.B; side++ {
		clip := p.Clip(side).Intersect(p.Image.Rect)
		if clip.Empty() {
			continue
		}
		b := board{img: p.Image, clip: clip, unit: max(p.PxPerDIP, 0.1), text: max(p.TextPx, 1), stage: &p.Stage, side: side, hand: h, moving: p.Draft}
		for i := range l.marks {
			if m := &l.marks[i]; m.shapes[side] != nil {
				b.draw(m)
			}
		}
		for i := range l.marks { // over all lines, so that they can be read
			if m := &l.marks[i]; m.shapes[side] != nil && !m.draft {
				b.sign(m)
			}
		}
	}
}

// board is one side of the picture.
type board struct {
	img   *image.RGBA
	clip  image.Rectangle
	unit  float64 // pixels of a unit of the interface
	text  float64 // pixels of the type's height
	stage *viewer.Stage
	side  viewer.Side
	*hand
	moving bool // something moves: the labels are left out
}

// hand is what drawing works with, kept from one picture to the next.
type hand struct {
	px, thin []viewer.Pixel
	few      [5]viewer.Pixel
	face     *letters.Face
	facePx   float64
	part     image.RGBA // of the picture that a label is written on
}

var hands = sync.Pool{New: func() any { return new(hand) }}

// path returns the line of a shape on the screen, until the next call, and how far from it the shape's rim runs; nil where it is not to
// be seen.
func (b *board) path(m *mark) (px []viewer.Pixel, rim float64) {
	s := m.shapes[b.side]
	if len(m.lines[b.side]) == 0 {
		return nil, 0
	}
	px = b.px[:0]
	for _, p := range m.lines[b.side] {
		px = append(px, b.stage.Screen(b.side, p))
	}
	b.px = px
	if s.Kind == casefile.Brush {
		rim = s.WidthUM / 2 / b.stage.UMPerPx
	}
	if !b.near(px, rim) {
		return nil, 0
	}
	return px, rim
}

// draw draws the line of a shape, with its handles where it is selected.
func (b *board) draw(m *mark) {
	s := m.shapes[b.side]
	px, rim := b.path(m)
	if px == nil {
		return
	}
	closed := s.Kind == casefile.Ellipse || s.Kind == casefile.Polygon && len(px) > 2
	p := pen{colour: Colour(m.likeness), rim: rim, half: lineHalf * b.unit}
	if m.selected {
		p.half = selectedHalf * b.unit
	}
	if m.likeness == casefile.Dissimilar {
		p.dash = dashLength * b.unit
	}
	switch {
	case s.Kind == casefile.Brush:
		// A step of a sixth of the radius leaves the rim of an arc within a third of a percent of the radius.
		px = b.thinned(px, max(1, rim/6))
		p.inside = strokeTint
	case s.Kind == casefile.Arrow && len(px) == 2:
		b.few = withHead(px[0], px[1], headLength*b.unit)
		px = b.few[:]
	}
	b.stroke(px, closed, p)
	if m.selected && !m.draft {
		b.handles(*s)
	}
}

// sign draws the marker of a shape and its label.
func (b *board) sign(m *mark) {
	px, rim := b.path(m)
	if px == nil {
		return
	}
	at := anchor(px, rim)
	where, r := image.Pt(int(at.X), int(at.Y)), int(markerRadius*b.unit)+1
	if where.In(b.clip) && !b.moving {
		b.write(m.label, at, 1.8*markerRadius*b.unit, m.selected)
	}
	if where.In(b.clip.Inset(-r)) { // on the split line each side shows its part
		b.marker(at, m.likeness)
	}
}

// near reports whether any part of a line, with its rim, can lie on this side of the picture.
func (b *board) near(px []viewer.Pixel, rim float64) bool {
	room := rim + 40*b.unit
	lo, hi := px[0], px[0]
	for _, p := range px {
		lo = viewer.Pixel{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}
		hi = viewer.Pixel{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	c := b.clip
	return hi.X+room >= float64(c.Min.X) && lo.X-room <= float64(c.Max.X) && hi.Y+room >= float64(c.Min.Y) && lo.Y-room <= float64(c.Max.Y)
}

// withHead returns an arrow's line drawn without lifting the pen.
func withHead(tail, tip viewer.Pixel, length float64) [5]viewer.Pixel {
	back := math.Atan2(tail.Y-tip.Y, tail.X-tip.X)
	length = min(length, 0.8*pixels(tail, tip))
	barb := func(turn float64) viewer.Pixel {
		sin, cos := math.Sincos(back + turn*math.Pi/180)
		return viewer.Pixel{X: tip.X + length*cos, Y: tip.Y + length*sin}
	}
	return [5]viewer.Pixel{tail, tip, barb(headDeg), tip, barb(-headDeg)}
}

// stroke draws a line over a dark rim.
func (b *board) stroke(px []viewer.Pixel, closed bool, p pen) {
	dark := p
	dark.colour, dark.half, dark.inside = theme.FieldShade, p.half+rimHalf*b.unit, 0
	k := newInk(b.clip)
	defer k.done()
	k.path(px, closed, dark.reach(), p.rim)
	k.put(b.img, dark)
	k.put(b.img, p)
}

// anchor returns where the marker of a line stands: at its highest point, with a stroke on its rim.
func anchor(px []viewer.Pixel, rim float64) viewer.Pixel {
	top := px[0]
	for _, p := range px {
		if p.Y < top.Y {
			top = p
		}
	}
	top.Y -= rim
	return top
}

// marker draws the sign of a likeness: a disc, or a cross.
func (b *board) marker(at viewer.Pixel, l casefile.Likeness) {
	r := markerRadius * b.unit
	if l != casefile.Dissimilar {
		b.dot(at, pen{colour: Colour(l), half: r})
		return
	}
	q := r * 0.95
	b.few = [5]viewer.Pixel{{X: at.X - q, Y: at.Y - q}, {X: at.X + q, Y: at.Y + q}, at, {X: at.X + q, Y: at.Y - q}, {X: at.X - q, Y: at.Y + q}}
	b.stroke(b.few[:], false, pen{colour: Colour(l), half: 1.8 * b.unit})
}

// dot draws a line of one point.
func (b *board) dot(at viewer.Pixel, p pen) {
	b.few[0] = at
	b.stroke(b.few[:1], false, p)
}

// handles draws a ring on each point that can be dragged.
func (b *board) handles(s casefile.Shape) {
	if s.Kind == casefile.Brush {
		return
	}
	for i, p := range s.Points {
		if s.Kind == casefile.Ellipse && i == 0 {
			continue
		}
		b.dot(b.stage.Screen(b.side, p), pen{colour: theme.FieldText, rim: handleRadius * b.unit, half: 0.9 * b.unit})
	}
}
