package casework

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// stagePattern names the folders in the data folder in which a package is gathered, in clear, before it is encrypted.
const stagePattern = "package-*"

// leftoverAge is when a folder belongs to a program that was killed: no package takes that long to make.
const leftoverAge = 24 * time.Hour

// clearLeftovers removes what programs that were killed while they made a package left in clear in the data folder.
func (d *Desk) clearLeftovers() {
	found, _ := filepath.Glob(filepath.Join(d.home, stagePattern)) // the pattern is sound
	for _, dir := range found {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < leftoverAge {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			slog.Warn("clearing what a killed program left", "folder", dir, "error", err)
		}
	}
}
