package casework

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/store"
)

// checkpointKeyFile holds the seed of the Ed25519 key that signs this workstation's checkpoints, in base64.
const checkpointKeyFile = "checkpoint.key"

// checkpointKey returns the key that this workstation signs checkpoints with, and makes it at the first need. Its public half is
// kept beside each checkpoint.
func (d *Desk) checkpointKey() (ed25519.PrivateKey, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	path := filepath.Join(d.home, checkpointKeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		seed := make([]byte, ed25519.SeedSize)
		rand.Read(seed) // never fails: crypto/rand ends the program where the system has no randomness
		if err := writeFile(path, []byte(base64.StdEncoding.EncodeToString(seed)+"\n"), 0o600); err != nil {
			return nil, &casefile.Error{Code: casefile.Failed, What: "The key for checkpoints cannot be kept in %[1]s",
				Do: "Check the disk and your rights on that file", Args: []any{path}, Cause: err}
		}
		return ed25519.NewKeyFromSeed(seed), nil
	}
	var seed []byte
	if err == nil {
		seed, err = base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	}
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The key for checkpoints in %[1]s cannot be read",
			Do: "Put the file back from a copy, or move it away to have a new key made", Args: []any{path}, Cause: err}
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// SignCheckpoint signs the head of a case's log, so that whoever keeps the note can tell whether anything before it is changed
// later. The checkpoint is kept in the case too.
func (d *Desk) SignCheckpoint(ctx context.Context, path, reason string) (casefile.Checkpoint, error) {
	if err := d.allow(ctx, casefile.SignCheckpoint); err != nil {
		return casefile.Checkpoint{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Checkpoint{}, err
	}
	return d.signCheckpoint(ctx, s, me, reason)
}

func (d *Desk) signCheckpoint(ctx context.Context, s *store.Store, me, reason string) (casefile.Checkpoint, error) {
	key, err := d.checkpointKey()
	if err != nil {
		return casefile.Checkpoint{}, err
	}
	return s.SignCheckpoint(ctx, me, key, reason)
}

// Checkpoints returns the signed checkpoints in a case, the first first.
func (d *Desk) Checkpoints(ctx context.Context, path string) ([]casefile.Checkpoint, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	return s.Checkpoints(ctx)
}

// ExportCheckpoint writes the note of a checkpoint, named by its id or the number of its records, to a new file, and returns the file's
// path.
func (d *Desk) ExportCheckpoint(ctx context.Context, path, checkpoint, target string) (string, error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return "", err
	}
	list, err := d.Checkpoints(ctx, path)
	if err != nil {
		return "", err
	}
	for _, k := range list {
		if k.ID != checkpoint && fmt.Sprint(k.Size) != checkpoint {
			continue
		}
		file, err := filepath.Abs(target)
		if err != nil {
			return "", fmt.Errorf("checkpoint file %q: %w", target, err)
		}
		return file, writeFresh(file, []byte(k.Note))
	}
	return "", &casefile.Error{Code: casefile.NotFound, What: "The case has no checkpoint %[1]s", Do: "List the checkpoints and choose one", Args: []any{checkpoint}}
}

// writeFresh writes a file that must not be there yet.
func writeFresh(file string, b []byte) error {
	if _, err := os.Lstat(file); err == nil {
		return &casefile.Error{Code: casefile.Conflict, What: "%[1]s exists already", Do: "Choose another name", Args: []any{file}}
	}
	if err := writeFile(file, b, 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the disk and your rights on the folder",
			Args: []any{file}, Cause: err}
	}
	return nil
}

// KnownHead is a head of a case's log that somebody kept elsewhere.
type KnownHead struct {
	tlog.Tree
	Origin string // the log's name; "" where only the figures are known, as a report prints them
	From   string // where it was kept: a file, or "printed"
}

// ReadHead reads a head of a log: the file of a checkpoint, or the figures "RECORDS HASH" as a report prints them.
func ReadHead(text string) (KnownHead, error) {
	figures := strings.Fields(text)
	if len(figures) == 2 {
		head, err := audit.ParseCheckpoint("log", []byte("log\n"+figures[0]+"\n"+figures[1]+"\n"), nil)
		if err == nil {
			return KnownHead{Tree: head, From: "printed"}, nil
		}
	}
	b, err := os.ReadFile(text)
	if err != nil {
		return KnownHead{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is neither the file of a checkpoint nor a number of records with its root hash",
			Do: "Name the file, or give both figures as the report prints them", Args: []any{text}, Cause: err}
	}
	origin, _, _ := strings.Cut(string(b), "\n")
	head, err := audit.ParseCheckpoint(origin, b, nil)
	if err != nil {
		return KnownHead{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a checkpoint", Do: "Name a file that was exported as one",
			Args: []any{text}, Cause: err}
	}
	return KnownHead{Tree: head, Origin: origin, From: text}, nil
}

// Log returns up to n records of a case's log from number from on, and how many there are. The details of what others did, and who did it, are withheld from
// whoever is to verify: see duty.go.
func (d *Desk) Log(ctx context.Context, path string, from int64, n int) ([]casefile.LogEntry, int64, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, 0, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, 0, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, 0, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return nil, 0, err
	}
	records, err := s.Records(ctx, from, n)
	if err != nil {
		return nil, 0, err
	}
	entries := make([]casefile.LogEntry, len(records))
	for i, r := range records {
		entries[i] = casefile.LogEntry{N: r.N, Time: r.Time, Actor: r.Actor, Action: r.Action, Subject: r.Subject, Detail: r.Detail}
		for _, row := range r.Rows {
			entries[i].Rows = append(entries[i].Rows, row.Table+" "+row.ID)
		}
		if len(l.duties) > 0 && r.ActorID != me {
			entries[i].Actor, entries[i].Detail = "somebody else", "withheld until your verification is committed"
		}
	}
	return entries, head.N, nil
}

// logPageDefault is how many records a page has where nobody says otherwise.
const logPageDefault = 500

// LogPage returns a page of a case's log, the newest record first.
func (d *Desk) LogPage(ctx context.Context, path string, q casefile.LogQuery) (casefile.LogPage, error) {
	if q.Limit <= 0 {
		q.Limit = logPageDefault
	}
	words := strings.Fields(strings.ToLower(q.Text))
	if len(words) > 0 {
		return d.logWith(ctx, path, q, words)
	}
	none, total, err := d.Log(ctx, path, 0, 0)
	if err != nil {
		return casefile.LogPage{}, err
	}
	page := casefile.LogPage{Total: int(total), Found: int(total), Entries: none}
	to := total - int64(q.Offset)
	from := max(0, to-int64(q.Limit))
	if to <= 0 {
		return page, nil
	}
	page.Entries, _, err = d.Log(ctx, path, from, int(to-from))
	slices.Reverse(page.Entries)
	return page, err
}

// logWith is LogPage of the records that have all of the words.
func (d *Desk) logWith(ctx context.Context, path string, q casefile.LogQuery, words []string) (casefile.LogPage, error) {
	all, total, err := d.Log(ctx, path, 0, math.MaxInt32)
	if err != nil {
		return casefile.LogPage{}, err
	}
	page := casefile.LogPage{Total: int(total), Entries: []casefile.LogEntry{}}
	for _, e := range slices.Backward(all) {
		text := strings.ToLower(strings.Join(append([]string{e.Actor, e.Action, e.Detail, e.Subject, e.Time.Format("2006-01-02")}, e.Rows...), " "))
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		if page.Found++; page.Found > q.Offset && len(page.Entries) < q.Limit {
			page.Entries = append(page.Entries, e)
		}
	}
	return page, nil
}

// VerifyCaseKept checks a case, and that its log continues the heads in those files.
func (d *Desk) VerifyCaseKept(ctx context.Context, path string, files []string, progress casefile.Progress) (casefile.Verdict, error) {
	known := make([]KnownHead, len(files))
	for i, f := range files {
		var err error
		if known[i], err = ReadHead(f); err != nil {
			return casefile.Verdict{}, err
		}
	}
	return d.VerifyCaseAgainst(ctx, path, known, progress)
}
