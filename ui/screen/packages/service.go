package packages

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is the case's
// folder.
type Service interface {
	// PackageKeys returns this workstation's public keys.
	PackageKeys(ctx context.Context) ([]string, error)
	// Exhibits returns the exhibits with their captures.
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)
	// Passages returns what left the case and came into it.
	Passages(ctx context.Context, casePath string) ([]casefile.Passage, error)
	// MakePackage writes a package and logs that it was given out.
	MakePackage(ctx context.Context, casePath string, o casefile.PackageOrder, progress casefile.Progress) (casefile.PackageSlip, error)
	// OpenPackage opens a package as a case that can only be looked at; passphrase and folder may be empty.
	OpenPackage(ctx context.Context, file, passphrase, folder string, progress casefile.Progress) (casefile.PackageSlip, error)
	// TakeIn adds a package to the case; with preview nothing is changed.
	TakeIn(ctx context.Context, casePath, file, passphrase string, preview bool, progress casefile.Progress) (casefile.TakeInReport, casefile.PackageSlip, error)
	// ExportCase writes the case as plain JSON into a new folder.
	ExportCase(ctx context.Context, casePath, folder string, progress casefile.Progress) (casefile.PlainExport, error)
	// ImportCase makes a new case from an export.
	ImportCase(ctx context.Context, folder, target string, progress casefile.Progress) (casefile.CaseRef, error)
	// Lists returns the names of the lists that ExportList writes.
	Lists() []string
	// ExportList writes a list as CSV to a new file.
	ExportList(ctx context.Context, casePath, what, file string) (casefile.ListExport, error)
	// Case returns the case in a folder.
	Case(ctx context.Context, casePath string) (casefile.CaseRef, error)
	// CasesFolder is where cases are made.
	CasesFolder() string
}
