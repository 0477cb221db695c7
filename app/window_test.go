package main

import (
	"bufio"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The real window opens on a screen, draws itself and closes on Ctrl+Q with exit code 0, while a first start still prepares
// its demonstration case. The tests of package ui draw without OpenGL and cannot see that. The screen is Xvfb's, and
// OpenGL is computed by Mesa.
func TestTheWindowOpensAndCloses(t *testing.T) {
	for _, program := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed: make test installs it")
		}
	}
	display, picture := screen(t)
	home := t.TempDir()
	env := append(os.Environ(), "DISPLAY="+display, "LIBGL_ALWAYS_SOFTWARE=1", "HOME="+home, "XDG_CONFIG_HOME="+home,
		"TRACEMARK_HOME="+filepath.Join(home, "data"))
	window := exec.CommandContext(t.Context(), "tracemark") // TestMain puts this test binary there under that name
	var said strings.Builder
	window.Env, window.Stdout, window.Stderr = env, &said, &said
	if err := window.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- window.Wait() }()
	// xdotool answers with the window's number once there is one.
	ask := func(args ...string) string {
		c := exec.CommandContext(t.Context(), "xdotool", args...)
		c.Env = env
		out, _ := c.Output() // until the window is there this fails
		return strings.TrimSpace(string(out))
	}
	var id string
	until(t, "the window opens and shows more than a plain area", ended, &said, func() bool {
		id, _, _ = strings.Cut(ask("search", "--onlyvisible", "--name", "^Tracemark"), "\n")
		return id != "" && colours(t, picture) > 50
	})
	until(t, "the window closes on Ctrl+Q", nil, &said, func() bool {
		ask("windowfocus", id, "key", "ctrl+q")
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("after Ctrl+Q: %v\n%s", err, &said)
			}
			return true
		default:
			return false
		}
	})
}

// until waits for what is wanted, and fails when it does not come within a minute or the program ends before.
func until(t *testing.T, wanted string, ended <-chan error, said *strings.Builder, done func() bool) {
	t.Helper()
	for range 300 {
		if done() {
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("%s: the program ended instead: %v\n%s", wanted, err, said)
		case <-time.After(200 * time.Millisecond):
		}
	}
	t.Fatalf("%s: not within a minute", wanted)
}

// screen starts an X server without a monitor. It returns its name and the file in which it keeps what it shows.
func screen(t *testing.T) (display, picture string) {
	t.Helper()
	dir := t.TempDir()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	x := exec.CommandContext(t.Context(), "Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-fbdir", dir)
	x.ExtraFiles = []*os.File{w}
	err = x.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Wait() }) // the test's context has ended it
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not say which display it serves: %v", err)
	}
	return ":" + strings.TrimSpace(number), filepath.Join(dir, "Xvfb_screen0")
}

// colours counts the different pixels of a picture in X's window dump format: a header, whose first number is its length
// and whose twentieth the number of colour entries of 12 bytes after it, and four bytes a pixel.
func colours(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || len(data) < 100 {
		t.Fatalf("the screen's picture: %d bytes, %v", len(data), err)
	}
	start := int(binary.BigEndian.Uint32(data)) + 12*int(binary.BigEndian.Uint32(data[76:]))
	seen := map[uint32]bool{}
	for pixels := data[start:]; len(pixels) >= 4; pixels = pixels[4:] {
		seen[binary.NativeEndian.Uint32(pixels)] = true
	}
	return len(seen)
}
