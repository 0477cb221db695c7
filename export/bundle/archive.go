package bundle

import (
	"fmt"
	"io"
)

// The archive is POSIX ustar (IEEE Std 1003.1-2017, pax, "ustar Interchange Format"), written here because each byte
// of it must follow from the manifest: a reader compares headers with the only ones that there can be.
const (
	blockSize = 512
	endSize   = 2 * blockSize // the end is two blocks of zeros
	maxName   = 100
	fixedTime = 315532800 // 1 January 1980: tar programs warn of earlier times
)

// header returns the block before an entry.
func header(name string, size int64) [blockSize]byte {
	var h [blockSize]byte
	copy(h[0:], name)
	copy(h[100:], "0000444\x00") // mode
	copy(h[108:], "0000000\x00") // uid
	copy(h[116:], "0000000\x00") // gid
	copy(h[124:], fmt.Sprintf("%011o\x00", size))
	copy(h[136:], fmt.Sprintf("%011o\x00", fixedTime))
	copy(h[148:], "        ") // counted as spaces in the checksum
	h[156] = '0'              // a regular file
	copy(h[257:], "ustar\x0000")
	copy(h[329:], "0000000\x00") // devmajor
	copy(h[337:], "0000000\x00") // devminor
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

// padded rounds a size up to whole blocks.
func padded(size int64) int64 { return (size + blockSize - 1) / blockSize * blockSize }

var zeros [endSize]byte

// writeEntry writes header, content and padding.
func writeEntry(w io.Writer, name string, size int64, content io.Reader) error {
	h := header(name, size)
	if _, err := w.Write(h[:]); err != nil {
		return fmt.Errorf("write header of %s: %w", name, err)
	}
	n, err := io.Copy(w, content)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if n != size {
		return fmt.Errorf("write %s: %d bytes instead of %d", name, n, size)
	}
	_, err = w.Write(zeros[:padded(size)-size])
	return err
}

// expectZeros reads n bytes that must all be zero.
func expectZeros(r io.Reader, n int64) error {
	var buf [endSize]byte
	if _, err := io.ReadFull(r, buf[:n]); err != nil {
		return err
	}
	for _, b := range buf[:n] {
		if b != 0 {
			return fmt.Errorf("filling is not empty")
		}
	}
	return nil
}

// expectHeader reads a header that must be the one of an entry of this name and size.
func expectHeader(r io.Reader, name string, size int64) error {
	var got [blockSize]byte
	if _, err := io.ReadFull(r, got[:]); err != nil {
		return fmt.Errorf("read header of %s: %w", name, err)
	}
	if got != header(name, size) {
		return fmt.Errorf("header of %s is not the one of the manifest", name)
	}
	return nil
}

// readNamed reads the next entry, which must be called name and not be larger than limit, whole.
func readNamed(r io.Reader, name string, limit int64) ([]byte, error) {
	var got [blockSize]byte
	if _, err := io.ReadFull(r, got[:]); err != nil {
		return nil, fmt.Errorf("read header of %s: %w", name, err)
	}
	var size int64
	if _, err := fmt.Sscanf(string(got[124:135]), "%o", &size); err != nil || size < 0 || size > limit {
		return nil, fmt.Errorf("header of %s: size %q", name, got[124:136])
	}
	if got != header(name, size) {
		return nil, fmt.Errorf("the archive does not go on with %s", name)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return b, expectZeros(r, padded(size)-size)
}
