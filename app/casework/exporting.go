package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/blob"
	"tracemark/casefile/disk"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
	"tracemark/export/exchange"
)

// ExportCase writes the whole case as plain JSON with its originals into the folder dir, which must not exist or be empty; it appears
// whole or not at all. That it was exported is in the case's log.
func (d *Desk) ExportCase(ctx context.Context, path, dir string, progress casefile.Progress) (out casefile.PlainExport, err error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return out, err
	}
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	if dir, err = vacantFolder(dir); err != nil {
		return out, err
	}
	s, me, err := d.acting(ctx, path)
	if err == nil {
		err = d.whole(ctx, s, me)
	}
	if err != nil {
		return out, err
	}
	tmp, err := disk.UnfinishedDir(filepath.Dir(dir)) // in clear: what a kill leaves is cleared, see its package
	if err != nil {
		return out, noRoom(filepath.Dir(dir), err)
	}
	defer os.RemoveAll(tmp) // gone already when it was moved
	k := &packing{d: d, s: s, me: me, dir: tmp, progress: progress}
	c, err := s.Case(ctx)
	if err != nil {
		return out, err
	}
	var head exchange.Head
	err = s.Dump(ctx, func(dump *store.Dump) (err error) {
		if head, err = k.newHead(c, dump); err == nil {
			head, _, err = stage(ctx, fromCase{dump, s}, tmp, head, nil, nil, progress)
		}
		return err
	})
	if err == nil {
		err = copyOriginals(ctx, s, head, tmp, progress)
	}
	if err != nil {
		return out, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) { // an empty folder, see vacantFolder
		return out, noRoom(dir, err)
	}
	if err := errors.Join(blob.SyncDir(tmp), os.Rename(tmp, dir), blob.SyncDir(filepath.Dir(dir))); err != nil {
		return out, noRoom(dir, err)
	}
	return d.noteExport(ctx, s, me, dir, head)
}

// noteExport logs that the case was exported.
func (d *Desk) noteExport(ctx context.Context, s *store.Store, me, dir string, head exchange.Head) (casefile.PlainExport, error) {
	out := casefile.PlainExport{Folder: dir, CaseNumber: head.Case.Number, Tables: len(head.Tables), Originals: len(head.Originals), LogSize: head.Log.Size, LogRoot: head.Log.Root}
	for _, t := range head.Tables {
		out.Rows += t.Rows
	}
	b, err := os.ReadFile(filepath.Join(dir, exchange.HeadFile))
	if err != nil {
		return out, fmt.Errorf("read what was exported: %w", err)
	}
	sum := sha256.Sum256(b)
	out.HeadSHA256 = hex.EncodeToString(sum[:])
	_, err = s.AddPassage(ctx, me, casefile.Passage{Kind: casefile.Exported, ManifestSHA256: out.HeadSHA256},
		casefile.PassageFacts{By: head.By, File: filepath.Base(dir), What: exchange.HeadFile, LogOrigin: head.Log.Origin, LogSize: head.Log.Size, LogRoot: head.Log.Root})
	return out, err
}

// Passages returns what left a case and came into it, the first one first.
func (d *Desk) Passages(ctx context.Context, path string) ([]casefile.Passage, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	return s.Passages(ctx)
}

// vacantFolder makes sure that a folder can be made.
func vacantFolder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("folder %q: %w", dir, err)
	}
	entries, err := os.ReadDir(abs)
	if err == nil && len(entries) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", &casefile.Error{Code: casefile.Conflict, What: "%[1]s is there already and is not an empty folder", Do: "name a new folder", Args: []any{abs}, Cause: err}
	}
	if info, err := os.Stat(filepath.Dir(abs)); err != nil || !info.IsDir() {
		return "", &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s", Do: "make it, or name another one", Args: []any{filepath.Dir(abs)}, Cause: err}
	}
	return abs, nil
}

// copyOriginals copies the originals, each checked against its hash.
func copyOriginals(ctx context.Context, s *store.Store, head exchange.Head, dir string, progress casefile.Progress) error {
	if err := os.Mkdir(filepath.Join(dir, "originals"), 0o700); err != nil {
		return noRoom(dir, err)
	}
	for i, o := range head.Originals {
		progress(int64(i), int64(len(head.Originals)), "Copying the originals")
		if err := s.Originals().Verify(ctx, o.SHA256); err != nil {
			return err
		}
		in, err := s.Originals().Open(o.SHA256)
		if err != nil {
			return err
		}
		err = errors.Join(copyTo(ctx, filepath.Join(dir, filepath.FromSlash(exchange.OriginalFile(o.SHA256))), in, o.SHA256), in.Close())
		if err != nil {
			return err
		}
	}
	return nil
}

func copyTo(ctx context.Context, path string, in io.Reader, sha string) (err error) {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return noRoom(path, err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, h), contextReader{ctx, in}); err != nil {
		return noRoom(path, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != sha {
		return &casefile.Error{Code: casefile.Damaged, What: "An original changed while it was copied", Do: "check the case, then export it again"}
	}
	return out.Sync()
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

// ImportCase makes a new case in the folder target from an export in the folder dir. The new case's log begins by saying what it was
// made from; the old log and the old checkpoints are kept as files.
func (d *Desk) ImportCase(ctx context.Context, dir, target string, progress casefile.Progress) (ref casefile.CaseRef, err error) {
	if err := d.allow(ctx, casefile.BeginCase); err != nil {
		return ref, err
	}
	if progress == nil {
		progress = func(int64, int64, string) {}
	}
	if target, err = vacantFolder(target); err != nil {
		return ref, err
	}
	src, err := exchange.OpenFolder(dir)
	if err != nil {
		return ref, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	r, err := exchange.Open(src)
	if err != nil {
		return ref, err
	}
	if err := r.Check(ctx, progress); err != nil {
		return ref, err
	}
	set := d.Settings()
	by := casefile.Person{Name: set.Examiner, Role: set.Role, Agency: set.Agency}
	if err := store.CreateFrom(ctx, target, plainIncoming(r, filepath.Base(filepath.Clean(dir)), by), by, store.Options{Now: d.now}, progress); err != nil {
		return ref, err
	}
	if err := d.sound(ctx, target, progress); err != nil {
		return ref, errors.Join(err, os.RemoveAll(target))
	}
	return d.OpenCase(ctx, target)
}

// plainIncoming hands an export to the store.
func plainIncoming(r *exchange.Reader, name string, by casefile.Person) store.Incoming {
	h := r.Head
	head := bundle.Bytes(exchange.HeadFile, r.HeadText)
	in := store.Incoming{Schema: h.Schema, Case: casefile.Case{ID: h.Case.ID, Number: h.Case.Number, Agency: h.Case.Agency}, Rows: r.Rows,
		Passage: casefile.Passage{ManifestSHA256: head.SHA256},
		Facts:   casefile.PassageFacts{By: by.Name + ", " + by.Agency, From: h.By, File: name, LogOrigin: h.Log.Origin, LogSize: h.Log.Size, LogRoot: h.Log.Root}}
	for _, o := range h.Originals {
		in.Originals = append(in.Originals, store.Original{SHA256: o.SHA256, Size: o.Size, Open: func() (io.ReadCloser, error) { return r.OpenOriginal(o.SHA256) }})
	}
	addPaper(&in, head)
	log := exchange.ProofsFile
	if h.Whole {
		log = exchange.LogFile
	}
	addPaper(&in, bundle.File{Entry: bundle.Entry{Name: log, SHA256: h.Log.SHA256}, Open: func() (io.ReadCloser, error) { return r.OpenFile(log) }})
	for _, t := range h.Tables {
		if t.Name == "checkpoint" && t.Rows > 0 {
			addPaper(&in, bundle.File{Entry: bundle.Entry{Name: t.File, SHA256: t.SHA256}, Open: func() (io.ReadCloser, error) { return r.OpenFile(t.File) }})
		}
	}
	return in
}

// Lists returns the names of the lists that ExportList writes. Every table of the case can be asked for by its own name, too.
func (d *Desk) Lists() []string { return append(store.ListNames(), "candidates", "log") }

// ExportList writes a list of a case as CSV to a new file. That it was exported is in the case's log.
func (d *Desk) ExportList(ctx context.Context, path, what, target string) (out casefile.ListExport, err error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return out, err
	}
	file, err := filepath.Abs(target)
	if err != nil {
		return out, fmt.Errorf("list file %q: %w", target, err)
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return out, err
	}
	header, rows, err := d.list(ctx, s, me, what)
	if err != nil {
		return out, err
	}
	var b bytes.Buffer
	out = casefile.ListExport{File: file, What: what, Rows: len(rows)}
	if out.Guarded, err = exchange.WriteCSV(&b, header, rows); err != nil {
		return out, err
	}
	if err := writeFresh(file, b.Bytes()); err != nil {
		return out, err
	}
	sum := sha256.Sum256(b.Bytes())
	out.SHA256 = hex.EncodeToString(sum[:])
	who, err := s.Person(ctx, me)
	if err == nil {
		_, err = s.AddPassage(ctx, me, casefile.Passage{Kind: casefile.ListOut, SHA256: out.SHA256},
			casefile.PassageFacts{By: who.Name + ", " + who.Agency, File: filepath.Base(file), What: what, Rows: len(rows)})
	}
	if err != nil {
		return out, errors.Join(err, os.Remove(file))
	}
	return out, nil
}

// List returns a list of a case as text, as ExportList writes it.
func (d *Desk) List(ctx context.Context, path, what string) (header []string, rows [][]string, err error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	return d.list(ctx, s, me, what)
}

// list returns what may be handed out of a list: see handing.go.
func (d *Desk) list(ctx context.Context, s *store.Store, me, what string) (header []string, rows [][]string, err error) {
	if header, rows, err = d.wholeList(ctx, s, what); err != nil {
		return nil, nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, nil, err
	}
	rows, err = l.rows(ctx, what, header, rows)
	return header, rows, err
}

func (d *Desk) wholeList(ctx context.Context, s *store.Store, what string) (header []string, rows [][]string, err error) {
	switch what {
	case "log":
		return logList(ctx, s)
	case "candidates":
		return candidateList(ctx, s)
	}
	found := false
	err = s.Dump(ctx, func(dump *store.Dump) (err error) {
		header, rows, found, err = dump.List(ctx, what)
		return err
	})
	if err == nil && !found {
		return nil, nil, &casefile.Error{Code: casefile.NotFound, What: "There is no list %[1]q", Do: "choose one of: %[2]s", Args: []any{what, strings.Join(d.Lists(), ", ")}}
	}
	return header, rows, err
}

func logList(ctx context.Context, s *store.Store) (header []string, rows [][]string, err error) {
	header = []string{"n", "time", "actor_id", "actor", "action", "subject", "detail", "rows"}
	const page = 1000
	for {
		records, err := s.Records(ctx, int64(len(rows)), page)
		if err != nil || len(records) == 0 {
			return header, rows, err
		}
		for _, r := range records {
			var wrote []string
			for _, w := range r.Rows {
				wrote = append(wrote, w.Table+"/"+w.ID)
			}
			rows = append(rows, []string{strconv.FormatInt(r.N, 10), r.Time.Format(time.RFC3339Nano), r.ActorID, r.Actor, r.Action, r.Subject, r.Detail, strings.Join(wrote, " ")})
		}
	}
}

func candidateList(ctx context.Context, s *store.Store) (header []string, rows [][]string, err error) {
	header = []string{"exhibit_label", "correlation_id", "service", "as_of", "rank", "agency", "candidate_exhibit_id", "candidate_label", "state"}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range exhibits {
		list, err := s.Correlations(ctx, e.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range list {
			for _, k := range c.Candidates {
				rows = append(rows, []string{e.Label, c.ID, c.Service, c.AsOf.Format(time.RFC3339Nano), strconv.Itoa(k.Rank), k.Agency, k.ExhibitID, k.Label, string(k.State)})
			}
		}
	}
	return header, slices.Clip(rows), nil
}
