package compare_test

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// TestProveMemory compares two surfaces of 4096×3072 points within 1.5 GiB, read from the system's own account of the largest amount that was
// held.
func TestProveMemory(t *testing.T) {
	if os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("TRACEMARK_PROVE is not set: this takes minutes")
	}
	peak := func() int {
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Skipf("this system does not tell how much memory was held: %v", err)
		}
		_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
		kb, err := strconv.Atoi(string(bytes.Fields(rest)[0]))
		if err != nil {
			t.Fatal(err)
		}
		return kb
	}
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Skipf("the account of what other tests held cannot be reset: %v", err)
	}
	large := func(deg float64) *surface.Surface {
		v := view{w: 4096, h: 3072, dx: 1, dy: 1, pose: imaging.Pose{AngleDeg: deg, TX: 2048, TY: 1536}, inner: 450, outer: 1500}
		return v.measure(t, newMark(5))
	}
	a, b := large(0), large(20)
	r := pair(t, prepare(t, a), prepare(t, b), imaging.MethodRegistered, imaging.MethodSurface)
	if f := r[0].Score(imaging.ScoreRegisteredFraction); f < 0.9 {
		t.Errorf("fraction %.2f of two measurements of one mark", f)
	}
	kb := peak()
	t.Logf("%d MiB at most", kb/1024)
	if kb > 3<<19 {
		t.Errorf("%d MiB were held, want at most 1536", kb/1024)
	}
}
