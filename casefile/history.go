package casefile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// HistoryEntry is one version of something, with what it changed.
type HistoryEntry struct {
	Version int           `json:"version"`
	Reason  string        `json:"reason,omitempty"`
	By      string        `json:"by"` // name; "" where the log alone knows
	At      time.Time     `json:"at"`
	Changes []FieldChange `json:"changes"` // from the version before; of the first, what it said
}

// FieldChange is a field that one version says otherwise than the one before. A value that was not there is empty.
type FieldChange struct {
	Path   string `json:"path"`
	Name   string `json:"name"` // of the field, in English
	Source bool   `json:"source,omitempty"`
	Was    string `json:"was,omitempty"` // values as a person reads them, in English
	Now    string `json:"now,omitempty"`
}

// Said is one field of a record as a person reads it.
type Said struct {
	Path, Name, Text string
	Source           bool // the text is where the field's value comes from and what may be done with it
}

// Changes returns the fields that now says otherwise than was, those that are there first and in their order.
func Changes(was, now []Said) []FieldChange {
	key := func(s Said) string { return fmt.Sprint(s.Source, s.Path) }
	before := map[string]string{}
	for _, s := range was {
		before[key(s)] = s.Text
	}
	changes := []FieldChange{}
	for _, s := range now {
		if old := before[key(s)]; old != s.Text {
			changes = append(changes, FieldChange{Path: s.Path, Name: s.Name, Source: s.Source, Was: old, Now: s.Text})
		}
		delete(before, key(s))
	}
	for _, s := range was {
		if old, gone := before[key(s)]; gone && old != "" {
			changes = append(changes, FieldChange{Path: s.Path, Name: s.Name, Source: s.Source, Was: old})
		}
	}
	return changes
}

// Naming returns the label or name of a thing or person with an id, for what a record says by id.
type Naming func(id string) string

// Said returns what the case says, field by field.
func (c Case) Said() []Said {
	out := []Said{{Path: "number", Name: "Case number", Text: c.Number}, {Path: "title", Name: "Title", Text: c.Title}, {Path: "agency", Name: "Agency", Text: c.Agency},
		{Path: "offence", Name: "Offence", Text: c.Offence}, {Path: "status", Name: "Status", Text: string(c.Status)},
		{Path: "handling-code", Name: "Handling code", Text: c.HandlingCode}, {Path: "retain-until", Name: "Keep until", Text: c.RetainUntil},
		{Path: "review-on", Name: "Review on", Text: c.ReviewOn}, {Path: "related", Name: "Related cases", Text: RelatedText(c.Related)}}
	return c.Facts.said(out, CaseFields())
}

// RelatedText writes related cases in one text, one a line.
func RelatedText(list []RelatedCase) string {
	var lines []string
	for _, r := range list {
		line := r.Number
		if r.Agency != "" {
			line += ", " + r.Agency
		}
		lines = append(lines, line+": "+r.Reason)
	}
	return strings.Join(lines, "\n")
}

// ParseRelated reads what RelatedText writes. A line without a reason gives a case without one, which Check refuses.
func ParseRelated(text string) []RelatedCase {
	var list []RelatedCase
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		which, reason, _ := strings.Cut(line, ":")
		number, agency, _ := strings.Cut(which, ",")
		list = append(list, RelatedCase{Number: strings.TrimSpace(number), Agency: strings.TrimSpace(agency), Reason: strings.TrimSpace(reason)})
	}
	return list
}

// Said returns what the exhibit says, field by field.
func (e Exhibit) Said(name Naming) []Said {
	quantity := ""
	if e.Quantity > 0 {
		quantity = fmt.Sprint(e.Quantity)
	}
	out := []Said{{Path: "label", Name: "Label", Text: e.Label}, {Path: "kind", Name: "Kind", Text: string(e.Kind)}, {Path: "origin", Name: "Origin", Text: string(e.Origin)},
		{Path: "event", Name: "Event", Text: name(e.EventID)}, {Path: "parent", Name: "Came from", Text: name(e.ParentID)}, {Path: "quantity", Name: "Quantity", Text: quantity},
		{Path: "description", Name: "In words", Text: e.Description}, {Path: "owner", Name: "Owner", Text: e.Owner}}
	covered := map[string]bool{}
	for _, f := range Fields(e.Kind) {
		covered[f.Path] = true
	}
	for _, f := range ClassFields() { // what the hub or an earlier kind said of it, beside the fields of its kind
		if c := f.Of(&e.Class); covered[f.Key] || c.State != Empty {
			out = append(out, Said{Path: f.Key, Name: f.Name, Text: c.Text()})
		}
	}
	return e.Facts.said(out, Fields(e.Kind))
}

// Said returns what the event says, field by field.
func (e Event) Said() []Said {
	out := []Said{{Path: "label", Name: "Label", Text: e.Label}, {Path: "kind", Name: "Kind", Text: EventKinds.Encode(e.Kind).Text()}, {Path: "date", Name: "Date", Text: e.Date},
		{Path: "place", Name: "Place", Text: e.Place}}
	return e.Facts.said(out, EventFields())
}

// Said returns what is said of the document, field by field.
func (d Document) Said(name Naming) []Said {
	withdrawn := ""
	if d.Withdrawn {
		withdrawn = "yes"
	}
	return []Said{{Path: "title", Name: "Title", Text: d.Title}, {Path: "kind", Name: "Kind", Text: string(d.Kind)}, {Path: "subject", Name: "Belongs to", Text: name(d.SubjectID)},
		{Path: "date", Name: "Date", Text: d.Date}, {Path: "author", Name: "Author", Text: d.Author}, {Path: "source", Name: "Source", Text: d.Provenance.Text()},
		{Path: "withdrawn", Name: "Withdrawn", Text: withdrawn}}
}

// Said returns what the hit says, field by field.
func (h Hit) Said(name Naming) []Said {
	return []Said{{Path: "state", Name: "State", Text: string(h.State)}, {Path: "a", Name: "Exhibit A", Text: name(h.ExhibitA)},
		{Path: "b", Name: "Exhibit B", Text: name(h.ExhibitB)}, {Path: "verification", Name: "Verification", Text: h.Verification}}
}

// said appends the facts to out: values in the order of fields, then where everything comes from.
func (f Facts) said(out []Said, fields []Field) []Said {
	names := map[string]string{}
	for _, s := range out {
		names[s.Path] = s.Name
	}
	for _, field := range f.Spread(fields) {
		names[field.Path] = field.Name
		if v, there := f.Values[field.Path]; there {
			out = append(out, Said{Path: field.Path, Name: field.Name, Text: v.Text()})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(f.Provenance)) {
		name := names[path]
		if name == "" {
			name = path
		}
		out = append(out, Said{Path: path, Name: name, Text: f.Provenance[path].Text(), Source: true})
	}
	return out
}

// Spread returns fields with those of a list once for each element that f has of it, numbered in their names.
func (f Facts) Spread(fields []Field) []Field {
	var out []Field
	for i := 0; i < len(fields); i++ {
		list := fields[i].ListName()
		if list == "" {
			out = append(out, fields[i])
			continue
		}
		end := i
		for end < len(fields) && fields[end].ListName() == list {
			end++
		}
		for _, n := range f.Elements(list) {
			for _, field := range fields[i:end] {
				field = field.Element(n)
				field.Name = fmt.Sprintf("%s %d: %s", field.Group, n, field.Name)
				out = append(out, field)
			}
		}
		i = end - 1
	}
	return out
}

// Text returns the provenance in one line, in English.
func (p Provenance) Text() string {
	var parts []string
	if p.Kind != SourceUnsaid {
		parts = append(parts, string(p.Kind))
	}
	if p.Source != "" {
		parts = append(parts, p.Source)
	}
	if p.HandlingCode != "" {
		parts = append(parts, "handling "+p.HandlingCode)
	}
	switch p.Use {
	case UseYes:
		parts = append(parts, "may be used in proceedings")
	case UseNo:
		parts = append(parts, "not for use in proceedings")
	case UseAsk:
		parts = append(parts, "ask before use in proceedings")
	}
	return strings.Join(parts, ", ")
}
