package casefile_test

import (
	"fmt"
	"slices"
	"testing"

	"tracemark/casefile"
)

// The people of these tests: who wrote the report, who concluded, who verified, and three who did neither.
const (
	author, concluder, verifier, reviewer, leader, stranger = "author", "concluder", "verifier", "reviewer", "leader", "stranger"
)

var (
	everybody = []string{author, concluder, verifier, reviewer, leader, stranger}
	parties   = casefile.ReportParties{Examiner: concluder, Others: []string{verifier}}
)

// reportIn is a report whose steps have brought it to a state.
func reportIn(t *testing.T, state casefile.ReportState) casefile.Report {
	t.Helper()
	step := func(k casefile.ReportStepKind, by string, c casefile.Capacity) casefile.ReportStep {
		return casefile.ReportStep{Kind: k, By: by, Version: 1, Content: "text", Capacity: c}
	}
	way := []casefile.ReportStep{step(casefile.ReportSubmitted, author, ""), step(casefile.ReportTechnical, reviewer, ""), step(casefile.ReportAdministrative, reviewer, ""),
		step(casefile.ReportAuthorised, leader, ""), step(casefile.ReportSigned, concluder, casefile.SignsAsExaminer), step(casefile.ReportSigned, leader, casefile.SignsAsAuthoriser),
		step(casefile.ReportIssued, author, "")}
	n := map[casefile.ReportState]int{casefile.ReportStateDraft: 0, casefile.ReportStateSubmitted: 1, casefile.ReportStateTechnical: 2, casefile.ReportStateReviewed: 3,
		casefile.ReportStateAuthorised: 4, casefile.ReportStateSigning: 5, casefile.ReportStateSigned: 6, casefile.ReportStateIssued: 7,
		casefile.ReportStateReturned: 1, casefile.ReportStateWithdrawn: 1}[state]
	r := casefile.Report{Number: 1, By: author, Versions: []casefile.ReportVersion{{Version: 1, By: author}}, Steps: slices.Clone(way[:n])}
	switch state {
	case casefile.ReportStateReturned:
		r.Steps = append(r.Steps, step(casefile.ReportReturned, reviewer, ""))
	case casefile.ReportStateWithdrawn:
		r.Steps = append(r.Steps, step(casefile.ReportWithdrawn, author, ""))
	}
	if r.State() != state {
		t.Fatalf("the report is %s, not %s", r.State(), state)
	}
	return r
}

// may says of each state which steps there are, and who may take each. What is not here nobody may.
var may = map[casefile.ReportState]map[casefile.ReportStepKind][]string{
	casefile.ReportStateDraft: {casefile.ReportSubmitted: {author, concluder}, casefile.ReportWithdrawn: {author, concluder}},
	casefile.ReportStateSubmitted: {casefile.ReportTechnical: {reviewer, leader, stranger}, casefile.ReportReturned: {verifier, reviewer, leader, stranger},
		casefile.ReportWithdrawn: {author, concluder}},
	casefile.ReportStateTechnical: {casefile.ReportAdministrative: {verifier, reviewer, leader, stranger}, casefile.ReportReturned: {verifier, reviewer, leader, stranger},
		casefile.ReportWithdrawn: {author, concluder}},
	casefile.ReportStateReviewed: {casefile.ReportAuthorised: {verifier, reviewer, leader, stranger}, casefile.ReportReturned: {verifier, reviewer, leader, stranger},
		casefile.ReportWithdrawn: {author, concluder}},
	casefile.ReportStateAuthorised: {casefile.ReportSigned: {concluder}, casefile.ReportReturned: {verifier, reviewer, leader, stranger},
		casefile.ReportWithdrawn: {author, concluder, leader}},
	casefile.ReportStateSigning:   {casefile.ReportSigned: {verifier, leader}, casefile.ReportWithdrawn: {author, concluder, leader}},
	casefile.ReportStateSigned:    {casefile.ReportSigned: {verifier}, casefile.ReportIssued: {author, concluder, leader}, casefile.ReportWithdrawn: {author, concluder, leader}},
	casefile.ReportStateReturned:  {casefile.ReportWithdrawn: {author, concluder}},
	casefile.ReportStateIssued:    {},
	casefile.ReportStateWithdrawn: {},
}

func TestEachStateEachStepEachPerson(t *testing.T) {
	tried := 0
	for _, state := range casefile.ReportStates() {
		steps, known := may[state]
		if !known {
			t.Fatalf("nothing is said of %s", state)
		}
		r := reportIn(t, state)
		for _, kind := range casefile.ReportStepKinds() {
			for _, by := range everybody {
				tried++
				err := casefile.MayStep(r, parties, kind, by)
				if want := slices.Contains(steps[kind], by); want != (err == nil) {
					t.Errorf("%s, %q by the %s: got %v, want allowed %v", state, kind, by, err, want)
				}
				if code := casefile.CodeOf(err); err != nil && code != casefile.Refused && code != casefile.Conflict {
					t.Errorf("%s, %q by the %s: %v", state, kind, by, err)
				}
			}
		}
	}
	if want := len(casefile.ReportStates()) * len(casefile.ReportStepKinds()) * len(everybody); tried != want || want != 480 {
		t.Errorf("%d of %d were tried", tried, want)
	}
}

func TestWhoWritesANewVersionAndWhen(t *testing.T) {
	for _, state := range casefile.ReportStates() {
		late := slices.Contains([]casefile.ReportState{casefile.ReportStateSigning, casefile.ReportStateSigned, casefile.ReportStateIssued, casefile.ReportStateWithdrawn}, state)
		for _, by := range everybody {
			err := casefile.MayChange(reportIn(t, state), parties, by)
			if want := !late && (by == author || by == concluder); want != (err == nil) {
				t.Errorf("%s, by the %s: %v", state, by, err)
			}
		}
	}
}

func TestANewVersionTakesBackWhatWasReviewed(t *testing.T) {
	for _, state := range []casefile.ReportState{casefile.ReportStateReturned, casefile.ReportStateAuthorised} {
		r := reportIn(t, state)
		r.Versions = append(r.Versions, casefile.ReportVersion{Version: 2, By: leader})
		if r.State() != casefile.ReportStateDraft || r.Reviewed() != "" {
			t.Errorf("after %s: %s, %q", state, r.State(), r.Reviewed())
		}
		if err := casefile.MayStep(r, parties, casefile.ReportSubmitted, author); err != nil {
			t.Error(err)
		}
		// Whoever wrote a version is an author: not somebody who authorises it.
		r.Steps = append(r.Steps, casefile.ReportStep{Kind: casefile.ReportSubmitted, Version: 2, Content: "new"}, casefile.ReportStep{Kind: casefile.ReportTechnical, Version: 2, Content: "new"},
			casefile.ReportStep{Kind: casefile.ReportAdministrative, Version: 2, Content: "new"})
		if err := casefile.MayStep(r, parties, casefile.ReportAuthorised, leader); err == nil {
			t.Error("somebody authorised what they wrote")
		}
	}
}

func TestAStepRestsOnWhatWasSubmitted(t *testing.T) {
	for _, c := range []struct {
		name  string
		state casefile.ReportState
		step  casefile.ReportStep
		ok    bool
	}{
		{"the same text", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportTechnical, Content: "text"}, true},
		{"another text", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportTechnical, Content: "other"}, false},
		{"no text", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportTechnical}, false},
		{"first submitted", casefile.ReportStateDraft, casefile.ReportStep{Kind: casefile.ReportSubmitted, Content: "any"}, true},
		{"returned without a reason", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportReturned, Text: " "}, false},
		{"returned with one", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportReturned, Text: "name the bag"}, true},
		{"signed without a file", casefile.ReportStateAuthorised, casefile.ReportStep{Kind: casefile.ReportSigned, Content: "text"}, false},
		{"signed", casefile.ReportStateAuthorised, casefile.ReportStep{Kind: casefile.ReportSigned, Content: "text", FileSHA256: "f"}, true},
		{"a file with a review", casefile.ReportStateSubmitted, casefile.ReportStep{Kind: casefile.ReportTechnical, Content: "text", FileSHA256: "f"}, false},
		{"another file issued than signed", casefile.ReportStateSigned, casefile.ReportStep{Kind: casefile.ReportIssued, Content: "text", FileSHA256: "g"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := casefile.CheckStep(reportIn(t, c.state), c.step); (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestContentIsTidiedAndChecked(t *testing.T) {
	c := casefile.ReportContent{Statements: casefile.ReportStatements{Customer: "  court "}, Waivers: []casefile.ReportWaiver{{Obligation: " P ", Reason: " none "}, {Obligation: "k", Reason: "x"}}}.Tidy()
	if c.Language != "en" || c.Statements.Customer != "court" || fmt.Sprint(c.Waivers) != "[{k x} {p none}]" || c.Check() != nil {
		t.Errorf("%+v, %v", c, c.Check())
	}
	if reason, ok := c.Waived("p"); !ok || reason != "none" {
		t.Errorf("%q, %v", reason, ok)
	}
	for name, bad := range map[string]casefile.ReportContent{
		"a language that there is not":    {Language: "de"},
		"an obligation that there is not": {Waivers: []casefile.ReportWaiver{{Obligation: "q", Reason: "x"}}},
		"no reason":                       {Waivers: []casefile.ReportWaiver{{Obligation: "a", Reason: " "}}},
		"twice":                           {Waivers: []casefile.ReportWaiver{{Obligation: "a", Reason: "x"}, {Obligation: "a", Reason: "y"}}},
		"a redaction without a reason":    {Redactions: []casefile.ReportRedaction{{Fact: "*"}}},
		"a book":                          {Statements: casefile.ReportStatements{Remarks: string(make([]byte, 5000))}},
	} {
		if err := bad.Check(); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
