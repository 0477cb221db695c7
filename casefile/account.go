package casefile

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Account is a person who may log in at a workstation. Its ID is the person's id in every case in which they act. An account
// is never deleted: it is deactivated, and every earlier state stays readable.
type Account struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`   // as it stands in cases and reports
	LogIn      string          `json:"log_in"` // unique at the workstation, lower case
	Agency     string          `json:"agency"`
	Roles      []Role          `json:"roles"` // in the order of Roles
	Active     bool            `json:"active"`
	MustChange bool            `json:"must_change,omitempty"` // the passphrase, before anything else
	Identity   SigningIdentity `json:"identity"`
	LogInCard  CardIdentity    `json:"log_in_card,omitzero"` // that its owner may log in with in place of the passphrase
	Created    time.Time       `json:"created"`
	Changed    time.Time       `json:"changed"`
	Version    int             `json:"version"` // from 1
}

// SigningIdentity is what a person signs with: a PKCS#12 file or a certificate on a card. The passphrase or PIN is known to the person
// alone and never stored.
type SigningIdentity struct {
	File    string `json:"file,omitempty"`    // where it is, or where it was when its bytes were taken in; empty: a test identity
	Kept    bool   `json:"kept,omitempty"`    // the workstation keeps its bytes
	SHA256  string `json:"sha256,omitempty"`  // of the bytes
	Subject string `json:"subject,omitempty"` // of its certificate; empty until its passphrase was given once
	Test    bool   `json:"test,omitempty"`    // the certificate says that it is a test identity

	Card CardIdentity `json:"card,omitzero"` // the certificate on a card; then there is no file
}

// None reports whether neither a file nor a card was chosen: its owner signs with a test identity.
func (i SigningIdentity) None() bool { return i.File == "" && i.Card.Certificate == "" }

// Person returns the account's owner as a person of a case.
func (a Account) Person() Person {
	return Person{ID: a.ID, Name: a.Name, Role: RoleText(a.Roles), Agency: a.Agency}
}

// May reports whether the account's owner may do what.
func (a Account) May(what Action) bool { return a.Active && May(a.Roles, what) }

// RoleText names roles for people, comma between.
func RoleText(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// OrderedRoles returns roles without repetition in the order of Roles; a role that there is not is an error.
func OrderedRoles(roles []Role) ([]Role, error) {
	var out []Role
	for _, r := range Roles() {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	for _, r := range roles {
		if !slices.Contains(out, r) {
			return nil, &Error{Code: Invalid, What: "There is no role called %[1]q", Do: "Choose among %[2]s", Args: []any{string(r), RoleText(Roles())}}
		}
	}
	return out, nil
}

// MaxAccountText bounds names, log-in names and agencies of accounts, in characters.
const MaxAccountText = 200

// Check returns what is wrong with what a person may choose of an account. Names of the log-in are letters, digits, dots, hyphens
// and underscores in lower case: they are typed, also on the command line.
func (a Account) Check() error {
	for _, f := range []struct {
		what Word
		text string
	}{{"name", a.Name}, {"log-in name", a.LogIn}, {"agency", a.Agency}} {
		if strings.TrimSpace(f.text) == "" {
			return &Error{Code: Invalid, What: "The account has no %[1]s", Do: "Fill it in", Args: []any{f.what}}
		}
		if utf8.RuneCountInString(f.text) > MaxAccountText || strings.ContainsFunc(f.text, unicode.IsControl) || !utf8.ValidString(f.text) {
			return &Error{Code: Invalid, What: "The account's %[1]s is too long or has characters that cannot be shown", Do: "Correct it", Args: []any{f.what}}
		}
	}
	if a.LogIn != CleanLogIn(a.LogIn) || strings.ContainsFunc(a.LogIn, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_@", r)
	}) {
		return &Error{Code: Invalid, What: "%[1]q cannot be a log-in name", Do: "Use letters, digits, dots, hyphens and underscores", Args: []any{a.LogIn}}
	}
	if len(a.Roles) == 0 {
		return &Error{Code: Invalid, What: "The account has no role", Do: "Choose at least one, or deactivate the account"}
	}
	_, err := OrderedRoles(a.Roles)
	return err
}

// CleanLogIn is the form in which a log-in name is compared: without blanks around it, in lower case.
func CleanLogIn(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// WhoAmI is who sits at a workstation.
type WhoAmI struct {
	Accounts bool     `json:"accounts"`          // the workstation has accounts: whoever acts has logged in
	Account  *Account `json:"account,omitempty"` // who is logged in; nil for nobody
	Locked   bool     `json:"locked,omitempty"`  // the screen: nothing is done or shown before the passphrase is given again
	Name     string   `json:"name"`              // who acts: the account's owner, else whom the settings name
}

// May reports whether whoever sits there may do what.
func (w WhoAmI) May(what Action) bool {
	switch {
	case !w.Accounts:
		return true
	case w.Account == nil || w.Locked || w.Account.MustChange:
		return false
	}
	return w.Account.May(what)
}

// AccountVersion is one state of an account.
type AccountVersion struct {
	Account Account   `json:"account"`
	Reason  string    `json:"reason"`
	By      string    `json:"by"` // account id
	ByName  string    `json:"by_name"`
	At      time.Time `json:"at"`
}

// PersonVersion is one state of a person of a case who acts through an account.
type PersonVersion struct {
	Person
	Version int       `json:"version"` // from 1
	LogIn   string    `json:"log_in"`
	At      time.Time `json:"at"`
}

// MayVerify returns why the person with the id by may not verify c, nil where they may. Whoever concluded cannot be who finds out
// independently whether the conclusion holds.
func MayVerify(c Conclusion, by string) error {
	if by == "" {
		return &Error{Code: Refused, What: "Nobody is named who verifies", Do: "Log in"}
	}
	if c.By == by {
		return &Error{Code: Refused, What: "Whoever concluded cannot verify the conclusion", Do: "Ask another examiner or a verifier"}
	}
	return nil
}

// The causes of an Error that whoever asked can do something about.
var (
	// ErrNotAllowed: whoever sits at the workstation may not do this.
	ErrNotAllowed = errors.New("not allowed")
	// ErrIdentityClosed: the signing identity needs its owner's passphrase first.
	ErrIdentityClosed = errors.New("the signing identity is closed")
)
