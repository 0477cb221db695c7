package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tracemark/export/pdf/object"
)

// Finding is a rule that a file breaks.
type Finding struct {
	Clause string // of ISO 19005-3:2012
	What   string // in words, with where it is
}

// String returns the clause and what is wrong.
func (f Finding) String() string { return f.Clause + ": " + f.What }

// maxFindings is enough to see what is wrong.
const maxFindings = 200

// checker goes through one file.
type checker struct {
	file  *object.File
	found []Finding
	fonts map[object.Ref]*usage
	forms map[object.Ref]bool // whose content was read
	iccN  int64               // colours of the output profile
}

func (c *checker) add(clause, format string, args ...any) {
	if len(c.found) < maxFindings {
		c.found = append(c.found, Finding{clause, fmt.Sprintf(format, args...)})
	}
}

// Check returns what in the file breaks a rule, in the order of the file; nothing where no rule is broken.
func Check(file []byte) []Finding {
	c := &checker{fonts: map[object.Ref]*usage{}, forms: map[object.Ref]bool{}}
	c.header(file)
	f, err := object.Open(file)
	if err != nil {
		c.add("6.1.1", "the file cannot be read: %v", err)
		return c.found
	}
	c.file = f
	c.trailer(file)
	for _, n := range f.Numbers() {
		v, err := f.Object(n)
		if err != nil {
			c.add("6.1.1", "object %d cannot be read: %v", n, err)
			continue
		}
		c.value(n, v)
	}
	root := f.Catalogue()
	if root == nil {
		c.add("6.1.1", "there is no catalogue")
		return c.found
	}
	c.catalogue(root)
	c.intents(root)
	c.metadata(root)
	c.pages(root)
	c.checkFonts()
	c.forms4(root)
	c.attachments(root)
	return c.found
}

func (c *checker) header(b []byte) {
	line, rest, ok := bytes.Cut(b[:min(len(b), 1024)], []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if !ok || len(line) != 8 || !bytes.HasPrefix(line, []byte("%PDF-1.")) || line[7] < '0' || line[7] > '7' {
		c.add("6.1.2", "the first line does not state a version from 1.0 to 1.7")
	}
	high := 0
	for _, x := range rest[:min(len(rest), 5)] {
		if x > 127 {
			high++
		}
	}
	if len(rest) < 5 || rest[0] != '%' || high != 4 {
		c.add("6.1.2", "the second line is not a comment of four bytes above 127")
	}
}

func (c *checker) trailer(b []byte) {
	id := c.file.Array(c.file.Trailer["ID"])
	if len(id) != 2 {
		c.add("6.1.3", "the trailer has no /ID of two strings")
	}
	for _, part := range id {
		if s, ok := c.file.Get(part).(object.String); !ok || len(s) == 0 {
			c.add("6.1.3", "a part of /ID is no string")
		}
	}
	if c.file.Trailer["Encrypt"] != nil {
		c.add("6.1.3", "the file is encrypted")
	}
	if i := bytes.LastIndex(b, []byte("%%EOF")); i < 0 || len(bytes.TrimRight(b[i+5:], "\r\n")) > 0 || len(b)-i > 7 {
		c.add("6.1.3", "something stands after the end mark of the file")
	}
}

// value checks what holds for every object: limits, names, streams, actions.
func (c *checker) value(n int, v any) {
	if n > 8_388_607 {
		c.add("6.1.13", "object %d: more objects than may be", n)
	}
	switch v := v.(type) {
	case int64:
		if v > 1<<31-1 || v < -1<<31 {
			c.add("6.1.13", "object %d: integer %d", n, v)
		}
	case object.String:
		if len(v) > 32767 {
			c.add("6.1.13", "object %d: string of %d bytes", n, len(v))
		}
	case object.Name:
		c.name(n, v)
	case []any:
		for _, x := range v {
			c.value(n, x)
		}
	case object.Dict:
		c.dict(n, v)
	case *object.Stream:
		c.dict(n, v.Dict)
		c.stream(n, v)
	}
}

func (c *checker) name(n int, v object.Name) {
	if len(v) > 127 {
		c.add("6.1.13", "object %d: name of %d bytes", n, len(v))
	}
	if !utf8.ValidString(string(v)) {
		c.add("6.1.8", "object %d: name that is not UTF-8", n)
	}
}

func (c *checker) dict(n int, d object.Dict) {
	for _, k := range keys(d) {
		c.name(n, k)
		c.value(n, d[k])
	}
	if d["AA"] != nil {
		c.add("6.5.2", "object %d: additional actions", n)
	}
	if s, ok := c.file.Get(d["S"]).(object.Name); ok && (d["Type"] == object.Name("Action") || slices.Contains(forbiddenActions, s)) {
		c.action(n, s, d)
	}
	if d["A"] != nil {
		a := c.file.Dict(d["A"])
		if s, ok := c.file.Get(a["S"]).(object.Name); ok {
			c.action(n, s, a)
		}
	}
}

// forbiddenActions are those that no PDF/A file has.
var forbiddenActions = []object.Name{"Launch", "Sound", "Movie", "ResetForm", "ImportData", "Hide", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "JavaScript"}

func (c *checker) action(n int, s object.Name, d object.Dict) {
	if slices.Contains(forbiddenActions, s) {
		c.add("6.5.1", "object %d: action %s", n, s)
	}
	if name, _ := c.file.Get(d["N"]).(object.Name); s == "Named" && !slices.Contains([]object.Name{"NextPage", "PrevPage", "FirstPage", "LastPage"}, name) {
		c.add("6.5.1", "object %d: named action %s", n, name)
	}
}

func (c *checker) stream(n int, s *object.Stream) {
	for _, k := range []object.Name{"F", "FFilter", "FDecodeParms"} {
		if s.Dict[k] != nil {
			c.add("6.1.7", "object %d: a stream whose data is outside the file", n)
		}
	}
	for _, v := range list(c.file, s.Dict["Filter"]) {
		if f, _ := c.file.Get(v).(object.Name); f != "FlateDecode" && f != "DCTDecode" {
			c.add("6.1.7", "object %d: filter %v", n, c.file.Get(v))
		}
	}
}

// catalogue checks what the root of the document must not hold.
func (c *checker) catalogue(root object.Dict) {
	for key, clause := range map[object.Name]string{"OCProperties": "6.9", "Requirements": "6.11", "NeedsRendering": "6.4.2"} {
		if v := c.file.Get(root[key]); v != nil && v != false {
			c.add(clause, "the catalogue has /%s", key)
		}
	}
	names := c.file.Dict(root["Names"])
	if names["AlternatePresentations"] != nil {
		c.add("6.10", "there are alternate presentations")
	}
	if names["JavaScript"] != nil {
		c.add("6.5.1", "there are scripts")
	}
	for k := range c.file.Dict(root["Perms"]) {
		if k != "UR3" && k != "DocMDP" {
			c.add("6.1.12", "permissions of the kind %s", k)
		}
	}
	if open := c.file.Dict(root["OpenAction"]); open != nil {
		if s, ok := c.file.Get(open["S"]).(object.Name); ok {
			c.action(0, s, open)
		}
	}
}

// keys returns the keys of a dictionary in order.
func keys(d object.Dict) []object.Name {
	var out []object.Name
	for k := range d {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b object.Name) int { return strings.Compare(string(a), string(b)) })
	return out
}

// list returns a value that may stand alone or in an array.
func list(f *object.File, v any) []any {
	switch v := f.Get(v).(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}
