package palette_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"tracemark/ui/palette"
	"tracemark/ui/task"
)

func TestALetterOfASentenceIsNoCommand(t *testing.T) {
	tasks := task.New(true)
	settle := func() {
		t.Helper()
		if err := tasks.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	d := palette.Deliberate{Tasks: tasks}
	ran := ""
	typed := func(keys ...fyne.KeyName) (ignored int) {
		for _, k := range keys {
			if d.Typed(k) {
				ignored++
				continue
			}
			d.Press(func() { ran += string(k) })
		}
		return ignored
	}
	typed("N", "O", "W", fyne.KeySpace, "S")
	settle()
	if ran != "" {
		t.Errorf("a sentence ran %q", ran)
	}
	time.Sleep(palette.Pause)
	typed("N")
	if ran != "" {
		t.Error("it did not wait for another letter")
	}
	settle()
	if ran != "N" {
		t.Errorf("N alone ran %q", ran)
	}
	typed("N", "N")
	settle()
	if ran != "NNN" {
		t.Errorf("N twice more ran %q", ran)
	}
	if palette.Writes(fyne.KeyPageDown, 0) || palette.Writes("N", fyne.KeyModifierControl) || !palette.Writes("N", fyne.KeyModifierShift) || !palette.Writes(fyne.KeySpace, 0) {
		t.Error("not the keys that write letters")
	}
}
