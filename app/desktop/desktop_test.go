package desktop_test

import (
	"image"
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tracemark/app/casework"
	"tracemark/app/desktop"
	"tracemark/assets"
	"tracemark/casefile"
)

// TestTheScreensAreDrawnWithoutADisplay does the main job on simulated data through the calls that the window uses and
// draws every screen with the real interface.
func TestTheScreensAreDrawnWithoutADisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	desk, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	}()
	desk.Use(casework.DemoSettings)
	casePath := filepath.Join(t.TempDir(), "case")
	if _, err := desk.MakeDemoCase(t.Context(), casePath, t.TempDir(), nil); err != nil {
		t.Fatal(err)
	}
	list, err := desk.Correlate(t.Context(), casePath, casework.DemoQuestioned, casefile.CorrelateOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list.Candidates, func(c casefile.Candidate) bool { return c.Label == casework.DemoMatch })
	if at < 0 {
		t.Fatalf("%s is not among the candidates", casework.DemoMatch)
	}
	if _, err := desk.CompareCandidate(t.Context(), casePath, list.ID, list.Candidates[at].Key, casefile.BreechFace, nil); err != nil {
		t.Fatal(err)
	}
	files, err := desktop.DrawScreens(t.Context(), desk, casePath, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 7 { // the six with a tab, and the preparation of the first topography
		t.Fatalf("%d screens were drawn, want 7: %v", len(files), files)
	}
	for _, file := range files {
		if n := shades(t, file); n < 40 { // an empty window has a handful: background, bars, a line of text
			t.Errorf("%s shows only %d colours: it is empty", filepath.Base(file), n)
		}
	}
}

// TestTheGuidesPicturesAreMadeOfTheAlbum draws the sheets in one language and theme, and the guide's pictures from them: the
// same that the program has.
func TestTheGuidesPicturesAreMadeOfTheAlbum(t *testing.T) {
	t.Setenv("DISPLAY", "")
	out, guide := t.TempDir(), t.TempDir()
	if n, err := desktop.DrawAlbum(t.Context(), t.TempDir(), out, "en-dark"); err != nil || n < 20 {
		t.Fatalf("%d sheets, %v", n, err)
	}
	if err := desktop.DrawGuide(out, guide); err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Glob(filepath.Join(guide, "*.png"))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := fs.Glob(assets.Guide, "guide/*.png")
	if err != nil {
		t.Fatal(err)
	}
	if len(made) != len(kept) {
		t.Errorf("%d pictures are made, the program has %d", len(made), len(kept))
	}
	for _, file := range made {
		if _, err := fs.Stat(assets.Guide, "guide/"+filepath.Base(file)); err != nil {
			t.Errorf("the program lacks a picture: %v", err)
		}
		if n := shades(t, file); n < 30 {
			t.Errorf("%s shows only %d colours", filepath.Base(file), n)
		}
	}
}

// shades counts the colours of a picture.
func shades(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 3 {
		for x := b.Min.X; x < b.Max.X; x += 3 {
			r, g, bl, _ := m.At(x, y).RGBA()
			seen[[3]uint32{r, g, bl}] = true
		}
	}
	return len(seen)
}
