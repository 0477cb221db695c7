package people

import (
	"context"
	"time"

	"tracemark/casefile"
)

// Service is what these screens ask for. Every call may block for a second or more, since passphrases are meant to be slow to check;
// the screens call from goroutines of their own. An error's text is a sentence for people.
type Service interface {
	// WhoAmI returns who sits here, and whether the workstation has accounts at all.
	WhoAmI(ctx context.Context) (casefile.WhoAmI, error)
	// LogIn begins somebody's time here; whoever was there before is logged out.
	LogIn(ctx context.Context, logIn, passphrase string) (casefile.WhoAmI, error)
	// SigningSettings returns how the workstation signs: whether it reads smart cards.
	SigningSettings() casefile.SigningSettings
	// LogInByCard and UnlockByCard are the same with the card that is bound to the account; the name may be "" where a card says who it is.
	LogInByCard(ctx context.Context, logIn string, pin casefile.PIN) (casefile.WhoAmI, error)
	UnlockByCard(ctx context.Context, pin casefile.PIN) error
	// LogOut ends it.
	LogOut(ctx context.Context) error
	// Lock refuses everything until Unlock; why stands in the log.
	Lock(ctx context.Context, why string) error
	// Unlock takes the passphrase of whoever locked.
	Unlock(ctx context.Context, passphrase string) error
	// LockAfter returns after how long without anybody at it the window is locked.
	LockAfter() time.Duration
	// SetLockAfter changes it, in minutes.
	SetLockAfter(ctx context.Context, minutes int) error
	// ChangePassphrase changes one's own.
	ChangePassphrase(ctx context.Context, old, next string) error
	// OpenIdentity opens one's signing identity for what is being signed.
	OpenIdentity(ctx context.Context, passphrase string) error

	// People returns all accounts.
	People(ctx context.Context) ([]casefile.Account, error)
	// PersonHistory returns every state of an account.
	PersonHistory(ctx context.Context, id string) ([]casefile.AccountVersion, error)
	// AddPerson makes an account; the first one is an administrator's.
	AddPerson(ctx context.Context, a casefile.Account, passphrase string) (casefile.Account, error)
	// ChangePerson makes the next state of an account.
	ChangePerson(ctx context.Context, a casefile.Account, reason string) (casefile.Account, error)
	// ResetPassphrase gives a passphrase that has to be changed at the next log-in.
	ResetPassphrase(ctx context.Context, id, passphrase string) error
	// SetIdentity chooses the PKCS#12 file that somebody signs with, "" for a test identity.
	SetIdentity(ctx context.Context, id, file string, keep bool) (casefile.Account, error)
}
