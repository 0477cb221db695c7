package photo

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Tags of TIFF 6.0 that matter here.
const (
	tagWidth       = 256
	tagHeight      = 257
	tagBits        = 258
	tagDescription = 270
	tagSamples     = 277
	tagXRes        = 282
	tagYRes        = 283
	tagResUnit     = 296
	tagFormat      = 339
)

var (
	errShort  = errors.New("it ends early")
	errSample = errors.New("its samples are not 8 or 16 bit whole numbers")
)

// tiffDir is the first directory of a TIFF file. Readers show the first picture only.
type tiffDir struct {
	b       []byte
	order   binary.ByteOrder
	entries []byte
}

func (h *Header) tiff(b []byte) error {
	d := tiffDir{b: b, order: binary.LittleEndian}
	if b[0] == 'M' {
		d.order = binary.BigEndian
	}
	if len(b) < 8 {
		return errShort
	}
	at := int(d.order.Uint32(b[4:]))
	if at < 8 || at > len(b)-2 {
		return errShort
	}
	n := int(d.order.Uint16(b[at:]))
	if 12*n > len(b)-at-2 {
		return errShort
	}
	d.entries = b[at+2 : at+2+12*n]
	h.Width, h.Height = d.integer(tagWidth, 0), d.integer(tagHeight, 0)
	bits, kind := d.integer(tagBits, 1), d.integer(tagFormat, 1)
	if bits != 1 && bits != 4 && bits != 8 && bits != 16 || kind != 1 || d.integer(tagSamples, 1) > 4 {
		return errSample
	}
	h.Scale = d.scale()
	return nil
}

// entry returns the type, count and four value bytes of a tag.
func (d tiffDir) entry(tag int) (kind, count int, value []byte, ok bool) {
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if int(d.order.Uint16(e)) == tag {
			return int(d.order.Uint16(e[2:])), int(d.order.Uint32(e[4:])), e[8:12], true
		}
	}
	return 0, 0, nil, false
}

// integer returns the first number of a tag of whole numbers.
func (d tiffDir) integer(tag, missing int) int {
	kind, count, v, ok := d.entry(tag)
	if !ok || count < 1 {
		return missing
	}
	switch {
	case kind == 3 && count > 2, kind == 4 && count > 1: // does not fit into the entry
		v = d.at(v, 4)
	}
	switch {
	case v == nil:
		return missing
	case kind == 3:
		return int(d.order.Uint16(v))
	case kind == 4:
		return int(d.order.Uint32(v))
	case kind == 1:
		return int(v[0])
	}
	return missing
}

// at returns n bytes where the offset in v points, nil when they are not there.
func (d tiffDir) at(v []byte, n int) []byte {
	off := int(d.order.Uint32(v))
	if n < 0 || off < 0 || off > len(d.b)-n {
		return nil
	}
	return d.b[off : off+n]
}

func (d tiffDir) rational(tag int) float64 {
	kind, count, v, ok := d.entry(tag)
	if !ok || kind != 5 || count < 1 {
		return math.NaN()
	}
	r := d.at(v, 8)
	if r == nil {
		return math.NaN()
	}
	return float64(d.order.Uint32(r)) / float64(d.order.Uint32(r[4:]))
}

func (d tiffDir) text(tag int) string {
	kind, count, v, ok := d.entry(tag)
	if !ok || kind != 2 || count > 1<<20 {
		return ""
	}
	if count <= 4 {
		return string(v[:count])
	}
	return string(d.at(v, count))
}

// scale reads the resolution. ImageJ, common at microscopes, leaves the unit open and names it in the description.
func (d tiffDir) scale() Scale {
	x, y := d.rational(tagXRes), d.rational(tagYRes)
	switch d.integer(tagResUnit, 2) {
	case 2:
		return fromDensity(x/0.0254, y/0.0254, "TIFF resolution")
	case 3:
		return fromDensity(x*100, y*100, "TIFF resolution")
	}
	about := d.text(tagDescription)
	if !strings.HasPrefix(about, "ImageJ=") {
		return Unknown()
	}
	for _, line := range strings.Split(about, "\n") {
		unit, ok := strings.CutPrefix(strings.TrimSpace(line), "unit=")
		if !ok {
			continue
		}
		if u, err := strconv.Unquote(`"` + unit + `"`); err == nil { // µ may be written \u00B5
			unit = u
		}
		switch unit {
		case "micron", "um", "µm", "μm":
			return fromDensity(x*1e6, y*1e6, "ImageJ")
		}
	}
	return Unknown()
}
