//go:build unix

package bundle

// readableByAll: the rights of a file say nothing on this system.
const readableByAll = false
