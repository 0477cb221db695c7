package cv

import (
	"os"
	"testing"
)

// TestMain fails the package's tests when any Mat was left open.
func TestMain(m *testing.M) {
	code := m.Run()
	if n := open.Load(); n != 0 {
		println("Mats left open:", n)
		code = 1
	}
	os.Exit(code)
}
