package main

import (
	"os"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// demonstration is what `tracemark demo` makes, once for all scripts that begin with it: it takes some ten seconds of processor time.
type demonstration struct {
	mu   sync.Mutex
	dir  string // empty before it is made
	home string // where it is made
}

// copyTo gives a script a copy of its own of the demonstration's files: `demo DIR`. What the command itself says and does is in main_job.txtar.
func (d *demonstration) copyTo(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: demo DIR")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(d.made(ts))))
}

// made makes the demonstration for the first script that asks; where that fails, the next one tries again.
func (d *demonstration) made(ts *testscript.TestScript) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dir == "" {
		dir := filepath.Join(d.home, ts.Name())
		ts.Check(ts.Exec("tracemark", "demo", "--out", dir, "--quiet"))
		d.dir = dir
	}
	return d.dir
}
