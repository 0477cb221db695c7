package pdffile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// MaxSize is the largest file looked at, in bytes (1 GiB).
const MaxSize = 1 << 30

// Bounds on one file. A report with every signature and time-stamp has about ten revisions and some thousand objects.
const (
	maxRevisions = 256
	maxEntries   = 1 << 20 // of all its tables
)

// What Open refuses.
var (
	ErrNotPDF     = errors.New("not a pdf file")
	ErrNotClassic = errors.New("cross-reference streams are not supported")
)

// Revision is the document as it was first written, or one update appended to it (7.5.6).
type Revision struct {
	Start, End int         // its bytes, up to and with the end-of-file mark and its line end
	Table      int         // where its cross-reference table begins
	TrailerEnd int         // behind its trailer dictionary
	Trailer    Dict        //
	Offsets    map[int]int // object number to the place of the object, of those in use
	Free       []int       // numbers that it frees, 0 left out
	freed      map[int]bool
	generation map[int]int // where it is not 0
}

// File is a PDF with classic cross-reference tables, as its newest revision shows it; At shows it as an older one does.
type File struct {
	Data      []byte
	Revisions []Revision // oldest first
	odd       []Oddity   // of the tables, found while opening
}

// Open reads the cross-reference tables from the newest to the oldest.
func Open(b []byte) (*File, error) {
	if len(b) > MaxSize || !bytes.HasPrefix(b, []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	i := bytes.LastIndex(b, []byte("startxref"))
	if i < 0 {
		return nil, fmt.Errorf("%w: no startxref", ErrSyntax)
	}
	s := &scanner{b: b, pos: i + len("startxref")}
	at, err := s.integer()
	if err != nil {
		return nil, err
	}
	f := &File{Data: b}
	entries, end := 0, len(b)
	for more := true; more; {
		if len(f.Revisions) == maxRevisions {
			return nil, fmt.Errorf("%w: more than %d revisions", ErrSyntax, maxRevisions)
		}
		if at >= end { // this also ends every circle
			return nil, fmt.Errorf("%w: the table at byte %d does not lie before the one that refers to it", ErrSyntax, at)
		}
		r := Revision{Table: at, Offsets: map[int]int{}, freed: map[int]bool{}}
		if err := f.table(&r, &entries); err != nil {
			return nil, err
		}
		f.Revisions = append(f.Revisions, r)
		end = r.Table
		var p Span
		if p, more = r.Trailer.Get("Prev"); more {
			if at, err = f.Int(p); err != nil {
				return nil, err
			}
		}
	}
	slices.Reverse(f.Revisions)
	f.bounds()
	return f, nil
}

// bounds finds where each revision begins and ends.
func (f *File) bounds() {
	start := 0
	for i := range f.Revisions {
		r := &f.Revisions[i]
		r.Start = start
		s := &scanner{b: f.Data, pos: r.TrailerEnd}
		ok := s.blank() && s.word("startxref") == nil && s.blank()
		if n, err := s.integer(); !ok || err != nil || n != r.Table {
			f.oddity(NoEnd, r.TrailerEnd, 0)
			r.End = r.TrailerEnd
		} else if !s.blank() || !s.has("%%EOF") {
			f.oddity(NoEnd, s.pos, 0)
			r.End = s.pos
		} else {
			s.pos += len("%%EOF")
			if s.peek() == '\r' {
				s.pos++
			}
			if s.peek() == '\n' {
				s.pos++
			}
			r.End = s.pos
		}
		start = r.End
	}
	if start < len(f.Data) {
		f.oddity(Trailing, start, 0)
	}
}

// At returns the file as it was at one of its revisions: what was added later does not exist.
func (f *File) At(revision int) *File {
	return &File{Data: f.Data[:f.Revisions[revision].End], Revisions: f.Revisions[:revision+1]}
}

// Trailer returns the newest trailer.
func (f *File) Trailer() Dict { return f.Revisions[len(f.Revisions)-1].Trailer }

// table reads the cross-reference table of r and its trailer.
func (f *File) table(r *Revision, entries *int) error {
	s := &scanner{b: f.Data, pos: r.Table}
	if !s.has("xref") {
		if isDigit(s.peek()) { // an object: a cross-reference stream
			if _, err := s.integer(); err != nil {
				return err
			}
			if _, err := s.integer(); err == nil && s.word("obj") == nil {
				return ErrNotClassic
			}
		}
		return s.fail("no cross-reference table")
	}
	s.pos += len("xref")
	for s.blank() && isDigit(s.peek()) {
		if err := f.section(s, r, entries); err != nil {
			return err
		}
	}
	if err := s.word("trailer"); err != nil {
		return err
	}
	var err error
	if r.Trailer, err = s.dict(0); err != nil {
		return err
	}
	r.TrailerEnd = s.pos
	if r.Trailer.Has("XRefStm") {
		return ErrNotClassic
	}
	return nil
}

// entrySize is the length of an entry in bytes (7.5.4).
const entrySize = len("0000000000 00000 n \n")

func (f *File) section(s *scanner, r *Revision, entries *int) error {
	first, err := s.integer()
	if err != nil {
		return err
	}
	count, err := s.integer()
	if err != nil {
		return err
	}
	if *entries += count; *entries > min(maxEntries, len(f.Data)/entrySize+1) { // there cannot be more than fit
		return s.fail("cross-reference table too large")
	}
	s.blank()
	for n := first; n < first+count; n++ {
		at, gen, kind, ok := readEntry(f.Data, s.pos)
		if !ok {
			return s.fail("cross-reference entry not of the form that the standard fixes")
		}
		s.pos += entrySize
		if _, twice := r.Offsets[n]; twice || r.freed[n] {
			f.oddity(TwiceNamed, s.pos-entrySize, n)
			continue
		}
		switch {
		case kind == 'f' && n != 0:
			if len(r.Free) < maxFree {
				r.Free = append(r.Free, n)
				r.freed[n] = true
			} else {
				return s.fail("too many free objects")
			}
		case kind == 'n':
			r.Offsets[n] = at
			if gen != 0 {
				if r.generation == nil {
					r.generation = map[int]int{}
				}
				r.generation[n] = gen
			}
		}
	}
	return nil
}

// maxFree bounds the free numbers of one table; files that are written in one go have none.
const maxFree = 1000

// readEntry reads an entry of exactly 20 bytes.
func readEntry(b []byte, pos int) (at, gen int, kind byte, ok bool) {
	if pos+entrySize > len(b) {
		return 0, 0, 0, false
	}
	e := b[pos : pos+entrySize]
	for i, c := range e[:16] {
		switch {
		case i == 10:
			ok = c == ' '
		case i < 10:
			ok = isDigit(c)
			at = at*10 + int(c-'0')
		default:
			ok = isDigit(c)
			gen = gen*10 + int(c-'0')
		}
		if !ok {
			return 0, 0, 0, false
		}
	}
	kind = e[17]
	end := string(e[18:])
	return at, gen, kind, e[16] == ' ' && (kind == 'n' || kind == 'f') && (end == " \n" || end == " \r" || end == "\r\n")
}
