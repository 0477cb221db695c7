package x3p_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"

	"tracemark/imaging/x3p"
)

// TestDecodeReads gives each trap of real files in the smallest file that has it.
func TestDecodeReads(t *testing.T) {
	nan := math.NaN()
	standard := []float64{1, 2, 3, 4, nan, 6}
	absolute := "<AxisType>A</AxisType><DataType>D</DataType>"
	for name, c := range map[string]struct {
		bend  func(s *sample)
		want  []float64 // µm; nil for standard
		warns string    // a word of the only warning; "" for none
	}{
		"the plain file": {bend: func(*sample) {}},
		"floats as declared": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>F</DataType>"
			s.points = floats(1e-6, 2e-6, 3e-6, 4e-6, float32(nan), 6e-6)
		}},
		"16-bit integers counted in increments": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>I</DataType><Increment>1e-6</Increment><Offset>1e-5</Offset>"
			s.points = shorts(-9, -8, -7, -6, -5, -4)
		}, want: []float64{1, 2, 3, 4, 5, 6}},
		"16-bit integers that look like text": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>I</DataType><Increment>1e-6</Increment><Offset>-12335e-6</Offset>"
			s.points = []byte("001020304050") // the bytes of 12336 to 12341
		}, want: []float64{1, 2, 3, 4, 5, 6}},
		"32-bit integers on an incremental axis": {bend: func(s *sample) {
			s.z = "<AxisType>I</AxisType><DataType>L</DataType><Increment>5e-7</Increment>"
			s.points = longs(2, 4, 6, 8, 10, 12)
		}, want: []float64{1, 2, 3, 4, 5, 6}},
		"declared F but stored D": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>F</DataType>"
		}, warns: "stores type D"},
		"declared D but stored F": {bend: func(s *sample) {
			s.points = floats(1e-6, 2e-6, 3e-6, 4e-6, float32(nan), 6e-6)
		}, warns: "stores type F"},
		"an increment on an absolute axis": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>D</DataType><Increment>1e-6</Increment>"
		}, warns: "ignored"},
		"valid points as bits": {bend: func(s *sample) {
			s.points = doubles(1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6)
			s.valid, s.validSum = []byte{0b101111}, sum([]byte{0b101111})
		}},
		"points as text": {bend: func(s *sample) {
			s.points, s.list = nil, "<DataList><Datum>1e-6</Datum><Datum>2E-6</Datum><Datum>3e-006</Datum><Datum>.000004</Datum><Datum/><Datum>6,0e-6</Datum></DataList>"
		}},
		"points as text that begin with an unmeasured one": {bend: func(s *sample) {
			s.points, s.list = nil, "<DataList><Datum/><Datum>2e-6</Datum><Datum>3e-6</Datum><Datum>4e-6</Datum><Datum>5e-6</Datum><Datum>NaN</Datum></DataList>"
		}, want: []float64{nan, 2, 3, 4, 5, nan}},
		"integers as text": {bend: func(s *sample) {
			s.z = "<AxisType>A</AxisType><DataType>I</DataType><Increment>1e-6</Increment><Offset>-1e-6</Offset>"
			s.points, s.list = nil, "<DataList><Datum>2</Datum><Datum>3</Datum><Datum>4</Datum><Datum>5</Datum><Datum/><Datum>7</Datum></DataList>"
		}},
		"absolute axes in a binary list, rows backwards": {bend: func(s *sample) {
			s.x, s.y, s.dims = absolute, absolute, "<ListDimension>5</ListDimension>"
			s.points = doubles(0, 6e-6, 4e-6, 1e-5, 6e-6, 6e-6, 0, 0, 1e-6, 5e-6, 0, 2e-6, 1e-5, 0, 3e-6)
		}, warns: "point by point"},
		"an absolute y axis as text": {bend: func(s *sample) {
			s.y = absolute
			s.points, s.list = nil, "<DataList><Datum>0;1e-6</Datum><Datum>0;2e-6</Datum><Datum>0;3e-6</Datum><Datum>6e-6;4e-6</Datum><Datum/><Datum>6e-6;6e-6</Datum></DataList>"
		}, warns: "point by point"},
		"an axis that runs backwards": {bend: func(s *sample) {
			s.x = strings.Replace(s.x, "5e-6", "-5e-6", 1)
		}, want: []float64{3, 2, 1, 6, nan, 4}, warns: "backwards"},
		"a text file behind the link": {bend: func(s *sample) {
			s.points = []byte("1e-6\r\n2e-6\r\n3e-6\r\n4e-6\r\n\r\n6e-6\r\n\r\n")
		}},
		"a text file with coordinates": {bend: func(s *sample) {
			s.x, s.y, s.dims = absolute, absolute, "<ListDimension>5</ListDimension>"
			s.points = []byte("0; 6e-6; 4e-6\n1e-5; 6e-6; 6e-6\n0;0;1e-6\n5e-6\t;0;2e-6\n1e-5;0;3e-6")
		}, warns: "point by point"},
		"a folder around everything": {bend: func(s *sample) {
			s.dir = "my scan/"
			s.extra = []part{{"__MACOSX/my scan/._main.xml", []byte("junk")}, {"my scan/bindata/._data.bin", nil}, {"my scan/bindata/", nil}}
		}},
		"a link with the wrong capitals": {bend: func(s *sample) { s.link = `BinData\DATA.bin` }},
		"a checksum in capitals with CRLF": {bend: func(s *sample) {
			s.indexSum = func(h string) string { return strings.ToUpper(h) + "\r\n" }
			s.pointSum = strings.ToUpper
		}},
		"a checksum with a file name": {bend: func(s *sample) {
			s.indexSum = func(h string) string { return h + " *main.xml" }
		}},
		"another revision": {bend: func(s *sample) { s.revision = "ISO5436 – 2000" }},
		"a wrong checksum of main.xml": {bend: func(s *sample) {
			s.indexSum = func(string) string { return strings.Repeat("0", 32) }
		}, warns: "checksum of main.xml is wrong"},
		"a wrong checksum of the points": {bend: func(s *sample) {
			s.pointSum = func(string) string { return strings.Repeat("0", 32) }
		}, warns: "checksum of the points is wrong"},
		"a wrong checksum of the valid points": {bend: func(s *sample) {
			s.valid, s.validSum = []byte{0xff}, strings.Repeat("0", 32)
		}, warns: "checksum of the list of measured points is wrong"},
		"no checksum": {bend: func(s *sample) {
			s.indexSum = func(string) string { return "" }
		}, warns: "no checksum"},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			c.bend(&s)
			f, err := x3p.DecodeBytes(s.bytes(t))
			if err != nil {
				t.Fatal(err)
			}
			if dx, dy := f.Surface.Spacing(); math.Abs(dx-5) > 1e-9 || math.Abs(dy-6) > 1e-9 {
				t.Errorf("spacing %g × %g, want 5 × 6 µm", dx, dy)
			}
			if w, h := f.Surface.Size(); w != 3 || h != 2 {
				t.Fatalf("size %d×%d, want 3×2", w, h)
			}
			if c.want == nil {
				c.want = standard
			}
			near(t, f.Surface.View(), c.want)
			if all := strings.Join(f.Warnings, "\n"); c.warns == "" && all != "" || !strings.Contains(all, c.warns) {
				t.Errorf("warnings %q, want %q", all, c.warns)
			}
			if wrong := strings.Contains(c.warns, "is wrong"); f.Header.ChecksumWrong != wrong {
				t.Errorf("ChecksumWrong is %v", f.Header.ChecksumWrong)
			}
		})
	}
}

// near compares heights in µm. Floats of the file carry 24 bits, hence the tolerance.
func near(t *testing.T, got, want []float64) {
	t.Helper()
	for i := range want {
		if math.IsNaN(want[i]) != math.IsNaN(got[i]) || math.Abs(got[i]-want[i]) > 1e-6 {
			t.Fatalf("heights %v, want %v", got, want)
		}
	}
}

func TestUnitsThatCannotBeMetresAreMicrometres(t *testing.T) {
	for name, c := range map[string]struct {
		increment       string
		heights         []float64
		spacing, height float64 // of the second point, µm
		lateral, upward x3p.Unit
		assumed         bool
	}{
		"everything in metres":             {"5e-6", []float64{0, 1e-6, 2e-6, 3e-6, 0, 0}, 5, 1, x3p.Metre, x3p.Metre, false},
		"everything in µm":                 {"7.37468", []float64{0, 100, 2, 3, 0, 0}, 7.37468, 100, x3p.Micrometre, x3p.Micrometre, true},
		"heights only in µm":               {"5e-6", []float64{0, 1, 2, 3, 0, 0}, 5, 1, x3p.Metre, x3p.Micrometre, true},
		"spacing only in µm":               {"7", []float64{0, 1e-6, 2e-6, 3e-6, 0, 0}, 7, 1, x3p.Micrometre, x3p.Metre, true},
		"neither makes sense":              {"0.016", []float64{0, 1e-6, 0, 0, 0, 0}, 16000, 1, x3p.Metre, x3p.Metre, true},
		"finer than any microscope":        {"1e-10", []float64{0, 1e-12, 0, 0, 0, 0}, 1e-4, 1e-6, x3p.Metre, x3p.Metre, true},
		"heights of a tenth of a µm in µm": {"5e-6", []float64{0, .1, .2, 0, 0, 0}, 5, .1, x3p.Metre, x3p.Micrometre, true},
		"a tall but possible surface":      {"1e-5", []float64{0, 2e-5, 0, 0, 0, 0}, 10, 20, x3p.Metre, x3p.Metre, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			axis := "<AxisType>I</AxisType><DataType>D</DataType><Increment>" + c.increment + "</Increment>"
			s.x, s.y, s.points = axis, axis, doubles(c.heights...)
			f, err := x3p.DecodeBytes(s.bytes(t))
			if err != nil {
				t.Fatal(err)
			}
			dx, _ := f.Surface.Spacing()
			z, _ := f.Surface.At(1, 0)
			if math.Abs(dx/c.spacing-1) > 1e-9 || math.Abs(z/c.height-1) > 1e-9 {
				t.Errorf("spacing %g, height %g µm; want %g and %g", dx, z, c.spacing, c.height)
			}
			h := f.Header
			if h.LateralUnit != c.lateral || h.HeightUnit != c.upward || h.UnitsAssumed != c.assumed {
				t.Errorf("units %s and %s, assumed %v", h.LateralUnit, h.HeightUnit, h.UnitsAssumed)
			}
			if (len(f.Warnings) > 0) != c.assumed {
				t.Errorf("assumed %v but the warnings are %q", c.assumed, f.Warnings)
			}
		})
	}
}

// A row of the surface on each line, as programs for matrices export it.
func TestRowsOfTextBehindTheLink(t *testing.T) {
	s := good()
	s.dims = matrix(4, 2, 1)
	s.points = []byte("1e-6 2e-6 3e-6 4e-6\n5e-6\tNaN\t7e-6\t8e-6\n")
	f, err := x3p.DecodeBytes(s.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	near(t, f.Surface.View(), []float64{1, 2, 3, 4, 5, math.NaN(), 7, 8})
}

func TestAPersonKnowsTheUnitBetter(t *testing.T) {
	um, m := x3p.Micrometre, x3p.Metre
	for name, c := range map[string]struct {
		options         x3p.Options
		increment       string
		height          float64 // as stored
		wantDX, wantZ   float64 // µm
		assumed         bool
		says, saysOther string
	}{
		"confirmed":                    {x3p.Options{Lateral: um, Height: um}, "7.37", 100, 7.37, 100, false, "confirmed that the file's spacings are in µm", "confirmed that the file's heights are in µm"},
		"overruled":                    {x3p.Options{Lateral: m, Height: m}, "7.37", 100, 7.37e6, 1e8, false, "though they look like µm", "wide"},
		"stated where nothing is sure": {x3p.Options{Lateral: um, Height: um}, "0.016", .2, .016, .2, false, "stated that the file's spacings are in µm", "confirmed"},
		"stated for the spacing only":  {x3p.Options{Lateral: um}, "7.37", 1e-6, 7.37, 1, false, "spacings", ""},
		"stated for the heights only":  {x3p.Options{Height: m}, "7.37", 1e-6, 7.37, 1, true, "cannot be metres", "confirmed"},
		"metres confirmed":             {x3p.Options{Lateral: m, Height: m}, "5e-6", 1e-6, 5, 1, false, "spacings are in m.", "heights are in m."},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			axis := "<AxisType>I</AxisType><DataType>D</DataType><Increment>" + c.increment + "</Increment>"
			s.x, s.y, s.points = axis, axis, doubles(0, c.height, c.height, 0, 0, 0)
			f, err := c.options.DecodeBytes(s.bytes(t))
			if err != nil {
				t.Fatal(err)
			}
			dx, _ := f.Surface.Spacing()
			z, _ := f.Surface.At(1, 0)
			if math.Abs(dx/c.wantDX-1) > 1e-9 || math.Abs(z/c.wantZ-1) > 1e-9 || f.Header.UnitsAssumed != c.assumed {
				t.Errorf("spacing %g, height %g µm, assumed %v; want %g, %g, %v", dx, z, f.Header.UnitsAssumed, c.wantDX, c.wantZ, c.assumed)
			}
			all := strings.Join(f.Warnings, "\n")
			if f.Header.UnitsOverruled != strings.Contains(all, "though") {
				t.Errorf("overruled: %v, but the warnings are %q", f.Header.UnitsOverruled, all)
			}
			if !strings.Contains(all, c.says) || !strings.Contains(all, c.saysOther) {
				t.Errorf("warnings %q do not say %q and %q", all, c.says, c.saysOther)
			}
		})
	}
	if _, err := (x3p.Options{Lateral: "mile"}).DecodeBytes(good().bytes(t)); err == nil {
		t.Error("read in miles")
	}
}

func TestPaintedMask(t *testing.T) {
	bronze, white, black := color.NRGBA{0xcd, 0x7f, 0x32, 255}, color.NRGBA{255, 255, 255, 255}, color.NRGBA{0, 0, 0, 255}
	blue := color.NRGBA{0, 0, 255, 255}
	for name, c := range map[string]struct {
		stated string
		back   color.NRGBA
		paint  color.NRGBA
	}{
		"white on black, nothing stated": {"", black, white},
		"blue on the default background": {"", bronze, blue},
		"bronze on a stated white":       {"#FFFFFFff", white, bronze},
		"black on the stated default":    {"#cd7f32", bronze, black},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			if c.stated != "" {
				s.dims += "<Mask><Background>" + c.stated + "</Background></Mask>"
			}
			s.extra = []part{{"bindata/mask.png", picture(t, 3, 2, c.back, c.paint)}}
			f, err := x3p.DecodeBytes(s.bytes(t))
			if err != nil {
				t.Fatal(err)
			}
			if m := f.PaintedMask; m == nil || m.Count() != 1 || !m.At(2, 0) {
				t.Errorf("mask %+v, want only column 2 of row 0", m)
			}
		})
	}
	t.Run("of another size is left out with a warning", func(t *testing.T) {
		s := good()
		s.extra = []part{{"bindata/mask.png", picture(t, 4, 2, black, white)}}
		f, err := x3p.DecodeBytes(s.bytes(t))
		if err != nil {
			t.Fatal(err)
		}
		if f.PaintedMask != nil || len(f.Warnings) != 1 {
			t.Errorf("mask %v, warnings %q", f.PaintedMask, f.Warnings)
		}
	})
}

// rgb is an opaque colour.
func rgb(c uint32) color.NRGBA {
	return color.NRGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 0xff}
}

// picture paints the pixel in column 2, row 0.
func picture(t *testing.T, w, h int, back, paint color.NRGBA) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, back)
		}
	}
	img.Set(2, 0, paint)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
