package x3p

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// node is an element of main.xml, with everything in it as it was written: prefixes, attributes, comments, white space.
// What nobody changes is written again byte for byte.
type node struct {
	name       string // without prefix
	start, end []byte // its tags; end is empty where the start tag closes itself
	kids       []piece
}

// piece is an element, or the bytes between elements.
type piece struct {
	raw []byte
	el  *node
}

// parseTree reads a document that readIndex kept. The root of the tree is the document itself.
func parseTree(doc []byte) (*node, error) {
	dec := xml.NewDecoder(bytes.NewReader(doc))
	path := []*node{{}}
	for from := int64(0); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return path[0], nil
		}
		if err != nil {
			return nil, err
		}
		to := dec.InputOffset()
		raw, top := doc[from:to:to], path[len(path)-1]
		from = to
		switch t := tok.(type) {
		case xml.StartElement:
			el := &node{name: t.Name.Local, start: raw}
			top.kids = append(top.kids, piece{el: el})
			path = append(path, el)
		case xml.EndElement:
			top.end = raw
			path = path[:len(path)-1]
		default:
			top.kids = append(top.kids, piece{raw: raw})
		}
	}
}

func (n *node) write(b *bytes.Buffer) {
	b.Write(n.start)
	for _, k := range n.kids {
		if k.el != nil {
			k.el.write(b)
		} else {
			b.Write(k.raw)
		}
	}
	b.Write(n.end)
}

// all returns the elements that a path of names leads to; a file may repeat what the standard has once.
func (n *node) all(path ...string) []*node {
	if len(path) == 0 {
		return []*node{n}
	}
	var out []*node
	for _, k := range n.kids {
		if k.el != nil && k.el.name == path[0] {
			out = append(out, k.el.all(path[1:]...)...)
		}
	}
	return out
}

// remove takes away every element that path leads to, and returns how many there were.
func (n *node) remove(path ...string) int {
	removed := 0
	last := path[len(path)-1]
	for _, in := range n.all(path[:len(path)-1]...) {
		before := len(in.kids)
		in.kids = slices.DeleteFunc(in.kids, func(k piece) bool { return k.el != nil && k.el.name == last })
		removed += before - len(in.kids)
	}
	return removed
}

// set gives the element that path leads to a text. What is missing on the way is added where the schema has it; what
// repeats the element is taken away, because a reader could believe the wrong one.
func (n *node) set(text string, path ...string) {
	if found := n.all(path...); len(found) > 0 {
		first := found[0]
		last := path[len(path)-1]
		for _, in := range n.all(path[:len(path)-1]...) {
			in.kids = slices.DeleteFunc(in.kids, func(k piece) bool { return k.el != nil && k.el.name == last && k.el != first })
		}
		first.setText(text)
		return
	}
	at := n
	for _, name := range path {
		if next := at.all(name); len(next) > 0 {
			at = next[0]
			continue
		}
		at = at.add(name)
	}
	at.setText(text)
}

func (n *node) setText(text string) {
	n.open()
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(clean(text))) // a bytes.Buffer does not fail
	n.kids = []piece{{raw: b.Bytes()}}
}

// open gives an element that closes itself an end tag.
func (n *node) open() {
	if !bytes.HasSuffix(n.start, []byte("/>")) {
		return
	}
	// A copy, because the tag is a piece of what is kept of main.xml.
	n.start = append(bytes.Clone(bytes.TrimRight(n.start[:len(n.start)-2], " \t\r\n")), '>')
	name, _, _ := bytes.Cut(n.start[1:len(n.start)-1], []byte(" "))
	if i := bytes.IndexAny(name, "\t\r\n"); i >= 0 {
		name = name[:i]
	}
	n.end = fmt.Appendf(nil, "</%s>", name)
}

// add puts a new element among n's, before the first that the schema has later, with the white space of its neighbours.
func (n *node) add(name string) *node {
	n.open()
	el := &node{name: name, start: fmt.Appendf(nil, "<%s>", name), end: fmt.Appendf(nil, "</%s>", name)}
	at, rank := len(n.kids), slices.Index(schemaOrder, name)
	for i, k := range n.kids {
		if k.el != nil && slices.Index(schemaOrder, k.el.name) > rank {
			at = i
			break
		}
	}
	if at == len(n.kids) && at > 0 && blank(n.kids[at-1]) && at > 1 {
		at-- // before the white space in front of the end tag
		n.kids = slices.Insert(n.kids, at, piece{raw: n.space()}, piece{el: el})
		return el
	}
	n.kids = slices.Insert(n.kids, at, piece{el: el}, piece{raw: n.space()})
	return el
}

// space is what stands before n's first element.
func (n *node) space() []byte {
	for i, k := range n.kids {
		if k.el != nil && i > 0 && blank(n.kids[i-1]) {
			return n.kids[i-1].raw
		}
	}
	return nil
}

func blank(k piece) bool { return k.el == nil && len(bytes.TrimSpace(k.raw)) == 0 }

// schemaOrder is the order of the elements that Encode may have to add, of all levels in one list.
var schemaOrder = []string{
	"Record1", "Revision", "FeatureType", "Axes", "CX", "CY", "CZ", "AxisType", "DataType", "Increment", "Offset",
	"Record2", "Date", "Creator", "Instrument", "Manufacturer", "Model", "Serial", "Version", "CalibrationDate",
	"ProbingSystem", "Type", "Identification", "Comment",
	"Record3", "MatrixDimension", "SizeX", "SizeY", "SizeZ", "DataLink", "PointDataLink", "MD5ChecksumPointData",
	"Mask",
	"Record4", "ChecksumFile",
}
