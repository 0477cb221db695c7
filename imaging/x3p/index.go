package x3p

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/md5" // #nosec G501 the standard's checksum; it guards against accidents, not against forgers
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
)

// Bounds on main.xml. Points as text make it long, so the bound is on what a token, a text and the nesting may take.
const (
	maxXML    = 96 << 20 // bytes: room for about two million points as text
	maxMarkup = 1 << 20  // bytes between two '<'
	maxDepth  = 64
	maxText   = 8 << 10 // bytes of one text; the rest is dropped
)

// index is main.xml read: its texts by path below the root ("Record1/Axes/CX/Increment"), and the points where they are
// written as text.
type index struct {
	fields  map[string]string
	list    *pointList // nil without a DataList
	maskBG  string     // colour of the painted mask's background
	md5     string     // of the bytes of main.xml
	rootTag string
	// kept is main.xml in UTF-8 without declarations and without the points, for writing the file again; nil where it is
	// longer than maxKept.
	kept []byte
}

// readIndex reads main.xml in one pass, so that a long list of points never lies in memory as text.
func readIndex(f *zip.File) (*index, error) {
	rc, err := open(f, maxXML)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	sum := md5.New() // #nosec G401
	src := io.TeeReader(io.LimitReader(rc, maxXML), sum)
	ix := &index{fields: map[string]string{}}
	p := indexParser{ix: ix, tape: &tape{r: bufio.NewReader(&markupLimit{r: src})}}
	p.dec = xml.NewDecoder(p.tape)
	p.dec.CharsetReader = p.charset
	if err := p.run(); err != nil {
		var fe *FormatError
		if errors.As(err, &fe) {
			return nil, fe
		}
		return nil, failWith(KindIndex, err, "main.xml cannot be understood")
	}
	if _, err := io.Copy(io.Discard, src); err != nil { // to the end, for checksum and CRC
		return nil, failWith(KindCorrupt, err, "main.xml is damaged")
	}
	ix.md5 = hex.EncodeToString(sum.Sum(nil))
	return ix, nil
}

type indexParser struct {
	ix     *index
	tape   *tape
	dec    *xml.Decoder
	path   []string
	text   strings.Builder
	listed bool // inside the list of points
	long   bool // longer than maxKept
}

// keep takes the bytes of the token read last into what is kept of main.xml. Declarations are left out: the bytes are
// UTF-8 now, and a document type is nothing to pass on. So is text outside the root: a byte order mark, which is an error
// to other readers behind the new declaration.
func (p *indexParser) keep(tok xml.Token) {
	raw := p.tape.cut(p.dec.InputOffset())
	switch t := tok.(type) {
	case xml.Directive:
		return
	case xml.ProcInst:
		if t.Target == "xml" {
			return
		}
	case xml.CharData:
		if len(p.path) == 0 && len(bytes.TrimSpace(raw)) > 0 {
			return
		}
	}
	switch {
	case p.listed || p.long:
	case len(p.ix.kept)+len(raw) > maxKept:
		p.ix.kept, p.long = nil, true
	default:
		p.ix.kept = append(p.ix.kept, raw...)
	}
}

func (p *indexParser) run() error {
	for {
		tok, err := p.dec.Token()
		if err == io.EOF {
			if p.ix.rootTag == "" {
				return errors.New("it is empty")
			}
			return nil
		}
		if err != nil {
			return err
		}
		if _, end := tok.(xml.EndElement); end && p.at("Record3", "DataList") {
			p.listed = false
		}
		p.keep(tok)
		switch t := tok.(type) {
		case xml.StartElement:
			if err := p.start(t); err != nil {
				return err
			}
		case xml.CharData:
			if p.text.Len()+len(t) <= maxText {
				p.text.Write(t)
			}
		case xml.EndElement:
			if err := p.end(); err != nil {
				return err
			}
		}
	}
}

func (p *indexParser) start(t xml.StartElement) error {
	p.text.Reset()
	if len(p.path) == 0 {
		if p.ix.rootTag != "" || !strings.HasPrefix(t.Name.Local, "ISO5436") {
			return fail(KindIndex, "main.xml describes <%s>, not an ISO 5436-2 surface", clip(t.Name.Local, 40))
		}
		p.ix.rootTag = t.Name.Local
	}
	if len(p.path) >= maxDepth {
		return fail(KindUnsafe, "main.xml is nested more than %d levels deep", maxDepth)
	}
	p.path = append(p.path, t.Name.Local)
	if p.at("Record3", "DataList") {
		p.listed = true
		return p.startList()
	}
	return nil
}

func (p *indexParser) end() error {
	defer func() { p.path = p.path[:len(p.path)-1]; p.text.Reset() }()
	text := clean(p.text.String())
	switch {
	case p.at("Record3", "DataList", "Datum"):
		return p.ix.list.add(text)
	case p.at("Record3", "Mask", "Background"):
		p.ix.maskBG = text
	}
	if len(p.path) < 2 || text == "" {
		return nil
	}
	key := strings.Join(p.path[1:], "/")
	if !standard[key] {
		return nil
	}
	if _, seen := p.ix.fields[key]; !seen {
		p.ix.fields[key] = text
	}
	return nil
}

func (p *indexParser) at(names ...string) bool {
	if len(p.path) != len(names)+1 {
		return false
	}
	for i, n := range names {
		if p.path[i+1] != n {
			return false
		}
	}
	return true
}

// startList prepares for points as text. Records 1 and the dimension come first in the schema, so the number of points
// is known and bounds the list.
func (p *indexParser) startList() error {
	if p.ix.list != nil {
		return fail(KindIndex, "main.xml holds two lists of points")
	}
	g, err := p.ix.grid()
	if err != nil {
		return err
	}
	p.ix.list = newPointList(g)
	return nil
}

func (ix *index) text(key string) string { return ix.fields[key] }

// number reads the number called key; missing is returned when there is none.
func (ix *index) number(key string, missing float64) (float64, error) {
	s := ix.fields[key]
	if s == "" {
		return missing, nil
	}
	v, err := parseNumber(s)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, fail(KindIndex, "main.xml: %s is %q, which is not a number", key, clip(s, 40))
	}
	return v, nil
}

// size reads a whole number of points.
func (ix *index) size(key string) (int, error) {
	s := ix.fields[key]
	n, err := strconv.ParseUint(s, 10, 63)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, fail(KindTooLarge, "main.xml: %s is %s points, more than this program accepts", key, clip(s, 40))
	case err != nil:
		return 0, fail(KindIndex, "main.xml: %s is %q, which is not a number of points", key, clip(s, 40))
	case n == 0:
		return 0, fail(KindShape, "main.xml: %s is 0, so there is no surface", key)
	case n > maxPoints:
		return 0, fail(KindTooLarge, "main.xml: %s is %d points; up to %d points in all are read", key, n, maxPoints)
	}
	return int(n), nil
}

// parseNumber reads a decimal number, with a decimal comma where a localised writer left one.
func parseNumber(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		v, err = strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	}
	return v, err
}

// clean makes one line of outside text, without control characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func (p *indexParser) charset(label string, in io.Reader) (io.Reader, error) {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, err
	}
	p.tape = p.tape.converted(enc.NewDecoder().Reader(in), p.dec.InputOffset())
	return p.tape, nil
}

// standard names the texts that are read. Whatever else main.xml holds is kept as it is, and not looked at.
var standard = func() map[string]bool {
	names := []string{
		"Record1/Revision", "Record1/FeatureType", "Record1/Axes/Origin",
		"Record2/Date", "Record2/Creator", "Record2/CalibrationDate", "Record2/Comment",
		"Record2/Instrument/Manufacturer", "Record2/Instrument/Model", "Record2/Instrument/Serial", "Record2/Instrument/Version",
		"Record2/ProbingSystem/Type", "Record2/ProbingSystem/Identification",
		"Record3/ListDimension", "Record3/MatrixDimension/SizeX", "Record3/MatrixDimension/SizeY", "Record3/MatrixDimension/SizeZ",
		"Record3/DataLink/PointDataLink", "Record3/DataLink/MD5ChecksumPointData",
		"Record3/DataLink/ValidPointsLink", "Record3/DataLink/MD5ChecksumValidPoints",
		"Record4/ChecksumFile",
	}
	for _, axis := range []string{"CX", "CY", "CZ"} {
		for _, name := range []string{"AxisType", "DataType", "Increment", "Offset"} {
			names = append(names, "Record1/Axes/"+axis+"/"+name)
		}
	}
	for _, r := range []string{"r11", "r12", "r13", "r21", "r22", "r23", "r31", "r32", "r33"} {
		names = append(names, "Record1/Axes/Rotation/"+r)
	}
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}()

// markupLimit fails when too many bytes pass without a '<': a token that long is no X3P, and the XML decoder would
// hold it in memory whole.
type markupLimit struct {
	r   io.Reader
	run int
}

// Read reads as the reader below does.
func (m *markupLimit) Read(b []byte) (int, error) {
	n, err := m.r.Read(b)
	if i := bytes.LastIndexByte(b[:n], '<'); i >= 0 {
		m.run = n - i
	} else {
		m.run += n
	}
	if m.run > maxMarkup {
		return n, fail(KindUnsafe, "main.xml holds one piece of more than %d bytes", maxMarkup)
	}
	return n, err
}
