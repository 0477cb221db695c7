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
	namesRE = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles <<.*?>>\n>>\n`)
	groupRE = regexp.MustCompile(`/Group <</Type /Group /S /Transparency /CS /DeviceRGB>>\n`)
	dateRE  = regexp.MustCompile(`\(D:(\d{14})\)`)
	imageRE = regexp.MustCompile(`(/I[0-9a-f]{40}) (\d+) 0 R`)
	streamB = []byte("stream\n")
)

// fontNames are the names that fpdf gives fonts and those that a subset has to have: a tag of six letters, then the
// PostScript name (ISO 32000-1, 9.6.4).
var fontNames = [][2]string{
	{"/utf8liberationsansB", "/TMKSBO+LiberationSans-Bold"},
	{"/utf8liberationsans", "/TMKSRE+LiberationSans"},
	{"/utf8liberationmono", "/TMKMRE+LiberationMono"},
}

// finish writes the file anew and puts right what fpdf 0.12.0 leaves wrong: with an output intent the trailer's /Info
// points at the colour profile, there is no /ID, dates have no zone, subsets of fonts have no tag, an empty name tree
// of embedded files and transparency groups that nothing uses are written, and images of the same width stand in an
// order that changes from run to run.
func finish(b []byte) ([]byte, error) {
	objects, err := split(b)
	if err != nil {
		return nil, err
	}
	info := 0
	for i, o := range objects {
		head, rest := o, []byte(nil)
		if at := bytes.Index(o, streamB); at >= 0 {
			head, rest = o[:at], o[at:]
		}
		switch {
		case bytes.HasPrefix(head, []byte("<<\n/Producer ")):
			info = i + 1
			head = dateRE.ReplaceAll(head, []byte("(D:${1}Z)"))
		case i == len(objects)-1:
			head = namesRE.ReplaceAll(head, nil)
		case bytes.HasPrefix(head, []byte("<</Type /Page\n")):
			head = groupRE.ReplaceAll(head, nil)
		case bytes.Contains(head, []byte("/Type /Font")):
			for _, n := range fontNames {
				head = bytes.ReplaceAll(head, []byte(n[0]), []byte(n[1]))
			}
		}
		objects[i] = slices.Concat(head, rest)
	}
	if info == 0 {
		return nil, errFinish
	}
	orderImages(objects)
	return join(b[:bytes.Index(b, []byte("1 0 obj"))], objects, info), nil
}

// split returns the objects in the order of their numbers, each without its first line.
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

// orderImages gives the images the numbers that they have among them in the order of their hashes.
func orderImages(objects [][]byte) {
	var slots []int // indices of the images, ascending
	for i, o := range objects {
		if bytes.HasPrefix(o, []byte("<</Type /XObject\n/Subtype /Image\n")) {
			slots = append(slots, i)
		}
	}
	sorted := slices.Clone(slots)
	slices.SortFunc(sorted, func(a, b int) int {
		x, y := sha256.Sum256(objects[a]), sha256.Sum256(objects[b])
		return bytes.Compare(x[:], y[:])
	})
	bodies := make([][]byte, len(slots))
	number := map[string]string{}
	for k, from := range sorted {
		bodies[k] = objects[from]
		number[strconv.Itoa(from+1)] = strconv.Itoa(slots[k] + 1)
	}
	for k, to := range slots {
		objects[to] = bodies[k]
	}
	for i, o := range objects {
		if !bytes.Contains(o, streamB) && bytes.Contains(o, []byte("/XObject <<")) {
			objects[i] = imageRE.ReplaceAllFunc(o, func(m []byte) []byte {
				p := imageRE.FindSubmatch(m)
				to, ok := number[string(p[2])]
				if !ok {
					return m
				}
				return fmt.Appendf(nil, "%s %s 0 R", p[1], to)
			})
		}
	}
}

// join writes the file from its objects; the last one is the catalogue.
func join(head []byte, objects [][]byte, info int) []byte {
	out := slices.Clone(head)
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n%s", i+1, o)
	}
	id := sha256.Sum256(out)
	start := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		out = fmt.Appendf(out, "%010d 00000 n \n", a)
	}
	return fmt.Appendf(out, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%x><%x>]\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), info, id[:16], id[:16], start)
}
