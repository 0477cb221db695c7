package report_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

// documents are facts that lack nothing, by the template that makes a document of them.
var documents = map[string]func() report.Facts{
	"comparison": reporttest.Complete, "notes": reporttest.Notes,
	"verification": func() report.Facts { return reporttest.VerificationRecord(true) },
	"custody":      func() report.Facts { return reporttest.Custody(3) },
}

func styled(t testing.TB, template, lang string) report.Style {
	t.Helper()
	s, err := report.LoadStyle(lang, template, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func made(t testing.TB, f report.Facts, s report.Style) report.Document {
	t.Helper()
	d, err := report.BuildWith(f, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// letters returns the obligations of gaps.
func lettersOf(gaps []report.Gap) (out []report.Obligation) {
	for _, g := range gaps {
		out = append(out, g.Obligation)
	}
	return out
}

func TestACompleteDocumentHasNoGaps(t *testing.T) {
	for template, facts := range documents {
		for _, lang := range report.Languages() {
			d := made(t, facts(), styled(t, template, lang))
			if gaps := report.Missing(d, nil, d.Obliged...); len(gaps) != 0 {
				t.Errorf("%s in %s: %+v", template, lang, gaps)
			}
		}
	}
	if d := made(t, reporttest.Complete(), styled(t, "comparison", "en")); len(d.Obliged) != 16 {
		t.Errorf("the report on a comparison must meet %q", d.Obliged)
	}
}

// without takes everything out of a document that is tagged with an obligation.
func without(d report.Document, o report.Obligation) report.Document {
	switch o {
	case "a":
		d.Title = " "
	case "d":
		d.EndMark = ""
	}
	d.Sections = slices.Clone(d.Sections)
	for i, s := range d.Sections {
		blocks := slices.DeleteFunc(slices.Clone(s.Blocks), func(b report.Block) bool { return slices.Contains(b.Meets, o) })
		for j, b := range blocks {
			blocks[j].Pairs = slices.DeleteFunc(slices.Clone(b.Pairs), func(p report.Pair) bool { return slices.Contains(p.Meets, o) })
		}
		d.Sections[i].Blocks = blocks
	}
	return d
}

func TestADocumentWithoutAnyOfItsObligationsIsRefused(t *testing.T) {
	for template, facts := range documents {
		d := made(t, facts(), styled(t, template, "en"))
		must := d.Obliged
		if template == "comparison" {
			must = append(slices.Clone(must), report.Propositions, report.Basis)
		}
		for _, o := range must {
			gaps := report.Missing(without(d, o), nil, d.Obliged...)
			if got := lettersOf(gaps); !slices.Equal(got, []report.Obligation{o}) {
				t.Errorf("%s without %s: gaps %q", template, o, got)
				continue
			}
			var e *casefile.Error
			if err := report.GapsError(gaps); !errors.As(err, &e) || e.Code != casefile.Refused || !strings.Contains(err.Error(), o.Text()) {
				t.Errorf("%s without %s: %v", template, o, err)
			}
			if waived := report.Missing(without(d, o), map[report.Obligation]string{o: "the customer agreed"}, d.Obliged...); len(waived) != 1 || report.GapsError(waived) != nil {
				t.Errorf("%s without %s and with a reason: %+v", template, o, waived)
			}
			if silent := report.Missing(without(d, o), map[report.Obligation]string{o: " \n"}, d.Obliged...); report.GapsError(silent) == nil {
				t.Errorf("%s without %s: released for a reason that is empty", template, o)
			}
		}
	}
}

func TestAFactThatIsNotStatedIsAGap(t *testing.T) {
	for name, c := range map[string]struct {
		template string
		blank    func(*report.Facts)
		want     report.Obligation
	}{
		"name of the agency":        {"comparison", func(f *report.Facts) { f.Agency.Name, f.Case.Agency = "", "" }, "b"},
		"address of the agency":     {"comparison", func(f *report.Facts) { f.Agency.Address = "" }, "b"},
		"place":                     {"comparison", func(f *report.Facts) { f.Statements.Place = "" }, "c"},
		"customer":                  {"comparison", func(f *report.Facts) { f.Statements.Customer = "" }, "e"},
		"contact":                   {"comparison", func(f *report.Facts) { f.Statements.Contact = " \n" }, "e"},
		"condition":                 {"comparison", func(f *report.Facts) { f.Statements.Condition, f.A.Custody, f.B.Custody = "", nil, nil }, "g"},
		"receipt":                   {"comparison", func(f *report.Facts) { f.Statements.Received, f.A.Custody = "", nil }, "h"},
		"a draft has no date":       {"comparison", func(f *report.Facts) { f.Life.Draft = true }, "j"},
		"a draft is not authorised": {"comparison", func(f *report.Facts) { f.Life.Draft = true }, "o"},
		"sampling":                  {"comparison", func(f *report.Facts) { f.Statements.Sampling = "" }, "k"},
		"deviations":                {"comparison", func(f *report.Facts) { f.Statements.Deviations = "–" }, "n"},
		"nobody authorised it":      {"comparison", func(f *report.Facts) { f.Life.Steps = f.Life.Steps[:3] }, "o"},
		"nothing of a life":         {"comparison", func(f *report.Facts) { f.Life = nil }, "o"},
		"external results":          {"comparison", func(f *report.Facts) { f.Statements.External = "" }, "p"},
		"reasons of the conclusion": {"comparison", func(f *report.Facts) { f.Conclusion.Reason = " " }, report.Basis},
		"one proposition": {"comparison", func(f *report.Facts) {
			f.Scale.Propositions = f.Scale.Propositions[:0:0]
			f.Scale.Propositions = []string{"It was this firearm."}
		}, report.Propositions},
		"notes: deviations":          {"notes", func(f *report.Facts) { f.Statements.Deviations = "" }, "n"},
		"verification: reasons":      {"verification", func(f *report.Facts) { f.Verifications[0].Commitment.Reason = "" }, report.Basis},
		"verification: not answered": {"verification", func(f *report.Facts) { v := &f.Verifications[0]; v.View, v.Commitment = nil, nil }, "m"},
		"custody: kind":              {"custody", func(f *report.Facts) { f.Custody[2].Exhibit.Kind = "" }, "g"},
		"custody: condition": {"custody", func(f *report.Facts) {
			f.Custody[0].Links = f.Custody[0].Links[:1]
		}, "g"},
		"custody: receipt": {"custody", func(f *report.Facts) { f.Custody[1].Links = nil }, "h"},
		"custody: address": {"custody", func(f *report.Facts) { f.Agency.Address = "" }, "b"},
	} {
		for _, lang := range report.Languages() {
			f := documents[c.template]()
			c.blank(&f)
			d := made(t, f, styled(t, c.template, lang))
			if got := lettersOf(report.Missing(d, nil, d.Obliged...)); !slices.Contains(got, c.want) {
				t.Errorf("%s, in %s: gaps %q, want %s", name, lang, got, c.want)
			}
		}
	}
}

func TestADocumentReadBackHasTheSameGaps(t *testing.T) {
	f := reporttest.Complete()
	f.Statements.Sampling, f.Statements.Customer = "", ""
	d := made(t, f, styled(t, "comparison", "fr"))
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var read report.Document
	if err := json.Unmarshal(b, &read); err != nil {
		t.Fatal(err)
	}
	want := []report.Obligation{"e", "k"}
	if got := lettersOf(report.Missing(read, nil)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatIsKnownOnlyAtTheIssueIsNotAskedForBefore(t *testing.T) {
	f := reporttest.Complete()
	f.Life.Draft = true
	d := made(t, f, styled(t, "comparison", "en"))
	if gaps := report.Missing(d, nil, report.BeforeIssue(d.Obliged)...); len(gaps) != 0 {
		t.Errorf("got %+v", gaps)
	}
	if got := report.BeforeIssue(nil); len(got) != 14 {
		t.Errorf("got %q", got)
	}
	d.Issued = time.Time{}
	if got := lettersOf(report.Missing(d, nil)); !slices.Contains(got, "j") {
		t.Errorf("a document without a date of issue: %q", got)
	}
}

func TestAReasonForLeavingSomethingOutIsPrinted(t *testing.T) {
	f := reporttest.Complete()
	f.Statements.Sampling = ""
	f.Life.Waivers = []casefile.ReportWaiver{{Obligation: "k", Reason: "There was one item of each kind."}}
	for _, lang := range report.Languages() {
		d := made(t, f, styled(t, "comparison", lang))
		if got := text(t, d); !strings.Contains(got, "There was one item of each kind.") {
			t.Errorf("in %s the reason is not printed", lang)
		}
	}
}
