package disk

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Unfinished begins the name of what is being made beside its place (a case, a backup, an export, a package) and is moved there when it
// is whole. Only this program names anything so.
const Unfinished = ".tracemark-unfinished-"

// unfinishedAge is when something unfinished belongs to a program that was killed: nothing that is being made stays untouched that long.
const unfinishedAge = 24 * time.Hour

// UnfinishedDir makes a folder in dir for what will be moved to its place in dir. What killed programs left there is removed first.
func UnfinishedDir(dir string) (string, error) {
	sweep(dir)
	return os.MkdirTemp(dir, Unfinished+"*")
}

// UnfinishedFile is UnfinishedDir for a single file, which only its owner may read.
func UnfinishedFile(dir string) (*os.File, error) {
	sweep(dir)
	f, err := os.OpenFile(filepath.Join(dir, Unfinished+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make file: %w", err)
	}
	return f, nil
}

// sweep removes what killed programs left in dir. What cannot be removed holds nobody up.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // whoever makes something here says so
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), Unfinished) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if !untouched(path) {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			slog.Warn("clearing what a killed program left", "path", path, "error", err)
		}
	}
}

// untouched reports whether nothing at path, or in it, has changed for as long as unfinishedAge.
func untouched(path string) bool {
	old := true
	err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && time.Since(info.ModTime()) < unfinishedAge {
			old = false
			return fs.SkipAll
		}
		return err
	})
	return old && err == nil
}
