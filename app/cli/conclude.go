package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
)

func (p *program) conclude() *cobra.Command {
	var as, reason string
	cmd := &cobra.Command{
		Use:   "conclude CASE COMPARISON --as LEVEL --reason TEXT",
		Short: "Record the examiner's conclusion from a comparison",
		Long: "COMPARISON is a number, an id or the beginning of one, as `case show` prints them. LEVEL is one of the agency's\n" +
			"scale (see settings); of the default one: identification, inconclusive-a, inconclusive-b, inconclusive-c,\n" +
			"elimination, unsuitable. Where the agency commits first, a view is committed before: see commit.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			c, err := desk.Conclude(ctx, args[0], args[1], as, reason)
			if err != nil {
				return err
			}
			return p.print(c, func(w io.Writer) {
				fmt.Fprintf(w, "Concluded %s on comparison %s (%s)\n", c.Value, args[1], c.ID)
			})
		}),
	}
	cmd.Flags().StringVar(&as, "as", "", "the conclusion")
	cmd.Flags().StringVar(&reason, "reason", "", "why, in the examiner's words")
	_ = cmd.MarkFlagRequired("as") // only fails for a flag that is not there
	_ = cmd.MarkFlagRequired("reason")
	return p.jsonFlag(cmd)
}
