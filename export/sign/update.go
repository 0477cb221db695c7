package sign

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// update collects the objects of an incremental update (ISO 32000-1, 7.5.6) behind the bytes of a file.
type update struct {
	f       *pdffile.File
	buf     bytes.Buffer
	offsets map[int]int
	next    int
	rootNum int
	root    pdffile.Dict
	changed map[string]string // entries of the catalogue that are replaced or added
}

// headroom is what an update usually takes besides the room for a signature, in bytes; more only costs a copy.
const headroom = 64 << 10

// open reads a PDF to which something is to be added.
func open(pdf []byte) (*pdffile.File, error) {
	f, err := pdffile.Open(pdf)
	if err != nil {
		return nil, unreadable(err)
	}
	if f.Trailer().Has("Encrypt") {
		return nil, &casefile.Error{Code: casefile.Refused, What: "An encrypted PDF cannot be signed here", Do: "issue the report again without encryption"}
	}
	return f, nil
}

func unreadable(err error) error {
	e := &casefile.Error{Code: casefile.Invalid, What: "This PDF cannot be signed because its structure cannot be read", Do: "issue the report again", Cause: err}
	switch {
	case errors.Is(err, pdffile.ErrNotPDF):
		e.What, e.Do = "This file is not a PDF", "choose the report that was issued"
	case errors.Is(err, pdffile.ErrNotClassic):
		e.What = "This PDF uses cross-reference streams and cannot be signed here"
	}
	return e
}

// newUpdate begins an update with room for so many more bytes.
func newUpdate(f *pdffile.File, room int) (*update, error) {
	u := &update{f: f, offsets: map[int]int{}, changed: map[string]string{}}
	size, ok := f.Trailer().Get("Size")
	if !ok {
		return nil, fmt.Errorf("%w: trailer without size", pdffile.ErrSyntax)
	}
	var err error
	if u.next, err = f.Int(size); err != nil {
		return nil, err
	}
	for _, r := range f.Revisions {
		for n := range r.Offsets {
			u.next = max(u.next, n+1) // an object beyond the stated size must not be written over
		}
	}
	if u.rootNum, u.root, err = f.Catalog(); err != nil {
		return nil, err
	}
	u.buf.Grow(len(f.Data) + room + headroom)
	u.buf.Write(f.Data)
	if !bytes.HasSuffix(f.Data, []byte("\n")) {
		u.buf.WriteByte('\n')
	}
	return u, nil
}

// add takes a number for a new object.
func (u *update) add() int {
	u.next++
	return u.next - 1
}

func reference(num int) string { return strconv.Itoa(num) + " 0 R" }

func (u *update) object(num int, body string) {
	u.offsets[num] = u.buf.Len()
	fmt.Fprintf(&u.buf, "%d 0 obj\n%s\nendobj\n", num, body)
}

// stream writes a stream object; entries are those of its dictionary but /Length.
func (u *update) stream(num int, entries string, data []byte) {
	u.offsets[num] = u.buf.Len()
	fmt.Fprintf(&u.buf, "%d 0 obj\n<< %s/Length %d >>\nstream\n", num, entries, len(data))
	u.buf.Write(data)
	u.buf.WriteString("\nendstream\nendobj\n")
}

// with writes the dictionary d again with some keys replaced or added.
func (u *update) with(d pdffile.Dict, replaced ...[2]string) string {
	var b strings.Builder
	b.WriteString("<<\n")
	for _, e := range d {
		keep := true
		for _, r := range replaced {
			keep = keep && r[0] != e.Key
		}
		if keep {
			fmt.Fprintf(&b, "/%s %s\n", name(e.Key), u.f.Raw(e.Value))
		}
	}
	for _, r := range replaced {
		fmt.Fprintf(&b, "/%s %s\n", name(r[0]), r[1])
	}
	b.WriteString(">>")
	return b.String()
}

// name writes a name without its slash (ISO 32000-1, 7.3.5).
func name(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < '!' || c > '~' || strings.IndexByte("()<>[]{}/%#", c) >= 0 {
			fmt.Fprintf(&b, "#%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// list returns the array under key of d, written with one more element, and how many it had.
func (u *update) list(d pdffile.Dict, key, more string) (string, int, error) {
	all, err := u.f.ArrayOf(d, key)
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	b.WriteString("[")
	for _, e := range all {
		b.Write(u.f.Raw(e))
		b.WriteString(" ")
	}
	return b.String() + more + "]", len(all), nil
}

// place says under which number the dictionary at a key of the catalogue is written: its own where it is an object of its
// own, else a new one that the catalogue is made to name.
func (u *update) place(key string) int {
	if v, ok := u.root.Get(key); ok {
		if num, is := u.f.Reference(v); is {
			return num
		}
	}
	num := u.add()
	u.changed[key] = reference(num)
	return num
}

// finish writes the catalogue where it changed, the cross-reference table and the trailer with the /ID that PDF/A asks
// for, and returns the whole file.
func (u *update) finish() []byte {
	if len(u.changed) > 0 {
		var entries [][2]string
		for _, key := range sorted(u.changed) {
			entries = append(entries, [2]string{key, u.changed[key]})
		}
		u.object(u.rootNum, u.with(u.root, entries...))
	}
	newest := u.f.Revisions[len(u.f.Revisions)-1]
	first, second := u.id(newest)
	start := u.buf.Len()
	u.buf.WriteString("xref\n")
	for _, n := range sorted(u.offsets) {
		fmt.Fprintf(&u.buf, "%d 1\n%010d 00000 n \n", n, u.offsets[n])
	}
	u.buf.WriteString("trailer\n" + u.with(newest.Trailer, [2]string{"Size", strconv.Itoa(u.next)}, [2]string{"Prev", strconv.Itoa(newest.Table)},
		[2]string{"ID", "[<" + first + "><" + second + ">]"}))
	fmt.Fprintf(&u.buf, "\nstartxref\n%d\n%%%%EOF\n", start)
	return u.buf.Bytes()
}

// id returns the identifiers of the file and of this version (ISO 32000-1, 14.4), in hexadecimal. They come from the
// newest table and what is added: the whole of a large file need not be read for them.
func (u *update) id(newest pdffile.Revision) (first, second string) {
	tail := u.f.Data[newest.Table:]
	first = hash16(tail)
	if v, ok := newest.Trailer.Get("ID"); ok {
		if ids, err := u.f.Array(v); err == nil && len(ids) == 2 {
			if raw := u.f.Bytes(ids[0]); len(raw) > 0 {
				first = hex.EncodeToString(raw)
			}
		}
	}
	return first, hash16(tail, u.buf.Bytes()[len(u.f.Data):])
}

func hash16(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
