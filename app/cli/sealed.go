package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// verificationSealed are the verbs of a verification that is done at another workstation.
func (p *program) verificationSealed() []*cobra.Command {
	return []*cobra.Command{p.verificationGive(), p.verificationOpen(), p.verificationReturn(), p.verificationTake()}
}

func (p *program) verificationGive() *cobra.Command {
	var o casefile.SealedOrder
	cmd := &cobra.Command{
		Use:   "give CASE COMPARISON FILE --to KEY",
		Short: "Ask for a verification at another workstation, by a sealed package",
		Long: "The package holds the two recordings as Specimen 1 and Specimen 2, with their masks, class characteristics and the scale: no\n" +
			"labels, names, case number, figures or file names. The recordings themselves go unchanged, so that their hashes hold: what a\n" +
			"file says of itself inside may name its item. The signature names whoever signs.",
		Args: cobra.ExactArgs(3),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			o.File = args[2]
			s, err := desk.GiveVerification(ctx, args[0], args[1], o, p.progress())
			if err != nil {
				return err
			}
			return p.print(s, func(w io.Writer) {
				fmt.Fprintf(w, "Verification %d asked for; give the verifier %s\nSHA-256 %s\n", s.Number, s.File, s.SHA256)
			})
		}),
	}
	cmd.Flags().StringArrayVar(&o.Recipients, "to", nil, "public `key` (age1…) of the verifier's workstation, which its verb keys shows")
	cmd.Flags().StringVar(&o.Note, "note", "", "for the verifier to read; it must say nothing of the conclusion")
	_ = cmd.MarkFlagRequired("to") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

func (p *program) verificationOpen() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "open FILE",
		Short: "Make a case of a verification that another workstation asks for",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			ref, err := desk.OpenVerification(ctx, args[0], p.progress())
			if err != nil {
				return err
			}
			return p.print(ref, func(w io.Writer) {
				fmt.Fprintf(w, "%s\nCompare and commit: comparison 1. Then return the answer.\n", ref.Path)
			})
		}),
	})
}

func (p *program) verificationReturn() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "return CASE FILE",
		Short: "Write the answer of a verification for the workstation that asks",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			s, err := desk.ReturnVerification(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(s, func(w io.Writer) {
				fmt.Fprintf(w, "Answer written: %s, signed by %s\nSHA-256 %s\n", s.File, s.Signer, s.SHA256)
			})
		}),
	})
}

func (p *program) verificationTake() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "take CASE FILE",
		Short: "Take the answer to a verification into the case that asked",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			v, err := desk.TakeVerification(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(v, func(w io.Writer) { printVerification(w, v) })
		}),
	})
}
