package cli

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// bulkDone is what a bulk import prints.
type bulkDone struct {
	Plan   casefile.BulkPlan    `json:"plan"`
	Result *casefile.BulkResult `json:"result,omitempty"` // nil where nothing was to be imported
}

// importBulk imports a folder or a list, or says what that would do.
func (p *program) importBulk(ctx context.Context, desk *casework.Desk, path string, o casefile.BulkOptions, dry, goodOnly bool) error {
	plan, err := desk.PlanBulk(ctx, path, o, p.progress())
	if err != nil {
		return err
	}
	wrong := plan.Count(casefile.BulkProblem)
	done := bulkDone{Plan: plan}
	if !dry && (wrong == 0 || goodOnly) {
		var r casefile.BulkResult
		r, err = desk.ImportBulk(ctx, path, plan, goodOnly, p.progress())
		done.Result = &r
	}
	if printed := p.print(done, func(w io.Writer) { writeBulk(w, done, dry) }); printed != nil {
		return printed
	}
	if err != nil {
		return err
	}
	switch failed := done.Result; {
	case failed != nil && len(failed.Failed) > 0:
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]d rows were not imported", Do: "Read the sentence for each above", Args: []any{len(failed.Failed)}}
	case failed == nil && wrong > 0:
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]d of %[2]d rows have problems, so nothing was imported", Do: "Correct them, or import the good rows only", Args: []any{wrong, len(plan.Rows)}}
	}
	return nil
}

func writeBulk(w io.Writer, d bulkDone, dry bool) {
	for _, name := range d.Plan.Ignored {
		fmt.Fprintf(w, "Passed over: %s\n", name)
	}
	if dry {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "LINE\tWHAT\tEXHIBIT\tMARK\tFILE")
		for _, r := range d.Plan.Rows {
			mark := string(r.Options.Mark)
			if r.File == "" {
				mark = "-"
			}
			fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", r.Line, r.Action, r.Options.ExhibitLabel, mark, orDash(r.Written))
		}
		t.Flush()
	}
	rows := d.Plan.Rows
	if d.Result != nil {
		rows = append(rows[:len(rows):len(rows)], d.Result.Failed...)
	}
	for _, r := range rows {
		for _, c := range r.Problems {
			column := ""
			if c.Column != "" {
				column = ", column " + c.Column
			}
			fmt.Fprintf(w, "Line %d%s: %s\n", r.Line, column, c.Text)
		}
	}
	if d.Result == nil {
		p := d.Plan
		fmt.Fprintf(w, "%d rows: %d new exhibits, %d added recordings, %d already here, %d with problems\n", len(p.Rows),
			p.Count(casefile.BulkNew), p.Count(casefile.BulkAdd), p.Count(casefile.BulkHere), p.Count(casefile.BulkProblem))
		return
	}
	fmt.Fprintf(w, "%d exhibits and %d recordings imported, %d rows already here, %d left out\n", d.Result.New, d.Result.Added, d.Result.Here, d.Result.Left+len(d.Result.Failed))
}
