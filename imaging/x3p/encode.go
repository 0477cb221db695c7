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

// Encode writes f as a binary X3P of doubles in metres. The same file gives the same bytes. Of the header, the texts
// are written; axes, types and units are those of the surface. A painted mask is written white on black.
func Encode(w io.Writer, f *File) error {
	if f == nil || f.Surface == nil {
		return errors.New("encode x3p: no surface")
	}
	points := encodePoints(f.Surface.View())
	index := encodeIndex(f, md5Hex(points))
	type part struct {
		name string
		data []byte
	}
	parts := []part{{"main.xml", index}, {pointsName, points}, {checksumName, []byte(md5Hex(index) + " *main.xml\n")}}
	if f.PaintedMask != nil {
		mask, err := encodeMask(*f.PaintedMask)
		if err != nil {
			return fmt.Errorf("encode x3p mask: %w", err)
		}
		parts = append(parts, part{maskName, mask})
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
	if err := z.Close(); err != nil {
		return fmt.Errorf("encode x3p: %w", err)
	}
	return nil
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

// encodeIndex writes main.xml in the order of the standard's schema.
func encodeIndex(f *File, sum string) []byte {
	w, h := f.Surface.Size()
	dx, dy := f.Surface.Spacing()
	var x indexWriter
	x.WriteString(xml.Header)
	x.WriteString(`<p:ISO5436_2 xmlns:p="` + namespace + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
		`xsi:schemaLocation="` + namespace + " " + namespace + `/ISO5436_2.xsd">` + "\n")
	x.in("Record1", func() {
		x.leaf("Revision", "ISO5436 - 2000")
		x.leaf("FeatureType", "SUR")
		x.in("Axes", func() {
			x.axis("CX", Incremental, dx)
			x.axis("CY", Incremental, dy)
			x.axis("CZ", Absolute, 1e6)
		})
	})
	x.record2(f.Header)
	x.in("Record3", func() {
		x.in("MatrixDimension", func() {
			x.leaf("SizeX", strconv.Itoa(w))
			x.leaf("SizeY", strconv.Itoa(h))
			x.leaf("SizeZ", "1")
		})
		x.in("DataLink", func() {
			x.leaf("PointDataLink", pointsName)
			x.leaf("MD5ChecksumPointData", sum)
		})
	})
	x.in("Record4", func() { x.leaf("ChecksumFile", checksumName) })
	x.WriteString("</p:ISO5436_2>\n")
	return x.Bytes()
}

type indexWriter struct {
	bytes.Buffer
	depth int
}

func (x *indexWriter) indent() {
	for range 2 * (x.depth + 1) {
		x.WriteByte(' ')
	}
}

func (x *indexWriter) in(name string, body func()) {
	x.indent()
	x.WriteString("<" + name + ">\n")
	x.depth++
	body()
	x.depth--
	x.indent()
	x.WriteString("</" + name + ">\n")
}

func (x *indexWriter) leaf(name, text string) {
	x.indent()
	x.WriteString("<" + name + ">")
	_ = xml.EscapeText(x, []byte(clean(text))) // a bytes.Buffer does not fail
	x.WriteString("</" + name + ">\n")
}

// axis writes an axis whose increment is um µm.
func (x *indexWriter) axis(name string, t AxisType, um float64) {
	x.in(name, func() {
		x.leaf("AxisType", string(t))
		x.leaf("DataType", string(Float64))
		x.leaf("Increment", strconv.FormatFloat(um/1e6, 'g', -1, 64))
		x.leaf("Offset", "0")
	})
}

func (x *indexWriter) record2(h Header) {
	x.in("Record2", func() {
		x.leaf("Date", h.Date)
		if h.Creator != "" {
			x.leaf("Creator", h.Creator)
		}
		x.in("Instrument", func() {
			x.leaf("Manufacturer", h.Instrument.Manufacturer)
			x.leaf("Model", h.Instrument.Model)
			x.leaf("Serial", h.Instrument.Serial)
			x.leaf("Version", h.Instrument.Version)
		})
		x.leaf("CalibrationDate", h.CalibrationDate)
		x.in("ProbingSystem", func() {
			x.leaf("Type", h.ProbingType)
			x.leaf("Identification", h.ProbingID)
		})
		if h.Comment != "" {
			x.leaf("Comment", h.Comment)
		}
	})
}
