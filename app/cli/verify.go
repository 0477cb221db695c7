package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) verify() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify FILE.pdf|CASE",
		Short: "Say who signed a report and whether anything changed since, or check a case from end to end",
		Long: "For a report: who signed it, when by the signer's own word, and whether one byte changed since.\n" +
			"For a case folder: every record of the log, every row against it and every original against its hash.\n" +
			"The exit code is 0 only when nothing was found wrong.",
		Args: cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			verdict, err := desk.Verify(ctx, args[0], p.progress())
			if err != nil {
				return err
			}
			err = p.print(verdict, func(w io.Writer) {
				for _, s := range verdict.Sentences {
					fmt.Fprintln(w, s)
				}
			})
			if err == nil && !verdict.OK {
				err = &casefile.Error{Code: casefile.Damaged, What: "%[1]s does not verify",
					Do: "Do not rely on it; compare it with an earlier copy", Args: []any{verdict.Subject}}
			}
			return err
		}),
	}
	return p.jsonFlag(cmd)
}
