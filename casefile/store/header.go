package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/disk"
)

// applicationID marks the database of a case: "TMrk" in ASCII, at offset 68 of the file.
const applicationID = 0x544d726b

// checkHeader reads the first bytes of the file at path and refuses what is not a case's database, or has a schema later
// than the number latest. It does without SQLite: a foreign file is not even opened by it, and no log file appears beside
// it.
//
// Source: https://www.sqlite.org/fileformat2.html#the_database_header
func checkHeader(path string, latest int) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return notACase(path, "it has no %[1]s", err)
	}
	if info, statErr := os.Stat(filepath.Dir(path)); err != nil && statErr == nil && !info.IsDir() {
		return notACase(path, "it is a file", err)
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The case cannot be opened",
			Do: "Check the disk and your rights on the folder", Cause: err}
	}
	defer f.Close()
	var head [100]byte
	n, err := io.ReadFull(f, head[:])
	switch {
	case n == 0:
		return notACase(path, "its %[1]s is empty", err)
	case err != nil || !bytes.HasPrefix(head[:], []byte("SQLite format 3\x00")):
		return notACase(path, "its %[1]s is not a database", err)
	}
	if id := binary.BigEndian.Uint32(head[68:]); id != applicationID {
		return notACase(path, "its %[1]s belongs to another program",
			fmt.Errorf("application id %#x", id))
	}
	return checkSchema(int(binary.BigEndian.Uint32(head[60:])), latest)
}

func notACase(path, why string, cause error) error {
	return &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a Tracemark case: %[2]s", Do: "Choose the folder of a case",
		Args: []any{filepath.Dir(path), casefile.Sentence{Format: why, Args: []any{DatabaseName}}}, Cause: cause}
}

// checkVacant makes sure that a case can be made in the folder dir.
func checkVacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return folderError(dir, err)
	case len(entries) > 0:
		return &casefile.Error{Code: casefile.Conflict, What: "The folder %[1]s is not empty",
			Do: "Choose a new or an empty folder for the case", Args: []any{dir}}
	}
	return nil
}

func folderError(dir string, err error) error {
	if disk.IsFull(err) {
		return fullDisk(fmt.Errorf("create case: %w", err))
	}
	return &casefile.Error{Code: casefile.Failed, What: "The case cannot be made in %[1]s",
		Do: "Check the disk and your rights on the folder", Args: []any{dir}, Cause: fmt.Errorf("create case: %w", err)}
}
