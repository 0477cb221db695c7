package ui_test

import (
	"slices"
	"testing"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/screen/bulk"
	uitheme "tracemark/ui/theme"
)

// bulkOf is a window with the bulk import of the fake's case, after it has looked through something.
func bulkOf(t *testing.T, f *fake, o casefile.BulkOptions) *ui.Window {
	t.Helper()
	w := open(t, f, uitheme.Dark)
	s := bulk.New(bulk.Params{Shell: w.Shell(), Service: f, CasePath: casePath, Back: func() {}})
	w.Window().SetContent(s.Object())
	s.Look(o)
	settle(t, w)
	return w
}

func TestABulkImportIsShownBeforeItIsDone(t *testing.T) {
	f := newFake()
	w := bulkOf(t, f, casefile.BulkOptions{Folder: "/scans"})
	see(t, w, "1 new exhibits, 0 added recordings, 0 already here, 0 with problems", "new exhibit", "Q7", "a.x3p", "Line 2")
	if len(f.imported) != 0 {
		t.Fatal("imported before anybody said so")
	}
	press(t, w, "Import 1 rows")
	settle(t, w)
	if !slices.Equal(f.imported, []bool{false}) || len(f.planned) != 2 || f.planned[0].Else.Mark != casefile.BreechFace {
		t.Errorf("%v, %+v", f.imported, f.planned)
	}
}

func TestRowsWithProblemsAreLeftOutOnlyExpressly(t *testing.T) {
	f := newFake()
	w := bulkOf(t, f, casefile.BulkOptions{List: "/list.csv"})
	see(t, w, "While a row has a problem nothing is imported", "column Trace", `"nose" means nothing in this column`, "Read as Windows-1252", "Passed over: colour")
	press(t, w, "Import the 1 good rows only")
	settle(t, w)
	if !slices.Equal(f.imported, []bool{true}) {
		t.Errorf("%v", f.imported)
	}
}

func TestWhatCannotBeImportedIsSaid(t *testing.T) {
	f := newFake()
	w := bulkOf(t, f, casefile.BulkOptions{Folder: "/empty"})
	see(t, w, "Nothing can be imported from this", "The folder empty has no recordings in it")
	w = open(t, f, uitheme.Light)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	if err := w.Do("bulk"); err != nil {
		t.Fatal(err)
	}
	see(t, w, "Import a folder or a list")
}
