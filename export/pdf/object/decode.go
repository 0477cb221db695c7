package object

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// ErrFilter is about a stream with a filter that is not supported.
var ErrFilter = errors.New("filter of a stream is not supported")

// Data returns what a stream holds, which may be max bytes long at the most.
func (f *File) Data(s *Stream, max int64) ([]byte, error) {
	filters, params := f.each(s.Dict["Filter"]), f.each(s.Dict["DecodeParms"])
	if len(filters) == 0 {
		if int64(len(s.Raw)) > max {
			return nil, fmt.Errorf("%w: stream longer than %d bytes", ErrSyntax, max)
		}
		return s.Raw, nil
	}
	if name, _ := f.Get(filters[0]).(Name); len(filters) > 1 || name != "FlateDecode" {
		return nil, ErrFilter
	}
	z, err := zlib.NewReader(bytes.NewReader(s.Raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	out, err := io.ReadAll(io.LimitReader(z, max+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	if int64(len(out)) > max {
		return nil, fmt.Errorf("%w: stream longer than %d bytes", ErrSyntax, max)
	}
	if len(params) == 0 {
		return out, nil
	}
	return f.predicted(out, f.Dict(params[0]))
}

// each returns a value that may stand alone or in an array.
func (f *File) each(v any) []any {
	switch v := f.Get(v).(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// predicted undoes the PNG predictors (ISO 32000-1, 7.4.4.4; RFC 2083, 6).
func (f *File) predicted(b []byte, p Dict) ([]byte, error) {
	number := func(key Name, otherwise int64) int64 {
		if n, ok := f.Get(p[key]).(int64); ok {
			return n
		}
		return otherwise
	}
	kind, colours, bits, columns := number("Predictor", 1), number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)
	if kind == 1 {
		return b, nil
	}
	if kind < 10 || colours < 1 || colours > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<24 {
		return nil, ErrFilter
	}
	step := int(max(1, colours*bits/8))
	row := int((colours*bits*columns + 7) / 8)
	out := make([]byte, 0, len(b))
	before := make([]byte, row)
	for len(b) > 0 {
		if len(b) < row+1 {
			return nil, fmt.Errorf("%w: a row of a stream is cut", ErrSyntax)
		}
		now := b[1 : row+1]
		if !unfilter(b[0], now, before, step) {
			return nil, fmt.Errorf("%w: predictor %d", ErrSyntax, b[0])
		}
		out = append(out, now...)
		before, b = now, b[row+1:]
	}
	return out, nil
}

// unfilter undoes one row in place.
func unfilter(kind byte, now, before []byte, step int) bool {
	left := func(b []byte, i int) int {
		if i < step {
			return 0
		}
		return int(b[i-step])
	}
	for i := range now {
		switch kind {
		case 0:
			return true
		case 1:
			now[i] += byte(left(now, i))
		case 2:
			now[i] += before[i]
		case 3:
			now[i] += byte((left(now, i) + int(before[i])) / 2)
		case 4:
			now[i] += paeth(left(now, i), int(before[i]), left(before, i))
		default:
			return false
		}
	}
	return kind <= 4
}

func paeth(a, b, c int) byte {
	p := a + b - c
	pa, pb, pc := abs(p-a), abs(p-b), abs(p-c)
	switch {
	case pa <= pb && pa <= pc:
		return byte(a)
	case pb <= pc:
		return byte(b)
	}
	return byte(c)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
