package report_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tracemark/export/report"
)

// source finds the texts that this package's documents say: what is handed to Say and Count, and the values of tables of fixed texts.
type source struct {
	fset   *token.FileSet
	consts map[string]ast.Expr // of the package
	texts  map[string]string   // text → where
	hidden []string            // places that hand over something that is not constant
}

// passing are the functions that hand on a text which somebody else states as a constant or in a template: within them Say is given a variable.
var passing = map[string]bool{"Say": true, "Count": true, "text": true, "fixed": true, "document": true, "section": true, "sentence": true, "Recorded": true, "instructions": true, "steps": true, "row": true}

func (s *source) constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		a, ok := s.constant(e.X)
		b, ok2 := s.constant(e.Y)
		return a + b, ok && ok2
	case *ast.ParenExpr:
		return s.constant(e.X)
	case *ast.Ident:
		if c, ok := s.consts[e.Name]; ok {
			return s.constant(c)
		}
	}
	return "", false
}

func (s *source) take(e ast.Expr, within string) {
	text, ok := s.constant(e)
	at := s.fset.Position(e.Pos()).String()
	if x, is := e.(*ast.SelectorExpr); is { // the words of a document without a language
		if id, is := x.X.(*ast.Ident); is && id.Name == "English" {
			return
		}
	}
	switch {
	case ok:
		s.texts[text] = at
	case !passing[within]:
		s.hidden = append(s.hidden, at+" in "+within)
	}
}

func (s *source) look(n ast.Node, within string) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.SelectorExpr:
				name = f.Sel.Name
				if x, ok := f.X.(*ast.Ident); ok && x.Name == "strings" {
					return true
				}
			case *ast.Ident:
				name = f.Name
			}
			switch {
			case name == "Say" && len(n.Args) > 0, name == "row" && within == "instructions":
				s.take(n.Args[0], within)
			case name == "Count" && len(n.Args) > 2:
				s.take(n.Args[1], within)
				s.take(n.Args[2], within)
			}
		case *ast.CompositeLit:
			m, ok := n.Type.(*ast.MapType)
			if !ok {
				return true
			}
			if id, ok := m.Value.(*ast.Ident); ok && id.Name == "fixed" {
				for _, e := range n.Elts {
					s.take(e.(*ast.KeyValueExpr).Value, "")
				}
			}
		}
		return true
	})
}

// sourceTexts reads the package's source.
func sourceTexts(t *testing.T) *source {
	t.Helper()
	s := &source{fset: token.NewFileSet(), consts: map[string]ast.Expr{}, texts: map[string]string{}}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(s.fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		ast.Inspect(f, func(n ast.Node) bool {
			if g, ok := n.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, spec := range g.Specs {
					if v := spec.(*ast.ValueSpec); len(v.Values) == len(v.Names) {
						for i, id := range v.Names {
							s.consts[id.Name] = v.Values[i]
						}
					}
				}
			}
			return true
		})
	}
	for _, f := range files {
		for _, d := range f.Decls {
			within := ""
			if fn, ok := d.(*ast.FuncDecl); ok {
				within = fn.Name.Name
			}
			s.look(d, within)
		}
	}
	return s
}

func TestEveryTextOfADocumentIsConstantAndTranslated(t *testing.T) {
	s := sourceTexts(t)
	for _, at := range s.hidden {
		t.Errorf("%s: the text is not constant, so no translation can be written for it", at)
	}
	if len(s.texts) < 400 {
		t.Errorf("only %d texts found: the search no longer sees them", len(s.texts))
	}
	for _, lang := range []string{"fr", "es"} {
		style, err := report.LoadStyle(lang, report.TemplateComparison, nil)
		if err != nil {
			t.Fatal(err)
		}
		for text, at := range s.texts {
			if !style.Wording.Has(text) {
				t.Errorf("%s: %s lacks %q", at, lang, text)
			}
		}
	}
}
