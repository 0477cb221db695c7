package main

import (
	"encoding/json"
	"hash/maphash"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// The whole job in the real window, by keys and mouse as a person does it: open the demonstration case, ask for candidates,
// open one, drag the split line, turn, mark, keep a snapshot, commit a view, see the figures, conclude. What it led to is
// read from the case by the command line. Nothing waits for a time: each step waits for what it does to be seen in the case
// or on the screen.
func TestAnExaminerWorksInTheWindow(t *testing.T) {
	b := openBench(t)
	b.do("the demonstration case is made", nil, func() bool {
		var refs []casefile.CaseRef
		return b.tracemark(&refs, "case", "list") && len(refs) == 1 && refs[0].Demo && refs[0].Captures == 6
	})
	b.still("the list of cases is drawn")
	b.do("the case is open", b.keys("Return"), func() bool { return strings.HasPrefix(b.x("getwindowname", b.window), "DEMO-1") })
	b.still("the exhibits are drawn")
	b.do("the candidates are there", b.keys("ctrl+r"), func() bool { return len(b.facts().Correlations) > 0 })
	b.do("the candidates are shown", nil, func() bool { return b.share(bannerDark, 0)+b.share(bannerLight, 0) > 0.01 })
	b.still("the candidates are drawn")
	b.openMatch()

	var before, after int
	b.do("both specimens are seen, with the line in the middle", nil, func() bool { before = b.splitLine(); return before > 0 && b.share(fieldColour, 0) > 0.1 })
	b.still("the microscope is drawn")
	b.do("the split line was dragged", func() {
		y := b.height / 2
		b.drag(b.splitLine(), y, before-120, y)
	}, func() bool { after = b.splitLine(); return after > 0 && after < before-60 })
	picture := b.hash()
	b.do("the specimens were turned", b.keys("bracketright", "bracketright", "bracketright"), func() bool { return b.hash() != picture })
	b.do("an ellipse is kept on the specimen", func() {
		b.keys("e")()
		b.drag(after+150, b.height*2/3, after+200, b.height*2/3+40)
	}, func() bool { return len(b.examined().Markup.Annotations) > 0 })
	b.keys("Escape")() // gives the pointer back
	b.do("a snapshot is kept", b.keys("s"), func() bool { return len(b.examined().Snapshots) > 0 })

	b.keys("c")() // the cells are withheld: nothing may come of it
	b.still("the microscope is drawn again")
	covered := b.share(cellColour, 24)
	b.do("a view is committed at the microscope", func() {
		b.keys("F6", "alt+3", "ctrl+a")()
		b.x("type", "--delay", "15", "A first look, before the figures.")
		b.keys("ctrl+Return")()
	}, func() bool { return b.examined().Commitment != nil })
	b.keys("Escape")() // the keys are the microscope's again
	b.still("the microscope is drawn after the commitment")
	b.do("the cells can be shown now", b.keys("c"), func() bool { return b.share(cellColour, 24) > covered+0.001 })
	b.state("the conclusion is recorded", "1", "The striae agree over the whole ring.", func() bool { return b.facts().Compared[0].Conclusion != nil })

	b.quit()
	b.check()
}

// The colours by which the screen is read: the field's surround, the split line with its grip, congruent cells.
const (
	fieldColour = 0x101214
	lineColour  = 0xffe066
	cellColour  = 0x56b4e9
	bannerDark  = 0x3a3013 // over candidates
	bannerLight = 0xfff1c9
)

// check reads by the command line what the case holds in the end.
func (b *bench) check() {
	b.t.Helper()
	facts := b.facts()
	if n := len(facts.Compared); n != 1 {
		b.t.Fatalf("the case holds %d comparisons, want 1", n)
	}
	item, e := facts.Compared[0], b.examined()
	if c := item.Conclusion; c == nil || c.Value != "identification" || !strings.HasPrefix(c.Reason, "The striae agree") {
		b.t.Errorf("the conclusion is %+v", c)
	}
	if c := e.Commitment; c == nil || c.Value != "inconclusive-b" || c.Skipped || !c.Blind || c.Markup == 0 {
		b.t.Errorf("the committed view is %+v", c)
	} else {
		for _, x := range c.Exposed {
			if x != casefile.ExposedPose {
				b.t.Errorf("before the view the %s had been visible", x)
			}
		}
	}
	if a := e.Markup.Annotations; len(a) != 1 || a[0].A == nil && a[0].B == nil {
		b.t.Errorf("the annotations are %+v", a)
	} else if shape := a[0].A; shape != nil && shape.Kind != casefile.Ellipse {
		b.t.Errorf("the annotation is a %s", shape.Kind)
	}
	if len(e.Snapshots) != 1 {
		b.t.Fatalf("%d snapshots are kept, want 1", len(e.Snapshots))
	}
	scene := e.Snapshots[0].Scene
	if scene.SplitAt < 0.1 || scene.SplitAt > 0.45 {
		b.t.Errorf("on the snapshot the split line is at %v of the field", scene.SplitAt)
	}
	if turned := math.Abs(scene.Sides[0].AngleDeg); turned < 0.25 || turned > 30 {
		b.t.Errorf("on the snapshot A is turned by %v°", scene.Sides[0].AngleDeg)
	}
	if scene.Markup != e.Markup.Version {
		b.t.Errorf("the snapshot shows version %d of the marks, want %d", scene.Markup, e.Markup.Version)
	}
	var verdict casefile.Verdict
	if !b.tracemark(&verdict, "verify", b.path) || !verdict.OK {
		b.t.Errorf("the case does not verify: %+v", verdict)
	}
}

// bench is a person's place at the real window.
type bench struct {
	t             *testing.T
	env           []string
	picture       string // file in which the X server keeps what it shows
	width, height int
	window, path  string
	said          strings.Builder
	ended         chan error
	seed          maphash.Seed
}

// openBench starts the program on a screen of its own and waits for its window.
func openBench(t *testing.T) *bench {
	for _, program := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed: make test installs it")
		}
	}
	display, picture := screen(t)
	home := t.TempDir()
	b := &bench{t: t, picture: picture, ended: make(chan error, 1), seed: maphash.MakeSeed()}
	b.env = append(os.Environ(), "DISPLAY="+display, "LIBGL_ALWAYS_SOFTWARE=1", "HOME="+home, "XDG_CONFIG_HOME="+home,
		"TRACEMARK_HOME="+filepath.Join(home, "data"), "LC_ALL=C.UTF-8", "LANGUAGE=en")
	b.path = filepath.Join(home, "data", "cases", "DEMO-1")
	if !b.tracemark(nil, "settings", "--agency", "Test laboratory", "--examiner", "A. Examiner") {
		t.Fatal("the names of agency and examiner cannot be set")
	}
	window := exec.CommandContext(t.Context(), "tracemark")
	window.Env, window.Stdout, window.Stderr = b.env, &b.said, &b.said
	if err := window.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { b.ended <- window.Wait() }()
	b.do("the window opens", nil, func() bool {
		b.window, _, _ = strings.Cut(b.x("search", "--onlyvisible", "--name", "Tracemark"), "\n")
		return b.window != "" && colours(t, picture) > 50
	})
	b.x("windowfocus", b.window)
	return b
}

// How long a step may take on a slow machine, and after how long it is tried again: a key that comes while a screen is being
// made is lost, for a person too.
const (
	patience = 2 * time.Minute
	retry    = 15 * time.Second
)

// do acts and waits until that is done. All acts may be done twice.
func (b *bench) do(wanted string, act func(), done func() bool) {
	b.t.Helper()
	began := time.Now()
	for next := began; ; time.Sleep(100 * time.Millisecond) {
		if act != nil && !time.Now().Before(next) {
			act()
			next = time.Now().Add(retry)
		}
		if done() {
			b.t.Logf("%5.1f s  %s", time.Since(began).Seconds(), wanted)
			return
		}
		select {
		case err := <-b.ended:
			b.t.Fatalf("%s: the program ended instead: %v\n%s", wanted, err, &b.said)
		default:
		}
		if time.Since(began) > patience {
			b.t.Fatalf("%s: not within %v%s", wanted, patience, b.keep())
		}
	}
}

// state goes to the conclusion, chooses a level by its digit, writes the reason and records it.
func (b *bench) state(wanted, digit, reason string, done func() bool) {
	b.t.Helper()
	b.do(wanted+": the levels are shown", b.keys("ctrl+5"), func() bool { return b.share(fieldColour, 0) < 0.02 })
	b.still(wanted + ": the levels are drawn")
	b.do(wanted, func() {
		b.keys(digit, "Return", "ctrl+a")()
		b.x("type", "--delay", "15", reason)
		b.keys("ctrl+Return")()
	}, done)
}

// openMatch opens the candidate from the same simulated firearm, which may stand anywhere in a list without an order.
func (b *bench) openMatch() {
	b.t.Helper()
	list, at := b.facts().Correlations[0].Candidates, -1
	for i, c := range list {
		if c.Label == casework.DemoMatch {
			at = i
		}
	}
	if at < 0 {
		b.t.Fatalf("%s is not among the candidates %+v", casework.DemoMatch, list)
	}
	b.keys("Home")()
	for range at {
		b.still("the list rests")
		picture := b.hash()
		b.do("the next candidate is chosen", b.keys("Down"), func() bool { return b.hash() != picture })
	}
	b.do("the candidate is compared", b.keys("ctrl+e"), func() bool { return len(b.facts().Compared) > 0 })
	if got := b.facts().Compared[0]; got.B.Exhibit.Label != casework.DemoMatch || !got.Comparison.Withheld {
		b.t.Fatalf("opened %s, figures withheld: %v", got.B.Exhibit.Label, got.Comparison.Withheld)
	}
}

// keys returns what presses keys, one after the other.
func (b *bench) keys(keys ...string) func() {
	return func() { b.x(append([]string{"key", "--delay", "60"}, keys...)...) }
}

// drag drags the pointer in steps, as a hand does.
func (b *bench) drag(fromX, fromY, toX, toY int) {
	const steps = 6
	args := []string{}
	at := func(i int) {
		args = append(args, "mousemove", strconv.Itoa(fromX+(toX-fromX)*i/steps), strconv.Itoa(fromY+(toY-fromY)*i/steps), "sleep", "0.06")
	}
	at(0)
	args = append(args, "mousedown", "1", "sleep", "0.06")
	for i := 1; i <= steps; i++ {
		at(i)
	}
	b.x(append(args, "mouseup", "1")...)
}

// x runs xdotool and returns what it says; "" where it does not succeed, as before there is a window.
func (b *bench) x(args ...string) string {
	c := exec.CommandContext(b.t.Context(), "xdotool", args...)
	c.Env = b.env
	out, _ := c.Output() // what does not happen is missed by whoever waits for it
	return strings.TrimSpace(string(out))
}

// tracemark runs a verb on the same data, with its answer put into answer, and reports whether it succeeded.
func (b *bench) tracemark(answer any, args ...string) bool {
	if answer != nil {
		args = append(args, "--json")
	}
	c := exec.CommandContext(b.t.Context(), "tracemark", args...)
	c.Env = b.env
	out, err := c.Output()
	return err == nil && (answer == nil || json.Unmarshal(out, answer) == nil)
}

// caseFacts is what `case show` says, as far as it is looked at.
type caseFacts struct {
	Compared     []casefile.ComparisonItem
	Correlations []casefile.Correlation
	Examined     []casefile.Examination
}

func (b *bench) facts() (f caseFacts) {
	b.tracemark(&f, "case", "show", b.path)
	return f
}

func (b *bench) examined() casefile.Examination {
	if f := b.facts(); len(f.Examined) > 0 {
		return f.Examined[0]
	}
	return casefile.Examination{}
}

// quit closes the window.
func (b *bench) quit() {
	b.t.Helper()
	began := time.Now()
	for time.Since(began) < patience {
		b.keys("ctrl+q")()
		select {
		case err := <-b.ended:
			if err != nil {
				b.t.Errorf("after Ctrl+Q: %v\n%s", err, &b.said)
			}
			return
		case <-time.After(2 * time.Second):
		}
	}
	b.t.Fatal("the window does not close on Ctrl+Q")
}
