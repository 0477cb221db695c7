//go:build darwin || freebsd || dragonfly

package disk

import "golang.org/x/sys/unix"

// Network returns the name of the network file system that the folder dir lies on, "" where it lies on this machine or
// that cannot be told. The system itself says which are local (MNT_LOCAL, statfs(2)).
func Network(dir string) string {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil || uint64(fs.Flags)&unix.MNT_LOCAL != 0 {
		return ""
	}
	name := make([]byte, 0, len(fs.Fstypename))
	for _, c := range fs.Fstypename {
		if c == 0 {
			break
		}
		name = append(name, byte(c))
	}
	return string(name)
}
