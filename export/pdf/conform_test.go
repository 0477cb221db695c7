package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/export/sign"
)

// full is a document with everything that one can have.
func full(t testing.TB) report.Document {
	t.Helper()
	d, err := report.Build(reporttest.Facts())
	if err != nil {
		t.Fatal(err)
	}
	logo := image.NewNRGBA(image.Rect(0, 0, 120, 60))
	for i := range logo.Pix {
		logo.Pix[i] = byte(i * 7)
	}
	d.Letterhead = &report.Letterhead{Lines: []string{"Tatortstraße 7, 1090 Wien", "Εργαστήριο, Αθήνα", "Лаборатория, София", "ظرف رقم 12"}, Foot: "Accredited to ISO/IEC 17025, no. 0815.", Logo: logo}
	d.Watermark, d.Code = "DRAFT", "TM-2026-0504-7Q3F9K 4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865"
	d.Attachments = []report.Attachment{
		{Name: "originals.json", MediaType: "application/json", Relation: report.RelationSource, Description: "Originals (with SHA-256)", Data: []byte(`{"originals":[]}`)},
		{Name: "extract.json", MediaType: "application/json", Relation: report.RelationData, Description: "Выписка", Data: bytes.Repeat([]byte("{}\n"), 1000)},
		{Name: "mask-a.png", MediaType: "image/png", Relation: report.RelationSupplement, Data: []byte{}},
	}
	return d
}

func TestAReportConformsAsFarAsTheOwnCheckSees(t *testing.T) {
	for name, o := range map[string]pdf.Options{"issued": {}, "mail": {Mail: true}} {
		t.Run(name, func(t *testing.T) {
			b, err := pdf.RenderWith(t.Context(), full(t), o, nil)
			if err != nil {
				t.Fatal(err)
			}
			keep(t, b)
			for _, f := range rules.Check(b) {
				t.Error(f)
			}
			if !bytes.Contains(b, []byte("<pdfaid:part>3</pdfaid:part>")) {
				t.Error("the file makes no claim")
			}
			if out := tool(t, b, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") || !strings.Contains(out, "No syntax or stream encoding errors found") {
				t.Errorf("qpdf: %s", out)
			}
			if out := tool(t, b, "mutool", "draw", "-o", os.DevNull, "FILE"); strings.Contains(out, "error") || strings.Contains(strings.ReplaceAll(out, "warning: ICC support is not available", ""), "warning") {
				t.Errorf("mutool: %s", out)
			}
		})
	}
}

func TestWhatIsAttachedIsReadBack(t *testing.T) {
	d := full(t)
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pdf.Attachments(b)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d attachments, %v", len(got), err)
	}
	for _, want := range d.Attachments {
		found := false
		for _, a := range got {
			if a.Name == want.Name {
				found = true
				if !bytes.Equal(a.Data, want.Data) || a.MediaType != want.MediaType || a.Relation != want.Relation || a.Description != want.Description {
					t.Errorf("%s: got %q, %q, %q, %d bytes", a.Name, a.MediaType, a.Relation, a.Description, len(a.Data))
				}
			}
		}
		if !found {
			t.Errorf("no %s", want.Name)
		}
	}
	out := tool(t, b, "qpdf", "--list-attachments", "FILE")
	if strings.Count(out, "->") != 3 {
		t.Errorf("qpdf lists\n%s", out)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "r.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdfdetach"); err != nil {
		t.Skip("pdfdetach is not installed: another reader of attachments is left out")
	}
	if out, err := exec.CommandContext(t.Context(), "pdfdetach", "-savefile", "extract.json", "-o", filepath.Join(dir, "x"), path).CombinedOutput(); err != nil {
		t.Fatalf("pdfdetach: %v %s", err, out)
	}
	if x, err := os.ReadFile(filepath.Join(dir, "x")); err != nil || !bytes.Equal(x, d.Attachments[1].Data) {
		t.Errorf("pdfdetach saves %d bytes, %v", len(x), err)
	}
}

func TestNoAttachmentsIsNoError(t *testing.T) {
	b, err := pdf.Render(t.Context(), written())
	if err != nil {
		t.Fatal(err)
	}
	if all, err := pdf.Attachments(b); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestDamagedAttachmentsAreNotReturned(t *testing.T) {
	d := full(t)
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"/Size 3000", "/Size 3001"}, {"/UF (extract.json)", "/UF (extracT.json)"}, {"/CheckSum <", "/CheckSum <0"},
		{"/Names [(extract.json)", "/Names [(zxtract.json)"}, {"/EF <</F ", "/EF <</G "}} {
		broken := bytes.Replace(b, []byte(c[0]), []byte(c[1]), 1)
		if bytes.Equal(broken, b) {
			t.Fatalf("no %s in the file", c[0])
		}
		if len(c[0]) != len(c[1]) { // keep the places: a space less before it
			broken = bytes.Replace(b, []byte(" "+c[0]), []byte(c[1]), 1)
		}
		if all, err := pdf.Attachments(broken); err == nil {
			t.Errorf("%s: %d attachments", c[1], len(all))
		}
	}
}

// judge runs PDFBox Preflight, which knows PDF/A-1b alone.
func judge(t *testing.T, b []byte) string {
	t.Helper()
	var jars []string
	for _, name := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging"} {
		path := "/usr/share/java/" + name + ".jar"
		if _, err := os.Stat(path); err != nil {
			t.Skipf("no %s: PDFBox Preflight is not installed, its judgement is left out", path)
		}
		jars = append(jars, path)
	}
	for _, name := range []string{"java", "javac"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: the judgement of PDFBox Preflight is left out", name)
		}
	}
	dir := t.TempDir()
	path := strings.Join(jars, ":")
	if err := os.WriteFile(filepath.Join(dir, "r.pdf"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob(filepath.Join("testdata", "preflight", "*.java"))
	if err != nil || len(sources) == 0 {
		t.Fatalf("no program in testdata: %v", err)
	}
	if out, err := exec.CommandContext(t.Context(), "javac", append([]string{"-cp", path, "-d", dir}, sources...)...).CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "java", "-cp", path+":"+dir, "Judge", filepath.Join(dir, "r.pdf")).CombinedOutput()
	if err != nil {
		t.Fatalf("java: %v\n%s", err, out)
	}
	return string(out)
}

func TestPreflightFindsTheRenderingOfPart1Valid(t *testing.T) {
	b, err := pdf.RenderWith(t.Context(), full(t), pdf.Options{Part1: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	if out := judge(t, b); !strings.Contains(out, "valid true") {
		t.Errorf("Preflight says\n%s", out)
	}
	if all, err := pdf.Attachments(b); err != nil || len(all) != 0 {
		t.Errorf("%d attachments, %v", len(all), err)
	}
}

func TestPreflightFindsInPart3OnlyWhatPart1Forbids(t *testing.T) {
	d := full(t)
	d.Attachments = nil
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(judge(t, b)), "\n") {
		// The part that the file claims, and the set of characters that part 3 no longer asks for.
		if line != "valid false" && !strings.Contains(line, "part must be 1") && !strings.Contains(line, "CIDSet") {
			t.Errorf("Preflight says %s", line)
		}
	}
}

func TestTheLookOfASignature(t *testing.T) {
	a := pdf.Look{Heading: "Signed electronically by", Name: "Анна Παπαδοπούλου Beispiel", Role: "Forensic examiner", Reason: "I am the author of this report",
		Date: "2026-05-04 12:30:15 UTC", Level: "The level of the signature is shown by the verifier, not by this picture.", Notice: "TEST IDENTITY", Lang: "en-GB"}
	b, err := pdf.Appearance(a)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b)
	time.Sleep(time.Second) // dates are written to the second
	if again, err := pdf.Appearance(a); err != nil || !bytes.Equal(again, b) {
		t.Errorf("another file: %v", err)
	}
	text := strings.Join(words(t, b), " ")
	for _, want := range []string{a.Heading, a.Name, a.Role, a.Reason, a.Date, a.Notice} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	for _, f := range rules.Check(b) {
		if f.Clause != "6.6.4" { // it is part of a report, and claims nothing by itself
			t.Error(f)
		}
	}
	a.Name = "\U0001F52B"
	if _, err := pdf.Appearance(a); err == nil {
		t.Error("a name that cannot be drawn is drawn")
	}
}

// noise fills a picture with what packs badly, smooth in the large as a recording is.
func noise(w, h int, colours bool, seed uint64) image.Image {
	r := rand.New(rand.NewPCG(seed, 7))
	at := func(x, y int) uint8 { return uint8(100 + 60*((x/40+y/60)%2) + r.IntN(24)) }
	if !colours {
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range img.Pix {
			img.Pix[i] = at(i%w, i/w)
		}
		return img
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := at(x, y)
			img.SetNRGBA(x, y, color.NRGBA{v, v - uint8(r.IntN(12)), v - 30, 255})
		}
	}
	return img
}

// same takes the pictures out of a file with another program and compares them pixel by pixel.
func same(t *testing.T, b []byte, d report.Document) {
	t.Helper()
	if _, err := exec.LookPath("pdfimages"); err != nil {
		t.Skip("pdfimages is not installed: the pictures cannot be taken out by another program")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "r.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "pdfimages", "-png", path, filepath.Join(dir, "p")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "p*.png"))
	n := 0
	for _, s := range d.Sections {
		for _, block := range s.Blocks {
			for _, f := range block.Figures {
				if n >= len(names) {
					t.Fatalf("only %d pictures in the file", len(names))
				}
				data, err := os.ReadFile(names[n])
				if err != nil {
					t.Fatal(err)
				}
				n++
				got, err := png.Decode(bytes.NewReader(data))
				if err != nil || got.Bounds() != f.Image.Bounds() {
					t.Fatalf("picture %d: %v", n, err)
				}
				for y := range f.Height {
					for x := range f.Width {
						r1, g1, b1, _ := got.At(x, y).RGBA()
						r2, g2, b2, _ := f.Image.At(x, y).RGBA()
						if r1 != r2 || g1 != g2 || b1 != b2 {
							t.Fatalf("picture %d differs at %d, %d", n, x, y)
						}
					}
				}
			}
		}
	}
}

// signed signs a file with a test identity.
func signed(t *testing.T, b []byte) []byte {
	t.Helper()
	at := time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC)
	p12, err := identity.NewTestIdentity("Anna Beispiel", "Example Laboratory", "secret", at)
	if err != nil {
		t.Fatal(err)
	}
	id, err := identity.LoadPKCS12(p12, "secret")
	if err != nil {
		t.Fatal(err)
	}
	out, err := sign.Sign(t.Context(), b, id, sign.Options{At: at})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestASignedRenderingOfPart1IsValid(t *testing.T) {
	b, err := pdf.RenderWith(t.Context(), full(t), pdf.Options{Part1: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	b = signed(t, b)
	keep(t, b)
	if out := judge(t, b); !strings.Contains(out, "valid true") {
		t.Errorf("Preflight says\n%s", out)
	}
}

func TestASignedReportBreaksNoRule(t *testing.T) {
	d := full(t)
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	b = signed(t, b)
	for _, f := range rules.Check(b) {
		t.Error(f)
	}
	if all, err := pdf.Attachments(b); err != nil || len(all) != len(d.Attachments) {
		t.Errorf("%d attachments, %v", len(all), err)
	}
}

func TestAttachmentsThatNobodyCouldReadAreRefused(t *testing.T) {
	good := report.Attachment{Name: "a.json", MediaType: "application/json", Relation: report.RelationData}
	for name, bad := range map[string]report.Attachment{
		"no name":     {MediaType: "application/json", Relation: report.RelationData},
		"a path":      {Name: "../a", MediaType: "application/json", Relation: report.RelationData},
		"not ASCII":   {Name: "é", MediaType: "application/json", Relation: report.RelationData},
		"no type":     {Name: "b", Relation: report.RelationData},
		"no relation": {Name: "b", MediaType: "application/json"},
		"twice":       good,
	} {
		d := written()
		d.Attachments = []report.Attachment{good, bad}
		if _, err := pdf.Render(t.Context(), d); err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
}

func TestAHostileDocumentStillConforms(t *testing.T) {
	d := full(t)
	d.Title, d.Author, d.Case, d.Agency, d.Producer = hostile, hostile, hostile, hostile, hostile
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, report.Block{Paragraph: hostile})
	d.Sections[1].Heading = hostile
	b, err := pdf.Render(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rules.Check(b) {
		t.Error(f)
	}
}
