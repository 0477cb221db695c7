package rules

import (
	"encoding/binary"
	"errors"
)

var errTrueType = errors.New("the font file is no TrueType font")

// trueType is what the rules ask of a font file (ISO/IEC 14496-22).
type trueType struct {
	em, metrics, count int
	long               bool // offsets of glyphs are of four bytes
	hmtx, loca, glyf   []byte
}

func parseTrueType(b []byte) (*trueType, error) {
	if len(b) < 12 || binary.BigEndian.Uint32(b) != 0x00010000 && string(b[:4]) != "true" {
		return nil, errTrueType
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		at := 12 + 16*i
		if at+16 > len(b) {
			return nil, errTrueType
		}
		from, n := int(binary.BigEndian.Uint32(b[at+8:])), int(binary.BigEndian.Uint32(b[at+12:]))
		if from > len(b) || n > len(b)-from {
			return nil, errTrueType
		}
		tables[string(b[at:at+4])] = b[from : from+n]
	}
	head, hhea, maxp := tables["head"], tables["hhea"], tables["maxp"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 {
		return nil, errTrueType
	}
	t := &trueType{em: int(binary.BigEndian.Uint16(head[18:])), metrics: int(binary.BigEndian.Uint16(hhea[34:])), count: int(binary.BigEndian.Uint16(maxp[4:])),
		long: binary.BigEndian.Uint16(head[50:]) != 0, hmtx: tables["hmtx"], loca: tables["loca"], glyf: tables["glyf"]}
	if t.em == 0 || t.metrics == 0 || len(t.hmtx) < 4*t.metrics {
		return nil, errTrueType
	}
	return t, nil
}

// has reports whether glyph g is in the file, with an outline that lies in it or none at all, as a space has.
func (t *trueType) has(g int) bool {
	from, to, ok := t.place(g)
	return ok && from <= to && to <= len(t.glyf)
}

func (t *trueType) place(g int) (from, to int, ok bool) {
	if g < 0 || g >= t.count {
		return 0, 0, false
	}
	if t.long {
		if 4*g+8 > len(t.loca) {
			return 0, 0, false
		}
		return int(binary.BigEndian.Uint32(t.loca[4*g:])), int(binary.BigEndian.Uint32(t.loca[4*g+4:])), true
	}
	if 2*g+4 > len(t.loca) {
		return 0, 0, false
	}
	return 2 * int(binary.BigEndian.Uint16(t.loca[2*g:])), 2 * int(binary.BigEndian.Uint16(t.loca[2*g+2:])), true
}

// width returns the advance of a glyph in thousandths of the size; those after the last metric have its width.
func (t *trueType) width(g int) float64 {
	g = min(g, t.metrics-1)
	return float64(binary.BigEndian.Uint16(t.hmtx[4*g:])) * 1000 / float64(t.em)
}
