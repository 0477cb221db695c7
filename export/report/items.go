package report

import (
	"tracemark/casefile"
)

// sideTable sets A and B side by side.
type sideTable struct {
	b    *builder
	rows [][]string
}

func (b *builder) sides() *sideTable { return &sideTable{b: b} }

func (t *sideTable) add(name string, value func(Item) string) {
	t.rows = append(t.rows, []string{name, value(t.b.f.A), value(t.b.f.B)})
}

func (t *sideTable) table() *Table {
	f := t.b.f
	return &Table{Rows: t.rows, Columns: []Column{{Title: "", Share: 1.1}, {Title: "A: " + t.b.stated(f.A.Exhibit.Label), Share: 2, Mono: true},
		{Title: "B: " + t.b.stated(f.B.Exhibit.Label), Share: 2, Mono: true}}}
}

// kind, origin and mark are the domain's codes in words.
func (b *builder) kind(i Item) string { return b.stated(b.Term(string(i.Exhibit.Kind))) }

// marks are the marks compared, for a sentence.
func (b *builder) marks(m casefile.MarkKind) string {
	if text, ok := markWords[m]; ok {
		return b.fixed(text)
	}
	return b.Say("%[1]s marks", b.stated(string(m)))
}

// markNames are the marks where they stand alone, as on the screens.
var markNames = map[string]fixed{
	string(casefile.BreechFace): "Breech face", string(casefile.FiringPin): "Firing pin", string(casefile.EjectorMark): "Ejector", string(casefile.ExtractorMark): "Extractor",
	string(casefile.ApertureShear): "Aperture shear", string(casefile.Headstamp): "Headstamp",
}

// markWords are the marks in a sentence.
var markWords = map[casefile.MarkKind]fixed{
	casefile.BreechFace: "breech-face marks", casefile.FiringPin: "firing-pin marks", casefile.EjectorMark: "ejector marks", casefile.ExtractorMark: "extractor marks",
	casefile.ApertureShear: "aperture-shear marks", casefile.Headstamp: "headstamp marks",
}

func items(b *builder) Section {
	f := b.f
	t := b.sides()
	t.add(b.Say("Item"), func(i Item) string { return b.stated(i.Exhibit.Label) })
	t.add(b.Say("Kind"), b.kind)
	t.add(b.Say("Origin"), func(i Item) string { return b.stated(b.Term(string(i.Exhibit.Origin))) })
	t.add(b.Say("Fired in"), func(i Item) string {
		if i.Parent == nil {
			return b.Say(notKnown)
		}
		return beside(" – ", b.stated(i.Parent.Label), i.Parent.Description)
	})
	t.add(b.Say("Event"), func(i Item) string {
		if i.Event == nil {
			return b.Say(notKnown)
		}
		return b.stated(join(", ", i.Event.Label, b.codeText(casefile.EventKinds.Encode(i.Event.Kind)), i.Event.Date, i.Event.Place))
	})
	t.add(b.Say("Description"), func(i Item) string { return b.stated(i.Exhibit.Description) })
	t.add(b.Say("Held by"), func(i Item) string { return b.stated(i.Exhibit.Owner, b.agency) })
	c := b.sides()
	for _, field := range casefile.ClassFields() {
		c.add(b.fixed(classNames[field.Key]), func(i Item) string { return b.Code(*field.Of(&i.Exhibit.Class)) })
	}
	blocks := []Block{{Table: t.table(), Meets: []Obligation{"g"}}, {Heading: b.Say("Class characteristics as recorded")}, {Table: c.table()}}
	// Before any score: marks that differ in class are not of one firearm unless one is described wrongly.
	if list := casefile.ClassDisagreements(f.A.Exhibit.Class, f.B.Exhibit.Class); len(list) > 0 {
		n := &Notice{Kind: NoticeWarning, Title: b.Say("Class characteristics differ")}
		for _, d := range list {
			n.Text = append(n.Text, b.disagreement(d))
		}
		blocks = append(blocks, Block{Notice: n})
	}
	return Section{Heading: b.Say("Items"), Blocks: append(blocks, Block{Kind: Limit, Meets: []Obligation{"l"},
		Paragraph: b.Say("The results relate only to the items and recordings named here.")})}
}

// classNames are the class characteristics with what their value is.
var classNames = map[string]fixed{
	"calibre": "Calibre", "breech-face": "Breech-face pattern", "firing-pin": "Firing-pin shape", "ejector": "Ejector, clock position", "extractor": "Extractor, clock position",
}

func (b *builder) disagreement(d casefile.ClassDisagreement) string {
	name := b.Term(d.Name)
	if d.Coded {
		return b.Say("%[1]s differs: %[2]s and %[3]s.", name, b.Term(d.A), b.Term(d.B))
	}
	return b.Say("%[1]s differs: %[2]s and %[3]s (as seen, not coded).", name, d.A, d.B)
}
