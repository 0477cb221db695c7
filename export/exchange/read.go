package exchange

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/blob"
)

// Source is where an export lies: a folder or a package.
type Source interface {
	Entry(name string) (io.Reader, error)
	Has(name string) bool
}

// Folder is an export in a folder. Links in it are not followed out of it.
type Folder struct{ root *os.Root }

// OpenFolder opens the folder dir; Close closes it.
func OpenFolder(dir string) (Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Folder{}, &casefile.Error{Code: casefile.NotFound, What: "The folder %[1]s cannot be read", Do: "choose the folder of an export", Args: []any{dir}, Cause: err}
	}
	return Folder{root}, nil
}

// Close closes the folder.
func (f Folder) Close() error { return f.root.Close() }

// Has reports whether there is a file of this name.
func (f Folder) Has(name string) bool {
	info, err := f.root.Lstat(filepath.FromSlash(name))
	return err == nil && info.Mode().IsRegular()
}

// Entry opens a file. Reading its end closes it.
func (f Folder) Entry(name string) (io.Reader, error) {
	file, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "The export has no %[1]s", Do: "copy the whole folder again", Args: []any{name}, Cause: err}
	}
	return &selfClosing{file}, nil
}

type selfClosing struct{ f *os.File }

func (s *selfClosing) Read(b []byte) (int, error) {
	n, err := s.f.Read(b)
	if err != nil {
		s.f.Close()
	}
	return n, err
}

// Close closes the file where its end was not read.
func (s *selfClosing) Close() error { return s.f.Close() }

// Reader is an export whose export.json was read.
type Reader struct {
	Head     Head
	HeadText []byte
	src      Source
	stored   []tlog.Hash // of the log, in tlog's order, once it was read
}

// Open reads export.json.
func Open(src Source) (*Reader, error) {
	r, err := src.Entry(HeadFile)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "This is not the export of a case: it has no %[1]s", Do: "choose the folder that holds it", Args: []any{HeadFile}, Cause: err}
	}
	b, err := io.ReadAll(io.LimitReader(r, maxHead+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", HeadFile, err)
	}
	if len(b) > maxHead {
		return nil, wrong(HeadFile, 1, "", "it is too large")
	}
	var v struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(b, &v); err == nil && v.Format == Format && v.Version > Version {
		return nil, &casefile.Error{Code: casefile.Refused, What: "This export was written by a newer Tracemark", Do: "install the newer version to read it"}
	}
	x := &Reader{HeadText: b, src: src}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&x.Head); err != nil {
		return nil, wrongJSON(HeadFile, b, 1, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, wrong(HeadFile, lineAt(b, d.InputOffset()), "", "something follows its end")
	}
	return x, x.check()
}

// check makes sure that export.json makes sense by itself.
func (x *Reader) check() error {
	h := x.Head
	if h.Format != Format || h.Version != Version {
		return wrong(HeadFile, 1, "/format", "it is not the export of a case")
	}
	if h.Case.ID == "" || h.Schema < 1 {
		return wrong(HeadFile, 1, "/case", "the case or its schema is missing")
	}
	seen := map[string]bool{}
	for i, t := range h.Tables {
		at := fmt.Sprintf("/tables/%d", i)
		switch {
		case t.Name == "" || seen[t.Name] || strings.Trim(t.Name, "abcdefghijklmnopqrstuvwxyz_0123456789") != "":
			return wrong(HeadFile, 1, at+"/name", "a table's name is missing, stands twice or is none")
		case t.File != tablesFolder+t.Name+".jsonl":
			return wrong(HeadFile, 1, at+"/file", "a table's file is called after it")
		case !blob.IsHash(t.SHA256):
			return wrong(HeadFile, 1, at+"/sha256", "a SHA-256 is needed")
		}
		seen[t.Name] = true
	}
	seen = map[string]bool{}
	for i, o := range h.Originals {
		if !blob.IsHash(o.SHA256) || o.Size < 0 || seen[o.SHA256] {
			return wrong(HeadFile, 1, fmt.Sprintf("/originals/%d", i), "a SHA-256 and a size are needed, each file once")
		}
		seen[o.SHA256] = true
	}
	return nil
}

// Rows calls yield for each row, table after table, and checks each file as it goes.
func (x *Reader) Rows(ctx context.Context, yield func(casefile.TableRow) error) error {
	for _, t := range x.Head.Tables {
		if err := x.table(ctx, t, yield); err != nil {
			return err
		}
	}
	return nil
}

// TableRows calls yield for each row of one table, none where there is no such table.
func (x *Reader) TableRows(ctx context.Context, name string, yield func(casefile.TableRow) error) error {
	i := slices.IndexFunc(x.Head.Tables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return x.table(ctx, x.Head.Tables[i], yield)
}

func (x *Reader) table(ctx context.Context, t Table, yield func(casefile.TableRow) error) error {
	rows, withheld := 0, 0
	err := x.lines(ctx, t.File, t.SHA256, func(n int, text []byte) error {
		r, gone, err := readRow(t, n, text)
		switch {
		case err != nil:
			return err
		case gone && x.Head.Withheld == nil:
			return wrong(t.File, n, "/withheld", "a row is withheld in an export that withholds nothing")
		case gone:
			withheld++
			return nil
		}
		rows++
		return yield(r)
	})
	if err == nil && (rows != t.Rows || withheld != t.Withheld) {
		return wrong(t.File, rows+withheld, "", fmt.Sprintf("it has %d rows and %s says %d", rows+withheld, HeadFile, t.Rows+t.Withheld))
	}
	return err
}

// lines calls yield for each line of a file, without its end, and makes sure that the file has the hash.
func (x *Reader) lines(ctx context.Context, file, sum string, yield func(n int, text []byte) error) error {
	in, err := x.src.Entry(file)
	if err != nil {
		return err
	}
	if c, ok := in.(io.Closer); ok {
		defer c.Close()
	}
	h := sha256.New()
	r := bufio.NewReaderSize(&hashing{in, h}, 1<<16)
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := line(r)
		if errors.Is(err, io.EOF) && len(text) == 0 {
			break
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return wrong(file, n, "", "its last line has no end: it was cut off")
			}
			if errors.Is(err, errLong) {
				return wrong(file, n, "", "a line is too long")
			}
			return fmt.Errorf("read %s: %w", file, err)
		}
		if err := yield(n, text); err != nil {
			return err
		}
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return wrong(file, 1, "", fmt.Sprintf("it is not the file that %s names: its SHA-256 is another", HeadFile))
	}
	return nil
}

var errLong = errors.New("line too long")

// line reads up to the next line's end, which it takes off.
func line(r *bufio.Reader) ([]byte, error) {
	var out []byte
	for {
		part, err := r.ReadSlice('\n')
		out = append(out, part...)
		switch {
		case len(out) > maxLine:
			return nil, errLong
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil:
			return out, err
		default:
			return out[:len(out)-1], nil
		}
	}
}

type hashing struct {
	r io.Reader
	h hash.Hash
}

func (h *hashing) Read(b []byte) (int, error) {
	n, err := h.r.Read(b)
	h.h.Write(b[:n])
	return n, err
}

// readRow reads line n of a table's file. It must be written in the one way in which rows are.
func readRow(t Table, n int, text []byte) (r casefile.TableRow, withheld bool, err error) {
	var in struct {
		Row      map[string]json.RawMessage `json:"row"`
		Table    string                     `json:"table"`
		Withheld string                     `json:"withheld"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return r, false, wrongJSON(t.File, text, n, err)
	}
	if in.Table != t.Name {
		return r, false, wrong(t.File, n, "/table", fmt.Sprintf("%q is needed", t.Name))
	}
	if in.Row == nil {
		again, err := encode(map[string]string{"table": in.Table, "withheld": in.Withheld})
		if err != nil || !bytes.Equal(again, text) || len(in.Withheld) != 43 {
			return r, false, wrong(t.File, n, "", "it is neither a row nor a withheld one")
		}
		return r, true, nil
	}
	var id []string
	row := map[string]any{}
	for _, c := range t.Columns {
		raw, ok := in.Row[c.Name]
		if !ok {
			if c.Required {
				return r, false, wrong(t.File, n, "/row/"+c.Name, "it is missing")
			}
			continue
		}
		v, what := value(c, raw)
		if what != "" {
			return r, false, wrong(t.File, n, "/row/"+c.Name, what)
		}
		row[c.Name] = v
	}
	for name := range in.Row {
		if _, ok := row[name]; !ok {
			return r, false, wrong(t.File, n, "/row/"+name, "the table has no such column")
		}
	}
	keys := slices.DeleteFunc(slices.Clone(t.Columns), func(c casefile.Column) bool { return c.Key == 0 })
	slices.SortFunc(keys, func(a, b casefile.Column) int { return a.Key - b.Key })
	for _, c := range keys {
		id = append(id, fmt.Sprint(row[c.Name]))
	}
	again, err := encode(map[string]any{"row": row, "table": in.Table})
	if err != nil {
		return r, false, err
	}
	if !bytes.Equal(again, text) {
		return r, false, wrong(t.File, n, "", "it is not written as rows are: keys in order, no white space, nothing twice")
	}
	return casefile.TableRow{Table: t.Name, ID: strings.Join(id, "/"), Text: text}, false, nil
}

// value reads a column's value; what says what is wrong with it.
func value(c casefile.Column, raw json.RawMessage) (v any, what string) {
	switch {
	case raw[0] == '"' && c.Type == "TEXT":
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return nil, "it is not a text"
		}
		return s, ""
	case raw[0] == '{' && (c.Type == "TEXT" || c.Type == "BLOB"):
		var b map[string][]byte
		if err := json.Unmarshal(raw, &b); err != nil || len(b) != 1 || b["base64"] == nil {
			return nil, "bytes in base64 are needed"
		}
		return b, ""
	case c.Type == "INTEGER" || c.Type == "REAL":
		n := json.Number(raw)
		if _, err := n.Int64(); err == nil {
			return n, ""
		}
		f, err := n.Float64()
		if err != nil || c.Type == "INTEGER" {
			return nil, "a number is needed"
		}
		return f, ""
	}
	return nil, map[string]string{"TEXT": "a text is needed", "BLOB": "bytes in base64 are needed"}[c.Type]
}

// wrong is the error of a place in an export.
func wrong(file string, line int, at, what string) error {
	e := &casefile.Error{Code: casefile.Invalid, What: "%[1]s, line %[2]d: %[3]s", Do: "have the export made again, or correct it there", Args: []any{file, line, what}}
	if at != "" {
		e.What, e.Args = "%[1]s, line %[2]d, at %[4]s: %[3]s", append(e.Args, at)
	}
	return e
}

// wrongJSON is the error of a text that starts at a line and is no JSON of the expected form.
func wrongJSON(file string, b []byte, start int, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	line := func(offset int64) int { return start + lineAt(b, offset) - 1 }
	switch {
	case errors.As(err, &syntax):
		return wrong(file, line(syntax.Offset), "", "it is not JSON: "+syntax.Error())
	case errors.As(err, &kind):
		return wrong(file, line(kind.Offset), "/"+strings.ReplaceAll(kind.Field, ".", "/"), "a "+kind.Type.String()+" is needed and a "+kind.Value+" is there")
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return wrong(file, line(int64(len(b))), "", "it ends too soon")
	}
	return wrong(file, start, "", strings.TrimPrefix(err.Error(), "json: "))
}

func lineAt(b []byte, offset int64) int {
	return 1 + bytes.Count(b[:min(max(offset, 0), int64(len(b)))], []byte{'\n'})
}
