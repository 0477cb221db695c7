package x3p

import (
	"archive/zip"
	"bytes"
	"crypto/md5" // #nosec G501 see index.go
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

const (
	pointsName   = "bindata/data.bin"
	maskName     = "bindata/mask.png"
	checksumName = "md5checksum.hex"
	namespace    = "http://www.opengps.eu/2008/ISO5436_2"
)

// Encode writes f as a binary X3P of doubles in metres. The same file gives the same bytes.
//
// Of a file that Decode read, everything else is kept: elements of main.xml that this package does not know, with their
// prefixes and attributes, and every other part of the zip byte for byte. What is written anew is the axes, the size
// and the points, the checksums, the texts of the header that were changed, and a mask that was changed. Left behind is
// only what a rewritten file must not say any more (bits of measured points, which are NaN now; a list of points; a
// document type; a byte order mark), what macOS puts into a zip, and the folder that somebody zipped instead of its contents.
//
// A new mask is painted as fix3p and x3ptools do: a PNG of the surface's size, the background in their default colour,
// and the colours named in the vendor element Mask of Record3.
func Encode(w io.Writer, f *File) error {
	if f == nil || f.Surface == nil {
		return errors.New("encode x3p: no surface")
	}
	r := f.rest
	if r == nil {
		r = &rest{index: []byte(emptyIndex)}
	}
	if r.long {
		return fmt.Errorf("encode x3p: main.xml holds more than the %d bytes of vendor records that are kept; written again, the file would lose some", maxKept)
	}
	type part struct {
		name string
		data []byte
	}
	pointsAt, checksumAt, maskAt := r.names()
	points := encodePoints(f.Surface.View())
	mask, painted, err := r.encodeMask(f.PaintedMask)
	if err != nil {
		return fmt.Errorf("encode x3p mask: %w", err)
	}
	index, err := r.encodeIndex(f, pointsAt, md5Hex(points), checksumAt, painted)
	if err != nil {
		return fmt.Errorf("encode x3p: %w", err)
	}
	parts := []part{{"main.xml", index}, {pointsAt, points}, {checksumAt, []byte(md5Hex(index) + " *main.xml\n")}}
	if mask != nil {
		parts = append(parts, part{maskAt, mask})
	}
	z := zip.NewWriter(w)
	for _, part := range parts {
		e, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("encode x3p: %w", err)
		}
		if _, err := e.Write(part.data); err != nil {
			return fmt.Errorf("encode x3p: %w", err)
		}
	}
	if err := r.copyParts(z); err != nil {
		return fmt.Errorf("encode x3p: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("encode x3p: %w", err)
	}
	return nil
}

// copyParts writes the parts that nobody looked at.
func (r *rest) copyParts(z *zip.Writer) error {
	for _, p := range r.parts {
		h := p.header
		w, err := z.CreateRaw(&h)
		if err != nil {
			return err
		}
		if _, err := w.Write(p.packed); err != nil {
			return err
		}
	}
	return z.SetComment(r.comment)
}

func encodePoints(um []float64) []byte {
	b := make([]byte, 0, 8*len(um))
	for _, v := range um {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v/1e6))
	}
	return b
}

func md5Hex(b []byte) string {
	sum := md5.Sum(b) // #nosec G401
	return hex.EncodeToString(sum[:])
}

// emptyIndex is main.xml of a file that was not read from one, in the order of the standard's schema.
const emptyIndex = `<p:ISO5436_2 xmlns:p="` + namespace + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
	`xsi:schemaLocation="` + namespace + ` ` + namespace + `/ISO5436_2.xsd">
  <Record1>
    <Revision>ISO5436 - 2000</Revision>
    <FeatureType>SUR</FeatureType>
    <Axes>
      <CX/>
      <CY/>
      <CZ/>
    </Axes>
  </Record1>
  <Record2>
    <Date/>
    <Instrument>
      <Manufacturer/>
      <Model/>
      <Serial/>
      <Version/>
    </Instrument>
    <CalibrationDate/>
    <ProbingSystem>
      <Type/>
      <Identification/>
    </ProbingSystem>
  </Record2>
  <Record3>
    <MatrixDimension/>
    <DataLink/>
  </Record3>
  <Record4>
    <ChecksumFile/>
  </Record4>
</p:ISO5436_2>
`

// encodeIndex writes main.xml: what was kept, with what this file says in its place.
func (r *rest) encodeIndex(f *File, points, sum, checksum string, painted maskChange) ([]byte, error) {
	doc, err := parseTree(r.index)
	if err != nil {
		return nil, fmt.Errorf("read main.xml again: %w", err)
	}
	root := doc.root()
	if root == nil {
		return nil, errors.New("main.xml is empty")
	}
	w, h := f.Surface.Size()
	dx, dy := f.Surface.Spacing()
	root.set("SUR", "Record1", "FeatureType")
	root.setAxis("CX", Incremental, dx/1e6, f.Offset.X/1e6)
	root.setAxis("CY", Incremental, dy/1e6, f.Offset.Y/1e6)
	root.setAxis("CZ", Absolute, 1, 0)
	root.setTexts(r.header, f.Header)
	root.remove("Record3", "ListDimension")
	root.remove("Record3", "DataList")
	root.set(strconv.Itoa(w), "Record3", "MatrixDimension", "SizeX")
	root.set(strconv.Itoa(h), "Record3", "MatrixDimension", "SizeY")
	root.set("1", "Record3", "MatrixDimension", "SizeZ")
	root.set(points, "Record3", "DataLink", "PointDataLink")
	root.set(sum, "Record3", "DataLink", "MD5ChecksumPointData")
	root.remove("Record3", "DataLink", "ValidPointsLink")
	root.remove("Record3", "DataLink", "MD5ChecksumValidPoints")
	root.set(checksum, "Record4", "ChecksumFile")
	root.setMask(painted)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	doc.write(&b)
	return b.Bytes(), nil
}

// root is the document's element.
func (n *node) root() *node {
	for _, k := range n.kids {
		if k.el != nil {
			return k.el
		}
	}
	return nil
}

// setAxis declares an axis of doubles; increment and offset are in metres.
func (n *node) setAxis(name string, t AxisType, increment, offset float64) {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	for _, v := range []struct{ name, text string }{
		{"AxisType", string(t)}, {"DataType", string(Float64)}, {"Increment", number(increment)}, {"Offset", number(offset)},
	} {
		n.set(v.text, "Record1", "Axes", name, v.name)
	}
}

// setTexts writes the texts of the header that differ from what the file said.
func (n *node) setTexts(was, is Header) {
	for _, t := range []struct {
		was, is string
		path    []string
	}{
		{was.Date, is.Date, []string{"Date"}},
		{was.Creator, is.Creator, []string{"Creator"}},
		{was.Instrument.Manufacturer, is.Instrument.Manufacturer, []string{"Instrument", "Manufacturer"}},
		{was.Instrument.Model, is.Instrument.Model, []string{"Instrument", "Model"}},
		{was.Instrument.Serial, is.Instrument.Serial, []string{"Instrument", "Serial"}},
		{was.Instrument.Version, is.Instrument.Version, []string{"Instrument", "Version"}},
		{was.CalibrationDate, is.CalibrationDate, []string{"CalibrationDate"}},
		{was.ProbingType, is.ProbingType, []string{"ProbingSystem", "Type"}},
		{was.ProbingID, is.ProbingID, []string{"ProbingSystem", "Identification"}},
		{was.Comment, is.Comment, []string{"Comment"}},
	} {
		if clean(t.is) != t.was {
			n.set(t.is, append([]string{"Record2"}, t.path...)...)
		}
	}
}
