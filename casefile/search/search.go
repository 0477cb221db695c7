// Package search finds words in a case: full text over every row of every table, earlier versions included, by SQLite's FTS5.
//
// The index is not evidence. It lies in a file of its own beside the case's database (FileName), follows the rows as they are
// written, and can be deleted at any time: it is made anew at the next search. An index of another case, of another version of
// this package or ahead of the case (which was restored from a copy) is thrown away. Nothing else reads it, and the checks
// of a case pass it over.
//
// Words are compared without case and accents (unicode61, remove_diacritics 2), and by their beginnings.
package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"tracemark/casefile"
	"tracemark/casefile/sqlite"
)

// FileName is the index's name in a case's folder.
const FileName = "search.db"

// layout is the version of what the index holds; another one is thrown away.
const layout = "3"

// Index is the index of one case. It is safe for use by several goroutines.
type Index struct {
	path string
	mu   sync.Mutex // one update at a time
	db   *sql.DB
}

// marks say how far each table was read: the rowid of the last row.
type marks = map[string]int64

// Open opens the index in the file at path ("" for one in memory, for a case that cannot be written to) and makes it where there is none.
func Open(ctx context.Context, path string) (*Index, error) {
	x := &Index{path: path}
	if err := x.open(ctx); err == nil {
		return x, nil
	}
	// Whatever is wrong with it: it can be made again.
	if x.db != nil {
		x.db.Close()
	}
	if err := x.remove(); err != nil {
		return nil, err
	}
	if err := x.open(ctx); err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The search index of the case cannot be made", Do: "Check the disk and your rights on the case folder", Cause: err}
	}
	return x, nil
}

func (x *Index) open(ctx context.Context) (err error) {
	if x.db, err = sqlite.OpenScratch(x.path); err != nil {
		return err
	}
	_, err = x.db.ExecContext(ctx, `
		CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
		CREATE TABLE IF NOT EXISTS doc (
			id INTEGER PRIMARY KEY, kind TEXT NOT NULL, thing TEXT NOT NULL, subject TEXT NOT NULL, row TEXT NOT NULL,
			by TEXT NOT NULL, at TEXT NOT NULL, earlier INTEGER NOT NULL
		) STRICT;
		-- Apart, so that the filters read short rows.
		CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
		CREATE INDEX IF NOT EXISTS doc_thing ON doc (thing, earlier);
		CREATE INDEX IF NOT EXISTS doc_kind ON doc (kind, earlier, at);
		CREATE INDEX IF NOT EXISTS doc_at ON doc (earlier, at);
		CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5 (title, body, content = 'said', content_rowid = 'id',
			tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');`)
	return err
}

func (x *Index) remove() error {
	if x.path == "" {
		return nil
	}
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(x.path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &casefile.Error{Code: casefile.Failed, What: "The search index %[1]s cannot be made anew", Do: "Delete that file", Args: []any{x.path}, Cause: err}
		}
	}
	return nil
}

// Close closes the index.
func (x *Index) Close() error { return x.db.Close() }

// In returns where the index of the case in the folder dir lies.
func In(dir string) string { return filepath.Join(dir, FileName) }

// Source is the case that an index follows: casefile/store's.
type Source interface {
	// Case returns the case itself.
	Case(ctx context.Context) (casefile.Case, error)
	// Since calls yield for each row that was written after marks (the rowid of each table's last row that was seen), and returns the new
	// marks.
	Since(ctx context.Context, marks map[string]int64, yield func(casefile.TableRow) error) (map[string]int64, error)
}

// Update brings the index up to what the case holds now. It takes seconds for a case of tens of thousands of rows that was never
// indexed, and next to nothing afterwards. progress may be nil; how many rows there are to read is not known to it.
func (x *Index) Update(ctx context.Context, s Source, progress casefile.Progress) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	c, err := s.Case(ctx)
	if err != nil {
		return err
	}
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("update search index: %w", err)
	}
	defer tx.Rollback()
	was, err := marksOf(ctx, tx, c.ID)
	if err != nil {
		return fmt.Errorf("update search index: %w", err)
	}
	w := &writer{tx: tx}
	next, err := s.Since(ctx, was, func(r casefile.TableRow) error {
		if progress != nil {
			progress(int64(w.rows), 0, r.Table)
		}
		return w.row(ctx, r)
	})
	if err != nil {
		return err
	}
	if ahead(was, next) { // the case was put back to an earlier state
		return x.again(ctx, tx, s)
	}
	if w.rows == 0 && was != nil {
		return nil
	}
	if err := x.note(ctx, tx, c.ID, next); err != nil {
		return err
	}
	return tx.Commit()
}

// again throws the index away and makes it anew.
func (x *Index) again(ctx context.Context, tx *sql.Tx, s Source) error {
	if err := tx.Rollback(); err != nil {
		return fmt.Errorf("update search index: %w", err)
	}
	if _, err := x.db.ExecContext(ctx, `DELETE FROM note; DELETE FROM doc; DELETE FROM said; INSERT INTO word (word) VALUES ('rebuild')`); err != nil {
		return fmt.Errorf("update search index: %w", err)
	}
	x.mu.Unlock()
	defer x.mu.Lock()
	return x.Update(ctx, s, nil)
}

func ahead(was, now marks) bool {
	for t, n := range was {
		if n > now[t] {
			return true
		}
	}
	return false
}

// marksOf returns how far the case with the id is indexed, nil where it is not at all. It begins with a write, so that two programs do not
// index the same rows at the same time.
func marksOf(ctx context.Context, tx *sql.Tx, caseID string) (marks, error) {
	if _, err := tx.ExecContext(ctx, `UPDATE note SET value = value`); err != nil {
		return nil, err
	}
	var text string
	err := tx.QueryRowContext(ctx, `SELECT value FROM note WHERE name = ?`, caseID+"/"+layout).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		_, err := tx.ExecContext(ctx, `DELETE FROM note; DELETE FROM doc; DELETE FROM said; INSERT INTO word (word) VALUES ('rebuild')`)
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	read := marks{}
	return read, json.Unmarshal([]byte(text), &read)
}

func (x *Index) note(ctx context.Context, tx *sql.Tx, caseID string, next marks) error {
	text, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("update search index: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO note VALUES (?, ?)`, caseID+"/"+layout, string(text))
	return err
}

const pageDefault = 100

// ranked is how many are found at most: nobody reads more. Where there are more, the newest come first, for a word that stands
// everywhere tells nothing apart.
const ranked = 5000

// Find returns a page of what a query finds among what was indexed. With words the best come first, where they are not too many, and a word
// in a title counts five times; without, the newest. hide leaves out what is not to be handed out to whoever asks; it may be nil. It is
// asked by Kind, Subject, Row and By alone.
func (x *Index) Find(ctx context.Context, q casefile.Query, hide func(casefile.Found) bool) (casefile.FoundList, error) {
	if q.Limit <= 0 {
		q.Limit = pageDefault
	}
	where, args := filters(q)
	words := match(q.Text)
	// The page first, by what the index alone answers; texts are read for its rows only.
	query := `SELECT d.id, d.kind, d.subject, d.row, d.by FROM doc d WHERE ` + where + ` ORDER BY d.at DESC, d.id DESC`
	if words != "" {
		query = `SELECT d.id, d.kind, d.subject, d.row, d.by FROM word CROSS JOIN doc d ON d.id = word.rowid WHERE word MATCH ? AND ` + where
		args = append([]any{words}, args...)
		many := 0
		if err := x.db.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?)`, words, ranked+1).Scan(&many); err != nil {
			return casefile.FoundList{}, fmt.Errorf("search: %w", err)
		}
		if many > ranked { // to weigh it in each text would take long
			query += ` ORDER BY word.rowid DESC`
		} else {
			query += ` ORDER BY bm25(word, 5.0, 1.0), d.at DESC, d.id DESC`
		}
	} else if strings.TrimSpace(q.Text) != "" { // nothing but signs
		return casefile.FoundList{Found: []casefile.Found{}}, nil
	}
	hits, err := x.hits(ctx, query+` LIMIT ?`, append(args, ranked+1))
	if err != nil {
		return casefile.FoundList{}, fmt.Errorf("search: %w", err)
	}
	out := casefile.FoundList{Found: []casefile.Found{}, More: len(hits) > ranked}
	hits = hits[:min(len(hits), ranked)]
	if hide != nil {
		hits = slices.DeleteFunc(hits, func(h hit) bool { return hide(h.Found) })
	}
	out.Total = len(hits)
	hits = hits[min(max(q.Offset, 0), len(hits)):]
	wanted := folded(q.Text)
	for _, h := range hits[:min(q.Limit, len(hits))] {
		f, err := x.read(ctx, h.id, wanted)
		if err != nil {
			return out, err
		}
		out.Found = append(out.Found, f)
	}
	return out, nil
}

// read reads one thing, with an excerpt around the words that were looked for.
func (x *Index) read(ctx context.Context, id int64, words []string) (f casefile.Found, err error) {
	var body string
	err = x.db.QueryRowContext(ctx, `SELECT d.kind, d.subject, d.row, s.title, s.body, d.earlier, d.by, d.at
		FROM doc d JOIN said s ON s.id = d.id WHERE d.id = ?`, id).Scan(&f.Kind, &f.Subject, &f.Row, &f.Title, &body, &f.Earlier, &f.By, &f.At)
	if err != nil {
		return f, fmt.Errorf("search: %w", err)
	}
	f.Excerpt = excerpt(body, words)
	return f, nil
}

func filters(q casefile.Query) (where string, args []any) {
	terms := []string{"1"}
	add := func(term string, values ...any) {
		terms, args = append(terms, term), append(args, values...)
	}
	if !q.Earlier {
		add(`d.earlier = 0`)
	}
	if len(q.Kinds) > 0 {
		values := make([]any, len(q.Kinds))
		for i, k := range q.Kinds {
			values[i] = k
		}
		add(`d.kind IN (?`+strings.Repeat(", ?", len(values)-1)+`)`, values...)
	}
	if q.From != "" {
		add(`d.at >= ?`, q.From)
	}
	if q.To != "" {
		add(`d.at < ?`, q.To+"T99") // every time of that day
	}
	if q.By != "" {
		add(`d.by = ?`, q.By)
	}
	return strings.Join(terms, " AND "), args
}

// match makes an FTS5 expression of what a person typed: every word by its beginning, quoted words as they stand. Nothing that is
// typed is an operator.
func match(text string) string {
	var all []string
	for i, part := range strings.Split(text, `"`) {
		words := terms(part)
		switch {
		case len(words) == 0:
		case i%2 == 1:
			all = append(all, `"`+strings.Join(words, " ")+`"`)
		default:
			for _, w := range words {
				all = append(all, `"`+w+`"*`)
			}
		}
	}
	return strings.Join(all, " AND ")
}

// hit is a line of the index that a query finds, without its texts.
type hit struct {
	id int64
	casefile.Found
}

func (x *Index) hits(ctx context.Context, query string, args []any) (out []hit, err error) {
	rows, err := x.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h hit
		if err := rows.Scan(&h.id, &h.Kind, &h.Subject, &h.Row, &h.By); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}
