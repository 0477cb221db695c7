package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) packageVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "package",
		Short: "Give out, open, check and take in packages (.tmcase)",
		Long: "A package holds a whole case or chosen exhibits with everything they need. It is signed by whoever makes it, encrypted to\n" +
			"those who are to read it, and proves by the case's log that what is in it was recorded when it says.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.packageMake(), p.packageShow(), p.packageOpen(), p.packageTake(), p.packageCompare())
	return cmd
}

func (p *program) keys() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "keys",
		Short: "Show this workstation's public key, for those who send it packages",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			keys, err := desk.PackageKeys(ctx)
			if err != nil {
				return err
			}
			return p.print(keys, func(w io.Writer) { fmt.Fprintln(w, strings.Join(keys, "\n")) })
		}),
	})
}

// passphraseFrom reads a passphrase from a file: on the command line others could see it.
func passphraseFrom(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", &casefile.Error{Code: casefile.NotFound, What: "The passphrase file %[1]s cannot be read", Do: "check its name", Args: []any{file}, Cause: err}
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

func (p *program) packageMake() *cobra.Command {
	var o casefile.PackageOrder
	var w casefile.Withhold
	var words string
	cmd := &cobra.Command{
		Use:   "make CASE FILE --to KEY",
		Short: "Make a package of a case, of chosen exhibits, or a redacted one",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) (err error) {
			o.File = args[1]
			if o.Passphrase, err = passphraseFrom(words); err != nil {
				return err
			}
			if w.Of != "" {
				o.Withhold = &w
			} else if len(w.Columns)+len(w.People)+len(w.HandlingCodes) > 0 || w.ProceedingsOnly {
				return p.usage("A redacted package is made from a full one", "name that with --of")
			}
			slip, err := desk.MakePackage(ctx, args[0], o, p.progress())
			if err != nil {
				return err
			}
			return p.print(slip, func(w io.Writer) { writeSlip(w, "made", slip) })
		}),
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.Recipients, "to", nil, "a recipient's public `key` (age1…); may be given several times. This workstation can always open what it gave out")
	f.StringVar(&words, "passphrase-file", "", "instead of keys: a `file` with a passphrase")
	f.StringArrayVar(&o.Exhibits, "exhibit", nil, "a chosen `exhibit`, by label or id; may be given several times (default: the whole case)")
	f.StringVar(&w.Of, "of", "", "make a redacted package of this full one, a `file`")
	f.StringArrayVar(&w.Columns, "withhold", nil, "a `field` to withhold, such as event.place")
	f.StringArrayVar(&w.People, "withhold-person", nil, "a `person` whose name is withheld everywhere")
	f.StringArrayVar(&w.HandlingCodes, "withhold-code", nil, "withhold what is marked with this handling `code`")
	f.BoolVar(&w.ProceedingsOnly, "proceedings-only", false, "withhold what may not be used in proceedings")
	return p.jsonFlag(cmd)
}

// reading makes a verb that reads a package with the workstation's key or a passphrase.
func (p *program) reading(cmd *cobra.Command, run func(ctx context.Context, desk *casework.Desk, args []string, passphrase string) error) *cobra.Command {
	var words string
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		passphrase, err := passphraseFrom(words)
		if err != nil {
			return err
		}
		return run(ctx, desk, args, passphrase)
	})
	cmd.Flags().StringVar(&words, "passphrase-file", "", "a `file` with the passphrase, where the package is not for this workstation's key")
	return p.jsonFlag(cmd)
}

func (p *program) packageShow() *cobra.Command {
	cmd := &cobra.Command{Use: "show FILE", Short: "Check a package and say what is in it", Args: cobra.ExactArgs(1)}
	return p.reading(cmd, func(ctx context.Context, desk *casework.Desk, args []string, passphrase string) error {
		slip, err := desk.ReadPackage(ctx, args[0], passphrase, p.progress())
		if err != nil {
			return err
		}
		return p.print(slip, func(w io.Writer) { writeSlip(w, "is whole", slip) })
	})
}

func (p *program) packageOpen() *cobra.Command {
	var folder string
	cmd := &cobra.Command{Use: "open FILE", Short: "Open a package as a case that can only be looked at", Args: cobra.ExactArgs(1)}
	cmd.Flags().StringVar(&folder, "folder", "", "new `folder` to open it in (default: one in the workstation's data)")
	return p.reading(cmd, func(ctx context.Context, desk *casework.Desk, args []string, passphrase string) error {
		slip, err := desk.OpenPackage(ctx, args[0], passphrase, folder, p.progress())
		if err != nil {
			return err
		}
		return p.print(slip, func(w io.Writer) {
			writeSlip(w, "opened", slip)
			fmt.Fprintf(w, "Read-only case: %s\n", slip.Folder)
		})
	})
}

func (p *program) packageTake() *cobra.Command {
	var preview bool
	cmd := &cobra.Command{Use: "take-in CASE FILE", Short: "Add a package's content to a case; nothing is ever overwritten", Args: cobra.ExactArgs(2)}
	cmd.Flags().BoolVar(&preview, "preview", false, "only say what would come in, and what is in its way")
	return p.reading(cmd, func(ctx context.Context, desk *casework.Desk, args []string, passphrase string) error {
		report, slip, err := desk.TakeIn(ctx, args[0], args[1], passphrase, preview, p.progress())
		if err != nil {
			for _, c := range report.Conflicts {
				fmt.Fprintf(p.Stderr, "tracemark: %s %s differs in %s\n", c.Table, c.ID, strings.Join(c.Columns, ", "))
			}
			return err
		}
		return p.print(report, func(w io.Writer) { writeTaken(w, slip, report, preview) })
	})
}

func (p *program) packageCompare() *cobra.Command {
	cmd := &cobra.Command{Use: "compare FULL REDACTED", Short: "Check that a redacted package is what its rules make of the full one", Args: cobra.ExactArgs(2)}
	return p.reading(cmd, func(ctx context.Context, desk *casework.Desk, args []string, passphrase string) error {
		w, err := desk.ComparePackages(ctx, args[0], args[1], passphrase, p.progress())
		if err != nil {
			return err
		}
		return p.print(w, func(out io.Writer) {
			fmt.Fprintf(out, "The redacted package was made from the full one: %d rows are the same, %d have something withheld, %d are withheld.\n", w.Same, w.Changed, w.Withheld)
		})
	})
}

func writeSlip(w io.Writer, done string, s casefile.PackageSlip) {
	fmt.Fprintf(w, "Package %s %s: %s\n", s.ID, done, s.File)
	fmt.Fprintf(w, "Case %s, from %s, made %s\nSigned by %s (certificate %s)\n", s.CaseNumber, s.From, s.Created.Format("2006-01-02 15:04:05 MST"), s.Signer, s.Certificate)
	fmt.Fprintf(w, "SHA-256 %s\nManifest %s\nLog head: %d records, %s\n", s.SHA256, s.ManifestSHA256, s.LogSize, s.LogRoot)
	fmt.Fprintf(w, "For: %s\n", strings.Join(s.Recipients, ", "))
	if len(s.Exhibits) > 0 {
		fmt.Fprintf(w, "Exhibits: %s\n", strings.Join(s.Exhibits, ", "))
	}
	fmt.Fprintf(w, "%d originals, and rows:\n", s.Originals)
	counts(w, s.Rows)
	if s.RedactedOf != "" {
		fmt.Fprintf(w, "REDACTED from package %s.\n", s.RedactedOf)
	}
	for _, n := range append(s.Withheld, s.Notes...) {
		fmt.Fprintln(w, n)
	}
}

func writeTaken(w io.Writer, slip casefile.PackageSlip, r casefile.TakeInReport, preview bool) {
	verb := "Taken in from"
	if preview {
		verb = "Would come in from"
	}
	fmt.Fprintf(w, "%s package %s of case %s (%s):\n", verb, slip.ID, slip.CaseNumber, slip.From)
	counts(w, r.Added)
	fmt.Fprintf(w, "%d rows are here already, word for word. %d originals, %d bytes.\n", r.Same, r.Originals, r.Bytes)
	for _, x := range r.Relabelled {
		fmt.Fprintf(w, "Exhibit %s is called %s here: the label was taken.\n", x.Was, x.Now)
	}
	if r.Renumbered > 0 {
		fmt.Fprintf(w, "%d comparisons, documents or hits got the case's next numbers.\n", r.Renumbered)
	}
	for _, s := range r.Left {
		fmt.Fprintln(w, s)
	}
	for _, c := range r.Conflicts {
		fmt.Fprintf(w, "CONFLICT: %s %s is here already and differs in %s.\n", c.Table, c.ID, strings.Join(c.Columns, ", "))
	}
	if preview && len(r.Conflicts) > 0 {
		fmt.Fprintln(w, "Nothing of it can be taken in: what is here is never overwritten.")
	}
}
