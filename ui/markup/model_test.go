package markup_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

func square(x, y, side float64) casefile.Shape {
	return casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: x, Y: y}, {X: x + side, Y: y}, {X: x + side, Y: y + side}, {X: x, Y: y + side}}}
}

func pair(a, b casefile.Shape) casefile.Annotation {
	return casefile.Annotation{Likeness: casefile.Similar, A: &a, B: &b}
}

// quarter lays A on B turned by 90° and 1000 µm to the right.
func quarter(from viewer.Side, p imaging.Point) imaging.Point {
	pose := imaging.Pose{AngleDeg: 90, TX: 1000}
	if from == viewer.B {
		pose = pose.Inverse()
	}
	return pose.Apply(p)
}

// play does one thing to a model for each byte, chosen by it.
func play(m *markup.Model, acts []byte) {
	for i, b := range acts {
		list := m.Annotations()
		id := ""
		if len(list) > 0 {
			id = list[int(b>>4)%len(list)].ID
		}
		at := float64(i*37%500) + float64(b)
		switch b % 10 {
		case 0, 1:
			m.Add(pair(square(at, 10, 50), square(10, at, 50)))
		case 2:
			s := casefile.Shape{Kind: casefile.Brush, Points: []imaging.Point{{X: at, Y: at}}, WidthUM: 40}
			m.Add(casefile.Annotation{Likeness: casefile.Dissimilar, B: &s})
		case 3:
			m.Remove(id)
		case 4:
			m.Move(id, viewer.Side(b>>7), imaging.Point{X: at - 100, Y: 3}, quarter)
		case 5:
			m.Edit(id, func(a *casefile.Annotation) { a.Text += "x" })
		case 6:
			m.Edit(id, func(a *casefile.Annotation) {
				a.Likeness = casefile.Dissimilar
				a.Character = casefile.SubclassCharacter
			})
		case 7:
			m.Undo()
		case 8:
			m.Redo()
		case 9:
			m.Select(id)
		}
	}
}

func frozen(t *testing.T, list []casefile.Annotation) string {
	t.Helper()
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// checkHistory plays acts on a model that begins with one annotation and checks what undo and redo promise.
func checkHistory(t *testing.T, acts []byte) {
	t.Helper()
	first := pair(square(0, 0, 10), square(5, 5, 10))
	first.ID = "first"
	start := []casefile.Annotation{first}
	m := markup.NewModel(start)
	var lists [][]casefile.Annotation
	var words []string
	m.OnChanged = func() {
		lists = append(lists, m.Annotations())
		words = append(words, frozen(t, m.Annotations()))
	}
	begin := frozen(t, start)
	play(m, acts)
	end := frozen(t, m.Annotations())
	var back []string
	for m.CanUndo() {
		back = append(back, frozen(t, m.Annotations()))
		if !m.Undo() {
			t.Fatal("undo had nothing to take back although it said so")
		}
	}
	if got := frozen(t, m.Annotations()); got != begin {
		t.Fatalf("after undoing everything:\n%s\nwant the beginning:\n%s", got, begin)
	}
	if m.Undo() {
		t.Fatal("undo went before the beginning")
	}
	for i := len(back) - 1; i >= 0; i-- {
		if !m.Redo() {
			t.Fatalf("redo stopped with %d changes to go", i+1)
		}
		if got := frozen(t, m.Annotations()); got != back[i] {
			t.Fatalf("redo gives\n%s\nwant what was undone:\n%s", got, back[i])
		}
	}
	for m.Redo() { // what had been undone when the playing stopped
	}
	for m.CanUndo() && frozen(t, m.Annotations()) != end {
		m.Undo()
	}
	if got := frozen(t, m.Annotations()); got != end {
		t.Fatalf("the end is not reached again:\n%s\nwant\n%s", got, end)
	}
	for i, l := range lists {
		if frozen(t, l) != words[i] {
			t.Fatalf("list %d changed after it was handed out", i)
		}
	}
	if frozen(t, start) != begin {
		t.Fatal("the list the model began with was changed")
	}
}

func TestAnySequenceCanBeUndoneAndRedone(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 300 {
		acts := make([]byte, r.IntN(60))
		for i := range acts {
			acts[i] = byte(r.Uint32())
		}
		checkHistory(t, acts)
	}
}

func FuzzHistory(f *testing.F) {
	f.Add([]byte{0, 1, 3, 7, 7, 8, 4, 5})
	f.Add([]byte{2, 4, 132, 7, 6, 3, 3, 7})
	f.Fuzz(func(t *testing.T, acts []byte) {
		if len(acts) < 400 {
			checkHistory(t, acts)
		}
	})
}

func TestUndoingHasNoLimit(t *testing.T) {
	m := markup.NewModel(nil)
	const n = 3000
	for i := range n {
		m.Add(pair(square(float64(i), 0, 5), square(0, float64(i), 5)))
	}
	count := 0
	for m.Undo() {
		count++
	}
	if count != n || len(m.Annotations()) != 0 {
		t.Errorf("%d of %d changes were undone, %d annotations are left", count, n, len(m.Annotations()))
	}
}

func TestANewChangeEndsWhatCouldBeRedone(t *testing.T) {
	m := markup.NewModel(nil)
	m.Add(pair(square(0, 0, 5), square(0, 0, 5)))
	m.Undo()
	m.Add(pair(square(9, 9, 5), square(9, 9, 5)))
	if m.CanRedo() || len(m.Annotations()) != 1 || m.Annotations()[0].A.Points[0].X != 9 {
		t.Errorf("redo is possible: %v, annotations %+v", m.CanRedo(), m.Annotations())
	}
}

func TestWhatIsNotAShapeIsNotMarked(t *testing.T) {
	m := markup.NewModel(nil)
	for name, s := range map[string]casefile.Shape{
		"no points":          {Kind: casefile.Polygon},
		"two corners":        {Kind: casefile.Polygon, Points: []imaging.Point{{X: 1}, {X: 2}}},
		"no width":           {Kind: casefile.Brush, Points: []imaging.Point{{X: 1}}},
		"an arrow of no way": {Kind: casefile.Arrow, Points: []imaging.Point{{X: 1}, {X: 1}}},
		"unknown kind":       {Kind: "cloud", Points: []imaging.Point{{X: 1}, {X: 1}}},
	} {
		if m.Add(casefile.Annotation{A: &s}) != "" {
			t.Errorf("%s was marked", name)
		}
	}
	if m.Add(casefile.Annotation{Text: "nowhere"}) != "" || m.CanUndo() {
		t.Error("something without a shape was marked")
	}
}

func TestAnEditThatChangesNothingIsNoStep(t *testing.T) {
	m := markup.NewModel(nil)
	id := m.Add(pair(square(0, 0, 5), square(0, 0, 5)))
	if m.Edit(id, func(a *casefile.Annotation) { a.Text = "" }) || m.Move(id, viewer.A, imaging.Point{}, quarter) {
		t.Error("an edit without a difference counts as a change")
	}
	m.Undo()
	if m.CanUndo() || m.Edit("nobody", func(*casefile.Annotation) {}) || m.Remove("nobody") {
		t.Error("there is more to undo than what was done")
	}
}

func TestBothSidesMoveTogetherThroughTheMapping(t *testing.T) {
	m := markup.NewModel(nil)
	a := square(0, 0, 10)
	b := casefile.Shape{Kind: casefile.Polygon}
	for _, p := range a.Points {
		b.Points = append(b.Points, quarter(viewer.A, p))
	}
	id := m.Add(pair(a, b))
	m.Move(id, viewer.A, imaging.Point{X: 100}, quarter) // to the right on A is down on B
	got, _ := m.Find(id)
	for i, p := range got.A.Points {
		want := quarter(viewer.A, p)
		if d := reflect.DeepEqual(want, got.B.Points[i]); !d && (abs(want.X-got.B.Points[i].X) > 1e-9 || abs(want.Y-got.B.Points[i].Y) > 1e-9) {
			t.Errorf("corner %d: %v on A and %v on B, want %v", i, p, got.B.Points[i], want)
		}
	}
	before := *got.B
	m.Move(id, viewer.A, imaging.Point{Y: 7}, nil)
	got, _ = m.Find(id)
	if !reflect.DeepEqual(before, *got.B) || got.A.Points[0] != (imaging.Point{X: 100, Y: 7}) {
		t.Errorf("moved alone: A %v, B %v", got.A.Points[0], got.B.Points[0])
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestTheNewestIsUnderThePointerButTheSelectedComesFirst(t *testing.T) {
	m := markup.NewModel(nil)
	old := m.Add(pair(square(0, 0, 100), square(0, 0, 100)))
	newer := m.Add(pair(square(0, 0, 100), square(500, 500, 100)))
	edge := imaging.Point{X: 50, Y: 2}
	m.Select("")
	if got := m.At(viewer.A, edge, 3); got != newer {
		t.Errorf("under the pointer is %s, want the newest", got)
	}
	m.Select(old)
	if got := m.At(viewer.A, edge, 3); got != old {
		t.Errorf("under the pointer is %s, want the selected one", got)
	}
	if got := m.At(viewer.B, edge, 3); got != old {
		t.Errorf("on B is %s, want %s", got, old)
	}
	if got := m.At(viewer.A, imaging.Point{X: 50, Y: 50}, 3); got != "" {
		t.Errorf("the middle of a polygon is taken for its line: %s", got)
	}
}
