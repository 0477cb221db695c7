// Package version says which Tracemark this is. The number is written here and nowhere else: the program, its reports,
// the hub and the package take it from here.
package version

import (
	"runtime"
	"runtime/debug"
)

// String is the version of Tracemark, by semver.org's rules.
const String = "0.1.0"

// Name is the product's name.
const Name = "Tracemark"

// scored are the libraries whose version can matter to a figure or a signature in a report.
var scored = map[string]bool{
	"gocv.io/x/gocv":                     true,
	"codeberg.org/go-pdf/fpdf":           true,
	"github.com/mattn/go-sqlite3":        true,
	"golang.org/x/mod":                   true,
	"software.sslmate.com/src/go-pkcs12": true,
}

// Software lists the program, the Go release that built it and the libraries that matter to a result, each as
// "name version", always in the same order.
func Software() []string {
	list := []string{Name + " " + String, runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return list
	}
	for _, m := range info.Deps { // sorted by path
		if scored[m.Path] {
			list = append(list, m.Path+" "+m.Version)
		}
	}
	return list
}
