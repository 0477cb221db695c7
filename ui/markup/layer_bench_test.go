package markup_test

import (
	"image"
	"testing"

	"tracemark/ui/markup"
	"tracemark/ui/viewer"
)

// A picture takes nothing from the heap, while something moves nor afterwards.
func TestAPictureTakesNothingFromTheHeap(t *testing.T) {
	for _, draft := range []bool{true, false} {
		p, l := draftPlate()
		p.Draft = draft
		l.Draw(&p)
		if n := testing.AllocsPerRun(20, func() { l.Draw(&p) }); n > 0 {
			t.Errorf("%g allocations a frame (draft %v)", n, draft)
		}
	}
}

func BenchmarkLayerDraft(b *testing.B) {
	p, l := draftPlate()
	b.ReportAllocs()
	for b.Loop() {
		l.Draw(&p)
	}
}

func BenchmarkLayerFull(b *testing.B) {
	p, l := draftPlate()
	p.Draft = false
	b.ReportAllocs()
	for b.Loop() {
		l.Draw(&p)
	}
}

func draftPlate() (viewer.Plate, *markup.Layer) {
	s := field()
	return viewer.Plate{Image: image.NewRGBA(image.Rect(0, 0, s.W, s.H)), Stage: s, PxPerDIP: 1, Draft: true}, markup.NewLayer(all(s), "cráter", nil)
}
