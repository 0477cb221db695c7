// Package cli is Tracemark on the command line: one verb a file, on the same services as the window.
//
// The rules of this surface: results go to standard output and nothing else does; progress, warnings and errors go to
// standard error. --json prints one JSON value instead of text. An error is one sentence that says what is wrong and
// what to do. The exit code is 0 only when everything that was asked for was done, 1 when it was not, 2 when the
// command was not understood, 130 after Ctrl-C. verify has codes of its own for reports, which its help states.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/app/version"
	"tracemark/casefile"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Params are what the verbs need from outside.
type Params struct {
	Stdout, Stderr io.Writer
	// Workstation opens the window and returns when it is closed.
	Workstation func(ctx context.Context, desk *casework.Desk) error
	// DrawScreens draws the main screens without a display into the folder dir and returns the files.
	DrawScreens func(ctx context.Context, desk *casework.Desk, casePath, dir string) ([]string, error)
}

// program carries what every verb uses.
type program struct {
	Params
	home       string
	examiner   string
	agency     string
	as         string // log-in name of whoever acts
	asFile     string // file with the passphrase
	asWords    string // the passphrase
	byCard     bool   // whoever acts logs in with a card
	lastTry    bool   // the last try of its PIN may be used
	service    string
	serviceKey string
	serviceCA  string
	json       bool
	quiet      bool
	understood bool // the arguments were understood: whatever fails now is not a question of usage
}

// Run runs the program with the arguments args (without the program's name) and returns its exit code.
func Run(ctx context.Context, args []string, params Params) int {
	p := &program{Params: params}
	root := p.root()
	root.SetArgs(args)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(p.Stderr, "Stopped.")
		return exitInterrupted
	}
	code, silent, own := exitCode(err)
	if !silent {
		fmt.Fprintln(p.Stderr, "tracemark: "+sentence(err))
	}
	if own {
		return code
	}
	if !p.understood {
		return exitUsage
	}
	return exitFailed
}

// sentence is what a person is told of an error.
func sentence(err error) string {
	var e *casefile.Error
	if errors.As(err, &e) {
		return e.Error()
	}
	s := err.Error()
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "tracemark",
		Short: "Workstation for firearm examiners and tracing officers",
		Long: "Tracemark manages case files, compares images and topographies of fired cartridge cases, asks a correlation\n" +
			"service for candidates, and issues signed reports. Without a verb it opens the workstation's window.\n\n" +
			"A score is a lead, never a conclusion: a person concludes.",
		Version:       version.String,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmd.ValidateRequiredFlags(); err != nil { // a flag that is missing is a question of usage too
				return fmt.Errorf("%w: see `%s --help`", err, cmd.CommandPath())
			}
			p.understood = true
			return nil
		},
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			return p.Workstation(ctx, desk)
		}),
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.home, "home", "", "folder for the workstation's data (default $"+casework.HomeVariable+" or the user's data folder)")
	flags.StringVar(&p.examiner, "examiner", "", "who acts, for this run (default: the workstation's setting)")
	flags.StringVar(&p.agency, "agency", "", "agency, for this run (default: the workstation's setting)")
	flags.StringVar(&p.as, "account", "", "log-in name of whoever acts, where this workstation has accounts")
	flags.StringVar(&p.asFile, "account-file", "", "file with the passphrase of that account (else $"+accountPassphrase+" or the terminal)")
	flags.BoolVar(&p.byCard, "card", false, "log in with the inserted card, with its PIN in place of a passphrase")
	flags.BoolVar(&p.lastTry, "last-try", false, "use the card's last try for this PIN: a wrong one locks it")
	// The short names; verbs that have a flag of that name of their own hide them.
	flags.StringVar(&p.as, "as", "", "the same as --account, but where a verb says what its own --as is")
	flags.StringVar(&p.asFile, "passphrase-file", "", "the same as --account-file, but where a verb says what its own --passphrase-file is")
	flags.BoolVarP(&p.quiet, "quiet", "q", false, "no progress on standard error")
	root.AddCommand(
		p.demo(), p.caseVerb(), p.importVerb(), p.describe(), p.event(), p.document(), p.hit(), p.history(), p.custody(), p.label(), p.mask(), p.stages(), p.compare(), p.correlate(), p.commit(), p.conclude(), p.verification(), p.report(),
		p.verify(), p.checkpoint(), p.log(), p.validate(), p.hub(), p.settings(), p.people(), p.trust(), p.backup(), p.restore(),
		p.packageVerb(), p.keys(), p.exportVerb(), p.importCase(), p.list(), p.search(),
	)
	return root
}

// withDesk makes a cobra function of one that needs the workstation.
func (p *program) withDesk(run func(ctx context.Context, desk *casework.Desk, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		desk, err := p.desk()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, desk.Close()) }()
		leave, err := p.enter(cmd.Context(), desk, !cmd.HasParent())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, leave()) }()
		return run(cmd.Context(), desk, args)
	}
}

func (p *program) desk() (*casework.Desk, error) {
	home := p.home
	if home == "" {
		var err error
		if home, err = casework.DefaultHome(); err != nil {
			return nil, err
		}
	}
	desk, err := casework.Open(home)
	if err != nil {
		return nil, err
	}
	desk.Use(func(s *casework.Settings) {
		if p.examiner != "" {
			s.Examiner = p.examiner
		}
		if p.agency != "" {
			s.Agency = p.agency
		}
	})
	return desk, nil
}

// jsonFlag gives a verb that prints a result its --json.
func (p *program) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&p.json, "json", false, "print the result as JSON")
	return cmd
}

// print writes a result: v as JSON where that was asked for, else what text writes.
func (p *program) print(v any, text func(w io.Writer)) error {
	if !p.json {
		text(p.Stdout)
		return nil
	}
	return p.printJSON(v)
}

func (p *program) printJSON(v any) error {
	e := json.NewEncoder(p.Stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// usage is an error in how the command was called.
func (p *program) usage(what, do string, args ...any) error {
	p.understood = false
	return &casefile.Error{Code: casefile.Invalid, What: what, Do: do, Args: args}
}

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
