package casefile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Saying implements Saying: what does not fit, to go on a sentence with.
func (x Irregularity) Saying() (string, []any) {
	s := x.sentence()
	return s.Format, s.Args
}

func (x Irregularity) sentence() Sentence {
	switch x.Kind {
	case NoBeginning:
		return Sentence{Format: "the chain does not begin with a seizure or a booking in"}
	case NotFromHolder:
		return Sentence{Format: "%[1]s had it, not %[2]s", Args: []any{orWord(x.Expected, "nobody known"), orWord(x.Found, "nobody known")}}
	case SealsDiffer:
		return Sentence{Format: "the last known seals were %[1]s, found were %[2]s", Args: []any{orWord(x.Expected, "none"), orWord(x.Found, "none")}}
	case SealBroken:
		return Sentence{Format: "a seal was broken though nothing was opened: %[1]s", Args: []any{x.Found}}
	case CountDiffers:
		return Sentence{Format: "there were %[1]s pieces, now %[2]s", Args: []any{x.Expected, x.Found}}
	case OutOfOrder:
		return Sentence{Format: "it happened before event %[1]s, which was recorded earlier", Args: []any{x.Found}}
	case LaterUnfitting:
		return Sentence{Format: "event %[1]s, which happened later, does not fit it", Args: []any{x.Found}}
	case AfterEnd:
		return Sentence{Format: "the exhibit was %[1]s", Args: []any{CustodyKind(x.Expected)}}
	}
	return Sentence{Format: string(x.Kind)}
}

// Text says in English what does not fit.
func (x Irregularity) Text() string { return x.sentence().String() }

// orWord is text, or the word for there being none.
func orWord(text string, none Word) any {
	if text == "" {
		return none
	}
	return text
}

func orNone(text string) string { return fmt.Sprint(orWord(text, "none")) }

// Irregularities are several, said one after the other.
type Irregularities []Irregularity

// Saying implements Saying.
func (l Irregularities) Saying() (string, []any) {
	formats, args := make([]string, len(l)), make([]any, len(l))
	for i, x := range l {
		formats[i], args[i] = fmt.Sprintf("%%[%d]s", i+1), x.sentence()
	}
	return strings.Join(formats, "; "), args
}

// Brief says the first, and how many more there are: one wrong date can contradict every event that there is. There must be one.
func (l Irregularities) Brief() Sentence {
	if len(l) == 1 {
		return l[0].sentence()
	}
	return Sentence{Format: "%[1]s, and %[2]d more", Args: []any{l[0].sentence(), len(l) - 1}}
}

// String says in English what does not fit.
func (l Irregularities) String() string {
	texts := make([]string, len(l))
	for i, x := range l {
		texts[i] = x.Text()
	}
	return strings.Join(texts, "; ")
}

// CustodyRow is a line of an exhibit's custody record for a report, all of it text. Times are in the zone that was asked for.
type CustodyRow struct {
	Number    string `json:"number"` // "3", or "A1/3" where it happened to the exhibit A1 with which this one went
	When      string `json:"when"`
	Recorded  string `json:"recorded"` // and by whom
	What      string `json:"what"`
	From      string `json:"from"`
	To        string `json:"to"`
	Place     string `json:"place"`
	Why       string `json:"why"`
	Seals     string `json:"seals"`
	Condition string `json:"condition"`
	Note      string `json:"note"` // breaks and their explanation, corrections, what did not happen
}

// CustodyRows returns a custody record as lines of text in English, in the order in which things happened.
func CustodyRows(r CustodyRecord, zone *time.Location) []CustodyRow {
	const form = "2006-01-02 15:04 MST"
	var out []CustodyRow
	for _, l := range r.Links {
		e := l.Event
		row := CustodyRow{Number: strconv.Itoa(e.Number), When: e.Happened.In(zone).Format(form), What: string(e.Kind), Place: e.Place, Why: e.Why,
			From: partyText(e.From), To: partyText(e.To), Condition: e.Condition, Seals: sealsText(e)}
		row.Recorded = strings.TrimSuffix(e.Created.In(zone).Format(form)+", "+r.Names[e.By], ", ")
		if l.Of != "" {
			row.Number = r.Labels[l.Of] + "/" + row.Number
		}
		if e.Due != "" {
			row.What += ", due back " + e.Due
		}
		if e.Quantity != nil {
			row.Condition = strings.TrimPrefix(row.Condition+"; "+strconv.Itoa(*e.Quantity)+" pieces", "; ")
		}
		row.Note = noteText(l)
		out = append(out, row)
	}
	return out
}

// partyText names a party and says whether it is known to have been they.
func partyText(p Party) string {
	if !p.Known() {
		return ""
	}
	text := p.Text()
	if p.Document != "" {
		text += ", document " + p.Document
	}
	switch p.Proof {
	case ByPassphrase:
		return text + ", authenticated by passphrase"
	case BySession:
		return text + ", signed in"
	}
	return text + ", not authenticated here"
}

func sealsText(e CustodyEvent) string {
	before, after := strings.Join(e.SealsBefore, ", "), strings.Join(e.SealsAfter, ", ")
	text := "unsealed"
	switch {
	case sameSeals(e.SealsBefore, e.SealsAfter) && after != "":
		text = after
	case before != after:
		text = "found " + orNone(before) + ", afterwards " + orNone(after)
	}
	if broken := e.SealsBroken(); len(broken) > 0 {
		text += "; broken " + strings.Join(broken, ", ")
	}
	return text
}

func noteText(l CustodyLink) string {
	var notes []string
	e := l.Event
	if e.Void {
		notes = append(notes, "DID NOT HAPPEN: "+e.Reason)
	} else if e.Version > 1 {
		notes = append(notes, fmt.Sprintf("corrected (version %d): %s", e.Version, e.Reason))
	}
	if len(l.Breaks) > 0 {
		notes = append(notes, "BREAK: "+Irregularities(l.Breaks).String())
	}
	if e.Explanation != "" {
		notes = append(notes, "explained: "+e.Explanation)
	}
	return strings.Join(notes, "; ")
}
