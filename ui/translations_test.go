package ui_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tracemark/assets"
)

var update = flag.Bool("update", false, "write what the tests find to their golden files")

const translations = "../assets/translations/"

// pending lists the English texts, one a line, that still wait for a translator. -update writes it; without a text in it the
// file is not there.
const pending = translations + "pending.txt"

// text is a text of the interface: where it is used first, and whether it counts something (lang.N).
type text struct {
	at     string
	plural bool
}

// texts returns every text that the packages of ui hand to lang.L and lang.N, with the sentences that come from below them,
// and the places that hand over something that is not a literal, which no translator could find.
func texts(t *testing.T) (found map[string]text, hidden []string) {
	t.Helper()
	found = map[string]text{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "L" && f.Sel.Name != "N" {
				return true
			}
			if x, ok := f.X.(*ast.Ident); !ok || x.Name != "lang" {
				return true
			}
			at := fset.Position(call.Pos()).String()
			lit, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				hidden = append(hidden, at)
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if _, seen := found[s]; !seen {
				found[s] = text{at: at, plural: f.Sel.Name == "N"}
			} else if found[s].plural != (f.Sel.Name == "N") {
				t.Errorf("%s: %q is counted here and not in %s, or the other way round", at, s, found[s].at)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sentences(t, found)
	return found, hidden
}

// forms are the ways a text is said: one, or one for each plural form.
type forms map[string]string

// read returns a translation file as it lies in the source.
func read(t *testing.T, language string) map[string]forms {
	t.Helper()
	data, err := os.ReadFile(translations + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatalf("%s.json: %v", language, err)
	}
	out := map[string]forms{}
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			out[key] = forms{"other": v}
		case map[string]any:
			f := forms{}
			for form, s := range v {
				f[form], _ = s.(string)
			}
			out[key] = f
		}
	}
	return out
}

// write writes a translation file: what has one form as a text, else the forms.
func write(t *testing.T, language string, all map[string]forms) {
	t.Helper()
	raw := map[string]any{}
	for key, f := range all {
		if len(f) == 1 {
			raw[key] = f["other"]
		} else {
			raw[key] = f
		}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(raw); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(translations+language+".json", out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// renew writes en.json anew from the texts found, takes what is nowhere used any more out of the other languages, and notes
// what they lack.
func renew(t *testing.T, found map[string]text) {
	t.Helper()
	old, english := read(t, "en"), map[string]forms{}
	for key, x := range found {
		english[key] = forms{"other": key}
		if x.plural {
			english[key]["one"] = key
			if was, ok := old[key]["one"]; ok {
				english[key]["one"] = was
			}
		}
	}
	write(t, "en", english)
	var missing []string
	for _, l := range translated {
		has := read(t, l)
		maps.DeleteFunc(has, func(key string, _ forms) bool { _, used := found[key]; return !used && !fynes[key] })
		write(t, l, has)
		for key := range found {
			if _, ok := has[key]; !ok && !slices.Contains(missing, key) {
				missing = append(missing, key)
			}
		}
	}
	slices.Sort(missing)
	if len(missing) == 0 {
		if err := os.Remove(pending); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return
	}
	if err := os.WriteFile(pending, []byte(strings.Join(missing, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// command is what texts of the command line look like.
var command = regexp.MustCompile("`|(^| )--[a-z]|\\b[A-Z]{4,} [A-Z] [A-Z]\\b")

func TestEveryTextCanBeTranslated(t *testing.T) {
	found, hidden := texts(t)
	for s, x := range found {
		if command.MatchString(s) {
			t.Errorf("%s: %q names a verb or a flag of the command line, which nobody at the window knows", x.at, s)
		}
	}
	for _, at := range hidden {
		t.Errorf("%s: the text is not a literal, so no translation can be written for it", at)
	}
	if *update {
		renew(t, found)
		return
	}
	have := read(t, "en")
	for key, x := range found {
		f, ok := have[key]
		switch {
		case !ok:
			t.Errorf("%s: %q is not in en.json (go test ./ui -run Translated -update)", x.at, key)
		case x.plural && (f["one"] == "" || f["other"] != key):
			t.Errorf("%s: %q counts something and has the forms %v in en.json", x.at, key, f)
		}
	}
	for key := range have {
		if _, ok := found[key]; !ok {
			t.Errorf("%q is in en.json and nowhere on the screens", key)
		}
	}
	if len(found) < 100 {
		t.Errorf("only %d texts found: the search no longer sees them", len(found))
	}
}

// translated are the languages besides English.
var translated = []string{"fr", "es"}

// fynes are texts of fyne itself that we say in the other languages where it does not.
var fynes = map[string]bool{"(Parent)": true}

// alike are texts that are the same in English and another language.
var alike = map[string][]string{
	"fr": {"annotation", "conclusion", "1:1 (1)", "A − B", "Calibre", "Conclusion", "Document", "Gamma", "Identification", "Licence",
		"Oblique", "Relief", "Rotation", "Service", "Surface", "Version", "Versions", "r = {{.R}}", "{{.N}} points", "version {{.V}}", "µm/px",
		"%d points", "%d × %d points", "ellipse", "pixels", "proposition %[1]d %[2]v",
		"Aluminium", "Berdan", "Boxer", "Cannelures", "Date", "Destination", "Document {{.N}}", "Documents", "Fragment", "Frangible", "Homicide", "Laser", "Latin", "Latitude", "Longitude",
		"Pages", "Polygonal", "Position", "Possible", "Probable", "Question", "Revolver", "Segments", "Source", "Train", "Transit", "Type", "Version {{.N}}", "Violet", "document", "documents", "note", "{{.Field}}, source",
		"Note", "SHA-256", "Score", "Signature", "action", "page", "script", "signature", "version {{.N}}"},
	"es": {"1:1 (1)", "A − B", "Calibre", "Circular", "Extractor", "Gamma", "Granular", "Rectangular", "individual", "r = {{.R}}", "similar", "{{.N}}:  {{.A}} / {{.B}}", "µm/px", "%[1]s: %[2]s", "Base", "Berdan", "Boxer", "Frangible", "Inspector", "Material", "Probable", "SHA-256"},
}

var variable = regexp.MustCompile(`\{\{[^}]*\}\}`)

// variables returns the places in a text where something is put in, sorted. Places that are not numbered ("%d") get the
// number of their order, so that a translation may put the values in another.
func variables(s string) []string {
	v := variable.FindAllString(s, -1)
	n := 0
	for _, x := range verbs.FindAllString(s, -1) {
		if x == "%%" {
			continue
		}
		n++
		if !strings.Contains(x, "[") {
			x = x[:len(x)-1] + "[" + strconv.Itoa(n) + "]" + x[len(x)-1:]
		}
		v = append(v, x)
	}
	slices.Sort(v)
	return slices.Compact(v)
}

func TestEveryTextIsTranslated(t *testing.T) {
	english := read(t, "en")
	waiting := map[string]bool{}
	if data, err := os.ReadFile(pending); err == nil {
		for line := range strings.Lines(string(data)) {
			waiting[strings.TrimSuffix(line, "\n")] = true
		}
		t.Logf("%d texts wait for a translator: see pending.txt", len(waiting))
	}
	for _, l := range translated {
		has := read(t, l)
		for key, want := range english {
			got, ok := has[key]
			if !ok {
				if !waiting[key] {
					t.Errorf("%s.json lacks %q (go test ./ui -run Translated -update notes what is missing)", l, key)
				}
				continue
			}
			for form, s := range got {
				if !slices.Equal(variables(s), variables(want["other"])) && !(form == "one" && slices.Equal(variables(s), variables(want["one"]))) {
					t.Errorf("%s.json: %q puts in %v, the English text %v", l, s, variables(s), variables(want["other"]))
				}
				if s == "" || strings.TrimSpace(s) != s && strings.TrimSpace(key) == key {
					t.Errorf("%s.json: %q is said as %q", l, key, s)
				}
			}
			if len(want) > 1 && (got["one"] == "" || got["many"] == "") || len(want) == 1 && len(got) != 1 {
				t.Errorf("%s.json: %q has the forms %v, want one, other and, for a million, many (Unicode CLDR)", l, key, got)
			}
			if got["other"] == want["other"] && !slices.Contains(alike[l], key) && len(variable.ReplaceAllString(key, "")) > 3 {
				t.Errorf("%s.json: %q is the English text", l, key)
			}
		}
		for key := range has {
			if _, ok := english[key]; !ok && !fynes[key] {
				t.Errorf("%s.json has %q, which is nowhere on the screens", l, key)
			}
		}
		for _, key := range alike[l] {
			if english[key] != nil && has[key]["other"] != key {
				t.Errorf("%q is listed as the same in %s and is not", key, l)
			}
		}
	}
}

func TestTheFilesAreInTheProgram(t *testing.T) {
	for _, l := range append([]string{"en"}, translated...) {
		if _, err := assets.Translations.ReadFile("translations/" + l + ".json"); err != nil {
			t.Error(err)
		}
	}
}

// go-i18n takes these keys for parts of one message and would drop the whole file.
var reserved = []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}

func TestNoTextIsAReservedWord(t *testing.T) {
	found, _ := texts(t)
	for key, x := range found {
		for _, r := range reserved {
			if strings.EqualFold(key, r) {
				t.Errorf("%s: %q is a reserved key of the translation format", x.at, key)
			}
		}
	}
}
