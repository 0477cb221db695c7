package report_test

import (
	"encoding/json"
	"image"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

// changed returns what a change of the facts changes in the document, whose id is always another.
func changed(t *testing.T, change func(*report.Facts)) []report.Change {
	t.Helper()
	old := build(t, reporttest.Facts())
	f := reporttest.Facts()
	f.ReportID, f.Issued = "TM-2026-0601-NEW", f.Issued.AddDate(0, 1, 0)
	if change != nil {
		change(&f)
	}
	// The old document is read from its extract, as an amendment finds it.
	b, err := json.Marshal(old)
	if err != nil {
		t.Fatal(err)
	}
	var read report.Document
	if err := json.Unmarshal(b, &read); err != nil {
		t.Fatal(err)
	}
	// The date of issue and the log's state are not of what is compared.
	return slices.DeleteFunc(report.Changes(read, build(t, f)), func(c report.Change) bool { return strings.Contains(c.Was, "2026, 12:30:15") })
}

func TestAnAmendmentThatChangesNothingHasNoChanges(t *testing.T) {
	if list := changed(t, nil); len(list) != 0 {
		t.Errorf("got %+v", list)
	}
}

func TestAnAmendmentShowsWhatChanged(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*report.Facts)
		want   []report.Change
	}{
		"a description": {func(f *report.Facts) { f.B.Exhibit.Description = "cartridge case, dented" },
			[]report.Change{{Section: "Items", What: "Description, B: Q-3", Was: "simulated cartridge case", Now: "cartridge case, dented"}}},
		"a paragraph of the reasons": {func(f *report.Facts) {
			f.Conclusion.Reason = strings.Replace(f.Conclusion.Reason, "between four and eight", "between four and seven", 1)
		},
			[]report.Change{{Section: "Conclusion (opinion of the examiner)",
				Was: "Individual characteristics agree over most of the breech face, in the pictures above between four and eight o'clock in particular. The agreement exceeds the best agreement known between marks of different firearms.",
				Now: "Individual characteristics agree over most of the breech face, in the pictures above between four and seven o'clock in particular. The agreement exceeds the best agreement known between marks of different firearms."}}},
		"a paragraph more": {func(f *report.Facts) { f.Conclusion.Reason += "\nThe ejector marks were not compared." },
			[]report.Change{{Section: "Conclusion (opinion of the examiner)", Now: "The ejector marks were not compared."}}},
		"a parameter's value": {func(f *report.Facts) { f.Comparison.Params[0].Value = "460" },
			[]report.Change{{Section: "Parameters of the method", What: "Cell side, Value", Was: "450", Now: "460"}}},
		"a parameter more": {func(f *report.Facts) {
			f.Comparison.Params = slices.Insert(f.Comparison.Params, 1, casefile.Param{Name: "Overlap", Value: "0.5"})
		}, []report.Change{{Section: "Parameters of the method", What: "Overlap", Now: "0.5; –; not stated"}}},
		"a parameter gone": {func(f *report.Facts) { f.Comparison.Params = f.Comparison.Params[:3] },
			[]report.Change{{Section: "Parameters of the method", What: "Band-pass", Was: "16 to 500; µm; ISO 16610-61, Gaussian"}}},
		"a section gone":  {func(f *report.Facts) { f.Examination = nil }, nil},
		"another picture": {func(f *report.Facts) { f.Figures[1].Image = image.NewNRGBA(image.Rect(0, 0, 420, 420)) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := changed(t, c.change)
			if c.want != nil && !slices.Equal(got, c.want) {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
			if len(got) == 0 {
				t.Error("no change is seen")
			}
			for _, g := range got {
				switch {
				case name == "a section gone" && (g.Section != "Examination" || g.Now != ""):
					t.Errorf("got %+v", g)
				case name == "another picture" && (len(got) != 1 || g.What != "2. Recording B (Q-3), relief lit from the upper left, SHA-256" || len(g.Was) != 64 || len(g.Now) != 64):
					t.Errorf("got %+v", g)
				}
			}
		})
	}
}

func TestDocumentsInTwoLanguagesAreNotCompared(t *testing.T) {
	d := build(t, reporttest.Facts())
	e := d
	e.Lang = "fr"
	if got := report.Changes(d, e); len(got) != 1 || got[0].What != "Language" {
		t.Errorf("got %+v", got)
	}
}
