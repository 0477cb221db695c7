//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// The window that is measured fills a screen of this size, with the panels around the specimens open.
const benchWidth, benchHeight = 1600, 1000

// How long a gesture lasts, and how far apart its movements are: a mouse reports more often than a window is painted.
const (
	gestureTime = 3 * time.Second
	moveEvery   = 10 * time.Millisecond
)

// BenchmarkWindow measures the real program from outside, as a person sees it: another process moves the mouse and presses the
// keys (xdotool), and every paint that the X server puts on the screen is looked at. frames/s counts only paints that show the
// specimens otherwise than the paint before; paints/s counts all. repaint-only/s is how often the same window is painted, right
// after, when it is told sixty times a second that it was uncovered and nothing in it has changed: what OpenGL, computed by Mesa,
// leaves room for. cpu-ms/frame is the program's processor time for each frame while the gesture lasts.
//
//	go test ./app -run '^$' -bench 'Window$' -benchtime 3x
func BenchmarkWindow(b *testing.B) {
	needScreen(b)
	for _, pair := range []struct {
		name string
		pair func(testing.TB, *casework.Desk) (path, comparison string)
		keys []string // pressed once the pair is on the screen
	}{
		{"demonstration", demonstrationPair, nil},
		{"4096x3072", largePair, []string{"0"}}, // one point a pixel
	} {
		b.Run(pair.name, func(b *testing.B) {
			x := newXServer(b)
			w := openComparison(b, x, "compare", pair.pair)
			w.awaitPicture(b, time.Now().Add(time.Minute))
			w.awaitQuiet(b)
			w.press(b, pair.keys...)
			w.awaitQuiet(b)
			for _, g := range []struct {
				name string
				make func() []string
			}{{"pan", w.pan}, {"divider", func() []string { return w.divider(b) }}, {"rotate", w.rotate}, {"light", w.light}} {
				b.Run(g.name, func(b *testing.B) { w.measure(b, g.make()) })
			}
			w.quit(b)
		})
	}
}

// BenchmarkWindowOpen measures from the key that opens the comparison of two scans of 4096 × 3072 points, of which nothing has
// been read yet, to the first paint that shows both of them, and to the last paint: the prepared surfaces, the figures and the
// maps are there then. The processor's share is the program's own, over all cores.
//
//	go test ./app -run '^$' -bench 'WindowOpen$' -benchtime 3x
func BenchmarkWindowOpen(b *testing.B) {
	needScreen(b)
	var first, all, cpuFirst, cpuAll time.Duration
	for range b.N {
		x := newXServer(b)
		w := openComparison(b, x, "conclude", largePair)
		w.awaitQuiet(b)
		before, start := w.processor(b), time.Now()
		w.press(b, "ctrl+4")
		first += w.awaitPicture(b, start.Add(2*time.Minute)).Sub(start)
		cpuFirst += w.processor(b) - before
		all += w.awaitQuiet(b).Sub(start)
		cpuAll += w.processor(b) - before
		w.quit(b)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(first.Seconds()/float64(b.N), "s-to-first-picture")
	b.ReportMetric(all.Seconds()/float64(b.N), "s-to-everything")
	b.ReportMetric(cpuFirst.Seconds()/float64(b.N), "cpu-s-to-first-picture")
	b.ReportMetric(cpuAll.Seconds()/float64(b.N), "cpu-s-to-everything")
}

func needScreen(b *testing.B) {
	for _, program := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(program); err != nil {
			b.Skip(program + " is not installed: make bench-window installs it")
		}
	}
}

// demonstrationPair makes the demonstration case and compares two of its exhibits.
func demonstrationPair(b testing.TB, desk *casework.Desk) (path, comparison string) {
	path = filepath.Join(b.TempDir(), "case")
	if _, err := desk.MakeDemoCase(b.Context(), path, b.TempDir(), nil); err != nil {
		b.Fatal(err)
	}
	list, err := desk.Correlate(b.Context(), path, casework.DemoQuestioned, casefile.CorrelateOptions{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	at := slices.IndexFunc(list.Candidates, func(c casefile.Candidate) bool { return c.Label == casework.DemoMatch })
	if at < 0 {
		b.Fatalf("%s is not among the candidates", casework.DemoMatch)
	}
	c, err := desk.CompareCandidate(b.Context(), path, list.ID, list.Candidates[at].Key, casefile.BreechFace, nil)
	if err != nil {
		b.Fatal(err)
	}
	return path, c.ID
}

// largePair makes a case with two simulated shots of one firearm, of 4096 × 3072 points 1 µm apart, and compares them. They have no
// firing-pin hole: at one point a pixel it would fill the field, and where nothing was measured nothing moves.
func largePair(b testing.TB, desk *casework.Desk) (path, comparison string) {
	path = filepath.Join(b.TempDir(), "case")
	if _, err := desk.CreateCaseAt(b.Context(), path, casefile.NewCase{Number: "1", Title: "Two large scans"}); err != nil {
		b.Fatal(err)
	}
	firearm := synth.NewFirearm(1, synth.Params{Width: 4096, Height: 3072, SpacingUM: 1, PrimerUM: 1500, PinUM: -1})
	var ids []string
	for shot := range 2 {
		label := "S" + strconv.Itoa(shot+1)
		var file bytes.Buffer
		if err := x3p.Encode(&file, synth.File(firearm.Fire(uint64(shot+1)), label)); err != nil {
			b.Fatal(err)
		}
		name := filepath.Join(b.TempDir(), label+".x3p")
		if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
			b.Fatal(err)
		}
		outcomes, err := desk.Import(b.Context(), path, []string{name}, casefile.ImportOptions{
			ExhibitLabel: label, Mark: casefile.BreechFace, Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned,
		}, nil)
		if err != nil {
			b.Fatal(err)
		}
		if outcomes[0].Err != nil {
			b.Fatal(outcomes[0].Err)
		}
		ids = append(ids, outcomes[0].Capture.ID)
	}
	c, err := desk.Compare(b.Context(), path, ids[0], ids[1], nil)
	if err != nil {
		b.Fatal(err)
	}
	return path, c.ID
}

// benchWindow is the program's window on a screen of its own.
type benchWindow struct {
	x       *xServer
	env     []string
	program *exec.Cmd
	ended   chan error
	said    *strings.Builder
	id      string
}

// openComparison starts the program as it starts the day after a person closed it on the screen called place of a comparison
// that pair has made. Its figures are not withheld.
func openComparison(b *testing.B, x *xServer, place string, pair func(testing.TB, *casework.Desk) (path, comparison string)) *benchWindow {
	b.Helper()
	home := b.TempDir()
	desk, err := casework.Open(filepath.Join(home, "data"))
	if err != nil {
		b.Fatal(err)
	}
	desk.Use(casework.DemoSettings)
	if err := desk.SetExamining(func(e *casework.Examining) { e.CommitFirst = false }); err != nil {
		b.Fatal(err)
	}
	path, comparison := pair(b, desk)
	if err := desk.Close(); err != nil {
		b.Fatal(err)
	}
	// What package ui keeps when it is closed; the folder is fyne's.
	preferences, err := json.Marshal(map[string]any{"width": benchWidth, "height": benchHeight, "last place": place, "last case": path, "last comparison": comparison})
	if err != nil {
		b.Fatal(err)
	}
	folder := filepath.Join(home, "fyne", "io.tracemark.workstation")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "preferences.json"), preferences, 0o600); err != nil {
		b.Fatal(err)
	}
	w := &benchWindow{x: x, said: &strings.Builder{}, ended: make(chan error, 1)}
	w.env = append(os.Environ(), "DISPLAY="+x.name, "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "HOME="+home, "XDG_CONFIG_HOME="+home,
		"TRACEMARK_HOME="+filepath.Join(home, "data"))
	w.program = exec.CommandContext(b.Context(), "tracemark") // TestMain puts this test binary there under that name
	w.program.Env, w.program.Stdout, w.program.Stderr = w.env, w.said, w.said
	if err := w.program.Start(); err != nil {
		b.Fatal(err)
	}
	go func() { w.ended <- w.program.Wait() }()
	w.awaitPaint(b, func() bool {
		w.id, _, _ = strings.Cut(w.tell(b, false, "search", "--onlyvisible", "--name", "Tracemark"), "\n")
		return w.id != ""
	}, "the window opens")
	number, err := strconv.ParseUint(w.id, 10, 32)
	if err != nil {
		b.Fatal(err)
	}
	x.watch(b, uint32(number))
	w.tell(b, true, "windowfocus", w.id)
	return w
}

// tell runs xdotool; before there is a window it may fail.
func (w *benchWindow) tell(b *testing.B, must bool, args ...string) string {
	b.Helper()
	c := exec.CommandContext(b.Context(), "xdotool", args...)
	c.Env = w.env
	out, err := c.CombinedOutput()
	if err != nil && must {
		b.Fatalf("xdotool %s: %v\n%s", args[0], err, out)
	}
	return strings.TrimSpace(string(out))
}

func (w *benchWindow) press(b *testing.B, keys ...string) {
	b.Helper()
	if len(keys) > 0 {
		w.tell(b, true, append([]string{"key", "--delay", "50"}, keys...)...)
	}
}

// awaitPaint waits until done, at most a minute.
func (w *benchWindow) awaitPaint(b *testing.B, done func() bool, wanted string) {
	b.Helper()
	for range 600 {
		if done() {
			return
		}
		select {
		case err := <-w.ended:
			b.Fatalf("%s: the program ended instead: %v\n%s", wanted, err, w.said)
		case <-time.After(100 * time.Millisecond):
		}
	}
	b.Fatalf("%s: not within a minute\n%s", wanted, w.said)
}

// awaitPicture waits for the first paint that shows specimens on both sides of the field, and returns when that was.
func (w *benchWindow) awaitPicture(b *testing.B, until time.Time) time.Time {
	b.Helper()
	for time.Now().Before(until) {
		if w.x.relief(b) {
			return time.Now()
		}
		time.Sleep(5 * time.Millisecond)
	}
	b.Fatalf("no picture\n%s", w.said)
	return time.Time{}
}

// awaitQuiet waits until the program has nothing to do and returns the time of the last paint. A window that waits takes some
// 10 ms of a second to ask for events.
func (w *benchWindow) awaitQuiet(b *testing.B) time.Time {
	b.Helper()
	const look, idle = 1500 * time.Millisecond, 50 * time.Millisecond
	for start := time.Now(); time.Since(start) < 3*time.Minute; {
		before := w.processor(b)
		time.Sleep(look)
		if last := w.x.lastPaint(); time.Since(last) > look && w.processor(b)-before < idle {
			return last
		}
	}
	b.Fatalf("the program is never done\n%s", w.said)
	return time.Time{}
}

// processor returns the processor time that the program has used so far.
func (w *benchWindow) processor(b *testing.B) time.Duration {
	b.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", w.program.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := bytes.Cut(data, []byte(") ")) // the fields from the third on; the name may have spaces
	fields := bytes.Fields(rest)
	var ticks int64
	for _, f := range fields[11:13] { // utime and stime, in hundredths of a second on every Linux
		n, err := strconv.ParseInt(string(f), 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// measure carries out a gesture for every turn of the benchmark, and repaints for as long.
func (w *benchWindow) measure(b *testing.B, gesture []string) {
	var frames, paints, repaints int
	var moving, uncovering, cpu time.Duration
	for range b.N {
		w.x.reset()
		before, start := w.processor(b), time.Now()
		w.tell(b, true, gesture...)
		moving += time.Since(start)
		cpu += w.processor(b) - before
		p, f := w.x.counts()
		paints, frames = paints+p, frames+f
		time.Sleep(500 * time.Millisecond) // the smooth picture
		w.x.reset()
		start = time.Now()
		for tick := time.NewTicker(time.Second / 60); time.Since(start) < gestureTime; <-tick.C {
			w.x.uncover(b)
		}
		uncovering += time.Since(start)
		p, _ = w.x.counts()
		repaints += p
	}
	if frames == 0 {
		b.Fatalf("nothing moved\n%s", w.said)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(frames)/moving.Seconds(), "frames/s")
	b.ReportMetric(float64(paints)/moving.Seconds(), "paints/s")
	b.ReportMetric(float64(repaints)/uncovering.Seconds(), "repaint-only/s")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(frames), "cpu-ms/frame")
}

// dragAlong is what xdotool is told to press a button at at(0), follow at(0…1) and let go.
func dragAlong(button string, at func(share float64) (x, y float64)) []string {
	move := func(share float64) []string {
		x, y := at(share)
		return []string{"mousemove", strconv.Itoa(int(x)), strconv.Itoa(int(y))}
	}
	said := append(move(0), "mousedown", button)
	n := int(gestureTime / moveEvery)
	for i := range n {
		said = append(append(said, move(float64(i+1)/float64(n))...), "sleep", fmt.Sprint(moveEvery.Seconds()))
	}
	return append(said, "mouseup", button)
}

// circle goes n times round a circle.
func circle(x, y, radius, n float64) func(share float64) (float64, float64) {
	return func(share float64) (float64, float64) {
		a := 2 * math.Pi * n * share
		return x + radius*math.Cos(a), y + radius*math.Sin(a)
	}
}

// The gestures. Panning begins where no cell can be dragged by mistake and beside the split line.
func (w *benchWindow) pan() []string { return dragAlong("1", circle(fieldX-150, fieldY+120, 100, 3)) }

func (w *benchWindow) rotate() []string { return dragAlong("3", circle(fieldX, fieldY, 200, 0.25)) }

// divider moves the split line to and fro from where it is.
func (w *benchWindow) divider(b *testing.B) []string {
	w.press(b, "m")
	time.Sleep(time.Second)
	at := w.x.splitLine(b)
	return dragAlong("1", func(share float64) (float64, float64) {
		return float64(at) + 250*math.Sin(4*math.Pi*share), fieldY + 150
	})
}

// light turns the light by its key, three times as often as a keyboard repeats one.
func (w *benchWindow) light() []string {
	said := []string{"key", "--delay", strconv.Itoa(int(moveEvery.Milliseconds()))}
	for range int(gestureTime / moveEvery) {
		said = append(said, "period")
	}
	return said
}

// quit closes the window as a person does.
func (w *benchWindow) quit(b *testing.B) {
	w.press(b, "ctrl+q")
	select {
	case err := <-w.ended:
		if err != nil {
			b.Errorf("after Ctrl+Q: %v\n%s", err, w.said)
		}
	case <-time.After(time.Minute):
		b.Errorf("the window does not close\n%s", w.said)
	}
}
