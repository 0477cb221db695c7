package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"tracemark/casefile"
)

// The environment variables that hold passphrases for a script. They are not flags: every user of a machine can read the arguments
// of its programs.
const (
	accountPassphrase = "TRACEMARK_ACCOUNT_PASSPHRASE" // of whoever --account names
	newPassphrase     = "TRACEMARK_NEW_PASSPHRASE"     // of an account that is made, or whose passphrase is changed
)

// maxPassphraseFile is far more than a passphrase has, in bytes.
const maxPassphraseFile = 1 << 16

// passphrase returns a passphrase: the first line of the file where one is named, else what the environment variable holds, else what
// is typed at the terminal, without showing it. twice has it typed again.
func (p *program) passphrase(prompt, file, variable string, twice bool) (string, error) {
	if file != "" {
		f, err := os.Open(file)
		var b []byte
		if err == nil {
			b, err = io.ReadAll(io.LimitReader(f, maxPassphraseFile))
			f.Close()
		}
		if err != nil {
			return "", &casefile.Error{Code: casefile.NotFound, What: "The passphrase file %[1]s cannot be read", Do: "Correct its name", Args: []any{file}, Cause: err}
		}
		line, _, _ := strings.Cut(string(b), "\n")
		return strings.TrimSuffix(line, "\r"), nil
	}
	if text, ok := os.LookupEnv(variable); ok {
		return text, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", &casefile.Error{Code: casefile.Invalid, What: "There is nobody to ask for a passphrase", Do: "Put it into %[1]s or into a file", Args: []any{variable}}
	}
	text, err := p.typed(in, prompt)
	if err != nil || !twice {
		return text, err
	}
	again, err := p.typed(in, prompt+", again")
	if err == nil && again != text {
		err = &casefile.Error{Code: casefile.Invalid, What: "The two passphrases differ", Do: "Try again"}
	}
	return text, err
}

func (p *program) typed(in int, prompt string) (string, error) {
	fmt.Fprint(p.Stderr, prompt+": ")
	b, err := term.ReadPassword(in)
	fmt.Fprintln(p.Stderr)
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The terminal could not be read", Do: "Try again", Cause: err}
	}
	return string(b), nil
}
