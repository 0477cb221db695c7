package sign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// Options say what the signature states about itself. All of it is the signer's claim.
type Options struct {
	At       time.Time // when it is signed; the clock of the machine where it is zero
	Reason   string
	Location string
	Contact  string
}

// subFilter names the kind of signature (ETSI EN 319 142-1, 6.3).
const subFilter = "ETSI.CAdES.detached"

// Sign adds a PAdES B-B signature by id to a PDF with a classic cross-reference table and returns the signed file. The
// bytes of pdf stay as they are: the signature is appended as an incremental update, so that a second signature leaves
// the first one good.
func Sign(ctx context.Context, pdf []byte, id identity.Identity, opts Options) ([]byte, error) {
	alg, err := usable(id)
	if err != nil {
		return nil, err
	}
	if opts.At.IsZero() {
		opts.At = time.Now()
	}
	at := opts.At.UTC().Truncate(time.Second)
	if at.Before(id.Certificate.NotBefore) || at.After(id.Certificate.NotAfter) {
		return nil, outsideValidity(id.Certificate)
	}
	opts.At = at
	f, err := openFile(pdf)
	if err != nil {
		return nil, unreadable(err)
	}
	if _, locked := f.trailer.get("Encrypt"); locked {
		return nil, &casefile.Error{Code: casefile.Refused, What: "An encrypted PDF cannot be signed here", Do: "issue the report again without encryption"}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out, hole, err := f.withSignatureField(id, opts)
	if err != nil {
		return nil, unreadable(err)
	}
	if out, err = fill(ctx, out, hole, id, alg); err != nil {
		return nil, err
	}
	// A file whose tables contradict each other may swallow what was added: what leaves here is read back first.
	v, err := Verify(out, VerifyOptions{Now: at})
	if err != nil || !v.Last().CoversAll || len(v.Signatures) <= hole.before {
		return nil, unreadable(errors.Join(errSyntax, err))
	}
	return out, nil
}

func unreadable(err error) error {
	e := &casefile.Error{Code: casefile.Invalid, What: "This PDF cannot be signed because its structure cannot be read", Do: "issue the report again", Cause: err}
	switch {
	case errors.Is(err, errNotPDF):
		e.What, e.Do = "This file is not a PDF", "choose the report that was issued"
	case errors.Is(err, errNotClassic):
		e.What = "This PDF uses cross-reference streams and cannot be signed here"
	}
	return e
}

// hole is where the signature goes: the places of its hexadecimal string and of the byte range.
type hole struct {
	contents, byteRange span
	before              int // fields that were there before
}

const byteRangeWidth = len("[0 0000000000 0000000000 0000000000]")

// reserve is the size in bytes kept for the CMS: certificates, signature value and room for the frame around them.
func reserve(id identity.Identity) int {
	n := 2048 + len(id.Certificate.Raw) + len(id.Certificate.RawIssuer)
	for _, c := range id.Chain {
		n += len(c.Raw)
	}
	return n
}

// fill computes the byte range, signs what it covers and writes both into their places.
func fill(ctx context.Context, out []byte, at hole, id identity.Identity, alg algorithm) ([]byte, error) {
	br := fmt.Sprintf("[0 %d %d %d]", at.contents.from, at.contents.to, len(out)-at.contents.to)
	copy(out[at.byteRange.from:at.byteRange.to], br+strings.Repeat(" ", byteRangeWidth-len(br)))
	h := alg.hash.New()
	h.Write(out[:at.contents.from])
	h.Write(out[at.contents.to:])
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	der, err := newCMS(id, alg, h.Sum(nil))
	if err != nil {
		return nil, cannotSign(err)
	}
	room := at.contents.to - at.contents.from - 2
	if hex.EncodedLen(len(der)) > room {
		return nil, fmt.Errorf("signature of %d bytes does not fit the %d kept for it", len(der), room/2)
	}
	hex.Encode(out[at.contents.from+1:], der)
	return out, nil
}

// update collects the objects of an incremental update.
type update struct {
	f       *file
	buf     bytes.Buffer
	offsets map[int]int
	next    int
}

func (u *update) add() int {
	u.next++
	return u.next - 1
}

func (u *update) object(num int, body string) {
	u.offsets[num] = u.buf.Len()
	fmt.Fprintf(&u.buf, "%d 0 obj\n%s\nendobj\n", num, body)
}

// with writes the dictionary d again with some keys replaced or added.
func (u *update) with(d dict, replaced ...[2]string) string {
	var b strings.Builder
	b.WriteString("<<\n")
	for _, e := range d {
		keep := true
		for _, r := range replaced {
			keep = keep && r[0] != e.key
		}
		if keep {
			fmt.Fprintf(&b, "/%s %s\n", e.key, u.f.b[e.val.from:e.val.to])
		}
	}
	for _, r := range replaced {
		fmt.Fprintf(&b, "/%s %s\n", r[0], r[1])
	}
	b.WriteString(">>")
	return b.String()
}

// list returns the array under key of d, written with one more element.
func (u *update) list(d dict, key, more string) (string, int, error) {
	v, ok := d.get(key)
	if !ok {
		return "[" + more + "]", 0, nil
	}
	all, err := u.f.arrayAt(v)
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	b.WriteString("[")
	for _, e := range all {
		b.Write(u.f.b[e.from:e.to])
		b.WriteString(" ")
	}
	return b.String() + more + "]", len(all), nil
}

// withSignatureField returns the file with an update that adds an empty signature: the signature dictionary, its
// invisible field on the first page with an (empty) appearance that prints as PDF/A wants, and new versions of page and
// catalogue that point to it.
func (f *file) withSignatureField(id identity.Identity, opts Options) ([]byte, hole, error) {
	u := &update{f: f, offsets: map[int]int{}}
	u.buf.Write(f.b)
	if !bytes.HasSuffix(f.b, []byte("\n")) {
		u.buf.WriteByte('\n')
	}
	size, ok := f.trailer.get("Size")
	if !ok {
		return nil, hole{}, fmt.Errorf("%w: trailer without size", errSyntax)
	}
	var err error
	if u.next, err = (&scanner{b: f.b[:size.to], pos: size.from}).integer(); err != nil {
		return nil, hole{}, err
	}
	for n := range f.offsets {
		u.next = max(u.next, n+1) // an object beyond the stated size must not be written over
	}
	rootNum, root, err := f.catalog()
	if err != nil {
		return nil, hole{}, err
	}
	pageNum, page, err := f.firstPage(root)
	if err != nil {
		return nil, hole{}, err
	}
	form, err := f.dictOf(root, "AcroForm")
	if err != nil {
		return nil, hole{}, err
	}
	sig, field, look, formNum := u.add(), u.add(), u.add(), u.add()
	ref := strconv.Itoa(field) + " 0 R"
	fields, before, err := u.list(form, "Fields", ref)
	if err != nil {
		return nil, hole{}, err
	}
	annots, _, err := u.list(page, "Annots", ref)
	if err != nil {
		return nil, hole{}, err
	}
	at := u.signature(sig, id, opts)
	u.object(field, fmt.Sprintf("<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T %s\n/V %d 0 R\n/P %d 0 R\n/Rect [0 0 0 0]\n/F 132\n/AP << /N %d 0 R >>\n>>",
		textString("Signature "+strconv.Itoa(before+1)), sig, pageNum, look))
	u.object(look, "<< /Type /XObject /Subtype /Form /BBox [0 0 0 0] /Resources << >> /Length 0 >>\nstream\n\nendstream")
	// SigFlags 3: signatures exist, and the file may only be changed by appending (ISO 32000-1, table 219).
	u.object(formNum, u.with(form, [2]string{"Fields", fields}, [2]string{"SigFlags", "3"}))
	u.object(pageNum, u.with(page, [2]string{"Annots", annots}))
	u.object(rootNum, u.with(root, [2]string{"AcroForm", strconv.Itoa(formNum) + " 0 R"}))
	u.tail()
	return u.buf.Bytes(), at, nil
}

// signature writes the signature dictionary with room for the signature and says where the room is.
func (u *update) signature(num int, id identity.Identity, opts Options) hole {
	var d strings.Builder
	fmt.Fprintf(&d, "<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /%s\n/M %s\n/Name %s\n", subFilter, date(opts.At), textString(id.Name()))
	for _, kv := range [][2]string{{"Reason", opts.Reason}, {"Location", opts.Location}, {"ContactInfo", opts.Contact}} {
		if kv[1] != "" {
			fmt.Fprintf(&d, "/%s %s\n", kv[0], textString(kv[1]))
		}
	}
	head := fmt.Sprintf("%d 0 obj\n", num)
	d.WriteString("/ByteRange ")
	br := u.buf.Len() + len(head) + d.Len()
	d.WriteString(strings.Repeat(" ", byteRangeWidth) + "\n/Contents ")
	from := u.buf.Len() + len(head) + d.Len()
	d.WriteString("<" + strings.Repeat("0", 2*reserve(id)) + ">")
	to := u.buf.Len() + len(head) + d.Len()
	d.WriteString("\n>>")
	u.object(num, d.String())
	return hole{contents: span{from, to}, byteRange: span{br, br + byteRangeWidth}}
}

// tail writes the cross-reference table and the trailer, with the /ID that PDF/A asks for.
func (u *update) tail() {
	first := hex.EncodeToString(hash16(u.f.b))
	second := hex.EncodeToString(hash16(u.buf.Bytes()))
	if v, ok := u.f.trailer.get("ID"); ok {
		if ids, err := u.f.arrayAt(v); err == nil && len(ids) == 2 {
			if raw := readString(u.f.b, ids[0]); len(raw) > 0 {
				first = hex.EncodeToString(raw)
			}
		}
	}
	start := u.buf.Len()
	u.buf.WriteString("xref\n")
	for _, n := range sortedKeys(u.offsets) {
		fmt.Fprintf(&u.buf, "%d 1\n%010d 00000 n \n", n, u.offsets[n])
	}
	u.buf.WriteString("trailer\n" + u.with(u.f.trailer, [2]string{"Size", strconv.Itoa(u.next)}, [2]string{"Prev", strconv.Itoa(u.f.start)},
		[2]string{"ID", "[<" + first + "><" + second + ">]"}))
	fmt.Fprintf(&u.buf, "\nstartxref\n%d\n%%%%EOF\n", start)
}

func hash16(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:16]
}

// firstPage follows the page tree to the first page.
func (f *file) firstPage(root dict) (num int, page dict, err error) {
	v, ok := root.get("Pages")
	for range maxDepth {
		if !ok {
			break
		}
		if num, ok = f.reference(v); !ok {
			break
		}
		if page, err = f.dictAt(v); err != nil {
			return 0, nil, err
		}
		kids, more := page.get("Kids")
		if !more {
			return num, page, nil
		}
		all, err := f.arrayAt(kids)
		if err != nil {
			return 0, nil, err
		}
		if len(all) == 0 {
			break
		}
		v = all[0]
	}
	return 0, nil, fmt.Errorf("%w: no first page", errSyntax)
}
