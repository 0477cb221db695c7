package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/verify"
)

// verifyFlags is what the verb is told beside the file.
type verifyFlags struct {
	against []string
	check   casefile.FileCheck
	lang    string
	schema  bool
}

func (p *program) verify() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify FILE.pdf|CASE",
		Short: "Check a report as its recipient does, or a case from end to end",
		Long: "For a report: who signed it, when, whether one byte changed since, whether what travels inside it agrees with itself and with\n" +
			"its pages, and with --originals whether its scores come out again. The certificates of the authorities that are believed are\n" +
			"those of the workstation's trust store, or with --trust those in a folder. The program tracemark-verifier does the same alone.\n\n" +
			"The exit code for a report is 0 where everything was checked and nothing is wrong; 1 where it is NOT VALID; 2 where nothing is\n" +
			"wrong as far as was checked and something is left open: the issuer, the time, revocation, the originals; a test identity never\n" +
			"gets beyond that; 3 where the file cannot be read or the command was not understood. The level of a signature and the claim of\n" +
			"PDF/A-3b are this program's own check only.\n\n" +
			"For a case folder: every record of the log, every row against it, every original against its hash, the signed checkpoints.\n" +
			"--against adds what was kept elsewhere: the file of a checkpoint, or \"RECORDS HASH\" as a report prints them. Without\n" +
			"any of these, a log that somebody recomputed from end to end cannot be told from the true one. The exit code is 0 only when\n" +
			"nothing was found wrong.",
		Args: func(cmd *cobra.Command, args []string) error {
			if f.schema && len(args) == 0 {
				return nil
			}
			return coded(verify.ExitUnread, cobra.ExactArgs(1)(cmd, args))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.schema {
				_, err := p.Stdout.Write(verify.Schema)
				return err
			}
			return p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
				if info, err := os.Stat(args[0]); err == nil && !info.IsDir() && len(f.against) == 0 {
					return p.verifyReport(ctx, desk, args[0], f)
				}
				err := p.verifyCase(ctx, desk, args[0], f.against)
				if casefile.CodeOf(err) == casefile.NotFound {
					err = coded(verify.ExitUnread, err)
				}
				return err
			})(cmd, args)
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return coded(verify.ExitUnread, err) })
	cmd.Flags().StringArrayVar(&f.against, "against", nil, "of a case: a checkpoint's file or the figures \"RECORDS HASH\", kept elsewhere")
	cmd.Flags().StringVar(&f.check.Originals, "originals", "", "of a report: folder with the original recordings; they are found by their content")
	cmd.Flags().StringVar(&f.check.Trust, "trust", "", "of a report: folder with certificates of authorities (default: the workstation's trust store)")
	cmd.Flags().StringVar(&f.lang, "lang", "en", "of a report: language of the result: en, fr or es; JSON is English")
	cmd.Flags().BoolVar(&f.schema, "schema", false, "print the JSON schema of a report's result and do nothing else")
	return p.jsonFlag(cmd)
}

func (p *program) verifyReport(ctx context.Context, desk *casework.Desk, path string, f verifyFlags) error {
	language, err := verify.NewLanguage(f.lang)
	if err != nil {
		return coded(verify.ExitUnread, err)
	}
	r, err := desk.CheckReport(ctx, path, f.check, p.progress())
	if err != nil {
		return coded(verify.ExitUnread, err)
	}
	if p.json {
		err = p.printJSON(r)
	} else {
		err = verify.Text(p.Stdout, r, language)
	}
	if err != nil {
		return err
	}
	switch code := r.Verdict.Exit(); code {
	case 0:
		return nil
	case casefile.FileNotValid.Exit():
		return notVerified(r.Name)
	default:
		return coded(code, nil) // what is left open was said
	}
}

func (p *program) verifyCase(ctx context.Context, desk *casework.Desk, path string, against []string) error {
	verdict, err := verdictOn(ctx, desk, path, against, p.progress())
	if err != nil {
		return err
	}
	err = p.print(verdict, func(w io.Writer) {
		for _, s := range verdict.Sentences {
			fmt.Fprintln(w, s)
		}
	})
	if err == nil && !verdict.OK {
		err = notVerified(verdict.Subject)
	}
	return err
}

func notVerified(what string) error {
	return &casefile.Error{Code: casefile.Damaged, What: "%[1]s does not verify", Do: "Do not rely on it; compare it with an earlier copy", Args: []any{what}}
}

func verdictOn(ctx context.Context, desk *casework.Desk, path string, against []string, progress casefile.Progress) (casefile.Verdict, error) {
	if len(against) == 0 {
		return desk.Verify(ctx, path, progress)
	}
	known := make([]casework.KnownHead, len(against))
	for i, text := range against {
		var err error
		if known[i], err = casework.ReadHead(text); err != nil {
			return casefile.Verdict{}, err
		}
	}
	return desk.VerifyCaseAgainst(ctx, path, known, progress)
}

// codedError ends the program with an exit code of its own. Where it has no error everything has been said.
type codedError struct {
	code int
	err  error
}

// coded gives an error an exit code; only a code that is no failure comes without one.
func coded(code int, err error) error {
	if err == nil && code == verify.ExitUnread {
		return nil
	}
	return &codedError{code, err}
}

// Error returns what happened.
func (e *codedError) Error() string {
	if e.err == nil {
		return "something is left open"
	}
	return e.err.Error()
}

// Unwrap returns the error.
func (e *codedError) Unwrap() error { return e.err }

// exitCode returns the exit code that an error asks for, and whether anything is to be said of it.
func exitCode(err error) (code int, silent, ok bool) {
	var e *codedError
	if !errors.As(err, &e) {
		return 0, false, false
	}
	return e.code, e.err == nil, true
}
