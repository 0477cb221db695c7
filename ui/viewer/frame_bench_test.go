//go:build unix

package viewer

import (
	"image"
	"math"
	"sync"
	"syscall"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// The pictures that are timed: 1600×900 from two scans of 4096×3072 points, 1 µm apart, turned by 17°. cpu-ms is the
// processor time of all goroutines together, user and system, which other programs disturb less than the time of day.

var benchPair = sync.OnceValue(func() (pair [2]*Specimen) {
	for i := range pair {
		const w, h = 4096, 3072
		z := make([]float64, w*h)
		state := uint32(i + 1)
		for y := range h {
			for x := range w {
				state = state*1664525 + 1013904223
				z[y*w+x] = math.Sin(float64(x)/13+float64(y)/29) + 0.6*math.Sin(float64(y)/7) + 0.1*float64(state>>24)/256
			}
		}
		s, err := surface.New(w, h, 1, 1, z)
		if err != nil {
			panic(err)
		}
		pair[i] = NewSurface("Q1", s)
	}
	return pair
})

func benchScene(umPerPx float64, draft bool) *scene {
	s := stillScene(umPerPx, draft)
	s.specimens = benchPair()
	return s
}

func stillScene(umPerPx float64, draft bool) *scene {
	s := &scene{
		stage: Stage{W: 1600, H: 900, UMPerPx: umPerPx, SplitAt: 0.5, Linked: true},
		looks: [2]Look{DefaultLook, DefaultLook}, opacity: 0.5, draft: draft, pxPerDIP: 1, textPx: 12, words: translated(),
	}
	for i := range s.stage.Views {
		s.stage.Views[i] = View{Centre: imaging.Point{X: 2048, Y: 1536}, AngleDeg: 17}
	}
	return s
}

func cpuMillis() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return math.NaN()
	}
	ms := func(t syscall.Timeval) float64 { return float64(t.Sec)*1e3 + float64(t.Usec)/1e3 }
	return ms(u.Utime) + ms(u.Stime)
}

func benchmarkFrame(b *testing.B, s *scene, change func(s *scene, i int)) {
	e := newEasel()
	dst := image.NewRGBA(image.Rect(0, 0, s.stage.W, s.stage.H))
	e.draw(dst, s)
	b.ReportAllocs()
	b.ResetTimer()
	start := cpuMillis()
	for i := range b.N {
		if change != nil {
			change(s, i)
		}
		e.draw(dst, s)
	}
	b.ReportMetric((cpuMillis()-start)/float64(b.N), "cpu-ms/frame")
}

func pan(s *scene, i int) {
	for k := range s.stage.Views {
		s.stage.Views[k].Centre.X = 2048 + float64(i%200)
	}
}

func turnLight(s *scene, i int) {
	for k := range s.looks {
		s.looks[k].Light.AzimuthDeg = float64(i*7%360) + 0.5
	}
}

// liftRing moves a ring, which has no direction, up and down.
func liftRing(s *scene, i int) {
	for k := range s.looks {
		s.looks[k].Light.Ring, s.looks[k].Light.ElevationDeg = true, 20+float64(i%50)+0.5
	}
}

func turnBoth(s *scene, i int) {
	for k := range s.stage.Views {
		s.stage.Views[k].AngleDeg = 17 + float64(i%100)/10
	}
}

func BenchmarkFrameDraft(b *testing.B)      { benchmarkFrame(b, benchScene(1, true), pan) }
func BenchmarkFrameFull(b *testing.B)       { benchmarkFrame(b, benchScene(1, false), pan) }
func BenchmarkFrameFitDraft(b *testing.B)   { benchmarkFrame(b, benchScene(3.4, true), pan) }
func BenchmarkFrameFitFull(b *testing.B)    { benchmarkFrame(b, benchScene(3.4, false), pan) }
func BenchmarkFrameLightDraft(b *testing.B) { benchmarkFrame(b, benchScene(1, true), turnLight) }
func BenchmarkFrameLightFull(b *testing.B)  { benchmarkFrame(b, benchScene(1, false), turnLight) }
func BenchmarkFrameRingDraft(b *testing.B)  { benchmarkFrame(b, benchScene(1, true), liftRing) }
func BenchmarkFrameRingFull(b *testing.B)   { benchmarkFrame(b, benchScene(1, false), liftRing) }
func BenchmarkFrameTurnDraft(b *testing.B)  { benchmarkFrame(b, benchScene(1, true), turnBoth) }
func BenchmarkFrameTurnFull(b *testing.B)   { benchmarkFrame(b, benchScene(1, false), turnBoth) }

func benchMode(b *testing.B, m Mode, draft bool) {
	s := benchScene(1, draft)
	s.stage.Mode = m
	benchmarkFrame(b, s, pan)
}

func BenchmarkFrameOverlayDraft(b *testing.B)    { benchMode(b, Overlay, true) }
func BenchmarkFrameOverlayFull(b *testing.B)     { benchMode(b, Overlay, false) }
func BenchmarkFrameDifferenceDraft(b *testing.B) { benchMode(b, Difference, true) }
func BenchmarkFrameDifferenceFull(b *testing.B)  { benchMode(b, Difference, false) }

func BenchmarkFrameHeightFull(b *testing.B) {
	s := benchScene(1, false)
	for i := range s.looks {
		s.looks[i].Colour = Height
	}
	benchmarkFrame(b, s, pan)
}

func BenchmarkPrepareTwelveMillionPoints(b *testing.B) {
	s := benchPair()[0].versions[rawVersion].surface
	start := cpuMillis()
	for b.Loop() {
		newSlopes(s)
	}
	b.ReportMetric((cpuMillis()-start)/float64(b.N), "cpu-ms/op")
}

// A picture takes nothing from the heap once the tables are made.
func TestAFrameAllocatesNothing(t *testing.T) {
	s := stillScene(1, false)
	s.specimens = [2]*Specimen{flat(t, 400, 300), flat(t, 400, 300)}
	s.stage.W, s.stage.H = 320, 200
	for name, mode := range map[string]Mode{"split": Split, "overlay": Overlay, "difference": Difference, "blink": Blink} {
		s.stage.Mode = mode
		e := newEasel()
		dst := image.NewRGBA(image.Rect(0, 0, s.stage.W, s.stage.H))
		i := 0
		n := testing.AllocsPerRun(20, func() {
			i++
			turnLight(s, i)
			turnBoth(s, i)
			for k := range s.stage.Views {
				s.stage.Views[k].Centre = imaging.Point{X: 400 + float64(i), Y: 300}
			}
			s.draft = i%2 == 0
			e.draw(dst, s)
		})
		// New digits are drawn once; goroutines come from the runtime's own store.
		if n >= 1 {
			t.Errorf("%s: %.1f allocations a picture", name, n)
		}
	}
}
