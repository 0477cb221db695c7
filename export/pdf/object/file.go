package object

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// MaxFile is the largest file that is read, in bytes (1 GiB).
const MaxFile = 1 << 30

const maxRevisions = 1000

var (
	// ErrNotPDF is about bytes that do not begin as a PDF file.
	ErrNotPDF = errors.New("not a pdf file")
	// ErrNotClassic is about a file whose objects are found by a cross-reference stream.
	ErrNotClassic = errors.New("cross-reference streams are not supported")
)

// File is a PDF file. It is not safe for use by several goroutines at once.
type File struct {
	Trailer   Dict // of the newest revision
	Revisions int  // 1, and one for each incremental update
	b         []byte
	at        map[int]entry // the newest version of each object in use
	cache     map[int]any
}

type entry struct {
	at, gen int // at is 0 where the object is free
}

// Open reads the cross-reference tables, from the newest to the oldest.
func Open(b []byte) (*File, error) {
	if len(b) > MaxFile || !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	i := bytes.LastIndex(b, []byte("startxref"))
	if i < 0 {
		return nil, fmt.Errorf("%w: no startxref", ErrSyntax)
	}
	s := &scanner{b: b, pos: i + len("startxref")}
	next, err := s.integer()
	if err != nil {
		return nil, err
	}
	f := &File{b: b, at: map[int]entry{}, cache: map[int]any{}}
	seen := map[int]bool{}
	for entries, more := 0, true; more; f.Revisions++ {
		if seen[next] || len(seen) == maxRevisions {
			return nil, fmt.Errorf("%w: cross-reference tables go round in a circle", ErrSyntax)
		}
		seen[next] = true
		if next, more, err = f.table(next, &entries); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// table reads the cross-reference table at byte at and says where the one before it is.
func (f *File) table(at int, entries *int) (prev int, more bool, err error) {
	s := &scanner{b: f.b, pos: at}
	if at < 0 || at >= len(f.b) {
		return 0, false, s.fail("cross-reference table outside the file")
	}
	if !s.has("xref") {
		if c := f.b[at]; c >= '0' && c <= '9' {
			return 0, false, ErrNotClassic
		}
		return 0, false, s.fail("no cross-reference table")
	}
	s.pos += len("xref")
	for s.space(); s.pos < len(s.b) && s.b[s.pos] >= '0' && s.b[s.pos] <= '9'; s.space() {
		if err := f.section(s, entries); err != nil {
			return 0, false, err
		}
	}
	if err := s.keyword("trailer"); err != nil {
		return 0, false, err
	}
	v, err := s.value(0, true)
	if err != nil {
		return 0, false, err
	}
	t, ok := v.(Dict)
	if !ok {
		return 0, false, s.fail("the trailer is no dictionary")
	}
	if f.Trailer == nil {
		f.Trailer = t
	}
	if t["XRefStm"] != nil {
		return 0, false, ErrNotClassic
	}
	p, more := t["Prev"].(int64)
	if t["Prev"] != nil && (!more || p < 0 || p >= int64(len(f.b))) {
		return 0, false, s.fail("the table before is outside the file")
	}
	return int(p), more, nil
}

func (f *File) section(s *scanner, entries *int) error {
	first, err := s.integer()
	if err != nil {
		return err
	}
	count, err := s.integer()
	if err != nil {
		return err
	}
	if *entries += count; *entries > len(f.b)/18+1 { // an entry takes 20 bytes: there cannot be more than fit
		return s.fail("cross-reference table larger than the file")
	}
	for n := first; n < first+count; n++ {
		var e entry
		if e.at, err = s.integer(); err != nil {
			return err
		}
		if e.gen, err = s.integer(); err != nil {
			return err
		}
		s.space()
		switch s.word() {
		case "n":
		case "f":
			e = entry{}
		default:
			return s.fail("cross-reference entry neither in use nor free")
		}
		if _, newer := f.at[n]; !newer {
			f.at[n] = e
		}
	}
	return nil
}

// Numbers returns the numbers of the objects in use, ascending.
func (f *File) Numbers() []int {
	var out []int
	for n, e := range f.at {
		if e.at > 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// Object returns an indirect object, nil where there is none (ISO 32000-1, 7.3.10).
func (f *File) Object(num int) (any, error) {
	if v, ok := f.cache[num]; ok {
		return v, nil
	}
	e := f.at[num]
	if e.at == 0 {
		return nil, nil
	}
	s := &scanner{b: f.b, pos: e.at}
	if e.at >= len(f.b) {
		return nil, s.fail("object outside the file")
	}
	got, err := s.integer()
	if err != nil {
		return nil, err
	}
	gen, err := s.integer()
	if err != nil {
		return nil, err
	}
	if err := s.keyword("obj"); err != nil {
		return nil, err
	}
	if got != num || gen != e.gen {
		return nil, s.fail(fmt.Sprintf("object %d %d stands where %d %d should", got, gen, num, e.gen))
	}
	v, err := s.value(0, true)
	if err != nil {
		return nil, err
	}
	f.cache[num] = nil // a stream's Length that leads back here finds nothing
	if d, ok := v.(Dict); ok {
		if s.space(); s.has("stream") {
			v, err = f.stream(s, d)
		}
	}
	if err == nil {
		err = s.keyword("endobj")
	}
	if err != nil {
		delete(f.cache, num)
		return nil, err
	}
	f.cache[num] = v
	return v, nil
}

// stream takes the data after a stream's dictionary.
func (f *File) stream(s *scanner, d Dict) (*Stream, error) {
	s.pos += len("stream")
	switch {
	case s.has("\r\n"):
		s.pos += 2
	case s.has("\n"):
		s.pos++
	default:
		return nil, s.fail("no end of line after stream")
	}
	n, ok := f.Get(d["Length"]).(int64)
	if !ok || n < 0 || n > int64(len(s.b)-s.pos) {
		return nil, s.fail("length of the stream")
	}
	raw := s.b[s.pos : s.pos+int(n)]
	s.pos += int(n)
	return &Stream{d, raw}, s.keyword("endstream")
}

// Get follows references to the value itself. What cannot be read is nil, as what is not there.
func (f *File) Get(v any) any {
	for range maxDepth {
		r, ok := v.(Ref)
		if !ok {
			return v
		}
		if f.at[r.Num].gen != r.Gen {
			return nil
		}
		var err error
		if v, err = f.Object(r.Num); err != nil {
			return nil
		}
	}
	return nil
}

// Dict returns the dictionary that v is or refers to, a stream's too; nil where it is none.
func (f *File) Dict(v any) Dict {
	switch d := f.Get(v).(type) {
	case Dict:
		return d
	case *Stream:
		return d.Dict
	}
	return nil
}

// Array returns the array that v is or refers to, nil where it is none.
func (f *File) Array(v any) []any {
	a, _ := f.Get(v).([]any)
	return a
}

// Number returns the number that v is or refers to.
func (f *File) Number(v any) (float64, bool) {
	switch n := f.Get(v).(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// Catalogue returns the root of the document, nil where there is none.
func (f *File) Catalogue() Dict { return f.Dict(f.Trailer["Root"]) }
