package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	uitheme "tracemark/ui/theme"
)

// staffed opens a window on a workstation with accounts: before the gate.
func staffed(t *testing.T) (*ui.Window, *fake) {
	t.Helper()
	f := newFake()
	f.employ()
	return open(t, f, uitheme.Dark), f
}

func enter(t *testing.T, w *ui.Window, name, words string) {
	t.Helper()
	w.Gate().Type(name, words, "", "")
	w.Gate().Enter()
	settle(t, w)
}

// closed fails where anything of the workstation's work can be seen or done.
func closed(t *testing.T, w *ui.Window) {
	t.Helper()
	if w.Gate() == nil {
		t.Fatal("there is no gate")
	}
	text := shown(w)
	for _, secret := range []string{"DEMO-1", "Two shootings", "26-0098", "Q1", "K1", "Compare", "Candidates"} {
		if strings.Contains(text, secret) {
			t.Errorf("behind the gate one reads %q:\n%s", secret, text)
		}
	}
	if _, typing := w.Window().Canvas().Focused().(*fw.Entry); !typing {
		t.Error("whoever types does not type into the form")
	}
	if title := w.Window().Title(); title != "Tracemark" {
		t.Errorf("the title says %q", title)
	}
	if w.Window().Canvas().Overlays().Top() != nil {
		t.Error("something lies over the gate")
	}
	route := w.Route()
	for _, id := range []string{"palette", "shortcuts", "guide", "go.cases", "case.new", "case.import", "refresh", "back", "people", "undo"} {
		if err := w.Do(id); err == nil {
			t.Errorf("behind the gate the command %q is done", id)
		}
	}
	for _, k := range []fyne.KeyName{fyne.KeyF1, fyne.KeyF5, fyne.KeyEscape, fyne.KeyBackspace, fyne.KeyReturn, fyne.KeyP} {
		w.Window().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k})
	}
	for _, m := range w.Window().MainMenu().Items {
		for _, i := range m.Items {
			if !i.IsQuit {
				t.Errorf("the menu offers %q", i.Label)
			}
		}
	}
	w.ShowPalette()
	w.ShowShortcuts()
	w.Dropped([]fyne.URI{storage.NewFileURI("/tmp/scan.x3p")})
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	w.Go(ui.Cases)
	w.Back()
	settle(t, w)
	if w.Window().Canvas().Overlays().Top() != nil || w.Route() != route || w.Gate() == nil || shown(w) != text {
		t.Errorf("the gate was got past: at %+v, was %+v\n%s", w.Route(), route, shown(w))
	}
}

func TestNothingIsSeenOrDoneBeforeTheLogIn(t *testing.T) {
	w, f := staffed(t)
	w.Resume()
	settle(t, w)
	closed(t, w)
	enter(t, w, "examiner", "not the passphrase")
	if !strings.Contains(w.Gate().Said(), "The log-in name or the passphrase is wrong") {
		t.Errorf("said %q", w.Gate().Said())
	}
	closed(t, w)
	enter(t, w, "examiner", theirWords)
	if w.Gate() != nil || !strings.Contains(shown(w), "DEMO-1") || !strings.Contains(shown(w), "The examiner") {
		t.Errorf("after the log-in:\n%s", shown(w))
	}
	if want := []string{"log in examiner", "log in examiner"}; !slices.Equal(f.staff.said, want) {
		t.Errorf("asked for %q, want %q", f.staff.said, want)
	}
}

func TestLockShowsNothingAndLetsBackToWhereOneWas(t *testing.T) {
	for _, place := range []ui.Place{ui.Cases, ui.Case, ui.Candidates, ui.Compare, ui.Conclude, ui.Settings} {
		t.Run(string(place), func(t *testing.T) {
			w, f := staffed(t)
			enter(t, w, "examiner", theirWords)
			w.Navigate(ui.Route{Place: place, CasePath: casePath, Comparison: "k1"})
			settle(t, w)
			route := w.Route()
			w.ShowPalette() // a dialog does not stay over the gate
			if err := w.Do("session.lock"); err != nil {
				t.Fatal(err)
			}
			settle(t, w)
			closed(t, w)
			enter(t, w, "", "not the passphrase")
			closed(t, w)
			enter(t, w, "", theirWords)
			if w.Gate() != nil || w.Route() != route {
				t.Errorf("unlocked at %+v, was at %+v", w.Route(), route)
			}
			if !slices.Contains(f.staff.said, "lock by key") {
				t.Errorf("the service was asked for %q", f.staff.said)
			}
			w.Window().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF5}) // keys are for the screen again
			settle(t, w)
		})
	}
}

func TestSomebodyElseFindsNothingOfTheOneBefore(t *testing.T) {
	w, _ := staffed(t)
	enter(t, w, "examiner", theirWords)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath})
	settle(t, w)
	w.Lock("by key")
	w.Gate().Other()
	enter(t, w, "verifier", theirWords)
	if r := w.Route(); r != (ui.Route{Place: ui.Cases}) {
		t.Errorf("at %+v", r)
	}
	w.Back()
	if r := w.Route(); r != (ui.Route{Place: ui.Cases}) {
		t.Errorf("back leads to %+v", r)
	}
}

func TestLeftAloneTheWindowLocksItself(t *testing.T) {
	w, f := staffed(t)
	w.Idle(24 * time.Hour) // nobody to lock out yet
	enter(t, w, "examiner", theirWords)
	w.Idle(f.LockAfter() - time.Second)
	w.Idle(-1) // the system does not say: somebody has just logged in
	if w.Gate() != nil {
		t.Fatal("locked too early")
	}
	w.Idle(f.LockAfter())
	closed(t, w)
	if !slices.Contains(f.staff.said, "lock nobody there for 10m0s") {
		t.Errorf("asked for %q", f.staff.said)
	}
}

func TestPassphraseOfTheAdministratorIsChangedFirst(t *testing.T) {
	f := newFake()
	f.employ()
	f.people[0].MustChange = true
	w := open(t, f, uitheme.Light)
	enter(t, w, "examiner", theirWords)
	closed(t, w)
	if !strings.Contains(shown(w), "Choose your own passphrase") {
		t.Fatalf("shown:\n%s", shown(w))
	}
	w.Gate().Type("", theirWords, "one two three four", "one two three five")
	w.Gate().Enter()
	settle(t, w)
	if !strings.Contains(w.Gate().Said(), "differ") {
		t.Errorf("said %q", w.Gate().Said())
	}
	w.Gate().Type("", theirWords, "one two three four", "one two three four")
	w.Gate().Enter()
	settle(t, w)
	if w.Gate() != nil {
		t.Errorf("still closed: %q", w.Gate().Said())
	}
}

func TestRolesAreSaidAndWhatTheyLackIsNotOffered(t *testing.T) {
	for _, r := range casefile.Roles() {
		t.Run(string(r), func(t *testing.T) {
			w, _ := staffed(t)
			enter(t, w, string(r), theirWords)
			if r == casefile.Administrator {
				if w.Route().Place != ui.People {
					t.Errorf("an administrator begins at %s", w.Route().Place)
				}
				return
			}
			w.Navigate(ui.Route{Place: ui.Conclude, CasePath: casePath, Comparison: "k1"})
			settle(t, w)
			concludes := casefile.May([]casefile.Role{r}, casefile.ConcludeMarks)
			if said := strings.Contains(shown(w), "That does not include: conclude"); said == concludes {
				t.Errorf("may conclude: %v, and one reads:\n%s", concludes, shown(w))
			}
			if err := w.Do("conclude.record"); (err == nil) != concludes {
				t.Errorf("record: %v", err)
			}
		})
	}
}

func TestFirstAccountClosesTheWindowToEverybodyElse(t *testing.T) {
	f := newFake()
	w := open(t, f, uitheme.Dark)
	if err := w.Do("people"); err != nil {
		t.Fatal(err)
	}
	settle(t, w)
	if !strings.Contains(shown(w), "No accounts yet") {
		t.Fatalf("shown:\n%s", shown(w))
	}
	w.Lock("by key") // there is nothing to lock with
	if w.Gate() != nil || !strings.Contains(w.Notice(), "nothing to lock it with") {
		t.Errorf("said %q", w.Notice())
	}
}

func TestACardLogsInAndItsLastTryIsAskedForTwice(t *testing.T) {
	f := newFake()
	f.employ()
	f.signing.CardModule, f.lastTry = "/usr/lib/module.so", true
	w := open(t, f, uitheme.Dark)
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(*fw.Check); ok && strings.HasPrefix(c.Text, "With my smart card") {
			c.SetChecked(true)
		}
	})
	enter(t, w, "examiner", "1234")
	if !strings.Contains(w.Gate().Said(), "One more wrong PIN locks the card") {
		t.Fatalf("said %q", w.Gate().Said())
	}
	enter(t, w, "examiner", "1234")
	if w.Gate() != nil {
		t.Fatalf("the gate stands: %q", w.Gate().Said())
	}
	if len(f.pins) != 2 || f.pins[0].LastTry || !f.pins[1].LastTry {
		t.Errorf("the PIN was given as %v", f.pins)
	}
}
