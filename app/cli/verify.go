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
	var against []string
	cmd := &cobra.Command{
		Use:   "verify FILE.pdf|CASE",
		Short: "Say who signed a report and whether anything changed since, or check a case from end to end",
		Long: "For a report: who signed it, when by the signer's own word, and whether one byte changed since.\n" +
			"For a case folder: every record of the log, every row against it, every original against its hash, the signed checkpoints.\n" +
			"--against adds what was kept elsewhere: the file of a checkpoint, or \"RECORDS HASH\" as a report prints them. Without\n" +
			"any of these, a log that somebody recomputed from end to end cannot be told from the true one.\n" +
			"The exit code is 0 only when nothing was found wrong.",
		Args: cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			verdict, err := verdictOn(ctx, desk, args[0], against, p.progress())
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
	cmd.Flags().StringArrayVar(&against, "against", nil, "a checkpoint's file or the figures \"RECORDS HASH\", kept elsewhere")
	return p.jsonFlag(cmd)
}

func verdictOn(ctx context.Context, desk *casework.Desk, path string, against []string, progress casefile.Progress) (casefile.Verdict, error) {
	if len(against) == 0 {
		return desk.Verify(ctx, path, progress)
	}
	known := make([]casework.KnownHead, len(against))
	for i, text := range against {
		var err error
		if known[i], err = casework.ReadHead(text); err != nil {
			return casefile.Verdict{}, err
		}
	}
	return desk.VerifyCaseAgainst(ctx, path, known, progress)
}
