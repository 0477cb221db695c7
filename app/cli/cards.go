package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) peopleCards() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "cards",
		Short: "List the smart cards that are inserted, with their certificates",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			list, err := desk.Cards(ctx)
			if err != nil {
				return err
			}
			return p.print(list, func(w io.Writer) {
				for _, c := range list {
					fmt.Fprintf(w, "%s, serial number %s, PIN: %s\n", c.Label, c.Serial, pinText(c.PIN))
					for _, cert := range c.Certificates {
						fmt.Fprintf(w, "  %s  %s, %s, valid to %s%s\n", cert.SHA256, cert.Name, orText(cert.Key, "unusable"), cert.Until.Format("2006-01-02"), usesText(cert))
					}
				}
				if len(list) == 0 {
					fmt.Fprintln(w, "No card is inserted.")
				}
			})
		}),
	})
}

func pinText(s casefile.PINState) string {
	switch s {
	case casefile.PINLow:
		return "few tries are left"
	case casefile.PINLastTry:
		return "ONE TRY IS LEFT"
	case casefile.PINLocked:
		return "LOCKED"
	case casefile.PINMissing:
		return "not set yet"
	}
	return "fine"
}

func usesText(c casefile.CardCertificate) string {
	var uses []string
	for _, u := range []struct {
		is   bool
		what string
	}{{c.Signs, "signs"}, {c.LogsIn, "logs in"}, {c.Issues, "an authority's"}, {c.Test, "TEST IDENTITY"}, {c.Problem != "", c.Problem}} {
		if u.is {
			uses = append(uses, u.what)
		}
	}
	if len(uses) == 0 {
		return ""
	}
	return " (" + strings.Join(uses, ", ") + ")"
}

func (p *program) peopleCard() *cobra.Command {
	var reason string
	var remove bool
	cmd := &cobra.Command{
		Use:   "card LOG-IN [SHA-256]",
		Short: "Let a person log in with the inserted card that has this certificate; --remove takes the card away",
		Long: "The certificate is named by its SHA-256, as `tracemark people cards` lists it. It has to come from an authority in the trust store.\n" +
			"The person then logs in with --card and the card's PIN, in $" + accountPassphrase + " or at the terminal.",
		Args: cobra.RangeArgs(1, 2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if remove == (len(args) == 2) {
				return p.usage("A certificate is named, or --remove is given", "Name the certificate by its SHA-256")
			}
			a, err := called(ctx, desk, args[0])
			if err != nil {
				return err
			}
			certificate := ""
			if !remove {
				certificate = args[1]
			}
			if a, err = desk.SetLogInCard(ctx, a.ID, certificate, reason); err != nil {
				return err
			}
			return p.print(a, func(w io.Writer) {
				if remove {
					fmt.Fprintf(w, "%s logs in with the passphrase alone\n", a.LogIn)
					return
				}
				fmt.Fprintf(w, "%s may log in with the card of %s\n", a.LogIn, a.LogInCard.Subject)
			})
		}),
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the card away")
	p.reasonFlag(cmd, &reason)
	return p.jsonFlag(cmd)
}

// enterByCard logs in with the inserted card.
func (p *program) enterByCard(ctx context.Context, desk *casework.Desk) error {
	words, err := p.passphrase("PIN of the card", p.asFile, accountPassphrase, false)
	if err != nil {
		return err
	}
	_, err = desk.LogInByCard(ctx, p.as, casefile.PIN{Words: words, LastTry: p.lastTry})
	return err
}

// signingFlags are the flags of `settings` about how the workstation signs. The function applies those that were given.
func (p *program) signingFlags(cmd *cobra.Command) func(context.Context, *casework.Desk) error {
	var url, level, module, certificate string
	f := cmd.Flags()
	f.StringVar(&url, "set-time-stamp", "", "address of the time-stamp service (RFC 3161); empty for none")
	f.StringVar(&level, "set-level", "", "level of signatures that reports are to have: B-B, B-T, B-LT or B-LTA")
	f.StringVar(&module, "set-card-module", "", "PKCS#11 module that reads smart cards; empty for none")
	f.StringVar(&certificate, "set-identity-card", "", "sign with the certificate of this SHA-256 on an inserted card, \"only\" for the only one for signatures; where there are no accounts")
	return func(ctx context.Context, desk *casework.Desk) error {
		s := desk.SigningSettings()
		for flag, set := range map[string]func(){"set-time-stamp": func() { s.TimeStampURL = url }, "set-level": func() { s.Level = casefile.SignatureLevel(level) },
			"set-card-module": func() { s.CardModule = module }} {
			if f.Changed(flag) {
				set()
			}
		}
		if f.Changed("set-time-stamp") || f.Changed("set-level") || f.Changed("set-card-module") {
			if err := desk.SetSigning(ctx, s); err != nil {
				return err
			}
		}
		if !f.Changed("set-identity-card") {
			return nil
		}
		if certificate == "only" {
			certificate = ""
		}
		_, err := desk.UseIdentityCard(ctx, certificate)
		return err
	}
}

func printSigning(w io.Writer, desk *casework.Desk) {
	s := desk.SigningSettings()
	fmt.Fprintf(w, "Signatures      %s\nTime stamps     %s\nCard module     %s\n", s.Level, orText(s.TimeStampURL, "none"), orText(s.CardModule, "none"))
}
