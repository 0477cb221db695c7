package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
)

// Check reads everything and makes sure that it agrees with itself: every line, the log's root, every row with the log or the
// proofs, every original. Nothing of an export is to be used before.
func (x *Reader) Check(ctx context.Context, progress casefile.Progress) error {
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	said, err := x.logged(ctx, progress)
	if err != nil {
		return err
	}
	n := int64(0)
	err = x.Rows(ctx, func(r casefile.TableRow) error {
		if n++; n%100 == 0 {
			progress(n, 0, "Checking the rows")
		}
		if said == nil {
			return nil
		}
		sum := sha256.Sum256(r.Text)
		key := rowKey{r.Table, r.ID}
		if said[key] != hex.EncodeToString(sum[:]) {
			return &casefile.Error{Code: casefile.Damaged, What: "The row %[1]s of %[2]s is not what the log says of it", Do: "have the export made again", Args: []any{r.ID, r.Table}}
		}
		delete(said, key)
		return nil
	})
	if err != nil {
		return err
	}
	if x.Head.Whole {
		for key := range said {
			return &casefile.Error{Code: casefile.Damaged, What: "The row %[1]s of %[2]s, of which the log tells, is missing", Do: "have the export made again", Args: []any{key.id, key.table}}
		}
	}
	for i, o := range x.Head.Originals {
		progress(int64(i), int64(len(x.Head.Originals)), "Checking the originals")
		if err := x.original(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

type rowKey struct{ table, id string }

// logged returns what the log or the proofs say of the rows; nil where only their hashes are there.
func (x *Reader) logged(ctx context.Context, progress casefile.Progress) (map[rowKey]string, error) {
	if x.Head.Whole {
		return x.log(ctx, progress)
	}
	said := map[rowKey]string{}
	root, err := tlog.ParseHash(x.Head.Log.Root)
	if err != nil {
		return nil, wrong(HeadFile, 1, "/log/root", "it is not a hash")
	}
	err = x.proofs(ctx, func(n int, p Proof) error {
		if err := p.check(x.Head.Log.Size, root); err != nil {
			return wrong(ProofsFile, n, "", "it does not prove that the record is in the log")
		}
		if p.Record == "" {
			if x.Head.Withheld == nil {
				return wrong(ProofsFile, n, "/record", "it is missing")
			}
			return nil
		}
		return note(said, ProofsFile, n, []byte(p.Record))
	})
	if x.Head.Withheld != nil {
		return nil, err
	}
	return said, err
}

// proofs calls yield for each proof, with the line that it stands in.
func (x *Reader) proofs(ctx context.Context, yield func(line int, p Proof) error) error {
	if x.Head.Log.SHA256 == "" && !x.src.Has(ProofsFile) { // there are no rows
		return nil
	}
	return x.lines(ctx, ProofsFile, x.Head.Log.SHA256, func(n int, text []byte) error {
		var p Proof
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&p); err != nil {
			return wrongJSON(ProofsFile, text, n, err)
		}
		return yield(n, p)
	})
}

func (p Proof) inclusion() (tlog.RecordProof, error) {
	var proof tlog.RecordProof
	for _, s := range p.Inclusion {
		h, err := tlog.ParseHash(s)
		if err != nil {
			return nil, err
		}
		proof = append(proof, h)
	}
	return proof, nil
}

// check makes sure that the record is in the log with this head.
func (p Proof) check(size int64, root tlog.Hash) error {
	leaf, err := tlog.ParseHash(p.Leaf)
	if err != nil {
		return err
	}
	if p.Record != "" && leaf != tlog.RecordHash([]byte(p.Record)) {
		return errors.New("record and leaf differ")
	}
	proof, err := p.inclusion()
	if err != nil {
		return err
	}
	if p.N < 0 || p.N >= size {
		return fmt.Errorf("record %d of %d", p.N, size)
	}
	return tlog.CheckRecord(proof, size, root, p.N, leaf)
}

// record is what of a log record matters here.
type record struct {
	N    *int64 `json:"n"`
	Rows []struct {
		Table  string `json:"table"`
		ID     string `json:"id"`
		SHA256 string `json:"sha256"`
	} `json:"rows"`
}

// Wrote returns the rows that a log record wrote, as "table/id".
func Wrote(text []byte) ([]string, error) {
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("read log record: %w", err)
	}
	out := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		out[i] = row.Table + "/" + row.ID
	}
	return out, nil
}

// note reads which rows a record wrote. A later record counts.
func note(said map[rowKey]string, file string, n int, text []byte) error {
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return wrongJSON(file, text, n, err)
	}
	if r.N == nil || file == LogFile && *r.N != int64(n-1) {
		return wrong(file, n, "/n", "the records are not numbered from 0 on")
	}
	for _, row := range r.Rows {
		if row.Table != "sqlite_schema" && row.Table != "pragma" {
			said[rowKey{row.Table, row.ID}] = row.SHA256
		}
	}
	return nil
}

// log reads the whole log and compares its root.
func (x *Reader) log(ctx context.Context, progress casefile.Progress) (map[rowKey]string, error) {
	said := map[rowKey]string{}
	x.stored = nil
	size := int64(0)
	err := x.Log(ctx, func(text string) error {
		if size%100 == 0 {
			progress(size, x.Head.Log.Size, "Checking the log")
		}
		hashes, err := tlog.StoredHashes(size, []byte(text), x)
		if err != nil {
			return fmt.Errorf("hash record: %w", err)
		}
		x.stored = append(x.stored, hashes...)
		size++
		return note(said, LogFile, int(size), []byte(text))
	})
	if err != nil {
		return nil, err
	}
	root, err := tlog.TreeHash(size, x)
	if err != nil || size != x.Head.Log.Size || root.String() != x.Head.Log.Root {
		return nil, wrong(LogFile, int(size), "", fmt.Sprintf("its records do not have the root hash that %s names", HeadFile))
	}
	return said, nil
}

// ReadHashes reads the log's hashes, for the functions of tlog.
func (x *Reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(x.stored)) {
			return nil, fmt.Errorf("hash %d of %d", at, len(x.stored))
		}
		out[i] = x.stored[at]
	}
	return out, nil
}

// Records calls yield for each log record that there is: all of a whole case, else those behind the rows.
func (x *Reader) Records(ctx context.Context, yield func(n int64, text string) error) error {
	if x.Head.Whole {
		n := int64(-1)
		return x.Log(ctx, func(text string) error { n++; return yield(n, text) })
	}
	return x.proofs(ctx, func(_ int, p Proof) error { return yield(p.N, p.Record) })
}

// Prove shows that record n is in the log. Of a whole case, Check must have read it before.
func (x *Reader) Prove(ctx context.Context, n int64) (proof tlog.RecordProof, err error) {
	if x.Head.Whole {
		return tlog.ProveRecord(x.Head.Log.Size, n, x)
	}
	found := false
	err = x.proofs(ctx, func(_ int, p Proof) error {
		if p.N != n {
			return nil
		}
		found = true
		proof, err = p.inclusion()
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("prove record %d: the package does not hold it", n)
	}
	return proof, err
}

// Log calls yield for each record of the log of a whole case.
func (x *Reader) Log(ctx context.Context, yield func(text string) error) error {
	return x.lines(ctx, LogFile, x.Head.Log.SHA256, func(_ int, text []byte) error { return yield(string(text)) })
}

func (x *Reader) original(ctx context.Context, o Original) error {
	in, err := x.src.Entry(OriginalFile(o.SHA256))
	if err != nil {
		return err
	}
	if c, ok := in.(io.Closer); ok {
		defer c.Close()
	}
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(contextReader{ctx, in}, o.Size+1))
	if err != nil {
		return fmt.Errorf("read original: %w", err)
	}
	if n != o.Size || hex.EncodeToString(h.Sum(nil)) != o.SHA256 {
		return &casefile.Error{Code: casefile.Damaged, What: "The original %[1]s of the export is not what its name says", Do: "copy the export again", Args: []any{o.SHA256}}
	}
	return nil
}

// OpenOriginal opens an original.
func (x *Reader) OpenOriginal(sha string) (io.ReadCloser, error) {
	in, err := x.src.Entry(OriginalFile(sha))
	if err != nil {
		return nil, err
	}
	if c, ok := in.(io.ReadCloser); ok {
		return c, nil
	}
	return io.NopCloser(in), nil
}

// OpenFile opens one of the export's papers, such as LogFile.
func (x *Reader) OpenFile(name string) (io.ReadCloser, error) {
	in, err := x.src.Entry(name)
	if err != nil {
		return nil, err
	}
	if c, ok := in.(io.ReadCloser); ok {
		return c, nil
	}
	return io.NopCloser(in), nil
}

// Has reports whether there is a file of this name.
func (x *Reader) Has(name string) bool { return x.src.Has(name) }

// Compare makes sure that redacted is what its rules make of full, whose package holds salt: every row is the same, or withheld as
// the rules say and by the right hash. It returns how many rows are the same, changed and withheld. Rows of exhibits that were
// not chosen are not in redacted, and are not missed.
func Compare(ctx context.Context, full, redacted *Reader, salt []byte) (same, changed, withheld int, err error) {
	if redacted.Head.Withheld == nil {
		return 0, 0, 0, &casefile.Error{Code: casefile.Invalid, What: "This package withholds nothing", Do: "choose the redacted one"}
	}
	red, err := newRedactor(*redacted.Head.Withheld, salt)
	if err != nil {
		return 0, 0, 0, &casefile.Error{Code: casefile.Invalid, What: "The full package has no key of the hashes", Do: "choose the one that the redacted one was made from", Cause: err}
	}
	for _, t := range full.Head.Tables {
		if slices.Contains(peopleTables, t.Name) {
			if err := full.table(ctx, t, red.learn); err != nil {
				return 0, 0, 0, err
			}
		}
	}
	lines := map[string]map[string]bool{} // by table: the lines of redacted
	for _, t := range redacted.Head.Tables {
		lines[t.Name] = map[string]bool{}
		err := redacted.lines(ctx, t.File, t.SHA256, func(_ int, text []byte) error { lines[t.Name][string(text)] = true; return nil })
		if err != nil {
			return 0, 0, 0, err
		}
	}
	for _, t := range full.Head.Tables {
		err := full.table(ctx, t, func(r casefile.TableRow) error {
			out, gone, err := red.row(t.Table, r)
			if err != nil || !lines[t.Name][string(out.Text)] {
				return err
			}
			delete(lines[t.Name], string(out.Text))
			switch {
			case gone:
				withheld++
			case bytes.Equal(out.Text, r.Text):
				same++
			default:
				changed++
			}
			return nil
		})
		if err != nil {
			return same, changed, withheld, err
		}
	}
	for table, left := range lines {
		if len(left) > 0 {
			return same, changed, withheld, &casefile.Error{Code: casefile.Damaged, What: "%[1]d rows of %[2]s in the redacted package are not made from the full one", Do: "ask who made it",
				Args: []any{len(left), table}}
		}
	}
	return same, changed, withheld, nil
}

// ReadSalt reads the key of a full package.
func ReadSalt(src Source) ([]byte, error) {
	if !src.Has(SaltFile) {
		return nil, nil
	}
	r, err := src.Entry(SaltFile)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(r, 1024))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", SaltFile, err)
	}
	salt, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(b)))
	if err != nil || len(salt) != sha256.Size {
		return nil, wrong(SaltFile, 1, "", "it is not a key")
	}
	return salt, nil
}

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
