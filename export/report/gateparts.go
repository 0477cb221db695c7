package report

import "tracemark/casefile"

// gateParts are the parts that say what the check before a release let pass, for documents of every subject.
func gateParts() map[string]part {
	return map[string]part{"withheld": {make: withheldSection}, "quoted": {make: quotedSection}}
}

// sentence says a sentence of the domain in the document's words, with those of its values that are words of the domain.
func (w Wording) sentence(s casefile.Sentence) string {
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		switch v := a.(type) {
		case casefile.Word:
			a = w.Say(string(v))
		case casefile.Sentence:
			a = w.sentence(v)
		}
		args[i] = a
	}
	return w.Say(s.Format, args...)
}
