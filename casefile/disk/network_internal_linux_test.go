package disk

import "testing"

// A table as Linux writes it (proc_pid_mountinfo(5)): local disks, an encrypted folder, two servers.
const table = `36 35 98:0 / / rw,noatime master:1 - ext4 /dev/root rw,errors=continue
40 36 0:44 / /home/a/plain rw,nosuid shared:3 - fuse.gocryptfs /home/a/secret rw
41 36 0:45 / /mnt/lab rw,nosuid shared:4 - fuse.sshfs a@server:/cases rw
42 36 0:46 / /mnt/win rw - fuseblk /dev/sdb1 rw
43 36 0:47 / /mnt/cloud rw shared:9 master:2 - fuse.rclone cloud: rw
`

func TestAFuseFileSystemIsANetworkOnlyWhereItsTypeSaysSo(t *testing.T) {
	for device, want := range map[string]string{"0:45": "sshfs", "0:47": "rclone", "0:44": "", "0:46": "", "98:0": "", "9:9": ""} {
		if got := fuseNetwork(table, device); got != want {
			t.Errorf("%s is %q, want %q", device, got, want)
		}
	}
}

func TestAFolderOfThisMachineIsNoNetwork(t *testing.T) {
	// /proc is never on a network, whatever the tests' own folder is on.
	if got := Network("/proc"); got != "" {
		t.Errorf("/proc is on %q", got)
	}
	if got := Network("/nowhere at all"); got != "" {
		t.Errorf("a missing folder is on %q", got)
	}
}
