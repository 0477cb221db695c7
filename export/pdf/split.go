package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

var errFinish = errors.New("finish pdf: the drawing library wrote something unexpected")

var (
	startRE = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	entryRE = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
	rootRE  = regexp.MustCompile(`/Root (\d+) 0 R`)
	streamB = []byte("stream\n")
)

// split returns the objects that fpdf wrote in the order of their numbers, each without its first line.
func split(b []byte) ([][]byte, error) {
	m := startRE.FindSubmatch(b)
	if m == nil {
		return nil, errFinish
	}
	xref, err := strconv.Atoi(string(m[1]))
	if err != nil || xref >= len(b) || !bytes.HasPrefix(b[xref:], []byte("xref\n")) {
		return nil, errFinish
	}
	entries := entryRE.FindAllSubmatch(b[xref:], -1)
	root := rootRE.FindSubmatch(b[xref:])
	if root == nil || string(root[1]) != strconv.Itoa(len(entries)) { // the catalogue is the last object
		return nil, errFinish
	}
	starts := make([]int, len(entries))
	for i, e := range entries {
		if starts[i], err = strconv.Atoi(string(e[1])); err != nil {
			return nil, errFinish
		}
	}
	order := append(slices.Clone(starts), xref)
	slices.Sort(order)
	objects := make([][]byte, len(entries))
	for i, from := range starts {
		at, _ := slices.BinarySearch(order, from)
		body, ok := bytes.CutPrefix(b[from:order[at+1]], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		if !ok {
			return nil, errFinish
		}
		objects[i] = body
	}
	return objects, nil
}

// written is an object as it is written: what comes before its stream's data, the data, and the end. Data is not copied.
type written struct {
	head, data []byte
}

// take takes an object that split found.
func take(o []byte) written {
	if at := bytes.Index(o, streamB); at >= 0 {
		return written{head: o[:at], data: bytes.TrimSuffix(o[at+len(streamB):], []byte("\nendstream\nendobj\n"))}
	}
	return written{head: bytes.TrimSuffix(o, []byte("endobj\n"))}
}

func (o written) size() int { return len(o.head) + len(o.data) + 64 }

// join writes the file from its objects. The comment after the first line has four bytes above 127 (ISO 19005-3, 6.1.2).
func join(version string, objects []written, root, info int) []byte {
	size := 1024
	for _, o := range objects {
		size += o.size()
	}
	out := make([]byte, 0, size)
	out = append(out, "%PDF-"+version+"\n%\xe2\xe3\xcf\xd3\n"...)
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", i+1)
		out = append(out, o.head...)
		if o.data != nil {
			out = append(out, "stream\n"...)
			out = append(out, o.data...)
			out = append(out, "\nendstream\n"...)
		}
		out = append(out, "endobj\n"...)
	}
	id := sha256.Sum256(out)
	start := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		out = fmt.Appendf(out, "%010d 00000 n \n", a)
	}
	return fmt.Appendf(out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x><%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, root, info, id[:16], id[:16], start)
}
