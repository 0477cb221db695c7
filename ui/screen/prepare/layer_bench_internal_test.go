package prepare

import (
	"image"
	"testing"

	"tracemark/imaging"
	"tracemark/ui/viewer"
)

// BenchmarkTint draws the tint of a scan of 2 million points over a field of 1600 × 1000 pixels.
func BenchmarkTint(b *testing.B) {
	m := imaging.NewMask(1600, 1250)
	for i := range m.On {
		m.On[i] = i%1600 > 500
	}
	st := viewer.Stage{W: 1600, H: 1000, UMPerPx: 4, Absent: [2]bool{false, true}}
	st.Views[viewer.A] = viewer.View{Centre: imaging.Point{X: 2500, Y: 1950}, AngleDeg: 20}
	p := &viewer.Plate{Image: image.NewRGBA(image.Rect(0, 0, 1600, 1000)), Stage: st, PxPerDIP: 1}
	for b.Loop() {
		tint{mask: m, dx: 3.125, dy: 3.125}.Draw(p)
	}
}
