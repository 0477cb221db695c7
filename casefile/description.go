package casefile

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FieldKind is what a field takes.
type FieldKind string

// The kinds of field.
const (
	FieldText   FieldKind = "text"   // one line
	FieldNotes  FieldKind = "notes"  // as many lines as are needed
	FieldCoded  FieldKind = "coded"  // a code of a list, or a text as seen
	FieldNumber FieldKind = "number" // with one of the units
	FieldCount  FieldKind = "count"  // a whole number, not negative
	FieldDate   FieldKind = "date"   // YYYY, YYYY-MM or YYYY-MM-DD, as exactly as it is known
)

// Field defines one field of a description: the one table of what can be said, for the forms, the command line, the reports
// and the history.
//
// Its path is how it is named: "make". A field of the elements of a list has a path such as "serial/#/location"; the path
// of a certain element's field has its number instead, from 1.
type Field struct {
	Path  string
	Name  string // as shown, in English
	Group string // heading above it, in English
	Kind  FieldKind
	List  CodeList // of a coded field
	Units []string // of a number, the usual one first
	Help  string   // a sentence without its full stop, in English; may be empty
}

// ListName returns the list whose elements have this field, "" for a plain field.
func (f Field) ListName() string {
	list, _, ok := strings.Cut(f.Path, "/#/")
	if !ok {
		return ""
	}
	return list
}

// Element returns the field of element n of its list.
func (f Field) Element(n int) Field {
	f.Path = strings.Replace(f.Path, "/#/", "/"+strconv.Itoa(n)+"/", 1)
	return f
}

// Fields returns the fields of an exhibit of a kind, in the order in which they are shown.
func Fields(kind ExhibitKind) []Field {
	switch kind {
	case KindFirearm:
		return firearmFields()
	case KindCartridgeCase:
		return caseFields()
	case KindBullet:
		return bulletFields()
	case KindCartridge:
		return cartridgeFields()
	case KindPart:
		return partFields()
	case KindDocument:
		return documentFields()
	}
	return nil
}

// FieldAt returns the field that path names among fields.
func FieldAt(fields []Field, path string) (f Field, ok bool) {
	def, n := path, 0
	if list, number, field, ok := splitElement(path); ok {
		def, n = list+"/#/"+field, number
	}
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Path == def })
	if i < 0 || n == 0 && fields[i].ListName() != "" {
		return Field{}, false
	}
	if n > 0 {
		return fields[i].Element(n), true
	}
	return fields[i], true
}

// Parse turns what a person wrote into a value, or says what is wrong with it. The words "not visible", "not determined" and
// "not applicable" mean just that in every field; an empty text takes away what was said.
func (f Field) Parse(text string) (Value, error) {
	text = strings.TrimSpace(text)
	if state := CodeState(strings.ToLower(text)); state == Empty || state == NotVisible || state == NotDetermined || state == NotApplicable {
		return Value{State: state}, nil
	}
	switch f.Kind {
	case FieldCoded:
		return ValueOf(f.List.Encode(text)), nil
	case FieldNumber:
		return f.parseNumber(text)
	case FieldCount:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return Value{}, f.wrong("%[1]s is not a whole number: %[2]s", "Write one such as 6", text, err)
		}
		return Value{State: Stated, Number: float64(n), Unit: UnitCount, AsSeen: text}, nil
	case FieldDate:
		if !IsDate(text) {
			return Value{}, f.wrong("%[1]s is not a date: %[2]s", "Write it as 2026, 2026-01 or 2026-01-31", text, nil)
		}
	}
	return Value{State: Stated, AsSeen: text}, nil
}

// parseNumber reads a number with a decimal point or comma and, after it, one of the field's units.
func (f Field) parseNumber(text string) (Value, error) {
	number := strings.TrimRight(text, letters)
	unit := strings.TrimSpace(text[len(number):])
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(number), ",", ".", 1), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return Value{}, f.wrong("%[1]s is not a number: %[2]s", "Write one such as 7.45", text, err)
	}
	if unit == "" {
		unit = f.Units[0]
	}
	if !slices.Contains(f.Units, unit) {
		return Value{}, f.wrong("%[1]s has a unit that is not known here: %[2]s", "Use one of %[3]s", text, nil, strings.Join(f.Units, ", "))
	}
	return Value{State: Stated, Number: n, Unit: unit, AsSeen: text}, nil
}

// letters are what units are written with.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµ°/% "

func (f Field) wrong(what, do, text string, cause error, more ...any) error {
	return &Error{Code: Invalid, What: what, Do: do, Args: append([]any{f.Name, text}, more...), Cause: cause}
}

// IsDate reports whether text is a day, a month or a year of the calendar.
func IsDate(text string) bool {
	return slices.ContainsFunc([]string{"2006-01-02", "2006-01", "2006"}, func(layout string) bool {
		_, err := time.Parse(layout, text)
		return err == nil
	})
}

// Value returns what is said of the exhibit's field at path, wherever in the record that lies.
func (e Exhibit) Value(path string) Value {
	if c := e.Class.at(path); c != nil {
		return ValueOf(*c)
	}
	return e.Facts.Value(path)
}

// Set says what the exhibit's field at path is.
func (e *Exhibit) Set(path string, v Value) {
	if c := e.Class.at(path); c != nil {
		*c = v.Coded()
		return
	}
	e.Facts.Set(path, v)
}

// Usable returns the exhibit without what may not be used in proceedings, and the list of that: see the function Usable.
func (e Exhibit) Usable() (Exhibit, []Restriction) {
	may, withheld := Usable(e.Facts)
	e.Facts = may
	for _, r := range withheld {
		if c := e.Class.at(r.Path); c != nil {
			*c = Code{}
		}
		if r.Path == "description" {
			e.Description = ""
		}
	}
	return e, withheld
}

// at returns the class characteristic whose key is path, nil where there is none.
func (c *Class) at(path string) *Code {
	for _, f := range ClassFields() {
		if f.Key == path {
			return f.Of(c)
		}
	}
	return nil
}
