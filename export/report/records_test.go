package report_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func TestACustodyRecordOfFortyExhibitsHasEveryEventOfEach(t *testing.T) {
	f := reporttest.Custody(40)
	got := text(t, made(t, f, styled(t, "custody", "en")))
	for _, r := range f.Custody {
		for _, want := range []string{fmt.Sprintf("%q", "Item "+r.Exhibit.Label), r.Exhibit.Description, r.State.Holder.Name, r.State.Seals[0], r.Links[0].Event.From.Text()} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in the record", r.Exhibit.Label, want)
			}
		}
	}
	for want, times := range map[string]int{"signed for by the wrong person": 40, "the shelf was misread": 40, "store, shelf 21": 40, "Anna Beispiel had it": 40, "authenticated by passphrase": 120} {
		if n := strings.Count(got, want); n < times {
			t.Errorf("%q stands %d times, want at least %d", want, n, times)
		}
	}
}

func TestCustodyRecordsThatDoNotBelongTogetherAreRefused(t *testing.T) {
	for name, change := range map[string]func(*report.Facts){
		"no exhibit":         func(f *report.Facts) { f.Custody = nil },
		"twice":              func(f *report.Facts) { f.Custody = append(f.Custody, f.Custody[0]) },
		"of another exhibit": func(f *report.Facts) { f.Custody[0].State.ExhibitID = "x" },
	} {
		f := reporttest.Custody(2)
		change(&f)
		if _, err := report.BuildWith(f, styled(t, "custody", "en")); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAVerificationRecordSaysBothViewsAndWhatFollowed(t *testing.T) {
	for agrees, want := range map[bool][]string{
		true:  {"The verifier reached the same conclusion.", "here it was that of item Q-3", "neither the labels of the items", "Nothing followed", "Parallel marks agree over most"},
		false: {"The verifier's view: Inconclusive (a)", "reported as not verified, with both views", "Bert Muster", "First conclusion", "Some parallel marks agree; too few."},
	} {
		got := text(t, made(t, reporttest.VerificationRecord(agrees), styled(t, "verification", "en")))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("agrees %v: the record does not say %q", agrees, w)
			}
		}
	}
	f := reporttest.VerificationRecord(true)
	f.Verifications[0].Request.ConclusionID = "another"
	if _, err := report.BuildWith(f, styled(t, "verification", "en")); err == nil {
		t.Error("a verification of another conclusion is taken")
	}
}

func TestNotesHoldEveryVersion(t *testing.T) {
	got := text(t, made(t, reporttest.Notes(), styled(t, "notes", "en")))
	for _, want := range []string{"a scratch left out", "taken away", "three ridges, one broken", "and 39 points more", "view: Inconclusive (a)", "conclusion: Inconclusive (a)", "(corrects an earlier one)", "candidate looked at",
		"12 min 34 s", "turned by -7.5", "120 left out", "was not searched"} {
		if !strings.Contains(got, want) {
			t.Errorf("the notes do not say %q", want)
		}
	}
}

func TestAnAgencysWordsAroundOpinionsComeFirst(t *testing.T) {
	own := `{"scales":["afte-1992"],"source":"our manual","propositions":["P one.","P two."],"means":["It means this."],"does_not":["It does not mean that."]}`
	s, err := report.LoadStyle("en", "comparison", fstest.MapFS{"opinions/ours.json": {Data: []byte(own)}})
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, made(t, reporttest.Complete(), s))
	if !strings.Contains(got, "It does not mean that.") || !strings.Contains(got, "P two.") || strings.Contains(got, "Where sufficient agreement begins") {
		t.Error("the agency's words are not those of the report")
	}
	for name, file := range map[string]string{"one proposition": strings.Replace(own, `"P one.",`, "", 1), "no scale": strings.Replace(own, `"afte-1992"`, "", 1), "no source": strings.Replace(own, "our manual", "", 1), "unknown": `{"x":1}`} {
		if _, err := report.LoadOpinions(fstest.MapFS{"opinions/ours.json": {Data: []byte(file)}}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func BenchmarkCustodyRecord(b *testing.B) {
	f, s := reporttest.Custody(1), styled(b, "custody", "fr")
	for b.Loop() {
		if _, err := report.BuildWith(f, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRedactNotes(b *testing.B) {
	f, s := reporttest.Notes(), styled(b, "notes", "en")
	f.Case.Facts.SetProvenance("title", no)
	for b.Loop() {
		if _, _, err := report.Redact(f, s, secret, all); err != nil {
			b.Fatal(err)
		}
	}
}
