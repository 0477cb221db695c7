package x3p_test

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"testing"
)

// part is an entry of a hand-made file.
type part struct {
	name string
	data []byte
}

// sample describes a hand-made file; every test bends one thing of it.
type sample struct {
	dir, revision, feature string
	x, y, z                string // the inside of CX, CY, CZ
	dims                   string
	points                 []byte // nil: data inside Record3
	list                   string // a DataList instead of points
	link                   string
	pointSum, indexSum     func(string) string
	valid                  []byte
	validSum               string
	extra                  []part
	record2                string
}

func same(s string) string { return s }

// good is a 3×2 surface of doubles in metres, spaced 5 × 6 µm.
func good() sample {
	return sample{
		revision: "ISO5436 - 2000", feature: "SUR",
		x:      "<AxisType>I</AxisType><DataType>D</DataType><Increment>5e-6</Increment><Offset>0</Offset>",
		y:      "<AxisType>I</AxisType><DataType>D</DataType><Increment>6e-6</Increment><Offset>0</Offset>",
		z:      "<AxisType>A</AxisType><DataType>D</DataType>",
		dims:   matrix(3, 2, 1),
		points: doubles(1e-6, 2e-6, 3e-6, 4e-6, math.NaN(), 6e-6),
		link:   "bindata/data.bin", pointSum: same, indexSum: same,
	}
}

func matrix(w, h, layers int) string {
	return fmt.Sprintf("<MatrixDimension><SizeX>%d</SizeX><SizeY>%d</SizeY><SizeZ>%d</SizeZ></MatrixDimension>", w, h, layers)
}

func doubles(v ...float64) []byte {
	var b []byte
	for _, f := range v {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
	}
	return b
}

func floats(v ...float32) []byte {
	var b []byte
	for _, f := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
	}
	return b
}

func shorts(v ...int16) []byte {
	var b []byte
	for _, i := range v {
		b = binary.LittleEndian.AppendUint16(b, uint16(i))
	}
	return b
}

func longs(v ...int32) []byte {
	var b []byte
	for _, i := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(i))
	}
	return b
}

func sum(b []byte) string {
	s := md5.Sum(b)
	return hex.EncodeToString(s[:])
}

func (s sample) index() []byte {
	data := s.list
	if s.points != nil {
		data = "<DataLink><PointDataLink>" + s.link + "</PointDataLink><MD5ChecksumPointData>" + s.pointSum(sum(s.points)) + "</MD5ChecksumPointData>"
		if s.valid != nil {
			data += "<ValidPointsLink>bindata/valid.bin</ValidPointsLink><MD5ChecksumValidPoints>" + s.validSum + "</MD5ChecksumValidPoints>"
		}
		data += "</DataLink>"
	}
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<p:ISO5436_2 xmlns:p="http://www.opengps.eu/2008/ISO5436_2"><Record1><Revision>` + s.revision + `</Revision><FeatureType>` + s.feature +
		`</FeatureType><Axes><CX>` + s.x + `</CX><CY>` + s.y + `</CY><CZ>` + s.z + `</CZ></Axes></Record1>` + s.record2 +
		`<Record3>` + s.dims + data + `</Record3><Record4><ChecksumFile>md5checksum.hex</ChecksumFile></Record4></p:ISO5436_2>`)
}

func (s sample) parts() []part {
	index := s.index()
	parts := append([]part{}, s.extra...)
	parts = append(parts, part{s.dir + "main.xml", index})
	if s.points != nil {
		parts = append(parts, part{s.dir + "bindata/data.bin", s.points})
	}
	if s.valid != nil {
		parts = append(parts, part{s.dir + "bindata/valid.bin", s.valid})
	}
	return append(parts, part{s.dir + "md5checksum.hex", []byte(s.indexSum(sum(index)))})
}

func (s sample) bytes(t testing.TB) []byte { return pack(t, s.parts()...) }

func pack(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
