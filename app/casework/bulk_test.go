package casework_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// bulk is a desk with an empty case and a folder of simulated scans.
type bulk struct {
	*casework.Desk
	t          *testing.T
	path, scan string
}

func newBulk(t *testing.T) bulk {
	t.Helper()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	ref, err := desk.CreateCase(t.Context(), casefile.NewCase{Number: "B-1", Title: "bulk"})
	if err != nil {
		t.Fatal(err)
	}
	b := bulk{Desk: desk, t: t, path: ref.Path, scan: t.TempDir()}
	if err := os.Mkdir(filepath.Join(b.scan, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	for i, file := range simulated(t, 3) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(b.scan, "sub", fmt.Sprintf("s%d.x3p", i)), string(data))
	}
	return b
}

var breechFaces = casefile.ImportOptions{Mark: casefile.BreechFace}

func (b bulk) list(text string) casefile.BulkOptions {
	b.t.Helper()
	file := filepath.Join(b.scan, "list.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return casefile.BulkOptions{List: file, Else: breechFaces}
}

func (b bulk) plan(o casefile.BulkOptions) casefile.BulkPlan {
	b.t.Helper()
	plan, err := b.PlanBulk(b.t.Context(), b.path, o, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return plan
}

func (b bulk) counts() string {
	b.t.Helper()
	c, err := b.Case(b.t.Context(), b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	return fmt.Sprint(c.Exhibits, " ", c.Captures)
}

func actionsOf(p casefile.BulkPlan) string {
	var out []string
	for _, r := range p.Rows {
		out = append(out, string(r.Action))
	}
	return strings.Join(out, ", ")
}

func TestAListIsImportedAndResumed(t *testing.T) {
	ctx := t.Context()
	b := newBulk(t)
	o := b.list("file;exhibit;mark;kind;origin;event;parent;calibre;description\r\n" +
		";W1;;firearm;;house;;;pistol\r\n" +
		"sub\\s0.x3p;T1;;;known;house;W1;9 mm Luger;test fire\r\n" +
		"sub/s1.x3p;T1;firing pin;;;;;;\r\n" +
		"sub/s2.x3p;Q1;;;;scene;;;\r\n")
	plan := b.plan(o)
	if got, want := actionsOf(plan), "new exhibit, new exhibit, added recording, new exhibit"; got != want || plan.Delimiter != ";" {
		t.Fatalf("%s, want %s: %+v", got, want, plan)
	}
	// Stopped after the second row, as if it had been killed there.
	stop, cancel := context.WithCancel(ctx)
	r, err := b.ImportBulk(stop, b.path, plan, false, func(done, _ int64, _ string) {
		if done == 2 {
			cancel()
		}
	})
	if err == nil || r.New != 2 || b.counts() != "2 1" {
		t.Fatalf("%+v, %v, in the case %s", r, err, b.counts())
	}
	again := b.plan(o)
	if got, want := actionsOf(again), "already here, already here, added recording, new exhibit"; got != want {
		t.Fatalf("begun again: %s, want %s: %+v", got, want, again)
	}
	if r, err = b.ImportBulk(ctx, b.path, plan, false, nil); err != nil || r.New != 1 || r.Added != 2 || r.Here != 2 || len(r.Failed) != 0 { // with the plan from before, too
		t.Fatalf("%+v, %v", r, err)
	}
	x, err := b.Exhibit(ctx, b.path, "T1")
	if err != nil || x.Origin != casefile.Known || x.ParentID == "" || x.Class.Calibre.AsSeen != "9 mm Luger" || x.Description != "test fire" || x.EventID == "" {
		t.Errorf("%+v, %v", x, err)
	}
	if r, err = b.ImportBulk(ctx, b.path, b.plan(o), false, nil); err != nil || r.Here != 4 || b.counts() != "3 3" {
		t.Errorf("a third time: %+v, %v, %s", r, err, b.counts())
	}
}

func TestNothingIsImportedWhileARowIsWrong(t *testing.T) {
	ctx := t.Context()
	b := newBulk(t)
	write(t, filepath.Join(b.scan, "no.x3p"), "no recording")
	o := b.list("file,exhibit,mark,kind,parent\n" +
		"sub/s0.x3p,Q1,,,\n" +
		"sub/missing.x3p,Q2,,,\n" +
		"no.x3p,Q3,,,\n" +
		"sub/s1.x3p,Q4,nose,,\n" +
		"sub/s0.x3p,Q1,,,\n" +
		"sub/s1.x3p,Q1,,bullet,\n" +
		"sub/s1.x3p,q1,,,\n" +
		"C:\\scans\\a.x3p,Q5,,,\n" +
		"sub/s2.x3p,Q6,,,W9\n" +
		",,firing-pin,,\n")
	plan := b.plan(o)
	want := []string{"", "file: missing.x3p", "file: no.x3p", `mark: "nose" means nothing`, "file: Line 2 has the same recording", "kind: Exhibit Q1 is a cartridge case already, not a bullet",
		"exhibit: There is already an exhibit labelled Q1", `file: "C:\\scans\\a.x3p" is a path of a Windows machine`, `parent: There is no exhibit "W9"`, ": The line names neither a file nor an exhibit"}
	for i, r := range plan.Rows {
		got := ""
		if len(r.Problems) > 0 {
			got = r.Problems[0].Column + ": " + r.Problems[0].Text
		}
		if !strings.HasPrefix(got, want[i]) || (got == "") != (want[i] == "") || r.Line != i+2 {
			t.Errorf("line %d: %s, want %s", r.Line, got, want[i])
		}
	}
	if _, err := b.ImportBulk(ctx, b.path, plan, false, nil); casefile.CodeOf(err) != casefile.Invalid || b.counts() != "0 0" {
		t.Errorf("%v, in the case %s", err, b.counts())
	}
	r, err := b.ImportBulk(ctx, b.path, plan, true, nil)
	if err != nil || r.New != 1 || r.Added != 1 || r.Left != 9 || b.counts() != "1 1" {
		t.Errorf("the good rows: %+v, %v, %s", r, err, b.counts())
	}
	for _, text := range []string{"", "file,file\na,b\n", "nothing\nx\n", "file,exhibit\n\"a\n"} {
		if _, err := b.PlanBulk(ctx, b.path, b.list(text), nil); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
	if b.counts() != "1 1" {
		t.Errorf("looking has changed the case: %s", b.counts())
	}
}

func TestAFolderIsImportedWithWhatIsInIt(t *testing.T) {
	b := newBulk(t)
	write(t, filepath.Join(b.scan, "readme.txt"), "x")
	plan := b.plan(casefile.BulkOptions{Folder: b.scan, Else: breechFaces})
	if len(plan.Rows) != 3 || len(plan.Ignored) != 1 || plan.Ignored[0] != "*.txt" || plan.Rows[0].Written != filepath.Join("sub", "s0.x3p") {
		t.Fatalf("%+v", plan)
	}
	changed := plan.Rows[1].File
	if err := os.WriteFile(changed, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := b.ImportBulk(t.Context(), b.path, plan, false, nil)
	if err != nil || r.New != 2 || len(r.Failed) != 1 || !strings.Contains(r.Failed[0].Problems[0].Text, "has changed since") {
		t.Errorf("%+v, %v", r, err)
	}
	for _, folder := range []string{t.TempDir(), filepath.Join(b.scan, "none")} {
		if _, err := b.PlanBulk(t.Context(), b.path, casefile.BulkOptions{Folder: folder, Else: breechFaces}, nil); casefile.CodeOf(err) != casefile.NotFound {
			t.Errorf("%s: %v", folder, err)
		}
	}
}
