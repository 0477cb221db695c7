package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui"
)

// withReport is a window at the reports of a case with one draft.
func withReport(t *testing.T) (*ui.Window, *fake, string) {
	t.Helper()
	f := newFake()
	f.comparisons[0].Conclusion = &casefile.Conclusion{ID: "d1", ComparisonID: "k1", Scale: casefile.AFTE.ID, Value: "identification", Reason: "seen"}
	d, err := f.BeginReport(t.Context(), casePath, casefile.NewReport{Kind: casefile.ReportOnComparison, About: "k1", Content: casefile.ReportContent{Language: "fr"}})
	if err != nil {
		t.Fatal(err)
	}
	return at(t, f, ui.Reports), f, d.Report.ID
}

// as sits somebody else down before the reports.
func as(t *testing.T, w *ui.Window, f *fake, who string) {
	t.Helper()
	f.mu.Lock()
	f.desk = who
	f.mu.Unlock()
	w.Navigate(w.Route())
	settle(t, w)
}

func TestAReportGoesItsWayOnTheScreen(t *testing.T) {
	w, f, id := withReport(t)
	see(t, w, "Report 1: comparison report", "Comparison 1: Q1 and K1-1", "French", "Submit for review…")
	step := func(button, text string) {
		t.Helper()
		press(t, w, button)
		entries, _, _ := inDialog(t, w, "Record it")
		entries[0].SetText(text)
		press(t, w, "Record it")
	}
	step("Submit for review…", "")
	see(t, w, "Technical review: Nobody reviews their own report") // why nothing can be done now
	as(t, w, f, "p2")
	step("Pass the technical review…", "The notes and pictures support it.")
	step("Pass the administrative review…", "")
	as(t, w, f, "p3")
	step("Authorise…", "")
	see(t, w, "Signed: The examiner signs first")
	as(t, w, f, "p1")
	press(t, w, "Sign…")
	as(t, w, f, "p3")
	press(t, w, "Sign…")
	press(t, w, "Issue…")
	entries, _, _ := inDialog(t, w, "Issue")
	entries[0].SetText("/tmp/copy.pdf")
	press(t, w, "Issue")
	see(t, w, "The report is issued and locked. Its copy is /tmp/copy.pdf.", "A. Authoriser", "Amend…", "TEST IDENTITY")
	if got, err := f.Report(t.Context(), casePath, id); err != nil || got.State != casefile.ReportStateIssued {
		t.Errorf("the report is %s, %v", got.State, err)
	}
}

func TestAReviewThatSaysNothingIsNotRecorded(t *testing.T) {
	w, f, id := withReport(t)
	if _, err := f.StepReport(t.Context(), casePath, id, casefile.ReportSubmitted, "", nil); err != nil {
		t.Fatal(err)
	}
	as(t, w, f, "p2")
	press(t, w, "Pass the technical review…")
	press(t, w, "Record it")
	see(t, w, "Nothing is written")
	if got, _ := f.Report(t.Context(), casePath, id); got.State != casefile.ReportStateSubmitted {
		t.Errorf("the report is %s", got.State)
	}
}

func TestWhatAReportLacksIsSaidAndCanBeLeftOutWithAReason(t *testing.T) {
	f := newFake()
	f.gaps = []casefile.ReportGap{{Obligation: "e", Asks: "the customer"}}
	f.phrases = []casefile.ReportPhrase{{Where: "Reasons", Found: "100 %", Why: "no examiner can be certain", Instead: "say what agrees"}}
	d, err := f.BeginReport(t.Context(), casePath, casefile.NewReport{Kind: casefile.ReportOnComparison, About: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	w := at(t, f, ui.Reports)
	see(t, w, "Not stated (e): the customer", "Reasons says “100 %”: no examiner can be certain", "Instead: say what agrees")
	press(t, w, "Leave it out, with a reason…")
	entries, _, _ := inDialog(t, w, "Leave it out")
	entries[0].SetText("internal exercise")
	press(t, w, "Leave it out")
	see(t, w, "left out: internal exercise")
	got, err := f.Report(t.Context(), casePath, d.Report.ID)
	if err != nil {
		t.Fatal(err)
	}
	if why, ok := got.Report.Current().Content.Waived("e"); !ok || why != "internal exercise" {
		t.Errorf("left out for %q, %v", why, ok)
	}
}

func TestAReportIsBegunFromAConclusion(t *testing.T) {
	f := newFake()
	f.comparisons[0].Conclusion = &casefile.Conclusion{ID: "d1", ComparisonID: "k1", Scale: casefile.AFTE.ID, Value: "identification", Reason: "seen"}
	w := at(t, f, ui.Conclude)
	press(t, w, "Reports…")
	see(t, w, "No reports yet")
	press(t, w, "New report…")
	press(t, w, "Begin the draft")
	if len(f.kept) != 1 || f.kept[0].Kind != casefile.ReportOnComparison || f.kept[0].Current().Content.Template != "comparison" {
		t.Fatalf("begun %+v", f.kept)
	}
	see(t, w, "Report 1: comparison report", "waits for you")
}

func TestADroppedReportIsChecked(t *testing.T) {
	f := newFake()
	f.file = casefile.FileReport{Verdict: casefile.FileIncomplete, Size: 2 << 20,
		About:    &casefile.FileAbout{ReportID: "TM-1", Title: "Comparison report", Agency: "Central Laboratory", Issued: day},
		Findings: []casefile.FileFinding{{Kind: casefile.FindingOpen, Code: "issuer", Sentence: casefile.Sentence{Format: "Nobody vouches for the certificate"}}},
		Signatures: []casefile.FileSignature{{Valid: true, Signer: "R. Marsh", Test: true, Level: "B-T", Time: day, TimeTrusted: true, Trust: "unknown issuer",
			Issuer: "Example CA", Fingerprint: "ab12"}},
		Originals: []casefile.FileOriginal{{Exhibit: "Q1", FileName: "q1.x3p", State: casefile.StateMissing}},
		Scores:    []casefile.FileScore{{Stated: imaging.Score{Name: imaging.ScoreRegistered, Value: 23}, Computed: &imaging.Score{Name: imaging.ScoreRegistered, Value: 23}, State: casefile.StateAgrees}},
	}
	w := at(t, f, ui.Cases)
	w.Dropped([]fyne.URI{storage.NewFileURI("/tmp/report.PDF")})
	settle(t, w)
	if w.Route().Place != ui.CheckFile || len(f.checked) != 1 || f.checked[0] != "/tmp/report.PDF " {
		t.Fatalf("at %s, checked %v", w.Route().Place, f.checked)
	}
	see(t, w, "NOT CHECKED COMPLETELY", "report.PDF", "Nobody vouches for the certificate", "Signature 1: R. Marsh", "TEST IDENTITY", "B-T (own check only)", "agrees", "not found", "by a time-stamp")
}

func TestAuthoritiesAreTrustedWithAReasonAndKeptWhenRemoved(t *testing.T) {
	f := newFake()
	f.trusted = []casefile.TrustedCA{{SHA256: "cd34", Name: "Ministry CA", Purpose: casefile.TrustTimeStamps, Until: day, Reason: "compared by telephone", Added: day}}
	w := at(t, f, ui.Settings)
	see(t, w, "Ministry CA", "for time-stamps", "SHA-256 cd34", "B-B")
	press(t, w, "Remove…")
	entries, _, _ := inDialog(t, w, "Remove it")
	entries[0].SetText("its key was lost")
	press(t, w, "Remove it")
	see(t, w, "its key was lost", "Ministry CA")
	if f.trusted[0].Removed.IsZero() {
		t.Error("the authority was not removed")
	}
}

func TestWhatWasWrittenForAReportIsNotLostWhenItIsRefused(t *testing.T) {
	w, f, id := withReport(t)
	if _, err := f.StepReport(t.Context(), casePath, id, casefile.ReportSubmitted, "", nil); err != nil {
		t.Fatal(err)
	}
	as(t, w, f, "p2")
	press(t, w, "Pass the technical review…")
	press(t, w, "Record it") // nothing is written: the form comes back
	entries, _, _ := inDialog(t, w, "Record it")
	entries[0].SetText("The notes support it.")
	press(t, w, "Record it")
	if got, _ := f.Report(t.Context(), casePath, id); got.State != casefile.ReportStateTechnical {
		t.Errorf("the report is %s", got.State)
	}
}

func TestAReportThatWaitsStandsOverTheCases(t *testing.T) {
	w, f, id := withReport(t)
	if _, err := f.StepReport(t.Context(), casePath, id, casefile.ReportSubmitted, "", nil); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	f.desk = "p2"
	f.mu.Unlock()
	w.Navigate(ui.Route{Place: ui.Cases})
	settle(t, w)
	see(t, w, "Waiting for you: 1 report", "awaits technical review")
}

func TestAnIssuedReportGetsATimeStampedCopy(t *testing.T) {
	w, f, _ := withReport(t)
	f.issue(t)
	w.Navigate(w.Route())
	settle(t, w)
	press(t, w, "Add an archival time-stamp…")
	entries, _, _ := inDialog(t, w, "Add it to a copy")
	entries[0].SetText("/tmp/stamped.pdf")
	press(t, w, "Add it to a copy")
	see(t, w, "The time-stamped copy is /tmp/stamped.pdf.", "Archival time-stamp added to a copy", "B-LTA")
}
