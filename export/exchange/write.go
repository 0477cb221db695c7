package exchange

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
)

// Writer writes an export into a folder, all but the originals, which are only listed. First each table with its rows,
// then the log or the proofs, then Close.
type Writer struct {
	dir   string
	head  Head
	red   *redactor
	open  *lines
	name  string   // of the file that is open
	Files []string // that were written
}

// lines is a file of lines being written.
type lines struct {
	f *os.File
	w *bufio.Writer
	h hash.Hash
}

// NewWriter begins an export in the folder dir, which must exist and be empty. head gives everything that is not found out by
// writing. Where it withholds something, salt is the key of the full package.
func NewWriter(dir string, head Head, salt []byte) (*Writer, error) {
	head.Format, head.Version = Format, Version
	head.Created = head.Created.UTC()
	head.Tables, head.Originals = []Table{}, []Original{}
	w := &Writer{dir: dir, head: head}
	if head.Withheld != nil {
		red, err := newRedactor(*head.Withheld, salt)
		if err != nil {
			return nil, err
		}
		w.red = red
	}
	return w, os.MkdirAll(filepath.Join(dir, strings.TrimSuffix(tablesFolder, "/")), 0o700)
}

// LearnFrom are the tables whose rows Learn must see before the first Table where something is withheld.
func LearnFrom() []string { return slices.Clone(peopleTables) }

// Learn takes a row that says what is withheld elsewhere: a name, or a document.
func (w *Writer) Learn(r casefile.TableRow) error {
	if w.red == nil {
		return nil
	}
	return w.red.learn(r)
}

// Table begins the next table.
func (w *Writer) Table(t casefile.Table) error {
	file := tablesFolder + t.Name + ".jsonl"
	err := w.create(file)
	w.head.Tables = append(w.head.Tables, Table{Table: t, File: file})
	return err
}

// Row writes the next row of the table; written is false where only a hash of it was.
func (w *Writer) Row(r casefile.TableRow) (written bool, err error) {
	t := &w.head.Tables[len(w.head.Tables)-1]
	if w.red != nil {
		out, withheld, err := w.red.row(t.Table, r)
		if err != nil {
			return false, err
		}
		if withheld {
			t.Withheld++
			return false, w.open.line(out.Text)
		}
		r = out
	}
	t.Rows++
	return true, w.open.line(r.Text)
}

// Log writes the next record of the log.
func (w *Writer) Log(text string) error {
	if w.name != LogFile {
		if err := w.create(LogFile); err != nil {
			return err
		}
	}
	return w.open.line([]byte(text))
}

// Proof shows that a record is in the log. Of a redacted export, it holds the record's hash alone: its text may say what is withheld.
type Proof struct {
	N         int64    `json:"n"`
	Record    string   `json:"record,omitempty"`
	Leaf      string   `json:"leaf"`  // base64 of the record's hash in the tree
	Inclusion []string `json:"proof"` // base64; RFC 6962, 2.1.1
}

// Proof writes the next proof.
func (w *Writer) Proof(n int64, record string, inclusion tlog.RecordProof) error {
	if w.name != ProofsFile {
		if err := w.create(ProofsFile); err != nil {
			return err
		}
	}
	p := Proof{N: n, Record: record, Leaf: tlog.RecordHash([]byte(record)).String(), Inclusion: []string{}}
	for _, h := range inclusion {
		p.Inclusion = append(p.Inclusion, h.String())
	}
	if w.red != nil {
		p.Record = ""
	}
	b, err := encode(p)
	if err != nil {
		return err
	}
	return w.open.line(b)
}

// Original lists a file that rows name.
func (w *Writer) Original(sha string, size int64) {
	w.head.Originals = append(w.head.Originals, Original{SHA256: sha, Size: size})
}

// Close writes what describes the rest, and returns it.
func (w *Writer) Close() (Head, error) {
	if err := w.finish(); err != nil {
		return w.head, err
	}
	slices.SortFunc(w.head.Originals, func(a, b Original) int { return strings.Compare(a.SHA256, b.SHA256) })
	schema, err := rowsSchema(w.head.Tables)
	if err != nil {
		return w.head, err
	}
	var head bytes.Buffer
	e := json.NewEncoder(&head)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(w.head); err != nil {
		return w.head, fmt.Errorf("write %s: %w", HeadFile, err)
	}
	for _, f := range []struct {
		name string
		b    []byte
	}{{RowsSchemaFile, schema}, {HeadSchemaFile, HeadSchema}, {ReadmeFile, []byte(readme)}, {HeadFile, head.Bytes()}} {
		if err := w.create(f.name); err != nil {
			return w.head, err
		}
		if _, err := w.open.w.Write(f.b); err != nil {
			return w.head, fmt.Errorf("write %s: %w", f.name, err)
		}
		if err := w.finish(); err != nil {
			return w.head, err
		}
	}
	return w.head, nil
}

// create closes the file that is open and begins another.
func (w *Writer) create(name string) error {
	if err := w.finish(); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(w.dir, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	w.Files, w.name = append(w.Files, name), name
	w.open = &lines{f: f, w: bufio.NewWriterSize(f, 1<<16), h: sha256.New()}
	return nil
}

// finish closes the file being written, if there is one, and makes it last.
func (w *Writer) finish() error {
	o := w.open
	if o == nil {
		return nil
	}
	w.open = nil
	sum := hex.EncodeToString(o.h.Sum(nil))
	switch {
	case strings.HasPrefix(w.name, tablesFolder):
		w.head.Tables[len(w.head.Tables)-1].SHA256 = sum
	case w.name == LogFile || w.name == ProofsFile:
		w.head.Log.SHA256 = sum
	}
	if err := errors.Join(o.w.Flush(), o.f.Sync(), o.f.Close()); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

func (l *lines) line(text []byte) error {
	for _, part := range [][]byte{text, {'\n'}} {
		l.h.Write(part)
		if _, err := l.w.Write(part); err != nil {
			return fmt.Errorf("write export: %w", err)
		}
	}
	return nil
}

// encode writes v as one line of JSON without escaping for HTML.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

const readme = `This folder is a case of the program Tracemark in a form that needs no program to be read.

export.json           what this is: the case, the tables, the head of its log; described by export.schema.json
tables/*.jsonl        one row a line, every version of everything, in the order in which it was written; described by rows.schema.json
log.jsonl             the log of everything that was done, one record a line (of a whole case)
proofs.jsonl          the log records behind the rows, with proofs that they are in the log (of chosen exhibits)
originals/            the recordings and other files, each named by its SHA-256

To check a row: the SHA-256 of its line, without the line's end, is the one that the log says of it under "rows".
To check an original: its SHA-256 is its name.
To check the log: its root hash, by RFC 6962 over the lines of log.jsonl without their ends, is the one in export.json; hold that
against one that was kept elsewhere, such as in a signed report or checkpoint. This folder itself is not signed.

Columns that end in _json hold JSON as text. Times are UTC. A column that is missing from a row has no value.
Where export.json says "withheld", a text "[withheld sha-256 …]" stands for one that was taken out, and a line with "withheld" for a
row: the hash is salted, so that the text cannot be guessed from it; who has the full package can check it.
`
