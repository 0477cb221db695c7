package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) exportVerb() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "export CASE FOLDER",
		Short: "Export a whole case as plain JSON with its originals",
		Long: "Export a whole case as plain JSON with its originals into a new folder: every version of everything and the log.\n" +
			"README.txt and two JSON Schemas in the folder describe it; `tracemark import-case` makes a case of it again.\n" +
			"Nothing in it is encrypted or signed: to give a case to somebody else, make a package.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			out, err := desk.ExportCase(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(out, func(w io.Writer) {
				fmt.Fprintf(w, "Case %s exported to %s: %d rows of %d tables, %d originals\nLog head: %d records, %s\nSHA-256 of export.json: %s\n",
					out.CaseNumber, out.Folder, out.Rows, out.Tables, out.Originals, out.LogSize, out.LogRoot, out.HeadSHA256)
			})
		}),
	})
}

func (p *program) importCase() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "import-case FOLDER NEW-CASE",
		Short: "Make a new case from an export",
		Long: "Make a new case in a new folder from an export. All of it is checked first. The new case has a log of its own, which begins\n" +
			"by saying what it was made from; the old log and its checkpoints are kept in it as files.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			ref, err := desk.ImportCase(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(ref, func(w io.Writer) {
				fmt.Fprintf(w, "Case %s made in %s: %d exhibits, %d captures, %d comparisons\n", ref.Case.Number, ref.Path, ref.Exhibits, ref.Captures, ref.Comparisons)
			})
		}),
	})
}

func (p *program) list() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "list CASE WHAT",
		Short: "Print a list of a case, or write it as CSV",
		Long: "Print a list of a case, or write it as CSV with --csv. WHAT is one of " + strings.Join((*casework.Desk)(nil).Lists(), ", ") + ",\n" +
			"or the name of a table of the case, with every version.\n\n" +
			"In CSV, a cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that begins with\n" +
			"an apostrophe: a program that reads the list takes one away. How many there are is said.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if file == "" {
				return p.printList(ctx, desk, args[0], args[1])
			}
			out, err := desk.ExportList(ctx, args[0], args[1], file)
			if err != nil {
				return err
			}
			return p.print(out, func(w io.Writer) {
				fmt.Fprintf(w, "%d rows written to %s\nSHA-256 %s\n", out.Rows, out.File, out.SHA256)
				if out.Guarded > 0 {
					fmt.Fprintf(w, "%d cells begin like a formula and got an apostrophe in front: take it away to have the value.\n", out.Guarded)
				}
			})
		}),
	}
	cmd.Flags().StringVar(&file, "csv", "", "write the list to this new `file`")
	return p.jsonFlag(cmd)
}

// printList prints a list with tabs between the columns, where whoever reads it wants no file.
func (p *program) printList(ctx context.Context, desk *casework.Desk, path, what string) error {
	header, rows, err := desk.List(ctx, path, what)
	if err != nil {
		return err
	}
	list := []map[string]string{}
	for _, r := range rows {
		m := map[string]string{}
		for i, name := range header {
			m[name] = r[i]
		}
		list = append(list, m)
	}
	return p.print(list, func(w io.Writer) {
		flat := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
		for _, r := range append([][]string{header}, rows...) {
			for i, c := range r {
				if i > 0 {
					fmt.Fprint(w, "\t")
				}
				fmt.Fprint(w, flat.Replace(c))
			}
			fmt.Fprintln(w)
		}
	})
}

// counts says how many rows of what there are.
func counts(w io.Writer, list []casefile.TableCount) {
	for _, c := range list {
		fmt.Fprintf(w, "  %-20s %d\n", c.Table, c.Rows)
	}
}
