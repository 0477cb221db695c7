package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/ui"
	"tracemark/ui/widget"
)

func TestTheLogOfACase(t *testing.T) {
	f := newFake()
	w := openWith(t, f)
	w.Navigate(ui.Route{Place: ui.Audit, CasePath: "/cases/a"})
	settle(t, w)
	wantShown(t, w, "Log of the case", "1200 records", "exhibit added: L1199", "None was signed yet")
	list := found[*widget.List](t, w)
	if n := list.Length(); n != 500 {
		t.Errorf("%d records are loaded at first", n)
	}
	list.ScrollToBottom()
	settle(t, w)
	if n := list.Length(); n != 1000 {
		t.Errorf("after scrolling to the end %d are loaded", n)
	}
	list.Select(0)
	wantShown(t, w, "exhibit id-1199", "A. Examiner")
	test.Type(found[*fw.Entry](t, w), "checkpoint")
	settle(t, w)
	wantShown(t, w, "12 of 1200 records", "checkpoint signed: on demand")
	if list.Length() != 12 {
		t.Errorf("%d are found", list.Length())
	}
	if err := w.Do("audit.sign"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(shown(w), "Sign a checkpoint") {
		t.Error("nobody is asked for the reason")
	}
}
