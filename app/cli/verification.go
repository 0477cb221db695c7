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

func (p *program) verification() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verification",
		Short: "Have a conclusion verified blind by a second examiner",
		Long: "A verification is a second examiner's own conclusion from the same two recordings. A comparison is made for it in an order\n" +
			"that a coin throws; until the verifier has committed a view, labels, names, figures and the first conclusion stay away.\n" +
			"Whoever concluded cannot answer; a disagreement is talked about and resolved by a third person, and neither view is erased.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.verificationAsk(), p.verificationList(), p.verificationAnswer(),
		p.verificationStep("consult", casefile.Consultation, "Record what both examiners discussed after a disagreement"),
		p.verificationStep("resolve", casefile.Resolution, "Resolve a disagreement: which view stands, as a third person decides"),
		p.verificationStep("withdraw", casefile.Withdrawal, "Withdraw a request that nobody has answered"))
	cmd.AddCommand(p.verificationSealed()...)
	return cmd
}

func (p *program) verificationAsk() *cobra.Command {
	var verifier, note string
	cmd := &cobra.Command{
		Use:   "ask CASE COMPARISON",
		Short: "Ask for a verification of the conclusion of a comparison",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			v, err := desk.AskVerification(ctx, args[0], args[1], verifier, note, p.progress())
			if err != nil {
				return err
			}
			return p.print(v, func(w io.Writer) { fmt.Fprintf(w, "Verification %d asked for\n", v.Request.Number) })
		}),
	}
	cmd.Flags().StringVar(&verifier, "verifier", "", "id of the person who is to answer (default: any who may)")
	cmd.Flags().StringVar(&note, "note", "", "for the verifier to read; it must say nothing of the conclusion")
	return p.jsonFlag(cmd)
}

func (p *program) verificationList() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list CASE",
		Short: "List the verifications of a case",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			list, err := desk.Verifications(ctx, args[0])
			if err != nil {
				return err
			}
			if list == nil {
				list = []casefile.VerificationItem{}
			}
			return p.print(list, func(w io.Writer) {
				for _, v := range list {
					printVerification(w, v)
				}
				if len(list) == 0 {
					fmt.Fprintln(w, "No verification was asked for.")
				}
			})
		}),
	}
	return p.jsonFlag(cmd)
}

func printVerification(w io.Writer, v casefile.VerificationItem) {
	fmt.Fprintf(w, "%d  %s  %s and %s, comparison %d", v.Verification.Request.Number, v.State, v.LabelA, v.LabelB, v.OwnNumber)
	if v.Mine {
		fmt.Fprint(w, "  WAITS FOR YOU")
	}
	fmt.Fprintln(w)
	if n := v.Verification.Request.Note; n != "" {
		fmt.Fprintf(w, "   note: %s\n", n)
	}
	if v.Conclusion != nil {
		fmt.Fprintf(w, "   concluded by %s from comparison %d: %s\n", v.ByName, v.Number, v.Conclusion.Value)
	}
	if c := v.Verification.Commitment; c != nil {
		fmt.Fprintf(w, "   verifier %s: %s, %s\n", v.VerifierName, c.Value, c.Reason)
	}
	for _, x := range v.Verification.Steps {
		fmt.Fprintf(w, "   %s, %s: %s %s\n", x.Kind, x.Created.Format(time.RFC3339), x.Text, x.Stands)
	}
}

func (p *program) verificationAnswer() *cobra.Command {
	var level, reason string
	cmd := &cobra.Command{
		Use:   "answer CASE VERIFICATION --as LEVEL --reason TEXT",
		Short: "Commit the verifier's own view",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			v, err := desk.Answer(ctx, args[0], args[1], level, reason)
			if err != nil {
				return err
			}
			return p.print(v, func(w io.Writer) { printVerification(w, v) })
		}),
	}
	cmd.Flags().StringVar(&level, "as", "", "the view, one of the agency's scale")
	cmd.Flags().StringVar(&reason, "reason", "", "why, in the verifier's words")
	_, _ = cmd.MarkFlagRequired("as"), cmd.MarkFlagRequired("reason") // only fail for flags that are not there
	return p.jsonFlag(cmd)
}

func (p *program) verificationStep(verb string, kind casefile.StepKind, short string) *cobra.Command {
	var text, stands string
	cmd := &cobra.Command{
		Use:   verb + " CASE VERIFICATION --reason TEXT",
		Short: short,
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			v, err := desk.FollowUp(ctx, args[0], args[1], casefile.VerificationStep{Kind: kind, Text: text, Stands: casefile.Standing(stands)})
			if err != nil {
				return err
			}
			return p.print(v, func(w io.Writer) { printVerification(w, v) })
		}),
	}
	cmd.Flags().StringVar(&text, "reason", "", "what was discussed, or why")
	_ = cmd.MarkFlagRequired("reason") // only fails for a flag that is not there
	if kind == casefile.Resolution {
		cmd.Flags().StringVar(&stands, "stands", "", "which view stands: first, verifier or neither")
		_ = cmd.MarkFlagRequired("stands") // the same
	}
	return p.jsonFlag(cmd)
}
