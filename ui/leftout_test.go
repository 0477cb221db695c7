package ui_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
)

func TestWhatWasNotSearchedIsShownWithItsReason(t *testing.T) {
	f := newFake()
	var asked []casefile.CorrelateOptions
	f.onCorrelate = func(_ context.Context, o casefile.CorrelateOptions, _ casefile.Progress) (casefile.Correlation, error) {
		asked = append(asked, o)
		f.found[0].LeftOut = []casefile.LeftOut{{Agency: "local", ExhibitID: "e-9", Label: "K9-1", Reason: "Calibre differs: 9 mm Luger and .45 Auto."}}
		return f.found[0], nil
	}
	w := open(t, f, uitheme.Dark)
	key(t, w, fyne.KeyReturn)
	menu(t, w, "Find candidates for the exhibit")
	see(t, w, "1 left out…")
	press(t, w, "1 left out…")
	see(t, w, "K9-1", "Calibre differs: 9 mm Luger and .45 Auto.")
	press(t, w, "Search all classes")
	settle(t, w)
	if len(asked) != 2 || asked[0].AllClasses || !asked[1].AllClasses {
		t.Errorf("the service was asked with %+v, want first without and then with all classes", asked)
	}
}

func TestDisagreeingClassCharacteristicsComeBeforeTheScores(t *testing.T) {
	f := newFake()
	f.comparisons[0].A.Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
	f.comparisons[0].B.Exhibit.Class.Calibre = casefile.Calibres.Encode("45auto")
	w := open(t, f, uitheme.Light)
	w.Navigate(ui.Route{Place: ui.Compare, CasePath: casePath, Comparison: "k1"})
	settle(t, w)
	see(t, w, "Calibre differs: look at this first.")
}
