//go:build !unix

package compare_test

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
