package report_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func TestTheFirstPageSaysWhatBecameOfTheVerification(t *testing.T) {
	view := &casefile.VerificationView{}
	agreed := &casefile.VerificationView{Agrees: true}
	commitment := &casefile.Commitment{Scale: casefile.AFTE.ID, Value: "inconclusive-a", Reason: "too few ridges"}
	resolved := []casefile.VerificationStep{{Kind: casefile.Resolution, Stands: casefile.NeitherStands, Text: "both reported"}}
	of := func(v casefile.Verification) []report.Verification {
		return []report.Verification{{Verification: v, Scale: casefile.AFTE, Verifier: casefile.Person{Name: "B. Second"}}}
	}
	for want, list := range map[string][]report.Verification{
		"has not been verified":         nil,
		"not been verified by a second": of(casefile.Verification{}),
		"reached the same conclusion":   of(casefile.Verification{View: agreed, Commitment: commitment}),
		"is not resolved":               of(casefile.Verification{View: view, Commitment: commitment}),
		"with both views":               of(casefile.Verification{View: view, Commitment: commitment, Steps: resolved}),
	} {
		f := reporttest.Facts()
		f.Verifications = list
		d, err := report.Build(f)
		if err != nil {
			t.Fatal(err)
		}
		first := d.Sections[0].Blocks[1].Notice
		if first == nil || !strings.Contains(strings.Join(first.Text, " "), want) {
			t.Errorf("the first page does not say %q: %+v", want, first)
		}
	}
}
