package x3p

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/md5" // #nosec G501 see index.go
	"encoding/hex"
	"errors"
	"io"
	"strings"
)

// maxTextPoint is how many bytes a point may take as text: three numbers of 17 digits with signs and exponents, and room
// for careless spaces.
const maxTextPoint = 256

// isText reports whether the points in f are written as text. The standard has them binary there, but some exports link
// to a list. Doubles and floats made of such characters only would be absurd heights (about 1e-76 or 1e-9 with as many
// digits as a text has); whole numbers could be sound ones, so a file of them that has the right size is not text.
func (g grid) isText(f *zip.File) (bool, error) {
	if _, lied, err := g.layoutFor(f.UncompressedSize64); err == nil && !lied && g.z.Data.integer() {
		return false, nil
	}
	rc, err := open(f, f.UncompressedSize64)
	if err != nil {
		return false, err
	}
	defer rc.Close()
	head := make([]byte, 1024)
	n, err := io.ReadFull(rc, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, failWith(KindCorrupt, err, "the points in %s are damaged", clip(f.Name, 80))
	}
	head = bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf"))
	for _, c := range head {
		if !strings.ContainsRune("0123456789+-.,;eEnNaA \t\r\n", rune(c)) {
			return false, nil
		}
	}
	return len(head) > 0 && bytes.ContainsAny(head, "0123456789"), nil
}

// readText reads points written one a line, coordinates separated by semicolons or white space as in a DataList, or
// heights only with a row of the surface on each line. It returns their MD5 as readBinary does.
func (g grid) readText(f *zip.File) (p pointSet, sum string, lied bool, err error) {
	rc, err := open(f, uint64(g.n)*maxTextPoint+maxMarkup)
	if err != nil {
		return p, "", false, err
	}
	defer rc.Close()
	hash := md5.New() // #nosec G401
	lines := bufio.NewScanner(io.TeeReader(rc, hash))
	lines.Buffer(make([]byte, 64<<10), maxText+max(1, g.w)*maxTextPoint)
	list := newPointList(g)
	for first := true; lines.Scan(); first = false {
		line := lines.Text()
		if first {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if err := list.addLine(line); err != nil {
			return p, "", false, err
		}
	}
	if err := lines.Err(); err != nil {
		return p, "", false, failWith(KindCorrupt, err, "the points in %s are damaged", clip(f.Name, 80))
	}
	list.blank = 0 // what follows the last point is the end of the file
	p, err = list.done()
	return p, hex.EncodeToString(hash.Sum(nil)), false, err
}

// addLine takes a line of text. An empty one is a point that was not measured, unless the file ends after it.
func (l *pointList) addLine(line string) error {
	parts := []string{strings.TrimSpace(line)}
	switch {
	case parts[0] == "":
		l.blank++
		return nil
	case strings.Contains(line, ";"):
		parts = strings.Split(parts[0], ";")
	case strings.ContainsAny(parts[0], " \t"):
		parts = strings.Fields(parts[0])
	}
	for ; l.blank > 0; l.blank-- {
		if err := l.add(""); err != nil {
			return err
		}
	}
	if g := l.g; len(parts) == g.w && g.w > 3 && g.x.Type == Incremental && g.y.Type == Incremental {
		for _, height := range parts {
			if err := l.add(strings.TrimSpace(height)); err != nil {
				return err
			}
		}
		return nil
	}
	return l.add(strings.Join(parts, ";"))
}
