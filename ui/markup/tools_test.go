package markup_test

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"tracemark/casefile"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

// hand works a tool as the viewer does: by places on the screen.
type hand struct {
	t     *testing.T
	stage viewer.Stage
	tool  viewer.Tool
	mod   fyne.KeyModifier
	side  viewer.Side
}

func (h *hand) touch(x, y float64) viewer.Touch {
	q := viewer.Pixel{X: x, Y: y}
	return viewer.Touch{Side: h.side, At: h.stage.Specimen(h.side, q), Pixel: q, Button: desktop.MouseButtonPrimary, Modifier: h.mod, UMPerPx: h.stage.UMPerPx}
}

func (h *hand) hover(x, y float64) {
	h.side = h.stage.Under(viewer.Pixel{X: x, Y: y})
	h.tool.Hover(h.touch(x, y))
}

func (h *hand) drag(at ...float64) {
	h.side = h.stage.Under(viewer.Pixel{X: at[0], Y: at[1]})
	h.tool.Press(h.touch(at[0], at[1]))
	for i := 2; i < len(at); i += 2 {
		h.tool.Drag(h.touch(at[i], at[i+1]))
	}
	h.tool.Release(h.touch(at[len(at)-2], at[len(at)-1]))
}

func (h *hand) click(x, y float64) { h.drag(x, y) }

func (h *hand) key(k fyne.KeyName) {
	h.t.Helper()
	if !h.tool.Key(k, h.mod) {
		h.t.Errorf("the tool has no use for %s", k)
	}
}

func newEditor(s viewer.Stage) *markup.Editor {
	return markup.NewEditor(markup.EditorParams{Model: markup.NewModel(nil), Stage: func() viewer.Stage { return s }})
}

func only(t *testing.T, e *markup.Editor) casefile.Annotation {
	t.Helper()
	list := e.Model.Annotations()
	if len(list) != 1 {
		t.Fatalf("%d annotations, want 1: %+v", len(list), list)
	}
	return list[0]
}

// seen checks that a shape is seen at these places of the screen, on a side.
func seen(t *testing.T, s viewer.Stage, side viewer.Side, shape *casefile.Shape, want ...float64) {
	t.Helper()
	if shape == nil {
		t.Fatalf("nothing on side %d", side)
	}
	if len(shape.Points) != len(want)/2 {
		t.Fatalf("%d points, want %d", len(shape.Points), len(want)/2)
	}
	for i, p := range shape.Points {
		q := s.Screen(side, p)
		if math.Hypot(q.X-want[2*i], q.Y-want[2*i+1]) > 1e-6 {
			t.Errorf("point %d of side %d is seen at %.2f, %.2f, want %g, %g", i, side, q.X, q.Y, want[2*i], want[2*i+1])
		}
	}
}

func TestAPolygonIsClickedAndClosed(t *testing.T) {
	clock := time.Unix(0, 0)
	for name, finish := range map[string]func(h *hand){
		"Return":           func(h *hand) { h.key(fyne.KeyReturn) },
		"the first corner": func(h *hand) { clock = clock.Add(time.Second); h.click(103, 101) },
		"a double click":   func(h *hand) { clock = clock.Add(time.Millisecond * 150); h.click(151, 181) },
	} {
		s := field()
		e := newEditor(s)
		var done []casefile.Shape
		pen := markup.NewPen(markup.PenParams{Kind: casefile.Polygon, Stage: func() viewer.Stage { return s },
			Done: func(_ viewer.Side, s casefile.Shape) { done = append(done, s) }, Now: func() time.Time { return clock }})
		h := &hand{t: t, stage: s, tool: pen}
		for _, p := range [][2]float64{{100, 100}, {200, 110}, {150, 180}} {
			clock = clock.Add(time.Second)
			h.click(p[0], p[1])
		}
		finish(h)
		if len(done) != 1 || pen.Busy() {
			t.Errorf("%s closed %d polygons", name, len(done))
			continue
		}
		seen(t, s, viewer.A, &done[0], 100, 100, 200, 110, 150, 180)
		if len(e.Model.Annotations()) != 0 {
			t.Error("a pen of its own drew into an editor")
		}
	}
}

func TestAShapeAppearsOnBothSidesAtOnce(t *testing.T) {
	s := field()
	e := newEditor(s)
	e.Likeness, e.Character = casefile.Dissimilar, casefile.SubclassCharacter
	h := &hand{t: t, stage: s, tool: e.Pen(casefile.Arrow)}
	h.drag(100, 100, 150, 120, 220, 160)
	a := only(t, e)
	seen(t, s, viewer.A, a.A, 100, 100, 220, 160)
	seen(t, s, viewer.B, a.B, 100, 100, 220, 160) // the same place of the field
	if a.Likeness != casefile.Dissimilar || a.Character != casefile.SubclassCharacter || a.ID == "" {
		t.Errorf("drawn as %+v", a)
	}
	s.Mode = viewer.SideBySide
	e = newEditor(s)
	h = &hand{t: t, stage: s, tool: e.Pen(casefile.Arrow)}
	h.drag(420, 100, 500, 160) // on B, whose half begins at 320
	a = only(t, e)
	seen(t, s, viewer.B, a.B, 420, 100, 500, 160)
	seen(t, s, viewer.A, a.A, 100, 100, 180, 160)
	s = field()
	s.Absent[viewer.B] = true
	e = newEditor(s)
	h = &hand{t: t, stage: s, tool: e.Pen(casefile.Arrow)}
	h.drag(420, 100, 500, 160)
	if a = only(t, e); a.A == nil || a.B != nil {
		t.Errorf("with one specimen alone: %+v", a)
	}
}

func TestAStrokeHasTheBrushesWidthAndNoNeedlessPoints(t *testing.T) {
	s := field()
	e := newEditor(s)
	e.SetBrush(80)
	h := &hand{t: t, stage: s, tool: e.Pen(casefile.Brush)}
	h.drag(100, 100, 100.5, 100, 101, 100.2, 110, 100, 110.2, 100)
	a := only(t, e)
	seen(t, s, viewer.A, a.A, 100, 100, 110, 100)
	if a.A.WidthUM != 80 || a.B.WidthUM != 80 {
		t.Errorf("widths %g and %g, want 80", a.A.WidthUM, a.B.WidthUM)
	}
	h.click(200, 200) // a dab
	if list := e.Model.Annotations(); len(list) != 2 || len(list[1].A.Points) != 1 {
		t.Errorf("a click gives %+v", list)
	}
	h.key(fyne.KeyPeriod)
	if e.BrushUM != 100 {
		t.Errorf("the wider brush has %g µm, want 100", e.BrushUM)
	}
	e.SetBrush(1e9)
	if e.BrushUM != markup.MostBrushUM {
		t.Errorf("the widest brush has %g µm", e.BrushUM)
	}
}

func TestAnEllipseIsUprightOnTheScreen(t *testing.T) {
	s := field()
	e := newEditor(s)
	h := &hand{t: t, stage: s, tool: e.Pen(casefile.Ellipse)}
	h.drag(500, 300, 400, 240) // on B, which is turned
	a := only(t, e)
	seen(t, s, viewer.B, a.B, 450, 270, 500, 270, 450, 300)
	seen(t, s, viewer.A, a.A, 450, 270, 500, 270, 450, 300)
	h.mod = fyne.KeyModifierShift
	h.drag(100, 100, 140, 120)
	seen(t, s, viewer.A, e.Model.Annotations()[1].A, 120, 120, 140, 120, 120, 140)
	h.drag(100, 100, 101, 101)
	if n := len(e.Model.Annotations()); n != 2 {
		t.Errorf("a slip of the hand made an ellipse: %d annotations", n)
	}
}

func TestEscapeGivesAShapeUp(t *testing.T) {
	s := field()
	e := newEditor(s)
	drawn := 0
	e.Model.OnChanged = func() { drawn++ }
	h := &hand{t: t, stage: s, tool: e.Pen(casefile.Polygon)}
	h.click(100, 100)
	h.click(200, 100)
	h.hover(150, 180)
	h.click(150, 180)
	h.key(fyne.KeyBackspace) // one corner back
	h.key(fyne.KeyReturn)    // two corners are no polygon
	if len(e.Model.Annotations()) != 0 || drawn != 0 {
		t.Errorf("two corners made %+v", e.Model.Annotations())
	}
	h.click(100, 100)
	h.key(fyne.KeyEscape)
	if h.tool.Key(fyne.KeyEscape, 0) {
		t.Error("Escape means something although nothing is drawn: nobody could leave the screen")
	}
	h.click(100, 100)
	h.click(400, 100) // on the other specimen
	h.click(200, 100)
	h.click(150, 180)
	h.key(fyne.KeyReturn)
	if a := only(t, e); len(a.A.Points) != 3 {
		t.Errorf("a click on the other side is a corner: %+v", a.A.Points)
	}
}

func TestTheShapeIsSeenWhileItIsDrawn(t *testing.T) {
	s := field()
	e := newEditor(s)
	h := &hand{t: t, stage: s, tool: e.Pen(casefile.Polygon)}
	h.click(100, 100)
	h.click(200, 100)
	h.hover(150, 180)
	img, plain := picture(s, 1, e.Layer()), picture(s, 1)
	if img.RGBAAt(175, 140) == plain.RGBAAt(175, 140) {
		t.Error("the line to the next corner is not drawn")
	}
	h.key(fyne.KeyEscape)
	img = picture(s, 1, e.Layer())
	for i := range img.Pix {
		if img.Pix[i] != plain.Pix[i] {
			t.Fatal("a shape that was given up is still drawn")
		}
	}
}

func TestSelectMoveAndReshape(t *testing.T) {
	s := field()
	e := newEditor(s)
	(&hand{t: t, stage: s, tool: e.Pen(casefile.Arrow)}).drag(100, 100, 200, 100)
	h := &hand{t: t, stage: s, tool: e.Selector()}
	h.click(50, 300)
	if _, ok := e.Model.Selected(); ok {
		t.Error("a click on nothing selects something")
	}
	h.click(150, 103)
	if _, ok := e.Model.Selected(); !ok {
		t.Fatal("a click on the line selects nothing")
	}
	h.drag(150, 100, 160, 110, 170, 130) // both sides
	a := only(t, e)
	seen(t, s, viewer.A, a.A, 120, 130, 220, 130)
	seen(t, s, viewer.B, a.B, 120, 130, 220, 130)
	h.mod = fyne.KeyModifierShift
	h.drag(150, 130, 150, 180) // A alone
	a = only(t, e)
	seen(t, s, viewer.A, a.A, 120, 180, 220, 180)
	seen(t, s, viewer.B, a.B, 120, 130, 220, 130)
	h.mod = 0
	h.drag(220, 180, 260, 200) // the tip
	a = only(t, e)
	seen(t, s, viewer.A, a.A, 120, 180, 260, 200)
	seen(t, s, viewer.B, a.B, 120, 130, 260, 200)
	h.key(fyne.KeyRight)
	seen(t, s, viewer.A, only(t, e).A, 121, 180, 261, 200)
	for range 4 {
		e.Model.Undo()
	}
	seen(t, s, viewer.A, only(t, e).A, 100, 100, 200, 100)
	h.key(fyne.KeyDelete)
	if len(e.Model.Annotations()) != 0 {
		t.Error("Delete leaves it")
	}
	e.Model.Undo()
	h.key(fyne.KeyPeriod)
	if chosen, ok := e.Model.Selected(); !ok || chosen.ID != only(t, e).ID {
		t.Error("full stop selects nothing")
	}
	h.key(fyne.KeyEscape)
	if h.tool.Key(fyne.KeyEscape, 0) {
		t.Error("Escape means something although nothing is selected")
	}
}

func TestAnEllipseIsReshapedByItsAxes(t *testing.T) {
	s := field()
	e := newEditor(s)
	(&hand{t: t, stage: s, tool: e.Pen(casefile.Ellipse)}).drag(100, 100, 200, 160)
	h := &hand{t: t, stage: s, tool: e.Selector()}
	h.drag(200, 130, 150, 210) // the end of the long axis, to below the middle
	a := only(t, e)
	seen(t, s, viewer.A, a.A, 150, 130, 150, 210, 120, 130)
	seen(t, s, viewer.B, a.B, 150, 130, 150, 210, 120, 130)
	e.Model.Undo()
	was := only(t, e).A.Points[1]
	h.tool.Press(h.touch(200, 130))
	h.tool.Drag(h.touch(250, 130))
	h.key(fyne.KeyEscape) // in the middle of the drag
	h.tool.Release(h.touch(250, 130))
	if got := only(t, e).A.Points[1]; got != was {
		t.Errorf("Escape while dragging moved it to %v", got)
	}
}
