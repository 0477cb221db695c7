package verify

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"tracemark/casefile"
)

// Headline says the verdict in one line, in capitals first.
func Headline(r casefile.FileReport) casefile.Sentence {
	test := slices.ContainsFunc(r.Signatures, func(s casefile.FileSignature) bool { return s.Test })
	switch {
	case r.Verdict == casefile.FileNotValid:
		return casefile.Sentence{Format: "NOT VALID: do not rely on this file."}
	case test:
		return casefile.Sentence{Format: "TEST IDENTITY: nothing was changed, and nothing is proven about who signed."}
	case r.Verdict == casefile.FileIncomplete:
		return casefile.Sentence{Format: "VALID AS FAR AS CHECKED: nothing is wrong, and something was left open, which is listed below."}
	}
	return casefile.Sentence{Format: "VALID: everything was checked and nothing is wrong."}
}

// Text writes a result for people: the verdict, who signed what and when, what is wrong, what was checked, what was not.
func Text(w io.Writer, r casefile.FileReport, l Language) error {
	t := &text{l: l}
	t.line(l.Say(Headline(r)))
	t.line("")
	t.facts(r)
	for _, part := range []struct {
		kind  casefile.FindingKind
		title casefile.Sentence
	}{
		{casefile.FindingProblem, casefile.Sentence{Format: "What is wrong"}},
		{casefile.FindingFact, casefile.Sentence{Format: "What was checked"}},
		{casefile.FindingOpen, casefile.Sentence{Format: "What was NOT checked, or is left open"}},
		{casefile.FindingLimit, casefile.Sentence{Format: "What no program of this kind settles"}},
	} {
		t.findings(r, part.kind, part.title)
		if part.kind == casefile.FindingFact {
			t.scores(r)
		}
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

type text struct {
	b strings.Builder
	l Language
}

// line writes a line without what could move a terminal's cursor or turn the direction of writing: names come from the file.
func (t *text) line(s string) { t.b.WriteString(plain(s) + "\n") }

// plain puts a question mark in the place of characters that are not to be seen.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) {
			return r
		}
		return '?'
	}, s)
}

// facts says what the file is and who signed it.
func (t *text) facts(r casefile.FileReport) {
	pairs := [][2]string{}
	add := func(name casefile.Sentence, value string) {
		if value != "" {
			pairs = append(pairs, [2]string{t.l.Say(name), value})
		}
	}
	add(casefile.Sentence{Format: "File"}, r.Name)
	add(casefile.Sentence{Format: "SHA-256"}, r.SHA256)
	if a := r.About; a != nil {
		add(casefile.Sentence{Format: "Document"}, a.Title)
		add(casefile.Sentence{Format: "Report id"}, a.ReportID)
		add(casefile.Sentence{Format: "Agency"}, a.Agency)
		add(casefile.Sentence{Format: "Case"}, a.Case)
		add(casefile.Sentence{Format: "Author"}, a.Author)
		add(casefile.Sentence{Format: "Issued"}, stamp(a.Issued))
	}
	for _, s := range r.Signatures {
		add(casefile.Sentence{Format: "Signed by"}, t.signer(s))
	}
	add(casefile.Sentence{Format: "Checked"}, strings.TrimSpace(stamp(r.Checked)+"  "+r.By))
	width := 0
	for _, p := range pairs {
		width = max(width, len([]rune(p[0])))
	}
	for _, p := range pairs {
		t.line(fmt.Sprintf("  %s%s  %s", p[0], strings.Repeat(" ", width-len([]rune(p[0]))), p[1]))
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.DateTime) + " UTC"
}

// signer says who signed, when, and what is known of the certificate.
func (t *text) signer(s casefile.FileSignature) string {
	name := s.Signer
	if name == "" {
		return t.l.Say(casefile.Sentence{Format: "somebody who cannot be told (%[1]s)", Args: []any{s.Field}})
	}
	parts := []string{name}
	if s.Reason != "" {
		parts = append(parts, "“"+s.Reason+"”")
	}
	switch {
	case s.Time.IsZero():
	case s.TimeTrusted:
		parts = append(parts, t.l.Say(casefile.Sentence{Format: "%[1]s, proven by a time-stamp", Args: []any{stamp(s.Time)}}))
	default:
		parts = append(parts, t.l.Say(casefile.Sentence{Format: "%[1]s by the signer's own clock", Args: []any{stamp(s.Time)}}))
	}
	parts = append(parts, t.l.Say(casefile.Sentence{Format: "certificate by %[1]s (%[2]s)", Args: []any{s.Issuer, casefile.Word(s.Trust)}}))
	if s.Level != "" {
		parts = append(parts, t.l.Say(casefile.Sentence{Format: "level %[1]s (own check only)", Args: []any{s.Level}}))
	}
	if !s.Valid {
		parts = append(parts, t.l.Say(casefile.Sentence{Format: "NOT VALID"}))
	}
	return strings.Join(parts, "; ")
}

func (t *text) findings(r casefile.FileReport, kind casefile.FindingKind, title casefile.Sentence) {
	head := false
	for _, f := range r.Findings {
		if f.Kind != kind {
			continue
		}
		if !head {
			t.line("\n" + t.l.Say(title) + ":")
			head = true
		}
		t.line("  - " + t.l.Say(f.Sentence))
	}
}

// scores writes the table of what is stated and what was computed.
func (t *text) scores(r casefile.FileReport) {
	if len(r.Scores) == 0 {
		return
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	say := func(s casefile.Sentence) string { return t.l.Say(s) }
	fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t\n", say(casefile.Sentence{Format: "Score"}), say(casefile.Sentence{Format: "stated"}),
		say(casefile.Sentence{Format: "computed"}), "")
	for _, s := range r.Scores {
		computed := "–"
		if s.Computed != nil {
			computed = digits(s.Computed.Value)
		}
		fmt.Fprintf(w, "  %d: %s/%s\t%s\t%s\t%s\t\n", s.Comparison, s.Method, s.Stated.Name, digits(s.Stated.Value), computed, say(outcome(s.State)))
	}
	w.Flush() //nolint:errcheck // a strings.Builder takes everything
	t.line("")
	for l := range strings.Lines(b.String()) {
		t.line(strings.TrimRight(l, " \n"))
	}
}

func outcome(s casefile.FileState) casefile.Sentence {
	switch s {
	case casefile.StateAgrees:
		return casefile.Sentence{Format: "equal"}
	case casefile.StateDiffers:
		return casefile.Sentence{Format: "NOT EQUAL"}
	}
	return casefile.Sentence{Format: "not computed"}
}
