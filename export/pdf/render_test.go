package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tracemark/export/pdf"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func render(t testing.TB, f report.Facts) []byte {
	t.Helper()
	d, err := report.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("TRACEMARK_KEEP"); dir != "" { // to look at what a test drew
		name := strings.ReplaceAll(t.Name(), "/", "_") + ".pdf"
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// tool runs an outside program on the file, and skips the test where it is not installed.
func tool(t *testing.T, b []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed: this check by an outside program is left out", name)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = path
		}
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestSameDocumentSameBytes(t *testing.T) {
	want := render(t, reporttest.Facts())
	for range 12 { // the drawing library orders some things by chance: once is not enough
		if !bytes.Equal(render(t, reporttest.Facts()), want) {
			t.Fatal("the same document was drawn as different bytes")
		}
	}
}

func TestStructureIsSound(t *testing.T) {
	b := render(t, reporttest.Facts())
	out := tool(t, b, "qpdf", "--check", "FILE")
	if strings.Contains(out, "WARNING") || !strings.Contains(out, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf:\n%s", out)
	}
}

func TestEveryFontIsEmbedded(t *testing.T) {
	out := tool(t, render(t, reporttest.Facts()), "pdffonts", "FILE")
	rows := regexp.MustCompile(`(?mi)^.*liberation.*$`).FindAllString(out, -1)
	if len(rows) < 3 {
		t.Errorf("pdffonts:\n%s", out)
	}
	for _, r := range rows {
		if !regexp.MustCompile(`Identity-H\s+yes yes yes`).MatchString(r) {
			t.Errorf("not embedded as a subset with Unicode: %s", r)
		}
	}
}

// words returns the text of each page with every run of spaces as one.
func words(t *testing.T, b []byte) []string {
	t.Helper()
	pages := strings.Split(tool(t, b, "pdftotext", "-layout", "-enc", "UTF-8", "FILE", "-"), "\f")
	for i, p := range pages {
		pages[i] = strings.Join(strings.Fields(p), " ")
	}
	return pages[:len(pages)-1]
}

func TestEveryPageSaysWhatItBelongsTo(t *testing.T) {
	f := reporttest.Facts()
	pages := words(t, render(t, f))
	if len(pages) < 4 {
		t.Fatalf("got %d pages", len(pages))
	}
	for i, p := range pages {
		for _, want := range []string{"Report " + f.ReportID, fmt.Sprintf("Page %d of %d", i+1, len(pages)), report.BannerSynthetic, report.BannerTest} {
			if !strings.Contains(p, want) {
				t.Errorf("page %d does not say %q:\n%s", i+1, want, p)
			}
		}
	}
	if last := pages[len(pages)-1]; !strings.Contains(last, "End of report "+f.ReportID) {
		t.Errorf("no end mark on the last page:\n%s", last)
	}
}

// attr reads a number from an attribute of a line of XML.
func attr(t *testing.T, line, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(name + `="([-0-9.]+)"`).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("no %s in %s", name, line)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
