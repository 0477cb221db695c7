package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/imaging/pipeline"
)

// The sentences and names that the layers below ui say in English, and that the window says in its language.

// unseen are folders whose sentences the window never shows: they belong to the command line (validation too), the tests and the
// picture-making programs, and to the window itself, whose texts are asked for by lang.L.
var unseen = []string{"app/cli", "app/verifier", "app/validate", "app/desktop/screens", "imaging/x3p/internal", "testdata"}

// recorded are the files whose sentences are put together as text and kept so (wording.Recorded): every constant text of three
// words or more in them is one, but for those of internal errors and of SQL.
var recorded = []string{
	"app/analysis/photograph.go", "app/casework/verifying.go", "app/casework/scorecontext.go", "app/casework/masks.go", "app/casework/stages.go",
	"app/hub/server/claim.go", "app/hub/server/compare.go", "app/hub/server/plan.go", "app/hub/server/search.go", "app/hub/server/screen.go",
	"casefile/audit/check/*.go", "export/report/weight.go", "export/sign/verify.go",
	"imaging/compare/mirror.go", "imaging/compare/pair.go", "imaging/compare/params.go", "imaging/compare/region.go", "imaging/compare/scan.go",
	"imaging/cv/params.go", "imaging/cv/register.go", "imaging/explain/robust.go", "imaging/score/domain.go", "imaging/score/standing.go",
	"imaging/score/weight.go", "imaging/x3p/*.go", "imaging/pipeline/filters.go", "imaging/pipeline/mask.go", "imaging/pipeline/kinds.go",
}

// source is a package's syntax.
type source struct {
	dir   string
	fset  *token.FileSet
	files []*ast.File
	names []string // of the files
}

func packages(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		dir, _ := filepath.Rel("..", path)
		if slices.ContainsFunc(unseen, func(u string) bool { return dir == u || strings.HasSuffix(dir, "/"+u) || strings.HasPrefix(dir, u+"/") }) || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		s := source{dir: dir, fset: token.NewFileSet()}
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if n := e.Name(); strings.HasSuffix(n, ".go") && !strings.HasSuffix(n, "_test.go") {
				f, err := parser.ParseFile(s.fset, filepath.Join(path, n), nil, 0)
				if err != nil {
					return err
				}
				s.files, s.names = append(s.files, f), append(s.names, dir+"/"+n)
			}
		}
		if len(s.files) > 0 {
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// finder collects the constant sentences of a package.
type finder struct {
	handing map[string]bool // calls that are being looked at: one that hands on to another of its name adds nothing
	source
	t     *testing.T
	found map[string]text
}

func (f *finder) at(n ast.Node) string { return f.fset.Position(n.Pos()).String() }

func (f *finder) add(s string, n ast.Node) {
	if _, seen := f.found[s]; !seen && worded(s) {
		f.found[s] = text{at: f.at(n)}
	}
}

var letters = regexp.MustCompile(`\p{L}{2}`)

// cited are names of methods, programs and publications, which are the same in every language.
var cited = regexp.MustCompile(`^(ISO( 16610-\d+)?|ransac|cmcR( \d.*)?|.* et al\. \d{4}.*|.*doi:.*)$`)

// worded reports whether something of a text is left to translate beside what is put in.
func worded(s string) bool {
	return letters.MatchString(verbs.ReplaceAllString(s, "")) && !cited.MatchString(s)
}

// constant returns the constant texts that an expression can be; known is false where it can be another. Names lead to
// constants, to what a local variable is given, and, through a parameter, to what the package's calls hand over.
func (f *finder) constant(e ast.Expr, within []ast.Node) (out []string, known bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return []string{s}, err == nil
	case *ast.ParenExpr:
		return f.constant(e.X, within)
	case *ast.BinaryExpr:
		a, ok := f.constant(e.X, within)
		b, ok2 := f.constant(e.Y, within)
		if !ok || !ok2 || len(a) != 1 || len(b) != 1 {
			return nil, false
		}
		return []string{a[0] + b[0]}, true
	case *ast.SelectorExpr: // handed on from another error or sentence, where it was looked at
		return nil, slices.Contains([]string{"What", "Do", "Format"}, e.Sel.Name)
	case *ast.CallExpr: // the window's own texts, or a value of the domain that has a name of its own
		if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "string" {
			return nil, true
		}
		x, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil, false
		}
		id, ok := x.X.(*ast.Ident)
		return nil, ok && id.Name == "lang"
	case *ast.Ident:
		return f.named(e, within)
	}
	return nil, false
}

// named follows a name: to a parameter of a function around it, a local variable, or a constant of the package.
func (f *finder) named(id *ast.Ident, within []ast.Node) (out []string, known bool) {
	for i := len(within) - 1; i >= 0; i-- {
		var kind *ast.FuncType
		name := ""
		var body *ast.BlockStmt
		switch n := within[i].(type) {
		case *ast.FuncDecl:
			kind, name, body = n.Type, n.Name.Name, n.Body
		case *ast.FuncLit:
			kind, body = n.Type, n.Body
			if a, ok := within[i-1].(*ast.AssignStmt); ok {
				if id, ok := a.Lhs[0].(*ast.Ident); ok {
					name = id.Name
				}
			}
		default:
			continue
		}
		if at := parameter(kind, id.Name); at >= 0 {
			return f.handed(name, at, within[:i])
		}
		if out, some := f.assigned(id.Name, body, within[:i+1]); some {
			return out, len(out) > 0
		}
	}
	for _, file := range f.files {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, n := range v.Names {
					if n.Name == id.Name && i < len(v.Values) {
						return f.constant(v.Values[i], nil)
					}
				}
			}
		}
	}
	return nil, false
}

// parameter returns the place of a parameter, -1 where there is none of the name.
func parameter(kind *ast.FuncType, name string) int {
	at := 0
	for _, p := range kind.Params.List {
		for _, n := range p.Names {
			if n.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

// assigned returns the texts that a local variable is given in a function.
func (f *finder) assigned(name string, body *ast.BlockStmt, within []ast.Node) (out []string, some bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if s, ok := n.(*ast.AssignStmt); ok {
			for i, l := range s.Lhs {
				if id, ok := l.(*ast.Ident); ok && id.Name == name && len(s.Rhs) == len(s.Lhs) {
					some = true
					if c, ok := f.constant(s.Rhs[i], within); ok {
						out = append(out, c...)
					}
				}
			}
		}
		if v, ok := n.(*ast.ValueSpec); ok {
			for i, id := range v.Names {
				if id.Name == name && i < len(v.Values) {
					some = true
					if c, ok := f.constant(v.Values[i], within); ok {
						out = append(out, c...)
					}
				}
			}
		}
		if s, ok := n.(*ast.RangeStmt); ok {
			if id, ok := s.Value.(*ast.Ident); ok && id.Name == name {
				some = true
			}
		}
		return true
	})
	return out, some
}

// handed returns the texts that the calls of a function hand over at a place: the package's, or those of the function around it.
func (f *finder) handed(function string, at int, around []ast.Node) (out []string, known bool) {
	under := function + " " + strconv.Itoa(at)
	if f.handing[under] {
		return nil, true
	}
	if f.handing == nil {
		f.handing = map[string]bool{}
	}
	f.handing[under] = true
	defer delete(f.handing, under)
	known = true
	calls := 0
	var scope []ast.Node
	for _, file := range f.files {
		scope = append(scope, file)
	}
	for _, n := range around {
		if d, ok := n.(*ast.FuncDecl); ok {
			scope = []ast.Node{d}
		}
	}
	for _, root := range scope {
		eachNode(root, func(n ast.Node, within []ast.Node) {
			c, ok := n.(*ast.CallExpr)
			if !ok || at >= len(c.Args) {
				return
			}
			switch fun := c.Fun.(type) {
			case *ast.Ident:
				ok = fun.Name == function
			case *ast.SelectorExpr:
				ok = fun.Sel.Name == function
			default:
				ok = false
			}
			if !ok {
				return
			}
			calls++
			texts, is := f.constant(c.Args[at], within)
			known = known && is
			out = append(out, texts...)
		})
	}
	return out, known && calls > 0
}

// eachNode visits every node with those around it.
func eachNode(root ast.Node, visit func(n ast.Node, within []ast.Node)) {
	var stack []ast.Node
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		visit(n, stack)
		stack = append(stack, n)
		return true
	})
}

// typeName returns the name of a literal's type, "Error" of casefile.Error as of Error within that package.
func (f *finder) typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if f.dir == "casefile" {
			return e.Name
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Name == "casefile" {
			return e.Sel.Name
		}
	}
	return ""
}

// look collects what is in a file.
func (f *finder) look(file *ast.File, name string) {
	whole := slices.ContainsFunc(recorded, func(p string) bool { ok, _ := filepath.Match(p, name); return ok })
	eachNode(file, func(n ast.Node, within []ast.Node) {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if n.Type != nil {
				f.literal(n, within)
			}
		case *ast.AssignStmt: // e.What = "…"
			if n.Tok != token.ASSIGN {
				return
			}
			for i, l := range n.Lhs {
				if s, ok := l.(*ast.SelectorExpr); ok && (s.Sel.Name == "What" || s.Sel.Name == "Do") && len(n.Rhs) == len(n.Lhs) {
					f.sentence(n.Rhs[i], within)
				}
			}
		case *ast.CallExpr:
			if f.typeName(n.Fun) == "Word" && len(n.Args) == 1 {
				texts, _ := f.constant(n.Args[0], within) // others are names that lists hold
				for _, s := range texts {
					f.add(s, n)
				}
			}
		case *ast.BasicLit:
			if whole && n.Kind == token.STRING && n.Value[0] == '"' {
				f.plain(n, within)
			}
		}
	})
}

// literal collects the sentences of an error and of a Sentence.
func (f *finder) literal(n *ast.CompositeLit, within []ast.Node) {
	kind := f.typeName(n.Type)
	if kind != "Error" && kind != "Sentence" {
		return
	}
	args, counted, wants := 0, true, 0
	for _, el := range n.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			f.t.Errorf("%s: a %s is written with the names of its fields", f.at(n), kind)
			return
		}
		switch kv.Key.(*ast.Ident).Name {
		case "What", "Do", "Format":
			texts := f.sentence(kv.Value, within)
			if _, direct := kv.Value.(*ast.BasicLit); !direct {
				counted = false
			}
			for _, s := range texts {
				wants = max(wants, places(s))
			}
		case "Args":
			if c, ok := kv.Value.(*ast.CompositeLit); ok {
				args = len(c.Elts)
			} else {
				counted = false
			}
		}
	}
	if counted && args != wants {
		f.t.Errorf("%s: %d values for %d places", f.at(n), args, wants)
	}
}

// sentence collects a sentence, and complains of one that is not constant or whose places are not numbered.
func (f *finder) sentence(e ast.Expr, within []ast.Node) []string {
	texts, ok := f.constant(e, within)
	if !ok {
		f.t.Errorf("%s: the sentence is not constant, so no translation can be written for it: put values into Args", f.at(e))
	}
	for _, s := range texts {
		f.add(s, e)
		for _, v := range verbs.FindAllString(s, -1) {
			if v != "%%" && !strings.Contains(v, "[") {
				f.t.Errorf("%s: %q puts a value in by %s; number it, as in %%[1]s", f.at(e), s, v)
			}
		}
	}
	return texts
}

// internal are functions whose texts no person sees.
var internal = []string{"Errorf", "New", "QueryContext", "QueryRowContext", "ExecContext", "text", "all", "HasPrefix", "HasSuffix", "Contains", "Cut", "CutPrefix",
	"Warn", "Info", "Error", "Debug", "checksum", "Fprintf"}

// plain collects a text of a file whose texts are recorded.
func (f *finder) plain(n *ast.BasicLit, within []ast.Node) {
	for _, w := range within {
		switch w := w.(type) {
		case *ast.ImportSpec, *ast.Field:
			return
		case *ast.CallExpr:
			switch fun := w.Fun.(type) {
			case *ast.SelectorExpr:
				if slices.Contains(internal, fun.Sel.Name) && !(fun.Sel.Name == "New" && strings.HasPrefix(f.dir, "export/sign")) {
					return
				}
			case *ast.Ident:
				if fun.Name == "panic" {
					return
				}
			}
		case *ast.CompositeLit:
			if k := f.typeName(w.Type); w.Type != nil && (k == "Error" || k == "Sentence") {
				return // collected with its fields
			}
		}
	}
	var top ast.Expr = n // the whole of "a" + "b"
	for i := len(within) - 1; i >= 0; i-- {
		b, ok := within[i].(*ast.BinaryExpr)
		if !ok || b.Op != token.ADD {
			break
		}
		top = b
	}
	texts, ok := f.constant(top, within)
	if own, _ := f.constant(n, within); !ok && len(strings.Fields(own[0])) >= 3 {
		f.t.Errorf("%s: a sentence is put together from pieces, so that it cannot be recognised: use one format", f.at(n))
	}
	for _, s := range texts {
		few := 3
		if verbs.MatchString(s) {
			few = 2
		}
		if len(strings.Fields(s)) >= few && worded(s) && !strings.Contains(s, "SELECT ") && !strings.Contains(s, "PRAGMA") {
			f.add(s, n)
		}
	}
}

// verbs are the places of a format; "%%" is a percent sign.
var verbs = regexp.MustCompile(`%(?:%|[-+#0-9.]*(?:\[\d+\])?[a-zA-Z])`)

// places returns the highest number of a place in a format.
func places(s string) int {
	n := 0
	for _, v := range verbs.FindAllString(s, -1) {
		if i := strings.IndexByte(v, '['); i >= 0 {
			k, _ := strconv.Atoi(v[i+1 : strings.IndexByte(v, ']')])
			n = max(n, k)
		}
	}
	return n
}

// names are the words of the lists that this program ships, as the window says them.
func names() map[string]string {
	out := map[string]string{casefile.LeadBanner: "casefile.LeadBanner", "%[1]s: %[2]s": "ui/wording", "this workstation": "the service inside the program"}
	add := func(where string, words ...string) {
		for _, w := range words {
			if worded(w) {
				out[w] = where
			}
		}
	}
	for _, s := range casefile.Scales() {
		add("scale "+s.ID, s.Name, s.Source)
		add("scale "+s.ID, s.Propositions...)
		for _, l := range s.Levels {
			add("scale "+s.ID, l.Name, l.Meaning)
		}
	}
	for _, list := range []casefile.CodeList{casefile.BreechFacePatterns, casefile.FiringPinShapes} {
		for _, c := range list.Codes {
			add("list "+list.ID, c.Name)
		}
	}
	add("list of calibres", "12 gauge")
	for _, k := range pipeline.Kinds() {
		add("stage "+k.Name, k.Title, k.Source)
		add("stage "+k.Name, k.Ways...)
		for _, p := range k.Params {
			add("stage "+k.Name, p.Title, p.Source)
			if strings.Contains(p.Unit, " ") {
				add("stage "+k.Name, p.Unit)
			}
		}
		add("stage "+k.Name, "preparation, "+k.Name)
	}
	add("stage 0", "the surface as it was measured, its mean height taken as zero")
	add("units of parameters", "share", "cell sides", "cells", "pixels", "pixels of the smaller picture")
	for _, status := range casefile.CaseStatuses() {
		add("states of a case", string(status))
	}
	for _, list := range casefile.Lists() {
		if list.ID == casefile.Calibres.ID || list.ID == casefile.ClockPositions.ID {
			continue
		}
		for _, c := range list.Codes {
			add("list "+list.ID, c.Name)
		}
	}
	for _, fields := range [][]casefile.Field{casefile.CaseFields(), casefile.EventFields(), casefile.Fields(casefile.KindFirearm), casefile.Fields(casefile.KindCartridgeCase),
		casefile.Fields(casefile.KindBullet), casefile.Fields(casefile.KindCartridge), casefile.Fields(casefile.KindPart), casefile.Fields(casefile.KindDocument)} {
		for _, f := range fields {
			add("field "+f.Path, f.Name, f.Group, f.Help)
		}
	}
	for _, k := range casefile.SourceKinds() {
		add("kinds of source", string(k))
	}
	for _, k := range casefile.DocumentKinds() {
		add("kinds of document", string(k))
	}
	add("states of a hit", string(casefile.HitConfirmed), string(casefile.HitWithdrawn))
	name := func(id string) string { return id }
	var hit casefile.Hit
	for _, said := range [][]casefile.Said{casefile.Case{}.Said(), casefile.Exhibit{}.Said(name), casefile.Event{}.Said(), casefile.Document{}.Said(name), hit.Said(name)} {
		for _, x := range said {
			add("history", x.Name)
		}
	}
	for _, k := range []casefile.ShapeKind{casefile.Brush, casefile.Polygon, casefile.Ellipse, casefile.Arrow} {
		add("shapes", string(k))
	}
	return out
}

// sentences adds all of them to the texts of the interface.
func sentences(t *testing.T, found map[string]text) {
	t.Helper()
	below := map[string]text{}
	for _, s := range packages(t) {
		f := &finder{source: s, t: t, found: below}
		for i, file := range s.files {
			if strings.HasPrefix(s.dir, "ui") && s.dir != "ui/task" {
				continue
			}
			f.look(file, s.names[i])
		}
	}
	for word, where := range names() {
		if _, ok := below[word]; !ok {
			below[word] = text{at: where}
		}
	}
	if len(below) < 300 {
		t.Errorf("only %d sentences found below the interface: the search no longer sees them", len(below))
	}
	for s, x := range below {
		if _, ok := found[s]; !ok {
			found[s] = x
		}
	}
}
