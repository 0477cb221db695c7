package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tracemark/casefile"
)

// slot is a place in the facts of a document where a fact stands that may not be used. One fact can stand in several.
type slot struct {
	Restricted
	what string // kind of field, safe to print
	own  bool   // free text, such as a serial number: see Withheld
	get  func() string
	set  func(string) // puts another text in its place; "" takes it away
}

// detached returns facts whose records can be changed without changing those of f.
func detached(f Facts) Facts {
	for _, i := range []*Item{&f.A, &f.B} {
		if i.Parent != nil {
			p := *i.Parent
			i.Parent = &p
		}
		if i.Event != nil {
			e := *i.Event
			i.Event = &e
		}
		if i.Custody != nil {
			r := *i.Custody
			i.Custody = &r
		}
	}
	f.Custody = slices.Clone(f.Custody)
	f.Case.Related = slices.Clone(f.Case.Related)
	return f
}

// restrictedSlots returns every place in f where such a fact stands, in an order that is always the same. f must be detached.
func restrictedSlots(f *Facts) []slot {
	l := slots{}
	l.ofCase(&f.Case)
	for _, i := range []*Item{&f.A, &f.B} {
		l.exhibit(&i.Exhibit)
		l.references(i)
		if i.Parent != nil {
			l.exhibit(i.Parent)
		}
		if i.Event != nil {
			l.event(i.Event)
		}
		if i.Custody != nil {
			l.exhibit(&i.Custody.Exhibit)
		}
	}
	for i := range f.Custody {
		l.exhibit(&f.Custody[i].Exhibit)
	}
	return l
}

type slots []slot

// factsOf is one record whose facts are looked at.
type factsOf struct {
	kind, id, label string
	facts           *casefile.Facts
	own             map[string]column
}

// column is a column of a record.
type column struct {
	get  func() string
	set  func(string)
	text bool // free text
}

// in is a column that is a text.
func in[T ~string](at *T, text bool) column {
	return column{get: func() string { return string(*at) }, set: func(s string) { *at = T(s) }, text: text}
}

// add adds the restricted columns and values of a record that say anything.
func (l *slots) add(r factsOf) {
	for _, path := range slices.Sorted(maps.Keys(r.facts.Provenance)) {
		p := r.facts.Provenance[path]
		if !p.Use.Forbids() {
			continue
		}
		at, ok := r.own[path]
		if !ok {
			if r.facts.Value(path).Text() == "" {
				continue
			}
			at = inValues(r.facts, path)
		}
		if at.get() == "" {
			continue
		}
		*l = append(*l, slot{
			Restricted: Restricted{Name: join("/", r.kind, r.id, path), Provenance: p, Field: casefile.Sentence{Format: "“%[1]s” of %[2]s", Args: []any{path, strings.TrimSpace(r.kind + " " + r.label)}}},
			what:       r.kind + ": " + path, own: at.text, get: at.get, set: at.set,
		})
	}
}

// inValues is a value that has no column. What is coded is no secret word of this fact's own.
func inValues(f *casefile.Facts, path string) column {
	v := f.Value(path)
	return column{
		get:  func() string { return f.Value(path).Text() },
		text: v.Code == "" && v.Unit == "",
		set: func(s string) {
			if s == "" {
				f.Set(path, casefile.Value{})
				return
			}
			f.Set(path, casefile.Value{State: casefile.Stated, AsSeen: s})
		},
	}
}

// inCode is a class characteristic. A withheld one is not "stated": it neither agrees nor disagrees with another.
func inCode(c *casefile.Code) column {
	return column{get: func() string { return c.Text() }, set: func(s string) { *c = casefile.Code{State: casefile.CodeState(s)} }, text: c.Code == "" && c.AsSeen != ""}
}

func (l *slots) ofCase(c *casefile.Case) {
	l.add(factsOf{kind: "case", facts: &c.Facts, own: map[string]column{
		"number": in(&c.Number, true), "title": in(&c.Title, true), "agency": in(&c.Agency, true), "offence": in(&c.Offence, true), "status": in(&c.Status, false),
		"handling-code": in(&c.HandlingCode, false), "retain-until": in(&c.RetainUntil, false), "review-on": in(&c.ReviewOn, false),
		"related": {
			get: func() string { return fmt.Sprint(c.Related) },
			set: func(s string) {
				c.Related = nil
				if s != "" {
					c.Related = []casefile.RelatedCase{{Number: s}}
				}
			},
		},
	}})
}

func (l *slots) exhibit(e *casefile.Exhibit) {
	own := map[string]column{"label": in(&e.Label, true), "kind": in(&e.Kind, false), "origin": in(&e.Origin, false), "description": in(&e.Description, true),
		"quantity": {get: func() string { return quantity(e.Quantity) }, set: func(string) { e.Quantity = 0 }}}
	for _, c := range casefile.ClassFields() {
		own[c.Key] = inCode(c.Of(&e.Class))
	}
	for _, path := range []string{"event", "parent"} { // of an item: see references
		own[path] = column{get: func() string { return "" }}
	}
	l.add(factsOf{kind: "exhibit", id: e.ID, label: e.Label, facts: &e.Facts, own: own})
}

func quantity(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// references adds that an exhibit came from another, or belongs to an event, where that itself may not be said.
func (l *slots) references(i *Item) {
	facts := casefile.Facts{Provenance: map[string]casefile.Provenance{}}
	own := map[string]column{}
	if p, ok := i.Exhibit.Facts.Provenance["event"]; ok && i.Event != nil {
		facts.Provenance["event"] = p
		own["event"] = column{get: func() string { return join(", ", i.Event.Label, i.Event.Date, i.Event.Place) }, set: func(s string) {
			i.Event, i.Exhibit.EventID = nil, ""
			if s != "" {
				i.Event = &casefile.Event{Label: s}
			}
		}, text: true}
	}
	if p, ok := i.Exhibit.Facts.Provenance["parent"]; ok && i.Parent != nil {
		facts.Provenance["parent"] = p
		own["parent"] = column{get: func() string { return i.Parent.Label }, set: func(s string) {
			i.Parent, i.Exhibit.ParentID = nil, ""
			if s != "" {
				i.Parent = &casefile.Exhibit{Label: s}
			}
		}, text: true}
	}
	l.add(factsOf{kind: "exhibit", id: i.Exhibit.ID, label: i.Exhibit.Label, facts: &facts, own: own})
}

func (l *slots) event(e *casefile.Event) {
	l.add(factsOf{kind: "event", id: e.ID, label: e.Label, facts: &e.Facts,
		own: map[string]column{"label": in(&e.Label, true), "kind": in(&e.Kind, false), "date": in(&e.Date, false), "place": in(&e.Place, true)}})
}

// hasWords reports whether words stand in text, both plain, without being part of longer ones.
func hasWords(text, words string) bool {
	letter := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }
	for at := 0; ; {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(words)
		if (from == 0 || !letter(text[from-1])) && (to == len(text) || !letter(text[to])) {
			return true
		}
		at = from + 1
	}
}
