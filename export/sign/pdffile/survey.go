package pdffile

import (
	"bytes"
	"cmp"
	"slices"
)

// Kind is what is odd about a place in a file.
type Kind string

// What Survey finds. Each lets two readers see two documents in one file, or hides content from one of them.
const (
	NoEnd      Kind = "no end"            // a revision without startxref and end-of-file mark of its own
	Trailing   Kind = "trailing bytes"    // bytes behind the last end-of-file mark
	TwiceNamed Kind = "named twice"       // an object that one table names more than once
	Elsewhere  Kind = "in another update" // a table names an object that lies outside its own revision
	Overlap    Kind = "overlap"           // an object that begins inside another
	Gap        Kind = "unnamed bytes"     // bytes between objects that no table names
	Unreadable Kind = "unreadable"        // an object that is not what its table says or cannot be read
	Comment    Kind = "comment"           // a comment between the objects
)

// Oddity is one such place.
type Oddity struct {
	Kind     Kind
	At       int // byte
	Object   int // its number, 0 where it is none
	Revision int
}

// maxOddities bounds what is reported: more tell a reader nothing.
const maxOddities = 100

func (f *File) oddity(kind Kind, at, object int) {
	if len(f.odd) < maxOddities {
		f.odd = append(f.odd, Oddity{Kind: kind, At: at, Object: object})
	}
}

// Survey walks over every byte of the file and returns what is odd about its structure, in the order of the file. In a
// tidy file every byte belongs to the header, to an object that its revision's table names, to a table with its trailer and
// end mark, or is white space between them.
func (f *File) Survey() []Oddity {
	w := &File{Data: f.Data, Revisions: f.Revisions, odd: slices.Clone(f.odd)}
	for i := range f.Revisions {
		w.surveyRevision(i)
	}
	for i := range w.odd {
		o := &w.odd[i]
		for n, r := range f.Revisions {
			if o.At >= r.Start {
				o.Revision = n
			}
		}
	}
	slices.SortStableFunc(w.odd, func(a, b Oddity) int { return cmp.Compare(a.At, b.At) })
	return w.odd
}

func (f *File) surveyRevision(i int) {
	r := &f.Revisions[i]
	type place struct{ at, num int }
	places := make([]place, 0, len(r.Offsets))
	for num, at := range r.Offsets {
		places = append(places, place{at, num})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.num, b.num)) })
	pos := r.Start
	if i == 0 {
		pos = headerEnd(f.Data)
	}
	view := &File{Data: f.Data[:r.Table], Revisions: f.Revisions[:i+1]}
	for _, p := range places {
		if p.at < r.Start || p.at >= r.Table {
			f.oddity(Elsewhere, r.Table, p.num)
			continue
		}
		if p.at < pos {
			f.oddity(Overlap, p.at, p.num)
			continue
		}
		f.between(pos, p.at)
		o, err := view.objectAt(p.at)
		if err != nil || o.Number != p.num || o.Generation != r.generation[p.num] {
			f.oddity(Unreadable, p.at, p.num)
			pos = p.at + 1
			continue
		}
		pos = o.End
	}
	f.between(pos, r.Table)
}

// between looks at the bytes between two objects.
func (f *File) between(from, to int) {
	s := &scanner{b: f.Data[:to], pos: from}
	if s.blank(); s.pos == to {
		return
	}
	if s.peek() == '%' {
		f.oddity(Comment, s.pos, 0)
		if s.space(); s.pos >= to {
			return
		}
	}
	num := 0
	if o, err := f.objectAt(s.pos); err == nil {
		num = o.Number
	}
	f.oddity(Gap, s.pos, num)
}

// headerEnd returns where the header ends: its line, and the line of bytes above 127 that says that the file is binary (7.5.2).
func headerEnd(b []byte) int {
	line := func(from int) int {
		if i := bytes.IndexAny(b[from:min(len(b), from+64)], "\r\n"); i >= 0 {
			return from + i
		}
		return from
	}
	end := line(0)
	s := &scanner{b: b, pos: end}
	if s.blank(); len(b)-s.pos > 5 && b[s.pos] == '%' && b[s.pos+1] >= 0x80 && b[s.pos+2] >= 0x80 {
		return line(s.pos)
	}
	return end
}
