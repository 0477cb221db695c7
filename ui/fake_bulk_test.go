package ui_test

import (
	"context"

	"tracemark/casefile"
)

// bulkwork is what the fake was asked to import.
type bulkwork struct {
	planned  []casefile.BulkOptions
	imported []bool // whether only the good rows were wanted
}

var noMark = &casefile.Error{Code: casefile.Invalid, What: "%[1]q means nothing in this column", Do: "Use breech-face, firing-pin, ejector, extractor, aperture-shear or headstamp", Args: []any{"nose"}}

func (f *fake) PlanBulk(_ context.Context, _ string, o casefile.BulkOptions, _ casefile.Progress) (casefile.BulkPlan, error) {
	f.planned = append(f.planned, o)
	if o.Folder == "/empty" {
		return casefile.BulkPlan{}, &casefile.Error{Code: casefile.NotFound, What: "The folder %[1]s has no recordings in it", Args: []any{"empty"}}
	}
	good := casefile.BulkRow{Line: 2, File: "/a.x3p", Written: "a.x3p", Action: casefile.BulkNew, Options: casefile.ImportOptions{ExhibitLabel: "Q7", Mark: o.Else.Mark}}
	plan := casefile.BulkPlan{Rows: []casefile.BulkRow{good}}
	if o.List != "" {
		plan.Delimiter, plan.Encoding, plan.Ignored = ";", "Windows-1252", []string{"colour"}
		plan.Rows = append(plan.Rows, casefile.BulkRow{Line: 3, Written: "b.x3p", Action: casefile.BulkProblem, Options: casefile.ImportOptions{ExhibitLabel: "Q8"},
			Problems: []casefile.BulkCell{{Column: "Trace", Err: noMark, Text: noMark.Error()}}})
	}
	return plan, nil
}

func (f *fake) ImportBulk(_ context.Context, _ string, plan casefile.BulkPlan, goodOnly bool, _ casefile.Progress) (casefile.BulkResult, error) {
	f.imported = append(f.imported, goodOnly)
	return casefile.BulkResult{New: 1, Added: 1, Left: plan.Count(casefile.BulkProblem)}, nil
}
