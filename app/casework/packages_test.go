package casework_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/people"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// fullCase makes a case with one of everything and returns its folder.
func fullCase(t *testing.T) (path string, f storetest.Full) {
	t.Helper()
	s, by := storetest.New(t)
	f = storetest.Fill(t, s, by.ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return s.Dir(), f
}

func station(t *testing.T, examiner, agency string) *casework.Desk {
	t.Helper()
	d, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.Use(func(s *casework.Settings) { s.Examiner, s.Agency, s.Role = examiner, agency, "examiner" })
	return d
}

func keyOf(t *testing.T, d *casework.Desk) []string {
	t.Helper()
	k, err := d.PackageKeys(t.Context())
	if err != nil || len(k) != 1 || !strings.HasPrefix(k[0], "age1") {
		t.Fatalf("keys %q, %v", k, err)
	}
	return k
}

func holds(t *testing.T, dir string) check.Report {
	t.Helper()
	r, err := check.Check(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK {
		t.Errorf("%s does not hold: %q", dir, r.Problems)
	}
	return r
}

// lastRecord is the newest line of a case's log.
func lastRecord(t *testing.T, d *casework.Desk, path string) string {
	t.Helper()
	_, rows, err := d.List(t.Context(), path, "log")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows[len(rows)-1], "|")
}

func TestAWholeCaseIsOpenedElsewhereToItsHead(t *testing.T) {
	path, _ := fullCase(t)
	here, there := station(t, "A. Examiner", "Laboratory"), station(t, "C. Other", "Harbour Police")
	head := holds(t, path)
	file := filepath.Join(t.TempDir(), "k")
	slip, err := here.MakePackage(t.Context(), path, casefile.PackageOrder{File: file, Recipients: keyOf(t, there)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last := lastRecord(t, here, path); !strings.Contains(last, "package given out") || !strings.Contains(last, slip.SHA256) || !strings.Contains(last, slip.ID) {
		t.Errorf("the log ends with %s", last)
	}
	holds(t, path)
	got, err := there.OpenPackage(t.Context(), slip.File, "", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !got.TestIdentity || got.CaseNumber != "2026-17" || got.SHA256 != slip.SHA256 || !slices.Equal(got.Exhibits, []string{"A1", "A2"}) {
		t.Errorf("slip %+v", got)
	}
	copied := holds(t, got.Folder)
	if copied.Records != int(slip.LogSize) || copied.RootHash != slip.LogRoot || copied.Records < head.Records {
		t.Errorf("%d records with root %s; given out were %d with %s", copied.Records, copied.RootHash, slip.LogSize, slip.LogRoot)
	}
	if _, err := there.Describe(t.Context(), got.Folder, "A1", casefile.Class{}, "because"); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "opened from a package") {
		t.Errorf("changing an opened package: %v", err)
	}
	if items, err := there.Exhibits(t.Context(), got.Folder); err != nil || len(items) != 2 {
		t.Errorf("%d exhibits, %v", len(items), err)
	}
	book, err := people.Open(t.Context(), filepath.Join(there.Home(), people.FileName), people.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if log, err := book.Records(t.Context(), 0, 100); err != nil || len(log) == 0 || log[len(log)-1].Action != "package opened" || !strings.Contains(log[len(log)-1].Detail, slip.SHA256) {
		t.Errorf("the workstation's log: %+v, %v", log, err)
	}
	again, err := there.OpenPackage(t.Context(), slip.File, "", "", nil)
	if err != nil || again.Folder != got.Folder {
		t.Errorf("a second time: %s, %v", again.Folder, err)
	}
	if _, err := station(t, "X", "Y").ReadPackage(t.Context(), slip.File, "", nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("somebody else: %v", err)
	}
}

func TestChosenExhibitsAreTakenIn(t *testing.T) {
	path, f := fullCase(t)
	here, there := station(t, "A. Examiner", "Laboratory"), station(t, "C. Other", "Harbour Police")
	const words = "five words that nobody guesses"
	slip, err := here.MakePackage(t.Context(), path, casefile.PackageOrder{File: filepath.Join(t.TempDir(), "k.tmcase"), Exhibits: []string{"A1", f.Exhibits[1].ID}, Passphrase: words}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if slip.Kind != "exhibits" || !slices.Equal(slip.Exhibits, []string{"A1", "A2"}) {
		t.Errorf("slip %+v", slip)
	}
	opened, err := there.OpenPackage(t.Context(), slip.File, words, filepath.Join(t.TempDir(), "look"), nil)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, opened.Folder)
	ref, err := there.CreateCase(t.Context(), casefile.NewCase{Number: "77", Title: "Other"})
	if err != nil {
		t.Fatal(err)
	}
	preview, _, err := there.TakeIn(t.Context(), ref.Path, slip.File, words, true, nil)
	if err != nil || len(preview.Exhibits) != 2 || len(preview.Conflicts) != 0 {
		t.Fatalf("preview %+v, %v", preview, err)
	}
	if items, err := there.Exhibits(t.Context(), ref.Path); err != nil || len(items) != 0 {
		t.Errorf("a preview left %d exhibits, %v", len(items), err)
	}
	report, _, err := there.TakeIn(t.Context(), ref.Path, slip.File, words, false, nil)
	if err != nil || len(report.Exhibits) != 2 {
		t.Fatalf("taken in %+v, %v", report, err)
	}
	if last := lastRecord(t, there, ref.Path); !strings.Contains(last, "package taken in") || !strings.Contains(last, slip.ID) || !strings.Contains(last, slip.SHA256) {
		t.Errorf("the log ends with %s", last)
	}
	holds(t, ref.Path)
	if _, rows, err := there.List(t.Context(), ref.Path, "conclusions"); err != nil || len(rows) != 2 {
		t.Errorf("conclusions %q, %v", rows, err)
	}
	again, _, err := there.TakeIn(t.Context(), ref.Path, slip.File, words, false, nil)
	if err != nil || len(again.Added) != 0 || again.Same == 0 {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	holds(t, ref.Path)
	if _, _, err := there.TakeIn(t.Context(), ref.Path, slip.File, words+"!", false, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("a wrong passphrase: %v", err)
	}
}

func TestARedactedPackageIsCheckedAgainstTheFullOne(t *testing.T) {
	path, _ := fullCase(t)
	here, there := station(t, "A. Examiner", "Laboratory"), station(t, "C. Other", "Harbour Police")
	dir := t.TempDir()
	full, err := here.MakePackage(t.Context(), path, casefile.PackageOrder{File: filepath.Join(dir, "full"), Recipients: keyOf(t, here)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	order := casefile.PackageOrder{File: filepath.Join(dir, "less"), Recipients: keyOf(t, there),
		Withhold: &casefile.Withhold{Of: full.File, Columns: []string{"event.place", "conclusion.reason"}, People: []string{"a. examiner"}}}
	less, err := here.MakePackage(t.Context(), path, order, nil)
	if err != nil {
		t.Fatal(err)
	}
	if less.ID == full.ID || less.RedactedOf != full.ID || len(less.Withheld) != 2 {
		t.Errorf("slip %+v", less)
	}
	opened, err := there.OpenPackage(t.Context(), less.File, "", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, opened.Folder)
	for what, word := range map[string]string{"events": "Quay", "conclusions": "few cells", "people": "A. Examiner", "custody": "A. Examiner"} {
		_, rows, err := there.List(t.Context(), opened.Folder, what)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, r := range rows {
			text += strings.Join(r, "|") + "\n"
		}
		if strings.Contains(text, word) || !strings.Contains(text, "[withheld sha-256 ") {
			t.Errorf("%s: %s", what, text)
		}
	}
	w, err := here.ComparePackages(t.Context(), full.File, less.File, "", nil)
	if err != nil || w.Changed < 4 || w.Same == 0 {
		t.Errorf("compared %+v, %v", w, err)
	}
	ref, err := there.CreateCase(t.Context(), casefile.NewCase{Number: "77"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := there.TakeIn(t.Context(), ref.Path, less.File, "", false, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "redacted") {
		t.Errorf("taking in a redacted package: %v", err)
	}
	second, err := here.MakePackage(t.Context(), path, casefile.PackageOrder{File: filepath.Join(dir, "full2"), Recipients: keyOf(t, here)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := here.ComparePackages(t.Context(), second.File, less.File, "", nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("another full package: %v", err)
	}
	for name, w := range map[string]casefile.Withhold{
		"nothing":          {Of: full.File},
		"a key":            {Of: full.File, Columns: []string{"event.id"}},
		"a hash":           {Of: full.File, Columns: []string{"capture.sha256"}},
		"nobody":           {Of: full.File, People: []string{"Nobody"}},
		"a redacted one":   {Of: less.File, Columns: []string{"event.place"}},
		"a file not there": {Of: filepath.Join(dir, "none"), Columns: []string{"event.place"}},
	} {
		order.Withhold, order.File = &w, filepath.Join(dir, "bad")
		if _, err := here.MakePackage(t.Context(), path, order, nil); err == nil {
			t.Errorf("%s: made", name)
		}
	}
	if left, err := filepath.Glob(filepath.Join(here.Home(), "package-*")); err != nil || len(left) != 0 {
		t.Errorf("left over: %q, %v", left, err)
	}
}

func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			out[filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnExportIsImportedAndExportedTheSame(t *testing.T) {
	path, _ := fullCase(t)
	d := station(t, "A. Examiner", "Laboratory")
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	if _, err := d.ExportCase(t.Context(), path, first, nil); err != nil {
		t.Fatal(err)
	}
	if last := lastRecord(t, d, path); !strings.Contains(last, "case exported") {
		t.Errorf("the log ends with %s", last)
	}
	ref, err := d.ImportCase(t.Context(), first, filepath.Join(dir, "case"), nil)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, ref.Path)
	if last := lastRecord(t, d, ref.Path); !strings.Contains(last, "case made from") {
		t.Errorf("the log ends with %s", last)
	}
	if _, err := d.ExportCase(t.Context(), ref.Path, second, nil); err != nil {
		t.Fatal(err)
	}
	a, b := files(t, first), files(t, second)
	// The new case has its own log and checkpoints and says what it was made from; these and what lists them differ, nothing else.
	own := []string{"export.json", "log.jsonl", "tables/checkpoint.jsonl", "tables/countersignature.jsonl", "tables/checkpoint_stamp.jsonl", "tables/passage.jsonl", "tables/passage_file.jsonl"}
	for name, content := range a {
		if !slices.Contains(own, name) && !bytes.Equal(b[name], content) {
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range own[5:] {
		if !bytes.HasPrefix(b[name], a[name]) {
			t.Errorf("%s does not begin as it did", name)
		}
	}
	for _, paper := range []string{"log.jsonl", "tables/checkpoint.jsonl", "export.json"} {
		found := false
		for name, content := range b {
			found = found || strings.HasPrefix(name, "originals/") && bytes.Equal(content, a[paper])
		}
		if !found {
			t.Errorf("%s was not kept", paper)
		}
	}
	if len(a) < 25 {
		t.Errorf("only %d files", len(a))
	}
}

// validator reads a JSON Schema.
func validator(t *testing.T, b []byte) *jsonschema.Schema {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:///s.json", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mem:///s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnExportIsWhatItsSchemasSay(t *testing.T) {
	path, _ := fullCase(t)
	d := station(t, "A. Examiner", "Laboratory")
	dir := filepath.Join(t.TempDir(), "e")
	if _, err := d.ExportCase(t.Context(), path, dir, nil); err != nil {
		t.Fatal(err)
	}
	all := files(t, dir)
	valid := func(s *jsonschema.Schema, b []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(v)
	}
	head, rows := validator(t, all["export.schema.json"]), validator(t, all["rows.schema.json"])
	if err := valid(head, all["export.json"]); err != nil {
		t.Errorf("export.json: %v", err)
	}
	n := 0
	for name, b := range all {
		if !strings.HasPrefix(name, "tables/") {
			continue
		}
		for l := range bytes.Lines(b) {
			n++
			if err := valid(rows, l); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d rows", n)
	}
	if valid(rows, []byte(`{"row":{"id":7},"table":"event"}`)) == nil || valid(head, []byte(`{"format":"tracemark case export"}`)) == nil {
		t.Error("the schemas let everything through")
	}
}

// Whatever is wrong with an export is said with its place, and nothing is left behind.
func TestASpoiledExportIsRefusedWithItsPlace(t *testing.T) {
	path, _ := fullCase(t)
	d := station(t, "A. Examiner", "Laboratory")
	good := filepath.Join(t.TempDir(), "e")
	if _, err := d.ExportCase(t.Context(), path, good, nil); err != nil {
		t.Fatal(err)
	}
	edit := func(file, old, with string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			name := filepath.Join(dir, file)
			b, err := os.ReadFile(name)
			if err != nil || !bytes.Contains(b, []byte(old)) {
				t.Fatalf("%s has no %q, %v", file, old, err)
			}
			write(t, name, strings.Replace(string(b), old, with, 1))
		}
	}
	remove := func(file string) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"no export.json":       {remove("export.json"), "export.json"},
		"no table":             {remove("tables/event.jsonl"), "tables/event.jsonl"},
		"no log":               {remove("log.jsonl"), "log.jsonl"},
		"a broken head":        {edit("export.json", `"case": {`, `"case": [`), "export.json, line "},
		"an unknown field":     {edit("export.json", `"software"`, `"softwear"`), "export.json, line 1"},
		"a number for a text":  {edit("export.json", `"number": "2026-17"`, `"number": 17`), "/case/number"},
		"a later version":      {edit("export.json", `"version": 1`, `"version": 2`), "newer Tracemark"},
		"a row that is text":   {edit("tables/event.jsonl", `{"row"`, `{row`), "tables/event.jsonl, line 1: it is not JSON"},
		"a wrong type":         {edit("tables/capture.jsonl", `"width":3`, `"width":"3"`), "tables/capture.jsonl, line 1, at /row/width: a number is needed"},
		"an unknown column":    {edit("tables/event.jsonl", `"place"`, `"plaice"`), "tables/event.jsonl, line 1, at /row/"},
		"another order":        {edit("tables/event.jsonl", `{"row"`, `{ "row"`), "tables/event.jsonl, line 1: it is not written as rows are"},
		"another value":        {edit("tables/event.jsonl", `Quay`, `Pier`), "of event is not what the log says of it"},
		"a log cut off":        {edit("log.jsonl", "}\n", "}"), "log.jsonl, line 1"},
		"a log record altered": {edit("log.jsonl", `A. Examiner`, `B. Examiner`), "log.jsonl"},
		"a table of the dark":  {edit("export.json", `"file": "tables/event.jsonl"`, `"file": "../../etc/passwd"`), "/file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, parent := filepath.Join(t.TempDir(), "bad"), t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, dir)
			_, err := d.ImportCase(t.Context(), dir, filepath.Join(parent, "case"), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "%!") {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
				t.Errorf("left over: %v, %v", left, err)
			}
		})
	}
	// An original that was exchanged.
	dir := filepath.Join(t.TempDir(), "bad")
	if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
		t.Fatal(err)
	}
	originals, err := filepath.Glob(filepath.Join(dir, "originals", "*"))
	if err != nil || len(originals) == 0 {
		t.Fatal(err)
	}
	write(t, originals[0], "other")
	if _, err := d.ImportCase(t.Context(), dir, filepath.Join(t.TempDir(), "c"), nil); casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("an exchanged original: %v", err)
	}
}

func TestEveryListIsACSVFile(t *testing.T) {
	path, _ := fullCase(t)
	d := station(t, "A. Examiner", "Laboratory")
	if _, err := d.Describe(t.Context(), path, "A1", casefile.Class{}, `=HYPERLINK("http://x"), "quoted"`); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, what := range append(d.Lists(), "exhibit_version", "setting") {
		file := filepath.Join(dir, what+".csv")
		out, err := d.ExportList(t.Context(), path, what, file)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil || len(rows) != out.Rows+1 || out.Rows == 0 || !bytes.HasSuffix(b, []byte("\r\n")) {
			t.Errorf("%s: %d rows of %d, %v", what, len(rows), out.Rows, err)
		}
		if what == "exhibit_version" {
			if out.Guarded != 1 || !bytes.Contains(b, []byte(`"'=HYPERLINK(""http://x""), ""quoted"""`)) {
				t.Errorf("%d guarded: %s", out.Guarded, b)
			}
		}
		if last := lastRecord(t, d, path); !strings.Contains(last, "list exported") || !strings.Contains(last, out.SHA256) {
			t.Errorf("the log ends with %s", last)
		}
		if _, err := d.ExportList(t.Context(), path, what, file); casefile.CodeOf(err) != casefile.Conflict {
			t.Errorf("%s over itself: %v", what, err)
		}
	}
	if _, err := d.ExportList(t.Context(), path, "nothing", filepath.Join(dir, "n.csv")); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("no such list: %v", err)
	}
	holds(t, path)
}

// A package is opened before anything of it is believed: what it says of itself must be what is in it.
func TestAPackageThatIsNoCaseIsNotOpened(t *testing.T) {
	d := station(t, "A", "B")
	file := filepath.Join(t.TempDir(), "x.tmcase")
	write(t, file, "nothing")
	if _, err := d.OpenPackage(t.Context(), file, "", "", nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(filepath.Join(d.Home(), "opened")); err == nil && len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestTheMarkOfAnOpenedPackageSaysWhichItIs(t *testing.T) {
	path, _ := fullCase(t)
	d := station(t, "A. Examiner", "Laboratory")
	slip, err := d.MakePackage(t.Context(), path, casefile.PackageOrder{File: filepath.Join(t.TempDir(), "k"), Recipients: keyOf(t, d)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.OpenPackage(t.Context(), slip.File, "", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(got.Folder, store.PackageMark))
	if err != nil {
		t.Fatal(err)
	}
	var was casefile.PackageSlip
	if err := json.Unmarshal(b, &was); err != nil || was.ID != slip.ID {
		t.Errorf("%s, %v", b, err)
	}
}
