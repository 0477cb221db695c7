package people

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"

	"tracemark/casefile"
)

// challengeHead is the first line of what a card signs to log in. Nothing else that Tracemark signs begins so: a signature that
// was given to log in is good for nothing else, and none given for anything else logs in.
const challengeHead = "Tracemark log-in by card"

// challengeBytes is how much of a challenge nobody can foresee.
const challengeBytes = 32

// LogInByCard returns the account with the id once prove has returned nil: it has the card of the account sign the
// challenge, which is new each time, and checks the signature. Attempts are counted, have to wait and are logged as those with a passphrase
// are, and with them.
func (b *Book) LogInByCard(ctx context.Context, id string, why Occasion, prove func(card casefile.CardIdentity, challenge []byte) error) (casefile.Account, error) {
	a, err := b.Account(ctx, id)
	if err != nil {
		return a, err
	}
	bucket := b.bucket(a.LogIn)
	if err := b.begin(ctx, bucket, a.LogIn, why); err != nil {
		return casefile.Account{}, err
	}
	if a.LogInCard.Certificate == "" {
		err = notByCard()
	} else {
		err = prove(a.LogInCard, b.challenge(a, why))
	}
	card := a.LogInCard
	if err == nil { // it may have changed while its owner typed
		if a, err = b.Account(ctx, id); err == nil && (!a.Active || a.LogInCard != card) {
			err = notByCard()
		}
	}
	if err != nil {
		if nerr := b.Note(context.WithoutCancel(ctx), "", string(why)+" failed", a.ID, describe(a)+": "+reasonOf(err)); nerr != nil {
			return casefile.Account{}, nerr
		}
		return casefile.Account{}, err
	}
	err = b.change(ctx, a.ID, string(why)+" done", func(t *change) (string, error) {
		t.subject = a.ID
		return a.LogIn + ": certificate " + card.Certificate, t.insert(ctx, "attempt", col{"name", bucket}, col{"ok", true}, col{"at", stamp(t.at)})
	})
	if err != nil {
		return casefile.Account{}, err
	}
	return b.Account(ctx, a.ID)
}

func notByCard() error {
	return &casefile.Error{Code: casefile.Refused, What: "This card logs nobody in here", Do: "Give your log-in name and passphrase, or ask an administrator"}
}

// challenge is what a card has to sign: for what, at which workstation, for whom, when, and something that nobody could foresee.
func (b *Book) challenge(a casefile.Account, why Occasion) []byte {
	nonce := make([]byte, challengeBytes)
	rand.Read(nonce) // never fails: crypto/rand ends the program where the system has no randomness
	return fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%s\n%s\n", challengeHead, why, Origin(b.station), a.ID, stamp(b.opts.Now()), hex.EncodeToString(nonce))
}

// reasonOf says in the log why a card let nobody in. No error here holds a PIN.
func reasonOf(err error) string {
	switch {
	case errors.Is(err, casefile.ErrCardLocked):
		return "the card is locked"
	case errors.Is(err, casefile.ErrLastTry):
		return "the last try was not made"
	case errors.Is(err, casefile.ErrWrongPIN):
		return "wrong PIN"
	case errors.Is(err, casefile.ErrCardGone):
		return "the card was taken out"
	}
	return err.Error()
}
