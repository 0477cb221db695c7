//go:build unix

package blob

import (
	"fmt"
	"os"
	"syscall"
)

// lock marks f as being written; the system takes the mark away when the process ends, however it ends. It may have to
// wait a moment for somebody who is trying whether f is abandoned.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// removeAbandoned removes the temporary file called name unless somebody is writing it.
func removeAbandoned(name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		os.Remove(name)
	}
}

func rename(f *os.File, final string) error { return os.Rename(f.Name(), final) }

// SyncDir makes the entries of a folder last: a file made or renamed in it is there after a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("synchronise folder: %w", err)
	}
	return nil
}
