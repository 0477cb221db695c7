package report

import (
	"slices"
	"strings"
	"unicode"

	"tracemark/casefile"
)

// The obligations beside the letters of 7.8.2.1: what an opinion has to come with (ISO/IEC 17025:2017, 7.8.7; ISO 21043-4).
const (
	// Propositions: an opinion weighs at least two against each other.
	Propositions Obligation = "propositions"
	// Basis: what an opinion rests on is documented.
	Basis Obligation = "basis"
)

// letters are the sixteen items of ISO/IEC 17025:2017, 7.8.2.1, in our own words: keys of the wording.
var letters = []struct {
	letter Obligation
	text   string
}{
	{"a", "a title"},
	{"b", "the laboratory's name and address"},
	{"c", "where the work was done, also where that is not at the laboratory"},
	{"d", "an id by which every page is recognised as part of the report, and a clear end"},
	{"e", "who asked for the work, and how they can be reached"},
	{"f", "the method that was used"},
	{"g", "what the items are, by which they cannot be confused, and the condition they were in"},
	{"h", "when the items were received or taken, where that bears on the results"},
	{"i", "when the work was done"},
	{"j", "when the report was issued"},
	{"k", "how the items were chosen from what there was, where that bears on the results"},
	{"l", "that the results speak of these items alone"},
	{"m", "the results, with their units"},
	{"n", "what was added to the method, left out of it or done in another way"},
	{"o", "who authorised the report"},
	{"p", "which results come from somebody outside the laboratory"},
	{Propositions, "the propositions that an opinion weighs against each other, two at least"},
	{Basis, "what the opinion rests on"},
}

// Letters returns "a" to "p": the items of 7.8.2.1.
func Letters() []Obligation {
	var out []Obligation
	for _, l := range letters[:16] {
		out = append(out, l.letter)
	}
	return out
}

// Obligations returns the letters and what an opinion has to come with.
func Obligations() []Obligation { return append(Letters(), Propositions, Basis) }

// Text says in English, in our own words, what the obligation asks for: a key of the wording. An obligation that there is not gives its own id.
func (o Obligation) Text() string {
	for _, l := range letters {
		if l.letter == o {
			return l.text
		}
	}
	return string(o)
}

// Gap is an obligation that a document does not meet.
type Gap struct {
	Obligation Obligation `json:"obligation"`
	Text       string     `json:"text"` // in English: what is asked for
	// Lacking names the elements that are there to meet it and state nothing; none where the document has no such element.
	Lacking []string `json:"lacking,omitempty"`
	Waived  string   `json:"waived,omitempty"` // the reason on record for releasing the document all the same; "" where there is none
}

// Missing returns what of must the document does not meet, all sixteen letters where nothing is named, in the order of the standard. An obligation is met
// where at least one element that is tagged with it states something and none that is tagged with it is missing. An opinion has its own obligations,
// whatever must says. A waived gap is still a gap: see Open.
func Missing(d Document, waived map[Obligation]string, must ...Obligation) []Gap {
	if len(must) == 0 {
		must = Letters()
	}
	met, lacking := d.meets()
	if d.opines() {
		must = append(slices.Clone(must), Propositions, Basis)
	}
	var gaps []Gap
	for _, o := range Obligations() {
		if !slices.Contains(must, o) || met[o] && len(lacking[o]) == 0 {
			continue
		}
		gaps = append(gaps, Gap{Obligation: o, Text: o.Text(), Lacking: lacking[o], Waived: strings.TrimSpace(waived[o])})
	}
	return gaps
}

// Open returns the gaps that nobody gave a reason for: as long as there is one the document is not released.
func Open(gaps []Gap) []Gap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g Gap) bool { return g.Waived != "" })
}

// meets walks the document: which obligations an element meets, and the names of those elements that should and state nothing.
func (d Document) meets() (met map[Obligation]bool, lacking map[Obligation][]string) {
	met, lacking = map[Obligation]bool{}, map[Obligation][]string{}
	note := func(tags []Obligation, states bool, name string) {
		for _, o := range tags {
			if states {
				met[o] = true
			} else if !slices.Contains(lacking[o], name) {
				lacking[o] = append(lacking[o], name)
			}
		}
	}
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			note(b.Meets, b.states(), s.Heading)
			for _, p := range b.Pairs {
				note(p.Meets, p.states(), p.Name)
			}
		}
	}
	// Title and id stand on every page and in no block; a date of issue must be there as such too, not only as a text.
	met["a"] = stated(d.Title) == d.Title
	met["d"] = d.ReportID != "" && strings.Contains(d.EndMark, d.ReportID)
	if d.Issued.IsZero() {
		met["j"] = false
	}
	return met, lacking
}

// opines reports whether somebody's opinion stands in the document.
func (d Document) opines() bool {
	for _, s := range d.Sections {
		if slices.ContainsFunc(s.Blocks, func(b Block) bool { return b.Kind == Opinion || b.Notice != nil && b.Notice.Kind == NoticeOpinion }) {
			return true
		}
	}
	return false
}

// states reports whether anything is said in the block.
func (b Block) states() bool {
	some := func(list []string) bool { return slices.ContainsFunc(list, says) }
	switch {
	case b.Notice != nil:
		return says(b.Notice.Title) || some(b.Notice.Text)
	case b.Table != nil:
		return slices.ContainsFunc(b.Table.Rows, func(row []string) bool { return len(row) > 1 && some(row[1:]) || len(row) == 1 && says(row[0]) })
	case b.Sign != nil:
		return says(b.Sign.Name)
	case len(b.Pairs) > 0:
		return slices.ContainsFunc(b.Pairs, Pair.states)
	case len(b.Figures) > 0:
		return true
	}
	return says(b.Heading) || says(b.Paragraph) || some(b.Items)
}

func (p Pair) states() bool { return !p.Missing && says(p.Value) }

// says reports whether there is anything but white space, dashes and the like in a text.
func says(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// BeforeIssue returns must without what is known only when the document is issued: its date (j) and who authorised it (o). Whoever submits or reviews a
// document cannot be asked for them.
func BeforeIssue(must []Obligation) []Obligation {
	if len(must) == 0 {
		must = Letters()
	}
	return slices.DeleteFunc(slices.Clone(must), func(o Obligation) bool { return o == "j" || o == "o" })
}

// GapsError says that a document cannot be released for its open gaps, nil where there are none.
func GapsError(gaps []Gap) error {
	open := Open(gaps)
	if len(open) == 0 {
		return nil
	}
	e := &casefile.Error{Code: casefile.Refused, What: "The report does not say %[1]s", Do: "Fill it in, or record the reason why it is released without", Args: []any{casefile.Word(open[0].Text)}}
	if n := len(open); n > 1 {
		e.What, e.Args = "The report does not say %[1]s, and %[2]d more things that it must", append(e.Args, n-1)
	}
	return e
}
