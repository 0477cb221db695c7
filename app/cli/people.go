package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/people"
)

func (p *program) people() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "people",
		Short: "Accounts of this workstation: who may log in and do what",
		Long: "Without accounts this workstation has one person, whom its settings name and nobody has to prove to be. The first account is\n" +
			"an administrator's; from then on everybody names themselves with --account NAME and gives a passphrase: in $" + accountPassphrase + ",\n" +
			"with --passphrase-file, or at the terminal. Roles: " + casefile.RoleText(casefile.Roles()) + ".\n" +
			"Accounts are never deleted; they are deactivated, and all their states stay readable.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.peopleAdd(), p.peopleList(), p.peopleSetRoles(), p.peopleActive("deactivate", false), p.peopleActive("activate", true),
		p.peoplePasswd(), p.peopleIdentity(), p.peopleCards(), p.peopleCard(), p.peopleHistory(), p.peopleLog(), p.peopleVerify())
	return cmd
}

func (p *program) peopleAdd() *cobra.Command {
	var a casefile.Account
	var roles []string
	var file string
	cmd := &cobra.Command{
		Use:   "add LOG-IN",
		Short: "Add an account; the first one is an administrator's",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			a.LogIn, a.Roles = args[0], rolesOf(roles)
			words, err := p.passphrase("Passphrase of "+args[0], file, newPassphrase, true)
			if err != nil {
				return err
			}
			added, err := desk.AddPerson(ctx, a, words)
			if err != nil {
				return err
			}
			return p.print(added, func(w io.Writer) {
				fmt.Fprintf(w, "%s logs in as %s: %s\n", added.Name, added.LogIn, casefile.RoleText(added.Roles))
				if added.MustChange {
					fmt.Fprintln(w, "The passphrase has to be changed at the first log-in: `tracemark people passwd`.")
				}
			})
		}),
	}
	f := cmd.Flags()
	f.StringVar(&a.Name, "name", "", "the person's name, as it stands in cases and reports")
	f.StringVar(&a.Agency, "of", "", "the person's agency (default: the workstation's)")
	f.StringSliceVar(&roles, "roles", nil, "what the person is, comma between: "+casefile.RoleText(casefile.Roles()))
	f.StringVar(&file, "new-passphrase-file", "", "file with the passphrase (else $"+newPassphrase+" or the terminal)")
	_, _ = cmd.MarkFlagRequired("name"), cmd.MarkFlagRequired("roles")
	return p.jsonFlag(cmd)
}

// rolesOf reads roles as they are typed: "technical-reviewer" is "technical reviewer".
func rolesOf(names []string) []casefile.Role {
	var out []casefile.Role
	for _, n := range names {
		n = strings.ToLower(strings.TrimSpace(n))
		if n != string(casefile.ReadOnly) {
			n = strings.ReplaceAll(n, "-", " ")
		}
		out = append(out, casefile.Role(n))
	}
	return out
}

func (p *program) peopleList() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "list",
		Short: "List the accounts",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			list, err := desk.People(ctx)
			if err != nil {
				return err
			}
			if list == nil {
				list = []casefile.Account{}
			}
			return p.print(list, func(w io.Writer) {
				if len(list) == 0 {
					fmt.Fprintln(w, "No accounts: whoever sits here acts as the person whom the settings name. Add an administrator with `tracemark people add`.")
					return
				}
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "LOG-IN\tNAME\tAGENCY\tROLES\tACTIVE\tIDENTITY")
				for _, a := range list {
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", a.LogIn, a.Name, a.Agency, casefile.RoleText(a.Roles), yesNo(a.Active), identityText(a.Identity))
				}
				t.Flush()
			})
		}),
	})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func identityText(i casefile.SigningIdentity) string {
	switch {
	case i.None():
		return "test identity"
	case i.Subject == "":
		return i.File + " (not opened yet)"
	case i.Test:
		return i.Subject + " (test identity)"
	}
	return i.Subject
}

// changed looks up an account by its log-in name and makes its next state.
func changed(ctx context.Context, desk *casework.Desk, logIn, reason string, change func(*casefile.Account)) (casefile.Account, error) {
	a, err := called(ctx, desk, logIn)
	if err != nil {
		return a, err
	}
	change(&a)
	return desk.ChangePerson(ctx, a, reason)
}

func called(ctx context.Context, desk *casework.Desk, logIn string) (casefile.Account, error) {
	list, err := desk.People(ctx)
	if err != nil {
		return casefile.Account{}, err
	}
	for _, a := range list {
		if a.LogIn == casefile.CleanLogIn(logIn) {
			return a, nil
		}
	}
	return casefile.Account{}, &casefile.Error{Code: casefile.NotFound, What: "Nobody here logs in as %[1]q", Do: "Look at the list of people", Args: []any{logIn}}
}

func (p *program) peopleSetRoles() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "set-roles LOG-IN ROLE...",
		Short: "Give a person other roles, in place of all that they have",
		Args:  cobra.MinimumNArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			a, err := changed(ctx, desk, args[0], reason, func(a *casefile.Account) { a.Roles = rolesOf(args[1:]) })
			if err != nil {
				return err
			}
			return p.print(a, func(w io.Writer) { fmt.Fprintf(w, "%s: %s\n", a.LogIn, casefile.RoleText(a.Roles)) })
		}),
	}
	p.reasonFlag(cmd, &reason)
	return p.jsonFlag(cmd)
}

func (p *program) reasonFlag(cmd *cobra.Command, reason *string) {
	cmd.Flags().StringVar(reason, "reason", "", "why, which is kept")
	_ = cmd.MarkFlagRequired("reason")
}

func (p *program) peopleActive(verb string, active bool) *cobra.Command {
	var reason string
	short := "Let a person log in again"
	if !active {
		short = "Keep a person from logging in, at once; the account and what it did stay"
	}
	cmd := &cobra.Command{
		Use:   verb + " LOG-IN",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			a, err := changed(ctx, desk, args[0], reason, func(a *casefile.Account) { a.Active = active })
			if err != nil {
				return err
			}
			return p.print(a, func(w io.Writer) { fmt.Fprintf(w, "%s: active: %s\n", a.LogIn, yesNo(a.Active)) })
		}),
	}
	p.reasonFlag(cmd, &reason)
	return p.jsonFlag(cmd)
}

func (p *program) peoplePasswd() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "passwd [LOG-IN]",
		Short: "Change your own passphrase; with a name, reset somebody else's, who has to change it",
		Args:  cobra.MaximumNArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			who, err := desk.WhoAmI(ctx)
			if err != nil {
				return err
			}
			own := len(args) == 0 || who.Account != nil && casefile.CleanLogIn(args[0]) == who.Account.LogIn
			name := p.as
			if !own {
				name = args[0]
			}
			var other casefile.Account
			if !own {
				if other, err = called(ctx, desk, name); err != nil {
					return err
				}
			}
			words, err := p.passphrase("New passphrase of "+name, file, newPassphrase, true)
			if err != nil {
				return err
			}
			if own {
				err = desk.ChangePassphrase(ctx, p.asWords, words)
			} else {
				err = desk.ResetPassphrase(ctx, other.ID, words)
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(p.Stdout, "The passphrase of %s is changed\n", name)
			return nil
		}),
	}
	cmd.Flags().StringVar(&file, "new-passphrase-file", "", "file with the new passphrase (else $"+newPassphrase+" or the terminal)")
	return cmd
}

func (p *program) peopleIdentity() *cobra.Command {
	var keep, onCard bool
	var certificate string
	cmd := &cobra.Command{
		Use:   "identity LOG-IN [FILE]",
		Short: "Choose the PKCS#12 file or the card that a person signs with; without either a test identity",
		Long: "The file's passphrase, or the card's PIN, is the person's own and never kept: the window asks for it when something is signed, the command line\n" +
			"takes it from $" + casework.PassphraseVariable + ".",
		Args: cobra.RangeArgs(1, 2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			a, err := called(ctx, desk, args[0])
			if err != nil {
				return err
			}
			file := ""
			if len(args) > 1 {
				file = args[1]
			}
			switch {
			case onCard && (file != "" || keep):
				return p.usage("A card is no file", "Leave the file away, or --on-card")
			case onCard || certificate != "":
				a, err = desk.SetIdentityCard(ctx, a.ID, certificate)
			default:
				a, err = desk.SetIdentity(ctx, a.ID, file, keep)
			}
			if err != nil {
				return err
			}
			return p.print(a, func(w io.Writer) { fmt.Fprintf(w, "%s signs with: %s\n", a.LogIn, identityText(a.Identity)) })
		}),
	}
	cmd.Flags().BoolVar(&onCard, "on-card", false, "the only certificate for signatures on the inserted cards")
	cmd.Flags().StringVar(&certificate, "certificate", "", "SHA-256 of the certificate on an inserted card, where there are several")
	cmd.Flags().BoolVar(&keep, "keep", false, "keep a copy of the file in the data folder, instead of reading it where it is")
	return p.jsonFlag(cmd)
}

func (p *program) peopleHistory() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "history LOG-IN",
		Short: "Show every state of an account",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			a, err := called(ctx, desk, args[0])
			if err != nil {
				return err
			}
			list, err := desk.PersonHistory(ctx, a.ID)
			if err != nil {
				return err
			}
			return p.print(list, func(w io.Writer) {
				for _, v := range list {
					fmt.Fprintf(w, "%d  %s  %s (%s), %s, active: %s, %s; by %s%s\n", v.Account.Version, v.At.Format("2006-01-02 15:04 MST"), v.Account.Name, v.Account.LogIn,
						casefile.RoleText(v.Account.Roles), yesNo(v.Account.Active), identityText(v.Account.Identity), orText(v.ByName, "Tracemark"), afterColon(v.Reason))
				}
			})
		}),
	})
}

func afterColon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

// logPage is how many records of the log are read at once.
const logPage = 1000

func (p *program) peopleLog() *cobra.Command {
	return &cobra.Command{
		Use:   "log",
		Short: "Print the workstation's log: log-ins, failed ones, changes of accounts, backups",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			for from := int64(0); ; from += logPage {
				list, err := desk.WorkstationLog(ctx, from, logPage)
				if err != nil {
					return err
				}
				for _, r := range list {
					fmt.Fprintf(p.Stdout, "%d\t%s\t%s\t%s\t%s\n", r.N, r.Time.Format("2006-01-02T15:04:05Z"), r.Actor, r.Action, r.Detail)
				}
				if len(list) < logPage {
					return nil
				}
			}
		}),
	}
}

func (p *program) peopleVerify() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "verify",
		Short: "Check the accounts and the workstation's log against their own hashes",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			v, err := desk.VerifyWorkstation(ctx, p.progress())
			if err != nil {
				return err
			}
			if err := p.print(v, func(w io.Writer) {
				for _, s := range v.Sentences {
					fmt.Fprintln(w, s)
				}
			}); err != nil {
				return err
			}
			if !v.OK {
				return &casefile.Error{Code: casefile.Damaged, What: "The accounts or the workstation's log were altered or damaged", Do: "Restore %[1]s from its last copy", Args: []any{people.FileName}}
			}
			return nil
		}),
	})
}

// enter logs in whoever --account names. Where there are accounts nobody does anything unnamed but open the window, which asks.
func (p *program) enter(ctx context.Context, desk *casework.Desk, window bool) (leave func() error, err error) {
	stay := func() error { return nil }
	who, err := desk.WhoAmI(ctx)
	if err != nil {
		return stay, err
	}
	switch {
	case p.byCard && who.Accounts && p.examiner == "" && p.agency == "": // the card may say who it is
		if err := p.enterByCard(ctx, desk); err != nil {
			return stay, err
		}
		return leaving(ctx, desk), nil
	case p.as == "" && who.Accounts && !window:
		return stay, &casefile.Error{Code: casefile.Refused, What: "This workstation has accounts, and nobody is named", Do: "Name yourself with --account; the passphrase is asked for, or taken from %[1]s",
			Args: []any{accountPassphrase}}
	case who.Accounts && (p.examiner != "" || p.agency != ""):
		return stay, p.usage("Where there are accounts nobody acts under another name or for another agency", "Leave --examiner and --agency away, and name yourself with --account")
	case p.as == "" && !p.byCard:
		return stay, nil
	case !who.Accounts:
		return stay, &casefile.Error{Code: casefile.NotFound, What: "This workstation has no accounts", Do: "Leave --account away, or add an administrator with `tracemark people add`"}
	}
	if p.asWords, err = p.passphrase("Passphrase of "+p.as, p.asFile, accountPassphrase, false); err != nil {
		return stay, err
	}
	if _, err := desk.LogIn(ctx, p.as, p.asWords); err != nil {
		return stay, err
	}
	return leaving(ctx, desk), nil
}

func leaving(ctx context.Context, desk *casework.Desk) func() error {
	return func() error {
		err := desk.LogOut(context.WithoutCancel(ctx))
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	}
}
