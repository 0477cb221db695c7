package x3p_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/x3p"
)

// vendorRecords are what vendors add to each record: other namespaces, attributes, comments, an element that closes
// itself, text that needs escaping.
var vendorRecords = map[string]string{
	"in Record1": `<v:Setup xmlns:v="urn:vendor" v:mode='a "b"'><v:Light
 level="3"/><!-- as recorded --></v:Setup>`,
	"in Record2": `<Operator  id = "7">M&#252;ller &amp; Co</Operator>`,
	"in Record3": `<Mask><Background>#cd7f32</Background><Annotations><Annotation color="#1f376c">break-off</Annotation></Annotations><Version>2</Version></Mask>`,
	"in Record4": `<Seal xmlns="urn:seal"><![CDATA[<not> & markup]]></Seal>`,
	"at the end": `<VendorRecord p:kind="x" xmlns:q="urn:q"><q:Increment>7</q:Increment><SizeX>3</SizeX></VendorRecord>`,
}

// withVendorRecords is the index of s with a vendor's element in each record.
func withVendorRecords(s sample) []byte {
	index := string(s.index())
	for _, at := range []struct{ end, what string }{
		{"</Axes>", "in Record1"}, {"</Record2>", "in Record2"}, {"</Record3>", "in Record3"}, {"</Record4>", "in Record4"},
		{"</p:ISO5436_2>", "at the end"},
	} {
		index = strings.Replace(index, at.end, vendorRecords[at.what]+at.end, 1)
	}
	return []byte(index)
}

// parts unpacks a zip.
func parts(t testing.TB, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if m[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestRewrittenFileLosesNothing(t *testing.T) {
	nul := []byte{0, 1, 2, 0xff, '\r', '\n'}
	for name, bend := range map[string]func(s *sample){
		"a plain file":    func(*sample) {},
		"a folder around": func(s *sample) { s.dir = "scan 7/" },
		"points as text": func(s *sample) {
			s.points, s.list = nil, "<DataList><Datum>1e-6</Datum><Datum>2E-6</Datum><Datum>3e-006</Datum><Datum>.000004</Datum><Datum/><Datum>6,0e-6</Datum></DataList>"
		},
		"bits of measured points": func(s *sample) {
			s.points = doubles(1e-6, 2e-6, 3e-6, 4e-6, 5e-6, 6e-6)
			s.valid, s.validSum = []byte{0b101111}, sum([]byte{0b101111})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := good()
			s.record2 = `<Record2><Date/><Creator
  a="/" /><Instrument><Manufacturer>M</Manufacturer><Model>N</Model><Serial>1</Serial><Version/></Instrument><CalibrationDate>2026-01-01</CalibrationDate></Record2>`
			bend(&s)
			index := withVendorRecords(s)
			all := []part{{s.dir + "main.xml", index}, {s.dir + "md5checksum.hex", []byte(sum(index))},
				{s.dir + "vendor/raw.dat", nul}, {s.dir + "bindata/texture.png", []byte("any bytes")}, {"readme.txt", []byte("hello")}}
			if s.points != nil {
				all = append(all, part{s.dir + "bindata/data.bin", s.points})
			}
			if s.valid != nil {
				all = append(all, part{s.dir + "bindata/valid.bin", s.valid})
			}
			mask := picture(t, 3, 2, rgb(0xcd7f32), rgb(0x1f376c))
			all = append(all, part{s.dir + "bindata/mask.png", mask})
			f, err := x3p.DecodeBytes(pack(t, all...))
			if err != nil {
				t.Fatal(err)
			}
			f.Header.Creator, f.Header.Date = "someone", "2026-01-02"
			first := encoded(t, f)
			if !bytes.Equal(encoded(t, f), first) {
				t.Error("written a second time, it is another file")
			}
			got := parts(t, first)
			for name, want := range map[string][]byte{
				"vendor/raw.dat": nul, "bindata/texture.png": []byte("any bytes"), "readme.txt": []byte("hello"), "bindata/mask.png": mask,
			} {
				if !bytes.Equal(got[name], want) {
					t.Errorf("part %s is %q, want %q", name, got[name], want)
				}
			}
			if len(got) != 7 { // main.xml, points, checksum and the four above: nothing else, nothing twice
				t.Errorf("%d parts", len(got))
			}
			for where, want := range vendorRecords {
				if strings.Count(string(got["main.xml"]), want) != 1 {
					t.Errorf("the vendor's element %s is lost:\n%s", where, got["main.xml"])
				}
			}
			if want := "<Date>2026-01-02</Date><Creator\n  a=\"/\">someone</Creator>"; !strings.Contains(string(got["main.xml"]), want) {
				t.Errorf("%s is not in\n%s", want, got["main.xml"])
			}
			for _, gone := range []string{"DataList", "ValidPoints", "scan 7"} {
				if strings.Contains(string(got["main.xml"]), gone) {
					t.Errorf("%s is still in\n%s", gone, got["main.xml"])
				}
			}
			again, err := x3p.DecodeBytes(encoded(t, f))
			if err != nil || len(again.Warnings) > 0 {
				t.Fatalf("read again: %v, %q", err, again.Warnings)
			}
			near(t, again.Surface.View(), f.Surface.View())
			if again.Header.Instrument != f.Header.Instrument || again.Header.CalibrationDate != "2026-01-01" {
				t.Errorf("header %+v", again.Header)
			}
		})
	}
}

func TestOnlyWhatChangedIsWrittenAnew(t *testing.T) {
	s := good()
	s.record2 = "<Record2><Date>d</Date>\n  <Instrument><Manufacturer>M</Manufacturer><Model  a='1'>N</Model></Instrument></Record2>"
	f, err := x3p.DecodeBytes(s.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(parts(t, encoded(t, f))["main.xml"]); !strings.Contains(got, s.record2) {
		t.Errorf("Record2 was changed:\n%s", got)
	}
	f.Header.Instrument.Model, f.Header.CalibrationDate, f.Header.Comment = "P<Q", "2026-02-02", "checked"
	b := encoded(t, f)
	want := "<Record2><Date>d</Date>\n  <Instrument><Manufacturer>M</Manufacturer><Model  a='1'>P&lt;Q</Model></Instrument>" +
		"<CalibrationDate>2026-02-02</CalibrationDate><Comment>checked</Comment></Record2>"
	got := regexp.MustCompile(`>\s+<(/?(CalibrationDate|Comment|Record2))`).ReplaceAllString(string(parts(t, b)["main.xml"]), "><$1")
	if !strings.Contains(got, want) {
		t.Errorf("got %s\nwant in it %s", got, want)
	}
	again, err := x3p.DecodeBytes(b)
	if err != nil || again.Header.Instrument.Model != "P<Q" || again.Header.Comment != "checked" {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestMaskIsWrittenAsItsProgramsReadIt(t *testing.T) {
	f, err := x3p.DecodeBytes(encoded(t, &x3p.File{Surface: flat(t)}))
	if err != nil {
		t.Fatal(err)
	}
	m := imaging.NewMask(2, 2)
	m.On[1] = true
	f.PaintedMask = &m
	b := encoded(t, f)
	if got := string(parts(t, b)["main.xml"]); !strings.Contains(got, `<Background>#cd7f32</Background>`) ||
		!strings.Contains(got, `<Annotation color="#1f78b4">`) {
		t.Errorf("the colours are not explained:\n%s", got)
	}
	if f, err = x3p.DecodeBytes(b); err != nil || f.PaintedMask == nil || f.PaintedMask.Count() != 1 || !f.PaintedMask.At(1, 0) {
		t.Fatalf("%+v, %v", f, err)
	}
	f.PaintedMask = nil // taken away
	got := parts(t, encoded(t, f))
	if got["bindata/mask.png"] != nil || strings.Contains(string(got["main.xml"]), "Mask") {
		t.Errorf("the mask is still there:\n%s", got["main.xml"])
	}
}

func TestMaskTurnsWithItsSurface(t *testing.T) {
	s := good()
	s.x = strings.Replace(s.x, "5e-6", "-5e-6", 1)
	s.x = strings.Replace(s.x, "<Offset>0", "<Offset>1e-3", 1)
	s.extra = []part{{"bindata/mask.png", picture(t, 3, 2, rgb(0), rgb(0xffffff))}}
	f, err := x3p.DecodeBytes(s.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // as read, and as written and read again
		if m := f.PaintedMask; m == nil || m.Count() != 1 || !m.At(0, 0) {
			t.Errorf("mask %+v, want only column 0 of row 0", m)
		}
		if z, _ := f.Surface.At(0, 0); z < 2.999 || z > 3.001 {
			t.Errorf("height %g, want 3", z)
		}
		if x := f.Offset.X; x < 989.999 || x > 990.001 { // the first point lies two steps of -5 µm from 1 mm
			t.Errorf("first point at %g µm, want 990", x)
		}
		if f, err = x3p.DecodeBytes(encoded(t, f)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOtherCharactersAreKept(t *testing.T) {
	s := good()
	s.record2 = "<Record2><Creator>M\xfcller</Creator><Ort a=\"\xe4\">K\xf6ln</Ort></Record2>"
	index := []byte(strings.Replace(string(s.index()), `encoding="UTF-8"`, `encoding="ISO-8859-1"`, 1))
	f, err := x3p.DecodeBytes(pack(t, part{"main.xml", index}, part{"bindata/data.bin", s.points}))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(parts(t, encoded(t, f))["main.xml"]); f.Header.Creator != "Müller" ||
		!strings.Contains(got, "<Creator>Müller</Creator><Ort a=\"ä\">Köln</Ort>") || strings.Count(got, "<?xml") != 1 {
		t.Errorf("%q\n%s", f.Header.Creator, got)
	}
}

// Behind a declaration a byte order mark is text outside the root, which XML forbids and other readers refuse.
func TestByteOrderMarkIsNotWrittenIntoTheMiddle(t *testing.T) {
	s := good()
	f, err := x3p.DecodeBytes(pack(t, part{"main.xml", append([]byte("\ufeff"), s.index()...)}, part{"bindata/data.bin", s.points}))
	if err != nil {
		t.Fatal(err)
	}
	if got := parts(t, encoded(t, f))["main.xml"]; !bytes.HasPrefix(got, []byte("<?xml")) || bytes.Contains(got, []byte("\ufeff")) {
		t.Errorf("a byte order mark is still in\n%s", got)
	}
}

func TestTooMuchToKeepIsAnErrorOnWriting(t *testing.T) {
	s := good()
	s.record2 = "<Record2>" + strings.Repeat("<Vendor>"+strings.Repeat("x", 1000)+"</Vendor>", 9000) + "</Record2>"
	f, err := x3p.DecodeBytes(s.bytes(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := x3p.Encode(io.Discard, f); err == nil {
		t.Error("written with a loss, and nobody was told")
	}
}
