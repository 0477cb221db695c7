package sign

import (
	"fmt"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// Bounds on the page tree.
const (
	maxPages     = 100_000
	maxTreeDepth = 32
)

// findPage returns a page, from 1; 0 is the last. What it inherits from the tree is not added.
func findPage(f *pdffile.File, root pdffile.Dict, want int) (num int, page pdffile.Dict, err error) {
	top, ok := root.Get("Pages")
	if !ok {
		return 0, nil, fmt.Errorf("%w: no pages", pdffile.ErrSyntax)
	}
	w := &pageWalk{f: f, want: want}
	if err := w.visit(top, 0); err != nil {
		return 0, nil, err
	}
	if w.count == 0 {
		return 0, nil, fmt.Errorf("%w: no pages", pdffile.ErrSyntax)
	}
	if want < 0 || want > w.count {
		return 0, nil, &casefile.Error{Code: casefile.Invalid, What: "The document has no page %[1]d for the signature (it has %[2]d)",
			Do: "choose another page", Args: []any{want, w.count}}
	}
	return w.num, w.page, nil
}

// pageWalk goes through the page tree in order and keeps the page wanted.
type pageWalk struct {
	f           *pdffile.File
	want, count int
	nodes       int
	num         int
	page        pdffile.Dict
}

func (w *pageWalk) visit(v pdffile.Span, depth int) error {
	if w.nodes++; w.nodes > maxPages || depth > maxTreeDepth {
		return fmt.Errorf("%w: page tree too large", pdffile.ErrSyntax)
	}
	num, ok := w.f.Reference(v)
	if !ok {
		return fmt.Errorf("%w: a page is not an object of its own", pdffile.ErrSyntax)
	}
	d, err := w.f.Dict(v)
	if err != nil {
		return err
	}
	if kids, more := d.Get("Kids"); more {
		all, err := w.f.Array(kids)
		if err != nil {
			return err
		}
		for _, k := range all {
			if err := w.visit(k, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if w.count++; w.count == w.want || w.want == 0 {
		w.num, w.page = num, d
	}
	return nil
}

// inherited returns the value under key of a page, or of the nearest node above it that has one (ISO 32000-1, 7.7.3.4).
func inherited(f *pdffile.File, page pdffile.Dict, key string) (pdffile.Span, bool) {
	for range maxTreeDepth {
		if v, ok := page.Get(key); ok {
			return v, true
		}
		up, err := f.DictOf(page, "Parent")
		if err != nil || up == nil {
			break
		}
		page = up
	}
	return pdffile.Span{}, false
}

// box reads a rectangle under key of a page.
func box(f *pdffile.File, page pdffile.Dict, key string) (r [4]float64, err error) {
	bad := fmt.Errorf("%w: /%s of the page", pdffile.ErrSyntax, key)
	v, ok := inherited(f, page, key)
	if !ok {
		return r, bad
	}
	all, err := f.Array(v)
	if err != nil || len(all) != len(r) {
		return r, bad
	}
	for i, e := range all {
		if e, err = f.Resolve(e); err != nil {
			return r, bad
		}
		if r[i], err = strconv.ParseFloat(string(f.Raw(e)), 64); err != nil || r[i] < -maxCoordinate || r[i] > maxCoordinate {
			return r, bad
		}
	}
	if r[0] >= r[2] || r[1] >= r[3] {
		return r, bad
	}
	return r, nil
}

// maxCoordinate bounds page coordinates, in points (ISO 32000-1, annex C: 14,400 units, in which a unit may be longer).
const maxCoordinate = 1e6

// numbers writes an array of numbers, to a thousandth.
func numbers(all []float64) string {
	var parts []string
	for _, v := range all {
		parts = append(parts, strconv.FormatFloat(float64(int64(v*1000+half(v)))/1000, 'f', -1, 64))
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func half(v float64) float64 {
	if v < 0 {
		return -0.5
	}
	return 0.5
}
