package ui_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/screen/candidates"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
)

// line returns what is on the screen as one line, however it wraps.
func line(w *ui.Window) string { return strings.Join(strings.Fields(shown(w)), " ") }

func TestTheStatesOfAListOfCandidates(t *testing.T) {
	for _, c := range []struct {
		name         string
		change       func(*fake)
		want, absent []string
	}{
		{"ranked", func(*fake) {}, []string{"ranked by Congruent cells, registered", "Rank 1: K1-1", "rank 1 of 118", "● unseen", "9 candidates"}, []string{"Show everything now", "figures after your view"}},
		{"withheld", func(f *fake) { f.found[0] = withheldList() }, []string{"No ranks yet, so that they cannot sway you", "0 of 3 committed", "6 more candidates are not listed before", "Show everything now…"}, []string{"ranked by", "rank 1"}},
		{"withheld, one committed", func(f *fake) {
			f.found[0] = withheldList()
			k := correlation().Candidates[1]
			f.found[0].Candidates[1] = k
		}, []string{"1 of 3 committed", "view committed", "rank 2 of 118"}, []string{"rank 1 of"}},
		{"states", func(f *fake) {
			for i, st := range []casefile.CandidateState{casefile.Viewed, casefile.Compared, casefile.Dismissed, casefile.HitProposed} {
				f.found[0].Candidates[i].State, f.found[0].Candidates[i].Seen = st, 61*float64(i)
			}
		}, []string{"✓ viewed", "✓ compared · seen for 1 min", "✓ dismissed · seen for 2 min", "✓ hit proposed · seen for 3 min"}, nil},
		{"a class that disagrees", func(f *fake) {
			f.exhibits[0].Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
			f.found[0].Candidates[1].Class.Calibre = casefile.Calibres.Encode("45auto")
		}, []string{"≠ Calibre differs"}, nil},
		{"no candidates", func(f *fake) { f.found[0].Candidates = nil }, []string{"No candidates", "That is not an elimination"}, nil},
		{"nothing correlated", func(f *fake) { f.found = nil }, []string{"Nothing has been correlated yet", "Choose an exhibit"}, []string{"What was searched"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake()
			f.comparisons = nil
			c.change(f)
			w := at(t, f, ui.Candidates)
			w.Window().Resize(fyne.NewSize(1500, 900))
			settle(t, w)
			all := line(w)
			for _, s := range append(c.want, casefile.LeadBanner) {
				if !strings.Contains(all, s) {
					t.Errorf("%q is not on the screen: %s", s, all)
				}
			}
			for _, s := range c.absent {
				if strings.Contains(all, s) {
					t.Errorf("%q is on the screen: %s", s, all)
				}
			}
		})
	}
}

func TestFiltersNarrowTheListAndSaySo(t *testing.T) {
	f := newFake()
	f.found[0].Candidates[0].State = casefile.Viewed
	f.found[0].Candidates[3].AgencyName = "Harbour Police"
	f.exhibits[0].Exhibit.Class.Calibre = casefile.Calibres.Encode("9luger")
	for i := range f.found[0].Candidates {
		f.found[0].Candidates[i].Class.Calibre = casefile.Calibres.Encode("9luger")
	}
	f.found[0].Candidates[5].Class.Calibre = casefile.Calibres.Encode("45auto")
	w := at(t, f, ui.Candidates)
	choose := func(option string) {
		t.Helper()
		done := false
		walk(w.Window().Content(), func(o fyne.CanvasObject) {
			if s, ok := o.(*fw.Select); ok && !done {
				for _, x := range s.Options {
					if x == option {
						s.SetSelected(option)
						done = true
					}
				}
			}
		})
		if !done {
			t.Fatalf("%q cannot be chosen", option)
		}
		settle(t, w)
	}
	choose("Harbour Police")
	see(t, w, "1 of 9 candidates: the filters hide the others", "Rank 4: K4-1")
	choose("all agencies")
	choose("class disagrees")
	see(t, w, "1 of 9 candidates: the filters hide the others", "Rank 6: K6-1", "Calibre differs: look at this first.")
	choose("hit proposed")
	see(t, w, "The filters leave no candidate")
	press(t, w, "Show all states and agencies")
	see(t, w, "9 candidates")
}

func TestCandidatesByKeyboard(t *testing.T) {
	w := at(t, newFake(), ui.Candidates)
	key(t, w, fyne.KeyN)
	see(t, w, "Rank 2: K2-1")
	key(t, w, fyne.KeyU) // the first two were seen
	see(t, w, "Rank 3: K3-1")
	key(t, w, fyne.KeyD)
	see(t, w, "dismissed")
	key(t, w, fyne.KeyH)
	see(t, w, "hit proposed")
	key(t, w, fyne.KeyEnd)
	key(t, w, fyne.KeyN)
	see(t, w, "There are no more candidates in this direction.")
}

func TestTheCandidateOfTheComparisonIsSelectedAgain(t *testing.T) {
	f := newFake()
	f.found[0].Candidates[4].Marks = []casefile.CandidateMark{{Mark: casefile.BreechFace, OwnCaptureID: "c-Q11", CaptureID: "theirs", CaptureSHA256: "abc"}}
	f.found[0].Candidates[0].Marks[0].CaptureID = "another"
	f.comparisons[0].B.Capture.SHA256 = "abc"
	for i := range f.found[0].Candidates[1:] {
		if c := &f.found[0].Candidates[1+i]; c.Marks[0].CaptureID == "c-K1-11" {
			c.Marks = []casefile.CandidateMark{{Mark: casefile.BreechFace, OwnCaptureID: "c-Q11", CaptureID: "another"}}
		}
	}
	see(t, at(t, f, ui.Candidates), "Rank 5: K5-1")
}

// away is a service that cannot be reached for pictures.
type away struct {
	*fake
	asked int
}

func (a *away) CandidateThumbnail(context.Context, string, string, string, casefile.MarkKind, int) (*image.RGBA, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	return nil, &casefile.Error{Code: casefile.Failed, What: "The correlation service does not answer", Do: "Try again later", Cause: errors.New("refused")}
}

func TestAServiceThatIsAwayIsSaidWhereThePictureIsMissing(t *testing.T) {
	a := &away{fake: newFake()}
	w := openWith(t, a)
	w.Navigate(ui.Route{Place: ui.Candidates, CasePath: casePath})
	settle(t, w)
	if all := line(w); !strings.Contains(all, "A picture is missing: The correlation service does not answer: try again later.") {
		t.Errorf("the failure is not said: %s", all)
	}
	before := a.asked
	key(t, w, fyne.KeyD)
	key(t, w, fyne.KeyH)
	if a.asked != before {
		t.Errorf("a service that is away was asked %d times more", a.asked-before)
	}
	press(t, w, "Try again")
	if a.asked <= before {
		t.Error("the pictures are not asked for again")
	}
}

func TestLookingAtACandidateIsNotedOnceForEachOpening(t *testing.T) {
	f := newFake()
	test.NewTempApp(t).Settings().SetTheme(uitheme.New(uitheme.Dark))
	win, run := test.NewTempWindow(t, nil), task.New(true)
	now := day
	s := candidates.New(candidates.Params{
		Shell:   &shell.Shell{Tasks: run, Window: win, Say: func(widget.Tone, string) {}, Key: func(*fyne.KeyEvent) {}},
		Service: f, CasePath: casePath, Now: func() time.Time { return now }, OpenComparison: func(string) {}, ToExhibits: func() {},
	})
	win.SetContent(s.Object())
	wait := func() {
		if err := run.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	after := func(d time.Duration, do func()) { wait(); now = now.Add(d); do(); wait() }
	after(7*time.Second, func() { s.Key(fyne.KeyDown, 0) })
	after(300*time.Millisecond, func() { s.Key(fyne.KeyDown, 0) }) // passed by
	after(5*time.Second, func() { s.Key(fyne.KeyD, 0) })           // changes nothing of the looking
	after(6*time.Second, func() { s.Key(fyne.KeyW, 0) })           // what was searched covers the candidate
	after(time.Hour, func() { s.Key(fyne.KeyEscape, 0) })
	after(2*time.Second, s.Leave)
	var got []float64
	for _, a := range f.acts {
		if a.Kind != casefile.ActViewedCandidate {
			t.Errorf("noted %+v", a)
		}
		got = append(got, a.Seconds)
	}
	want := []struct {
		key     string
		seconds float64
	}{{"k1", 7}, {"k3", 11}, {"k3", 2}}
	if len(got) != len(want) {
		t.Fatalf("noted %+v, want %v", f.acts, want)
	}
	for i, x := range want {
		if f.acts[i].Subject != casefile.CandidateSubject("r1", x.key) || got[i] != x.seconds {
			t.Errorf("act %d is %+v, want %v", i, f.acts[i], x)
		}
	}
}

// stateFake keeps which candidates were given a state.
type stateFake struct {
	*fake
	set []string
}

func (f *stateFake) SetCandidateState(_ context.Context, _, _, key string, to casefile.CandidateState) error {
	f.fake.mu.Lock()
	defer f.fake.mu.Unlock()
	f.set = append(f.set, key+" "+string(to))
	return nil
}

func TestACandidateThatIsPassedByIsNotViewed(t *testing.T) {
	f := &stateFake{fake: newFake()}
	test.NewTempApp(t).Settings().SetTheme(uitheme.New(uitheme.Dark))
	win, run := test.NewTempWindow(t, nil), task.New(true)
	s := candidates.New(candidates.Params{
		Shell:   &shell.Shell{Tasks: run, Window: win, Say: func(widget.Tone, string) {}, Key: func(*fyne.KeyEvent) {}},
		Service: f, CasePath: casePath, OpenComparison: func(string) {}, ToExhibits: func() {},
	})
	win.SetContent(s.Object())
	wait := func() {
		if err := run.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wait()
	s.Key(fyne.KeyDown, 0)
	s.Key(fyne.KeyDown, 0)
	wait()
	if len(f.set) > 0 {
		t.Fatalf("at once %v were recorded", f.set)
	}
	for end := time.Now().Add(10 * time.Second); len(f.set) == 0 && time.Now().Before(end); wait() {
		time.Sleep(50 * time.Millisecond)
	}
	if want := []string{"k3 viewed"}; !slices.Equal(f.set, want) {
		t.Errorf("recorded %v, want %v", f.set, want)
	}
	s.Leave()
	wait()
}
