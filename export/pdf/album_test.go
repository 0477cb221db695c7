package pdf_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/pdf"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

var album = flag.String("album", "", "folder into which every kind of document is written in every language, to be looked at page by page")

// albumFacts are what the album's documents are made from, by template and what they show.
func albumFacts() map[string]report.Facts {
	mixed := reporttest.Photographs(false)
	mixed.A.Capture.Kind = casefile.Topography
	mixed.Comparison.Results, mixed.Comparison.Params = nil, nil
	return map[string]report.Facts{
		"comparison issued": reporttest.Complete(), "comparison amended": reporttest.Amended(), "comparison hard": reporttest.Hard(reporttest.Restricted(reporttest.Complete())),
		"comparison bare": reporttest.Bare(), "comparison photographs": reporttest.Photographs(true), "comparison mixed": mixed,
		"notes issued": reporttest.Notes(), "notes hard": reporttest.Hard(reporttest.Notes()),
		"verification agreed": reporttest.VerificationRecord(true), "verification disputed": reporttest.VerificationRecord(false),
		"verification hard": reporttest.Hard(reporttest.VerificationRecord(false)),
		"custody issued":    reporttest.Custody(3), "custody hard": reporttest.Hard(reporttest.Custody(40)),
	}
}

func TestTheAlbumCanBeDrawn(t *testing.T) {
	if *album == "" {
		t.Skip("no folder for the album: -album DIR")
	}
	facts := albumFacts()
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		for _, lang := range report.Languages() {
			template, shows, _ := strings.Cut(name, " ")
			style, err := report.LoadStyle(lang, template, nil)
			if err != nil {
				t.Fatal(err)
			}
			if shows == "issued" || shows == "disputed" {
				style.Letterhead = reporttest.Letterhead()
			}
			f, _, err := report.Redact(facts[name], style, []byte(strings.Repeat("s", 32)), map[string]string{report.AllRestricted: "Its owner was not asked."})
			if err != nil {
				t.Fatal(err)
			}
			d, err := report.BuildWith(f, style)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := pdf.Check(d); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			b, err := pdf.RenderWith(t.Context(), d, pdf.Options{Mail: shows == "photographs"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range rules.Check(b) {
				t.Errorf("%s: %v", name, found)
			}
			if err := os.WriteFile(filepath.Join(*album, strings.ReplaceAll(name, " ", "-")+"-"+lang+".pdf"), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheInstructionsFitOnTheLastPage(t *testing.T) {
	for _, lang := range report.Languages() {
		for _, template := range []string{"comparison", "notes", "verification", "custody"} {
			style, err := report.LoadStyle(lang, template, nil)
			if err != nil {
				t.Fatal(err)
			}
			f := reporttest.VerificationRecord(true)
			f.Custody = reporttest.Custody(1).Custody
			d, err := report.BuildWith(f, style)
			if err != nil {
				t.Fatal(err)
			}
			d.Sections, d.Banners = d.Sections[len(d.Sections)-1:], []string{"SYNTHETIC DATA", "TEST IDENTITY"}
			b, err := pdf.RenderWith(t.Context(), d, pdf.Options{Mail: true}, nil) // a third banner
			if err != nil {
				t.Fatal(err)
			}
			if pages := words(t, b); len(pages) != 2 || !strings.Contains(pages[1], style.Wording.Say("How to check this document")) || !strings.Contains(pages[1], d.EndMark) {
				t.Errorf("%s, %s: the instructions take %d pages, not one", template, lang, len(pages)-1)
			}
		}
	}
}
