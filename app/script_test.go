package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/md5" //nolint:gosec // the X3P format's own checksum
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tracemark/casefile/store"
)

// TestMain lets the scripts run the real program: testscript starts this test binary again under the name tracemark.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tracemark": main})
}

// TestScripts runs testdata/script/*.txtar: sessions on the command line, as a person would type them.
func TestScripts(t *testing.T) {
	demo := &demonstration{home: t.TempDir()}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TRACEMARK_HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("HOME", filepath.Join(env.WorkDir, "user"))
			env.Setenv("DISPLAY", "")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"demo":  demo.copyTo,
			"scan":  makeScan,
			"image": makeImage,
			"flip":  flipByte,
			"let":   letFirst,
			"paint": paintLeft,
			"issue": issueWhole,
			"hold":  holdCase, "release": releaseCase,
		},
	})
}

// letFirst sets a variable to the first line of a file: `let NAME FILE`.
func letFirst(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: let NAME FILE")
	}
	line, _, _ := strings.Cut(ts.ReadFile(args[1]), "\n")
	ts.Setenv(args[0], line)
}

// makeScan writes a small X3P file by hand: `scan FILE DEFECT [SEED]`, another surface for each seed. It does not use the program's own writer, so that
// a fault in that cannot hide here.
func makeScan(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: scan FILE DEFECT [SEED]")
	}
	defect, seed := args[1], 0
	if len(args) > 2 {
		if _, err := fmt.Sscan(args[2], &seed); err != nil {
			ts.Fatalf("SEED is %q", args[2])
		}
	}
	const n = 64
	var points bytes.Buffer
	for y := range n {
		for x := range n {
			z := 1e-6 * math.Sin(float64(x*x+3*y+seed)/40)
			if defect == "micrometres" {
				z *= 1e6
			}
			if defect == "nodata" {
				z = math.NaN()
			}
			_ = binary.Write(&points, binary.LittleEndian, z) // a bytes.Buffer does not fail
		}
	}
	sizeX, dataName, increment := n, "bindata/data.bin", "6.25e-6"
	switch defect {
	case "lying":
		sizeX = n * 3
	case "huge":
		sizeX = 1 << 40
	case "micrometres":
		increment = "6.25"
	case "traversal":
		dataName = "../../escaped.bin"
	}
	sum := md5.Sum(points.Bytes())
	index := fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<p:ISO5436_2 xmlns:p="http://www.opengps.eu/2008/ISO5436_2">
<Record1><Revision>ISO5436 - 2000</Revision><FeatureType>SUR</FeatureType><Axes>
<CX><AxisType>I</AxisType><DataType>D</DataType><Increment>%[5]s</Increment><Offset>0</Offset></CX>
<CY><AxisType>I</AxisType><DataType>D</DataType><Increment>%[5]s</Increment><Offset>0</Offset></CY>
<CZ><AxisType>A</AxisType><DataType>D</DataType></CZ></Axes></Record1>
<Record2><Date>2026-01-02T03:04:05Z</Date><Instrument><Manufacturer>Hand</Manufacturer><Model>Made</Model><Serial>1</Serial><Version>1</Version></Instrument>
<CalibrationDate>2026-01-01T00:00:00Z</CalibrationDate><ProbingSystem><Type>NonContacting</Type><Identification>none</Identification></ProbingSystem></Record2>
<Record3><MatrixDimension><SizeX>%[1]d</SizeX><SizeY>%[2]d</SizeY><SizeZ>1</SizeZ></MatrixDimension>
<DataLink><PointDataLink>%[3]s</PointDataLink><MD5ChecksumPointData>%[4]s</MD5ChecksumPointData></DataLink></Record3>
<Record4><ChecksumFile>md5checksum.hex</ChecksumFile></Record4></p:ISO5436_2>
`, sizeX, n, dataName, strings.ToUpper(hex.EncodeToString(sum[:])), increment)
	indexSum := md5.Sum([]byte(index))
	if defect == "checksum" {
		indexSum[0] ^= 0xff
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct {
		name string
		data []byte
	}{{"main.xml", []byte(index)}, {dataName, points.Bytes()}, {"md5checksum.hex", []byte(hex.EncodeToString(indexSum[:]) + " *main.xml\n")}} {
		w, err := z.Create(part.name)
		ts.Check(err)
		_, err = w.Write(part.data)
		ts.Check(err)
	}
	ts.Check(z.Close())
	data := out.Bytes()
	switch defect {
	case "truncated":
		data = data[:len(data)/2]
	case "notzip":
		data = []byte("this was never a scan\n")
	case "empty":
		data = nil
	case "none", "lying", "huge", "nodata", "checksum", "traversal", "micrometres":
	default:
		ts.Fatalf("no such defect: %s", defect)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// makeImage writes a picture: `image FILE png|jpeg [SEED QUARTERS]`, whatever the file is called. With SEED it shows
// spots of light, turned by so many quarter turns.
func makeImage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: image FILE png|jpeg [SEED QUARTERS]")
	}
	m := image.NewGray(image.Rect(0, 0, 48, 32))
	for i := range m.Pix {
		m.SetGray(i%48, i/48, color.Gray{Y: uint8(i * 7)})
	}
	if len(args) > 2 {
		var seed uint32
		var quarters int
		if _, err := fmt.Sscan(strings.Join(args[2:], " "), &seed, &quarters); err != nil {
			ts.Fatalf("SEED and QUARTERS are %q", args[2:])
		}
		m = spots(seed, quarters)
	}
	var b bytes.Buffer
	if args[1] == "png" {
		ts.Check(png.Encode(&b, m))
	} else {
		ts.Check(jpeg.Encode(&b, m, nil))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// spots is a square picture of spots at places without order, turned clockwise by quarters.
func spots(seed uint32, quarters int) *image.Gray {
	const side = 240
	m := image.NewGray(image.Rect(0, 0, side, side))
	place := seed
	for range 300 {
		place = place*1664525 + 1013904223
		x, y := int(place>>8%side), int(place>>20%side)
		for range quarters {
			x, y = side-1-y, x
		}
		for dy := -2; dy <= 2; dy++ {
			for dx := -2; dx <= 2; dx++ {
				m.SetGray(x+dx, y+dy, color.Gray{Y: 220})
			}
		}
	}
	return m
}

// paintLeft paints the left third of a PNG picture black: `paint FROM TO`.
func paintLeft(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: paint FROM TO")
	}
	from, err := os.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	defer from.Close()
	img, err := png.Decode(from)
	ts.Check(err)
	m, ok := img.(draw.Image)
	if !ok {
		ts.Fatalf("%T cannot be painted on", img)
	}
	b := m.Bounds()
	draw.Draw(m, image.Rect(b.Min.X, b.Min.Y, b.Min.X+b.Dx()/3, b.Max.Y), image.Black, image.Point{}, draw.Src)
	to, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	defer to.Close()
	ts.Check(png.Encode(to, m))
}

// held is the case that a script holds; a script holds one at a time.
var held sync.Map // from the script's working folder to the *store.Store

// holdCase opens a case as another program does that works on it: `hold CASE`, until `release`.
func holdCase(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: hold CASE")
	}
	s, err := store.Open(context.Background(), ts.MkAbs(args[0]), store.Options{Person: "A. Examiner"})
	ts.Check(err)
	ts.Defer(func() { s.Close() })
	ts.Check(s.Claim(context.Background()))
	held.Store(ts.Getenv("WORK"), s)
}

func releaseCase(ts *testscript.TestScript, _ bool, _ []string) {
	if s, ok := held.LoadAndDelete(ts.Getenv("WORK")); ok {
		ts.Check(s.(*store.Store).Close())
	}
}

// flipByte changes one byte of a file: `flip FILE PERCENT` of the way through.
func flipByte(ts *testscript.TestScript, _ bool, args []string) {
	var percent int
	if len(args) != 2 {
		ts.Fatalf("usage: flip FILE PERCENT")
	}
	if _, err := fmt.Sscan(args[1], &percent); err != nil || percent < 0 || percent > 99 {
		ts.Fatalf("PERCENT is %q", args[1])
	}
	name := ts.MkAbs(args[0])
	info, err := os.Stat(name)
	ts.Check(err)
	data, err := os.ReadFile(name)
	ts.Check(err)
	data[len(data)*percent/100] ^= 1
	ts.Check(os.Chmod(name, 0o600)) // originals are kept read-only
	ts.Check(os.WriteFile(name, data, 0o600))
	ts.Check(os.Chmod(name, info.Mode()))
}
