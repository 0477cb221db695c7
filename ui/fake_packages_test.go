package ui_test

import (
	"context"
	"encoding/json"
	"time"

	"tracemark/casefile"
)

// passing is what left the fake's case and came into it.
type passing struct {
	ordered  []casefile.PackageOrder
	previews int
	took     int
	clash    bool // the next package says something else than the case
	lists    []string
}

// locked is the package that only a passphrase opens.
const locked = "/mail/locked.tmcase"

var wrongKey = &casefile.Error{Code: casefile.Refused, What: "None of the keys here opens the package: it was made for somebody else", Do: "ask for it again"}

func (f *fake) PackageKeys(context.Context) ([]string, error) {
	return []string{"age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq"}, nil
}

func (f *fake) Passages(context.Context, string) ([]casefile.Passage, error) {
	about, err := json.Marshal(casefile.PassageFacts{By: "R. Marsh, Central Laboratory", File: "26-0117.tmcase", Exhibits: []string{"Q1"}})
	return []casefile.Passage{{ID: "pp1", Kind: casefile.PackageOut, PackageID: "P1", SHA256: "ab12", About: about, Created: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}}, err
}

func slip(file string) casefile.PackageSlip {
	return casefile.PackageSlip{File: file, ID: "P1", CaseNumber: "26-0117", From: "O. Other, Harbour Police", Signer: "O. Other", SHA256: "ab12", TestIdentity: true,
		Exhibits: []string{"Q1"}, Folder: "/opened"}
}

func (f *fake) MakePackage(_ context.Context, _ string, o casefile.PackageOrder, _ casefile.Progress) (casefile.PackageSlip, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ordered = append(f.ordered, o)
	return slip(o.File), nil
}

func (f *fake) OpenPackage(_ context.Context, file, passphrase, _ string, _ casefile.Progress) (casefile.PackageSlip, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, file+" "+passphrase)
	if file == locked && passphrase == "" {
		return casefile.PackageSlip{}, wrongKey
	}
	return slip(file), nil
}

func (f *fake) TakeIn(_ context.Context, _, file, passphrase string, preview bool, _ casefile.Progress) (r casefile.TakeInReport, s casefile.PackageSlip, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if preview {
		f.previews++
	} else {
		f.took++
	}
	r = casefile.TakeInReport{Same: 3, Added: []casefile.TableCount{{Table: "exhibit", Rows: 1}}, Exhibits: []casefile.TakenExhibit{{Label: "Q1 (Harbour Police)"}},
		Relabelled: []casefile.Relabelled{{Was: "Q1", Now: "Q1 (Harbour Police)"}}, Left: []string{"The settings of the other case stay with the other case."}}
	if f.clash {
		r.Conflicts = []casefile.RowConflict{{Table: "event", ID: "e1", Columns: []string{"place"}}}
	}
	return r, slip(file), nil
}

func (f *fake) ExportCase(_ context.Context, _, folder string, _ casefile.Progress) (casefile.PlainExport, error) {
	return casefile.PlainExport{Folder: folder, Rows: 12, Originals: 3}, nil
}

func (f *fake) ImportCase(context.Context, string, string, casefile.Progress) (casefile.CaseRef, error) {
	return f.cases[0], nil
}

func (f *fake) Lists() []string { return []string{"case", "exhibits", "log"} }

func (f *fake) ExportList(_ context.Context, _, what, file string) (casefile.ListExport, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lists = append(f.lists, what)
	return casefile.ListExport{File: file, What: what, Rows: 4, Guarded: 1}, nil
}

func (f *fake) CasesFolder() string { return "/cases" }
