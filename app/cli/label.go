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

func (p *program) label() *cobra.Command {
	var o casefile.LabelOptions
	var all bool
	var ids []string
	for _, s := range casefile.LabelSheets() {
		ids = append(ids, s.ID)
	}
	cmd := &cobra.Command{
		Use:   "label CASE EXHIBIT...",
		Short: "Print labels of exhibits as a PDF, with a QR code and a Code 128",
		Args:  cobra.MinimumNArgs(1),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		exhibits := args[1:]
		if all {
			items, err := desk.Exhibits(ctx, args[0])
			if err != nil {
				return err
			}
			exhibits = nil
			for _, item := range items {
				if item.Exhibit.Owner == "" {
					exhibits = append(exhibits, item.Exhibit.ID)
				}
			}
		}
		file, err := desk.PrintLabels(ctx, args[0], exhibits, o)
		if err != nil {
			return err
		}
		return p.print(map[string]any{"file": file, "labels": len(exhibits)}, func(w io.Writer) { fmt.Fprintf(w, "Labels: %d, in %s\n", len(exhibits), file) })
	})
	cmd.Flags().StringVar(&o.Sheet, "sheet", casefile.LabelSheets()[0].ID, "paper: "+strings.Join(ids, ", "))
	cmd.Flags().IntVar(&o.Start, "start", 1, "place on the first sheet to begin at, row by row from 1")
	cmd.Flags().StringVar(&o.Target, "out", "", "file to write (default: one in the data folder)")
	cmd.Flags().BoolVar(&all, "all", false, "labels of all exhibits of this agency in the case")
	cmd.AddCommand(p.labelFind())
	return p.jsonFlag(cmd)
}

func (p *program) labelFind() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "find CODE",
		Short: "Find the exhibit that a label's code means, among the known cases",
		Args:  cobra.MinimumNArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			t, err := desk.FindLabel(ctx, strings.Join(args, ""))
			if err != nil {
				return err
			}
			return p.print(t, func(w io.Writer) {
				fmt.Fprintf(w, "Exhibit %s of case %s in %s\n", t.Exhibit.Label, t.CaseNumber, t.CasePath)
			})
		}),
	})
}
