package report_test

import (
	"fmt"
	"image"
	"reflect"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

func digest(t *testing.T, d report.Document) string {
	t.Helper()
	s, err := d.ContentDigest()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// outside are the fields of a document that its digest leaves out, by their path.
var outside = map[string]bool{"Issued": true, "Producer": true, "Watermark": true, "Code": true, "Banners": true, "Attachments": true}

// leaves calls change for every value in v that can be changed, with its path and whether the digest leaves it out.
func leaves(v reflect.Value, path string, procedural bool, change func(path string, v reflect.Value, procedural bool)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			leaves(v.Elem(), path, procedural, change)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), fmt.Sprintf("%s[%d]", path, i), procedural, change)
		}
	case reflect.Struct:
		if f := v.FieldByName("Procedural"); f.IsValid() && f.Bool() {
			procedural = true
		}
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if name != "Procedural" && name != "Image" && name != "Logo" {
				leaves(v.Field(i), path+"."+name, procedural || path == "" && outside[name] || name == "Sign", change)
			}
		}
	case reflect.String, reflect.Bool, reflect.Int, reflect.Float64:
		change(path, v, procedural)
	}
}

func TestTheDigestMovesWithEveryTextThatIsNotProcedural(t *testing.T) {
	f := reporttest.Facts()
	f.Life = &report.Life{Version: 1, Steps: []report.LifeStep{{ReportStep: casefile.ReportStep{Kind: casefile.ReportAuthorised, Version: 1, Created: reporttest.Clock}, Person: f.Examiner}},
		Waivers: []casefile.ReportWaiver{{Obligation: "k", Reason: "nothing was chosen"}}}
	d := build(t, f)
	d.Letterhead = &report.Letterhead{Lines: []string{"a line"}, Foot: "a foot"}
	want := digest(t, d)
	kept, left := 0, 0
	leaves(reflect.ValueOf(&d), "", false, func(path string, v reflect.Value, procedural bool) {
		was := reflect.ValueOf(v.Interface())
		switch v.Kind() {
		case reflect.String:
			v.SetString(v.String() + "!")
		case reflect.Bool:
			v.SetBool(!v.Bool())
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Float64:
			v.SetFloat(v.Float() + 1)
		}
		moved := digest(t, d) != want
		v.Set(was)
		switch {
		case moved && procedural:
			t.Errorf("%s is procedural and moves the digest", path)
		case !moved && !procedural:
			t.Errorf("%s does not move the digest", path)
		case moved:
			kept++
		default:
			left++
		}
	})
	if kept < 300 || left < 10 {
		t.Errorf("only %d values count and %d do not: the test no longer sees them", kept, left)
	}
}

func TestWhatComesWithTheIssueDoesNotMoveTheDigest(t *testing.T) {
	draft := reporttest.Facts()
	draft.Life = &report.Life{Draft: true, Version: 1}
	want := digest(t, build(t, draft))

	issued := draft
	issued.Life = &report.Life{Version: 1, Steps: []report.LifeStep{{ReportStep: casefile.ReportStep{Kind: casefile.ReportAuthorised, Version: 1, Created: reporttest.Clock}, Person: draft.Examiner}}}
	issued.Issued, issued.Log, issued.Signer.Test, issued.Code = draft.Issued.Add(time.Hour), report.LogState{Size: 99, Root: "x"}, false, "code"
	issued.Software, issued.Issuer = []string{"tracemark 0.2.0"}, casefile.Person{Name: "Somebody Else"}
	if got := digest(t, build(t, issued)); got != want {
		t.Error("the draft and the issued document have different digests")
	}

	changed := draft
	changed.Life = &report.Life{Draft: true, Version: 1, Waivers: []casefile.ReportWaiver{{Obligation: "k", Reason: "x"}}}
	if digest(t, build(t, changed)) == want {
		t.Error("a waiver does not move the digest")
	}
}

func TestALogoMovesTheDigest(t *testing.T) {
	d := build(t, reporttest.Facts())
	d.Letterhead = &report.Letterhead{Logo: image.NewGray(image.Rect(0, 0, 2, 2))}
	want := digest(t, d)
	d.Letterhead = &report.Letterhead{Logo: image.NewGray(image.Rect(0, 0, 2, 3))}
	if digest(t, d) == want {
		t.Error("another logo, the same digest")
	}
}
