package sign

import (
	"context"
	"crypto"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/export/sign/pdffile"
)

// hole is where a signature goes: the places of its hexadecimal string and of the byte range, and how many fields the
// form had before.
type hole struct {
	contents, byteRange pdffile.Span
	before              int
}

const byteRangeWidth = len("[0 0000000000 0000000000 0000000000]")

// field is a signature field to be added.
type field struct {
	title string // its name begins so
	// entries are those of the signature dictionary, but for /ByteRange and /Contents.
	entries string
	look    []byte     // one-page PDF that shows the signature; nil: invisible
	page    int        // from 1; 0 is the last
	rect    [4]float64 // left, bottom, right, top in points
}

// addField writes the update that adds an empty signature: the signature dictionary with so much room, its field with an
// appearance that prints as PDF/A wants, and new versions of the page and the form that name it.
func addField(f *pdffile.File, add field, room int) ([]byte, hole, error) {
	u, err := newUpdate(f, 2*room+len(add.look))
	if err != nil {
		return nil, hole{}, err
	}
	pageNum, page, err := findPage(f, u.root, add.page)
	if err != nil {
		return nil, hole{}, err
	}
	if err := allowed(f, u.root); err != nil {
		return nil, hole{}, err
	}
	form, err := f.DictOf(u.root, "AcroForm")
	if err != nil {
		return nil, hole{}, err
	}
	sig, widget, look := u.add(), u.add(), u.add()
	fields, before, err := u.list(form, "Fields", reference(widget))
	if err != nil {
		return nil, hole{}, err
	}
	annots, _, err := u.list(page, "Annots", reference(widget))
	if err != nil {
		return nil, hole{}, err
	}
	rect, err := u.appearance(look, add, page)
	if err != nil {
		return nil, hole{}, err
	}
	at := u.signature(sig, add.entries, room)
	at.before = before
	// Flags: printed (4) and locked (128).
	u.object(widget, fmt.Sprintf("<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T %s\n/V %s\n/P %s\n/Rect %s\n/F 132\n/AP << /N %s >>\n>>",
		textString(fmt.Sprintf("%s %d", add.title, before+1)), reference(sig), reference(pageNum), numbers(rect[:]), reference(look)))
	// SigFlags 3: signatures exist, and the file may only be changed by appending (ISO 32000-1, table 219).
	u.object(u.place("AcroForm"), u.with(form, [2]string{"Fields", fields}, [2]string{"SigFlags", "3"}))
	u.object(pageNum, u.with(page, [2]string{"Annots", annots}))
	return u.finish(), at, nil
}

// allowed refuses to add to a document whose author certified that nothing may be (DocMDP with P 1; ISO 32000-1, 12.8.2.2):
// it would no longer be good.
func allowed(f *pdffile.File, root pdffile.Dict) error {
	perms, err := f.DictOf(root, "Perms")
	if err != nil {
		return err
	}
	by, err := f.DictOf(perms, "DocMDP")
	if err != nil {
		return err
	}
	refs, err := f.ArrayOf(by, "Reference")
	if err != nil {
		return err
	}
	for _, v := range refs[:min(len(refs), maxReferences)] {
		ref, err := f.Dict(v)
		if err != nil {
			return err
		}
		params, err := f.DictOf(ref, "TransformParams")
		if err != nil {
			return err
		}
		if p, ok := params.Get("P"); ok && string(f.Raw(p)) == "1" {
			return &casefile.Error{Code: casefile.Refused, What: "The author of this document certified that nothing may be added to it", Do: "sign another file"}
		}
	}
	return nil
}

// maxReferences bounds the references of a signature that are looked at; one is usual.
const maxReferences = 16

// signature writes the signature dictionary with room for the signature and says where the room is.
func (u *update) signature(num int, entries string, room int) hole {
	head := fmt.Sprintf("%d 0 obj\n<<\n%s/ByteRange ", num, entries)
	br := u.buf.Len() + len(head)
	from := br + byteRangeWidth + len("\n/Contents ")
	to := from + 2*room + len("<>")
	u.offsets[num] = u.buf.Len()
	u.buf.WriteString(head)
	u.buf.WriteString(strings.Repeat(" ", byteRangeWidth) + "\n/Contents <")
	u.buf.Write(slices.Repeat([]byte("0"), 2*room))
	u.buf.WriteString(">\n>>\nendobj\n")
	return hole{contents: pdffile.Span{From: from, To: to}, byteRange: pdffile.Span{From: br, To: br + byteRangeWidth}}
}

// tooSmall says that a signature needs more room than was kept for it.
type tooSmall struct{ need int }

func (e tooSmall) Error() string {
	return fmt.Sprintf("signature of %d bytes does not fit its room", e.need)
}

// fill computes the byte range, has what it covers signed, writes both into their places and reads the file back.
func fill(ctx context.Context, out []byte, at hole, hash crypto.Hash, makeCMS func(digest []byte) ([]byte, error)) error {
	br := fmt.Sprintf("[0 %d %d %d]", at.contents.From, at.contents.To, len(out)-at.contents.To)
	copy(out[at.byteRange.From:at.byteRange.To], br+strings.Repeat(" ", byteRangeWidth-len(br)))
	h := hash.New()
	h.Write(out[:at.contents.From])
	h.Write(out[at.contents.To:])
	if err := ctx.Err(); err != nil {
		return err
	}
	der, err := makeCMS(h.Sum(nil))
	if err != nil {
		return err
	}
	if room := (at.contents.To - at.contents.From - 2) / 2; len(der) > room {
		return tooSmall{need: len(der)}
	}
	hex.Encode(out[at.contents.From+1:], der)
	if err := readBack(out, at); err != nil {
		return unreadable(err)
	}
	return nil
}

// readBack finds the new signature as a reader does. A file whose tables contradict each other may swallow what was
// added, and what leaves here must not. The digest was just taken, so that it is not taken again: a large file is read
// once.
func readBack(out []byte, at hole) error {
	lost := fmt.Errorf("%w: the signature added is not found in the file", pdffile.ErrSyntax)
	f, err := pdffile.Open(out)
	if err != nil {
		return err
	}
	_, root, err := f.Catalog()
	if err != nil {
		return err
	}
	form, err := f.DictOf(root, "AcroForm")
	if err != nil {
		return err
	}
	fields, err := f.ArrayOf(form, "Fields")
	if err != nil {
		return err
	}
	if len(fields) != at.before+1 {
		return lost
	}
	var value pdffile.Dict
	for _, v := range fields { // a reader stops at the first field that cannot be read, and the new one is the last
		widget, err := f.Dict(v)
		if err != nil {
			return err
		}
		if widget.Has("Kids") {
			continue
		}
		if value, err = f.DictOf(widget, "V"); err != nil && f.NameOf(widget, "FT") == "Sig" {
			return err
		}
	}
	contents, _ := value.Get("Contents")
	covered, _ := value.Get("ByteRange")
	if contents != at.contents || covered.From != at.byteRange.From {
		return lost
	}
	return nil
}

// withRoom makes a signed file, a second time where the room first kept for the signature turns out too small.
func withRoom(room int, sign func(room int) ([]byte, error)) ([]byte, error) {
	out, err := sign(room)
	if short, ok := err.(tooSmall); ok {
		out, err = sign(short.need + spareRoom)
	}
	if short, ok := err.(tooSmall); ok {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The signature is too large for the file", Do: "try again", Cause: short}
	}
	if err != nil {
		return nil, err // never half a signature
	}
	return out, nil
}

// spareRoom is added to the room of a second attempt, in bytes: the length of a signature or token varies by some bytes.
const spareRoom = 512
