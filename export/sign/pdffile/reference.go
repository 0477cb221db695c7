package pdffile

// Ref is a reference to an object, with the key of the dictionary that it stands under, or that the array stands under
// which it is in; "" where there is none.
type Ref struct {
	Number int
	Key    string
}

// References returns the references in a value, in their order, those in arrays and dictionaries within it included.
func References(raw []byte) []Ref {
	var out []Ref
	s := &scanner{b: raw}
	s.references("", 0, &out)
	return out
}

func (s *scanner) references(key string, depth int, out *[]Ref) {
	s.space()
	if depth > maxDepth || s.pos >= len(s.b) {
		return
	}
	switch {
	case s.has("<<"):
		d, err := s.dict(depth)
		if err != nil {
			return
		}
		for _, e := range d {
			(&scanner{b: s.b[:e.Value.To], pos: e.Value.From}).references(e.Key, depth+1, out)
		}
	case s.peek() == '[':
		all, err := s.array(depth)
		if err != nil {
			return
		}
		for _, e := range all {
			(&scanner{b: s.b[:e.To], pos: e.From}).references(key, depth+1, out)
		}
	case isDigit(s.peek()):
		from := s.pos
		if num, ok := (&File{Data: s.b}).Reference(Span{from, len(s.b)}); ok {
			*out = append(*out, Ref{num, key})
		}
	}
}

// Dicts calls each for the dictionary that raw is, and for every one in it; places are within raw.
func Dicts(raw []byte, each func(d Dict, raw []byte)) {
	(&scanner{b: raw}).dicts(0, each)
}

func (s *scanner) dicts(depth int, each func(Dict, []byte)) {
	s.space()
	switch {
	case depth > maxDepth:
	case s.has("<<"):
		d, err := s.dict(depth)
		if err != nil {
			return
		}
		each(d, s.b)
		for _, e := range d {
			(&scanner{b: s.b[:e.Value.To], pos: e.Value.From}).dicts(depth+1, each)
		}
	case s.peek() == '[':
		all, err := s.array(depth)
		if err != nil {
			return
		}
		for _, e := range all {
			(&scanner{b: s.b[:e.To], pos: e.From}).dicts(depth+1, each)
		}
	}
}
