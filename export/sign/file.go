package sign

import (
	"bytes"
	"errors"
	"fmt"
)

// MaxPDF is the largest file looked at, in bytes (1 GiB).
const MaxPDF = 1 << 30

const maxRevisions = 1000

var (
	errNotPDF     = errors.New("not a pdf file")
	errNotClassic = errors.New("cross-reference streams are not supported")
)

// file is a PDF with a classic cross-reference table (ISO 32000-1, 7.5.4), every revision of it.
type file struct {
	b       []byte
	offsets map[int]int // object number to the place of its newest version; 0 when freed
	trailer dict        // of the newest revision
	start   int         // what the last startxref says
}

// openFile reads the cross-reference tables from the newest to the oldest.
func openFile(b []byte) (*file, error) {
	if len(b) > MaxPDF || !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, errNotPDF
	}
	i := bytes.LastIndex(b, []byte("startxref"))
	if i < 0 {
		return nil, fmt.Errorf("%w: no startxref", errSyntax)
	}
	s := &scanner{b: b, pos: i + len("startxref")}
	start, err := s.integer()
	if err != nil {
		return nil, err
	}
	f := &file{b: b, offsets: map[int]int{}, start: start}
	entries := 0
	seen := map[int]bool{}
	for at, more := start, true; more; {
		if seen[at] || len(seen) > maxRevisions {
			return nil, fmt.Errorf("%w: cross-reference tables go round in a circle", errSyntax)
		}
		seen[at] = true
		if at, more, err = f.table(at, &entries); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// table reads the cross-reference table at byte at and says where the one before it is.
func (f *file) table(at int, entries *int) (prev int, more bool, err error) {
	if at < 0 || at >= len(f.b) {
		return 0, false, fmt.Errorf("%w: cross-reference table outside the file", errSyntax)
	}
	s := &scanner{b: f.b, pos: at}
	if !s.has("xref") {
		if s.peek() >= '0' && s.peek() <= '9' {
			return 0, false, errNotClassic
		}
		return 0, false, s.fail("no cross-reference table")
	}
	s.pos += len("xref")
	for s.space(); isDigit(s.peek()); s.space() {
		if err := f.section(s, entries); err != nil {
			return 0, false, err
		}
	}
	if err := s.word("trailer"); err != nil {
		return 0, false, err
	}
	t, err := s.dict(0)
	if err != nil {
		return 0, false, err
	}
	if f.trailer == nil {
		f.trailer = t
	}
	if _, hybrid := t.get("XRefStm"); hybrid {
		return 0, false, errNotClassic
	}
	p, ok := t.get("Prev")
	if !ok {
		return 0, false, nil
	}
	prev, err = (&scanner{b: f.b[:p.to], pos: p.from}).integer()
	return prev, true, err
}

func (f *file) section(s *scanner, entries *int) error {
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
		at, err := s.integer()
		if err != nil {
			return err
		}
		if _, err = s.integer(); err != nil {
			return err
		}
		s.space()
		kind := s.peek()
		s.pos++
		if kind != 'n' && kind != 'f' {
			return s.fail("cross-reference entry neither in use nor free")
		}
		if _, newer := f.offsets[n]; newer {
			continue
		}
		if kind == 'f' {
			at = 0
		}
		f.offsets[n] = at
	}
	return nil
}

// reference returns the object number when the value at v is a reference.
func (f *file) reference(v span) (num int, ok bool) {
	s := &scanner{b: f.b[:v.to], pos: v.from}
	num, err := s.integer()
	if err != nil {
		return 0, false
	}
	if _, err = s.integer(); err != nil {
		return 0, false
	}
	return num, s.word("R") == nil && s.pos == v.to
}

// object returns the value of an indirect object.
func (f *file) object(num int) (span, error) {
	at := f.offsets[num]
	if at <= 0 || at >= len(f.b) {
		return span{}, fmt.Errorf("%w: object %d is missing", errSyntax, num)
	}
	s := &scanner{b: f.b, pos: at}
	got, err := s.integer()
	if err != nil {
		return span{}, err
	}
	if _, err = s.integer(); err != nil {
		return span{}, err
	}
	if err = s.word("obj"); err != nil {
		return span{}, err
	}
	if got != num {
		return span{}, fmt.Errorf("%w: object %d stands where object %d should", errSyntax, got, num)
	}
	return s.value(0)
}

// resolve follows references to the value itself.
func (f *file) resolve(v span) (span, error) {
	for range maxDepth {
		num, ok := f.reference(v)
		if !ok {
			return v, nil
		}
		var err error
		if v, err = f.object(num); err != nil {
			return span{}, err
		}
	}
	return span{}, fmt.Errorf("%w: references go round in a circle", errSyntax)
}

// dictAt returns the dictionary that stands at v or that v refers to.
func (f *file) dictAt(v span) (dict, error) {
	v, err := f.resolve(v)
	if err != nil {
		return nil, err
	}
	return (&scanner{b: f.b[:v.to], pos: v.from}).dict(0)
}

// arrayAt returns the elements of the array that stands at v or that v refers to.
func (f *file) arrayAt(v span) ([]span, error) {
	v, err := f.resolve(v)
	if err != nil {
		return nil, err
	}
	return (&scanner{b: f.b[:v.to], pos: v.from}).array(0)
}

// dictOf returns the dictionary under key of d; a nil dictionary when d has no such key.
func (f *file) dictOf(d dict, key string) (dict, error) {
	v, ok := d.get(key)
	if !ok {
		return nil, nil
	}
	return f.dictAt(v)
}

// name returns the name under key of d without its slash, "" when it is something else.
func (f *file) name(d dict, key string) string {
	v, ok := d.get(key)
	if !ok {
		return ""
	}
	if v, err := f.resolve(v); err == nil && f.b[v.from] == '/' {
		return string(f.b[v.from+1 : v.to])
	}
	return ""
}

// catalog returns the document's catalogue.
func (f *file) catalog() (num int, d dict, err error) {
	root, ok := f.trailer.get("Root")
	if !ok {
		return 0, nil, fmt.Errorf("%w: the trailer names no catalogue", errSyntax)
	}
	num, ok = f.reference(root)
	if !ok {
		return 0, nil, fmt.Errorf("%w: the catalogue is not an object of its own", errSyntax)
	}
	d, err = f.dictAt(root)
	return num, d, err
}
