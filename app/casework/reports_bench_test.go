package casework_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// BenchmarkBatchRecords makes custody records of 1,000 exhibits, each with one event: begun and drawn, one page each.
// With the making of the case it took 33 s of processor time and 152 MB at commit 73737a0.
func BenchmarkBatchRecords(b *testing.B) {
	ctx := b.Context()
	d, err := casework.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	d.Use(func(s *casework.Settings) { s.Examiner, s.Agency, s.Address = "A. Examiner", "Laboratory", "1 Street" })
	path := filepath.Join(b.TempDir(), "case")
	if _, err := d.CreateCaseAt(ctx, path, casefile.NewCase{Number: "1", Title: "Many"}); err != nil {
		b.Fatal(err)
	}
	const n = 1000
	for i := range n {
		x, err := d.AddExhibit(ctx, path, casefile.Exhibit{Label: fmt.Sprintf("E%04d", i+1), Kind: casefile.KindCartridgeCase})
		if err != nil {
			b.Fatal(err)
		}
		_, err = d.AddCustody(ctx, path, casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: x.ID, Kind: casefile.BookedIn, Happened: time.Now().Add(-time.Hour), Place: "Laboratory", Why: "examination",
			From: casefile.Party{Name: "O. Officer", Organisation: "Police", Document: "card 7"}, To: casefile.Party{Name: "A. Examiner", Organisation: "Laboratory", Document: "card 1"}}})
		if err != nil {
			b.Fatal(err)
		}
	}
	content := statedReport()
	content.Template = "custody-slip"
	for i := 0; b.Loop(); i++ {
		folder := filepath.Join(b.TempDir(), fmt.Sprint(i))
		list, err := d.BatchRecords(ctx, path, casefile.ReportBatch{Kind: casefile.ReportOfCustody, Folder: folder, Content: content}, nil)
		if err != nil || len(list) != n {
			b.Fatalf("%d, %v", len(list), err)
		}
		out, err := exec.CommandContext(ctx, "pdfinfo", filepath.Join(folder, "draft-1-E0001.pdf")).Output()
		if err == nil {
			b.Logf("%s", strings.Join(strings.Fields(string(out)), " "))
		}
	}
}
