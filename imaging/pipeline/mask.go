package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Mask is a region as data: who made it, which version it is, and from which it was edited.
type Mask struct {
	imaging.Mask
	Version int    // 1 for the first
	Origin  string // how this version was made: "proposed" or what the person did
	Parent  string // Key of the version before, empty for the first
}

// Key identifies the region itself: SHA-256 of size and points, in hexadecimal.
func (m Mask) Key() string {
	h := sha256.New()
	fmt.Fprintf(h, "mask %d %d", m.W, m.H)
	for _, r := range runs(m.On) {
		fmt.Fprintf(h, " %d", r)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Edited returns the next version with another region of the same size.
func (m Mask) Edited(region imaging.Mask, origin string) (Mask, error) {
	if region.W != m.W || region.H != m.H || len(region.On) != len(m.On) {
		return Mask{}, fmt.Errorf("edit mask: %d×%d points, the mask has %d×%d", region.W, region.H, m.W, m.H)
	}
	return Mask{Mask: region, Version: m.Version + 1, Origin: origin, Parent: m.Key()}, nil
}

// maskJSON is the form on disk. Runs are lengths, row after row: off first (0 where the first point is on), then on and off in turn.
type maskJSON struct {
	W       int    `json:"w"`
	H       int    `json:"h"`
	Runs    []int  `json:"runs"`
	Version int    `json:"version"`
	Origin  string `json:"origin,omitempty"`
	Parent  string `json:"parent,omitempty"`
}

// MarshalJSON writes the region as run lengths.
func (m Mask) MarshalJSON() ([]byte, error) {
	return json.Marshal(maskJSON{W: m.W, H: m.H, Runs: runs(m.On), Version: m.Version, Origin: m.Origin, Parent: m.Parent})
}

// UnmarshalJSON reads what MarshalJSON writes; m is unchanged when there is an error.
func (m *Mask) UnmarshalJSON(b []byte) error {
	var w maskJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read mask: %w", err)
	}
	if err := checkSize(w.W, w.H); err != nil {
		return fmt.Errorf("read mask: %w", err)
	}
	left := w.W * w.H
	for _, r := range w.Runs {
		if r < 0 || r > left {
			return fmt.Errorf("read mask: its runs do not add up to %d×%d points", w.W, w.H)
		}
		left -= r
	}
	if left != 0 {
		return fmt.Errorf("read mask: its runs do not add up to %d×%d points", w.W, w.H)
	}
	next := Mask{Mask: imaging.NewMask(w.W, w.H), Version: w.Version, Origin: w.Origin, Parent: w.Parent}
	at, on := 0, false
	for _, r := range w.Runs {
		if on {
			for i := at; i < at+r; i++ {
				next.On[i] = true
			}
		}
		at, on = at+r, !on
	}
	*m = next
	return nil
}

func runs(on []bool) []int {
	var out []int
	n, state := 0, false
	for _, in := range on {
		if in != state {
			out, n, state = append(out, n), 0, in
		}
		n++
	}
	return append(out, n)
}

func checkSize(w, h int) error {
	if w < 1 || h < 1 || w > surface.MaxPoints/h {
		return fmt.Errorf("a mask of %d×%d points is none", w, h)
	}
	return nil
}

// EncodePNG writes m white on black, as fix3p and x3ptools show a region that takes part.
func EncodePNG(m imaging.Mask) ([]byte, error) {
	if err := checkSize(m.W, m.H); err != nil || len(m.On) != m.W*m.H {
		return nil, fmt.Errorf("write mask: %d points for %d×%d", len(m.On), m.W, m.H)
	}
	img := image.NewPaletted(image.Rect(0, 0, m.W, m.H), color.Palette{color.Black, color.White})
	for i, on := range m.On {
		if on {
			img.Pix[i] = 1
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("write mask: %w", err)
	}
	return b.Bytes(), nil
}

// DecodePNG reads a mask: on where the picture is opaque and lighter than mid-grey. Its size must be w×h, that of the scan.
func DecodePNG(b []byte, w, h int) (imaging.Mask, error) {
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return imaging.Mask{}, fmt.Errorf("read mask: %w", err)
	}
	if c.Width != w || c.Height != h || checkSize(w, h) != nil { // before decoding: a small file can declare a huge picture
		return imaging.Mask{}, fmt.Errorf("read mask: a picture of %d×%d points for a scan of %d×%d", c.Width, c.Height, w, h)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return imaging.Mask{}, fmt.Errorf("read mask: %w", err)
	}
	m := imaging.NewMask(w, h)
	o := img.Bounds().Min
	for y := range h {
		for x := range w {
			p := img.At(o.X+x, o.Y+y)
			_, _, _, alpha := p.RGBA()
			m.On[y*w+x] = alpha > 0x7fff && color.GrayModel.Convert(p).(color.Gray).Y > 127
		}
	}
	return m, nil
}

// Overlap returns the intersection of two masks over their union, the usual measure of how well they agree; NaN when both are empty or of different size.
func Overlap(a, b imaging.Mask) float64 {
	if a.W != b.W || a.H != b.H {
		return math.NaN()
	}
	both, either := 0, 0
	for i, on := range a.On {
		if on && b.On[i] {
			both++
		}
		if on || b.On[i] {
			either++
		}
	}
	return float64(both) / float64(either)
}
