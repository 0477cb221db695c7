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

func (p *program) checkpoint() *cobra.Command {
	var out, reason string
	var list bool
	cmd := &cobra.Command{
		Use:   "checkpoint CASE",
		Short: "Sign the head of a case's log, to be kept elsewhere",
		Long: "Signs how many records the case's log has and the hash over them, and prints the note. Keep it where nobody can change\n" +
			"it together with the case: `tracemark verify CASE --against FILE` then tells for ever whether anything before it was\n" +
			"altered. The checkpoint stays in the case too. Each report signs one by itself.",
		Args: cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if list {
				return p.checkpoints(ctx, desk, args[0])
			}
			k, err := desk.SignCheckpoint(ctx, args[0], reason)
			if err != nil {
				return err
			}
			if out != "" {
				if out, err = desk.ExportCheckpoint(ctx, args[0], k.ID, out); err != nil {
					return err
				}
			}
			return p.print(k, func(w io.Writer) {
				fmt.Fprint(w, k.Note)
				if out != "" {
					fmt.Fprintf(p.Stderr, "Written to %s.\n", out)
				}
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "", "also write the note to this new file")
	flags.StringVar(&reason, "reason", "on demand", "why it is signed")
	flags.BoolVar(&list, "list", false, "list the checkpoints of the case instead")
	return p.jsonFlag(cmd)
}

func (p *program) checkpoints(ctx context.Context, desk *casework.Desk, path string) error {
	list, err := desk.Checkpoints(ctx, path)
	if err != nil {
		return err
	}
	if list == nil {
		list = []casefile.Checkpoint{}
	}
	return p.print(list, func(w io.Writer) {
		for _, k := range list {
			fmt.Fprintf(w, "%s  %d records  %s  %s\n", k.Created.Format(time.RFC3339), k.Size, k.Root, k.Reason)
		}
		if len(list) == 0 {
			fmt.Fprintln(w, "No checkpoint was signed yet.")
		}
	})
}
