package validate_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/validate"
	"tracemark/casefile"
	"tracemark/imaging"
)

const truthTable = "scan,pistol\nP1-1.x3p,1\nP1-2.x3p,1\nP2-1.x3p,2\n"

func TestAWrongTableIsRefusedInOneSentence(t *testing.T) {
	dir := collection(t, 2, 2)
	write(t, dir, "notes.x3p", "these are notes")
	published := func(rows string) string { return "reference,compare,same_pistol,cells,cmcs\n" + rows }
	for _, c := range []struct {
		name, truth, published string
		want                   []string
	}{
		{"no scan column", "file,pistol\na,b\n", "", []string{"no column called", "file and pistol"}},
		{"no grouping column", "scan\nP1-1.x3p\n", "", []string{"where each scan comes from"}},
		{"no rows", "scan,pistol\n", "", []string{"no rows"}},
		{"nothing", "", "", []string{"no rows"}},
		{"one scan", "scan,pistol\nP1-1.x3p,1\n", "", []string{"fewer than two"}},
		{"missing scan", truthTable + "P9-1.x3p,9\n", "", []string{"P9-1.x3p"}},
		{"scan named twice", truthTable + "P1-1.x3p,2\n", "", []string{"P1-1.x3p", "twice", "row 5"}},
		{"empty source", truthTable + "P2-2.x3p,\n", "", []string{"empty field in row 5"}},
		{"ragged", "scan,pistol\nP1-1.x3p\n", "", []string{"comma-separated"}},
		{"a scan that is none", truthTable + "notes.x3p,2\n", "", []string{"notes.x3p"}},
		{"published pair not in the truth", truthTable, published("P1-1.x3p,P2-2.x3p,no,30,1\n"), []string{"P2-2.x3p", "row 2", "none that it does"}},
		{"published with itself", truthTable, published("P1-1.x3p,P1-1.x3p,yes,30,1\n"), []string{"itself"}},
		{"published twice", truthTable, published("P1-1.x3p,P1-2.x3p,yes,30,20\nP1-2.x3p,P1-1.x3p,yes,30,21\n"), []string{"twice", "row 3"}},
		{"published figure is no number", truthTable, published("P1-1.x3p,P1-2.x3p,yes,30,many\n"), []string{`"many"`, "cmcs"}},
		{"published says otherwise", truthTable, published("P1-1.x3p,P1-2.x3p,no,30,20\n"), []string{"disagree"}},
		{"published too narrow", truthTable, "reference,cmcs\na,1\n", []string{"fewer than three columns"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			write(t, dir, "t.csv", c.truth)
			o := validate.Options{Dir: dir, Truth: "t.csv", Methods: []string{imaging.MethodRegistered}}
			if c.published != "" {
				write(t, dir, "p.csv", c.published)
				o.Published = "p.csv"
			}
			_, err := validate.Run(t.Context(), o)
			var shown *casefile.Error
			if !errors.As(err, &shown) {
				t.Fatalf("got %v, want an error for people", err)
			}
			for _, want := range c.want {
				if !strings.Contains(shown.Error(), want) {
					t.Errorf("%q does not say %q", shown.Error(), want)
				}
			}
			if strings.Contains(shown.Error(), "\n") || shown.Do == "" {
				t.Errorf("%q is not one sentence with what to do", shown.Error())
			}
		})
	}
}

func TestAPublishedTableMayKnowMoreScans(t *testing.T) {
	dir := collection(t, 2, 2)
	write(t, dir, "t.csv", truthTable)
	write(t, dir, "p.csv", "reference,compare,same_pistol,cells,cmcs\nP1-1.x3p,P2-2.x3p,no,30,9\nP1-2.x3p,P1-1.x3p,yes,30,21\n")
	r := run(t, validate.Options{Dir: dir, Truth: "t.csv", Published: "p.csv", Methods: []string{imaging.MethodRegistered}})
	if p := r.Published; p == nil || p.KM.N != 1 || p.KM.Max != 21 || p.KNM.N != 0 {
		t.Errorf("published: %+v", p)
	}
	if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, "1 rows of p.csv are about other scans") || !strings.Contains(notes, "no figure for 2 of 3 pairs") {
		t.Errorf("notes: %s", notes)
	}
}

func TestAnUnknownMethodIsRefused(t *testing.T) {
	_, err := validate.Run(t.Context(), validate.Options{Dir: collection(t, 1, 2), Truth: "truth.csv", Methods: []string{"magic"}})
	if err == nil || !strings.Contains(err.Error(), "magic") || !strings.Contains(err.Error(), imaging.MethodRegistered) {
		t.Errorf("got %v", err)
	}
}

func TestNamesAreLookedUpInTheFolderThenAsPaths(t *testing.T) {
	dir, elsewhere := collection(t, 2, 2), t.TempDir()
	table := "\ufeffscan,pistol,remark\r\n" + // as a spreadsheet writes it
		"P1-1.x3p,1,\r\n" + filepath.Join(dir, "P1-2.x3p") + ",1,\r\nP2-1.x3p,2,good\r\n"
	if err := os.WriteFile(filepath.Join(elsewhere, "list.csv"), []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	r := run(t, validate.Options{Dir: dir, Truth: filepath.Join(elsewhere, "list.csv"), Methods: []string{imaging.MethodRegistered}})
	if r.Scans != 3 || r.Pairs.KM != 1 || r.Pairs.KNM != 2 || r.Grouping != "pistol" {
		t.Errorf("got %d scans, %+v, grouped by %s", r.Scans, r.Pairs, r.Grouping)
	}
}

func TestTheSameFileUnderTwoNamesIsNoticed(t *testing.T) {
	dir := collection(t, 2, 1)
	data, err := os.ReadFile(filepath.Join(dir, "P1-1.x3p"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "copy.x3p", string(data))
	write(t, dir, "truth.csv", "scan,pistol\nP1-1.x3p,1\ncopy.x3p,1\nP2-1.x3p,2\n")
	r := run(t, validate.Options{Dir: dir, Truth: "truth.csv", Methods: []string{imaging.MethodRegistered}})
	if !strings.Contains(strings.Join(r.Notes, "\n"), "same file") {
		t.Errorf("got notes %q", r.Notes)
	}
}
