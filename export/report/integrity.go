package report

import (
	"strings"
	"time"

	"tracemark/casefile"
)

// integrity says of each item when it came, in which condition and under which seals, who had it and what was done to it up to the conclusion
// (ISO 21043-5, item integrity). What happened later stands in the record of custody.
func integrity(b *builder) Section {
	s := Section{Heading: b.Say("Integrity of the items")}
	for _, i := range []Item{b.f.A, b.f.B} {
		s.Blocks = append(s.Blocks, b.integrityOf(i, b.f.Conclusion.Created)...)
	}
	return s
}

// integrityOf tells of one item, by what happened to it until then.
func (b *builder) integrityOf(i Item, until time.Time) []Block {
	links := linksUntil(i.Custody, until)
	received, condition := b.receipt(links)
	if stated := oneLine(b.f.Statements.Condition); stated != condition {
		condition = join("; ", condition, stated)
	}
	pairs := []Pair{
		b.pair(b.Say("Item"), b.stated(i.Exhibit.Label)),
		b.must("h", b.Say("Received"), first(received, oneLine(b.f.Statements.Received))),
		b.must("g", b.Say("Condition"), condition),
	}
	if len(links) == 0 {
		return append([]Block{{Pairs: pairs}}, Block{Kind: Limit, Paragraph: b.Say("No chain of custody of this item is on record here.")})
	}
	pairs = append(pairs, b.pair(b.Say("Seals when it was received"), b.seals(links[0].Event.SealsBefore, links[0].Event.SealsAfter)))
	blocks := []Block{{Pairs: pairs}, {Table: b.custodyTable(links, i.Custody.Labels)}}
	return append(blocks, b.breaks(links)...)
}

// linksUntil are the events of a chain of custody that happened until then, without those that were recorded by mistake.
func linksUntil(c *casefile.CustodyRecord, until time.Time) []casefile.CustodyLink {
	if c == nil {
		return nil
	}
	var out []casefile.CustodyLink
	for _, l := range c.Links {
		if !l.Event.Void && !l.Event.Happened.After(until) {
			out = append(out, l)
		}
	}
	return out
}

// receipt says when and from whom the item was received, and in which condition it was seen first. A chain that has no booking in begins where the
// agency seized it.
func (b *builder) receipt(links []casefile.CustodyLink) (received, condition string) {
	for _, kind := range []casefile.CustodyKind{casefile.BookedIn, casefile.Seized} {
		for _, l := range links {
			if e := l.Event; e.Kind == kind && received == "" {
				received = b.Say("%[1]s, from %[2]s, by %[3]s", b.When(e.Happened), b.party(e.From), b.party(e.To))
			}
		}
	}
	for _, l := range links {
		if l.Event.Condition != "" {
			return received, oneLine(l.Event.Condition)
		}
	}
	return received, ""
}

func (b *builder) party(p casefile.Party) string {
	if !p.Known() {
		return b.Say("nobody known")
	}
	return p.Text()
}

// seals names the seals that were found; where none was, those that were put on.
func (b *builder) seals(found, after []string) string {
	switch {
	case len(found) > 0:
		return strings.Join(found, ", ")
	case len(after) > 0:
		return b.Say("none found; sealed as %s", strings.Join(after, ", "))
	}
	return b.Say("none")
}

// custodyTable lists what happened: who had the item, and what changed of it.
func (b *builder) custodyTable(links []casefile.CustodyLink, labels map[string]string) *Table {
	t := &Table{Columns: []Column{{Title: b.Say("When"), Share: 1.6}, {Title: b.Say("What happened"), Share: 1.2}, {Title: b.Say("From"), Share: 1.2},
		{Title: b.Say("To"), Share: 1.2}, {Title: b.Say("Place"), Share: 1.1}, {Title: b.Say("Seals, state"), Share: 2}}}
	for _, l := range links {
		e := l.Event
		what := b.custodyKind(e.Kind)
		if label := labels[l.Of]; l.Of != "" && label != "" {
			what = b.Say("%[1]s, with item %[2]s", what, label)
		}
		to := "–"
		if e.To.Known() {
			to = e.To.Text()
		}
		t.Rows = append(t.Rows, []string{b.When(e.Happened), what, b.party(e.From), to, orDash(e.Place), orDash(b.state(e))})
	}
	return t
}

// state says what an event changed of the item: seals, condition, number of pieces.
func (b *builder) state(e casefile.CustodyEvent) string {
	var parts []string
	if broken := e.SealsBroken(); len(broken) > 0 {
		parts = append(parts, b.Say("seals broken: %s", strings.Join(broken, ", ")))
	}
	if len(e.SealsAfter) > 0 {
		parts = append(parts, b.Say("sealed: %s", strings.Join(e.SealsAfter, ", ")))
	}
	if e.Condition != "" {
		parts = append(parts, oneLine(e.Condition))
	}
	if e.Quantity != nil {
		parts = append(parts, b.Count(*e.Quantity, "%d piece", "%d pieces", *e.Quantity))
	}
	if e.Why != "" {
		parts = append(parts, oneLine(e.Why))
	}
	return strings.Join(parts, "; ")
}

// breaks says what of the chain does not fit, with what was said to explain it.
func (b *builder) breaks(links []casefile.CustodyLink) []Block {
	n := &Notice{Kind: NoticeWarning, Title: b.Say("What does not fit the chain of custody")}
	for _, l := range links {
		for _, x := range l.Breaks {
			text := b.Say("%[1]s, %[2]s: %[3]s", b.custodyKind(l.Event.Kind), b.When(l.Event.Happened), b.Sentence(x))
			if l.Event.Explanation != "" {
				text = b.Say("%[1]s. Explained: %[2]s", text, oneLine(l.Event.Explanation))
			}
			n.Text = append(n.Text, text)
		}
	}
	if len(n.Text) == 0 {
		return []Block{{Paragraph: b.Say("Nothing in the chain of custody up to the conclusion contradicts itself.")}}
	}
	return []Block{{Kind: Limit, Notice: n}}
}

func (b *builder) custodyKind(k casefile.CustodyKind) string {
	if p, ok := custodyKinds[k]; ok {
		return b.fixed(p)
	}
	return string(k)
}

// custodyKinds are the kinds of event as the screens call them.
var custodyKinds = map[casefile.CustodyKind]fixed{
	casefile.Seized: "Seized", casefile.BookedIn: "Booked in", casefile.HandedOver: "Handed over", casefile.Lent: "Lent", casefile.Returned: "Returned",
	casefile.Stored: "Stored", casefile.Opened: "Opened", casefile.Sealed: "Sealed", casefile.Consumed: "Used up", casefile.Destroyed: "Destroyed",
	casefile.Separated: "Separated", casefile.PutBack: "Put back",
}
