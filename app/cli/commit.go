package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/report"
)

func (p *program) commit() *cobra.Command {
	var v casefile.Commitment
	cmd := &cobra.Command{
		Use:   "commit CASE COMPARISON (--as LEVEL | --skip) --reason TEXT",
		Short: "Commit the examiner's own view of a pair, before its figures are shown",
		Long: "Records the view once and for all, then prints the figures. It is provisional: the conclusion may differ, and the\n" +
			"report states both, and what had been visible before. --skip shows the figures without a view, for the reason given.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			v.ComparisonID = args[1]
			c, err := desk.Commit(ctx, args[0], v)
			if err != nil {
				return err
			}
			item, err := desk.Comparison(ctx, args[0], c.ComparisonID)
			if err != nil {
				return err
			}
			return p.print(c, func(w io.Writer) {
				k := item.Comparison
				if c.Skipped {
					fmt.Fprintf(w, "No view stated on comparison %d (%s)\n", k.Number, c.ID)
				} else {
					fmt.Fprintf(w, "View %s committed on comparison %d (%s)\n", c.Value, k.Number, c.ID)
				}
				fmt.Fprintf(w, "Visible before: %s\n", report.Visible(c.Exposed))
				fmt.Fprintf(w, "%s %s\nA score is a lead, never a conclusion.\n", k.Default, report.Decimal(k.Score(k.Default)))
			})
		}),
	}
	cmd.Flags().StringVar(&v.Value, "as", "", "the view, one of the agency's scale")
	cmd.Flags().BoolVar(&v.Skipped, "skip", false, "state no view")
	cmd.Flags().StringVar(&v.Reason, "reason", "", "why, in the examiner's words")
	_ = cmd.MarkFlagRequired("reason") // only fails for a flag that is not there
	cmd.MarkFlagsMutuallyExclusive("as", "skip")
	cmd.MarkFlagsOneRequired("as", "skip")
	return p.jsonFlag(cmd)
}
