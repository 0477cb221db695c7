package disk

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// Network returns a name for the network drive that the folder dir lies on, "" where it lies on this machine or that
// cannot be told.
func Network(dir string) string {
	volume := filepath.VolumeName(dir)
	if strings.HasPrefix(volume, `\\`) && !strings.HasPrefix(volume, `\\?\`) && !strings.HasPrefix(volume, `\\.\`) {
		return "network share"
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE {
		return "network drive"
	}
	return ""
}
