package x3p_test

import (
	"errors"
	"math"
	"testing"

	"tracemark/imaging/x3p"
)

func FuzzDecode(f *testing.F) {
	s := good()
	f.Add(s.bytes(f))
	s.dir, s.valid, s.validSum = "scan/", []byte{0xff}, "x"
	f.Add(s.bytes(f))
	s = good()
	s.extra = []part{{"vendor/raw.dat", []byte{1, 2, 3}}, {"bindata/mask.png", []byte("no picture")}}
	f.Add(s.bytes(f))
	s = good()
	s.points, s.list = nil, "<DataList><Datum>1</Datum><Datum/></DataList>"
	f.Add(s.bytes(f))
	s.dims = "<ListDimension>4</ListDimension>"
	s.list = "<DataList><Datum>0;0;1</Datum><Datum>1;0;1</Datum><Datum>0;1;1</Datum><Datum>1;1;1</Datum></DataList>"
	f.Add(s.bytes(f))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := x3p.DecodeBytes(b)
		rewritten(t, file, err)
	})
}

// FuzzParts bends what is inside a sound zip, which FuzzDecode seldom reaches.
func FuzzParts(f *testing.F) {
	s := good()
	f.Add(s.index(), s.points, []byte{0xff})
	f.Add(withVendorRecords(s), s.points, []byte{0xff})
	f.Add(s.index(), []byte("1e-6\n2e-6\n\n4e-6\n5e-6\n6e-6"), []byte{0xff})
	s.z = "<AxisType>A</AxisType><DataType>I</DataType><Increment>1e-6</Increment>"
	f.Add(s.index(), shorts(1, 2, 3, 4, 5, 6), []byte{0x1f})
	s.x, s.y, s.dims = s.z, s.z, "<ListDimension>2</ListDimension>"
	f.Add(s.index(), shorts(1, 2, 3, 4, 5, 6), []byte{})
	s.points, s.list = nil, "<DataList><Datum>0;0;1</Datum><Datum>1;0;1</Datum><Datum>0;1;1</Datum><Datum>1;1;1</Datum></DataList>"
	s.dims = "<ListDimension>4</ListDimension>"
	f.Add(s.index(), []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, index, points, valid []byte) {
		file, err := x3p.DecodeBytes(pack(t, part{"main.xml", index}, part{"bindata/data.bin", points}, part{"bindata/valid.bin", valid}))
		rewritten(t, file, err)
	})
}

// rewritten checks what must hold of every file, whatever is in it: it is refused as a person can understand, or else it
// can be written and read again and says the same.
func rewritten(t *testing.T, file *x3p.File, err error) {
	t.Helper()
	if err != nil {
		var fe *x3p.FormatError
		if !errors.As(err, &fe) {
			t.Errorf("not a FormatError: %v", err)
		}
		return
	}
	if file.Surface.Valid() == 0 {
		t.Error("a surface without points")
	}
	// The written file is in metres, whatever it looks like.
	again, err := x3p.Options{Lateral: x3p.Metre, Height: x3p.Metre}.DecodeBytes(encoded(t, file))
	if err != nil {
		t.Fatalf("cannot read what was written: %v", err)
	}
	a, b := file.Header, again.Header
	if a.Instrument != b.Instrument || a.CalibrationDate != b.CalibrationDate || a.Comment != b.Comment || a.Date != b.Date ||
		a.Creator != b.Creator || a.ProbingID != b.ProbingID || a.Revision != b.Revision {
		t.Errorf("header %+v, written and read again %+v", a, b)
	}
	if b.ChecksumWrong || b.ChecksumMissing {
		t.Errorf("checksums: %q", again.Warnings)
	}
	w, h := file.Surface.Size()
	if w2, h2 := again.Surface.Size(); w != w2 || h != h2 {
		t.Fatalf("%d × %d, written and read again %d × %d", w, h, w2, h2)
	}
	for i, z := range file.Surface.View() {
		// One division and one multiplication, and heights of 1e-300 µm that metres cannot hold.
		if got := again.Surface.View()[i]; math.IsNaN(z) != math.IsNaN(got) || math.Abs(got-z) > 1e-15*math.Abs(z)+1e-300 {
			t.Fatalf("height %d is %g, written and read again %g", i, z, got)
		}
	}
}
