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
	var list, countersign, stamped bool
	var existing int64
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
			var k casefile.Checkpoint
			var err error
			if existing > 0 {
				k, err = checkpointOver(ctx, desk, args[0], existing)
			} else {
				k, err = desk.SignCheckpoint(ctx, args[0], reason)
			}
			if err != nil {
				return err
			}
			if countersign {
				c, err := desk.CountersignCheckpoint(ctx, args[0], k.ID)
				if err != nil {
					return err
				}
				k.Countersignatures = append(k.Countersignatures, c)
			}
			if stamped {
				s, err := desk.TimestampCheckpoint(ctx, args[0], k.ID)
				if err != nil {
					return err
				}
				k.Stamps = append(k.Stamps, s)
			}
			if out != "" {
				if out, err = desk.ExportCheckpoint(ctx, args[0], k.ID, out); err != nil {
					return err
				}
			}
			return p.print(k, func(w io.Writer) {
				fmt.Fprint(w, k.Note)
				printOn(p.Stderr, k)
				if out != "" {
					fmt.Fprintf(p.Stderr, "Written to %s.\n", out)
				}
			})
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&out, "out", "", "also write the note to this new file")
	flags.StringVar(&reason, "reason", "on demand", "why it is signed")
	flags.BoolVar(&countersign, "countersign", false, "also sign the note with your own identity (passphrase or PIN in $"+casework.PassphraseVariable+")")
	flags.BoolVar(&stamped, "timestamp", false, "also have the time-stamp service of the settings say that it was there now")
	flags.Int64Var(&existing, "records", 0, "countersign or time-stamp the checkpoint over so many records instead of signing a new one")
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
			printOn(w, k)
		}
		if len(list) == 0 {
			fmt.Fprintln(w, "No checkpoint was signed yet.")
		}
	})
}

// checkpointOver returns the checkpoint over so many records.
func checkpointOver(ctx context.Context, desk *casework.Desk, path string, records int64) (casefile.Checkpoint, error) {
	list, err := desk.Checkpoints(ctx, path)
	if err != nil {
		return casefile.Checkpoint{}, err
	}
	for _, k := range list {
		if k.Size == records {
			return k, nil
		}
	}
	return casefile.Checkpoint{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no checkpoint over %[1]d records", Do: "List the checkpoints and choose one", Args: []any{records}}
}

// printOn says what was put on a checkpoint.
func printOn(w io.Writer, k casefile.Checkpoint) {
	for _, c := range k.Countersignatures {
		fmt.Fprintf(w, "  countersigned %s by %s\n", c.Created.Format(time.RFC3339), c.Signer)
	}
	for _, s := range k.Stamps {
		fmt.Fprintf(w, "  time-stamped %s by %s\n", s.At.Format(time.RFC3339), s.Service)
	}
}
