package report_test

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func logo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// short is a template of an agency's own.
const short = `{"id":"short","subject":"comparison","title":"Short report","noun":"Short report","end":"End of %s","obliged":["a","l"],
	"sections":[{"builder":"head"},{"heading":"House rules","text":["This laboratory keeps items for ten years."],"kind":"limit","meets":["l"],"new_page":true},{"builder":"record","heading":"Signatures"}]}`

func TestAnAgencyMakesDocumentsItsOwn(t *testing.T) {
	agency := fstest.MapFS{
		"letterhead.json":      file(`{"name":"Laboratoire exemple","lines":["1, rue de l'Exemple","75000 Paris"],"foot":"Accréditation n° 0-0000","logo":"logo.png"}`),
		"letterhead-es.json":   file(`{"lines":["Calle Ejemplo 1"]}`),
		"logo.png":             {Data: logo(t)},
		"wording-fr.json":      file(`{"Comparison report":"Rapport d'examen comparatif","House rules":"Règles de la maison"}`),
		"wording-en.json":      file(`{"Items":"Exhibits"}`),
		"templates/short.json": file(short),
	}
	s, err := report.LoadStyle("fr", "comparison", agency)
	if err != nil {
		t.Fatal(err)
	}
	f := reporttest.Facts()
	f.Agency.Address = ""
	d, err := report.BuildWith(f, s)
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Rapport d'examen comparatif" || d.Agency != "Laboratoire exemple" || d.Lang != "fr" || d.Letterhead.Logo.Bounds().Dx() != 8 || d.Letterhead.Foot == "" {
		t.Errorf("got %q, %q, %q, %+v", d.Title, d.Agency, d.Lang, d.Letterhead)
	}
	if got := text(t, d); !strings.Contains(got, "1, rue de l'Exemple, 75000 Paris") {
		t.Error("the letterhead's address does not stand in the head")
	}
	if s, err = report.LoadStyle("es", "short", agency); err != nil {
		t.Fatal(err)
	}
	if d, err = report.BuildWith(f, s); err != nil {
		t.Fatal(err)
	}
	if len(d.Sections) != 3 || d.EndMark != "End of "+f.ReportID || d.Letterhead.Lines[0] != "Calle Ejemplo 1" || len(d.Obliged) != 2 {
		t.Errorf("got %d sections, %q, %+v", len(d.Sections), d.EndMark, d.Letterhead)
	}
	if rules := d.Sections[1]; rules.Heading != "House rules" || !rules.NewPage || rules.Blocks[0].Kind != report.Limit || rules.Blocks[0].Meets[0] != "l" || d.Sections[2].Heading != "Signatures" {
		t.Errorf("got %+v", d.Sections[1])
	}
	if s, err = report.LoadStyle("en", "comparison", agency); err != nil {
		t.Fatal(err)
	}
	if d, err = report.BuildWith(f, s); err != nil || !strings.Contains(text(t, d), `"heading": "Exhibits"`) {
		t.Errorf("an English text cannot be reworded: %v", err)
	}
	list, err := report.Templates(agency)
	if err != nil || len(list) < 2 || list[len(list)-1].ID > "w" {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestAFileOfAStyleThatCannotBeUsedIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		lang, template string
		agency         fstest.MapFS
		want           string
	}{
		"a language that there is not":     {"de", "comparison", nil, `cannot be written in the language "de"`},
		"a template that there is not":     {"en", "other", nil, "no report template other"},
		"a template's name with a path":    {"en", "../x", nil, `"../x" cannot be the name`},
		"a letterhead that is no JSON":     {"en", "comparison", fstest.MapFS{"letterhead.json": file("{")}, "letterhead.json cannot be used"},
		"a letterhead with a typing error": {"en", "comparison", fstest.MapFS{"letterhead.json": file(`{"line":["x"]}`)}, `unknown field "line"`},
		"a logo that is not there":         {"en", "comparison", fstest.MapFS{"letterhead.json": file(`{"logo":"logo.png"}`)}, "logo.png cannot be used (the letterhead names it and it is not there)"},
		"a logo elsewhere":                 {"en", "comparison", fstest.MapFS{"letterhead.json": file(`{"logo":"../logo.png"}`)}, "the logo must be a file beside it"},
		"a logo that is no picture":        {"en", "comparison", fstest.MapFS{"letterhead.json": file(`{"logo":"l.png"}`), "l.png": file("x")}, "neither a PNG nor a JPEG"},
		"a damaged logo":                   {"en", "comparison", fstest.MapFS{"letterhead.json": file(`{"logo":"l.png"}`), "l.png": {Data: logo(t)[:40]}}, "the picture is damaged"},
		"a wording that is no object":      {"fr", "comparison", fstest.MapFS{"wording-fr.json": file(`["x"]`)}, "wording-fr.json cannot be used"},
		"a template without sections":      {"en", "x", fstest.MapFS{"templates/x.json": file(`{"id":"x","subject":"comparison","title":"t","noun":"n","end":"%s","sections":[]}`)}, "it has no sections"},
		"a section that there is not":      {"en", "x", fstest.MapFS{"templates/x.json": file(`{"id":"x","subject":"comparison","title":"t","noun":"n","end":"%s","sections":[{"builder":"y"}]}`)}, "the section y"},
		"a template under another name":    {"en", "y", fstest.MapFS{"templates/y.json": file(short)}, "its id is short"},
		"an end mark without the id":       {"en", "x", fstest.MapFS{"templates/x.json": file(`{"id":"x","subject":"comparison","title":"t","noun":"n","end":"end","sections":[{"builder":"head"}]}`)}, "end mark"},
		"an obligation that there is not":  {"en", "x", fstest.MapFS{"templates/x.json": file(`{"id":"x","subject":"comparison","title":"t","noun":"n","end":"%s","obliged":["q"],"sections":[{"builder":"head"}]}`)}, "the obligation q"},
		"an opinion of the template's own": {"en", "x", fstest.MapFS{"templates/x.json": file(`{"id":"x","subject":"comparison","title":"t","noun":"n","end":"%s","sections":[{"text":["guilty"],"kind":"opinion"}]}`)}, "never a result or an opinion"},
	} {
		t.Run(name, func(t *testing.T) {
			var agency fs.FS
			if c.agency != nil {
				agency = c.agency
			}
			_, err := report.LoadStyle(c.lang, c.template, agency)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if code := casefile.CodeOf(err); code != casefile.Invalid && code != casefile.NotFound {
				t.Errorf("the code is %s", code)
			}
		})
	}
}

func TestValuesAreWrittenAsTheLanguageDoes(t *testing.T) {
	at := time.Date(2026, 8, 1, 7, 5, 9, 0, time.FixedZone("", 7200))
	for lang, want := range map[string][]string{
		"en": {"1 August 2026, 05:05:09 UTC", "1.25", "0 of 246 (at most 1.2 %)", "nothing of rank, score, pose and cells", "1 August 2026"},
		"fr": {"1er août 2026, 05:05:09 UTC", "1,25", "0 sur 246 (au plus 1,2\u00a0%)", "rien du rang, du score, de la position ni des cellules", "1er août 2026"},
		"es": {"1 de agosto de 2026, 05:05:09 UTC", "1,25", "0 de 246 (como mucho 1,2 %)", "nada del puesto, la puntuación, la posición ni las celdas", "1 de agosto de 2026"},
	} {
		s, err := report.LoadStyle(lang, "comparison", nil)
		if err != nil {
			t.Fatal(err)
		}
		w := s.Wording
		got := []string{w.When(at), w.Decimal(1.25), w.Rate(0, 246), w.Visible(nil), w.Day(at)}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got %q, want %q", lang, got[i], want[i])
			}
		}
		if w.When(time.Time{}) != w.Say("not stated") {
			t.Errorf("%s: no time is %q", lang, w.When(time.Time{}))
		}
	}
	fr, _ := report.LoadStyle("fr", "comparison", nil)
	if got := fr.Wording.Count(0, "%d piece", "%d pieces", 0); got != "0 unité" {
		t.Errorf("got %q", got)
	}
}

func TestNamesInOtherScriptsPassUnharmed(t *testing.T) {
	f := reporttest.Facts()
	f.Examiner.Name, f.Case.Title, f.A.Exhibit.Label, f.B.Capture.Instrument.Serial = "Юлия Жукова", "Υπόθεση Ωμέγα", "عينة-7", "AB1234"
	f.Statements.Customer = "النيابة العامة"
	d := build(t, f)
	got := text(t, d)
	for _, want := range []string{"Юлия Жукова", "Υπόθεση Ωμέγα", "عينة-7", "AB1234", "النيابة العامة"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the document", want)
		}
	}
	alone := map[string]bool{}
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			for _, p := range b.Pairs {
				alone[p.Value] = p.Alone
			}
			if b.Notice != nil && strings.Contains(b.Notice.Text[0], "عينة") && !strings.Contains(b.Notice.Text[0], "\nعينة-7\n") {
				t.Errorf("the label does not stand on a line of its own: %q", b.Notice.Text[0])
			}
		}
	}
	if !alone["النيابة العامة"] || alone["2026/0815 – Υπόθεση Ωμέγα"] || alone["Юлия Жукова, examiner, Example Forensic Laboratory"] || alone[f.ReportID] {
		t.Errorf("got %v", alone)
	}
}
