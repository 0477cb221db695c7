package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/batch"
	"tracemark/casefile/store"
)

// A bulk import is two calls: PlanBulk says what each row will do and what is wrong with it, ImportBulk does it. Every row is a transaction of
// its own. An import that was stopped, by somebody or by the machine, is begun again with the same folder or list: what is in the
// case already is known by the hash of its recording and passed over.

// PlanBulk reads a folder or a list and every recording in it, and says what importing will do. Nothing is changed.
func (d *Desk) PlanBulk(ctx context.Context, path string, o casefile.BulkOptions, progress casefile.Progress) (casefile.BulkPlan, error) {
	ctx, err := d.allowTask(ctx, casefile.ImportRecording)
	if err != nil {
		return casefile.BulkPlan{}, err
	}
	if err := checkImport(o.Else); err != nil {
		return casefile.BulkPlan{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.BulkPlan{}, err
	}
	p := planner{s: s}
	if err := p.know(ctx); err != nil {
		return casefile.BulkPlan{}, err
	}
	var plan casefile.BulkPlan
	if o.List != "" {
		plan, err = listed(o)
	} else {
		plan, err = inFolder(ctx, o)
	}
	if err != nil {
		return plan, err
	}
	for i := range plan.Rows {
		tell(progress, i, len(plan.Rows), plan.Rows[i].Written)
		if err := ctx.Err(); err != nil {
			return plan, err
		}
		p.look(ctx, &plan.Rows[i])
	}
	tell(progress, len(plan.Rows), len(plan.Rows), "")
	return plan, ctx.Err()
}

// listed makes rows of a list.
func listed(o casefile.BulkOptions) (plan casefile.BulkPlan, err error) {
	info, err := os.Stat(o.List)
	if err == nil && info.Size() > batch.MaxBytes {
		return plan, &casefile.Error{Code: casefile.Invalid, What: "The list has %[1]d bytes, more than the %[2]d that are read", Do: "Split it into several lists", Args: []any{info.Size(), batch.MaxBytes}}
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(o.List)
	}
	if err != nil {
		return plan, &casefile.Error{Code: casefile.NotFound, What: "The list %[1]s cannot be read", Do: "Check its name and your rights on it", Args: []any{filepath.Base(o.List)}, Cause: err}
	}
	l, err := batch.Parse(data)
	if err != nil {
		return plan, err
	}
	plan.Delimiter, plan.Encoding, plan.Ignored = l.Delimiter, l.Encoding, l.Ignored
	for _, from := range l.Rows {
		r := casefile.BulkRow{Line: from.Line, Written: from.Cells["file"], Options: o.Else, Description: from.Cells["description"],
			Calibre: from.Cells["calibre"], Parent: from.Cells["parent"]}
		bad := func(column string, err error) { problem(&r, l.Names[column], err) }
		from.Fill(&r.Options, bad)
		if from.Err != nil {
			problem(&r, "", from.Err)
		}
		if r.Written != "" {
			if r.File, err = fileOf(filepath.Dir(o.List), r.Written); err != nil {
				bad("file", err)
			}
			if r.Options.ExhibitLabel == "" {
				base := filepath.Base(r.File)
				r.Options.ExhibitLabel = strings.TrimSuffix(base, filepath.Ext(base))
			}
		} else if r.Options.ExhibitLabel == "" {
			problem(&r, "", &casefile.Error{Code: casefile.Invalid, What: "The line names neither a file nor an exhibit", Do: "Name one of them, or take the line out"})
		}
		plan.Rows = append(plan.Rows, r)
	}
	return plan, nil
}

// fileOf returns the path of a file as a list in the folder dir writes it; a list may have been written on another system.
func fileOf(dir, written string) (string, error) {
	name := written
	if runtime.GOOS != "windows" && strings.Contains(name, `\`) {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil { // a backslash may be part of a name here
			if len(name) > 1 && name[1] == ':' || strings.HasPrefix(name, `\\`) {
				return name, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is a path of a Windows machine", Do: "Copy the files beside the list, and name them from its folder on", Args: []any{written}}
			}
			name = strings.ReplaceAll(name, `\`, "/")
		}
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, filepath.FromSlash(name))
	}
	return name, nil
}

// recordings are the endings of files that a folder is searched for; what others hold is not guessed.
var recordings = []string{".x3p", ".png", ".tif", ".tiff", ".jpg", ".jpeg", ".bmp"}

// inFolder makes rows of the recordings in a folder and in those in it, in the order of their paths. Links are not followed.
func inFolder(ctx context.Context, o casefile.BulkOptions) (plan casefile.BulkPlan, err error) {
	others := map[string]int{}
	err = filepath.WalkDir(o.Folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case e.IsDir() && strings.HasPrefix(e.Name(), ".") && path != o.Folder:
			return fs.SkipDir
		case e.IsDir() || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), "."):
			return nil
		}
		ending := filepath.Ext(e.Name())
		if !slices.Contains(recordings, strings.ToLower(ending)) {
			others[ending]++
			return nil
		}
		if len(plan.Rows) == batch.MaxRows {
			return &casefile.Error{Code: casefile.Invalid, What: "The folder has more than %[1]d recordings", Do: "Import its folders one by one", Args: []any{batch.MaxRows}}
		}
		written, err := filepath.Rel(o.Folder, path)
		if err != nil {
			return err
		}
		r := casefile.BulkRow{Line: len(plan.Rows) + 1, File: path, Written: written, Options: o.Else}
		r.Options.ExhibitLabel = strings.TrimSuffix(e.Name(), ending)
		plan.Rows = append(plan.Rows, r)
		return nil
	})
	for ending := range others {
		plan.Ignored = append(plan.Ignored, "*"+ending)
	}
	slices.Sort(plan.Ignored)
	if casefile.CodeOf(err) == casefile.Failed && err != nil && ctx.Err() == nil {
		err = &casefile.Error{Code: casefile.NotFound, What: "The folder %[1]s cannot be read", Do: "Check its name and your rights on it", Args: []any{filepath.Base(o.Folder)}, Cause: err}
	}
	if err == nil && len(plan.Rows) == 0 {
		err = &casefile.Error{Code: casefile.NotFound, What: "The folder %[1]s has no recordings in it", Do: "Choose the folder of the X3P, PNG, TIFF, JPEG or BMP files", Args: []any{filepath.Base(o.Folder)}}
	}
	return plan, err
}

func problem(r *casefile.BulkRow, column string, err error) {
	r.Action = casefile.BulkProblem
	r.Problems = append(r.Problems, casefile.BulkCell{Column: column, Err: err, Text: err.Error()})
}

// planner knows what is in a case, and what the rows before will bring.
type planner struct {
	s        *store.Store
	exhibits map[string]*planned // by label, lower case as labels are told apart
	events   map[string]string   // id by label
	eventOf  map[string]string   // label by id
	lines    map[string]int      // of recordings that come with a row, by exhibit, mark and hash
}

// planned is an exhibit that is in the case or comes with a row.
type planned struct {
	casefile.Exhibit
	line   int // of the row that it comes with; 0 in the case
	event  string
	parent string // label
	as     string // calibre as seen
	has    map[string]bool
}

// know reads the case once.
func (p *planner) know(ctx context.Context) error {
	p.exhibits, p.events, p.eventOf, p.lines = map[string]*planned{}, map[string]string{}, map[string]string{}, map[string]int{}
	events, err := p.s.Events(ctx)
	if err != nil {
		return err
	}
	for _, e := range events {
		p.eventOf[e.ID] = e.Label
		if _, twice := p.events[e.Label]; !twice {
			p.events[e.Label] = e.ID
		}
	}
	exhibits, err := p.s.Exhibits(ctx)
	if err != nil {
		return err
	}
	byID := map[string]*planned{}
	for _, e := range exhibits {
		x := &planned{Exhibit: e, event: p.eventOf[e.EventID], as: e.Class.Calibre.AsSeen, has: map[string]bool{}}
		p.exhibits[strings.ToLower(e.Label)], byID[e.ID] = x, x
	}
	for _, x := range byID {
		if up := byID[x.ParentID]; up != nil {
			x.parent = up.Label
		}
	}
	captures, err := p.s.Captures(ctx, "")
	for _, c := range captures {
		if x := byID[c.ExhibitID]; x != nil {
			x.has[recordingKey(c.Mark, c.SHA256)] = true
		}
	}
	return err
}

func recordingKey(m casefile.MarkKind, sha256 string) string { return string(m) + " " + sha256 }

// look says what a row will do.
func (p *planner) look(ctx context.Context, r *casefile.BulkRow) {
	if r.Action == casefile.BulkProblem {
		return
	}
	bad := func(column string, err error) { problem(r, column, err) }
	var data []byte
	if r.File != "" {
		var err error
		if data, err = analysis.ReadFile(r.File); err != nil {
			bad("file", err)
			return
		}
		sum := sha256.Sum256(data)
		r.SHA256, r.Bytes = hex.EncodeToString(sum[:]), int64(len(data))
	}
	x, known := p.exhibits[strings.ToLower(r.Options.ExhibitLabel)]
	if known {
		p.same(r, x)
	} else {
		p.fresh(r)
	}
	if r.Action == casefile.BulkProblem {
		return
	}
	key := recordingKey(r.Options.Mark, r.SHA256)
	switch {
	case known && x.line == 0 && (r.File == "" || x.has[key]):
		r.Action = casefile.BulkHere
		return
	case known && r.File == "":
		bad("", &casefile.Error{Code: casefile.Conflict, What: "Line %[1]d has this exhibit already", Do: "Take one of the lines out", Args: []any{x.line}})
		return
	case known && x.has[key]:
		bad("file", &casefile.Error{Code: casefile.Conflict, What: "Line %[1]d has the same recording of the same mark already", Do: "Take one of the lines out, or correct its mark", Args: []any{p.lines[x.Label+" "+key]}})
		return
	case r.File != "":
		c, err := describe(ctx, filepath.Base(r.File), data, r.Options)
		if err != nil {
			bad("file", err)
			return
		}
		r.Kind = string(c.Kind)
	}
	r.Action = casefile.BulkAdd
	if !known {
		r.Action = casefile.BulkNew
		x = &planned{Exhibit: newExhibit(r.Options), line: r.Line, event: r.Options.EventLabel, parent: r.Parent, as: r.Calibre, has: map[string]bool{}}
		x.Description = r.Description
		p.exhibits[strings.ToLower(x.Label)] = x
	}
	if r.File != "" {
		x.has[key] = true
		p.lines[x.Label+" "+key] = r.Line
	}
}

// newExhibit returns the exhibit that a row brings, without its event, its parent and what is said of it.
func newExhibit(o casefile.ImportOptions) casefile.Exhibit {
	e := casefile.Exhibit{Label: o.ExhibitLabel, Kind: o.Kind, Origin: o.Origin}
	if e.Kind == "" {
		e.Kind = casefile.KindCartridgeCase
	}
	if e.Origin == "" {
		e.Origin = casefile.Questioned
	}
	return e
}

// fresh refuses an exhibit that cannot be made.
func (p *planner) fresh(r *casefile.BulkRow) {
	if err := store.CheckExhibitLabel(r.Options.ExhibitLabel); err != nil {
		problem(r, "exhibit", err)
	}
	if r.Options.EventLabel != "" {
		if err := store.CheckEventLabel(r.Options.EventLabel); err != nil {
			problem(r, "event", err)
		}
	}
	if r.Parent == "" {
		return
	}
	up, known := p.exhibits[strings.ToLower(r.Parent)]
	switch {
	case !known:
		problem(r, "parent", &casefile.Error{Code: casefile.NotFound, What: "There is no exhibit %[1]q in the case or on an earlier line", Do: "Put its line before this one, or correct the label", Args: []any{r.Parent}})
	case newExhibit(r.Options).Origin == casefile.Known && !p.firearm(up):
		problem(r, "parent", &casefile.Error{Code: casefile.Refused, What: "%[1]s is known, which means fired in a known firearm, and what it came from is none",
			Do: "Choose the firearm that it came from, or make it questioned", Args: []any{r.Options.ExhibitLabel}})
	}
}

// firearm reports whether an exhibit is a firearm or came from one.
func (p *planner) firearm(x *planned) bool {
	for range len(p.exhibits) + 1 {
		if x == nil || x.Kind == casefile.KindFirearm {
			return x != nil
		}
		x = p.exhibits[strings.ToLower(x.parent)]
	}
	return false
}

// same refuses what a row says of an exhibit that is there already, where that says something else: an import corrects nothing.
func (p *planner) same(r *casefile.BulkRow, x *planned) {
	o := r.Options
	where := func(column, what string, args ...any) {
		do := "Correct this cell or the one before"
		if x.line == 0 {
			do = "Correct this cell, or leave it empty and correct the exhibit in the case"
		}
		problem(r, column, &casefile.Error{Code: casefile.Conflict, What: what, Do: do, Args: append([]any{x.Label}, args...)})
	}
	switch {
	case x.Owner != "":
		problem(r, "exhibit", &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s", Do: "Give this file's exhibit a label of its own", Args: []any{x.Label, x.Owner}})
		return
	case x.Label != o.ExhibitLabel:
		problem(r, "exhibit", &casefile.Error{Code: casefile.Conflict, What: "There is already an exhibit labelled %[1]s", Do: "Write its label the same way, or give this one another", Args: []any{x.Label}})
		return
	}
	if o.Kind != "" && o.Kind != x.Kind {
		where("kind", "Exhibit %[1]s is a %[2]s already, not a %[3]s", x.Kind, o.Kind)
	}
	if o.Origin != "" && o.Origin != x.Origin {
		where("origin", "Exhibit %[1]s is %[2]s already, not %[3]s", x.Origin, o.Origin)
	}
	for _, c := range []struct{ column, says, is string }{{"event", o.EventLabel, x.event}, {"parent", r.Parent, x.parent},
		{"calibre", r.Calibre, x.as}, {"description", r.Description, x.Description}} {
		if c.says != "" && c.says != c.is {
			if c.is == "" {
				where(c.column, "Exhibit %[1]s is there already, and nothing is said of this", c.says)
			} else {
				where(c.column, "Exhibit %[1]s is there already, and %[2]q is said of it", c.is)
			}
		}
	}
}

// ImportBulk imports what PlanBulk planned. While a row has a problem nothing is imported, unless goodOnly says that such rows are to
// be left out. What is in the case by now is passed over; a file that has changed since it was looked at is not imported, and so said.
// Its error is for what stopped the import: what was stored by then stays, and is passed over when it is begun again.
func (d *Desk) ImportBulk(ctx context.Context, path string, plan casefile.BulkPlan, goodOnly bool, progress casefile.Progress) (out casefile.BulkResult, err error) {
	ctx, err = d.allowTask(ctx, casefile.ImportRecording)
	if err != nil {
		return out, err
	}
	if n := plan.Count(casefile.BulkProblem); n > 0 && !goodOnly {
		return out, &casefile.Error{Code: casefile.Invalid, What: "%[1]d of %[2]d rows have problems, so nothing was imported", Do: "Correct them, or import the good rows only", Args: []any{n, len(plan.Rows)}}
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return out, err
	}
	p := planner{s: s}
	if err := p.know(ctx); err != nil {
		return out, err
	}
	for i, r := range plan.Rows {
		tell(progress, i, len(plan.Rows), r.Written)
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if r.Action == casefile.BulkProblem {
			out.Left++
			continue
		}
		fresh, stored, err := p.store(ctx, me, r)
		switch code := casefile.CodeOf(err); {
		case err == nil && fresh:
			out.New++
		case err == nil && !stored:
			out.Here++
		case err == nil:
		case ctx.Err() != nil:
			return out, ctx.Err()
		case code == casefile.Failed || code == casefile.Refused || code == casefile.Damaged: // of the disk or the case, not of the row
			return out, err
		default:
			problem(&r, "", err)
			out.Failed = append(out.Failed, r)
		}
		if err == nil && stored {
			out.Added++
		}
	}
	tell(progress, len(plan.Rows), len(plan.Rows), "")
	return out, nil
}

// store imports a row; fresh is true where it made an exhibit, stored where it stored a recording.
func (p *planner) store(ctx context.Context, me string, r casefile.BulkRow) (fresh, stored bool, err error) {
	x, known := p.exhibits[strings.ToLower(r.Options.ExhibitLabel)]
	if known && (r.File == "" || x.has[recordingKey(r.Options.Mark, r.SHA256)]) {
		return false, false, nil
	}
	var e casefile.Exhibit
	if known {
		if p.same(&r, x); r.Action == casefile.BulkProblem {
			return false, false, r.Problems[0].Err
		}
		e = x.Exhibit
	} else {
		if e, err = p.exhibit(ctx, me, r); err != nil {
			return false, false, err
		}
	}
	var captures []casefile.Capture
	if r.File == "" {
		e, err = p.s.AddExhibit(ctx, me, e)
	} else {
		var c casefile.Capture
		if c, err = p.keep(ctx, r); err == nil {
			e, captures, err = p.s.Import(ctx, me, e, []casefile.Capture{c})
		}
	}
	if err != nil {
		return false, false, err
	}
	if !known {
		x = &planned{Exhibit: e, event: r.Options.EventLabel, parent: r.Parent, as: r.Calibre, has: map[string]bool{}}
		p.exhibits[strings.ToLower(e.Label)] = x
	}
	for _, c := range captures {
		x.has[recordingKey(c.Mark, c.SHA256)] = true
	}
	return !known, len(captures) > 0, nil
}

// exhibit returns the exhibit that a row brings, with its event in the case.
func (p *planner) exhibit(ctx context.Context, me string, r casefile.BulkRow) (casefile.Exhibit, error) {
	e := newExhibit(r.Options)
	e.Description = r.Description
	if r.Calibre != "" {
		e.Class.Calibre = casefile.Calibres.Encode(r.Calibre)
	}
	if r.Parent != "" {
		up, known := p.exhibits[strings.ToLower(r.Parent)]
		if !known {
			return e, &casefile.Error{Code: casefile.NotFound, What: "There is no exhibit %[1]q in the case or on an earlier line", Do: "Put its line before this one, or correct the label", Args: []any{r.Parent}}
		}
		e.ParentID = up.ID
	}
	if label := r.Options.EventLabel; label != "" {
		if _, known := p.events[label]; !known {
			event, err := eventCalled(ctx, p.s, me, label, e.Origin)
			if err != nil {
				return e, err
			}
			p.events[label] = event.ID
		}
		e.EventID = p.events[label]
	}
	return e, nil
}

// keep reads a row's file again and keeps its bytes.
func (p *planner) keep(ctx context.Context, r casefile.BulkRow) (c casefile.Capture, err error) {
	data, err := analysis.ReadFile(r.File)
	if err != nil {
		return c, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != r.SHA256 {
		return c, &casefile.Error{Code: casefile.Conflict, What: "%[1]s has changed since it was looked at", Do: "Begin the import again", Args: []any{filepath.Base(r.File)}}
	}
	if c, err = describe(ctx, filepath.Base(r.File), data, r.Options); err != nil {
		return c, err
	}
	c.SHA256, c.Size, err = p.s.Originals().Put(ctx, bytes.NewReader(data))
	return c, err
}
