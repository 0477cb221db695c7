package compare

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

var update = flag.Bool("update", false, "write what the tests find to their golden files")

// texts returns every text in an object that is visible, one a line.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			if strings.TrimSpace(o.Text) != "" {
				b.WriteString(strings.TrimSpace(o.Text) + "\n")
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case *container.Scroll:
			walk(o.Content)
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	if o.Size().Width < 100 { // a page that is not on the screen is laid out as if it were
		for range 2 { // text that wraps knows its height only once it has its width
			o.Resize(fyne.NewSize(panelWidth, 3000))
			o.Refresh()
		}
	}
	walk(o)
	return b.String()
}

// sees fails where a text is missing; a word with a leading - must not be there.
func sees(t *testing.T, o fyne.CanvasObject, want ...string) {
	t.Helper()
	all := strings.Join(strings.Fields(texts(o)), " ")
	for _, w := range want {
		if not, absent := strings.CutPrefix(w, "-"); absent == strings.Contains(all, not) && not != "" {
			t.Errorf("%q: want absent %v, in:\n%s", not, absent, all)
		}
	}
}

// master compares a page's texts with a golden file.
func master(t *testing.T, name string, o fyne.CanvasObject) {
	t.Helper()
	got := texts(o)
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s (go test -update writes it):\n%s\nwant\n%s", file, got, want)
	}
}
