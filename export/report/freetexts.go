package report

import "tracemark/casefile"

// FreeTexts returns what people wrote and the document may say, each with the name of its field: what Phrases.Check reads. What only the program
// says is not among it.
func FreeTexts(f Facts) []FreeText {
	l := texts{}
	l.quote("Title of the case", f.Case.Title)
	l.quote("Offence", f.Case.Offence)
	for _, i := range []Item{f.A, f.B} {
		l.item(i)
	}
	l.quote("Reasons of the conclusion", f.Conclusion.Reason)
	l.scale(f.Scale)
	if e := f.Examination; e != nil {
		if e.Commitment != nil {
			l.record("Reasons of the provisional view", e.Commitment.Reason)
		}
		for n, a := range e.Markup.Annotations {
			l.quote("Text of marked region %[1]d", a.Text, n+1)
		}
	}
	for n, p := range f.Figures {
		l.quote("Caption of figure %[1]d", p.Caption, n+1)
	}
	for _, v := range f.Verifications {
		l.verification(v)
	}
	for _, r := range f.Custody {
		l.exhibit(r.Exhibit)
		l.custody(r)
	}
	if f.Bench != nil {
		l.bench(*f.Bench)
	}
	if f.Withheld != nil {
		for _, n := range f.Withheld.Notes {
			l.quote("Reason for withholding no. %[1]d", n.Reason, n.Number)
		}
	}
	l.statements(f.Statements)
	if f.Life != nil {
		l.life(*f.Life)
	}
	return l
}

// texts gathers those that are not empty.
type texts []FreeText

func (l *texts) quote(field, text string, args ...any) {
	if says(text) {
		*l = append(*l, FreeText{Field: casefile.Sentence{Format: field, Args: args}, Text: text})
	}
}

// record adds a text that is in the case's records for good.
func (l *texts) record(field, text string, args ...any) {
	n := len(*l)
	l.quote(field, text, args...)
	for i := range (*l)[n:] {
		(*l)[n+i].Recorded = true
	}
}

func (l *texts) item(i Item) {
	l.exhibit(i.Exhibit)
	if i.Parent != nil {
		l.exhibit(*i.Parent)
	}
	if i.Event != nil {
		l.quote("Event %[1]s", join(", ", i.Event.Label, i.Event.Place), i.Event.Label)
	}
	if i.Mask != nil {
		l.record("Reason of the mask of %[1]s", i.Mask.Mask.Reason, i.Exhibit.Label)
	}
	if i.Custody != nil {
		l.custody(*i.Custody)
	}
}

func (l *texts) exhibit(e casefile.Exhibit) {
	l.quote("Description of %[1]s", e.Description, e.Label)
	for _, c := range casefile.ClassFields() {
		l.quote("Class characteristics of %[1]s", c.Of(&e.Class).AsSeen, e.Label)
	}
}

// custody adds what is said of what happened to an exhibit, earlier versions too.
func (l *texts) custody(r casefile.CustodyRecord) {
	for _, k := range r.Links {
		for _, e := range append([]casefile.CustodyEvent{k.Event}, k.Earlier...) {
			for _, text := range []string{e.Why, e.Condition, e.Explanation, e.Reason, e.Place} {
				l.record("Custody of %[1]s, event %[2]d", text, r.Exhibit.Label, e.Number)
			}
		}
	}
}

// scale adds the wording of a scale, which an agency may have written itself.
func (l *texts) scale(s casefile.ConclusionScale) {
	for _, v := range s.Levels {
		l.quote("Scale %[1]s, %[2]s", v.Name+". "+v.Meaning, s.Name, v.Name)
	}
	for _, p := range s.Propositions {
		l.quote("Propositions of the scale %[1]s", p, s.Name)
	}
}

func (l *texts) verification(v Verification) {
	n := v.Request.Number
	l.record("Note to the verifier of verification %[1]d", v.Request.Note, n)
	if v.Commitment != nil {
		l.record("Reasons of the verifier, verification %[1]d", v.Commitment.Reason, n)
		l.scale(v.Scale)
	}
	for _, s := range v.Steps {
		l.record("Steps of verification %[1]d", s.Text, n)
	}
}

func (l *texts) life(life Life) {
	for _, s := range life.Steps {
		l.record("Reason of the step %[1]s", s.Text, casefile.Word(s.Kind))
	}
	for _, w := range life.Waivers {
		l.quote("Reason for leaving out %[1]s", w.Reason, casefile.Word(Obligation(w.Obligation).Text()))
	}
	if life.Amends != nil {
		l.quote("Reason of the amendment", life.Amends.Reason)
	}
}

// statements adds what was stated for this one document.
func (l *texts) statements(s casefile.ReportStatements) {
	for _, t := range s.All() {
		if *t.Text != "" {
			l.quote("What is stated of %[1]s", *t.Text, casefile.Word(t.Name))
		}
	}
}

// bench adds what examination notes quote: all of it is on record.
func (l *texts) bench(b Bench) {
	for _, side := range b.Masks {
		for _, m := range side {
			l.record("Reason of mask version %[1]d", m.Mask.Reason, m.Mask.Version)
		}
	}
	for _, m := range b.Markups {
		for _, a := range m.Annotations {
			l.record("Marked regions, version %[1]d", a.Text, m.Version)
		}
	}
	for _, c := range b.Commitments {
		l.record("Reasons of a view", c.Reason)
	}
	for _, c := range b.Conclusions {
		l.record("Reasons of a conclusion", c.Reason)
	}
	for _, n := range b.Snapshots {
		l.record("Caption of snapshot %[1]d", n.Caption, n.Number)
	}
}
