package viewer

import (
	"image"
	"math"

	"tracemark/imaging/surface"
)

func relief(s *surface.Surface, l Light) *image.RGBA {
	w, h := s.Size()
	dx, dy := s.Spacing()
	z := s.View()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	sa, ca := math.Sincos(l.AzimuthDeg * math.Pi / 180)
	se, ce := math.Sincos(l.ElevationDeg * math.Pi / 180)
	for y := 0; y < h; y++ {
		for x := 0; x < w; x++ {
			c := z[y*w+x]
			if c != c {
				continue
			}
			gx, gy := 0.0, 0.0
			if x > 0 && z[y*w+x-1] == z[y*w+x-1] {
				gx = (c - z[y*w+x-1]) / dx
			}
			if y > 0 && z[(y-1)*w+x] == z[(y-1)*w+x] {
				gy = (c - z[(y-1)*w+x]) / dy
			}
			n := math.Sqrt(1 + gx*gx + gy*gy)
			v := (-gx*ca*ce - gy*sa*ce + se) / n
			g := uint8(max(0, min(255, 255*v)))
			o := img.PixOffset(x, y)
			img.Pix[o], img.Pix[o+1], img.Pix[o+2], img.Pix[o+3] = g, g, g, 255
		}
	}
	return img
}
