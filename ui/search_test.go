package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/screen/search"
	uitheme "tracemark/ui/theme"
)

// searchOf is a window with the search of the fake's case, begun with a query.
func searchOf(t *testing.T, f *fake, q casefile.Query) (w *ui.Window, s *search.Screen, opened *[]casefile.Found) {
	t.Helper()
	w, opened = open(t, f, uitheme.Dark), &[]casefile.Found{}
	s = search.New(search.Params{Shell: w.Shell(), Service: f, CasePath: casePath, Back: func() {},
		Open: func(x casefile.Found) { *opened = append(*opened, x) }, Kept: &search.Kept{CasePath: casePath, Query: q}})
	w.Window().SetContent(s.Object())
	settle(t, w)
	return w, s, opened
}

func TestWhatWasFoundIsShownAndOpened(t *testing.T) {
	f := newFake()
	w, s, opened := searchOf(t, f, casefile.Query{Text: "ridges"})
	see(t, w, "2 results", "Conclusion: Comparison 1", "Q1 – T1", "ridges", "an earlier version")
	s.Key(fyne.KeyDown, 0)
	s.Key(fyne.KeyReturn, 0)
	if len(*opened) != 1 || (*opened)[0].ExhibitID != "q1" {
		t.Errorf("opened %+v", *opened)
	}
	if len(f.queries) != 1 || f.queries[0].Text != "ridges" {
		t.Errorf("asked %+v", f.queries)
	}
}

func TestResultsComePageByPage(t *testing.T) {
	f := newFake()
	w, s, _ := searchOf(t, f, casefile.Query{Text: "many"})
	see(t, w, "More than 250 results: narrow the search.", "event 0")
	for range 4 {
		s.Key(fyne.KeyEnd, 0)
		settle(t, w)
	}
	if n := len(f.queries); n != 3 || f.queries[1].Offset != 100 || f.queries[2].Offset != 200 {
		t.Errorf("asked %d times: %+v", n, f.queries)
	}
	see(t, w, "event 249")
}

func TestNothingFoundAndWrongDatesAreSaid(t *testing.T) {
	f := newFake()
	w, _, _ := searchOf(t, f, casefile.Query{Text: "nothing"})
	see(t, w, "Nothing was found", "Try fewer words")
	w, _, _ = searchOf(t, f, casefile.Query{Text: "x", From: "soon"})
	see(t, w, "is no date", "Try again")
	w, _, _ = searchOf(t, f, casefile.Query{})
	see(t, w, "Search everything in this case")
}

func TestControlFSearchesTheCase(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	if err := w.Do("search"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	if w.Route().Place != ui.Search {
		t.Fatalf("%+v", w.Route())
	}
	see(t, w, "Search everything in this case")
}
