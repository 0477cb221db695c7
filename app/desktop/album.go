package desktop

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"tracemark/app/casework"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui"
	"tracemark/ui/language"
	"tracemark/ui/theme"
	"tracemark/ui/viewer"
)

// The size of an album's pictures, in pixels: the smallest screen that the window is made for, less a panel and a title bar.
const albumWidth, albumHeight = 1366, 720

// sheet is a picture of an album: a screen, and what is done on it before the picture is taken.
type sheet struct {
	name  string
	place ui.Place
	// do are commands by their names; line draws the profile line.
	do   []string
	line bool
	// withheld pictures are taken before the examiner's view is committed, the others after the conclusion.
	withheld bool
	// check is whether the issued report is checked on it.
	check bool
}

// album are the screens in the order of the main job, each mode of the microscope and each page beside it once.
func album() []sheet {
	mode := func(n string, more ...string) []string { return append([]string{"compare.mode." + n}, more...) }
	return []sheet{
		{name: "cases", place: ui.Cases},
		{name: "case", place: ui.Case, withheld: true},
		{name: "prepare", place: ui.Prepare},
		{name: "prepare-filtered", place: ui.Prepare, do: slices.Repeat([]string{"prepare.next"}, 12)},
		{name: "candidates-withheld", place: ui.Candidates, withheld: true},
		{name: "candidates", place: ui.Candidates},
		{name: "compare-withheld", place: ui.Compare, do: []string{"compare.page.1"}, withheld: true},
		{name: "compare-commit", place: ui.Compare, do: []string{"compare.page.4"}, withheld: true},
		{name: "compare-split", place: ui.Compare, do: mode("1", "compare.page.1")},
		{name: "compare-lying", place: ui.Compare, do: mode("1", "compare.page.1", "compare.divider", "compare.light.next")},
		{name: "compare-beside", place: ui.Compare, do: mode("2", "compare.page.2", "compare.fit")},
		{name: "compare-overlay", place: ui.Compare, do: mode("3", "compare.page.1")},
		{name: "compare-difference", place: ui.Compare, do: mode("4", "compare.page.3")},
		{name: "compare-blink", place: ui.Compare, do: mode("5", "compare.page.1")},
		{name: "compare-height", place: ui.Compare, do: mode("1", "compare.page.1", "compare.colour")},
		{name: "compare-raw", place: ui.Compare, do: mode("1", "compare.page.1", "compare.raw")},
		{name: "compare-cells", place: ui.Compare, do: mode("2", "compare.page.3", "compare.cells", "compare.others", "compare.fit")},
		{name: "compare-map", place: ui.Compare, do: mode("1", "compare.page.3", "compare.heat")},
		{name: "compare-profile", place: ui.Compare, do: mode("1", "compare.page.1"), line: true},
		{name: "compare-decide", place: ui.Compare, do: mode("1", "compare.page.4")},
		{name: "conclude-withheld", place: ui.Conclude, withheld: true},
		{name: "conclude", place: ui.Conclude},
		{name: "reports", place: ui.Reports},
		{name: "check", place: ui.CheckFile, check: true},
		{name: "custody", place: ui.Custody},
		{name: "verifications", place: ui.Verifications},
		{name: "packages", place: ui.Packages},
		{name: "log", place: ui.Audit},
		{name: "search", place: ui.Search},
		{name: "people", place: ui.People},
		{name: "settings", place: ui.Settings},
		{name: "guide", place: ui.Guide},
		{name: "palette", place: ui.Compare, do: []string{"palette"}},
		{name: "shortcuts", place: ui.Compare, do: []string{"shortcuts"}},
	}
}

// DrawAlbum makes a demonstration case in the empty folder work, takes it from import to conclusion, and draws every screen
// and every mode of the microscope on the way, in every theme and language, into dir/LANGUAGE-THEME/NAME.png. It needs no
// display. Everything on the pictures is simulated and labelled so. Where only is not empty, only the sheets in that
// LANGUAGE-THEME are drawn. It returns how many were.
func DrawAlbum(ctx context.Context, work, dir, only string) (n int, err error) {
	desk, err := casework.Open(filepath.Join(work, "workstation"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	desk.Use(casework.DemoSettings)
	at, err := beginExamination(ctx, desk, work)
	if err != nil {
		return 0, err
	}
	before, err := drawAll(ctx, desk, at, dir, only, true)
	if err != nil {
		return before, err
	}
	if err := endExamination(ctx, desk, at); err != nil {
		return before, err
	}
	if at.Report, err = issueReport(ctx, desk, at); err != nil {
		return before, err
	}
	after, err := drawAll(ctx, desk, at, dir, only, false)
	return before + after, err
}

// beginExamination makes the case and a comparison of which the figures are withheld.
func beginExamination(ctx context.Context, desk *casework.Desk, work string) (at ui.Route, err error) {
	at.CasePath = filepath.Join(work, "DEMO-1")
	if _, err = desk.MakeDemoCase(ctx, at.CasePath, filepath.Join(work, "scans"), nil); err != nil {
		return at, err
	}
	list, err := desk.Correlate(ctx, at.CasePath, casework.DemoQuestioned, casefile.CorrelateOptions{}, nil)
	if err != nil {
		return at, err
	}
	i := slices.IndexFunc(list.Candidates, func(c casefile.Candidate) bool { return c.Label == casework.DemoMatch })
	if i < 0 {
		return at, fmt.Errorf("draw the album: %s is not among the candidates", casework.DemoMatch)
	}
	c, err := desk.CompareCandidate(ctx, at.CasePath, list.ID, list.Candidates[i].Key, casefile.BreechFace, nil)
	if err != nil {
		return at, err
	}
	at.Exhibit, at.Correlation, at.Comparison = list.ExhibitID, list.ID, c.ID
	if at.Capture, err = firstTopography(ctx, desk, at.CasePath); err != nil {
		return at, err
	}
	item, err := desk.Comparison(ctx, at.CasePath, at.Comparison)
	if err != nil {
		return at, err
	}
	_, err = desk.SaveMarkup(ctx, at.CasePath, at.Comparison, albumMarks(c, item.A.Capture))
	return at, err
}

// albumMarks are annotations on the demonstration's pair: one on both sides, and one on each side alone. Lengths are µm from
// the middle of A; what lies on B is where the comparison's pose says that it does.
func albumMarks(c casefile.Comparison, a casefile.Capture) []casefile.Annotation {
	pose := imaging.Pose{}
	for _, r := range c.Results {
		if r.Pose != nil {
			pose = *r.Pose
			break
		}
	}
	spacing, _, _ := a.Scale.UM()
	middle := imaging.Point{X: spacing * float64(a.Width) / 2, Y: spacing * float64(a.Height) / 2}
	ellipse := func(onB bool, x, y, rx, ry float64) *casefile.Shape {
		points := []imaging.Point{{X: x, Y: y}, {X: x + rx, Y: y}, {X: x, Y: y + ry}}
		for i := range points {
			points[i].X, points[i].Y = points[i].X+middle.X, points[i].Y+middle.Y
			if onB {
				points[i] = pose.Apply(points[i])
			}
		}
		return &casefile.Shape{Kind: casefile.Ellipse, Points: points}
	}
	return []casefile.Annotation{
		{ID: "m1", Likeness: casefile.Similar, Character: casefile.IndividualCharacter, Text: "striae continue",
			A: ellipse(false, -500, 1080, 330, 240), B: ellipse(true, -500, 1080, 330, 240)},
		{ID: "m2", Likeness: casefile.Dissimilar, Text: "smooth here", A: ellipse(false, -1050, -500, 260, 260)},
		{ID: "m3", Likeness: casefile.Similar, Character: casefile.IndividualCharacter, Text: "same band", B: ellipse(true, 1180, -150, 230, 300)},
	}
}

// endExamination commits a view and concludes.
func endExamination(ctx context.Context, desk *casework.Desk, at ui.Route) error {
	if _, err := desk.Commit(ctx, at.CasePath, casefile.Commitment{ComparisonID: at.Comparison, Value: "inconclusive-a",
		Reason: "Simulated data: the striae agree over most of the ring."}); err != nil {
		return err
	}
	_, err := desk.Conclude(ctx, at.CasePath, at.Comparison, "identification",
		"Simulated data: the striae agree in direction and spacing over the whole ring, and so do the cells.")
	return err
}

// drawAll draws the sheets of one half of the job in every language and theme.
func drawAll(ctx context.Context, desk *casework.Desk, at ui.Route, dir, only string, withheld bool) (n int, err error) {
	for _, l := range language.All() {
		for _, m := range []theme.Mode{theme.Light, theme.Dark, theme.Dim} {
			set := string(l.Tag) + "-" + string(m)
			if only != "" && only != set {
				continue
			}
			k, err := drawSet(ctx, desk, at, filepath.Join(dir, set), l.Tag, m, withheld)
			if n += k; err != nil {
				return n, fmt.Errorf("draw %s: %w", set, err)
			}
		}
	}
	return n, nil
}

// drawSet draws them in one language and theme.
func drawSet(ctx context.Context, desk *casework.Desk, at ui.Route, dir string, l language.Tag, m theme.Mode, withheld bool) (n int, err error) {
	if err := makeFolder(dir); err != nil {
		return 0, err
	}
	for _, s := range album() {
		if s.withheld != withheld {
			continue
		}
		if err := drawSheet(ctx, desk, at, filepath.Join(dir, s.name+".png"), s, l, m); err != nil {
			return n, fmt.Errorf("%s: %w", s.name, err)
		}
		n++
	}
	return n, nil
}

// drawSheet draws a sheet in a window of its own: the microscope keeps its light, its modes and its overlays from one pair to
// the next, and each picture is to show what its name says and nothing else.
func drawSheet(ctx context.Context, desk *casework.Desk, at ui.Route, file string, s sheet, l language.Tag, m theme.Mode) error {
	a := test.NewApp()
	defer a.Quit()
	w, err := ui.New(a, ui.Params{Services: facade{desk}, Version: version.String, Offscreen: true, Colours: m, Language: l})
	if err != nil {
		return fmt.Errorf("make the window: %w", err)
	}
	w.Show()
	w.Window().Resize(fyne.NewSize(albumWidth, albumHeight))
	if err := pose(ctx, w, at, s); err != nil {
		return err
	}
	if s.check {
		file, err := desk.ReportFile(ctx, at.CasePath, at.Report)
		if err != nil {
			return err
		}
		w.CheckReport(file)
		if err := w.Settle(ctx); err != nil {
			return err
		}
	}
	return savePicture(w.Window().Canvas(), file)
}

// pose brings a screen into the state of a sheet.
func pose(ctx context.Context, w *ui.Window, at ui.Route, s sheet) error {
	at.Place = s.place
	w.Navigate(at)
	if err := w.Settle(ctx); err != nil {
		return err
	}
	for _, id := range s.do {
		if err := w.Do(id); err != nil {
			return err
		}
		if err := w.Settle(ctx); err != nil {
			return err
		}
	}
	if v := w.Viewer(); s.line && v != nil {
		st := v.Stage()
		c := st.Centre(viewer.A)
		y := c.Y + albumLine/st.UMPerPx
		var line [2]casefile.SceneLine
		for side := range line {
			line[side].From = st.Specimen(viewer.Side(side), viewer.Pixel{X: c.X - albumLine/2/st.UMPerPx, Y: y})
			line[side].To = st.Specimen(viewer.Side(side), viewer.Pixel{X: c.X + albumLine/2/st.UMPerPx, Y: y})
		}
		v.SetLine(&line)
	}
	return w.Settle(ctx)
}

// albumLine is how far below the middle the profile line is drawn, and how long it is, in µm: over the ring that was measured.
const albumLine = 1150
