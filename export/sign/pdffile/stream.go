package pdffile

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// ErrTooLarge is returned for a stream that unpacks to more than the caller allows.
var ErrTooLarge = errors.New("stream larger than allowed")

// Stream returns the decoded bytes of a stream object, at most limit bytes of them.
func (f *File) Stream(num, limit int) ([]byte, error) {
	o, err := f.Object(num)
	if err != nil {
		return nil, err
	}
	return f.Decoded(o, limit)
}

// Decoded returns the decoded bytes of a stream object, at most limit bytes of them.
func (f *File) Decoded(o Object, limit int) ([]byte, error) {
	if !o.HasStream {
		return nil, fmt.Errorf("%w: object %d is no stream", ErrSyntax, o.Number)
	}
	d, err := f.Dict(o.Value)
	if err != nil {
		return nil, err
	}
	if d.Has("F") || d.Has("DecodeParms") {
		return nil, fmt.Errorf("%w: stream %d has a file or parameters of its own, which are not supported", ErrSyntax, o.Number)
	}
	raw := f.Raw(o.Stream)
	filter, err := f.filter(d)
	switch {
	case err != nil:
		return nil, err
	case filter == "" && len(raw) > limit:
		return nil, ErrTooLarge
	case filter == "":
		return raw, nil
	case filter != "FlateDecode":
		return nil, fmt.Errorf("%w: filter %s of stream %d is not supported", ErrSyntax, filter, o.Number)
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("unpack stream %d: %w", o.Number, err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("unpack stream %d: %w", o.Number, err)
	}
	if len(out) > limit {
		return nil, ErrTooLarge
	}
	return out, nil
}

// filter returns the name of the stream's only filter, "" when it has none.
func (f *File) filter(d Dict) (string, error) {
	v, ok := d.Get("Filter")
	if !ok {
		return "", nil
	}
	v, err := f.Resolve(v)
	if err != nil {
		return "", err
	}
	if f.Data[v.From] == '[' {
		all, err := f.Array(v)
		switch {
		case err != nil:
			return "", err
		case len(all) == 0:
			return "", nil
		case len(all) > 1:
			return "", fmt.Errorf("%w: more than one filter on a stream", ErrSyntax)
		}
		v = all[0]
	}
	return f.NameOf(Dict{{"Filter", v}}, "Filter"), nil
}
