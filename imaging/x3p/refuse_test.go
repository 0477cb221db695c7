package x3p_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"tracemark/imaging/x3p"
)

// TestDecodeRefuses gives each way of being unreadable, with the kind and a word of the sentence.
func TestDecodeRefuses(t *testing.T) {
	bent := func(bend func(s *sample)) []byte {
		s := good()
		bend(&s)
		return s.bytes(t)
	}
	whole := good().bytes(t)
	for name, c := range map[string]struct {
		file []byte
		kind x3p.Kind
		says string
	}{
		"nothing":              {nil, x3p.KindTruncated, "empty"},
		"a picture":            {[]byte("\x89PNG\r\n\x1a\n and so on"), x3p.KindNotX3P, "PNG"},
		"a text":               {[]byte("hello, this is a text and no scan"), x3p.KindNotX3P, "not a zip"},
		"half a file":          {whole[:len(whole)/2], x3p.KindTruncated, "copy it again"},
		"a zip of other files": {pack(t, part{"readme.txt", []byte("hi")}), x3p.KindIndex, "no main.xml"},
		"main.xml that is not XML": {pack(t, part{"main.xml", []byte("<ISO5436_2><Record1>")}),
			x3p.KindIndex, "cannot be understood"},
		"main.xml of something else": {pack(t, part{"main.xml", []byte("<html></html>")}), x3p.KindIndex, "<html>"},
		"an empty main.xml":          {pack(t, part{"main.xml", nil}), x3p.KindIndex, "cannot be understood"},
		"two main.xml": {pack(t, part{"a/main.xml", good().index()}, part{"b/main.xml", good().index()}),
			x3p.KindUnsafe, "2 files called main.xml"},
		"one name twice": {pack(t, part{"main.xml", good().index()}, part{"./main.xml", good().index()}),
			x3p.KindUnsafe, "two entries"},
		"a name that climbs out": {bent(func(s *sample) { s.extra = []part{{"../../etc/passwd", nil}} }),
			x3p.KindUnsafe, "outside"},
		"an absolute name":      {bent(func(s *sample) { s.extra = []part{{`C:\x`, nil}} }), x3p.KindUnsafe, "outside"},
		"a link that climbs":    {bent(func(s *sample) { s.link = "../data.bin" }), x3p.KindUnsafe, "outside"},
		"missing points":        {bent(func(s *sample) { s.link = "bindata/other.bin" }), x3p.KindCorrupt, "missing"},
		"a profile":             {bent(func(s *sample) { s.feature = "PRF" }), x3p.KindUnsupported, "profile"},
		"one line as a surface": {bent(func(s *sample) { s.dims = matrix(6, 1, 1) }), x3p.KindUnsupported, "profile"},
		"several layers":        {bent(func(s *sample) { s.dims = matrix(3, 1, 2) }), x3p.KindUnsupported, "layers"},
		"an unknown feature":    {bent(func(s *sample) { s.feature = "" }), x3p.KindIndex, "feature type"},
		"a size that lies":      {bent(func(s *sample) { s.dims = matrix(3, 3, 1) }), x3p.KindShape, "3 × 3"},
		"a size of nothing":     {bent(func(s *sample) { s.dims = matrix(0, 3, 1) }), x3p.KindShape, "no surface"},
		"a negative size":       {bent(func(s *sample) { s.dims = matrix(-3, 3, 1) }), x3p.KindIndex, "number of points"},
		"a huge size":           {bent(func(s *sample) { s.dims = matrix(1<<20, 1<<20, 1) }), x3p.KindTooLarge, "points"},
		"a size beyond numbers": {bent(func(s *sample) { s.dims = strings.Replace(matrix(3, 2, 1), "3", strings.Repeat("9", 30), 1) }),
			x3p.KindTooLarge, "accepts"},
		"an unknown type": {bent(func(s *sample) {
			s.z, s.points = "<AxisType>A</AxisType><DataType>Q</DataType>", make([]byte, 18)
		}), x3p.KindShape, "no type"},
		"a stored axis of an unknown type": {bent(func(s *sample) {
			a := "<AxisType>A</AxisType><DataType>I</DataType><Increment>1e-6</Increment>"
			s.x, s.y, s.z, s.dims = strings.Replace(a, ">I<", ">Z<", 1), a, a, "<ListDimension>2</ListDimension>"
			s.points = shorts(1, 2, 5, 6)
		}), x3p.KindShape, "no type"},
		"an axis without spacing": {bent(func(s *sample) { s.x = "<AxisType>I</AxisType>" }), x3p.KindIndex, "spacing"},
		"an axis without type":    {bent(func(s *sample) { s.x = "" }), x3p.KindIndex, "type"},
		"a spacing of NaN":        {bent(func(s *sample) { s.x = strings.Replace(s.x, "5e-6", "NaN", 1) }), x3p.KindIndex, "not a number"},
		"nothing measured": {bent(func(s *sample) {
			n := math.NaN()
			s.points = doubles(n, n, n, n, n, n)
		}), x3p.KindNoData, "measured"},
		"nothing measured, as text": {bent(func(s *sample) {
			s.points, s.list = nil, "<DataList>"+strings.Repeat("<Datum/>", 6)+"</DataList>"
		}), x3p.KindNoData, "measured"},
		"a list that is too short": {bent(func(s *sample) {
			s.points, s.list = nil, "<DataList><Datum>1</Datum></DataList>"
		}), x3p.KindShape, "lists 1"},
		"a list that is too long": {bent(func(s *sample) {
			s.points, s.list = nil, "<DataList>"+strings.Repeat("<Datum>1</Datum>", 7)+"</DataList>"
		}), x3p.KindShape, "more"},
		"a list of words": {bent(func(s *sample) {
			s.points, s.list = nil, "<DataList>"+strings.Repeat("<Datum>one</Datum>", 6)+"</DataList>"
		}), x3p.KindIndex, "not a number"},
		"a text file that is too short": {bent(func(s *sample) { s.points = []byte("1e-6\n2e-6\n") }), x3p.KindShape, "lists 2"},
		"a text file that is too long":  {bent(func(s *sample) { s.points = []byte(strings.Repeat("1e-6\n", 7)) }), x3p.KindShape, "more"},
		"a text file of nonsense":       {bent(func(s *sample) { s.points = []byte(strings.Repeat("1-e6\n", 6)) }), x3p.KindIndex, "not a number"},
		"scattered points": {bent(func(s *sample) {
			a := "<AxisType>A</AxisType><DataType>D</DataType>"
			s.x, s.y, s.dims = a, a, "<ListDimension>4</ListDimension>"
			s.points = doubles(0, 0, 1, 1, 7, 2, 2.2, 3, 3, 9, 1, 4)
		}), x3p.KindUnsupported, "regular grid"},
		"too few valid bits": {bent(func(s *sample) { s.valid, s.validSum = []byte{}, "x" }), x3p.KindShape, "0 bytes"},
		"an entity that would grow": {pack(t, part{"main.xml", []byte(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ISO5436_2><Record1>&b;</Record1></ISO5436_2>`)}),
			x3p.KindIndex, "entity"},
		"endless nesting":               {pack(t, part{"main.xml", []byte("<ISO5436_2>" + strings.Repeat("<a>", 5000))}), x3p.KindUnsafe, "nested"},
		"one endless text":              {pack(t, part{"main.xml", []byte("<ISO5436_2>" + strings.Repeat("a", 3<<20))}), x3p.KindUnsafe, "one piece"},
		"a bomb":                        {bomb(t, 10, 1<<40), x3p.KindTooLarge, "bytes"},
		"a small bomb":                  {bomb(t, 10, 90<<20), x3p.KindUnsafe, "impossible"},
		"an entry larger than its file": {bomb(t, 1<<20, 90<<20), x3p.KindUnsafe, "more than the whole file"},
		"damaged points":                {damage(t), x3p.KindCorrupt, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := x3p.DecodeBytes(c.file)
			var fe *x3p.FormatError
			if f != nil || !errors.As(err, &fe) {
				t.Fatalf("got %v, %v; want a FormatError", f, err)
			}
			if fe.Kind != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %q: %v; want %q and the word %q", fe.Kind, err, c.kind, c.says)
			}
		})
	}
}

// bomb is a file whose main.xml claims to unpack to size bytes from packed, and has a handful.
func bomb(t *testing.T, packed, size uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "main.xml", Method: zip.Deflate, CompressedSize64: packed, UncompressedSize64: size})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, "0123456789")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// damage flips a byte of points that are stored unpacked, so that only the zip's own checksum can notice.
func damage(t *testing.T) []byte {
	t.Helper()
	s := good()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range s.parts() {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
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
	out := b.Bytes()
	i := bytes.Index(out, s.points)
	binary.LittleEndian.PutUint64(out[i:], math.Float64bits(9e-6))
	return out
}
