package report

import (
	"strings"
	"time"

	"tracemark/casefile"
)

// headOfComparison is the administrative head with the conclusion, so that the first page says what the report comes to.
func headOfComparison(b *builder) Section {
	f := b.f
	level, _ := f.Scale.Level(f.Conclusion.Value)
	opinion := b.Say("Item %[1]s (%[2]s) and item %[3]s (%[4]s): comparison of the %[5]s, comparison %[6]d of this case.",
		b.stated(f.A.Exhibit.Label), b.kind(f.A), b.stated(f.B.Exhibit.Label), b.kind(f.B), b.marks(f.A.Capture.Mark), f.Comparison.Number)
	return Section{Blocks: []Block{
		{Pairs: b.administrative(f.Examiner, f.performed())},
		{Kind: Opinion, Notice: &Notice{Kind: NoticeOpinion, Title: b.Say("Conclusion: %s", b.Recorded(level.Name)), Text: []string{opinion, b.Recorded(level.Meaning),
			b.Say("This is the examiner's opinion. Its reasons, and what it rests on, follow below."), b.verified()}}},
	}}
}

// administrative are the pairs that head every document: laboratory, customer, case, id, dates and who did the work.
func (b *builder) administrative(examiner casefile.Person, performed [2]time.Time) []Pair {
	f := b.f
	address := f.Agency.Address
	if address == "" && b.head != nil {
		address = strings.Join(b.head.Lines, ", ")
	}
	pairs := []Pair{
		b.must("b", b.Say("Agency"), b.agencyName()),
		b.must("b", b.Say("Address"), address),
		b.must("e", b.Say("Asked for by"), f.Statements.Customer),
		b.must("e", b.Say("Customer's contact"), f.Statements.Contact),
		b.pair(b.Say("Case"), beside(" – ", b.stated(f.Case.Number), f.Case.Title)),
	}
	for _, p := range []Pair{b.pair(b.Say("Offence"), f.Case.Offence), b.pair(b.Say("Handling code"), f.Case.HandlingCode)} {
		if p.Value != "" { // nobody is obliged to state them
			pairs = append(pairs, p)
		}
	}
	pairs = append(pairs, []Pair{
		{Name: b.Say("Report id"), Value: f.ReportID, Mono: true, Meets: []Obligation{"d"}},
		b.issued(),
		b.must("i", b.Say("Work performed"), b.period(performed)),
		b.must("c", b.Say("Performed at"), f.Statements.Place),
		b.pair(b.Say("Examiner"), b.Person(examiner)),
	}...)
	if i := f.issuer(); i != examiner && i.Name != "" {
		pairs = append(pairs, Pair{Name: b.Say("Issued by"), Value: b.Person(i), Procedural: true})
	}
	if id := f.replaces(); id != "" {
		pairs = append(pairs, Pair{Name: b.Say("Replaces report"), Value: id, Mono: true})
	}
	return pairs
}

// issued is the date of issue, which a draft does not have.
func (b *builder) issued() Pair {
	p := Pair{Name: b.Say("Date of issue (first signature)"), Value: b.When(b.f.Issued), Meets: []Obligation{"j"}, Procedural: true}
	if b.f.draft() {
		p.Value, p.Missing = b.Say("not issued: a draft"), true
	}
	return p
}

// period says from which to which day; "" where nothing is known.
func (b *builder) period(p [2]time.Time) string {
	switch {
	case p[0].IsZero():
		return ""
	case b.Day(p[0]) == b.Day(p[1]):
		return b.Day(p[0])
	}
	return b.Say("%[1]s to %[2]s", b.Day(p[0]), b.Day(p[1]))
}

// performed is when the work on the comparison was done by what is on record: from the first of its steps to the conclusion.
func (f Facts) performed() [2]time.Time {
	first := f.Comparison.Created
	if e := f.Examination; e != nil && e.Commitment != nil && !e.Commitment.Created.IsZero() && e.Commitment.Created.Before(first) {
		first = e.Commitment.Created
	}
	return [2]time.Time{first, f.Conclusion.Created}
}

// draft reports whether the document is not authorised yet.
func (f Facts) draft() bool { return f.Life != nil && f.Life.Draft }

// replaces is the id of the document that this one takes the place of.
func (f Facts) replaces() string {
	if f.Life != nil && f.Life.Amends != nil {
		return f.Life.Amends.ReportID
	}
	return f.Supersedes
}

// agencyName is the agency as the head names it, "" where it is not stated.
func (b *builder) agencyName() string {
	if b.agency == b.Say(notStated) {
		return ""
	}
	return b.agency
}
