package ui_test

import (
	"bytes"
	"image/png"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"tracemark/assets"
	"tracemark/ui"
	"tracemark/ui/language"
	"tracemark/ui/palette"
	"tracemark/ui/screen/guide"
	uitheme "tracemark/ui/theme"
)

// keyName finds names of keys that somebody wrote into a text of the guide instead of {key ...}.
var keyName = regexp.MustCompile(`\b(Ctrl|Shift|Maj|Mayús|Enter|Entrée|Intro|Esc|Échap|F1?[0-9])\b`)

var braces = regexp.MustCompile(`\{[^}]*\}`)

// The guide names only commands, keys and texts that the program has, in every language the same ones with the same
// pictures.
func TestTheGuideSaysWhatTheProgramSays(t *testing.T) {
	w := open(t, newFake(), uitheme.Dark)
	all := func() (list []palette.Command) {
		for _, g := range w.Groups(true) {
			list = append(list, g.Commands...)
		}
		return list
	}
	t.Cleanup(func() { _ = language.Use(language.English) })
	english, err := assets.Guide.ReadFile("guide/en.md")
	if err != nil {
		t.Fatal(err)
	}
	var first []guide.Block
	for _, l := range language.All() {
		if err := language.Use(l.Tag); err != nil {
			t.Fatal(err)
		}
		blocks, err := guide.Read(l.Tag, all())
		if err != nil {
			t.Errorf("%s: %v", l.Tag, err)
		}
		source, err := assets.Guide.ReadFile("guide/" + string(l.Tag) + ".md")
		if err != nil {
			t.Fatal(err)
		}
		if found := keyName.FindString(braces.ReplaceAllString(string(source), "")); found != "" {
			t.Errorf("%s.md names the key %s itself: {key ...} puts in the one that the command has", l.Tag, found)
		}
		sorted := func(s []byte) []string { return slices.Sorted(slices.Values(braces.FindAllString(string(s), -1))) }
		if got, want := sorted(source), sorted(english); !slices.Equal(got, want) {
			t.Errorf("%s.md puts in\n%v\nthe English guide\n%v", l.Tag, got, want)
		}
		if l.Tag == language.English {
			first = blocks
		}
		if len(blocks) != len(first) {
			t.Errorf("%s.md has %d parts, the English guide %d", l.Tag, len(blocks), len(first))
			continue
		}
		for i, b := range blocks {
			if b.Kind != first[i].Kind || b.Number != first[i].Number || b.File != first[i].File {
				t.Errorf("%s.md: part %d is another one than in English: %q", l.Tag, i+1, b.Plain())
			}
		}
	}
}

// Every picture of the guide is shown, small, and wide enough to be read.
func TestTheGuidesPicturesAreSmallAndShown(t *testing.T) {
	const most, mostBytes = 12, 150_000
	source, err := assets.Guide.ReadFile("guide/en.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(assets.Guide, "guide/*.png")
	if err != nil || len(files) == 0 || len(files) > most {
		t.Fatalf("%d pictures, %v; want 1 to %d", len(files), err, most)
	}
	for _, f := range files {
		data, err := assets.Guide.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width < 600 || len(data) > mostBytes {
			t.Errorf("%s: %d bytes, %d pixels wide, %v", f, len(data), c.Width, err)
		}
		if !strings.Contains(string(source), "("+strings.TrimPrefix(f, "guide/")+")") {
			t.Errorf("%s is nowhere in the guide", f)
		}
	}
	if got := strings.Count(string(source), "!["); got != len(files) {
		t.Errorf("the guide shows %d pictures, there are %d", got, len(files))
	}
}

func TestHelpShowsTheGuideAndItsKeysTurnIt(t *testing.T) {
	w := at(t, newFake(), ui.Case)
	menu(t, w, "Guide")
	if w.Route().Place != ui.Guide {
		t.Fatalf("the menu shows %q", w.Route().Place)
	}
	see(t, w, "Using Tracemark", "7. Conclude and report")
	before := w.Window().Canvas().Capture()
	key(t, w, fyne.KeyPageDown)
	if after := w.Window().Canvas().Capture(); reflect.DeepEqual(before, after) {
		t.Error("Page down shows the same")
	}
	key(t, w, fyne.KeyHome)
	if again := w.Window().Canvas().Capture(); !reflect.DeepEqual(before, again) {
		t.Error("Home does not go back to the beginning")
	}
	press(t, w, "7. Conclude and report")
	if after := w.Window().Canvas().Capture(); reflect.DeepEqual(before, after) {
		t.Error("a section's button shows the same")
	}
	key(t, w, fyne.KeyEscape)
	if w.Route().Place != ui.Case {
		t.Errorf("Escape leads to %q", w.Route().Place)
	}
}

// On the smallest window the guide's pictures are smaller, and nothing is wider than the window.
func TestTheGuideFitsInTheSmallestWindow(t *testing.T) {
	w := at(t, newFake(), ui.Guide)
	w.Window().Resize(fyne.NewSize(1024, 576))
	settle(t, w)
	if got := w.Body().MinSize().Width; got > 1024 {
		t.Errorf("the guide is %v wide at least", got)
	}
}
