package report

// quotedSection disowns claims that stand in records which the document quotes and nobody can change any more, and says which phrases this agency does
// not have looked for.
func quotedSection(b *builder) Section {
	s := Section{Heading: b.Say("Words that are not the agency's")}
	if list := Recorded(b.f.Quoted); len(list) > 0 {
		t := &Table{Columns: []Column{{Title: b.Say("Words"), Share: 1.4}, {Title: b.Say("Where they stand"), Share: 1.4}, {Title: b.Say("Why no report may say so"), Share: 3}}}
		for _, q := range list {
			t.Rows = append(t.Rows, []string{"“" + q.Found + "”", b.Sentence(q.Field), q.Why})
		}
		s.Blocks = append(s.Blocks, Block{Kind: Limit, Paragraph: b.Say("These words stand in records of the case, which are quoted as they were written and are never changed. The agency does not make them its own.")},
			Block{Table: t})
	}
	if len(b.f.Suspended) > 0 {
		t := &Table{Columns: []Column{{Title: b.Say("Phrase"), Share: 1}, {Title: b.Say("Reason"), Share: 3}}}
		for _, p := range b.f.Suspended {
			t.Rows = append(t.Rows, []string{p.ID, p.Reason})
		}
		s.Blocks = append(s.Blocks, Block{Kind: Limit, Paragraph: b.Say("By its own rules the agency does not have these claims looked for, which the program takes for claims that no report may make:")}, Block{Table: t})
	}
	return s
}

// Recorded returns the findings in texts that are in the case's records for good: the document quotes and disowns them (Facts.Quoted).
func Recorded(list []Finding) (out []Finding) {
	for _, f := range list {
		if f.Recorded {
			out = append(out, f)
		}
	}
	return out
}
