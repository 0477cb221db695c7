package bundle

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"tracemark/casefile"
)

// PassphraseHolders is what a manifest says of the recipients of a package that a passphrase opens.
const PassphraseHolders = "whoever knows the passphrase"

// minPassphrase is the shortest passphrase for a package, in characters: it can be tried at leisure by whoever has the
// file (NIST SP 800-63B-4, 3.1.1.2, asks for 15 where nothing else protects).
const minPassphrase = 15

// scryptWork is log2 of the work factor for a passphrase: about a second and 256 MiB, age's own default. A file that asks for
// more is refused, for it costs whoever opens it memory.
const scryptWork = 18

// Recipients are whom a package is encrypted to: any number of public keys, or else one passphrase.
type Recipients struct {
	Keys       []string // "age1…"
	Passphrase string
}

func (r Recipients) parse() (list []age.Recipient, names []string, err error) {
	switch {
	case len(r.Keys) > 0 && r.Passphrase != "":
		return nil, nil, &casefile.Error{Code: casefile.Invalid, What: "A package is opened by keys or by a passphrase, not by both", Do: "choose one"}
	case len(r.Keys) == 0 && r.Passphrase == "":
		return nil, nil, &casefile.Error{Code: casefile.Invalid, What: "The package has no recipient", Do: "give a recipient's key or a passphrase"}
	case r.Passphrase != "":
		return passphraseRecipient(r.Passphrase)
	}
	seen := map[string]bool{}
	for _, k := range r.Keys {
		k = strings.TrimSpace(k)
		one, err := age.ParseRecipients(strings.NewReader(k))
		if err != nil || len(one) != 1 {
			return nil, nil, &casefile.Error{Code: casefile.Invalid, What: "“%[1]s” is not a recipient's key", Do: "copy the whole key; it begins with age1",
				Args: []any{clip(k)}, Cause: err}
		}
		if !seen[k] {
			seen[k] = true
			list, names = append(list, one[0]), append(names, k)
		}
	}
	return list, names, nil
}

func passphraseRecipient(p string) ([]age.Recipient, []string, error) {
	if utf8.RuneCountInString(p) < minPassphrase {
		return nil, nil, &casefile.Error{Code: casefile.Invalid, What: "The passphrase is too short: it can be guessed by whoever has the file",
			Do: "take at least %[1]d characters, such as five words", Args: []any{minPassphrase}}
	}
	r, err := age.NewScryptRecipient(p)
	if err != nil {
		return nil, nil, fmt.Errorf("take passphrase: %w", err)
	}
	r.SetWorkFactor(scryptWork)
	return []age.Recipient{r}, []string{PassphraseHolders}, nil
}

// Keys are what opens packages: private keys, or a passphrase.
type Keys struct {
	identities []age.Identity
	public     []string
}

// Passphrase returns the keys of somebody who was told a passphrase.
func Passphrase(p string) (Keys, error) {
	id, err := age.NewScryptIdentity(p)
	if err != nil {
		return Keys{}, &casefile.Error{Code: casefile.Invalid, What: "There is no passphrase", Do: "type the one that the sender told you"}
	}
	id.SetMaxWorkFactor(scryptWork)
	return Keys{identities: []age.Identity{id}}, nil
}

// Public returns the public keys, to be given to those who send packages: "age1…". A passphrase has none.
func (k Keys) Public() []string { return append([]string(nil), k.public...) }

// NewKeys makes a private key that exists nowhere else.
func NewKeys() (Keys, string, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Keys{}, "", fmt.Errorf("make key: %w", err)
	}
	return Keys{identities: []age.Identity{id}, public: []string{id.Recipient().String()}}, id.String(), nil
}

// ParseKeys reads private keys as `age-keygen` writes them: one a line, lines with # are comments.
func ParseKeys(text string) (Keys, error) {
	ids, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil {
		return Keys{}, &casefile.Error{Code: casefile.Invalid, What: "This is not a file of private keys for packages",
			Do: "choose the file that age-keygen or this program wrote", Cause: err}
	}
	k := Keys{identities: ids}
	for _, id := range ids {
		switch id := id.(type) {
		case *age.X25519Identity:
			k.public = append(k.public, id.Recipient().String())
		case *age.HybridIdentity:
			k.public = append(k.public, id.Recipient().String())
		}
	}
	return k, nil
}

// LoadKeys reads the workstation's keys from the file path, and makes one there where there is none. Only the owner may
// read the file; where others may too, it is refused.
func LoadKeys(path string) (Keys, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return makeKeys(path)
	case err != nil:
		return Keys{}, keyFile(path, err)
	case info.Mode().Perm()&0o077 != 0 && !readableByAll:
		return Keys{}, &casefile.Error{Code: casefile.Refused, What: "Others may read this workstation's private key in %[1]s",
			Do: "take their rights away, and consider making a new key", Args: []any{path}}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return Keys{}, keyFile(path, err)
	}
	return ParseKeys(string(b))
}

// makeKeys writes a new key under a name of its own and links it to path: of two programs that begin at once, one wins
// and both then use its key.
func makeKeys(path string) (Keys, error) {
	k, private, err := NewKeys()
	if err != nil {
		return Keys{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Keys{}, keyFile(path, err)
	}
	text := "# This workstation's private key for packages. Whoever has it can read what is sent here.\n# public key: " + k.public[0] + "\n" + private + "\n"
	tmp := path + "." + rand.Text()
	defer os.Remove(tmp)
	if err := writeSynced(tmp, []byte(text)); err != nil {
		return Keys{}, keyFile(path, err)
	}
	if err := os.Link(tmp, path); errors.Is(err, fs.ErrExist) {
		return LoadKeys(path)
	} else if err != nil {
		return Keys{}, keyFile(path, err)
	}
	return k, nil
}

func writeSynced(path string, b []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Sync()
}

func keyFile(path string, err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "This workstation's key for packages cannot be read or made in %[1]s",
		Do: "check the disk and your rights on the folder", Args: []any{path}, Cause: err}
}

// clip shortens what somebody typed, for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return s
}
