package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
)

func (p *program) restore() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "restore BACKUP TO",
		Short: "Make a case again from its backup, in a new folder",
		Long: "Reads the backup from end to end and compares its log with what it was when it was made; one that is damaged is\n" +
			"refused with the reason. Then the case is made in the new folder TO, and read again. Nothing is overwritten.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			ref, err := desk.Restore(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(ref, func(w io.Writer) {
				fmt.Fprintf(w, "Case %s restored in %s\nWhat was recorded after the backup is not in it.\n", ref.Case.Number, ref.Path)
			})
		}),
	})
}
