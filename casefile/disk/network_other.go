//go:build !linux && !darwin && !freebsd && !dragonfly && !windows

package disk

// Network cannot tell here.
func Network(string) string { return "" }
