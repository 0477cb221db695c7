package card

import (
	"errors"

	"tracemark/casefile"
)

// stateOf is how near the token is to refusing every PIN, as far as it says.
func stateOf(t token) casefile.PINState {
	switch {
	case t.flags&flagPINLocked != 0:
		return casefile.PINLocked
	case t.flags&flagPINInitialised == 0 && t.flags&flagLoginRequired != 0:
		return casefile.PINMissing
	case t.flags&flagPINFinalTry != 0:
		return casefile.PINLastTry
	case t.flags&flagPINLow != 0:
		return casefile.PINLow
	}
	return casefile.PINFine
}

// mayTry returns why a PIN is not tried, nil where it may be.
func mayTry(t token, pin casefile.PIN) error {
	switch state := stateOf(t); {
	case state == casefile.PINLocked:
		return locked(t, nil)
	case state == casefile.PINMissing:
		return &casefile.Error{Code: casefile.Refused, What: "The card %[1]s has no PIN yet", Do: "Set one with the program that came with the card", Args: []any{t.label}}
	case state == casefile.PINLastTry && !pin.LastTry:
		return &casefile.Error{Code: casefile.Refused, What: "The card %[1]s locks after one more wrong PIN, so it was not tried",
			Do: "Make sure of the PIN, then say that the last try may be used", Args: []any{t.label}, Cause: casefile.ErrLastTry}
	case pin.Words == "" && t.flags&flagPINPad == 0:
		return &casefile.Error{Code: casefile.Refused, What: "The card %[1]s needs its PIN", Do: "Give it", Args: []any{t.label}, Cause: casefile.ErrIdentityClosed}
	}
	return nil
}

func locked(t token, cause error) error {
	return &casefile.Error{Code: casefile.Refused, What: "The card %[1]s is locked: its PIN was wrong too often",
		Do: "Unlock it with its PUK in the program that came with the card, or ask whoever issued it", Args: []any{t.label}, Cause: errors.Join(casefile.ErrCardLocked, cause)}
}

// say turns what a module returned into an error for people. after is the token as it is now, for what is left to try.
func say(err error, t token, after func() (token, error)) error {
	var c code
	if err == nil || !errors.As(err, &c) {
		return err
	}
	no := func(what, do string, cause error) error {
		return &casefile.Error{Code: casefile.Refused, What: what, Do: do, Args: []any{t.label}, Cause: errors.Join(cause, err)}
	}
	switch c {
	case pinIncorrect:
		return wrongPIN(t, after, err)
	case pinLocked:
		return locked(t, err)
	case pinLength, pinInvalid:
		return no("This cannot be the PIN of the card %[1]s: it is too short, too long or has other characters", "Give the PIN as it was set", casefile.ErrWrongPIN)
	case pinExpired:
		return no("The PIN of the card %[1]s has expired", "Change it with the program that came with the card", nil)
	case pinNotInitialised:
		return no("The card %[1]s has no PIN yet", "Set one with the program that came with the card", nil)
	case functionCancelled:
		return no("The PIN of the card %[1]s was not given at the reader", "Try again", casefile.ErrIdentityClosed)
	case mechanismInvalid, mechanismParam:
		return no("The card %[1]s cannot sign in the way that is asked for", "Use a card with an ECDSA key, or an RSA key that signs with PSS", nil)
	case notLoggedIn:
		return no("The card %[1]s is closed", "Give its PIN", casefile.ErrIdentityClosed)
	}
	if isGone(c) {
		return gone(t, err)
	}
	return &casefile.Error{Code: casefile.Failed, What: "The card %[1]s did not answer as it should", Do: "Take it out, insert it again and repeat", Args: []any{t.label}, Cause: err}
}

func wrongPIN(t token, after func() (token, error), err error) error {
	e := &casefile.Error{Code: casefile.Refused, What: "The PIN of the card %[1]s is wrong", Do: "Give it again; after several wrong ones the card locks", Args: []any{t.label},
		Cause: errors.Join(casefile.ErrWrongPIN, err)}
	now, terr := after()
	if terr != nil {
		return e
	}
	switch stateOf(now) {
	case casefile.PINLocked:
		return locked(t, e.Cause)
	case casefile.PINLastTry:
		e.What, e.Do = "The PIN of the card %[1]s is wrong, and one more wrong PIN locks it", "Make sure of the PIN before you try again"
	case casefile.PINLow:
		e.What, e.Do = "The PIN of the card %[1]s is wrong, and few tries are left", "Make sure of the PIN before you try again"
	}
	return e
}

// isGone reports whether the module says that the card is not there any more.
func isGone(c code) bool {
	switch c {
	case deviceRemoved, tokenNotPresent, tokenNotRecognised, sessionClosed, sessionInvalid, slotInvalid, keyHandleInvalid, objectInvalid:
		return true
	}
	return false
}

func gone(t token, err error) error {
	return &casefile.Error{Code: casefile.Refused, What: "The card %[1]s was taken out", Do: "Insert it again and give its PIN", Args: []any{t.label},
		Cause: errors.Join(casefile.ErrCardGone, casefile.ErrIdentityClosed, err)}
}
