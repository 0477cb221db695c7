package report

import (
	"fmt"
	"reflect"
	"strings"

	"tracemark/casefile"
)

// Sentence says a sentence of the domain, with those of its values that belong to the domain.
func (w Wording) Sentence(s casefile.Saying) string {
	format, args := s.Saying()
	given := make([]any, len(args))
	for i, a := range args {
		given[i] = w.word(a)
	}
	format = w.text(format)
	if !strings.Contains(format, "%[") { // a sentence without places, or one that leaves its values out
		given = nil
	}
	return fmt.Sprintf(format, given...)
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
