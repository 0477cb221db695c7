package disk

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// networks are the numbers by which statfs names file systems of other machines. Sources: statfs(2) of the Linux manual
// pages and include/uapi/linux/magic.h; those of Lustre and GPFS, which Linux does not list, are the ones that GNU
// coreutils' stat knows (src/stat.c).
var networks = map[int64]string{
	0x6969:     "NFS",
	0x517B:     "SMB",
	0xFF534D42: "SMB (CIFS)",
	0xFE534D42: "SMB 2",
	0x01021997: "9P",
	0x5346414F: "AFS",
	0x6B414653: "AFS",
	0x00C36400: "Ceph",
	0x73757245: "Coda",
	0x564C:     "NCP",
	0x01161970: "GFS2",
	0x7461636F: "OCFS2",
	0x0BD00BD0: "Lustre",
	0x47504653: "GPFS",
	0x19830326: "BeeGFS",
}

// fuse is the number of every file system that a program serves (FUSE); which one, only the table of mounts says.
const fuse = 0x65735546

// fuseNetworks are the types, after "fuse.", that reach another machine. Types that are not in the list may be local:
// encrypted folders, NTFS, archives.
var fuseNetworks = []string{"sshfs", "davfs", "davfs2", "curlftpfs", "smbnetfs", "glusterfs", "ceph", "ceph-fuse", "juicefs", "moosefs", "mfs",
	"lizardfs", "s3fs", "gcsfuse", "goofys", "rclone", "blobfuse", "blobfuse2", "google-drive-ocamlfuse", "onedriver", "gvfsd-fuse", "kio-fuse", "beegfs"}

// Network returns the name of the network file system that the folder dir lies on, "" where it lies on this machine or
// that cannot be told.
func Network(dir string) string {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return ""
	}
	// The field is signed or not and 32 or 64 bits wide, as the machine has it; the numbers have 32 bits.
	kind := int64(uint32(fs.Type))
	if kind != fuse {
		return networks[kind]
	}
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	var st syscall.Stat_t
	if err := syscall.Stat(dir, &st); err != nil {
		return ""
	}
	dev := uint64(st.Dev)
	return fuseNetwork(string(table), fmt.Sprintf("%d:%d", unix.Major(dev), unix.Minor(dev)))
}

// fuseNetwork looks in a table of mounts (proc_pid_mountinfo(5)) for the device and returns the type of its file system
// where that reaches another machine.
func fuseNetwork(table, device string) string {
	for s := bufio.NewScanner(strings.NewReader(table)); s.Scan(); {
		mount, kind, ok := strings.Cut(s.Text(), " - ")
		if fields := strings.Fields(mount); !ok || len(fields) < 3 || fields[2] != device {
			continue
		}
		kind, _, _ = strings.Cut(kind, " ")
		if name, found := strings.CutPrefix(kind, "fuse."); found && slices.Contains(fuseNetworks, name) {
			return name
		}
	}
	return ""
}
