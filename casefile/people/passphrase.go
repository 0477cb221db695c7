package people

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"tracemark/casefile"
)

// Cost is how much work a passphrase's hash is.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// DefaultCost is the second recommended option of RFC 9106, section 4.
var DefaultCost = Cost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4}

// The lengths of a passphrase: the least in characters, the most in bytes, which only bounds the work.
const (
	MinPassphrase = 12
	maxPassphrase = 1024
	// minDifferent refuses "aaaaaaaaaaaa" and "121212121212", which are long and no secret.
	minDifferent = 5
)

const saltSize, hashSize = 16, 32 // bytes, as RFC 9106 recommends

// CheckPassphrase returns why a cannot have the passphrase.
func CheckPassphrase(a casefile.Account, passphrase string) error {
	p := norm.NFC.String(passphrase)
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	lower := strings.ToLower(p)
	switch {
	case !utf8.ValidString(passphrase) || len(p) > maxPassphrase:
		return &casefile.Error{Code: casefile.Invalid, What: "The passphrase is too long or is no text", Do: "Choose a shorter one"}
	case utf8.RuneCountInString(p) < MinPassphrase:
		return &casefile.Error{Code: casefile.Invalid, What: "The passphrase has fewer than %[1]d characters", Do: "Choose a longer one: four words that do not belong together are easy to remember", Args: []any{MinPassphrase}}
	case len(different) < minDifferent:
		return &casefile.Error{Code: casefile.Invalid, What: "The passphrase repeats the same few characters", Do: "Choose one that is harder to guess"}
	case lower == strings.ToLower(a.LogIn) || lower == strings.ToLower(norm.NFC.String(a.Name)):
		return &casefile.Error{Code: casefile.Invalid, What: "The passphrase is the person's name", Do: "Choose one that is harder to guess"}
	}
	return nil
}

// hash returns the passphrase's hash in the form $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func hash(passphrase string, c Cost) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make salt: %w", err)
	}
	return encode(salt, derive(passphrase, salt, c), c), nil
}

// nobodys returns a hash that no passphrase is known of, for names without account to be tried against.
func nobodys(c Cost) (string, error) {
	b := make([]byte, saltSize+hashSize)
	if _, err := rand.Read(b); err != nil {
		return "", fmt.Errorf("make hash: %w", err)
	}
	return encode(b[:saltSize], b[saltSize:], c), nil
}

func encode(salt, sum []byte, c Cost) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKiB, c.Passes, c.Lanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func derive(passphrase string, salt []byte, c Cost) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(passphrase)), salt, c.Passes, c.MemoryKiB, c.Lanes, hashSize)
}

// maxCost bounds what a hash in a file may ask for: reading it must not exhaust the machine.
var maxCost = Cost{MemoryKiB: 4 << 20, Passes: 100, Lanes: 64}

// parse reads a hash.
func parse(text string) (c Cost, salt, sum []byte, err error) {
	bad := func(why string) (Cost, []byte, []byte, error) {
		return Cost{}, nil, nil, fmt.Errorf("read passphrase hash: %s", why)
	}
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return bad("it is not argon2id")
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Lanes); n != 3 || err != nil ||
		parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", c.MemoryKiB, c.Passes, c.Lanes) {
		return bad("its parameters are not three numbers")
	}
	if c.Passes < 1 || c.Lanes < 1 || c.MemoryKiB < 8*uint32(c.Lanes) || c.MemoryKiB > maxCost.MemoryKiB || c.Passes > maxCost.Passes || c.Lanes > maxCost.Lanes {
		return bad("its parameters are out of bounds")
	}
	b64 := base64.RawStdEncoding.Strict()
	if salt, err = b64.DecodeString(parts[4]); err != nil || len(salt) != saltSize {
		return bad("its salt is damaged")
	}
	if sum, err = b64.DecodeString(parts[5]); err != nil || len(sum) != hashSize {
		return bad("it is damaged")
	}
	return c, salt, sum, nil
}

// matches reports whether the passphrase is the one of a hash, and whether the hash is made with less work than c asks for.
func matches(passphrase, text string, c Cost) (ok, weak bool, err error) {
	have, salt, sum, err := parse(text)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(derive(passphrase, salt, have), sum) == 1
	return ok, have.MemoryKiB < c.MemoryKiB || have.Passes < c.Passes, nil
}
