package ui_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/screen/settings"
	"tracemark/ui/widget"
)

func TestTheAgencyChoosesHowPairsAreLookedAt(t *testing.T) {
	f := newFake()
	f.profile.CommitFirst, f.profile.FirstCandidates, f.profile.Scale = true, 10, casefile.AFTE.ID
	w := at(t, f, ui.Settings)
	see(t, w, "Commit, then reveal", "Inconclusive (b)")
	find := func(visit func(fyne.CanvasObject)) { t.Helper(); walk(w.Window().Content(), visit); settle(t, w) }
	find(func(o fyne.CanvasObject) {
		if s, ok := o.(*fw.Select); ok && s.Selected == casefile.AFTE.Name {
			s.SetSelectedIndex(3)
		}
	})
	find(func(o fyne.CanvasObject) {
		if e, ok := o.(*fw.Entry); ok && e.Text == "10" {
			e.SetText("25")
		}
	})
	see(t, w, "Moderately strong support for the first")
	pressOnly(t, w, "Save")
	want := f.profile
	if want.Scale != "lr-verbal" || want.FirstCandidates != 25 || !want.CommitFirst || want.Agency != "Central Laboratory" {
		t.Fatalf("kept %+v", want)
	}
	see(t, w, "Saved.")
	find(func(o fyne.CanvasObject) {
		if c, ok := o.(*fw.Check); ok && c.Text == "Commit, then reveal" {
			c.SetChecked(false)
		}
	})
	see(t, w, "ranked. Reports say that")
	pressOnly(t, w, "Save")
	if f.profile.CommitFirst {
		t.Error("commit, then reveal was not switched off")
	}
}

// pressOnly taps the button with this text of which only one can be pressed.
func pressOnly(t *testing.T, w *ui.Window, text string) {
	t.Helper()
	var found []*widget.Button
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Text == text && !b.Disabled() {
			found = append(found, b)
		}
	})
	if len(found) != 1 {
		t.Fatalf("%d buttons %q can be pressed", len(found), text)
	}
	found[0].Tapped(&fyne.PointEvent{})
	settle(t, w)
}

func TestAScaleOfOnesOwnIsAddedAndChosen(t *testing.T) {
	f := newFake()
	f.profile.CommitFirst, f.profile.FirstCandidates, f.profile.Scale = true, 10, casefile.AFTE.ID
	w := at(t, f, ui.Settings)
	screen := settings.New(settings.Params{Shell: w.Shell(), Service: f})
	w.Window().SetContent(screen.Object())
	settle(t, w)
	see(t, w, "Add a scale of your own…", "Discernible class or individual characteristics disagree significantly.")
	file := filepath.Join(t.TempDir(), "own.json")
	write := func(second string) {
		t.Helper()
		text := `{"id": "lab", "name": "Ours", "version": "3", "source": "manual", "levels": [
			{"id": "yes", "name": "Yes", "meaning": "It is."},
			{"id": "` + second + `", "name": "No", "meaning": "It is not."}]}`
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("yes")
	screen.AddScale(file)
	settle(t, w)
	see(t, w, `line 3: level 2: its id "yes" is that of level 1`)
	write("no")
	screen.AddScale(file)
	settle(t, w)
	see(t, w, "It is not.", "version 3")
	pressOnly(t, w, "Save")
	if f.profile.Scale != "lab" {
		t.Errorf("kept %+v", f.profile)
	}
}
