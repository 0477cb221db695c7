package casefile

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Value is what is said of one field: a code of a list, a number with its unit, or a text. The text as seen is kept beside
// whatever was made of it, and the reasons for having no value are apart from nobody having said anything: see CodeState.
type Value struct {
	State   CodeState `json:"state,omitempty"`
	Code    string    `json:"code,omitempty"`
	List    string    `json:"list,omitempty"`
	Version string    `json:"version,omitempty"`
	Number  float64   `json:"number,omitempty"` // of a stated value with a Unit
	Unit    string    `json:"unit,omitempty"`   // as stated: "g", "mm"; UnitCount for what is counted
	AsSeen  string    `json:"as_seen,omitempty"`
}

// UnitCount is the unit of what is counted.
const UnitCount = "1"

// ValueOf returns a coded field as a value.
func ValueOf(c Code) Value {
	return Value{State: c.State, Code: c.Code, List: c.List, Version: c.Version, AsSeen: c.AsSeen}
}

// Coded returns the value without its number.
func (v Value) Coded() Code {
	return Code{State: v.State, Code: v.Code, List: v.List, Version: v.Version, AsSeen: v.AsSeen}
}

// Text returns the value as a person reads it, in English: see Code.Text. A field that nobody filled in gives "".
func (v Value) Text() string {
	if v.State == Stated && v.Unit != "" {
		text := strconv.FormatFloat(v.Number, 'f', -1, 64)
		if v.Unit != UnitCount {
			text += " " + v.Unit
		}
		return text
	}
	return v.Coded().Text()
}

// SourceKind is what sort of thing says that something is so.
type SourceKind string

// The kinds of source. The zero value means that nobody has said.
const (
	SourceUnsaid      SourceKind = ""
	SourceExamination SourceKind = "examination"     // seen or measured on the thing
	SourceDocument    SourceKind = "document"        // a paper or file says so
	SourceWitness     SourceKind = "witness"         // a person said so
	SourceFirm        SourceKind = "firm's answer"   // a maker, importer or dealer
	SourceAgency      SourceKind = "agency's answer" // another authority
	SourceRegister    SourceKind = "register"        // a body of records that was searched
	SourceReference   SourceKind = "reference"       // a reference work or table
	SourceInference   SourceKind = "inference"       // concluded from other facts
)

// SourceKinds returns the kinds of source in the order in which they are shown.
func SourceKinds() []SourceKind {
	return []SourceKind{SourceExamination, SourceDocument, SourceWitness, SourceFirm, SourceAgency, SourceRegister, SourceReference, SourceInference}
}

// Use says whether a fact may be used in proceedings.
type Use string

// The permissions. UseUnsaid is what nobody restricted: it may be used.
const (
	UseUnsaid Use = ""
	UseYes    Use = "yes"
	UseNo     Use = "no"
	UseAsk    Use = "ask" // not before its source has agreed
)

// Uses returns the permissions that can be given.
func Uses() []Use { return []Use{UseYes, UseNo, UseAsk} }

// Forbids reports whether a fact with this permission must not be used as it stands.
func (u Use) Forbids() bool { return u == UseNo || u == UseAsk }

// Provenance is who or what says that a field is so, and what may be done with it.
type Provenance struct {
	Kind         SourceKind `json:"kind,omitempty"`
	Source       string     `json:"source,omitempty"`      // who or what, in words
	DocumentID   string     `json:"document_id,omitempty"` // of the case, where a document there says so
	HandlingCode string     `json:"handling_code,omitempty"`
	Use          Use        `json:"use,omitempty"`
}

// Facts are the fields of one description. A field is named by its path: see Field. The provenance of a field that lies
// elsewhere in the record (a case's title, an exhibit's calibre) is here too, by the path of FieldAt.
type Facts struct {
	Values     map[string]Value      `json:"values,omitempty"`
	Provenance map[string]Provenance `json:"provenance,omitempty"`
}

// Value returns the value at path, the zero value where nobody said anything.
func (f Facts) Value(path string) Value { return f.Values[path] }

// Set says what is at path. The zero value takes away what was said.
func (f *Facts) Set(path string, v Value) { f.Values = put(f.Values, path, v) }

// SetProvenance says where what is at path comes from. The zero provenance takes away what was said.
func (f *Facts) SetProvenance(path string, p Provenance) { f.Provenance = put(f.Provenance, path, p) }

// put returns a copy of m with one entry changed, so that versions never share a map; nil where nothing is left in it.
func put[V comparable](m map[string]V, key string, v V) map[string]V {
	m = maps.Clone(m)
	var none V
	if v == none {
		delete(m, key)
	} else {
		if m == nil {
			m = map[string]V{}
		}
		m[key] = v
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// Equal reports whether f and g say the same.
func (f Facts) Equal(g Facts) bool {
	return maps.Equal(f.Values, g.Values) && maps.Equal(f.Provenance, g.Provenance)
}

// Empty reports whether nothing is said.
func (f Facts) Empty() bool { return len(f.Values) == 0 && len(f.Provenance) == 0 }

// Elements returns the numbers of the elements that list has, in ascending order. A number stays its element's when others
// are taken away.
func (f Facts) Elements(list string) []int {
	var numbers []int
	for path := range f.Values {
		if name, n, _, ok := splitElement(path); ok && name == list && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// NextElement returns the number for another element of list.
func (f Facts) NextElement(list string) int {
	if all := f.Elements(list); len(all) > 0 {
		return all[len(all)-1] + 1
	}
	return 1
}

// ElementPath returns the path of a field of element n of list: "serial/2/location".
func ElementPath(list string, n int, field string) string {
	return list + "/" + strconv.Itoa(n) + "/" + field
}

// splitElement takes the path of a list's field apart; ok is false for a plain field.
func splitElement(path string) (list string, n int, field string, ok bool) {
	list, rest, found := strings.Cut(path, "/")
	number, field, more := strings.Cut(rest, "/")
	n, err := strconv.Atoi(number)
	if !found || !more || err != nil || n < 1 || strconv.Itoa(n) != number {
		return "", 0, "", false
	}
	return list, n, field, true
}

// Restriction is a fact that may not be used in proceedings, or not without asking.
type Restriction struct {
	Path       string     `json:"path"`
	Provenance Provenance `json:"provenance"`
}

// Usable parts facts into those that may be used in proceedings and a list, by path, of those that may not. Whatever leaves
// the case for a court takes the first and says how many the second were.
func Usable(f Facts) (may Facts, withheld []Restriction) {
	may = f
	for _, path := range slices.Sorted(maps.Keys(f.Provenance)) {
		p := f.Provenance[path]
		if !p.Use.Forbids() {
			continue
		}
		withheld = append(withheld, Restriction{Path: path, Provenance: p})
		may.Set(path, Value{})
		may.SetProvenance(path, Provenance{})
	}
	return may, withheld
}
