package pdf_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"tracemark/export/pdf"
	"tracemark/export/pdf/object"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

// A report that an older program drew must not be taken for one that somebody changed: see pdf.Drawing.
func TestTheDrawingHasItsNumber(t *testing.T) {
	sum := sha256.New()
	for _, d := range []struct {
		template string
		facts    report.Facts
	}{{"comparison", reporttest.Complete()}, {"comparison", reporttest.Hard(reporttest.Complete())}, {"notes", reporttest.Notes()}, {"custody", reporttest.Custody(3)},
		{"verification", reporttest.VerificationRecord(false)}} {
		for _, lang := range report.Languages() {
			style, err := report.LoadStyle(lang, d.template, nil)
			if err != nil {
				t.Fatal(err)
			}
			style.Letterhead = reporttest.Letterhead()
			doc, err := report.BuildWith(d.facts, style)
			if err != nil {
				t.Fatal(err)
			}
			file, err := pdf.RenderWith(t.Context(), doc, pdf.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(sum, drawn(t, file))
		}
	}
	const kept = "testdata/drawing.txt"
	now := fmt.Sprintf("%s %x\n", pdf.Drawing, sum.Sum(nil))
	was, err := os.ReadFile(kept)
	if err == nil && string(was) == now {
		return
	}
	if err == nil && strings.HasPrefix(string(was), pdf.Drawing+" ") {
		t.Fatalf("what is drawn is not what drawing %s drew: raise pdf.Drawing, and run the test again to keep the new one", pdf.Drawing)
	}
	if err := os.WriteFile(kept, []byte(now), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Fatalf("drawing %s is new: it is kept in %s from now on", pdf.Drawing, kept)
}

// drawn returns a digest of all objects of a file but what it says of its making.
func drawn(t *testing.T, file []byte) string {
	t.Helper()
	f, err := object.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	info := fmt.Sprint(f.Trailer["Info"])
	sum := sha256.New()
	for _, n := range f.Numbers() {
		v, err := f.Object(n)
		if err != nil {
			t.Fatal(err)
		}
		s, ok := v.(*object.Stream)
		switch {
		case !ok:
			if d, is := v.(object.Dict); is && d["Producer"] != nil {
				continue
			}
			fmt.Fprintln(sum, n, v)
		case s.Dict["Subtype"] == object.Name("XML"):
		default:
			data, err := f.Data(s, 64<<20)
			if err != nil {
				t.Fatal(err)
			}
			delete(s.Dict, "Length")
			fmt.Fprintln(sum, n, s.Dict)
			sum.Write(data)
		}
	}
	return fmt.Sprintf("%s %x", info, sum.Sum(nil))
}
