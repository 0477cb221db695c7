package x3p

import (
	"bufio"
	"io"
)

// maxKept is how many bytes of main.xml are kept for writing the file again. Without its points it has some thousand;
// the bound leaves room for vendor records.
const maxKept = 8 << 20

// tape hands the XML decoder its bytes one by one, and lets whoever follows the decoder cut off what it has read.
type tape struct {
	r    *bufio.Reader
	from int64  // offset of read[0]
	read []byte // handed out and not cut off yet
	last []byte // what cut returned last, whose room is used again
}

// ReadByte returns the next byte. The decoder reads through nothing else.
func (t *tape) ReadByte() (byte, error) {
	b, err := t.r.ReadByte()
	if err == nil {
		t.read = append(t.read, b)
	}
	return b, err
}

// Read is what a converter of character sets reads through; what it reads is not on this tape but on the one behind it.
func (t *tape) Read(b []byte) (int, error) { return t.r.Read(b) }

// cut returns the bytes up to the offset to, which are valid until the next read, and forgets them.
func (t *tape) cut(to int64) []byte {
	n := min(max(to-t.from, 0), int64(len(t.read)))
	out := t.read[:n:n]
	t.read, t.last = append(t.last[:0], t.read[n:]...), t.read[:0] // over is at most the byte that the decoder looks ahead
	t.from = to
	return out
}

// converted is the tape of what comes behind the offset from, in UTF-8.
func (t *tape) converted(r io.Reader, from int64) *tape {
	return &tape{r: bufio.NewReader(r), from: from}
}
