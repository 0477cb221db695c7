//go:build unix

package compare_test

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that the program has used so far, which other work on the machine hardly moves.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
