package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/annex/annextest"
	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/report/reporttest"
	"tracemark/export/schematest"
	"tracemark/export/sign"
	"tracemark/export/verify"
)

// lay writes a signed report and its originals into a folder.
func lay(t *testing.T) (dir, file string, originals fstest.MapFS) {
	t.Helper()
	dir = t.TempDir()
	e, originals := annextest.Evidence(t)
	e.Document.Producer = version.Software()[0]
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	doc := e.Document
	doc.Attachments, doc.Code = files, annex.Code(doc.ReportID, files)
	plain, err := pdf.Render(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	p12, err := identity.NewTestIdentity("Anna Beispiel", "Example Forensic Laboratory", "x", reporttest.Clock)
	if err != nil {
		t.Fatal(err)
	}
	id, err := identity.LoadPKCS12(p12, "x")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := sign.Sign(t.Context(), plain, id, sign.Options{At: reporttest.Clock})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "report.pdf")
	write(t, file, signed)
	for name, f := range originals {
		write(t, filepath.Join(dir, "originals", name), f.Data)
	}
	return dir, file, originals
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheVerifierEndsWithTheCodeThatItsHelpStates(t *testing.T) {
	dir, file, originals := lay(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	write(t, at("changed.pdf"), data)
	write(t, at("text.txt"), []byte("no report"))
	if err := os.Mkdir(at("empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	scan := ""
	for name := range originals {
		scan = at(filepath.Join("originals", name))
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		said string // on either stream
	}{
		{"a test identity, all else checked", []string{file, "--originals", at("originals")}, 2, "all 5 scores come out again"},
		{"without originals", []string{file}, 2, "TEST IDENTITY"},
		{"one bit changed", []string{at("changed.pdf")}, 1, "NOT VALID"},
		{"no PDF", []string{at("text.txt")}, 3, "not a PDF"},
		{"nothing there", []string{at("nothing.pdf")}, 3, "does not exist"},
		{"a folder", []string{dir}, 3, "not an ordinary file"},
		{"no certificates", []string{file, "--trust", at("empty")}, 3, "no certificate"},
		{"no folder of originals", []string{file, "--originals", at("none")}, 3, "no folder"},
		{"no such language", []string{file, "--lang", "xx"}, 3, "no language"},
		{"an unknown flag", []string{"--frobnicate"}, 3, "unknown flag"},
		{"no file", nil, 3, "Name one file"},
		{"two files", []string{file, file}, 3, "1 arg"},
		{"help", []string{"--help"}, 0, "Exit codes"},
		{"version", []string{"--version"}, 0, version.String},
		{"schema", []string{"--schema"}, 0, "Tracemark verification"},
		{"an X3P file", []string{scan}, 0, "SHA-256"},
		{"French", []string{file, "--lang", "fr"}, 2, "IDENTITÉ D'ESSAI"},
		{"Spanish", []string{file, "--lang", "es"}, 2, "IDENTIDAD DE PRUEBA"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, problems bytes.Buffer
			if code := run(t.Context(), c.args, &out, &problems); code != c.code {
				t.Errorf("code %d, want %d\n%s%s", code, c.code, out.String(), problems.String())
			}
			if said := out.String() + problems.String(); !strings.Contains(said, c.said) {
				t.Errorf("no %q in\n%s", c.said, said)
			}
		})
	}
}

func TestTheVerifiersJSONIsWhatItsSchemaSays(t *testing.T) {
	dir, file, _ := lay(t)
	var out, problems bytes.Buffer
	if code := run(t.Context(), []string{file, "--json", "--originals", filepath.Join(dir, "originals")}, &out, &problems); code != 2 {
		t.Fatalf("code %d: %s", code, problems.String())
	}
	if bad, err := schematest.Check(verify.Schema, out.Bytes()); err != nil || len(bad) > 0 {
		t.Errorf("%v, %v", bad, err)
	}
	var w struct{ Verdict casefile.FileVerdict }
	if err := json.Unmarshal(out.Bytes(), &w); err != nil || w.Verdict != casefile.FileIncomplete {
		t.Errorf("%v, %+v", err, w)
	}
}
