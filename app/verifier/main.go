// Command tracemark-verifier checks a report of Tracemark as its recipient does: who signed it, whether anything changed, whether what travels inside
// it agrees with itself and with its pages, and, where the originals are at hand, whether its scores come out again. It is one file without
// libraries beside it, opens no connection and writes nothing but its result.
//
//	tracemark-verifier REPORT.pdf --trust CERTIFICATES --originals RECORDINGS
//
// An X3P file in the place of the report is told by its SHA-256, and whether its own checksum fits.
//
// # Exit codes
//
//	0    valid: everything was checked and nothing is wrong
//	1    not valid
//	2    nothing is wrong as far as was checked, and something is left open: the issuer, the time, the originals, a test identity
//	3    the file cannot be read, or the command was not understood
//	130  stopped
//
// The JSON that --json prints is stated by --schema and always English.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/export/verify"
)

// name is what the program calls itself.
const name = "tracemark-verifier"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// asked is what the command line asks for.
type asked struct {
	trust, originals, lang string
	json, schema           bool
}

// run runs the program and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	code := verify.ExitUnread
	var a asked
	language := verify.English()
	cmd := &cobra.Command{
		Use:   name + " REPORT.pdf|SCAN.x3p",
		Short: "Check a report of Tracemark: signatures, annexes, pages, scores",
		Long: "Says who signed a report, whether anything changed since, whether what travels inside it agrees with itself and with its pages, and,\n" +
			"where the originals are at hand, whether its scores come out again. It needs no network and no other program.\n\n" +
			"Of an X3P file it says the SHA-256, and whether the file's own checksum fits.\n\n" +
			"Exit codes: 0 valid, everything was checked; 1 NOT VALID; 2 nothing is wrong as far as was checked, and something is left open;\n" +
			"3 the file cannot be read, or the command was not understood. A test identity never gets beyond 2.\n\n" +
			"The level of a signature and the claim of PDF/A-3b are its own check only.",
		Version:       version.String,
		Args:          cobra.MaximumNArgs(1),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if a.schema {
				code = 0
				_, err = stdout.Write(verify.Schema)
				return err
			}
			if len(args) != 1 {
				return &casefile.Error{Code: casefile.Invalid, What: "Name one file", Do: "See %[1]s --help", Args: []any{name}}
			}
			if language, err = verify.NewLanguage(a.lang); err != nil {
				return err
			}
			code, err = a.check(cmd.Context(), args[0], language, stdout, stderr)
			return err
		},
	}
	cmd.Flags().StringVar(&a.trust, "trust", "", "folder with the certificates of the authorities that are believed, as PEM files")
	cmd.Flags().StringVar(&a.originals, "originals", "", "folder with the original recordings (X3P files); they are found by their content")
	cmd.Flags().StringVar(&a.lang, "lang", "en", "language of the result: en, fr or es")
	cmd.Flags().BoolVar(&a.json, "json", false, "print the result as JSON")
	cmd.Flags().BoolVar(&a.schema, "schema", false, "print the JSON schema of --json and do nothing else")
	cmd.SetArgs(args)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	cmd.CompletionOptions.DisableDefaultCmd = true
	helped := false
	help := cmd.HelpFunc()
	cmd.SetHelpFunc(func(c *cobra.Command, args []string) { helped = true; help(c, args) })
	err := cmd.ExecuteContext(ctx)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "Stopped.")
		return verify.ExitStopped
	case err != nil:
		fmt.Fprintln(stderr, name+": "+language.Error(err))
		return verify.ExitUnread
	case helped || cmd.Flags().Changed("version"):
		return 0
	}
	return code
}

func (a asked) check(ctx context.Context, path string, l verify.Language, stdout, stderr io.Writer) (int, error) {
	data, err := read(path)
	if err != nil {
		return verify.ExitUnread, err
	}
	if strings.HasPrefix(string(data[:min(4, len(data))]), "PK\x03\x04") {
		return a.recording(filepath.Base(path), data, l, stdout)
	}
	o := verify.Options{Name: filepath.Base(path), Now: time.Now(), Program: name + " " + version.String}
	if a.trust != "" {
		left, err := o.Trust(a.trust)
		for _, s := range left {
			fmt.Fprintln(stderr, l.Say(s)+".")
		}
		if err != nil {
			return verify.ExitUnread, err
		}
	}
	if a.originals != "" {
		if info, err := os.Stat(a.originals); err != nil || !info.IsDir() {
			return verify.ExitUnread, &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s", Do: "Name the folder that holds the recordings",
				Args: []any{a.originals}, Cause: err}
		}
		o.Originals = os.DirFS(a.originals)
	}
	r, err := verify.File(ctx, data, o)
	if err != nil {
		return verify.ExitUnread, err
	}
	if a.json {
		return r.Verdict.Exit(), printJSON(stdout, r)
	}
	return r.Verdict.Exit(), verify.Text(stdout, r, l)
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// read reads a file that is not larger than what is looked at.
func read(path string) ([]byte, error) {
	said := func(what, do string, err error) error {
		return &casefile.Error{Code: casefile.Failed, What: what, Do: do, Args: []any{filepath.Base(path)}, Cause: err}
	}
	info, err := os.Stat(path) // before it is opened: opening a pipe waits
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, said("%[1]s does not exist", "Check the name", err)
	case err == nil && !info.Mode().IsRegular():
		return nil, said("%[1]s is not an ordinary file", "Name a file", nil)
	case err == nil && info.Size() > verify.MaxFile:
		return nil, said("%[1]s is larger than what is looked at", "Name a report", nil)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, said("%[1]s cannot be read", "Check that the disk is there and that you may read it", err)
	}
	return data, nil
}
