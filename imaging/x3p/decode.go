package x3p

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"strings"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// Decode reads an X3P file of size bytes. Errors about the file are *FormatError. A wrong checksum is not an error: it
// sets Header.ChecksumWrong and a warning, and the caller decides.
func Decode(r io.ReaderAt, size int64) (*File, error) { return Options{}.Decode(r, size) }

// Decode reads an X3P file as Decode does, with what o knows of it.
func (o Options) Decode(r io.ReaderAt, size int64) (*File, error) {
	for _, u := range []Unit{o.Lateral, o.Height} {
		if u != "" && u != Metre && u != Micrometre {
			return nil, fmt.Errorf("decode x3p: unknown unit %q", u)
		}
	}
	c, err := openContainer(r, size)
	if err != nil {
		return nil, err
	}
	ix, err := readIndex(c.index)
	if err != nil {
		return nil, err
	}
	d := decoder{c: c, ix: ix, f: &File{}, options: o}
	if d.f.Header, err = ix.header(); err != nil {
		return nil, err
	}
	if err := d.checkIndex(); err != nil {
		return nil, err
	}
	if err := d.surface(); err != nil {
		return nil, err
	}
	d.paintedMask()
	if err := d.keep(); err != nil {
		return nil, err
	}
	return d.f, nil
}

type decoder struct {
	c  *container
	ix *index
	f  *File

	options Options
	// The parts that were read, nil where the file has none.
	pointsPart, validPart, sumPart, maskPart *zip.File
	painted                                  []byte // the mask's picture
	flipX, flipY                             bool   // the surface was turned
}

func (d *decoder) warn(format string, args ...any) {
	d.f.Warnings = append(d.f.Warnings, fmt.Sprintf(format, args...))
}

// surface reads the points and makes the surface of them.
func (d *decoder) surface() error {
	g, err := d.ix.grid()
	if err != nil {
		return err
	}
	p, err := d.points(g)
	if err != nil {
		return err
	}
	d.f.Header.StoredType = p.stored
	r, err := g.raster(p)
	if err != nil {
		return err
	}
	d.flipX, d.flipY = r.flipX, r.flipY
	d.explain(g, r, p)
	return d.convert(r)
}

// explain warns of what the grid needed to be read.
func (d *decoder) explain(g grid, r raster, p pointSet) {
	h := &d.f.Header
	if r.flipX || r.flipY {
		d.warn("An axis of the file runs backwards; the surface was turned so that coordinates grow.")
	}
	if r.listed {
		d.warn("The file stores coordinates point by point; they were placed on a regular grid of %d × %d points.", r.w, r.h)
	}
	if h.Rotated {
		d.warn("The file states a rotation of its axes, which was not applied.")
	}
	if h.Z.Type == Absolute && !h.Z.Data.integer() && !p.stored.integer() && !math.IsNaN(h.Z.Increment) && h.Z.Increment != 1 {
		d.warn("The file states a height increment of %g for an absolute axis, which has none; it was ignored.", h.Z.Increment)
	}
	d.f.Warnings = append(d.f.Warnings, d.options.decideUnits(h, r)...)
}

// convert makes the surface in µm.
func (d *decoder) convert(r raster) error {
	lateral, height := d.f.Header.LateralUnit.toMicrometres(), d.f.Header.HeightUnit.toMicrometres()
	for i := range r.z {
		r.z[i] *= height
	}
	s, err := surface.New(r.w, r.h, r.dx*lateral, r.dy*lateral, r.z)
	if err != nil {
		return failWith(KindShape, err, "the file's points do not make a surface")
	}
	if s.Valid() == 0 {
		return fail(KindNoData, "no point of the surface was measured")
	}
	if r.w < 2 || r.h < 2 {
		return fail(KindUnsupported, "the file holds one line of points, a profile; comparison needs a surface")
	}
	d.f.Surface, d.f.Offset = s, imaging.Point{X: r.x0 * lateral, Y: r.y0 * lateral}
	return nil
}

// points reads the points from where main.xml says they are.
func (d *decoder) points(g grid) (pointSet, error) {
	if d.ix.list != nil {
		return d.ix.list.done()
	}
	link := d.ix.text("Record3/DataLink/PointDataLink")
	if link == "" {
		return pointSet{}, fail(KindIndex, "main.xml neither holds points nor says where they are")
	}
	f, err := d.c.find(link)
	if err != nil {
		return pointSet{}, err
	}
	if f == nil {
		return pointSet{}, fail(KindCorrupt, "the points (%s) are missing from the file", clip(link, 80))
	}
	d.pointsPart = f
	text, err := g.isText(f)
	if err != nil {
		return pointSet{}, err
	}
	read := g.readBinary
	if text {
		read = g.readText
	}
	p, sum, lied, err := read(f)
	if err != nil {
		return p, err
	}
	d.checksum("the points", d.ix.text("Record3/DataLink/MD5ChecksumPointData"), sum)
	if lied {
		d.warn("The file declares heights of type %s but stores type %s; they were read as stored.", clip(string(g.z.Data), 10), p.stored)
	}
	return p, d.validPoints(g, p)
}

// validPoints applies the bit field that says which points were measured.
func (d *decoder) validPoints(g grid, p pointSet) error {
	link := d.ix.text("Record3/DataLink/ValidPointsLink")
	f, err := d.c.find(link)
	if err != nil || link == "" {
		return err
	}
	if f == nil {
		return fail(KindCorrupt, "the list of measured points (%s) is missing from the file", clip(link, 80))
	}
	d.validPart = f
	need := (g.n + 7) / 8
	bits, err := slurp(f, uint64(need)+64)
	if err != nil {
		return err
	}
	if len(bits) < need {
		return fail(KindShape, "the list of measured points has %d bytes where %s need %d", len(bits), g, need)
	}
	d.checksum("the list of measured points", d.ix.text("Record3/DataLink/MD5ChecksumValidPoints"), md5Hex(bits))
	p.drop(bits)
	return nil
}

// checkIndex compares main.xml with md5checksum.hex.
func (d *decoder) checkIndex() error {
	link := d.ix.text("Record4/ChecksumFile")
	if link == "" {
		link = "md5checksum.hex"
	}
	f, err := d.c.find(link)
	if err != nil {
		return err
	}
	if f == nil {
		d.checksum("main.xml", "", d.ix.md5)
		return nil
	}
	d.sumPart = f
	b, err := slurp(f, 4<<10)
	if err != nil {
		return err
	}
	d.checksum("main.xml", string(b), d.ix.md5)
	return nil
}

// checksum compares a stated MD5, which may have capitals, a file name behind it or a byte order mark before it.
func (d *decoder) checksum(what, stated, got string) {
	stated = strings.TrimPrefix(stated, "\ufeff")
	if f := strings.Fields(stated); len(f) > 0 {
		stated = strings.TrimPrefix(f[0], "*")
	} else {
		d.f.Header.ChecksumMissing = true
		d.warn("The file carries no checksum for %s, so damage would go unnoticed.", what)
		return
	}
	if !strings.EqualFold(stated, got) {
		d.f.Header.ChecksumWrong = true
		d.warn("The checksum of %s is wrong: the file was changed after it was written, or written badly.", what)
	}
}
