package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/annex/annextest"
	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/export/sign"
	"tracemark/export/verify"
)

// draw makes the PDF of evidence.
func draw(t testing.TB, e annex.Evidence) []byte {
	t.Helper()
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	doc := e.Document
	doc.Attachments, doc.Code = files, annex.Code(doc.ReportID, files)
	return render(t, doc)
}

func render(t testing.TB, doc report.Document) []byte {
	t.Helper()
	b, err := pdf.Render(context.Background(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signer returns a test identity.
func signer(t testing.TB) identity.Identity {
	t.Helper()
	p12, err := identity.NewTestIdentity("Anna Beispiel", "Example Forensic Laboratory", "x", reporttest.Clock)
	if err != nil {
		t.Fatal(err)
	}
	id, err := identity.LoadPKCS12(p12, "x")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func signed(t testing.TB, plain []byte) []byte {
	t.Helper()
	b, err := sign.Sign(t.Context(), plain, signer(t), sign.Options{At: reporttest.Clock, Reason: "Report"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func check(t testing.TB, file []byte, originals fstest.MapFS) casefile.FileReport {
	t.Helper()
	o := verify.Options{Name: "report.pdf", Now: reporttest.Clock.Add(time.Hour), Program: "verifier 0.1.0"}
	if originals != nil {
		o.Originals = originals
	}
	r, err := verify.File(t.Context(), file, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// codes returns the codes of the findings of a kind.
func codes(r casefile.FileReport, kind casefile.FindingKind) (out []string) {
	for _, f := range r.Findings {
		if f.Kind == kind {
			out = append(out, f.Code)
		}
	}
	return out
}

func say(t testing.TB, r casefile.FileReport) string {
	t.Helper()
	var b bytes.Buffer
	if err := verify.Text(&b, r, verify.English()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAReportIsCheckedFromSignatureToScores(t *testing.T) {
	e, originals := annextest.Evidence(t)
	file := signed(t, draw(t, e))
	r := check(t, file, originals)
	text := say(t, r)
	t.Log("\n" + text)
	if r.Verdict != casefile.FileIncomplete || r.Verdict.Exit() != 2 {
		t.Errorf("signed by a test identity it is %q", r.Verdict)
	}
	if !strings.HasPrefix(text, "TEST IDENTITY") {
		t.Errorf("the first line is %q", strings.SplitN(text, "\n", 2)[0])
	}
	for _, want := range []string{"annexes_agree", "pages_agree", "log_holds", "original_agrees", "scores_agree"} {
		if !slices.Contains(codes(r, casefile.FindingFact), want) {
			t.Errorf("no %s among %v", want, codes(r, casefile.FindingFact))
		}
	}
	if len(r.Scores) < 5 || len(r.Originals) != 2 || len(r.Attachments) != 5 || r.About == nil || r.About.ReportID != e.Document.ReportID {
		t.Errorf("%d scores, %d originals, %d attachments, about %+v", len(r.Scores), len(r.Originals), len(r.Attachments), r.About)
	}
	for _, s := range r.Scores {
		if s.State != casefile.StateAgrees {
			t.Errorf("%s %s is %s", s.Method, s.Stated.Name, s.State)
		}
	}
}

func TestWithoutOriginalsTheScoresStayOpen(t *testing.T) {
	e, originals := annextest.Evidence(t)
	file := signed(t, draw(t, e))
	if r := check(t, file, nil); !slices.Contains(codes(r, casefile.FindingOpen), "originals_not_given") || r.Verdict != casefile.FileIncomplete {
		t.Errorf("%s: %v", r.Verdict, codes(r, casefile.FindingOpen))
	}
	for name := range originals {
		some := fstest.MapFS{name: originals[name]}
		r := check(t, file, some)
		if open := codes(r, casefile.FindingOpen); !slices.Contains(open, "original_missing") || !slices.Contains(open, "scores_not_computed") || r.Verdict != casefile.FileIncomplete {
			t.Errorf("with %s alone: %s, %v", name, r.Verdict, open)
		}
	}
}

func TestAChangedOriginalIsNamed(t *testing.T) {
	e, originals := annextest.Evidence(t)
	file := signed(t, draw(t, e))
	for name, f := range originals {
		data := bytes.Clone(f.Data)
		data[len(data)/2] ^= 1
		r := check(t, file, changed(originals, name, data))
		if r.Verdict != casefile.FileNotValid || !slices.Contains(codes(r, casefile.FindingProblem), "original_differs") || !strings.Contains(say(t, r), name) {
			t.Errorf("one bit of %s changed: %s\n%s", name, r.Verdict, say(t, r))
		}
	}
}

func changed(m fstest.MapFS, name string, data []byte) fstest.MapFS {
	out := fstest.MapFS{}
	for k, v := range m {
		out[k] = v
	}
	out[name] = &fstest.MapFile{Data: data}
	return out
}

// Somebody who can sign changes what travels inside, or the pages, and signs it anew: the parts no longer agree with each other.
func TestWhatIsChangedInsideIsFoundEvenSignedAnew(t *testing.T) {
	e, originals := annextest.Evidence(t)
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	build := func(files []report.Attachment, code string, doc report.Document) casefile.FileReport {
		doc.Attachments, doc.Code = files, code
		return check(t, signed(t, render(t, doc)), originals)
	}
	code := annex.Code(e.Document.ReportID, files)
	for i, f := range files {
		data := bytes.Clone(f.Data)
		at := len(data) / 2
		for data[at] < 'a' || data[at] > 'y' { // a letter that stays one
			if at++; at == len(data) {
				at = 0
			}
		}
		data[at]++
		list := slices.Clone(files)
		list[i].Data = data
		r := build(list, code, e.Document)
		if r.Verdict != casefile.FileNotValid {
			t.Errorf("a letter of %s: %s\n%s", f.Name, r.Verdict, say(t, r))
		}
		list = append(slices.Clone(files[:i]), files[i+1:]...)
		if r := build(list, code, e.Document); r.Verdict != casefile.FileNotValid {
			t.Errorf("without %s: %s\n%s", f.Name, r.Verdict, say(t, r))
		}
	}
	for name, want := range map[string]string{"code": "pages_differ", "pages": "pages_differ", "score": "score_differs", "cells": "results_differ", "log": "log_comparison"} {
		other := e
		doc := e.Document
		doc.Sections = slices.Clone(doc.Sections)
		other.Comparisons = slices.Clone(e.Comparisons)
		k := &other.Comparisons[0].Comparison
		k.Results = slices.Clone(k.Results)
		code := ""
		switch name {
		case "code":
			code = "Tracemark report " + doc.ReportID + " extract SHA-256 " + strings.Repeat("0", 64)
		case "pages":
			doc.Sections = append(doc.Sections, report.Section{Blocks: []report.Block{{Paragraph: "And another thing."}}})
		case "score", "log":
			k.Results[0].Scores = slices.Clone(k.Results[0].Scores)
			k.Results[0].Scores[0].Value++
		case "cells":
			k.Results[0].CellsAB = slices.Clone(k.Results[0].CellsAB)
			k.Results[0].CellsAB[3].Congruent = !k.Results[0].CellsAB[3].Congruent
		}
		list, err := annex.Files(other)
		if err != nil {
			t.Fatal(err)
		}
		if code == "" {
			code = annex.Code(doc.ReportID, list)
		}
		r := build(list, code, doc)
		if r.Verdict != casefile.FileNotValid || !slices.Contains(codes(r, casefile.FindingProblem), want) {
			t.Errorf("%s: %s, %v\n%s", name, r.Verdict, codes(r, casefile.FindingProblem), say(t, r))
		}
	}
}

func TestWhatIsNoReportIsSaid(t *testing.T) {
	e, _ := annextest.Evidence(t)
	var said *casefile.Error
	if _, err := verify.File(t.Context(), []byte("no pdf"), verify.Options{Name: "x.pdf"}); !errors.As(err, &said) || said.Code != casefile.Invalid {
		t.Errorf("no PDF: %v", err)
	}
	bare := e.Document
	if r := check(t, signed(t, render(t, bare)), nil); r.Verdict != casefile.FileIncomplete || !slices.Contains(codes(r, casefile.FindingOpen), "no_annexes") {
		t.Errorf("no annexes: %s", say(t, r))
	}
	if r := check(t, draw(t, e), nil); r.Verdict != casefile.FileNotValid {
		t.Errorf("not signed: %s", say(t, r))
	}
	draft := e
	draft.Document.Watermark = "DRAFT"
	if r := check(t, signed(t, draw(t, draft)), nil); r.Verdict != casefile.FileNotValid || !slices.Contains(codes(r, casefile.FindingProblem), "draft") {
		t.Errorf("a draft: %s", say(t, r))
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := verify.File(ctx, draw(t, e), verify.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// A report of another version of the program is neither called wrong nor whole.
func TestAnotherVersionsReportIsLeftOpen(t *testing.T) {
	e, originals := annextest.Evidence(t)
	e.Document.Producer = "tracemark 9.9.9"
	k := &e.Comparisons[0].Comparison
	k.Params = slices.Clone(k.Params)
	k.Params[0].Value += "0"
	doc := e.Document
	doc.Sections = slices.Clone(doc.Sections)
	doc.Sections = append(doc.Sections, report.Section{Blocks: []report.Block{{Paragraph: "Drawn otherwise."}}})
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	doc.Attachments, doc.Code = files, annex.Code(doc.ReportID, files)
	older := bytes.ReplaceAll(render(t, doc), []byte(pdf.Producer), []byte(strings.Replace(pdf.Producer, "drawing "+pdf.Drawing, "drawing 0", 1)))
	r := check(t, signed(t, older), originals)
	open := codes(r, casefile.FindingOpen)
	if r.Verdict != casefile.FileIncomplete || !slices.Contains(open, "pages_other_version") || !slices.Contains(open, "scores_not_computed") {
		t.Errorf("%s: %v\n%s", r.Verdict, open, say(t, r))
	}
}

func TestResultsAreJSON(t *testing.T) {
	e, originals := annextest.Evidence(t)
	r := check(t, signed(t, draw(t, e)), originals)
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(b, &back); err != nil || back["verdict"] != string(r.Verdict) || back["format"] != casefile.FileReportFormat {
		t.Errorf("%v: %.200s", err, b)
	}
	if os.Getenv("TRACEMARK_LOOK") != "" {
		os.WriteFile(os.Getenv("TRACEMARK_LOOK"), b, 0o600)
	}
}

// Signatures cut off a file leave one in which nothing was changed: what is missing then is said, and who signs for whom.
func TestAReportThatNotAllHaveSignedIsNotValid(t *testing.T) {
	e, _ := annextest.Evidence(t)
	sign2 := func(file []byte, id identity.Identity, as casefile.Capacity) []byte {
		t.Helper()
		out, err := sign.Sign(t.Context(), file, id, sign.Options{At: reporttest.Clock, Reason: "Report", Role: string(as)})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	anna, other := signer(t), signer(t)
	first := sign2(draw(t, e), anna, casefile.SignsAsExaminer)
	for name, c := range map[string]struct {
		file []byte
		want []string
	}{
		"both":                {sign2(first, other, casefile.SignsAsAuthoriser), nil},
		"cut":                 {first, []string{"signer_missing"}},
		"one for two":         {sign2(first, anna, casefile.SignsAsAuthoriser), []string{"one_signer"}},
		"the authoriser only": {sign2(draw(t, e), anna, casefile.SignsAsAuthoriser), []string{"signer_missing"}},
	} {
		if r := check(t, c.file, nil); !slices.Equal(codes(r, casefile.FindingProblem), c.want) {
			t.Errorf("%s: %s", name, say(t, r))
		}
	}
}
