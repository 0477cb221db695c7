package casefile

import (
	"fmt"
	"slices"
	"strings"
)

// ReportContent is what people choose and write for a report.
type ReportContent struct {
	Language   string            `json:"language,omitempty"` // "en", "fr" or "es"; "" = English
	Template   string            `json:"template,omitempty"` // id of a template; "" = the one of the report's kind
	Statements ReportStatements  `json:"statements"`
	Waivers    []ReportWaiver    `json:"waivers,omitempty"`
	Redactions []ReportRedaction `json:"redactions,omitempty"`
	Filters    bool              `json:"filters,omitempty"` // with the scores under other filters, which take seconds to compute
}

// ReportStatements are what ISO/IEC 17025:2017, 7.8.2.1 has a report state and no record of the case holds. Each is free text; an empty
// one is not stated.
type ReportStatements struct {
	Customer    string `json:"customer,omitempty"`    // e: name of the customer
	Contact     string `json:"contact,omitempty"`     // e: how to reach the customer
	Place       string `json:"place,omitempty"`       // c: where the work was done
	Condition   string `json:"condition,omitempty"`   // g: of the items, beyond what custody says
	Received    string `json:"received,omitempty"`    // h: when the items were received, where custody does not say
	Sampling    string `json:"sampling,omitempty"`    // k: the sampling plan, or that there was none
	Environment string `json:"environment,omitempty"` // 7.8.3.1 a: conditions of the work
	Deviations  string `json:"deviations,omitempty"`  // n: what was done otherwise than the method says, or that nothing was
	External    string `json:"external,omitempty"`    // p: which results come from somebody else, or that none does
	Remarks     string `json:"remarks,omitempty"`
}

// ReportStatement is one of the statements, by name.
type ReportStatement struct {
	Name string // as on the command line
	Text *string
}

// All returns the statements by name, in the order in which they are asked for.
func (s *ReportStatements) All() []ReportStatement {
	return []ReportStatement{{"customer", &s.Customer}, {"contact", &s.Contact}, {"place", &s.Place}, {"condition", &s.Condition},
		{"received", &s.Received}, {"sampling", &s.Sampling}, {"environment", &s.Environment}, {"deviations", &s.Deviations},
		{"external", &s.External}, {"remarks", &s.Remarks}}
}

// ReportWaiver is why a report is released without something that ISO/IEC 17025:2017, 7.8.2.1 asks for. It is printed in the report.
type ReportWaiver struct {
	Obligation string `json:"obligation"` // its letter, "a" to "p"
	Reason     string `json:"reason"`
}

// ReportRedaction withholds a fact that may not be used in proceedings, or whose owner must be asked first: the report names it by a
// salted hash in place of its value.
type ReportRedaction struct {
	Fact   string `json:"fact"` // as the report's check names it; "*" = every one that may not be used
	Reason string `json:"reason"`
}

// Limits of what is written, so that no single field makes a report unreadable.
const longestStatement = 4000 // bytes

// ReportLanguages returns the languages that a report can be in, the first being the one where none is chosen.
func ReportLanguages() []string { return []string{"en", "fr", "es"} }

// Tidy returns the content without blanks around its texts and with its language filled in.
func (c ReportContent) Tidy() ReportContent {
	if c.Language == "" {
		c.Language = ReportLanguages()[0]
	}
	for _, s := range c.Statements.All() {
		*s.Text = strings.TrimSpace(*s.Text)
	}
	c.Waivers, c.Redactions = slices.Clone(c.Waivers), slices.Clone(c.Redactions)
	for i, w := range c.Waivers {
		c.Waivers[i] = ReportWaiver{Obligation: strings.ToLower(strings.TrimSpace(w.Obligation)), Reason: strings.TrimSpace(w.Reason)}
	}
	for i, r := range c.Redactions {
		c.Redactions[i] = ReportRedaction{Fact: strings.TrimSpace(r.Fact), Reason: strings.TrimSpace(r.Reason)}
	}
	slices.SortFunc(c.Waivers, func(a, b ReportWaiver) int { return strings.Compare(a.Obligation, b.Obligation) })
	slices.SortFunc(c.Redactions, func(a, b ReportRedaction) int { return strings.Compare(a.Fact, b.Fact) })
	return c
}

// Check returns why the content cannot be recorded, nil where it can.
func (c ReportContent) Check() error {
	bad := func(what, do string, args ...any) error {
		return &Error{Code: Invalid, What: what, Do: do, Args: args}
	}
	if c.Language != "" && !slices.Contains(ReportLanguages(), c.Language) {
		return bad("There are no reports in the language %[1]q", "Use one of %[2]s", c.Language, strings.Join(ReportLanguages(), ", "))
	}
	for _, s := range c.Statements.All() {
		if len(*s.Text) > longestStatement {
			return bad("What is stated of %[1]s is longer than %[2]s bytes", "Shorten it, or attach a document to the case", s.Name, fmt.Sprint(longestStatement))
		}
	}
	seen := map[string]bool{}
	for _, w := range c.Waivers {
		switch {
		case len(w.Obligation) != 1 || w.Obligation < "a" || w.Obligation > "p":
			return bad("There is no obligation %[1]q", "Name one by its letter in ISO/IEC 17025, 7.8.2.1: a to p", w.Obligation)
		case strings.TrimSpace(w.Reason) == "":
			return bad("Obligation %[1]s is left out without a reason", "Say why the report does not state it", w.Obligation)
		case seen[w.Obligation]:
			return bad("Obligation %[1]s is left out twice", "Give one reason", w.Obligation)
		}
		seen[w.Obligation] = true
	}
	for _, r := range c.Redactions {
		if r.Fact == "" || r.Reason == "" {
			return bad("A redaction names no fact or no reason", "Name the fact that is withheld, and why")
		}
	}
	return nil
}

// Waived returns the reason for which an obligation is not met.
func (c ReportContent) Waived(obligation string) (reason string, ok bool) {
	for _, w := range c.Waivers {
		if w.Obligation == obligation {
			return w.Reason, true
		}
	}
	return "", false
}
