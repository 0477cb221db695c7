package casework_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging"
)

// as lets another person sit down at the desk.
func (x examined) as(name string) { x.Use(func(s *casework.Settings) { s.Examiner = name }) }

// asked is a case in which the first examiner concluded, did what else there is to do first, and asked for a verification.
func asked(t *testing.T, settings func(*casework.Settings), first ...func(examined, casefile.Comparison)) (examined, casefile.Comparison, casefile.Verification) {
	t.Helper()
	x := newExamined(t, settings)
	k := x.compare("T1")
	x.commit(k, false)
	if _, err := x.Conclude(t.Context(), x.path, k.ID, "identification", "the first examiner's reasons"); err != nil {
		t.Fatal(err)
	}
	if _, err := x.SaveMarkup(t.Context(), x.path, k.ID, []casefile.Annotation{{ID: "a", Likeness: casefile.Similar, Text: "telling text",
		A: &casefile.Shape{Kind: casefile.Arrow, Points: twoPoints}}}); err != nil {
		t.Fatal(err)
	}
	for _, do := range first {
		do(x, k)
	}
	v, err := x.AskVerification(t.Context(), x.path, k.ID, "", "breech face", nil)
	if err != nil {
		t.Fatal(err)
	}
	return x, k, v
}

// issued issues a report before anything is verified: whoever may be asked for a verification cannot review.
func issued(t *testing.T, file string) func(examined, casefile.Comparison) {
	return func(x examined, k casefile.Comparison) {
		t.Helper()
		if _, err := issueReport(t.Context(), x.Desk, x.path, k.ID, file); err != nil {
			t.Fatal(err)
		}
	}
}

var twoPoints = []imaging.Point{{X: 100, Y: 100}, {X: 200, Y: 150}}

// shownTo is everything about the case that the desk hands out, as JSON.
func (x examined) shownTo(t *testing.T, k casefile.Comparison, own string) string {
	t.Helper()
	ctx := t.Context()
	var all []any
	add := func(v any, err error) {
		if err != nil && casefile.CodeOf(err) != casefile.Refused {
			t.Fatal(err)
		}
		if err == nil {
			all = append(all, v)
		}
	}
	for _, id := range []string{k.ID, own} {
		item, err := x.Comparison(ctx, x.path, id)
		add(item, err)
		e, err := x.Examination(ctx, x.path, id)
		add(e, err)
		list, err := x.Conclusions(ctx, x.path, id)
		add(list, err)
		m, err := x.Markup(ctx, x.path, id, 0)
		add(m, err)
		sc, err := x.ScoreContext(ctx, x.path, id)
		add(sc, err)
		ex, err := x.Explain(ctx, x.path, id, false, nil)
		add(ex, err)
	}
	items, err := x.Comparisons(ctx, x.path)
	add(items, err)
	exhibits, err := x.Exhibits(ctx, x.path)
	add(pairOf(exhibits), err)
	page, err := x.ExhibitPage(ctx, x.path, casefile.ExhibitQuery{})
	add(pairOf(page.Items), err)
	custody, err := x.Custody(ctx, x.path, casework.DemoQuestioned)
	add(custody, err)
	verifications, err := x.Verifications(ctx, x.path)
	add(verifications, err)
	reports, err := x.Reports(ctx, x.path)
	add(reports, err)
	lines, err := x.ReportLines(ctx, x.path)
	add(lines, err)
	detail, err := x.Report(ctx, x.path, "1")
	add(detail, err)
	log, _, err := x.Log(ctx, x.path, 0, 1000)
	add(log, err)
	hits, err := x.Hits(ctx, x.path)
	add(hits, err)
	for _, what := range append(x.Lists(), "commitment", "hit_version", "hit", "verification_request", "markup", "exhibit_version", "report_version", "report_step") {
		if slices.Contains([]string{"case", "people"}, what) {
			continue // what everybody may know
		}
		_, rows, err := x.List(ctx, x.path, what)
		add(rows, err)
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// pairOf returns the exhibits that are shown as specimens, and any that goes by a label of the pair.
func pairOf(items []casefile.ExhibitItem) (out []casefile.ExhibitItem) {
	for _, item := range items {
		if l := item.Exhibit.Label; l == casework.DemoQuestioned || l == "T1" || strings.HasPrefix(l, "Specimen") {
			out = append(out, item)
		}
	}
	return out
}

func TestAVerifierIsBlindWhateverTheSettingSays(t *testing.T) {
	for name, settings := range map[string]func(*casework.Settings){"commit first": func(*casework.Settings) {}, "shown from the start": atOnce} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			report := filepath.Join(t.TempDir(), "r.pdf")
			x, k, v := asked(t, settings, issued(t, report))
			x.as("B. Second")
			before := x.shownTo(t, k, v.Request.ComparisonID)
			exhibits, err := x.Exhibits(ctx, x.path)
			if pair := pairOf(exhibits); err != nil || len(pair) != 2 || pair[0].Captures[0].SHA256 != "" || pair[1].Captures[0].SHA256 != "" {
				t.Errorf("the specimens can be told by their hashes: %+v, %v", pair, err)
			}
			if _, err := x.EditExhibit(ctx, x.path, pairOf(exhibits)[0].Exhibit, "seen"); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("what is not shown was written over: %v", err)
			}
			for _, telling := range []string{`identification"`, "the first examiner's reasons", "telling text", `"cells_ab":[{`, casework.DemoQuestioned + `"`, `"T1"`, "Demonstrator", `"name":"registered","value"`} {
				if strings.Contains(before, telling) {
					i := strings.Index(before, telling)
					t.Errorf("the verifier is shown %s: …%s…", telling, before[max(0, i-200):min(len(before), i+80)])
				}
			}
			if !strings.Contains(before, "Specimen 1") || !strings.Contains(before, "Specimen 2") || !strings.Contains(before, `"pose"`) {
				t.Error("the verifier is not shown the pair in its pose")
			}
			own := v.Request.ComparisonID
			if err := x.Note(ctx, x.path, casefile.Act{Kind: casefile.ActRevealed, Subject: own}); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("the figures can be asked for: %v", err)
			}
			if _, err := x.Commit(ctx, x.path, casefile.Commitment{ComparisonID: own, Skipped: true, Reason: "no"}); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("a verification can be skipped: %v", err)
			}
			if _, err := x.Conclude(ctx, x.path, own, "identification", "x"); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("a verification can be concluded: %v", err)
			}
			if _, err := x.ExportCase(ctx, x.path, filepath.Join(t.TempDir(), "plain"), nil); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("the case is exported to the verifier: %v", err)
			}
			if _, err := x.MakePackage(ctx, x.path, casefile.PackageOrder{File: filepath.Join(t.TempDir(), "p"), Passphrase: "five words that nobody guesses"}, nil); casefile.CodeOf(err) != casefile.Refused {
				t.Errorf("the verifier makes a package of the case: %v", err)
			}
			if _, err := x.SaveMarkup(ctx, x.path, own, []casefile.Annotation{{ID: "b", Likeness: casefile.Dissimilar, B: &casefile.Shape{Kind: casefile.Arrow, Points: twoPoints}}}); err != nil {
				t.Errorf("the verifier cannot mark: %v", err)
			}
			item, err := x.Answer(ctx, x.path, "1", "inconclusive-a", "the second examiner's reasons")
			if err != nil {
				t.Fatal(err)
			}
			if item.State != casefile.VerificationDisputed || item.Conclusion == nil || item.Conclusion.Value != "identification" || item.VerifierName != "B. Second" || item.Mine {
				t.Errorf("%+v", item)
			}
			if c := item.Verification.Commitment; c == nil || !c.Blind || c.Value != "inconclusive-a" {
				t.Errorf("%+v", c)
			}
			if after := x.shownTo(t, k, own); !strings.Contains(after, "telling text") || !strings.Contains(after, `"value":"identification"`) || !strings.Contains(after, `"T1"`) {
				t.Error("afterwards not everything is shown")
			}
			if v, err := x.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
				t.Errorf("%+v, %v", v, err)
			}
		})
	}
}

func TestWhoConcludedCannotVerifyAndNothingIsErased(t *testing.T) {
	ctx := t.Context()
	x, k, v := asked(t, func(s *casework.Settings) { s.Verification = casefile.VerifyIdentifications })
	refused := func(what string, err error) {
		t.Helper()
		if casefile.CodeOf(err) != casefile.Refused && casefile.CodeOf(err) != casefile.Conflict {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := x.Answer(ctx, x.path, "1", "identification", "myself")
	refused("whoever concluded answers", err)
	_, err = x.AskVerification(ctx, x.path, k.ID, "", "", nil)
	refused("a second request while one is open", err)
	_, err = x.SaveMarkup(ctx, x.path, v.Request.ComparisonID, nil)
	refused("marks on the verifier's comparison", err)
	_, err = issueReport(ctx, x.Desk, x.path, k.ID, filepath.Join(t.TempDir(), "r.pdf"))
	refused("a report without the verification that the rule wants", err)
	if _, err := x.FollowUp(ctx, x.path, "1", casefile.VerificationStep{Kind: casefile.Withdrawal, Text: "asked by mistake"}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.AskVerification(ctx, x.path, k.ID, "", "", nil); err != nil {
		t.Fatal(err)
	}
	x.as("B. Second")
	if _, err := x.Answer(ctx, x.path, "2", "inconclusive-c", "ridges differ"); err != nil {
		t.Fatal(err)
	}
	_, err = x.FollowUp(ctx, x.path, "2", casefile.VerificationStep{Kind: casefile.Resolution, Text: "mine", Stands: casefile.VerifierStands})
	refused("the verifier resolves", err)
	if _, err := x.FollowUp(ctx, x.path, "2", casefile.VerificationStep{Kind: casefile.Consultation, Text: "looked together under raking light"}); err != nil {
		t.Fatal(err)
	}
	x.as("C. Third")
	item, err := x.FollowUp(ctx, x.path, "2", casefile.VerificationStep{Kind: casefile.Resolution, Text: "reported with both views", Stands: casefile.NeitherStands})
	if err != nil || item.State != casefile.VerificationResolved {
		t.Fatalf("%+v, %v", item, err)
	}
	if item.Verification.Commitment.Value != "inconclusive-c" || item.Conclusion.Value != "identification" {
		t.Errorf("a view was replaced: %+v", item)
	}
	_, err = x.FollowUp(ctx, x.path, "2", casefile.VerificationStep{Kind: casefile.Consultation, Text: "again"})
	refused("something after the resolution", err)
	x.as("Demo Examiner")
	report := filepath.Join(t.TempDir(), "r.pdf")
	if _, err := issueReport(ctx, x.Desk, x.path, k.ID, report); err != nil {
		t.Errorf("a resolved conclusion cannot be reported: %v", err)
	}
	if v, err := x.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}
