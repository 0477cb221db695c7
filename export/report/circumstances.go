package report

import (
	"tracemark/casefile"
)

// circumstances are what people stated of the work: sampling, deviations, results of others, conditions.
func circumstances(b *builder) Section {
	s := b.f.Statements
	pairs := []Pair{
		b.must("k", b.Say("Sampling"), oneLine(s.Sampling)),
		b.must("n", b.Say("Additions to, deviations from and exclusions from the method"), oneLine(s.Deviations)),
		b.must("p", b.Say("Results from external providers"), oneLine(s.External)),
		b.pair(b.Say("Conditions of the work"), b.stated(oneLine(s.Environment))),
	}
	if s.Remarks != "" {
		pairs = append(pairs, b.pair(b.Say("Remarks"), oneLine(s.Remarks)))
	}
	return Section{Heading: b.Say("Circumstances of the work"), Blocks: []Block{{Pairs: pairs}}}
}

// review says who reviewed and authorised the document, and what it was released without.
func review(b *builder) Section {
	s := Section{Heading: b.Say("Review and authorisation")}
	l := b.f.Life
	if l == nil {
		s.Blocks = []Block{{Procedural: true, Pairs: []Pair{{Name: b.Say("Authorised by"), Value: b.Say(notStated), Missing: true, Meets: []Obligation{"o"}, Procedural: true}}}}
		return s
	}
	s.Blocks = append(s.Blocks, Block{Procedural: true, Pairs: []Pair{b.authorised(l)}})
	if t := b.steps(l); len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, Block{Procedural: true, Table: t}, Block{Procedural: true, Paragraph: b.identified(l)})
	}
	if len(l.Waivers) == 0 {
		return s
	}
	t := &Table{Columns: []Column{{Title: b.Say("ISO/IEC 17025, 7.8.2.1"), Share: 1}, {Title: b.Say("What the report does not state"), Share: 2.6}, {Title: b.Say("Why it is released without"), Share: 3}}}
	for _, w := range l.Waivers {
		o := Obligation(w.Obligation)
		t.Rows = append(t.Rows, []string{w.Obligation + ")", b.fixed(fixed(o.Text())), oneLine(w.Reason)})
	}
	s.Blocks = append(s.Blocks, Block{Heading: b.Say("Released without")}, Block{Kind: Limit, Table: t})
	return s
}

// authorised names who authorised the document.
func (b *builder) authorised(l *Life) Pair {
	p := Pair{Name: b.Say("Authorised by"), Value: b.Say("not authorised: a draft"), Missing: true, Meets: []Obligation{"o"}, Procedural: true}
	for _, x := range l.Steps {
		if x.Kind == casefile.ReportAuthorised && !l.Draft {
			p.Value, p.Missing = b.Person(x.Person)+"; "+b.When(x.Created), false
			p.Alone = rightToLeft(p.Value)
		}
	}
	if p.Missing && !l.Draft {
		p.Value = b.Say(notStated)
	}
	return p
}

// steps are the reviews and the authorisation of the version that the document is.
func (b *builder) steps(l *Life) *Table {
	t := &Table{Columns: []Column{{Title: b.Say("Step"), Share: 1.6}, {Title: b.Say("By"), Share: 2.2}, {Title: b.Say("When"), Share: 1.6}, {Title: b.Say("Remark"), Share: 1.8}}}
	for _, x := range l.Steps {
		if x.Version != l.Version {
			continue
		}
		by := b.Person(x.Person)
		if x.Capacity != "" {
			by = b.Say("%[1]s, as %[2]s", by, b.Term(string(x.Capacity)))
		}
		t.Rows = append(t.Rows, []string{b.fixed(lifeSteps[x.Kind]), by, b.When(x.Created), orDash(oneLine(x.Text))})
	}
	return t
}

// identified says whether the people above were authenticated.
func (b *builder) identified(l *Life) string {
	for _, x := range l.Steps {
		if x.Version == l.Version && !x.Authenticated {
			return b.Say("Names are as stated at the workstation; not all of these persons were signed in to an account of their own.")
		}
	}
	return b.Say("Each of these persons was signed in to an account of their own.")
}

// lifeSteps are the steps in words.
var lifeSteps = map[casefile.ReportStepKind]fixed{
	casefile.ReportSubmitted: "Submitted for review", casefile.ReportTechnical: "Technical review passed", casefile.ReportAdministrative: "Administrative review passed",
	casefile.ReportAuthorised: "Authorised", casefile.ReportReturned: "Returned to the author", casefile.ReportSigned: "Signed", casefile.ReportIssued: "Issued",
	casefile.ReportWithdrawn: "Withdrawn",
}

// amendment names the document that this one takes the place of, and shows what changed (ISO/IEC 17025:2017, 7.8.8).
func amendment(b *builder) Section {
	if b.f.Life == nil || b.f.Life.Amends == nil {
		return Section{}
	}
	a := b.f.Life.Amends
	s := Section{Heading: b.Say("Amendment"), Blocks: []Block{
		{Paragraph: b.Say("This report replaces an issued one, which stays as it was issued.")},
		{Pairs: []Pair{b.hash(b.Say("Replaces report"), a.ReportID), b.hash(b.Say("SHA-256 of the replaced file"), a.SHA256),
			b.pair(b.Say("Which was issued"), b.When(a.Issued)), b.pair(b.Say("Reason for the amendment"), b.stated(oneLine(a.Reason)))}},
	}}
	if len(a.Changes) == 0 {
		return s
	}
	t := &Table{Columns: []Column{{Title: b.Say("Section"), Share: 1.2}, {Title: b.Say("What"), Share: 1.2}, {Title: b.Say("Was"), Share: 2.4}, {Title: b.Say("Is now"), Share: 2.4}}}
	for _, c := range a.Changes {
		t.Rows = append(t.Rows, []string{orDash(c.Section), orDash(c.What), orDash(oneLine(c.Was)), orDash(oneLine(c.Now))})
	}
	s.Blocks = append(s.Blocks, Block{Heading: b.Say("What changed")}, Block{Table: t})
	return s
}
