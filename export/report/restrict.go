package report

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tracemark/casefile"
)

// What may not be used in proceedings (casefile.UseNo), or not before its source has agreed (UseAsk), does not leave in a document. What the document
// would not say anyway is taken out of its facts without a word; of what it would say, its release is refused, or a person has it withheld, and
// then a number with a salted hash stands in its place. The reader can hold value and salt against the hash once both are disclosed, and cannot
// find a short value by trying all there are before.
//
// Redact is called before figures are drawn, whose titles are labels, and before annexes are gathered.

// Restricted is a fact that the document would say and may not.
type Restricted struct {
	Name       string              `json:"name"`  // of the fact, the same for every document of the case: "exhibit/<id>/description"
	Field      casefile.Sentence   `json:"field"` // for people at this agency: it may name labels
	Provenance casefile.Provenance `json:"provenance"`
}

// Withheld is a fact that was taken out of a document, whole: it belongs into the case, never into the document.
type Withheld struct {
	Restricted
	Number int    `json:"number"` // in the document, from 1
	What   string `json:"what"`   // kind of field, in English and safe to print: "exhibit: description"
	Reason string `json:"reason"` // for withholding it
	Value  string `json:"value"`
	Salt   string `json:"salt"`   // hexadecimal
	SHA256 string `json:"sha256"` // hexadecimal, of the salt's bytes followed by the value's (UTF-8)

	search bool // the value is nobody else's: it must stand nowhere in the document
}

// Withholding is what a document says of what was taken out of it.
type Withholding struct {
	Notes []WithheldNote
	// Full is the SHA-256 of the file with the values and salts (see FullVersion), which the case keeps.
	Full string
}

// WithheldNote is a withheld fact as the document names it.
type WithheldNote struct {
	Number int
	What   string
	Use    casefile.Use
	Reason string
	SHA256 string
}

// AllRestricted names, in the reasons given to Redact, every fact that is not named by itself.
const AllRestricted = "*"

// Restrictions returns the facts that the document would say and may not, in the order of its records.
func Restrictions(f Facts, style Style) ([]Restricted, error) {
	f = detached(f)
	slots := restrictedSlots(&f)
	if len(slots) == 0 {
		return nil, nil
	}
	f.Figures = nil
	marker := func(i int) string { return fmt.Sprintf("⟦%d⟧", i) }
	names := map[string]int{}
	for _, s := range slots {
		if _, ok := names[s.Name]; !ok {
			names[s.Name] = len(names)
		}
		s.set(marker(names[s.Name]))
	}
	d, err := BuildWith(f, style)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("look for restricted facts: %w", err)
	}
	var out []Restricted
	for _, s := range slots {
		if strings.Contains(string(text), marker(names[s.Name])) && !slices.ContainsFunc(out, func(r Restricted) bool { return r.Name == s.Name }) {
			out = append(out, s.Restricted)
		}
	}
	return out, nil
}

// RestrictionError says that a document would state facts that it may not, nil where there are none.
func RestrictionError(list []Restricted) error {
	if len(list) == 0 {
		return nil
	}
	r := list[0]
	e := &casefile.Error{Code: casefile.Refused, What: "The report would state a fact that may not be used: %[1]s (source: %[2]s; use: %[3]s)", Do: "Have it withheld, or ask its source",
		Args: []any{r.Field, stated(r.Provenance.Source, string(r.Provenance.Kind)), casefile.Word(r.Provenance.Use)}}
	if n := len(list); n > 1 {
		e.What, e.Args = "The report would state facts that may not be used: %[1]s (source: %[2]s; use: %[3]s), and %[4]d more", append(e.Args, n-1)
	}
	return e
}

// Redact takes what may not be used out of the facts of a document: see the beginning of this file. reasons say, by the name of each fact that the
// document would state, why it is withheld; where one has none it is refused. secret is of this report alone, at least 32 random bytes that the case
// keeps: with the same secret the same document comes out. Facts without restrictions come back as they are.
func Redact(f Facts, style Style, secret []byte, reasons map[string]string) (Facts, []Withheld, error) {
	printed, err := Restrictions(f, style)
	if err != nil {
		return f, nil, err
	}
	reason := func(name string) string { return strings.TrimSpace(first(reasons[name], reasons[AllRestricted])) }
	if open := slices.DeleteFunc(slices.Clone(printed), func(r Restricted) bool { return reason(r.Name) != "" }); len(open) > 0 {
		return f, nil, RestrictionError(open)
	}
	if len(printed) > 0 && len(secret) < 32 {
		return f, nil, fmt.Errorf("withhold facts: the secret has %d bytes, not 32", len(secret))
	}
	f = detached(f)
	var out []Withheld
	for _, s := range restrictedSlots(&f) {
		if !slices.ContainsFunc(printed, func(r Restricted) bool { return r.Name == s.Name }) {
			s.set("")
			continue
		}
		at := slices.IndexFunc(out, func(w Withheld) bool { return w.Name == s.Name })
		if at < 0 {
			at = len(out)
			out = append(out, withhold(s, at+1, f.ReportID, secret, reason(s.Name)))
		}
		s.set(style.Wording.Say("withheld no. %[1]d (SHA-256 %[2]s…)", out[at].Number, out[at].SHA256[:16]))
	}
	if len(out) == 0 {
		return f, nil, nil
	}
	sum := sha256.Sum256(FullVersion(f.ReportID, out))
	f.Withheld = &Withholding{Full: hex.EncodeToString(sum[:])}
	for _, w := range out {
		f.Withheld.Notes = append(f.Withheld.Notes, WithheldNote{Number: w.Number, What: w.What, Use: w.Provenance.Use, Reason: w.Reason, SHA256: w.SHA256})
	}
	return f, out, nil
}

// withhold salts and hashes one value. The salt is of this fact in this report alone, so that one can be disclosed without the others.
func withhold(s slot, number int, reportID string, secret []byte, reason string) Withheld {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%q %q", reportID, s.Name) // a hash does not fail
	salt := mac.Sum(nil)
	value := s.get()
	return Withheld{Restricted: s.Restricted, Number: number, What: s.what, Reason: reason, Value: value, Salt: hex.EncodeToString(salt), SHA256: HashWithheld(salt, value), search: s.own}
}

// HashWithheld returns what a document says of a withheld value: the SHA-256, hexadecimal, of the salt followed by the value.
func HashWithheld(salt []byte, value string) string {
	sum := sha256.Sum256(append(slices.Clone(salt), value...))
	return hex.EncodeToString(sum[:])
}

// FullVersion returns the file that the case keeps beside a redacted document: what was withheld, with values and salts. The document names its
// SHA-256; both together are the full version. The salts keep that hash from telling anything.
func FullVersion(reportID string, list []Withheld) []byte {
	b, err := json.MarshalIndent(struct {
		Report   string     `json:"report"`
		Withheld []Withheld `json:"withheld"`
	}{reportID, list}, "", " ")
	if err != nil {
		panic(err) // of texts alone: there is nothing that cannot be written
	}
	return append(b, '\n')
}

// shortestSearched is how many characters a withheld value needs to be looked for in the rest of a document: shorter ones stand in other words.
const shortestSearched = 4

// CheckWithheld refuses a document in which a withheld value still stands, such as in somebody's reasons or in a file's name. Values of code lists
// ("9 mm Luger") are not looked for: others have them too.
func CheckWithheld(d Document, list []Withheld) error {
	b, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("look for withheld values: %w", err)
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		return fmt.Errorf("look for withheld values: %w", err)
	}
	for _, w := range list {
		value := strings.TrimSpace(plain(w.Value).text)
		if !w.search || utf8.RuneCountInString(value) < shortestSearched {
			continue
		}
		if where := holding(tree, value); where != "" {
			return &casefile.Error{Code: casefile.Refused, What: "What is withheld (%[1]s) still stands in the report: “%[2]s”", Do: "Write that text in another way, or have it withheld too",
				Args: []any{w.Field, where}}
		}
	}
	return nil
}

// holding returns a text of the tree in which value stands as words of its own, "" where there is none.
func holding(tree any, value string) string {
	switch v := tree.(type) {
	case string:
		if hasWords(plain(v).text, value) {
			return v
		}
	case []any:
		for _, x := range v {
			if s := holding(x, value); s != "" {
				return s
			}
		}
	case map[string]any:
		for _, x := range v {
			if s := holding(x, value); s != "" {
				return s
			}
		}
	}
	return ""
}

// withheldSection lists what was taken out.
func withheldSection(b *builder) Section {
	w := b.f.Withheld
	if w == nil {
		return Section{}
	}
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.4, Right: true}, {Title: b.Say("What is withheld"), Share: 1.4}, {Title: b.Say("Reason"), Share: 1.8},
		{Title: b.Say("SHA-256 of salt and value"), Share: 2.6, Mono: true}}}
	for _, n := range w.Notes {
		why := b.Say("It may not be used in proceedings.")
		if n.Use == casefile.UseAsk {
			why = b.Say("It may not be used before its source has agreed.")
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(n.Number), b.withheldField(n.What), why + " " + n.Reason, n.SHA256})
	}
	return Section{Heading: b.Say("What is withheld"), Blocks: []Block{
		{Paragraph: b.Say("This is a redacted version. Each withheld value is replaced by its number and the beginning of a hash. The hash is the SHA-256 of a salt followed by the value: " +
			"once both are disclosed anybody can check that nothing else was withheld; before, it tells nothing.")},
		{Table: t},
		{Pairs: []Pair{{Name: b.Say("SHA-256 of the file with the values and salts, kept in the case"), Value: w.Full, Mono: true}}},
	}}
}

// withheldField says which kind of field was withheld: "exhibit: description".
func (b *builder) withheldField(what string) string {
	kind, path, _ := strings.Cut(what, ": ")
	return b.named(recordWords, kind) + ": " + b.named(fieldWords, path)
}
