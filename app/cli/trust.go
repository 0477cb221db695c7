package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) trust() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "trust",
		Short: "The agency's trust store: authorities whose signatures and time stamps are believed",
		Long: "Holds certificates of authorities, each for one purpose: signers, who say who signed, or time-stamping, who say when. What\n" +
			"is added and removed is in the workstation's log, with the reason. An authority that says of itself that it is a test is held\n" +
			"apart: what it issued is never called trusted. The store is the folder trust in the data folder, in PEM.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.trustAdd(), p.trustList(), p.trustRemove())
	return cmd
}

func (p *program) purposeFlags(cmd *cobra.Command, purpose, reason *string) {
	cmd.Flags().StringVar(purpose, "for", string(casefile.TrustSigners), "what it is trusted for: signers or time-stamping")
	p.reasonFlag(cmd, reason)
}

func (p *program) trustAdd() *cobra.Command {
	var purpose, reason string
	cmd := &cobra.Command{
		Use:   "add FILE",
		Short: "Add the authorities in a file, in PEM or DER",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			added, err := desk.Trust(ctx, args[0], casefile.TrustPurpose(purpose), reason)
			if err != nil {
				return err
			}
			return p.print(added, func(w io.Writer) {
				for _, ca := range added {
					printCA(w, ca)
				}
			})
		}),
	}
	p.purposeFlags(cmd, &purpose, &reason)
	return p.jsonFlag(cmd)
}

func (p *program) trustList() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "list",
		Short: "List the authorities, those that were removed as well",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			list, left, err := desk.TrustStore(ctx)
			if err != nil {
				return err
			}
			if list == nil {
				list = []casefile.TrustedCA{}
			}
			for _, s := range left {
				fmt.Fprintln(p.Stderr, s)
			}
			return p.print(list, func(w io.Writer) {
				for _, ca := range list {
					printCA(w, ca)
				}
				if len(list) == 0 {
					fmt.Fprintln(w, "The trust store is empty: no signer is called trusted. Add authorities with `tracemark trust add`.")
				}
			})
		}),
	})
}

func (p *program) trustRemove() *cobra.Command {
	var purpose, reason string
	cmd := &cobra.Command{
		Use:   "remove SHA-256",
		Short: "Take an authority out of use; it stays in the list",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			ca, err := desk.Distrust(ctx, args[0], casefile.TrustPurpose(purpose), reason)
			if err != nil {
				return err
			}
			return p.print(ca, func(w io.Writer) { printCA(w, ca) })
		}),
	}
	p.purposeFlags(cmd, &purpose, &reason)
	return p.jsonFlag(cmd)
}

func printCA(w io.Writer, ca casefile.TrustedCA) {
	fmt.Fprintf(w, "%s: %s\n", ca.Purpose, ca.Name)
	fmt.Fprintf(w, "  SHA-256  %s\n  valid    %s to %s\n  issuer   %s\n", ca.SHA256, ca.From.Format("2006-01-02"), ca.Until.Format("2006-01-02"), ca.Issuer)
	if !ca.Added.IsZero() {
		fmt.Fprintf(w, "  added    %s by %s: %s\n", ca.Added.Format("2006-01-02 15:04 MST"), ca.By, ca.Reason)
	}
	if !ca.Removed.IsZero() {
		fmt.Fprintf(w, "  REMOVED  %s by %s: %s\n", ca.Removed.Format("2006-01-02 15:04 MST"), ca.RemovedBy, ca.RemovedReason)
	}
	for _, s := range ca.Warnings {
		fmt.Fprintf(w, "  Warning: %s\n", s)
	}
}
