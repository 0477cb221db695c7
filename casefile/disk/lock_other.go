//go:build !unix && !windows

package disk

import (
	"errors"
	"os"
)

var errHeld = errors.New("held")

// lock cannot be done: nobody may rely on holding a file here.
func lock(*os.File) error { return errors.ErrUnsupported }

// IsReadOnly reports whether err says that the place may not be written to.
func IsReadOnly(err error) bool { return errors.Is(err, os.ErrPermission) }

// IsFull cannot be told here.
func IsFull(error) bool { return false }
