package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"tracemark/export/report"
)

var (
	namesRE   = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles <<.*?>>\n>>\n`)
	groupRE   = regexp.MustCompile(`/Group <</Type /Group /S /Transparency /CS /DeviceRGB>>\n`)
	dateRE    = regexp.MustCompile(`\(D:(\d{14})\)`)
	outlineRE = regexp.MustCompile(`^<</Type /Outlines /First (\d+) 0 R\n/Last (\d+) 0 R`)
	emptyRE   = regexp.MustCompile(`/XObject <<\n>>\n`)
	standInRE = regexp.MustCompile(`^<</Type /XObject\n/Subtype /Image\n/Width (\d+)\n/Height 1\n`)
)

// finishing is what fpdf 0.12.0 cannot write, or writes wrongly.
type finishing struct {
	version     string
	pictures    []encoded // those that stand-ins were drawn for
	attachments []report.Attachment
	date        string // of the attachments, as PDF writes it
	xmp         []byte
	cidSet      bool // ISO 19005-1 asks for it, ISO 19005-3 does not
}

// finish writes the file anew and puts right what fpdf leaves wrong: with an output intent the trailer's /Info points at the colour profile, there is no
// /ID, dates have no zone, fonts lack the tag of a subset and say nothing true about Unicode, an empty name tree of embedded files and transparency groups
// that nothing uses are written. It puts the pictures where their stand-ins are, and the attachments with what PDF/A-3 asks of them.
func finish(b []byte, f finishing) ([]byte, error) {
	parts, err := split(b)
	if err != nil {
		return nil, err
	}
	objects := make([]written, len(parts))
	for i, p := range parts {
		objects[i] = take(p)
	}
	info, root := 0, len(objects)
	for i := range objects {
		o := &objects[i]
		switch {
		case bytes.HasPrefix(o.head, []byte("<<\n/Producer ")):
			info = i + 1
			o.head = dateRE.ReplaceAll(o.head, []byte("(D:${1}Z)"))
		case i+1 == root:
			o.head = namesRE.ReplaceAll(o.head, nil)
		case bytes.HasPrefix(o.head, []byte("<</Type /Page\n")):
			o.head = groupRE.ReplaceAll(o.head, nil)
		case bytes.HasPrefix(o.head, []byte("<</Title ")):
			o.head = bytes.Replace(o.head, []byte("/Count 0"), nil, 1) // only an entry with entries below it has a count
		case outlineRE.Match(o.head):
			if err := countOutline(o); err != nil {
				return nil, err
			}
		case bytes.HasPrefix(o.head, []byte("<<\n/ProcSet ")):
			o.head = emptyRE.ReplaceAll(o.head, nil)
		case bytes.HasPrefix(o.head, []byte("<</Type /Font\n/Subtype /Type0")):
			if err := rewriteFont(objects[i:], f.cidSet, &objects); err != nil {
				return nil, err
			}
		case bytes.HasPrefix(o.head, []byte("<< /Type /Metadata ")):
			*o = stream(f.xmp, "/Type /Metadata /Subtype /XML")
		case standInRE.Match(o.head):
			n, err := strconv.Atoi(string(standInRE.FindSubmatch(o.head)[1]))
			if err != nil || n > len(f.pictures) {
				return nil, errFinish
			}
			*o = f.pictures[n-1].body()
		}
	}
	if info == 0 {
		return nil, errFinish
	}
	if len(f.attachments) > 0 {
		objects = embed(objects, root, f.attachments, f.date)
	}
	return join(f.version, objects, root, info), nil
}

// stream makes the object of a stream with these entries.
func stream(data []byte, entries string, args ...any) written {
	return written{head: fmt.Appendf(nil, "<<%s /Length %d>>\n", fmt.Sprintf(entries, args...), len(data)), data: data}
}

// countOutline says how many entries the outline has, all of which are on one level, one object after the other (ISO 32000-1, table 152).
func countOutline(o *written) error {
	m := outlineRE.FindSubmatch(o.head)
	first, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return errFinish
	}
	last, err := strconv.Atoi(string(m[2]))
	if err != nil {
		return errFinish
	}
	o.head = outlineRE.ReplaceAll(o.head, fmt.Appendf(nil, "<</Type /Outlines /First %d 0 R\n/Last %d 0 R /Count %d", first, last, last-first+1))
	return nil
}
