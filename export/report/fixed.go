package report

// fixed is an English text that a document says by a table: a constant, like those handed to Say, so that every one can be translated.
type fixed string

func (w Wording) fixed(p fixed) string {
	if p == "" {
		return ""
	}
	return w.Say(string(p))
}

// named says the fixed of a table, the id itself where the table has none.
func (w Wording) named(names map[string]fixed, id string) string {
	if p, ok := names[id]; ok {
		return w.fixed(p)
	}
	return w.stated(id)
}
