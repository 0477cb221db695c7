package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"tracemark/assets/reports"
	"tracemark/casefile"
)

// Phrases are the claims that no examiner may make, by which every text that a person wrote for a document is checked before its release. What
// the program itself says ("18 of 18 cells") is not checked: it states what was measured.
//
// The program's own are in assets/reports/phrases.json, after the U.S. Department of Justice's Uniform Language for Testimony and Reports
// (firearms and toolmarks), the National Commission on Forensic Science's views on "reasonable degree of scientific certainty" (2016), PCAST (2016)
// and the ENFSI Guideline for Evaluative Reporting (2015), in our own words and patterns. The patterns know the usual ways of saying each in English,
// French and Spanish, and the usual ways of denying it; whoever wants to get around them will. All languages are looked for, whatever the document's.
//
// An agency adds phrases by the file phrases.json in its folder. It can switch one of the program's off, never silently: that needs a reason, which
// the document prints (see Suspended).
type Phrases struct {
	list      []phrase
	suspended []SuspendedPhrase
}

// SuspendedPhrase is a phrase of the program's own that the agency does not have looked for.
type SuspendedPhrase struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// FreeText is something that a person wrote and the document says.
type FreeText struct {
	Field casefile.Sentence `json:"field"` // which one it is
	Text  string            `json:"text"`
	// Recorded texts are in the case's records for good (a committed view, a verifier's reasons): they are quoted as they are, and what they claim is
	// disowned beside them.
	Recorded bool `json:"recorded,omitempty"`
}

// Finding is a phrase that stands in a text.
type Finding struct {
	ID       string            `json:"id"` // of the phrase
	Field    casefile.Sentence `json:"field"`
	Found    string            `json:"found"` // as it stands there
	Why      string            `json:"why"`
	Instead  string            `json:"instead"`
	Recorded bool              `json:"recorded,omitempty"` // see FreeText
}

// phrase is a claim with the ways in which it is made.
type phrase struct {
	id       string
	patterns []*regexp.Regexp
	unless   []*regexp.Regexp
	why      map[string]string
	instead  map[string]string
}

// phraseFile is a phrase as the file states it. Patterns are regular expressions (RE2) over the text in small letters, without accents, with one
// blank for any white space, a plain hyphen and apostrophe: see plain. Where a pattern has a group, that is what is reported. A find is dropped
// where one of Unless covers it. Words are looked for as they are.
type phraseFile struct {
	ID       string              `json:"id"`
	Patterns map[string][]string `json:"patterns,omitempty"` // by language
	Words    map[string][]string `json:"words,omitempty"`
	Unless   map[string][]string `json:"unless,omitempty"`
	Why      map[string]string   `json:"why,omitempty"`     // by language
	Instead  map[string]string   `json:"instead,omitempty"` // by language
	Off      string              `json:"off,omitempty"`     // the reason why the program's own phrase of that id is not looked for
}

const phrasesFile = "phrases.json"

// LoadPhrases reads the program's phrases and those of the agency's folder, nil where there is none.
func LoadPhrases(agency fs.FS) (Phrases, error) {
	var p Phrases
	own, err := readSmall(reports.Files, phrasesFile)
	if err == nil {
		err = p.read(own, false)
	}
	if err != nil {
		return p, fileProblem(phrasesFile, err)
	}
	theirs, err := readSmall(agency, phrasesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = p.read(theirs, true)
	}
	if err != nil {
		return p, fileProblem(phrasesFile, err)
	}
	return p, nil
}

func (p *Phrases) read(data []byte, agency bool) error {
	var list []phraseFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return err
	}
	for _, f := range list {
		at := slices.IndexFunc(p.list, func(q phrase) bool { return q.id == f.ID })
		switch {
		case f.ID == "":
			return errors.New("a phrase has no id")
		case f.Off != "" && (!agency || at < 0):
			return fmt.Errorf("there is no phrase %s to switch off", f.ID)
		case f.Off != "":
			p.suspended = append(p.suspended, SuspendedPhrase{f.ID, strings.TrimSpace(f.Off)})
			p.list = slices.Delete(p.list, at, at+1)
			continue
		}
		q, err := f.compile()
		if err != nil {
			return fmt.Errorf("phrase %s: %w", f.ID, err)
		}
		if at < 0 {
			p.list = append(p.list, q)
			continue
		}
		// More ways of saying what the program looks for already; its own stay, and none is excepted by the agency.
		p.list[at].patterns = append(p.list[at].patterns, q.patterns...)
	}
	return nil
}

func (f phraseFile) compile() (phrase, error) {
	q := phrase{id: f.ID, why: f.Why, instead: f.Instead}
	for _, lang := range Languages() {
		for _, pattern := range f.Patterns[lang] {
			r, err := compilePattern(pattern)
			if err != nil {
				return q, err
			}
			q.patterns = append(q.patterns, r)
		}
		for _, words := range f.Words[lang] {
			w := plain(words).text
			if strings.TrimSpace(w) == "" {
				return q, errors.New("it has words that are empty")
			}
			q.patterns = append(q.patterns, regexp.MustCompile(`(?:^|[^a-z0-9])(`+regexp.QuoteMeta(strings.TrimSpace(w))+`)(?:[^a-z0-9]|$)`))
		}
		for _, pattern := range f.Unless[lang] {
			r, err := compilePattern(pattern)
			if err != nil {
				return q, err
			}
			q.unless = append(q.unless, r)
		}
	}
	if len(q.patterns) == 0 {
		return q, errors.New("it has neither patterns nor words in a language that reports are written in")
	}
	return q, nil
}

// compilePattern refuses a pattern that could never be found in a plain text, or is found everywhere.
func compilePattern(pattern string) (*regexp.Regexp, error) {
	if plain(pattern).text != strings.ToLower(pattern) {
		return nil, fmt.Errorf("the pattern %q must be written without accents, with plain blanks, hyphens and apostrophes", pattern)
	}
	r, err := regexp.Compile(pattern)
	if err == nil && r.MatchString("") {
		err = fmt.Errorf("the pattern %q is found in an empty text", pattern)
	}
	return r, err
}

// Suspended returns the phrases that the agency has switched off, with its reasons.
func (p Phrases) Suspended() []SuspendedPhrase { return p.suspended }

// Check returns every phrase that stands in the texts, in their order, with its reason in the language, English where it is not said in it.
func (p Phrases) Check(lang string, texts []FreeText) []Finding {
	var out []Finding
	for _, t := range texts {
		read := plain(t.Text)
		for _, q := range p.list {
			for _, found := range q.in(read) {
				out = append(out, Finding{ID: q.id, Field: t.Field, Found: found, Recorded: t.Recorded,
					Why: inLanguage(q.why, lang), Instead: inLanguage(q.instead, lang)})
			}
		}
	}
	return out
}

// in returns where the phrase stands, as it is written there, in the order of the text; what overlaps is one.
func (q phrase) in(read plainText) []string {
	var spans [][2]int
	for _, r := range q.patterns {
		for _, m := range r.FindAllStringSubmatchIndex(read.text, -1) {
			span := [2]int{m[0], m[1]}
			if len(m) > 3 && m[2] >= 0 {
				span = [2]int{m[2], m[3]}
			}
			if span[1] > span[0] && !q.excepted(read.text, span) {
				spans = append(spans, span)
			}
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	var out []string
	for i := 0; i < len(spans); {
		from, to := spans[i][0], spans[i][1]
		for i++; i < len(spans) && spans[i][0] < to; i++ {
			to = max(to, spans[i][1])
		}
		out = append(out, read.original(from, to))
	}
	return out
}

func (q phrase) excepted(text string, span [2]int) bool {
	for _, r := range q.unless {
		for _, m := range r.FindAllStringIndex(text, -1) {
			if m[0] <= span[0] && span[1] <= m[1] {
				return true
			}
		}
	}
	return false
}

func inLanguage(texts map[string]string, lang string) string {
	if lang, _, _ = strings.Cut(lang, "-"); texts[lang] != "" {
		return texts[lang]
	}
	return texts["en"]
}

// PhraseError says that a document cannot be released for what stands in its texts, nil where nothing was found. What is in the case's records for
// good does not stop it: the document quotes and disowns that, see Recorded.
func PhraseError(found []Finding) error {
	for _, f := range found {
		if !f.Recorded {
			return &casefile.Error{Code: casefile.Refused, What: "%[1]s says “%[2]s”, which no report may", Do: "Write it in another way", Args: []any{f.Field, f.Found}}
		}
	}
	return nil
}
