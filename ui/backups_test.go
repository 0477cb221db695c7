package ui_test

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
)

func TestACaseThatCanOnlyBeReadSaysWhyAboveEverything(t *testing.T) {
	f := newFake()
	f.cases[0].ReadOnly = &casefile.Error{Code: casefile.Refused, What: "%[1]s has this case open since %[2]s (%[3]s, process %[4]d on %[5]s), so it can only be read here",
		Do: "Close it there to change it here", Args: []any{"B. Verifier", "2026-01-02 10:15", "tracemark", 4711, "lab-3"}}
	f.cases[0].Alerts = []casefile.Sentence{{Format: "The original %[1]s is missing or not what was stored: use nothing that rests on it, and restore the case from a backup", Args: []any{"ab12"}}}
	w := open(t, f, uitheme.Dark)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	text := flat(w)
	for _, want := range []string{
		"B. Verifier has this case open since 2026-01-02 10:15 (tracemark, process 4711 on lab-3), so it can only be read here: close it there to change it here.",
		"The original ab12 is missing or not what was stored: use nothing that rests on it, and restore the case from a backup.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not shown in\n%s", want, text)
		}
	}
}

func TestBackupsAreMadeAndRestoredFromTheCase(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	if err := w.Do("case.backups"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	text := flat(w)
	for _, want := range []string{"every 24 hours", "the last 7 backups are kept", "42 records of the log, 2 originals", "The last backup, today, was not made: the disk is full."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not shown in\n%s", want, text)
		}
	}
	press(t, w, "Back up now")
	settle(t, w)
	if !strings.Contains(w.Notice(), "/backups/1") {
		t.Errorf("%q", w.Notice())
	}
	if err := w.Do("case.backups"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	press(t, w, "Restore…")
	press(t, w, "Restore")
	settle(t, w)
	if !strings.Contains(w.Notice(), "/cases/restored") {
		t.Errorf("%q", w.Notice())
	}
}

// flat is what is shown, as one line: where it is broken depends on the window.
func flat(w *ui.Window) string { return strings.Join(strings.Fields(shown(w)), " ") }
