package ui_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tracemark/assets"
)

var update = flag.Bool("update", false, "write what the tests find to their golden files")

const english = "../assets/translations/en.json"

// texts returns every text that the packages of ui hand to lang.L, with the place of its first use, and the places that
// hand over something that is not a literal, which no translator could find.
func texts(t *testing.T) (found map[string]string, hidden []string) {
	t.Helper()
	found = map[string]string{}
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
			if !ok || f.Sel.Name != "L" {
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
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if _, seen := found[text]; !seen {
				found[text] = at
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, hidden
}

func TestEveryTextCanBeTranslated(t *testing.T) {
	found, hidden := texts(t)
	for _, at := range hidden {
		t.Errorf("%s: the text is not a literal, so no translation can be written for it", at)
	}
	if *update {
		same := map[string]string{}
		for k := range found {
			same[k] = k
		}
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(same); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(english, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var have map[string]string
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	for text, at := range found {
		if _, ok := have[text]; !ok {
			t.Errorf("%s: %q is not in en.json (go test ./ui -run Translated -update)", at, text)
		}
	}
	for text := range have {
		if _, ok := found[text]; !ok {
			t.Errorf("%q is in en.json and nowhere on the screens", text)
		}
	}
	if len(found) < 100 {
		t.Errorf("only %d texts found: the search no longer sees them", len(found))
	}
}

// go-i18n takes these keys for parts of one message and would drop the whole file.
var reserved = []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}

func TestNoTextIsAReservedWord(t *testing.T) {
	found, _ := texts(t)
	for text, at := range found {
		for _, r := range reserved {
			if strings.EqualFold(text, r) {
				t.Errorf("%s: %q is a reserved key of the translation format", at, text)
			}
		}
	}
}
