package sign

import (
	"bytes"
	"fmt"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// Bounds on the file that shows a signature: a page with a few lines and embedded fonts has some 50 kB and 20 objects.
const (
	maxLook        = 8 << 20
	maxLookObjects = 500
)

// noLook is the appearance of an invisible signature: PDF/A wants one all the same.
const noLook = "<< /Type /XObject /Subtype /Form /BBox [0 0 0 0] /Resources << >> /Length 0 >>\nstream\n\nendstream"

// appearance writes what a signature looks like as object num: the first page of the PDF in add.look. It returns the
// field's rectangle, to which a viewer scales the picture (ISO 32000-1, 12.5.5): as large as add.rect allows without
// distorting it, from the lower left corner.
func (u *update) appearance(num int, add field, page pdffile.Dict) (rect [4]float64, err error) {
	if add.look == nil {
		u.object(num, noLook)
		return rect, nil
	}
	if err := onPage(u.f, add.rect, page); err != nil {
		return rect, err
	}
	size, err := u.importPage(num, add.look)
	if err != nil {
		return rect, &casefile.Error{Code: casefile.Invalid, What: "The picture of the signature cannot be read", Do: "sign without it, or make it again", Cause: err}
	}
	w, h := size[2]-size[0], size[3]-size[1]
	scale := min((add.rect[2]-add.rect[0])/w, (add.rect[3]-add.rect[1])/h)
	return [4]float64{add.rect[0], add.rect[1], add.rect[0] + scale*w, add.rect[1] + scale*h}, nil
}

// onPage refuses a visible signature that nobody would see.
func onPage(f *pdffile.File, r [4]float64, page pdffile.Dict) error {
	media, err := box(f, page, "MediaBox")
	if err != nil {
		return err
	}
	if r[0] >= r[2] || r[1] >= r[3] || r[0] < media[0] || r[1] < media[1] || r[2] > media[2] || r[3] > media[3] {
		return &casefile.Error{Code: casefile.Invalid, What: "The place for the visible signature does not lie on the page", Do: "choose another place"}
	}
	return nil
}

// importer copies objects of another file under numbers of their own.
type importer struct {
	u       *update
	from    *pdffile.File
	numbers map[int]int
	queue   []int
}

// importPage writes the first page of a PDF as a form and returns its box.
func (u *update) importPage(num int, look []byte) (media [4]float64, err error) {
	if len(look) > maxLook {
		return media, fmt.Errorf("%w: more than %d bytes", pdffile.ErrSyntax, maxLook)
	}
	f, err := pdffile.Open(look)
	if err != nil {
		return media, err
	}
	if f.Trailer().Has("Encrypt") {
		return media, fmt.Errorf("%w: encrypted", pdffile.ErrSyntax)
	}
	_, root, err := f.Catalog()
	if err != nil {
		return media, err
	}
	_, page, err := findPage(f, root, 1)
	if err != nil {
		return media, err
	}
	if media, err = box(f, page, "MediaBox"); err != nil {
		return media, err
	}
	im := &importer{u: u, from: f, numbers: map[int]int{}}
	resources := "<< >>"
	if v, ok := inherited(f, page, "Resources"); ok {
		if resources, err = im.dict(v); err != nil {
			return media, err
		}
	}
	entries := fmt.Sprintf("/Type /XObject\n/Subtype /Form\n/BBox %s\n/Resources %s\n", numbers(media[:]), resources)
	if err := im.content(num, page, entries); err != nil {
		return media, err
	}
	return media, im.rest()
}

// content writes the page's content as the stream of a form, with the filter that it has.
func (im *importer) content(num int, page pdffile.Dict, entries string) error {
	v, ok := page.Get("Contents")
	if !ok {
		return fmt.Errorf("%w: empty page", pdffile.ErrSyntax)
	}
	ref, ok := im.from.Reference(v)
	if !ok {
		all, err := im.from.Array(v)
		if err != nil {
			return err
		}
		if len(all) != 1 {
			return fmt.Errorf("%w: page of %d streams", pdffile.ErrSyntax, len(all))
		}
		if ref, ok = im.from.Reference(all[0]); !ok {
			return fmt.Errorf("%w: no content stream", pdffile.ErrSyntax)
		}
	}
	o, err := im.from.Object(ref)
	if err != nil {
		return err
	}
	if !o.HasStream {
		return fmt.Errorf("%w: no content stream", pdffile.ErrSyntax)
	}
	d, err := im.from.Dict(o.Value)
	if err != nil {
		return err
	}
	for _, key := range []string{"Filter", "DecodeParms"} {
		if v, ok := d.Get(key); ok {
			copied, err := im.value(v, 0)
			if err != nil {
				return err
			}
			entries += fmt.Sprintf("/%s %s\n", key, copied)
		}
	}
	im.u.stream(num, entries, im.from.Raw(o.Stream))
	return nil
}

// rest writes the objects that those already written refer to, and those that these refer to.
func (im *importer) rest() error {
	for len(im.queue) > 0 {
		num := im.queue[0]
		im.queue = im.queue[1:]
		o, err := im.from.Object(num)
		if err != nil {
			return err
		}
		if !o.HasStream {
			body, err := im.value(o.Value, 0)
			if err != nil {
				return err
			}
			im.u.object(im.numbers[num], string(body))
			continue
		}
		d, err := im.from.Dict(o.Value)
		if err != nil {
			return err
		}
		entries, err := im.entries(d, 0, "Length")
		if err != nil {
			return err
		}
		im.u.stream(im.numbers[num], string(entries), im.from.Raw(o.Stream))
	}
	return nil
}

// dict returns the dictionary at v, or that v refers to, copied.
func (im *importer) dict(v pdffile.Span) (string, error) {
	v, err := im.from.Resolve(v)
	if err != nil {
		return "", err
	}
	b, err := im.value(v, 0)
	return string(b), err
}

// value copies a value with the references in it renumbered.
func (im *importer) value(v pdffile.Span, depth int) ([]byte, error) {
	if depth > maxTreeDepth {
		return nil, fmt.Errorf("%w: nested too deep", pdffile.ErrSyntax)
	}
	raw := im.from.Raw(v)
	if num, ok := im.from.Reference(v); ok {
		return im.reference(num)
	}
	switch {
	case bytes.HasPrefix(raw, []byte("<<")):
		d, err := im.from.Dict(v)
		if err != nil {
			return nil, err
		}
		b, err := im.entries(d, depth+1)
		return []byte("<< " + string(b) + ">>"), err
	case bytes.HasPrefix(raw, []byte("[")):
		all, err := im.from.Array(v)
		if err != nil {
			return nil, err
		}
		out := []byte("[")
		for _, e := range all {
			b, err := im.value(e, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(append(out, b...), ' ')
		}
		return append(out, ']'), nil
	}
	return raw, nil
}

func (im *importer) reference(num int) ([]byte, error) {
	to, known := im.numbers[num]
	if !known {
		if len(im.numbers) == maxLookObjects {
			return nil, fmt.Errorf("%w: more than %d objects", pdffile.ErrSyntax, maxLookObjects)
		}
		to = im.u.add()
		im.numbers[num] = to
		im.queue = append(im.queue, num)
	}
	return []byte(reference(to)), nil
}

// entries copies those of a dictionary, but one.
func (im *importer) entries(d pdffile.Dict, depth int, but ...string) ([]byte, error) {
	var out []byte
	for _, e := range d {
		if len(but) > 0 && e.Key == but[0] {
			continue
		}
		b, err := im.value(e.Value, depth)
		if err != nil {
			return nil, err
		}
		out = fmt.Appendf(out, "/%s %s\n", name(e.Key), b)
	}
	return out, nil
}
