package casework_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// reportExhibits is how many exhibits the case has in which reports are looked at.
const reportExhibits = 300

// BenchmarkReport is what the screens of reports ask for, in a case of 300 exhibits with custody: a report on two recordings of 1,200 by
// 1,200 points is shown (first after the program started, and again), listed and drawn. What is shown waits for a person: it is to be there within a second.
func BenchmarkReport(b *testing.B) {
	ctx := b.Context()
	home := b.TempDir()
	d, err := casework.Open(home)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { d.Close() }()
	d.Use(func(s *casework.Settings) {
		s.Examiner, s.Agency, s.Address, s.CommitFirst = "A. Examiner", "Laboratory", "1 Street", false
	})
	path := filepath.Join(home, "case")
	id := concludedAmongMany(b, d, path)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			if err := d.Close(); err != nil {
				b.Fatal(err)
			}
			if d, err = casework.Open(home); err != nil {
				b.Fatal(err)
			}
			if _, err := d.OpenCase(ctx, path); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if _, err := d.Report(ctx, path, id); err != nil {
				b.Fatal(err)
			}
		}
	})
	filtered, err := d.BeginReport(ctx, path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: "1", Content: casefile.ReportContent{Filters: true}})
	if err != nil {
		b.Fatal(err)
	}
	for name, ask := range map[string]func() error{
		"again":                                  func() error { _, err := d.Report(ctx, path, id); return err },
		"again, with scores under other filters": func() error { _, err := d.Report(ctx, path, filtered.Report.ID); return err },
		"lines":                                  func() error { _, err := d.ReportLines(ctx, path); return err },
		"draft":                                  func() error { _, err := d.DraftReport(ctx, path, id, nil); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// concludedAmongMany makes a case of many exhibits in custody, of which two were recorded, compared and concluded from, and returns the
// report that was begun.
func concludedAmongMany(b *testing.B, d *casework.Desk, path string) string {
	b.Helper()
	ctx := b.Context()
	if _, err := d.CreateCaseAt(ctx, path, casefile.NewCase{Number: "1", Title: "Many"}); err != nil {
		b.Fatal(err)
	}
	var captures [2]casefile.Capture
	for i := range reportExhibits {
		label := fmt.Sprintf("E%03d", i+1)
		var exhibit string
		if i < len(captures) {
			captures[i] = importScan(b, d, path, bigScan(b, i+1), label)
			exhibit = captures[i].ExhibitID
		} else {
			x, err := d.AddExhibit(ctx, path, casefile.Exhibit{Label: label, Kind: casefile.KindCartridgeCase})
			if err != nil {
				b.Fatal(err)
			}
			exhibit = x.ID
		}
		_, err := d.AddCustody(ctx, path, casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: exhibit, Kind: casefile.BookedIn, Happened: time.Now().Add(-time.Hour),
			Place: "Laboratory", Why: "examination", From: casefile.Party{Name: "O. Officer", Organisation: "Police", Document: "card 7"},
			To: casefile.Party{Name: "A. Examiner", Organisation: "Laboratory", Document: "card 1"}}})
		if err != nil {
			b.Fatal(err)
		}
	}
	k, err := d.Compare(ctx, path, captures[0].ID, captures[1].ID, nil)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := d.Conclude(ctx, path, k.ID, "identification", "ridges agree"); err != nil {
		b.Fatal(err)
	}
	r, err := d.BeginReport(ctx, path, casefile.NewReport{Kind: casefile.ReportOnComparison, About: k.ID, Content: statedReport()})
	if err != nil {
		b.Fatal(err)
	}
	return r.Report.ID
}

// bigScan writes a shot of one simulated firearm, recorded as finely as instruments do.
func bigScan(b *testing.B, shot int) string {
	b.Helper()
	var out bytes.Buffer
	fired := synth.NewFirearm(1, synth.Params{Width: 1200, Height: 1200, SpacingUM: 3}).Fire(uint64(shot))
	if err := x3p.Encode(&out, synth.File(fired, fmt.Sprint(shot))); err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(b.TempDir(), fmt.Sprintf("shot %d.x3p", shot))
	write(b, file, out.String())
	return file
}
