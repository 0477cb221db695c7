package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
)

func (p *program) report() *cobra.Command {
	var out, reference string
	var robustness bool
	cmd := &cobra.Command{
		Use:   "report CASE COMPARISON --out FILE.pdf",
		Short: "Issue the signed report on a comparison that was concluded",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if reference != "" {
				desk.Use(func(s *casework.Settings) { s.ReferenceSet = reference })
			}
			issued, err := desk.IssueWith(ctx, args[0], args[1], out, casework.IssueOptions{Filters: robustness}, p.progress())
			if err != nil {
				return err
			}
			return p.print(issued, func(w io.Writer) {
				fmt.Fprintf(w, "Report %s issued: %s\nSHA-256 %s\nSigned by %s\n", issued.Report.ID, issued.File,
					issued.Report.SHA256, issued.Report.Signer)
				if issued.Report.TestIdentity {
					fmt.Fprintln(w, "This is a TEST IDENTITY: the report says so on every page.")
				}
			})
		}),
	}
	cmd.Flags().StringVar(&out, "out", "", "the PDF file to write")
	cmd.Flags().StringVar(&reference, "reference", "", "reference set to show the score against, a `file` made by tracemark validate --reference")
	cmd.Flags().BoolVar(&robustness, "robustness", false, "compare anew with other filters, which takes seconds, and state those scores too")
	_ = cmd.MarkFlagRequired("out") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}
