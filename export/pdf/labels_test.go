package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"tracemark/casefile"
	"tracemark/export/pdf"
)

var labelTime = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// labels returns n labels: short ones, long ones, Cyrillic and Greek ones.
func labels(n int) []casefile.Label {
	var out []casefile.Label
	for i := range n {
		id := fmt.Sprintf("0194f3a2-7c1d-7e55-8b1a-%012x", i*7919)
		c := casefile.Label{Agency: "City Laboratory", CaseNumber: "26-0117", Exhibit: fmt.Sprintf("A%d", i+1), Kind: "cartridge case", Description: "9 mm Luger, brass",
			ID: id, Code: casefile.LabelCode("case", id)}
		switch i % 4 {
		case 1:
			c.Agency, c.Exhibit, c.Description = "Экспертно-криминалистический центр", "Гильза № 3", "калибр 9 мм, латунь"
		case 2:
			c.Agency, c.Exhibit, c.HandlingCode = "Διεύθυνση Εγκληματολογικών Ερευνών", "Κάλυκας Α", "CONFIDENTIAL"
		case 3:
			c.Agency, c.CaseNumber = strings.Repeat("National Institute of Forensic Science ", 3), strings.Repeat("2026/17-", 12)
			c.Exhibit, c.Description, c.HandlingCode = strings.Repeat("Exhibit 44 ", 9), strings.Repeat("found under the third step of the stairs ", 20), strings.Repeat("SECRET ", 20)
			c.Notice = "SYNTHETIC DATA"
		}
		out = append(out, c)
	}
	return out
}

// pageImages draws the pages of a file at a resolution with another program.
func pageImages(t *testing.T, file []byte, dpi int) []image.Image {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not installed: codes cannot be read back from the drawn page")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "labels.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", "-png", path, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "page*.png"))
	var out []image.Image
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, img)
	}
	return out
}

// cut returns the label at a place, as a camera would see it.
func cut(page image.Image, s casefile.LabelSheet, at int, dpi float64) image.Image {
	px := func(mm float64) int { return int(mm * dpi / 25.4) }
	x, y := s.Left+float64(at%s.Columns)*s.StepX, s.Top+float64(at/s.Columns)*s.StepY
	r := image.Rect(px(x), px(y), px(x+s.Width), px(y+s.Height)).Intersect(page.Bounds())
	out := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Bounds(), page, r.Min, draw.Src)
	return out
}

func scan(t *testing.T, r gozxing.Reader, img image.Image) string {
	t.Helper()
	b, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Decode(b, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return err.Error()
	}
	return got.GetText()
}

// TestCodesOfLabelsAreReadBackFromTheDrawnPage also draws what printers of 203 dots to the inch make of a label.
func TestCodesOfLabelsAreReadBackFromTheDrawnPage(t *testing.T) {
	for _, sheet := range casefile.LabelSheets() {
		for _, dpi := range []int{150, 200, 203} {
			t.Run(fmt.Sprintf("%s at %d dpi", sheet.ID, dpi), func(t *testing.T) {
				all := labels(min(8, 2*sheet.PerPage()+2))
				start := min(2, sheet.PerPage())
				file, err := pdf.Labels(t.Context(), all, sheet, start, labelTime)
				if err != nil {
					t.Fatal(err)
				}
				keep(t, file)
				pages := pageImages(t, file, dpi)
				for i, c := range all {
					at := start - 1 + i
					img := cut(pages[at/sheet.PerPage()], sheet, at%sheet.PerPage(), float64(dpi))
					if got := scan(t, qrcode.NewQRCodeReader(), img); got != c.Code {
						t.Errorf("QR of label %d: %q, want %q", i+1, got, c.Code)
					}
					if got := scan(t, oned.NewCode128Reader(), img); got != c.Code {
						t.Errorf("Code 128 of label %d: %q, want %q", i+1, got, c.Code)
					}
				}
			})
		}
	}
}

func keep(t *testing.T, b []byte) {
	t.Helper()
	if dir := os.Getenv("TRACEMARK_KEEP"); dir != "" { // to look at what a test drew
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "_")+".pdf"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLabelsSayWhatIsOnThem(t *testing.T) {
	all := labels(4)
	sheet := casefile.LabelSheets()[0]
	file, err := pdf.Labels(t.Context(), all, sheet, 1, labelTime)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(words(t, file), " ")
	for _, want := range []string{"City Laboratory", "26-0117", "A1", "cartridge case: 9 mm Luger, brass", "Гильза № 3", "Κάλυκας Α", "CONFIDENTIAL", all[0].ID, "…",
		all[3].Code[:4] + " " + all[3].Code[4:8]} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if again, err := pdf.Labels(t.Context(), all, sheet, 1, labelTime); err != nil || !bytes.Equal(again, file) {
		t.Errorf("another file: %v", err)
	}
}

// TestNothingOfALabelLeavesIt looks for ink beyond the edges of labels that say far too much.
func TestNothingOfALabelLeavesIt(t *testing.T) {
	for _, sheet := range casefile.LabelSheets()[:2] {
		long := labels(4)[3]
		file, err := pdf.Labels(t.Context(), []casefile.Label{long}, sheet, sheet.Columns+1, labelTime) // first of the second row
		if err != nil {
			t.Fatal(err)
		}
		const dpi = 150
		page := pageImages(t, file, dpi)[0]
		x, y := sheet.Left, sheet.Top+sheet.StepY
		for py := range page.Bounds().Dy() {
			for px := range page.Bounds().Dx() {
				mmx, mmy := float64(px)*25.4/dpi, float64(py)*25.4/dpi
				inside := mmx >= x+0.5 && mmx <= x+sheet.Width-0.5 && mmy >= y+0.5 && mmy <= y+sheet.Height-0.5
				if r, _, _, _ := page.At(px, py).RGBA(); r < 0xf000 && !inside {
					t.Fatalf("%s: ink at %.1f, %.1f mm", sheet.ID, mmx, mmy)
				}
			}
		}
	}
}

func TestLabelsThatCannotBePrintedAreRefused(t *testing.T) {
	sheet := casefile.LabelSheets()[0]
	for _, c := range []struct{ n, start int }{{0, 1}, {1, 0}, {1, 25}} {
		if _, err := pdf.Labels(t.Context(), labels(c.n), sheet, c.start, labelTime); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%d labels from %d: %v", c.n, c.start, err)
		}
	}
}
