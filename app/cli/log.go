package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) log() *cobra.Command {
	var from int64
	var n int
	cmd := &cobra.Command{
		Use:   "log CASE",
		Short: "Print a case's log: who did what, and when",
		Long:  "Prints the records of the case's tamper-evident log in order. `tracemark verify CASE` says whether they can be relied on.",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if from < 0 || n < 0 {
				return &casefile.Error{Code: casefile.Invalid, What: "A number of log records cannot be negative", Do: "Count records from 0"}
			}
			entries, total, err := desk.Log(ctx, args[0], from, n)
			if err != nil {
				return err
			}
			if from > 0 && from >= total {
				return &casefile.Error{Code: casefile.NotFound, What: "The log has %[1]d records, from 0 on", Do: "Choose a lower number", Args: []any{total}}
			}
			return p.print(entries, func(w io.Writer) {
				for _, e := range entries {
					fmt.Fprintf(w, "%5d  %s  %s: %s", e.N, e.Time.Format(time.RFC3339), e.Actor, e.Action)
					if e.Detail != "" {
						fmt.Fprintf(w, " (%s)", e.Detail)
					}
					fmt.Fprintln(w)
				}
			})
		}),
	}
	cmd.Flags().Int64Var(&from, "from", 0, "first record")
	cmd.Flags().IntVar(&n, "records", 1_000_000, "how many at most")
	return p.jsonFlag(cmd)
}
