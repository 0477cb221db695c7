// Package batch reads lists of recordings that are to be imported: CSV files as spreadsheets write them.
//
// The first line names the columns, in any order, in English, French or Spanish; case, accents, blanks, hyphens and underscores do not
// matter. One of file and exhibit is needed; a cell that is empty says nothing. The columns:
//
//	file         the recording, relative to the list's folder; empty for an exhibit without one, such as a firearm
//	exhibit      label of the exhibit; empty: the file's name without its ending
//	mark         breech-face, firing-pin, ejector, extractor, aperture-shear, headstamp
//	kind         cartridge case, bullet, cartridge, firearm, part, document
//	origin       questioned or known
//	event        label of the event that the exhibit belongs to
//	parent       label of the exhibit that it came from, in the case or on an earlier line
//	calibre      as seen
//	scale        µm per pixel of a photograph that states none, with a point or a comma, or "unknown"
//	units        of the lengths of an X3P file: m, um, "m,um" (spacings, heights) or "um,m"
//	description  any text
//
// The cells of a line are separated by commas, semicolons, tabs or bars, whichever makes most of the first line's names known; a line "sep=;" before it
// is followed. The text is UTF-8, UTF-16 with a byte order mark, or else Windows-1252, of which Latin-1 is the part that lists use.
// An apostrophe that keeps a spreadsheet from taking a cell for a formula is taken away. What is no such list is refused as a
// whole, with its line; nothing is guessed.
package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
)

// The bounds of a list.
const (
	MaxBytes = 64 << 20
	MaxRows  = 100_000
	maxCell  = 4000 // characters
)

// Columns are the names of the columns, the one that the documents use first.
func Columns() [][]string {
	return [][]string{
		{"file", "filename", "filepath", "path", "recording", "scan", "image", "fichier", "nomdufichier", "chemin", "enregistrement", "archivo", "fichero", "ruta", "registro"},
		{"exhibit", "label", "exhibitlabel", "item", "itemnumber", "piece", "scelle", "etiquette", "indicio", "evidencia", "etiqueta"},
		{"mark", "marks", "region", "trace", "marque", "huella", "marca"},
		{"kind", "type", "exhibitkind", "nature", "tipo", "clase"},
		{"origin", "origine", "origen"},
		{"event", "scene", "incident", "evenement", "evento", "suceso", "hecho"},
		{"parent", "from", "firearm", "provientde", "arme", "procedede", "arma"},
		{"calibre", "caliber"},
		{"scale", "umperpixel", "pixelsize", "echelle", "escala"},
		{"units", "unit", "unites", "unite", "unidades", "unidad"},
		{"description", "notes", "note", "remark", "remarks", "remarque", "remarques", "descripcion", "observaciones", "nota", "notas"},
	}
}

// List is a list as it was read.
type List struct {
	Delimiter, Encoding string
	Names               map[string]string // column to what the list calls it
	Ignored             []string          // columns that are not known
	Rows                []Row
}

// Row is a line of a list.
type Row struct {
	Line  int
	Cells map[string]string // by column; only what is not empty
	Err   error             // what is wrong with the line as a whole
}

func refuse(what, do string, args ...any) error {
	return &casefile.Error{Code: casefile.Invalid, What: what, Do: do, Args: args}
}

// Parse reads a list.
func Parse(data []byte) (List, error) {
	var l List
	if len(data) > MaxBytes {
		return l, refuse("The list has %[1]d bytes, more than the %[2]d that are read", "Split it into several lists", len(data), MaxBytes)
	}
	text, err := l.decode(data)
	if err != nil {
		return l, err
	}
	skipped := 0
	if first, rest, ok := strings.Cut(text, "\n"); ok {
		if d, said := strings.CutPrefix(strings.TrimRight(first, "\r"), "sep="); said && len(d) == 1 && strings.Contains(delimiters, d) {
			l.Delimiter, text, skipped = d, rest, 1
		}
	}
	if strings.TrimSpace(text) == "" {
		return l, refuse("The list is empty", "Give it a first line with the names of its columns, and a line for each recording")
	}
	l.choose(text)
	return l, l.read(text, skipped)
}

// decode makes text of bytes, and notes their encoding.
func (l *List) decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		l.Encoding, data = "UTF-8 with byte order mark", data[3:]
		if !utf8.Valid(data) {
			return "", refuse("The list says that it is UTF-8, and is not", "Save it again as CSV, UTF-8")
		}
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		l.Encoding = "UTF-16"
		text, err := utf16.UTF16(utf16.LittleEndian, utf16.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil || len(data)%2 != 0 {
			return "", refuse("The list says that it is UTF-16, and is not", "Save it again as CSV, UTF-8")
		}
		data = text
	case utf8.Valid(data):
		l.Encoding = "UTF-8"
	default:
		l.Encoding = "Windows-1252"
		text, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return "", refuse("The list is neither UTF-8 nor Windows-1252", "Save it again as CSV, UTF-8")
		}
		data = text
	}
	if i := bytes.IndexFunc(data, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }); i >= 0 {
		return "", refuse("The list is not a text: line %[1]d has a control character", "Save the list as CSV, not as a spreadsheet", 1+bytes.Count(data[:i], []byte("\n")))
	}
	return string(data), nil
}

const delimiters = ",;\t|"

// choose settles the delimiter: the one that makes most of the names of columns known.
func (l *List) choose(text string) {
	if l.Delimiter != "" {
		return
	}
	best := -1
	for _, d := range delimiters {
		r := reader(text, string(d))
		names, err := r.Read()
		if err != nil {
			continue
		}
		known := 0
		for _, n := range names {
			if column(n) != "" {
				known++
			}
		}
		if known > best {
			best, l.Delimiter = known, string(d)
		}
	}
	if l.Delimiter == "" {
		l.Delimiter = ","
	}
}

func reader(text, delimiter string) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(delimiter[0]), -1
	return r
}

func (l *List) read(text string, skipped int) error {
	r := reader(text, l.Delimiter)
	header, err := r.Read()
	if err != nil {
		return unreadable(err, skipped)
	}
	names, err := l.header(header)
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return unreadable(err, skipped)
		}
		line, _ := r.FieldPos(0)
		if row, ok := rowOf(line+skipped, names, cells); ok {
			l.Rows = append(l.Rows, row)
		}
		if len(l.Rows) > MaxRows {
			return refuse("The list has more than %[1]d lines", "Split it into several lists", MaxRows)
		}
	}
	if len(l.Rows) == 0 {
		return refuse("The list names columns and nothing else", "Give it a line for each recording")
	}
	return nil
}

func unreadable(err error, skipped int) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return &casefile.Error{Code: casefile.Invalid, What: "The list cannot be read as CSV", Do: "Save it again as CSV", Cause: err}
	}
	return &casefile.Error{Code: casefile.Invalid, What: "Line %[1]d of the list is no CSV from its character %[2]d on: a quotation mark is not where it may be",
		Do:   "Put the whole cell in quotation marks, double those inside, and close the last one",
		Args: []any{p.Line + skipped, p.Column}, Cause: err}
}

// header returns what the columns of a list are, "" for what is not known.
func (l *List) header(cells []string) ([]string, error) {
	l.Names = map[string]string{}
	out := make([]string, len(cells))
	for i, name := range cells {
		name = strings.TrimSpace(name)
		c := column(name)
		switch was, twice := l.Names[c]; {
		case c == "" && name != "":
			l.Ignored = append(l.Ignored, clip(name))
		case c == "":
		case twice:
			return nil, refuse("The columns %[1]q and %[2]q of the list are the same one", "Take one of them out", clip(was), clip(name))
		default:
			out[i], l.Names[c] = c, name
		}
	}
	if l.Names["file"] == "" && l.Names["exhibit"] == "" {
		return nil, refuse("The first line of the list names neither a column for the file nor one for the exhibit", "Name the columns in the first line, such as file, exhibit, mark")
	}
	return out, nil
}

// rowOf makes a row of the cells of a line; ok is false where nothing is in it.
func rowOf(line int, names, cells []string) (row Row, ok bool) {
	row = Row{Line: line, Cells: map[string]string{}}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=+-@", rune(cell[1])) {
			cell = cell[1:]
		}
		switch {
		case cell == "":
			continue
		case i >= len(names):
			row.Err = refuse("The line has %[1]d cells, the first line %[2]d", "Put cells that contain the separator in quotation marks", len(cells), len(names))
		case names[i] == "":
		case utf8.RuneCountInString(cell) > maxCell:
			row.Err = refuse("A cell has more than %[1]d characters", "Shorten it", maxCell)
		default:
			row.Cells[names[i]] = cell
		}
		ok = true
	}
	return row, ok
}

// column returns the column that a name means, "" for none.
func column(name string) string {
	name = Fold(name)
	for _, c := range Columns() {
		if slices.Contains(c, name) {
			return c[0]
		}
	}
	return ""
}

// Fold takes from a name what does not matter: case, accents and everything that is no letter or digit.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// clip shortens what is said again in a sentence.
func clip(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		s = string([]rune(s)[:40]) + "…"
	}
	return s
}
