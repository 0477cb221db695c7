package casework

import (
	"cmp"
	"context"
	"os"
	"sync"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity/card"
)

// PINAsker asks whoever is at the desk for the PIN of a card for one signature. state is what the card says of it: where one try is
// left they have to be told before casefile.PIN.LastTry is set.
type PINAsker func(state casefile.PINState) (casefile.PIN, error)

// AskPINWith makes ask what is asked for the PIN by cards that want it for each signature. Without it the PIN that such a card was opened
// with serves for one signature.
func (d *Desk) AskPINWith(ask PINAsker) {
	d.who.Lock()
	defer d.who.Unlock()
	d.askPIN = ask
}

// cardModule returns the module that reads cards, which the caller closes: the one named, else that of the settings.
func (d *Desk) cardModule(path string) (*card.Module, error) {
	if path = cmp.Or(path, d.Settings().Signing.CardModule); path == "" {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "This workstation does not know how to read cards", Do: "Name the card module in the settings"}
	}
	return card.Load(path)
}

// openCard is a key on a card that its owner has opened with the PIN. It closes itself when its time is over.
type openCard struct {
	module *card.Module
	key    *card.Key
	ends   *time.Timer
	desk   *Desk

	mu     sync.Mutex
	once   *casefile.PIN // for one more signature, by a card that wants it each time
	closed bool
}

func (d *Desk) openCard(ctx context.Context, c casefile.CardIdentity, pin casefile.PIN) (*openCard, error) {
	m, err := d.cardModule(c.Module)
	if err != nil {
		return nil, err
	}
	o := &openCard{module: m, desk: d}
	if o.key, err = m.Open(ctx, c.Certificate, pin, o.ask); err != nil {
		_ = m.Close()
		return nil, err
	}
	if o.key.AsksEachTime() {
		o.once = &pin
	}
	o.ends = time.AfterFunc(identityOpenFor, o.close)
	return o, nil
}

// ready reports whether the key can sign without opening it anew.
func (o *openCard) ready() bool {
	if !o.key.Present() {
		return false
	}
	o.mu.Lock()
	once := o.once != nil
	o.mu.Unlock()
	_, given := os.LookupEnv(PassphraseVariable)
	return !o.key.AsksEachTime() || once || given || o.desk.pinAsker() != nil
}

func (d *Desk) pinAsker() PINAsker {
	d.who.Lock()
	defer d.who.Unlock()
	return d.askPIN
}

// ask returns the PIN for one signature: the one that the card was opened with, once; then from whoever is at the desk, or from the
// environment.
func (o *openCard) ask(state casefile.PINState) (casefile.PIN, error) {
	o.mu.Lock()
	pin := o.once
	o.once = nil
	o.mu.Unlock()
	if pin != nil {
		return *pin, nil
	}
	if ask := o.desk.pinAsker(); ask != nil {
		return ask(state)
	}
	if words, given := os.LookupEnv(PassphraseVariable); given {
		return casefile.PIN{Words: words}, nil
	}
	return casefile.PIN{}, &casefile.Error{Code: casefile.Refused, What: "The card wants its PIN for each signature", Do: "Give it again", Cause: casefile.ErrIdentityClosed}
}

func (o *openCard) close() {
	o.mu.Lock()
	was := o.closed
	o.closed, o.once = true, nil
	o.mu.Unlock()
	if was {
		return
	}
	if o.ends != nil {
		o.ends.Stop()
	}
	o.key.Close()
	_ = o.module.Close() // the key is closed: nothing is left that could go wrong for anybody
}
