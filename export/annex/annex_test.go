package annex_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tracemark/export/annex"
	"tracemark/export/annex/annextest"
	"tracemark/export/report"
)

func TestEvidenceIsReadBackAsItWasWritten(t *testing.T) {
	e, _ := annextest.Evidence(t)
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := annex.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	again, err := annex.Files(back)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(files, again) {
		t.Error("what was read is written otherwise")
	}
	if len(files) != 5 || files[0].Name != annex.ExtractName {
		t.Errorf("%d files, the first %s", len(files), files[0].Name)
	}
	for _, f := range files {
		t.Logf("%s: %d bytes", f.Name, len(f.Data))
	}
	id, sum, ok := annex.ParseCode(annex.Code(e.Document.ReportID, files))
	if !ok || id != e.Document.ReportID || len(sum) != 64 {
		t.Errorf("the code says %q, %q, %t", id, sum, ok)
	}
}

func TestAChangedAnnexIsNotRead(t *testing.T) {
	e, _ := annextest.Evidence(t)
	files, err := annex.Files(e)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if f.Name == annex.ExtractName {
			continue // it is bound by the code that is printed, and by the signature
		}
		for _, at := range []int{0, len(f.Data) / 2, len(f.Data) - 1} {
			changed := clone(files)
			changed[i].Data[at] ^= 1
			if _, err := annex.Read(changed); err == nil || !strings.Contains(err.Error(), f.Name) {
				t.Errorf("byte %d of %s changed: %v", at, f.Name, err)
			}
		}
		missing := append(clone(files[:i]), clone(files[i+1:])...)
		if _, err := annex.Read(missing); err == nil || !strings.Contains(err.Error(), f.Name) {
			t.Errorf("%s taken out: %v", f.Name, err)
		}
	}
	for name, change := range map[string]func([]report.Attachment) []report.Attachment{
		"an annex twice": func(l []report.Attachment) []report.Attachment { return append(l, l[1]) },
		"a stray mask": func(l []report.Attachment) []report.Attachment {
			return append(l, report.Attachment{Name: "mask-0.png"})
		},
		"text behind the end":  edit(func(s string) string { return s + "{}" }),
		"a name twice":         edit(func(s string) string { return strings.Replace(s, `"subjects":`, `"subjects": {}, "subjects":`, 1) }),
		"a name in capitals":   edit(func(s string) string { return strings.Replace(s, `"subjects":`, `"Subjects":`, 1) }),
		"an unknown field":     edit(func(s string) string { return strings.Replace(s, `"subjects":`, `"more": 1, "subjects":`, 1) }),
		"another part":         edit(func(s string) string { return strings.Replace(s, `"part": "extract.json"`, `"part": "method.json"`, 1) }),
		"another report":       edit(func(s string) string { return strings.Replace(s, `"report_id": "`, `"report_id": "X`, 1) }),
		"a code in the annex":  edit(func(s string) string { return strings.Replace(s, `"end_mark":`, `"code": "x", "end_mark":`, 1) }),
		"no annex":             func([]report.Attachment) []report.Attachment { return nil },
		"no extract":           func(l []report.Attachment) []report.Attachment { return l[1:] },
		"an extract too large": func(l []report.Attachment) []report.Attachment { l[0].Data = make([]byte, annex.MaxFile+1); return l },
	} {
		if _, err := annex.Read(change(clone(files))); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
	newer := edit(func(s string) string { return strings.Replace(s, annex.Schema, "tracemark-annex/2", 1) })(clone(files))
	var e2 *annex.NewerError
	if _, err := annex.Read(newer); !errors.As(err, &e2) {
		t.Errorf("a newer form: %v", err)
	}
	if _, err := annex.Read([]report.Attachment{{Name: "other.txt"}}); !errors.Is(err, annex.ErrNone) {
		t.Errorf("a file that is no annex: %v", err)
	}
}

// edit returns a change of the extract's text.
func edit(change func(string) string) func([]report.Attachment) []report.Attachment {
	return func(l []report.Attachment) []report.Attachment {
		was := string(l[0].Data)
		now := change(was)
		if now == was {
			panic("nothing was changed")
		}
		l[0].Data = []byte(now)
		return l
	}
}

func clone(l []report.Attachment) []report.Attachment {
	out := make([]report.Attachment, len(l))
	for i, a := range l {
		a.Data = bytes.Clone(a.Data)
		out[i] = a
	}
	return out
}

func TestEvidenceThatContradictsItselfIsNotWritten(t *testing.T) {
	for name, change := range map[string]func(*annex.Evidence){
		"no report id":         func(e *annex.Evidence) { e.Document.ReportID = "" },
		"another original":     func(e *annex.Evidence) { e.Comparisons[0].Comparison.HashA = strings.Repeat("0", 64) },
		"an original missing":  func(e *annex.Evidence) { e.Originals = e.Originals[:1] },
		"an original twice":    func(e *annex.Evidence) { e.Originals = append(e.Originals, e.Originals[0]) },
		"no hash":              func(e *annex.Evidence) { e.Originals[0].Capture.SHA256 = "" },
		"no mask":              func(e *annex.Evidence) { e.Comparisons[0].MaskA = nil },
		"no picture":           func(e *annex.Evidence) { e.Masks = nil },
		"another picture":      func(e *annex.Evidence) { e.Masks[0].PNG = []byte("x") },
		"a picture too many":   func(e *annex.Evidence) { e.Comparisons[0].MaskA, e.Comparisons[0].Comparison.MaskA = nil, "" },
		"a withheld one":       func(e *annex.Evidence) { e.Comparisons[0].Comparison.Withheld = true },
		"a foreign conclusion": func(e *annex.Evidence) { e.Subjects.Conclusions[0].ComparisonID = "x" },
	} {
		e, _ := annextest.Evidence(t)
		change(&e)
		if _, err := annex.Files(e); err == nil {
			t.Errorf("%s: it was written", name)
		}
	}
}

func TestADocumentWithoutACaseHasAnnexesToo(t *testing.T) {
	files, err := annex.Files(annex.Evidence{Document: report.Document{ReportID: "TM-1", Title: "Record of custody"}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := annex.Read(files)
	if err != nil || e.Document.Title != "Record of custody" || e.Log != nil {
		t.Errorf("%+v, %v", e, err)
	}
}

// FuzzRead: whatever is read is what Files writes.
func FuzzRead(f *testing.F) {
	e, _ := annextest.Evidence(f)
	for _, c := range e.Comparisons { // small: cells are many
		for i := range c.Comparison.Results {
			r := &c.Comparison.Results[i]
			r.CellsAB, r.CellsBA = r.CellsAB[:min(1, len(r.CellsAB))], nil
		}
	}
	files, err := annex.Files(e)
	if err != nil {
		f.Fatal(err)
	}
	for i := range files {
		f.Add(i, files[i].Data)
	}
	f.Add(1, []byte(`{"schema":"tracemark-annex/1"}`))
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		list := clone(files)
		i = ((i % len(list)) + len(list)) % len(list)
		list[i].Data = data
		if i > 0 { // let the extract agree, so that what lies behind is reached
			var x map[string]json.RawMessage
			var sums map[string]string
			if json.Unmarshal(list[0].Data, &x) != nil || json.Unmarshal(x["annexes"], &sums) != nil {
				t.Fatal("the extract cannot be read")
			}
			list[0].Data = bytes.Replace(list[0].Data, []byte(sums[list[i].Name]), []byte(digest(data)), 1)
		}
		e, err := annex.Read(list)
		if err != nil {
			return
		}
		again, err := annex.Files(e)
		if err != nil {
			t.Fatalf("it was read and cannot be written: %v", err)
		}
		for _, a := range again {
			if a.Name == list[i].Name && !bytes.Equal(a.Data, data) && len(again) == len(list) {
				t.Fatalf("%s was read as\n%s", a.Name, a.Data)
			}
		}
	})
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
