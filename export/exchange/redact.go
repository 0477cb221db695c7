package exchange

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tracemark/casefile"
)

// Rules say what a redacted export withholds. All of them apply.
//
// A withheld text is replaced by "[withheld sha-256 D]", a withheld row by the line {"table":"…","withheld":"D"}. D is the digest of a
// disclosure as RFC 9901, 4.2.4.1 makes it: base64url(SHA-256(base64url(JSON [salt, name, value]))), where name is
// "table/id/column" (of a person's versions "person/id/column"), with a JSON pointer behind it inside a _json column, or "table/id" for a row. Salts are 16 bytes, HMAC-SHA256 of the name under the
// key that only the full package holds: a short text cannot be guessed from its hash, two equal texts have different
// hashes, and whoever has the full package can make every digest again (Verify), or disclose a single one to somebody.
//
// A field of a description (facts_json) that carries a handling code or must not be used is withheld with its source; a document
// with such a provenance in any version, with its file. What such a provenance says of a field outside the description (a place, a
// calibre) withholds only who says so: name the column itself.
//
// Names of people are withheld wherever they stand, also inside longer texts: the whole text is withheld then. What a picture shows
// is not looked at.
type Rules struct {
	Columns         []string `json:"columns,omitempty"`          // "table.column", see MayWithhold
	People          []string `json:"people,omitempty"`           // ids of people whose names are withheld
	HandlingCodes   []string `json:"handling_codes,omitempty"`   // rows with one of these codes are withheld
	ProceedingsOnly bool     `json:"proceedings_only,omitempty"` // rows that may not be used in proceedings are withheld
}

// Empty reports whether nothing is withheld.
func (r Rules) Empty() bool {
	return len(r.Columns) == 0 && len(r.People) == 0 && len(r.HandlingCodes) == 0 && !r.ProceedingsOnly
}

// Sentences say what the rules withhold, without saying what it is.
func (r Rules) Sentences() []string {
	var out []string
	if len(r.Columns) > 0 {
		out = append(out, "These fields are withheld: "+strings.Join(r.Columns, ", ")+".")
	}
	if n := len(r.People); n > 0 {
		out = append(out, fmt.Sprintf("The names of %d people are withheld, and the texts that name them.", n))
	}
	if len(r.HandlingCodes) > 0 {
		out = append(out, "What is marked with these handling codes is withheld: "+strings.Join(r.HandlingCodes, ", ")+".")
	}
	if r.ProceedingsOnly {
		out = append(out, "What may not be used in proceedings is withheld.")
	}
	return out
}

// prose are the names of columns that hold words of people: another text in their place leaves a case readable.
var prose = []string{"description", "reason", "place", "date", "title", "offence", "file_name", "detail", "why", "condition", "explanation", "caption", "name",
	"log_in", "agency", "comment", "note", "text", "as_seen"}

// MayWithhold reports whether a column's texts may be withheld.
func MayWithhold(c casefile.Column) bool {
	return c.Type == "TEXT" && c.Key == 0 && slices.Contains(prose, c.Name)
}

// handling is what a row, or a field of a description, says of how it may be handled: see casefile.Provenance.
type handling struct {
	HandlingCode string       `json:"handling_code"`
	Use          casefile.Use `json:"use"`
}

// forbids reports whether the rules withhold what is handled so.
func (r Rules) forbids(h handling) bool {
	return h.HandlingCode != "" && slices.Contains(r.HandlingCodes, h.HandlingCode) || r.ProceedingsOnly && h.Use.Forbids()
}

// NewSalt makes the key that goes with a full package.
func NewSalt() []byte {
	b := make([]byte, sha256.Size)
	rand.Read(b) // never fails
	return b
}

// redactor withholds.
type redactor struct {
	rules Rules
	salt  []byte
	names []string        // lower case
	gone  map[string]bool // table/id of withheld rows
}

func newRedactor(rules Rules, salt []byte) (*redactor, error) {
	if len(salt) != sha256.Size {
		return nil, fmt.Errorf("withhold: salt of %d bytes", len(salt))
	}
	return &redactor{rules: rules, salt: salt, gone: map[string]bool{}}, nil
}

// digest is the digest of the disclosure of value under name.
func (x *redactor) digest(name, value string) (string, error) {
	mac := hmac.New(sha256.New, x.salt)
	mac.Write([]byte(name))
	salt := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
	b, err := encode([]string{salt, name, value})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(base64.RawURLEncoding.EncodeToString(b)))
	return base64.RawURLEncoding.EncodeToString(sum[:]), nil
}

func (x *redactor) marker(name, value string) (string, error) {
	d, err := x.digest(name, value)
	return "[withheld sha-256 " + d + "]", err
}

// row returns r without what is withheld; withheld says that nothing but a hash is left. Rows must come each after those that
// it names.
func (x *redactor) row(t casefile.Table, r casefile.TableRow) (out casefile.TableRow, withheld bool, err error) {
	var in struct {
		Row   map[string]json.RawMessage `json:"row"`
		Table string                     `json:"table"`
	}
	if err := json.Unmarshal(r.Text, &in); err != nil {
		return r, false, fmt.Errorf("read row of %s: %w", t.Name, err)
	}
	at := t.Name + "/" + r.ID
	if x.gone[at] || x.handled(t, in.Row) || x.orphaned(t, in.Row) {
		x.gone[at] = true
		d, err := x.digest(at, string(r.Text))
		if err != nil {
			return r, false, err
		}
		r.Text, err = encode(map[string]string{"table": t.Name, "withheld": d})
		return r, true, err
	}
	name := at
	if t.Name == "person_version" { // whoever is called the same in each is called the same here
		name = "person/" + textOf(in.Row["person_id"])
	}
	for _, c := range t.Columns {
		raw, ok := in.Row[c.Name]
		if !ok || c.Type != "TEXT" || raw[0] != '"' {
			continue
		}
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return r, false, fmt.Errorf("read row of %s: %w", t.Name, err)
		}
		now, err := x.value(t, c, name+"/"+c.Name, text)
		if err != nil {
			return r, false, err
		}
		if now == text {
			continue
		}
		if in.Row[c.Name], err = encode(now); err != nil {
			return r, false, err
		}
	}
	r.Text, err = encode(map[string]any{"row": in.Row, "table": in.Table})
	return r, false, err
}

// peopleTables are the tables that names, and documents that are not to go, are learned from.
var peopleTables = []string{"person", "person_version", "document_version"}

// learn notes the names that are withheld, from a row of a person, and the documents that are, from a version of one. It must see
// all of them before the first row is written.
func (x *redactor) learn(r casefile.TableRow) error {
	var in struct {
		Row map[string]json.RawMessage `json:"row"`
	}
	if err := json.Unmarshal(r.Text, &in); err != nil {
		return fmt.Errorf("read row of %s: %w", r.Table, err)
	}
	if r.Table == "document_version" {
		if x.handled(casefile.Table{Name: r.Table}, in.Row) {
			x.gone["document/"+textOf(in.Row["document_id"])] = true
		}
		return nil
	}
	who := r.ID
	if r.Table == "person_version" {
		who = textOf(in.Row["person_id"])
	}
	if !slices.Contains(peopleTables, r.Table) || !slices.Contains(x.rules.People, who) {
		return nil
	}
	for _, column := range []string{"name", "log_in"} {
		if n := strings.ToLower(strings.TrimSpace(textOf(in.Row[column]))); n != "" && !slices.Contains(x.names, n) {
			x.names = append(x.names, n)
		}
	}
	return nil
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// handled reports whether the row says of itself that it is not to go: by a handling code of its own, or as a document with a
// provenance.
func (x *redactor) handled(t casefile.Table, row map[string]json.RawMessage) bool {
	if t.Name == "case_version" { // the case's own code is about the case
		return false
	}
	h := handling{HandlingCode: textOf(row["handling_code"])}
	if text := textOf(row["provenance_json"]); text != "" {
		var p handling
		if json.Unmarshal([]byte(text), &p) == nil && x.rules.forbids(p) {
			return true
		}
	}
	return x.rules.forbids(h)
}

// facts returns a description (casefile.Facts) without the fields that are not to go: what was said of each, and who says so.
func (x *redactor) facts(text, at string) (string, error) {
	var f struct {
		Values     map[string]json.RawMessage `json:"values,omitempty"`
		Provenance map[string]json.RawMessage `json:"provenance,omitempty"`
	}
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return x.marker(at, text)
	}
	changed := false
	for path, raw := range f.Provenance {
		var h handling
		if json.Unmarshal(raw, &h) != nil || !x.rules.forbids(h) {
			continue
		}
		changed = true
		for name, of := range map[string]map[string]json.RawMessage{"values": f.Values, "provenance": f.Provenance} {
			was, ok := of[path]
			if !ok {
				continue
			}
			mark, err := x.marker(at+"/"+name+"/"+path, string(was))
			if err != nil {
				return "", err
			}
			say := map[string]any{"as_seen": mark}
			if name == "provenance" {
				say = map[string]any{"source": mark, "handling_code": h.HandlingCode, "use": h.Use}
			}
			if of[path], err = encode(say); err != nil {
				return "", err
			}
		}
	}
	if !changed {
		return text, nil
	}
	b, err := encode(f)
	return string(b), err
}

// orphaned reports whether the row names one that is withheld.
func (x *redactor) orphaned(t casefile.Table, row map[string]json.RawMessage) bool {
	return slices.ContainsFunc(t.Refs, func(ref casefile.Ref) bool {
		id := textOf(row[ref.Column])
		return id != "" && x.gone[ref.Table+"/"+id]
	})
}

// value returns a column's text without what is withheld.
func (x *redactor) value(t casefile.Table, c casefile.Column, at, text string) (string, error) {
	if slices.Contains(x.rules.Columns, t.Name+"."+c.Name) && MayWithhold(c) && text != "" {
		return x.marker(at, text)
	}
	if c.Name == "facts_json" {
		var err error
		if text, err = x.facts(text, at); err != nil {
			return "", err
		}
	}
	if len(x.names) == 0 || !x.mentions(text) {
		return text, nil
	}
	if !strings.HasSuffix(c.Name, "_json") {
		return x.marker(at, text)
	}
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return x.marker(at, text)
	}
	v, err := x.inside(v, at)
	if err != nil {
		return "", err
	}
	b, err := encode(v)
	return string(bytes.TrimSpace(b)), err
}

// inside withholds the texts within a JSON value that name somebody.
func (x *redactor) inside(v any, at string) (any, error) {
	var err error
	switch v := v.(type) {
	case string:
		if x.mentions(v) {
			return x.marker(at, v)
		}
	case []any:
		for i := range v {
			if v[i], err = x.inside(v[i], fmt.Sprintf("%s/%d", at, i)); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for k := range v {
			if v[k], err = x.inside(v[k], at+"/"+k); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

func (x *redactor) mentions(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(x.names, func(n string) bool { return strings.Contains(lower, n) })
}
