package report

import (
	"strings"

	"tracemark/casefile"
)

// conclusion is the examiner's opinion: the question with its propositions, the level, the reasons, and what else could have been concluded.
func conclusion(b *builder) Section {
	f := b.f
	level, _ := f.Scale.Level(f.Conclusion.Value)
	blocks := b.propositionsOf(f.Scale)
	blocks = append(blocks, Block{Kind: Opinion, Meets: []Obligation{"m"}, Notice: &Notice{Kind: NoticeOpinion, Title: b.Recorded(level.Name), Text: []string{b.Recorded(level.Meaning)}}})
	if missing := b.classGaps(); len(missing) > 0 {
		blocks = append(blocks, Block{Kind: Limit, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("Class characteristics that are not on record"), Text: []string{
			b.Say("Not recorded for both items: %s. This report cannot show whether they agree; what the conclusion says of class characteristics rests on the examination alone.", strings.Join(missing, ", ")),
		}}})
	}
	blocks = append(blocks, Block{Pairs: b.concluded()}, Block{Heading: b.Say("Reasons")})
	for _, p := range paragraphs(f.Conclusion.Reason) {
		blocks = append(blocks, Block{Kind: Opinion, Meets: []Obligation{Basis}, Paragraph: p})
	}
	if len(paragraphs(f.Conclusion.Reason)) == 0 {
		blocks = append(blocks, Block{Pairs: []Pair{{Name: b.Say("Reasons"), Value: b.Say(notStated), Missing: true, Meets: []Obligation{Basis}}}})
	}
	blocks = append(blocks, Block{Heading: b.Say("All conclusions of the scale")}, Block{Table: b.scaleTable(f.Scale)})
	return Section{Heading: b.Say("Conclusion (opinion of the examiner)"), Blocks: blocks}
}

// concluded says who concluded what, when and on which scale.
func (b *builder) concluded() []Pair {
	f := b.f
	pairs := []Pair{
		b.pair(b.Say("Scale"), b.scaleName(f.Scale)),
		{Name: b.Say("SHA-256 of the scale"), Value: f.Scale.Digest(), Mono: true},
		b.pair(b.Say("Source of the scale"), b.stated(b.Recorded(f.Scale.Source))),
		b.pair(b.Say("Concluded by"), b.Person(f.Examiner)),
		b.pair(b.Say("Concluded"), b.When(f.Conclusion.Created)),
	}
	c := f.Corrected
	if c == nil {
		return pairs
	}
	on, ok := c.On()
	if !ok {
		on = f.Scale
	}
	was, _ := on.Level(c.Value)
	return append(pairs, Pair{Name: b.Say("Corrects conclusion"), Value: c.ID, Mono: true},
		b.pair(b.Say("which was"), join(", ", b.stated(b.Recorded(was.Name), c.Value), b.When(c.Created))))
}

func (b *builder) scaleName(s casefile.ConclusionScale) string {
	if s.Version == "" {
		return b.Recorded(s.Name)
	}
	return b.Say("%[1]s, version %[2]s", b.Recorded(s.Name), s.Version)
}

// classGaps names the class characteristics that nobody filled in for one item or both. SWGGUN's documentation guideline
// wants the record to show their agreement or disagreement.
func (b *builder) classGaps() []string {
	var missing []string
	for _, c := range casefile.ClassFields() {
		if c.Of(&b.f.A.Exhibit.Class).State == casefile.Empty || c.Of(&b.f.B.Exhibit.Class).State == casefile.Empty {
			missing = append(missing, strings.ToLower(b.Term(c.Name)))
		}
	}
	return missing
}

func (b *builder) scaleTable(s casefile.ConclusionScale) *Table {
	t := &Table{Columns: []Column{{Title: b.Say("Conclusion"), Share: 1}, {Title: b.Say("Meaning"), Share: 3}}}
	for _, l := range s.Levels {
		t.Rows = append(t.Rows, []string{b.Recorded(l.Name), b.Recorded(l.Meaning)})
	}
	return t
}
