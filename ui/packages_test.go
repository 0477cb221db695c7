package ui_test

import (
	"slices"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/ui"
	packagesscreen "tracemark/ui/screen/packages"
	uitheme "tracemark/ui/theme"
)

// packagesOf is a window with a page of packages of the fake's case, and whether a case was opened from it.
func packagesOf(t *testing.T, f *fake) (w *ui.Window, s *packagesscreen.Screen, opened *bool) {
	t.Helper()
	w, opened = open(t, f, uitheme.Dark), new(bool)
	s = packagesscreen.New(packagesscreen.Params{Shell: w.Shell(), Service: f, CasePath: casePath, Open: func(casefile.CaseRef) { *opened = true }, Back: func() {}})
	settle(t, w)
	return w, s, opened
}

// words is what is shown, as one line.
func words(w *ui.Window) string { return strings.Join(strings.Fields(shown(w)), " ") }

func TestAPackageIsOrderedOnItsPage(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	w.Navigate(ui.Route{Place: ui.Packages, CasePath: casePath})
	settle(t, w)
	see(t, w, "This workstation's key", "Give out a package", "What left this case and came into it", "Package given out")
	press(t, w, "Export package…")
	settle(t, w)
	if !strings.Contains(w.Notice(), "The package has no recipient") || len(f.ordered) != 0 {
		t.Errorf("%s", w.Notice())
	}
}

func TestAPackageThatNeedsAPassphraseAsksForIt(t *testing.T) {
	f := newFake()
	w, s, opened := packagesOf(t, f)
	s.OpenFile(locked)
	settle(t, w)
	if !slices.Equal(f.opened, []string{locked + " "}) {
		t.Fatalf("%q", f.opened)
	}
	if top := w.Window().Canvas().Overlays().Top(); top == nil {
		t.Fatal("no passphrase is asked for")
	}
	s.OpenFile("/mail/k.tmcase")
	settle(t, w)
	if !*opened {
		t.Error("the case is not shown")
	}
}

func TestTakingInIsPreviewedFirst(t *testing.T) {
	f := newFake()
	w, s, _ := packagesOf(t, f)
	s.Preview("/mail/k.tmcase", "")
	settle(t, w)
	if f.previews != 1 || f.took != 0 {
		t.Fatalf("%d previews, %d taken in", f.previews, f.took)
	}
	text := words(w)
	for _, want := range []string{"Exhibit Q1 will be called Q1 (Harbour Police) here", "The settings of the other case stay", "test identity"} {
		if !strings.Contains(text, want) {
			t.Errorf("the preview does not say %q:\n%s", want, text)
		}
	}
	press(t, w, "Take in")
	settle(t, w)
	if f.took != 1 || !strings.Contains(w.Notice(), "Taken in: 1 exhibit") {
		t.Errorf("%d taken in; %s", f.took, w.Notice())
	}
	f.clash = true
	s.Preview("/mail/k.tmcase", "")
	settle(t, w)
	if text := words(w); !strings.Contains(text, "event e1 is here already and says something else in: place") || f.took != 1 {
		t.Errorf("%s", text)
	}
}

func TestAListIsWrittenAndWhatWasGuardedIsSaid(t *testing.T) {
	f := newFake()
	w, s, _ := packagesOf(t, f)
	s.WriteList("exhibits", "/out/e.csv")
	settle(t, w)
	if !slices.Equal(f.lists, []string{"exhibits"}) || !strings.Contains(w.Notice(), "4 rows written to /out/e.csv. 1 cells begin like a formula") {
		t.Errorf("%q: %s", f.lists, w.Notice())
	}
}
