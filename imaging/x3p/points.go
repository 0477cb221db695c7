package x3p

import (
	"archive/zip"
	"crypto/md5" // #nosec G501 see index.go
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
)

// maxPoints is the largest grid read, 64 million points (512 MiB of heights): a whole 15 mm case head at 2 µm.
const maxPoints = 1 << 26

// grid is what main.xml says about the number of points and what is stored for each.
type grid struct {
	w, h    int // columns and rows; 0 for a list
	n       int // points
	x, y, z Axis
}

func (ix *index) grid() (grid, error) {
	h, err := ix.header()
	if err != nil {
		return grid{}, err
	}
	g := grid{x: h.X, y: h.Y, z: h.Z}
	if ix.text("Record3/ListDimension") != "" {
		g.n, err = ix.size("Record3/ListDimension")
		return g, err
	}
	if ix.text("Record3/MatrixDimension/SizeX") == "" {
		return g, fail(KindIndex, "main.xml does not say how many points there are")
	}
	if g.w, err = ix.size("Record3/MatrixDimension/SizeX"); err != nil {
		return g, err
	}
	if g.h, err = ix.size("Record3/MatrixDimension/SizeY"); err != nil {
		return g, err
	}
	if ix.text("Record3/MatrixDimension/SizeZ") != "" {
		layers, err := ix.size("Record3/MatrixDimension/SizeZ")
		if err != nil {
			return g, err
		}
		if layers != 1 {
			return g, fail(KindUnsupported, "the file holds %d layers; a surface has one", layers)
		}
	}
	if g.w > maxPoints/g.h {
		return g, fail(KindTooLarge, "the file states %d × %d points; up to %d points are read", g.w, g.h, maxPoints)
	}
	g.n = g.w * g.h
	return g, nil
}

// pointSet is the stored numbers of every point in the file's order and unit. x and y are nil where they are not stored.
type pointSet struct {
	x, y, z []float64
	stored  DataType // of z
}

// valueOf turns a stored number into a coordinate. Integers are counted in increments (the standard's samples do so on
// absolute axes too); floats on an absolute axis are coordinates already.
func (a Axis) valueOf(raw float64, stored DataType) float64 {
	return float64(raw*a.increment(stored)) + a.Offset
}

// increment is what a stored number is multiplied by.
func (a Axis) increment(stored DataType) float64 {
	if math.IsNaN(a.Increment) || a.Type == Absolute && !a.Data.integer() && !stored.integer() {
		return 1
	}
	return a.Increment
}

// layout is what one point takes in a binary file.
type layout struct {
	x, y, z DataType // "" where not stored
}

// known reports whether the type of everything stored is one of the standard's.
func (l layout) known() bool {
	return (l.x == "" || l.x.bytes() > 0) && (l.y == "" || l.y.bytes() > 0) && l.z.bytes() > 0
}

func (l layout) stride() int { return l.x.bytes() + l.y.bytes() + l.z.bytes() }

// layoutFor finds what is stored from the size of the file, because declared types are often wrong: most writers store
// doubles or floats whatever they declare.
func (g grid) layoutFor(size uint64) (l layout, lied bool, err error) {
	if size%uint64(g.n) != 0 || size == 0 || size/uint64(g.n) > 24 {
		return l, false, fail(KindShape, "the file states %s but holds %d bytes of points, which do not fit", g, size)
	}
	stride := int(size / uint64(g.n))
	declared := layout{z: g.z.Data}
	if g.x.Type == Absolute || g.w == 0 {
		declared.x = g.x.Data.stored()
	}
	if g.y.Type == Absolute || g.w == 0 {
		declared.y = g.y.Data.stored()
	}
	if declared.stride() == stride && declared.known() {
		return declared, false, nil
	}
	for _, t := range []DataType{Float64, Float32, Int32, Int16} {
		if t.integer() != g.z.Data.integer() && t != Int16 { // 4 bytes: what was declared decides int or float
			continue
		}
		l := layout{z: t}
		if declared.x != "" {
			l.x = t
		}
		if declared.y != "" {
			l.y = t
		}
		if l.stride() == stride {
			return l, true, nil
		}
	}
	if declared.x == "" && declared.y == "" && stride == 8 {
		return layout{z: Float64}, true, nil
	}
	return l, false, fail(KindShape, "the file states %s of type %s but holds %d bytes for each, which fits no type", g, clip(string(g.z.Data), 20), stride)
}

// readBinary reads the points from f and returns their MD5.
func (g grid) readBinary(f *zip.File) (p pointSet, sum string, lied bool, err error) {
	l, lied, err := g.layoutFor(f.UncompressedSize64)
	if err != nil {
		return p, "", false, err
	}
	rc, err := open(f, uint64(g.n)*24)
	if err != nil {
		return p, "", false, err
	}
	defer rc.Close()
	hash := md5.New() // #nosec G401
	src := io.TeeReader(rc, hash)
	p.stored, p.z = l.z, make([]float64, 0, g.n) // open has checked that the file can hold them
	buf := make([]byte, 4096*l.stride())
	for done := 0; done < g.n; {
		k := min(4096, g.n-done)
		part := buf[:k*l.stride()]
		if _, err := io.ReadFull(src, part); err != nil {
			return p, "", false, failWith(KindCorrupt, err, "the points in %s are damaged", clip(f.Name, 80))
		}
		p.takeAll(part, l, g)
		done += k
	}
	if n, err := src.Read(buf[:1]); n != 0 || !errors.Is(err, io.EOF) { // EOF is where the zip's CRC is checked
		return p, "", false, failWith(KindCorrupt, err, "the points in %s are damaged", clip(f.Name, 80))
	}
	return p, hex.EncodeToString(hash.Sum(nil)), lied, nil
}

// takeAll takes the points that part holds. Heights alone, as doubles, are what almost every file stores: they are taken without
// asking anew for every point.
func (p *pointSet) takeAll(part []byte, l layout, g grid) {
	if l == (layout{z: Float64}) {
		inc := g.z.increment(l.z)
		for ; len(part) >= 8; part = part[8:] {
			raw := math.Float64frombits(binary.LittleEndian.Uint64(part))
			p.z = append(p.z, float64(raw*inc)+g.z.Offset)
		}
		return
	}
	for ; len(part) > 0; part = part[l.stride():] {
		p.take(part, l, g)
	}
}

func (p *pointSet) take(b []byte, l layout, g grid) {
	if l.x != "" {
		p.x = append(p.x, g.x.valueOf(number(b, l.x), l.x))
		b = b[l.x.bytes():]
	}
	if l.y != "" {
		p.y = append(p.y, g.y.valueOf(number(b, l.y), l.y))
		b = b[l.y.bytes():]
	}
	p.z = append(p.z, g.z.valueOf(number(b, l.z), l.z))
}

func number(b []byte, t DataType) float64 {
	switch t {
	case Int16:
		return float64(int16(binary.LittleEndian.Uint16(b)))
	case Int32:
		return float64(int32(binary.LittleEndian.Uint32(b)))
	case Float32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// drop takes away the points whose bit in valid is 0. Bits are counted from the least significant one of the first
// byte, as in the standard's samples.
func (p *pointSet) drop(valid []byte) {
	for i := range p.z {
		if valid[i/8]>>(i%8)&1 == 0 {
			p.z[i] = math.NaN()
		}
	}
}
