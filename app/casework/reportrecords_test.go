package casework_test

import (
	"path/filepath"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func TestNotesAndACustodyRecordAreIssuedAsReportsAre(t *testing.T) {
	ctx := t.Context()
	x := newExamined(t, func(*casework.Settings) {})
	k := x.compare("T1")
	x.commit(k, false)
	if r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: casefile.ReportOfNotes, About: k.ID, Content: statedReport()}); err == nil && r.Refused == "" {
		t.Error("notes of what nobody concluded anything from")
	}
	if _, err := x.Conclude(ctx, x.path, k.ID, "identification", "the ridges agree"); err != nil {
		t.Fatal(err)
	}
	for kind, about := range map[casefile.ReportKind]string{casefile.ReportOfNotes: k.ID, casefile.ReportOfCustody: "T1"} {
		t.Run(string(kind), func(t *testing.T) {
			r, err := x.BeginReport(ctx, x.path, casefile.NewReport{Kind: kind, About: about, Content: statedReport()})
			if err != nil {
				t.Fatal(err)
			}
			if r.Refused != "" {
				t.Fatalf("refused: %q", r.Refused)
			}
			file := filepath.Join(t.TempDir(), "record.pdf")
			if _, err := issueBegun(ctx, x.Desk, x.path, r.Report.ID, file); err != nil {
				t.Fatal(err)
			}
		})
	}
}
