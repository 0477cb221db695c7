package viewer

import (
	"context"
	"image"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"tracemark/imaging/surface"
	"tracemark/ui/task"
)

func flat(t testing.TB, w, h int) *Specimen {
	t.Helper()
	z := make([]float64, w*h)
	for i := range z {
		z[i] = math.Sin(float64(i%w)/5) + math.Cos(float64(i/w)/7)
	}
	s, err := surface.New(w, h, 2, 2, z)
	if err != nil {
		t.Fatal(err)
	}
	return NewSurface("flat", s)
}

// While the window is busy wishes are overtaken, the newest is drawn, and it ends smooth.
func TestTheNewestWishWins(t *testing.T) {
	test.NewTempApp(t)
	run := task.New(true)
	v := New(run)
	drawn := 0
	show := v.worker.show
	v.worker.show = func(img *image.RGBA, s *scene) { drawn++; show(img, s) }
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(300, 200))
	v.SetSpecimens(flat(t, 200, 150), flat(t, 200, 150), nil)
	settle := func() {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := run.Settle(ctx); err != nil {
			t.Fatal(err)
		}
	}
	settle()
	drawn = 0
	const moves = 200
	for range moves {
		v.Key(fyne.KeyRight, 0)
	}
	settle()
	if v.frame.stage != v.stage || v.frame.draft {
		t.Errorf("the screen shows %+v (draft %v), want %+v", v.frame.stage, v.frame.draft, v.stage)
	}
	if drawn < 1 || drawn > 4 {
		t.Errorf("%d pictures were drawn for %d movements while the window was busy, want the first, the newest and the smooth one", drawn, moves)
	}
}

// What is on the screen must not be drawn on: the two buffers take turns.
func TestTheShownBufferIsNotTheDrawnOne(t *testing.T) {
	run := task.New(true)
	var shown []*image.RGBA
	w := newWorker(run, func(img *image.RGBA, _ *scene) { shown = append(shown, img) })
	for range 4 {
		w.draw(scene{stage: Stage{W: 40, H: 30, UMPerPx: 1}})
		if err := run.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(shown) != 4 || shown[0] == shown[1] || shown[0] != shown[2] || shown[1] != shown[3] {
		t.Errorf("buffers shown: %p, want two that take turns", shown)
	}
}
