package report

import (
	"reflect"

	"tracemark/casefile"
)

// Sentence says a sentence of the domain, with those of its values that belong to the domain.
func (w Wording) Sentence(s casefile.Saying) string {
	format, args := s.Saying()
	given := make([]any, len(args))
	for i, a := range args {
		given[i] = w.word(a)
	}
	if len(given) == 0 {
		return casefile.Sentence{Format: w.text(format)}.String()
	}
	return casefile.Sentence{Format: w.text(format), Args: given}.String()
}

// word says a value of a sentence where it belongs to the domain; what a person wrote stays.
func (w Wording) word(a any) any {
	switch a := a.(type) {
	case casefile.Word:
		return w.Term(string(a))
	case casefile.Saying:
		return w.Sentence(a)
	case float64:
		return number{a, w}
	}
	if v := reflect.ValueOf(a); v.Kind() == reflect.String && v.Type() != reflect.TypeFor[string]() {
		return w.Term(v.String()) // a value of another of the domain's types
	}
	return a
}
