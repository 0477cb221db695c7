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
	v.worker.show = func(img *image.RGBA, s scene) { drawn++; show(img, s) }
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
	w := &worker{run: run, show: func(img *image.RGBA, _ scene) { shown = append(shown, img) }}
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

func benchmarkScene(b *testing.B, draft bool) {
	s := scene{stage: Stage{W: 1600, H: 900, UMPerPx: 2, SplitAt: 0.5}, draft: draft, lineWidth: 2}
	s.specimens = [2]*Specimen{flat(b, 1600, 1400), flat(b, 1600, 1400)}
	s.stage = s.stage.Fit([2]Box{s.specimens[A].extent, s.specimens[B].extent}, nil)
	s.stage.Views[B].AngleDeg = 17
	dst := image.NewRGBA(image.Rect(0, 0, 1600, 900))
	lit := s
	lit.draft = false
	draw(dst, lit) // lights both reliefs
	for b.Loop() {
		draw(dst, s)
	}
}

func BenchmarkFrameSmooth(b *testing.B) { benchmarkScene(b, false) }
func BenchmarkFrameDraft(b *testing.B)  { benchmarkScene(b, true) }

func BenchmarkRelight(b *testing.B) {
	s := flat(b, 1600, 1400)
	az := 0.0
	for b.Loop() {
		l := s.lit
		az += 2
		l.AzimuthDeg, l.ElevationDeg = az, 45
		s.picture(l, 0, false)
	}
}

func BenchmarkRelightDraft(b *testing.B) {
	s := flat(b, 1600, 1400)
	az := 0.0
	for b.Loop() {
		l := s.lit
		az += 2
		l.AzimuthDeg, l.ElevationDeg = az, 45
		s.picture(l, 0, true)
	}
}
