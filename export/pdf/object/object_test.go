package object_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tracemark/export/pdf/object"
)

// file writes a PDF of these objects, numbered from 1, the first of which is the catalogue.
func file(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func open(t *testing.T, objects ...string) *object.File {
	t.Helper()
	f, err := object.Open(file(objects...))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestValuesAreReadAsTheyAreWritten(t *testing.T) {
	f := open(t, `<</A 1 /B -2.5 /C (a\(b\)\\\101\n) /D <48 65 6C6> /E /N#20x /F [true false null 2 0 R] /G <</H 3>> /I 4 % comment
	/J (x(y)z) /K .5 /L +7>>`, `(there)`)
	d := f.Catalogue()
	for key, want := range map[object.Name]any{"A": int64(1), "B": -2.5, "C": object.String("a(b)\\A\n"), "D": object.String("Hel`"), "E": object.Name("N x"), "I": int64(4),
		"J": object.String("x(y)z"), "K": 0.5, "L": int64(7)} {
		if d[key] != want {
			t.Errorf("%s is %#v, want %#v", key, d[key], want)
		}
	}
	a := f.Array(d["F"])
	if len(a) != 4 || a[0] != true || a[1] != false || a[2] != nil || f.Get(a[3]) != object.String("there") {
		t.Errorf("the array is %#v", a)
	}
	if n, ok := f.Number(f.Dict(d["G"])["H"]); !ok || n != 3 {
		t.Errorf("a dictionary in a dictionary holds %v", n)
	}
}

func TestTextOfStrings(t *testing.T) {
	for in, want := range map[object.String]string{"abc": "abc", "\xfe\xff\x04\x16\xd8\x3d\xdd\x2b": "Ж\U0001F52B", "caf\xe9": "café", "Ж": "Ж"} {
		if got := in.Text(); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTheNewestVersionIsRead(t *testing.T) {
	b := file("<</V 2 0 R>>", "(old)")
	at := len(b)
	b = append(b, "2 0 obj\n(new)\nendobj\n"...)
	start := len(b)
	before := bytes.Index(b, []byte("\nxref\n")) + 1
	b = append(b, fmt.Sprintf("xref\n2 1\n%010d 00000 n \ntrailer\n<</Size 3 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, before, start)...)
	f, err := object.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Get(f.Catalogue()["V"]); got != object.String("new") || f.Revisions != 2 {
		t.Errorf("got %v in %d revisions", got, f.Revisions)
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	whole := string(file("<</V 2 0 R>>", "<</Length 3>>\nstream\nabc\nendstream"))
	for name, b := range map[string]string{
		"empty":                   "",
		"no pdf":                  "hello",
		"no table":                "%PDF-1.7\nstartxref\n9\n%%EOF\n",
		"table outside":           strings.Replace(whole, "startxref\n", "startxref\n99999", 1),
		"table in a circle":       strings.Replace(whole, "/Root", fmt.Sprintf("/Prev %d /Root", strings.Index(whole, "xref\n0")), 1),
		"more entries than bytes": strings.Replace(whole, "xref\n0 3", "xref\n0 99999999", 1),
		"hybrid":                  strings.Replace(whole, "/Root", "/XRefStm 9 /Root", 1),
	} {
		if _, err := object.Open([]byte(b)); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	for name, o := range map[string]string{
		"deep":               strings.Repeat("[", 500) + strings.Repeat("]", 500),
		"key twice":          "<</A 1 /A 2>>",
		"length too long":    "<</Length 9999>>\nstream\nabc\nendstream",
		"length too short":   "<</Length 2>>\nstream\nabc\nendstream",
		"length of itself":   "<</Length 2 0 R>>\nstream\nabc\nendstream",
		"string without end": "(abc",
		"exponent":           "1e5",
		"no value":           "endobj",
	} {
		f, err := object.Open(file("<</V 2 0 R>>", o))
		if err != nil {
			continue
		}
		if v, err := f.Object(2); err == nil {
			t.Errorf("%s: read as %v", name, v)
		}
	}
}

func TestReferencesInACircleEnd(t *testing.T) {
	f := open(t, "<</V 2 0 R>>", "3 0 R", "2 0 R")
	if v := f.Get(f.Catalogue()["V"]); v != nil {
		t.Errorf("got %v", v)
	}
}

func TestAStreamIsNotUnpackedWithoutBounds(t *testing.T) {
	f := open(t, "<</V 2 0 R>>", "<</Length 9>>\nstream\n123456789\nendstream")
	s, ok := f.Get(f.Catalogue()["V"]).(*object.Stream)
	if !ok {
		t.Fatal("no stream")
	}
	if _, err := f.Data(s, 8); !errors.Is(err, object.ErrSyntax) {
		t.Errorf("got %v", err)
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(make([]byte, 1<<20))
	_ = z.Close()
	bomb := &object.Stream{Dict: object.Dict{"Filter": object.Name("FlateDecode")}, Raw: packed.Bytes()}
	if _, err := f.Data(bomb, 1<<20-1); !errors.Is(err, object.ErrSyntax) {
		t.Errorf("a stream of %d bytes that holds a million: %v", packed.Len(), err)
	}
	if b, err := f.Data(s, 9); err != nil || string(b) != "123456789" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestContent(t *testing.T) {
	var got []string
	err := object.Content([]byte("q 1 0 0 1 5 5 cm BT /F1 12 Tf (a\\)b) Tj [(x) -3 <41>] TJ ET Q"), func(op string, args []any) error {
		got = append(got, fmt.Sprint(len(args), op))
		return nil
	})
	if want := "0q 6cm 0BT 2Tf 1Tj 1TJ 0ET 0Q"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range []string{"BI /W 1 ID x EI", "(", "1 2 3", "<<"} {
		if err := object.Content([]byte(bad), func(string, []any) error { return nil }); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(file("<</V 2 0 R /W [1 (a) <41> /N#41 true null 1.5]>>", "<</Length 3>>\nstream\nabc\nendstream"))
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := object.Open(b)
		if err != nil {
			return
		}
		for _, n := range x.Numbers()[:min(len(x.Numbers()), 50)] {
			v, err := x.Object(n)
			if s, ok := v.(*object.Stream); ok && err == nil {
				if data, err := x.Data(s, 1<<16); err == nil && len(data) > 1<<16 {
					t.Errorf("%d bytes", len(data))
				}
			}
		}
	})
}
