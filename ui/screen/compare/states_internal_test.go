package compare

import (
	"errors"
	"testing"

	"tracemark/casefile"
	"tracemark/ui/viewer"
)

// What is shown in each state of commit, then reveal.
func TestFiguresAreShownOnlyWhereTheyMayBe(t *testing.T) {
	view := casefile.Commitment{Value: "identification", Reason: "agreement all round", Blind: true, Created: day}
	skipped := casefile.Commitment{Skipped: true, Reason: "training", Blind: true, Created: day}
	for name, c := range map[string]struct {
		set     func(*fake)
		figures bool
		decide  []string
	}{
		"setting off":   {func(*fake) {}, true, []string{"Record conclusion", "-Commit my view"}},
		"blind":         {func(f *fake) { f.blind = true }, false, []string{"Commit my view", "Skip, with the reason above", "Show the figures first…", "the computed position", "-Record conclusion"}},
		"asked for":     {func(f *fake) { f.blind, f.shown = true, true }, true, []string{"Commit my view", "-Show the figures first…", "-Record conclusion"}},
		"committed":     {func(f *fake) { f.blind, f.committed = true, []casefile.Commitment{view} }, true, []string{"View committed", "agreement all round", "Record conclusion", "-Commit my view"}},
		"skipped":       {func(f *fake) { f.blind, f.committed = true, []casefile.Commitment{skipped} }, true, []string{"No view was stated", "training", "Record conclusion"}},
		"signed report": {func(f *fake) { f.items["k1"].Report = &casefile.IssuedReport{ID: "R1"} }, true, []string{"Locked by a signed report", "-Record conclusion", "-Commit my view"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			c.set(f)
			d := open(t, f)
			words := []string{"Class characteristics"}
			for _, w := range []string{"What the methods gave", "Best known non-match", "Cells, A on B", "The count under other thresholds", "Similarity"} {
				if !c.figures {
					w = "-" + w
				}
				words = append(words, w)
			}
			if !c.figures {
				words = append(words, "Figures come after your own view")
			}
			sees(t, d.s.figures.object, words...)
			sees(t, d.s.decide.object, c.decide...)
			if d.s.hasCells() != c.figures || d.s.hasMaps() != c.figures {
				t.Errorf("cells %v, maps %v; want %v", d.s.hasCells(), d.s.hasMaps(), c.figures)
			}
			d.s.viewer.SetOutlines(true)
			if n := len(d.s.viewer.Specimen(viewer.A).Outlines); (n > 0) != c.figures {
				t.Errorf("%d cells lie over A; figures are shown: %v", n, c.figures)
			}
			if ranked := d.s.leads.list.Candidates[0].Rank > 0; ranked != c.figures {
				t.Errorf("ranks in the strip: %v", ranked)
			}
			square := casefile.Annotation{ID: "x", A: &casefile.Shape{Kind: casefile.Polygon}}
			if can := d.s.canFit(square) == ""; can != c.figures {
				t.Errorf("where a region fits can be asked: %v", can)
			}
			if d.s.canMark() != (name != "signed report") {
				t.Errorf("marks can be changed: %v", d.s.canMark())
			}
		})
	}
}

func TestPagesReadAsTheyShould(t *testing.T) {
	f := newFake()
	f.blind = true
	d := open(t, f)
	master(t, "look", d.s.look.object)
	master(t, "marks", d.s.marks.object)
	master(t, "figures-withheld", d.s.figures.object)
	master(t, "decide-withheld", d.s.decide.object)
	master(t, "leads-withheld", d.s.leads.object)
	d.s.decide.level.SetSelected("Identification")
	d.s.decide.reason.SetText("Striae agree.")
	d.s.Commit()
	d.settle()
	master(t, "figures", d.s.figures.object)
	master(t, "decide", d.s.decide.object)
	master(t, "leads", d.s.leads.object)
}

func TestPairsOfOtherKindsAndBrokenRecordings(t *testing.T) {
	photo := func(s *casefile.Side) { s.Capture.Kind = casefile.Photograph }
	for name, c := range map[string]struct {
		set     func(*fake)
		look    []string
		figures []string
		banner  string
		mode    viewer.Mode
	}{
		"two photographs": {func(f *fake) { photo(&f.items["k1"].A); photo(&f.items["k1"].B) }, []string{"Gamma", "-Height of the light", "-Filtered"}, []string{"This is no score."}, "", viewer.SideBySide},
		"one of each": {func(f *fake) { photo(&f.items["k1"].B); f.items["k1"].Comparison.Results = nil }, []string{"Gamma", "Height of the light"},
			[]string{"Topography against photograph", "nothing was computed"}, "", viewer.SideBySide},
		"B is damaged": {func(f *fake) {
			f.surfaceErr = map[string]error{"c-K1": errors.New("The file is damaged: ask for it again")}
		}, nil, []string{"What the methods gave"},
			"B cannot be shown: The file is damaged: ask for it again", viewer.Split},
		"both are damaged": {func(f *fake) {
			f.surfaceErr = map[string]error{"c-K1": errors.New("damaged"), "c-Q1": errors.New("damaged")}
		}, nil, nil, "Neither recording can be shown. Try again", viewer.Split},
		"class differs": {func(f *fake) {
			f.items["k1"].A.Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
			f.items["k1"].B.Exhibit.Class.Calibre = casefile.Calibres.Encode("45auto")
		}, nil, nil, "", viewer.Split},
		"unknown comparison": {func(f *fake) { delete(f.items, "k1") }, nil, []string{"Loading…"}, "this comparison is not in the case Try again", viewer.Split},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			c.set(f)
			d := open(t, f)
			sees(t, d.s.look.object, c.look...)
			sees(t, d.s.figures.object, c.figures...)
			sees(t, d.s.banner, c.banner)
			if got := d.s.viewer.Stage().Mode; got != c.mode {
				t.Errorf("opens in mode %d, want %d", got, c.mode)
			}
			if name == "class differs" {
				sees(t, d.s.first, "Calibre differs: look at this first.")
			}
			for _, cmd := range d.s.Commands() { // nothing that is possible may fail here
				if cmd.Possible() && cmd.ID != "compare.conclude" && cmd.ID != "compare.reveal" {
					cmd.Run()
				}
			}
			d.settle()
		})
	}
}
