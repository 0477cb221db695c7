package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
)

var (
	secret = bytes.Repeat([]byte{7}, 32)
	no     = casefile.Provenance{Kind: casefile.SourceAgency, Source: "Customs, letter of 2 May", Use: casefile.UseNo}
	ask    = casefile.Provenance{Kind: casefile.SourceWitness, Source: "witness 4", Use: casefile.UseAsk}
	all    = map[string]string{report.AllRestricted: "asked for by the prosecutor"}
)

// restricted returns facts of which much may not be used, and the values that must then stand nowhere.
func restricted() (report.Facts, []string) {
	f := reporttest.Facts()
	f.Case.Offence, f.Case.Title = "smuggling QX-99871", "Operation Nightjar"
	f.Case.Facts.SetProvenance("offence", no)
	f.Case.Facts.SetProvenance("title", ask)
	f.B.Exhibit.Description = "cartridge case from the boot of JX 55 ABC"
	f.B.Exhibit.Facts.SetProvenance("description", no)
	f.A.Event.Place = "Hidden Lane 17"
	f.A.Event.Facts.SetProvenance("place", ask)
	f.A.Exhibit.Class.Calibre = casefile.Code{State: casefile.Stated, AsSeen: "7.62 wildcat, reworked"}
	f.A.Exhibit.Facts.SetProvenance("calibre", no)
	f.A.Parent.ID = "e7"
	f.A.Parent.Description = "pistol no. ZZ4711"
	f.A.Parent.Facts.SetProvenance("description", no)
	f.A.Parent.Facts.Set("serial/1/text", casefile.Value{State: casefile.Stated, AsSeen: "ZZ4711"})
	f.A.Parent.Facts.SetProvenance("serial/1/text", no)
	return f, []string{"QX-99871", "Nightjar", "JX 55 ABC", "Hidden Lane", "wildcat", "ZZ4711"}
}

// said returns every text in a value, whatever holds it.
func said(v any) string {
	var b strings.Builder
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			b.WriteString(v.String() + "\n")
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() && !v.Type().Implements(reflect.TypeFor[image.Image]()) {
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(k)
				walk(v.MapIndex(k))
			}
		}
	}
	walk(reflect.ValueOf(v))
	return b.String()
}

func TestARestrictedFactRefusesTheReportAndNamesFieldAndSource(t *testing.T) {
	f, _ := restricted()
	list, err := report.Restrictions(f, report.Style{})
	if err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, r := range list {
		fields = append(fields, r.Field.String())
	}
	want := []string{"“offence” of case", "“title” of case", "“calibre” of exhibit K-1", "“description” of exhibit F-1", "“place” of event Event 1", "“description” of exhibit Q-3"}
	if !slices.Equal(fields, want) {
		t.Errorf("got %q, want %q", fields, want)
	}
	_, _, err = report.Redact(f, report.Style{}, secret, nil)
	var e *casefile.Error
	if !errors.As(err, &e) || e.Code != casefile.Refused || !strings.Contains(err.Error(), "“offence” of case (source: Customs, letter of 2 May; use: no), and 5 more") {
		t.Errorf("got %v", err)
	}
	if _, _, err := report.Redact(f, report.Style{}, secret, map[string]string{list[0].Name: "because"}); err == nil || !strings.Contains(err.Error(), "“title” of case") {
		t.Errorf("one of several withheld: got %v", err)
	}
	if _, _, err := report.Redact(f, report.Style{}, secret[:8], all); err == nil {
		t.Error("a secret of eight bytes is taken")
	}
}

func TestNothingOfWhatIsWithheldIsInTheDocument(t *testing.T) {
	f, values := restricted()
	before := text(t, build(t, f))
	g, list, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil {
		t.Fatal(err)
	}
	d := build(t, g)
	got := text(t, d)
	for _, v := range values {
		if strings.Contains(got, v) {
			t.Errorf("%q is in the redacted document", v)
		}
		if strings.Contains(said(g), v) {
			t.Errorf("%q is in the redacted facts", v)
		}
		if !strings.Contains(said(f), v) {
			t.Errorf("%q is not even in the facts", v)
		}
	}
	if text(t, build(t, f)) != before {
		t.Error("redacting changed the facts it was given")
	}
	if err := report.CheckWithheld(d, list); err != nil {
		t.Error(err)
	}
	if strings.Contains(got, "Calibre differs") {
		t.Error("a withheld calibre is said to differ")
	}
	sum := sha256.Sum256(report.FullVersion(f.ReportID, list))
	for _, want := range []string{"withheld no. 1 (SHA-256 " + list[0].SHA256[:16], list[5].SHA256, hex.EncodeToString(sum[:]), "asked for by the prosecutor", "before its source has agreed"} {
		if !strings.Contains(got, want) {
			t.Errorf("the redacted document does not say %q", want)
		}
	}
	if strings.Contains(got, list[0].Salt) {
		t.Error("a salt is in the document")
	}
}

func TestAWithheldValueCanBeCheckedOnceDisclosedAndNotGuessedBefore(t *testing.T) {
	f, _ := restricted()
	_, list, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil {
		t.Fatal(err)
	}
	salts := map[string]bool{}
	for _, w := range list {
		salt, err := hex.DecodeString(w.Salt)
		if err != nil || report.HashWithheld(salt, w.Value) != w.SHA256 || salts[w.Salt] {
			t.Errorf("%s: salt %q, hash %q", w.Name, w.Salt, w.SHA256)
		}
		salts[w.Salt] = true
		if plain := sha256.Sum256([]byte(w.Value)); hex.EncodeToString(plain[:]) == w.SHA256 {
			t.Errorf("%s is hashed without its salt", w.Name)
		}
	}
	_, again, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil || !slices.Equal(hashes(again), hashes(list)) {
		t.Errorf("the same report is redacted in another way: %v", err)
	}
	f.ReportID = "another"
	_, other, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil || slices.Equal(hashes(other), hashes(list)) {
		t.Errorf("two reports have one salt: %v", err)
	}
}

func hashes(list []report.Withheld) (out []string) {
	for _, w := range list {
		out = append(out, w.SHA256)
	}
	return out
}

func TestAWithheldValueInAnotherTextIsFound(t *testing.T) {
	f, _ := restricted()
	f.Conclusion.Reason = "Compared with a test fire of operation  NIGHTJAR."
	g, list, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil {
		t.Fatal(err)
	}
	err = report.CheckWithheld(build(t, g), list)
	var e *casefile.Error
	if !errors.As(err, &e) || e.Code != casefile.Refused || !strings.Contains(err.Error(), "“title” of case") {
		t.Errorf("got %v", err)
	}
}

func TestALabelThatIsWithheldStandsInNoTable(t *testing.T) {
	f := reporttest.Facts()
	f.B.Exhibit.Label = "SECRET-0815"
	f.B.Capture.FileName, f.Figures = "b.x3p", nil
	f.B.Exhibit.Facts.SetProvenance("label", no)
	g, list, err := report.Redact(f, report.Style{}, secret, all)
	if err != nil || len(list) != 1 || list[0].Value != "SECRET-0815" {
		t.Fatalf("%+v, %v", list, err)
	}
	if got := text(t, build(t, g)); strings.Contains(got, "SECRET") || !strings.Contains(got, "B: withheld no. 1") {
		t.Error("the label is in the document, or nothing in its place")
	}
}

func TestWhatTheDocumentWouldNotSayIsTakenOutInSilence(t *testing.T) {
	f := reporttest.Facts()
	f.A.Exhibit.Facts.Set("notes", casefile.Value{State: casefile.Stated, AsSeen: "informant Whiskey"})
	f.A.Exhibit.Facts.SetProvenance("notes", no)
	g, list, err := report.Redact(f, report.Style{}, nil, nil)
	if err != nil || len(list) != 0 || g.Withheld != nil {
		t.Fatalf("%+v, %v", list, err)
	}
	if strings.Contains(said(g), "Whiskey") || !strings.Contains(said(f), "Whiskey") {
		t.Error("it is still among the facts")
	}
	if g.A.Exhibit.Facts.Value("notes") != (casefile.Value{}) || f.A.Exhibit.Facts.Value("notes") == (casefile.Value{}) {
		t.Error("taken out of the wrong facts")
	}
	if h, list, err := report.Redact(reporttest.Facts(), report.Style{}, nil, nil); err != nil || list != nil || text(t, build(t, h)) != text(t, build(t, reporttest.Facts())) {
		t.Errorf("facts without restrictions changed: %v", err)
	}
}
