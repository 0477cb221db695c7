package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// house is the list of who may not import whom, with the reason that a failure prints. A rule looks at the packages
// at or below From (except those at or below Except) and refuses the imports at or below Refuse (unless at or below
// Allow). Deep rules follow the imports of imports.
var house = []struct {
	From, Except  []string
	Refuse, Allow []string
	Deep          bool
	Why           string
}{
	{From: []string{"tracemark/assets"}, Refuse: []string{"tracemark"}, Allow: []string{"tracemark/assets"}, Deep: true,
		Why: "assets are at the bottom: everybody may use them, they know nobody"},
	{From: []string{"tracemark/imaging"}, Refuse: []string{"tracemark"}, Allow: []string{"tracemark/imaging"}, Deep: true,
		Why: "imaging is pure computation: it knows no case, no screen and no service"},
	{From: []string{"tracemark/imaging"}, Refuse: []string{"database/sql", "net/http", "fyne.io"}, Deep: true,
		Why: "imaging has no UI, no SQL and no HTTP"},
	{From: []string{"tracemark"}, Except: []string{"tracemark/imaging/cv"}, Refuse: []string{"gocv.io"},
		Why: "imaging/cv owns every OpenCV matrix; elsewhere nobody would close them"},
	{From: []string{"tracemark"}, Except: []string{"tracemark/export/identity/card"}, Refuse: []string{"github.com/miekg/pkcs11"},
		Why: "export/identity/card is the only place that talks to cards: elsewhere nobody would count the tries of a PIN"},
	{From: []string{"tracemark/export"}, Except: []string{"tracemark/export/identity/card"}, Refuse: []string{"tracemark/export/identity/card"}, Deep: true,
		Why: "a card needs C, and what writes and checks reports must be built without it"},
	{From: []string{"tracemark/casefile"}, Refuse: []string{"tracemark"}, Allow: []string{"tracemark/casefile", "tracemark/imaging"}, Deep: true,
		Why: "the domain knows only itself and imaging's values"},
	{From: []string{"tracemark/casefile"}, Refuse: []string{"tracemark/imaging/"}, Deep: true,
		Why: "the domain uses imaging's vocabulary, not its algorithms"},
	{From: []string{"tracemark"}, Except: []string{"tracemark/app", "tracemark/casefile/store"}, Refuse: []string{"tracemark/casefile/store"}, Deep: true,
		Why: "only app opens a case; everybody else is handed what it needs"},
	{From: []string{"tracemark/casefile/audit/check"}, Refuse: []string{"tracemark/casefile/store"}, Deep: true,
		Why: "the checker reads the file with its own SQL and trusts nobody"},
	{From: []string{"tracemark/export"}, Refuse: []string{"tracemark/ui", "tracemark/app", "tracemark/casefile/store", "database/sql", "fyne.io"}, Deep: true,
		Why: "export turns types into documents; it opens nothing and shows nothing"},
	{From: []string{"tracemark/ui"}, Refuse: []string{"tracemark/app", "tracemark/export", "database/sql"}, Deep: true,
		Why: "the interface never sees the database, the services or the documents, only what app/desktop hands it"},
	{From: []string{"tracemark"}, Except: []string{"tracemark/ui", "tracemark/app/desktop"}, Refuse: []string{"tracemark/ui", "fyne.io"},
		Why: "only app/desktop puts the interface together"},
	{From: []string{"tracemark/app/hub/api", "tracemark/app/hub/client"}, Refuse: []string{"tracemark/app/hub/server", "tracemark/app/hub/store"}, Deep: true,
		Why: "a client needs the contract, not the service behind it"},
}

// goPackage is what `go list -json` says of a package, as far as the rules look.
type goPackage struct {
	ImportPath    string
	Imports, Deps []string
}

func TestNobodyImportsAgainstTheHouseRules(t *testing.T) {
	packages := listPackages(t)
	for _, rule := range house {
		for _, p := range packages {
			if !within(p.ImportPath, rule.From) || within(p.ImportPath, rule.Except) {
				continue
			}
			imports := p.Imports
			if rule.Deep {
				imports = p.Deps
			}
			for _, i := range imports {
				if within(i, rule.Refuse) && !within(i, rule.Allow) {
					t.Errorf("%s imports %s: %s", p.ImportPath, i, rule.Why)
				}
			}
		}
	}
}

// within reports whether path is one of roots or lies below one; a root that ends in / means only what lies below.
func within(path string, roots []string) bool {
	for _, r := range roots {
		if path == r || strings.HasPrefix(path, strings.TrimSuffix(r, "/")+"/") {
			return true
		}
	}
	return false
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "tracemark/...")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var list []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < 10 {
		t.Fatalf("go list found only %d packages", len(list))
	}
	return list
}
