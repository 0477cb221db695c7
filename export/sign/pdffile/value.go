package pdffile

import "fmt"

// Object is an indirect object (7.3.10).
type Object struct {
	Number, Generation int
	At                 int  // where it begins: its number
	Value              Span //
	Stream             Span // the stream's bytes as they stand in the file
	HasStream          bool
	End                int // behind endobj
}

// offset returns the place of the newest version of an object, and the revision it is in.
func (f *File) offset(num int) (at, revision int, ok bool) {
	for i := len(f.Revisions) - 1; i >= 0; i-- {
		r := &f.Revisions[i]
		if at, ok = r.Offsets[num]; ok {
			return at, i, true
		}
		if r.freed[num] {
			return 0, i, false
		}
	}
	return 0, 0, false
}

// RevisionOf returns the revision that holds the newest version of an object; ok is false where there is none.
func (f *File) RevisionOf(num int) (revision int, ok bool) {
	_, revision, ok = f.offset(num)
	return revision, ok
}

// Object returns an indirect object.
func (f *File) Object(num int) (Object, error) {
	at, rev, ok := f.offset(num)
	if !ok || at <= 0 || at >= len(f.Data) {
		return Object{}, fmt.Errorf("%w: object %d is missing", ErrSyntax, num)
	}
	o, err := f.objectAt(at)
	if err != nil {
		return Object{}, err
	}
	if o.Number != num || o.Generation != f.Revisions[rev].generation[num] {
		return Object{}, fmt.Errorf("%w: object %d %d stands where object %d should", ErrSyntax, o.Number, o.Generation, num)
	}
	return o, nil
}

// objectAt reads the object whose number stands at byte at.
func (f *File) objectAt(at int) (o Object, err error) {
	s := &scanner{b: f.Data, pos: at}
	if !isDigit(s.peek()) {
		return o, s.fail("no object")
	}
	o.At = at
	if o.Number, err = s.integer(); err != nil {
		return o, err
	}
	if o.Generation, err = s.integer(); err != nil {
		return o, err
	}
	if err = s.word("obj"); err != nil {
		return o, err
	}
	if o.Value, err = s.value(0); err != nil {
		return o, err
	}
	s.space()
	if s.has("stream") {
		if err = f.stream(s, &o); err != nil {
			return o, err
		}
	}
	if err = s.word("endobj"); err != nil {
		return o, err
	}
	o.End = s.pos
	return o, nil
}

// stream finds the bytes of a stream by its /Length; the keyword must follow where that says.
func (f *File) stream(s *scanner, o *Object) error {
	s.pos += len("stream")
	if s.peek() == '\r' {
		s.pos++
	}
	if s.peek() != '\n' {
		return s.fail("no line end behind stream")
	}
	s.pos++
	d, err := (&scanner{b: f.Data[:o.Value.To], pos: o.Value.From}).dict(0)
	if err != nil {
		return err
	}
	v, ok := d.Get("Length")
	if !ok {
		return s.fail("stream without a length")
	}
	if num, is := f.Reference(v); is { // an object of its own, which is a plain number: never a stream again
		at, _, ok := f.offset(num)
		if !ok || at <= 0 || at >= len(f.Data) {
			return s.fail("length of the stream is missing")
		}
		l := &scanner{b: f.Data, pos: at}
		n, err := l.integer()
		if err != nil || n != num {
			return s.fail("length of the stream is not where it should be")
		}
		if _, err = l.integer(); err != nil {
			return err
		}
		if err = l.word("obj"); err != nil {
			return err
		}
		if v, err = l.value(0); err != nil {
			return err
		}
	}
	n, err := f.number(v)
	if err != nil || n > len(f.Data)-s.pos {
		return s.fail("length of the stream")
	}
	o.Stream, o.HasStream = Span{s.pos, s.pos + n}, true
	s.pos += n
	if s.peek() == '\r' {
		s.pos++
	}
	if s.peek() == '\n' {
		s.pos++
	}
	if !s.has("endstream") {
		return s.fail("stream does not end where its length says")
	}
	s.pos += len("endstream")
	return nil
}

// Reference returns the object number when the value at v is a reference.
func (f *File) Reference(v Span) (num int, ok bool) {
	if v.From >= v.To || !isDigit(f.Data[v.From]) {
		return 0, false
	}
	s := &scanner{b: f.Data[:v.To], pos: v.From}
	num, err := s.integer()
	if err != nil {
		return 0, false
	}
	if _, err = s.integer(); err != nil {
		return 0, false
	}
	return num, s.word("R") == nil && s.pos == v.To
}

// Resolve follows references to the value itself.
func (f *File) Resolve(v Span) (Span, error) {
	for range maxDepth {
		num, ok := f.Reference(v)
		if !ok {
			return v, nil
		}
		o, err := f.Object(num)
		if err != nil {
			return Span{}, err
		}
		v = o.Value
	}
	return Span{}, fmt.Errorf("%w: references go round in a circle", ErrSyntax)
}

// Raw returns the bytes of a value as they stand in the file.
func (f *File) Raw(v Span) []byte { return f.Data[v.From:v.To] }

// Dict returns the dictionary that stands at v or that v refers to.
func (f *File) Dict(v Span) (Dict, error) {
	v, err := f.Resolve(v)
	if err != nil {
		return nil, err
	}
	return (&scanner{b: f.Data[:v.To], pos: v.From}).dict(0)
}

// Array returns the elements of the array that stands at v or that v refers to.
func (f *File) Array(v Span) ([]Span, error) {
	v, err := f.Resolve(v)
	if err != nil {
		return nil, err
	}
	return (&scanner{b: f.Data[:v.To], pos: v.From}).array(0)
}

// Int returns the whole number, not negative, that stands at v or that v refers to.
func (f *File) Int(v Span) (int, error) {
	v, err := f.Resolve(v)
	if err != nil {
		return 0, err
	}
	return f.number(v)
}

func (f *File) number(v Span) (int, error) {
	s := &scanner{b: f.Data[:v.To], pos: v.From}
	n, err := s.integer()
	if err == nil && s.pos != v.To {
		err = s.fail("no whole number")
	}
	return n, err
}

// DictOf returns the dictionary under key of d; a nil dictionary when d has no such key.
func (f *File) DictOf(d Dict, key string) (Dict, error) {
	v, ok := d.Get(key)
	if !ok {
		return nil, nil
	}
	return f.Dict(v)
}

// ArrayOf returns the elements of the array under key of d; none when d has no such key.
func (f *File) ArrayOf(d Dict, key string) ([]Span, error) {
	v, ok := d.Get(key)
	if !ok {
		return nil, nil
	}
	return f.Array(v)
}

// NameOf returns the name under key of d without its slash, "" when there is none.
func (f *File) NameOf(d Dict, key string) string {
	v, ok := d.Get(key)
	if !ok {
		return ""
	}
	v, err := f.Resolve(v)
	if err != nil || f.Data[v.From] != '/' {
		return ""
	}
	name, _ := unescape(f.Data[v.From+1 : v.To])
	return name
}

// TextOf returns the text string under key of d, "" when there is none.
func (f *File) TextOf(d Dict, key string) string {
	v, ok := d.Get(key)
	if !ok {
		return ""
	}
	if v, err := f.Resolve(v); err == nil {
		return f.Text(v)
	}
	return ""
}

// Catalog returns the document's catalogue.
func (f *File) Catalog() (num int, d Dict, err error) {
	root, ok := f.Trailer().Get("Root")
	if !ok {
		return 0, nil, fmt.Errorf("%w: the trailer names no catalogue", ErrSyntax)
	}
	if num, ok = f.Reference(root); !ok {
		return 0, nil, fmt.Errorf("%w: the catalogue is not an object of its own", ErrSyntax)
	}
	d, err = f.Dict(root)
	return num, d, err
}
