package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
)

func (p *program) reportMail() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "mail CASE REPORT --out FILE.pdf",
		Short: "Write a small copy of an issued report for sending by mail: lossy, without signatures, and every page says so",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			file, err := desk.MailReport(ctx, args[0], args[1], out, p.progress())
			if err != nil {
				return err
			}
			return p.print(map[string]string{"file": file}, func(w io.Writer) { fmt.Fprintln(w, file) })
		}),
	}
	cmd.Flags().StringVar(&out, "out", "", "the PDF file to write")
	_ = cmd.MarkFlagRequired("out") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}
