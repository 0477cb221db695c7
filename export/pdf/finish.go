package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

var errFinish = errors.New("finish pdf: the drawing library wrote something unexpected")

var (
	startRE = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	entryRE = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
	rootRE  = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoRE  = regexp.MustCompile(`/Info (\d+) 0 R`)
	namesRE = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles <<.*?>>\n>>\n`)
)

// finish puts right what fpdf 0.12.0 leaves wrong once there is an output intent: the trailer's /Info points at the
// colour profile, there is no /ID, and an empty name tree of embedded files is written. The catalogue is the last
// object, so that only the end of the file has to be written anew.
func finish(b []byte) ([]byte, error) {
	m := startRE.FindSubmatch(b)
	if m == nil {
		return nil, errFinish
	}
	xref, err := strconv.Atoi(string(m[1]))
	if err != nil || xref >= len(b) || !bytes.HasPrefix(b[xref:], []byte("xref\n")) {
		return nil, errFinish
	}
	root := rootRE.FindSubmatch(b[xref:])
	entries := entryRE.FindAllSubmatch(b[xref:], -1)
	if root == nil || string(root[1]) != strconv.Itoa(len(entries)) {
		return nil, errFinish
	}
	at, info := make([]int, len(entries)+1), 0
	for i, e := range entries {
		if at[i+1], err = strconv.Atoi(string(e[1])); err != nil || at[i+1] >= xref {
			return nil, errFinish
		}
		if bytes.HasPrefix(b[at[i+1]:], fmt.Appendf(nil, "%d 0 obj\n<<\n/Producer ", i+1)) {
			info = i + 1
		}
	}
	if info == 0 {
		return nil, errFinish
	}
	last := at[len(entries)]
	out := append([]byte(nil), b[:last]...)
	out = append(out, namesRE.ReplaceAll(b[last:xref], nil)...)
	start := len(out)
	tail := b[xref:bytes.LastIndex(b, []byte("startxref\n"))]
	id := sha256.Sum256(out)
	tail = infoRE.ReplaceAll(tail, fmt.Appendf(nil, "/Info %d 0 R\n/ID [<%x><%x>]", info, id[:16], id[:16]))
	out = append(out, tail...)
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", start), nil
}
