package pdf_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"tracemark/export/pdf"
	"tracemark/export/report"
)

// thick is a report of some 20 pages with n plates of 1200 by 1200 pixels, every third in colour, all different.
func thick(t testing.TB, n int) report.Document {
	t.Helper()
	d := full(t)
	var plates report.Section
	plates.Heading = "Plates"
	for i := range n {
		p := &report.Picture{Number: i + 1, Caption: fmt.Sprintf("Plate %d of both specimens at the same magnification.", i+1), Width: 1200, Height: 1200,
			Image: noise(1200, 1200, i%3 == 0, uint64(i))}
		if i%2 == 0 {
			plates.Blocks = append(plates.Blocks, report.Block{Figures: []*report.Picture{p}})
		} else {
			last := &plates.Blocks[len(plates.Blocks)-1]
			last.Figures = append(last.Figures, p)
		}
	}
	d.Sections = append(d.Sections, plates)
	for i := range 8 {
		d.Sections = append(d.Sections, report.Section{Heading: fmt.Sprintf("Notes %d", i+1), Blocks: []report.Block{
			{Paragraph: strings.Repeat("The marks agree in part, and the parts that agree are described here in words. ", 30)}}})
	}
	return d
}

// record is a document of one page.
func record(i int) report.Document {
	return written(report.Pair{Name: "Exhibit", Value: fmt.Sprintf("A%d", i)}, report.Pair{Name: "SHA-256", Value: fmt.Sprintf("%064x", i*7919), Mono: true},
		report.Pair{Name: "Remark", Value: "Received sealed, seal intact, opened in the presence of the second examiner."})
}

// BenchmarkThirtyPlates draws a thick report. Measured on two shared cores of a Xeon at commit 73737a0: lossless 47.8 MB, for mail 1.2 MB; some
// 4.6 s of processor time for one of each with the pictures made first, 320 MB at most. Wanted: 15 s and 80 MB.
func BenchmarkThirtyPlates(b *testing.B) {
	for name, o := range map[string]pdf.Options{"lossless": {}, "mail": {Mail: true}} {
		d := thick(b, 30)
		b.Run(name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				file, err := pdf.RenderWith(b.Context(), d, o, nil)
				if err != nil {
					b.Fatal(err)
				}
				size = len(file)
			}
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
}

func BenchmarkRecords(b *testing.B) {
	for b.Loop() {
		for i := range 100 {
			if _, err := pdf.Render(b.Context(), record(i)); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkAttachments(b *testing.B) {
	file, err := pdf.Render(b.Context(), full(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := pdf.Attachments(file); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAPictureIsLossless(t *testing.T) {
	d := written()
	for i, img := range []image.Image{noise(61, 37, false, 1), noise(61, 37, true, 2)} {
		d.Sections[0].Blocks = append(d.Sections[0].Blocks, report.Block{Figures: []*report.Picture{{Number: i + 1, Caption: "x", Width: 61, Height: 37, Image: img}}})
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, d)
}
