package ui_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"tracemark/ui"
	uitheme "tracemark/ui/theme"
)

func open(t *testing.T, f *fake, m uitheme.Mode) *ui.Window {
	t.Helper()
	w, err := ui.New(test.NewTempApp(t), ui.Params{Services: f, Version: "0.1.0-test", Offscreen: true, Colours: m})
	if err != nil {
		t.Fatal(err)
	}
	w.Show()
	settle(t, w)
	return w
}

func settle(t *testing.T, w *ui.Window) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := w.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}
