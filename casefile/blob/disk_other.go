//go:build !unix

package blob

import "os"

func lock(*os.File) error { return nil }

// removeAbandoned relies on the system refusing to remove a file that is open.
func removeAbandoned(name string) { os.Remove(name) }

// rename closes f first: an open file cannot be renamed here.
func rename(f *os.File, final string) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), final)
}

// SyncDir does nothing: folders cannot be synchronised here, the file system's journal does it.
func SyncDir(string) error { return nil }
