package casefile_test

import (
	"testing"

	"tracemark/casefile"
)

func TestWhatAPersonWroteIsCodedAndReadBack(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       casefile.Code
		shown      string
	}{
		{"a code", "9luger", casefile.Code{State: casefile.Stated, Code: "9luger", List: "tracemark-calibre", Version: "1", AsSeen: "9luger"}, "9 mm Luger (9 × 19 mm)"},
		{"a name in other case", ".45 AUTO", casefile.Code{State: casefile.Stated, Code: "45auto", List: "tracemark-calibre", Version: "1", AsSeen: ".45 AUTO"}, ".45 Auto"},
		{"a word that is not in the list stays as seen", "9 Para", casefile.Code{State: casefile.Stated, List: "tracemark-calibre", Version: "1", AsSeen: "9 Para"}, "9 Para"},
		{"not visible is no value and not empty", "Not visible", casefile.Code{State: casefile.NotVisible}, "not visible"},
		{"nothing", "  ", casefile.Code{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := casefile.Calibres.Encode(c.text)
			if got != c.want {
				t.Errorf("%q is coded as %+v, want %+v", c.text, got, c.want)
			}
			if shown := got.Text(); shown != c.shown {
				t.Errorf("shown as %q, want %q", shown, c.shown)
			}
		})
	}
}

func TestErrorsSayWhatHappenedAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  casefile.Error
		want string
	}{
		{casefile.Error{What: "The file is empty"}, "The file is empty."},
		{casefile.Error{What: "The file is empty", Do: "Export it again"}, "The file is empty: export it again."},
		{casefile.Error{What: "It is a photograph", Do: "X3P files can be compared"}, "It is a photograph: X3P files can be compared."},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
