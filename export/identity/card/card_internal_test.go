package card

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	stdsha256 "crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
)

// memory is a module in memory with one card, whose PIN locks after three wrong tries and which can be pulled.
type memory struct {
	key    *ecdsa.PrivateKey
	der    []byte
	always bool

	tries    int // left
	tried    int // PINs that the card has looked at
	in       bool
	again    bool // the operation under way has been authenticated
	gone     bool
	pulled   func(step string) bool // whether the card is pulled at this step
	signs    func(sig []byte) []byte
	sessions uint
	active   bool // an operation is under way
}

const memoryPIN = "1357"

func newMemory(t *testing.T, always bool) *memory {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Anna"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), KeyUsage: x509.KeyUsageContentCommitment}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &memory{key: key, der: der, always: always, tries: 3, pulled: func(string) bool { return false }, signs: func(b []byte) []byte { return b }}
}

func (m *memory) at(step string) error {
	if m.gone = m.gone || m.pulled(step); m.gone {
		m.in = false
		return deviceRemoved
	}
	return nil
}

func (m *memory) slots() ([]uint, error) {
	if m.gone {
		return nil, nil
	}
	return []uint{0}, nil
}

func (m *memory) token(uint) (token, error) {
	if err := m.at("token"); err != nil {
		return token{}, err
	}
	t := token{label: "anna's card", serial: "42", flags: flagInitialised | flagLoginRequired | flagPINInitialised}
	switch m.tries {
	case 0:
		t.flags |= flagPINLocked
	case 1:
		t.flags |= flagPINFinalTry
	case 2:
		t.flags |= flagPINLow
	}
	return t, nil
}

func (m *memory) open(uint) (uint, error) {
	if err := m.at("open"); err != nil {
		return 0, err
	}
	m.sessions++
	m.active = false
	return m.sessions, nil
}

func (m *memory) close(uint) error { return m.at("close") }

func (m *memory) logIn(_ uint, again bool, pin string) error {
	if err := m.at("log in"); err != nil {
		return err
	}
	if m.in && !again {
		return alreadyLoggedIn
	}
	if m.tries == 0 {
		return pinLocked
	}
	m.tried++
	if pin != memoryPIN {
		m.tries--
		return pinIncorrect
	}
	m.tries = 3
	m.in, m.again = true, again
	return nil
}

func (m *memory) logOut(uint) error {
	if err := m.at("log out"); err != nil {
		return err
	}
	if !m.in {
		return notLoggedIn
	}
	m.in = false
	return nil
}

func (m *memory) certificates(uint) ([]object, error) {
	return []object{{id: []byte{1}, label: "sig", der: m.der}, {id: []byte{9}, label: "spoiled", der: []byte("no certificate")}}, m.at("certificates")
}

func (m *memory) privateKey(uint, []byte) (privateKey, bool, error) {
	return privateKey{handle: 5, signs: true, always: m.always}, m.in, m.at("private key")
}

func (m *memory) signInit(uint, mechanism, uint) error {
	if err := m.at("sign init"); err != nil {
		return err
	}
	if m.active {
		return code(0x90) // CKR_OPERATION_ACTIVE
	}
	m.active, m.again = true, false
	return nil
}

func (m *memory) sign(_ uint, data []byte) ([]byte, error) {
	if err := m.at("sign"); err != nil {
		return nil, err
	}
	m.active = false
	if !m.in || m.always && !m.again {
		return nil, notLoggedIn
	}
	der, err := m.key.Sign(rand.Reader, data, crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &rs); err != nil {
		return nil, err
	}
	raw := make([]byte, 64)
	rs.R.FillBytes(raw[:32])
	rs.S.FillBytes(raw[32:])
	return m.signs(raw), nil
}

func (m *memory) finalize() error { return nil }

var (
	right  = casefile.PIN{Words: memoryPIN}
	wrong  = casefile.PIN{Words: "9999"}
	digest = stdsha256.Sum256([]byte("text"))
)

func TestLastTryIsNotMadeUntold(t *testing.T) {
	inner := newMemory(t, false)
	m := of(inner)
	print := fingerprint(inner.der)
	open := func(pin casefile.PIN) error {
		k, err := m.Open(t.Context(), print, pin, nil)
		if err == nil {
			k.Close()
		}
		return err
	}
	for i, words := range []string{"few tries are left", "one more wrong PIN locks it"} {
		if err := open(wrong); !errors.Is(err, casefile.ErrWrongPIN) || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), wrong.Words) {
			t.Errorf("wrong PIN %d: %v", i+1, err)
		}
	}
	tried := inner.tried
	for _, pin := range []casefile.PIN{wrong, right} {
		if err := open(pin); !errors.Is(err, casefile.ErrLastTry) {
			t.Errorf("the last try, untold: %v", err)
		}
	}
	if inner.tried != tried {
		t.Fatalf("the card has looked at %d more PINs", inner.tried-tried)
	}
	cards, err := m.Cards(t.Context())
	if err != nil || len(cards) != 1 || cards[0].PIN != casefile.PINLastTry || len(cards[0].Certificates) != 2 || cards[0].Certificates[1].Problem == "" {
		t.Errorf("cards %+v, %v", cards, err)
	}
	if err := open(casefile.PIN{Words: memoryPIN, LastTry: true}); err != nil {
		t.Errorf("the right PIN as the last try: %v", err)
	}
	if err := open(right); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	wrong.LastTry = true
	defer func() { wrong.LastTry = false }()
	for range 2 {
		if err := open(wrong); !errors.Is(err, casefile.ErrWrongPIN) {
			t.Error(err)
		}
	}
	if err := open(wrong); !errors.Is(err, casefile.ErrCardLocked) || !strings.Contains(err.Error(), "PUK") {
		t.Errorf("the PIN that locks: %v", err)
	}
	tried = inner.tried
	if err := open(casefile.PIN{Words: memoryPIN, LastTry: true}); !errors.Is(err, casefile.ErrCardLocked) || inner.tried != tried {
		t.Errorf("on a locked card: %v", err)
	}
}

func TestCardIsPulledMidWay(t *testing.T) {
	for _, step := range []string{"token", "open", "certificates", "log out", "log in", "private key", "sign init", "sign"} {
		t.Run(step, func(t *testing.T) {
			inner := newMemory(t, false)
			m := of(inner)
			k, err := m.Open(t.Context(), fingerprint(inner.der), right, nil)
			if err != nil {
				t.Fatal(err)
			}
			inner.pulled = func(at string) bool { return at == step }
			_, err = k.Sign(nil, digest[:], crypto.SHA256)
			if signing := step == "token" || step == "sign init" || step == "sign"; signing {
				if !errors.Is(err, casefile.ErrCardGone) || !errors.Is(err, casefile.ErrIdentityClosed) {
					t.Errorf("signing: %v", err)
				}
				if k.Present() {
					t.Error("the key is said to be usable")
				}
				if _, err := k.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrIdentityClosed) {
					t.Errorf("once more: %v", err)
				}
			} else if err != nil {
				t.Errorf("signing, which needs no %s: %v", step, err)
			}
			k.Close()
			inner.gone = false
			if step == "sign init" || step == "sign" {
				return
			}
			if _, err := m.Open(t.Context(), fingerprint(inner.der), right, nil); !errors.Is(err, casefile.ErrCardGone) {
				t.Errorf("opening: %v", err)
			}
			inner.gone, inner.pulled = false, func(string) bool { return false } // inserted again
			k, err = m.Open(t.Context(), fingerprint(inner.der), right, nil)
			if err != nil {
				t.Fatalf("inserted again: %v", err)
			}
			if _, err := k.Sign(nil, digest[:], crypto.SHA256); err != nil {
				t.Errorf("inserted again: %v", err)
			}
		})
	}
}

func TestCardThatAsksEachTimeLocks(t *testing.T) {
	inner := newMemory(t, true)
	m := of(inner)
	var states []casefile.PINState
	answer := wrong
	k, err := m.Open(t.Context(), fingerprint(inner.der), right, func(s casefile.PINState) (casefile.PIN, error) {
		states = append(states, s)
		return answer, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := k.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrWrongPIN) {
			t.Fatal(err)
		}
	}
	tried := inner.tried
	if _, err := k.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrLastTry) || inner.tried != tried {
		t.Errorf("the last try, untold: %v", err)
	}
	answer = right
	answer.LastTry = true
	if _, err := k.Sign(nil, digest[:], crypto.SHA256); err != nil {
		t.Errorf("the right PIN as the last try: %v", err)
	}
	if want := []casefile.PINState{casefile.PINFine, casefile.PINLow, casefile.PINLastTry, casefile.PINLastTry}; !bytes.Equal([]byte(join(states)), []byte(join(want))) {
		t.Errorf("asked with %v", states)
	}
	inner.tries = 0
	if _, err := k.Sign(nil, digest[:], crypto.SHA256); !errors.Is(err, casefile.ErrCardLocked) || len(states) != 4 {
		t.Errorf("on a locked card, asked %d times: %v", len(states), err)
	}
}

func join(states []casefile.PINState) (out string) {
	for _, s := range states {
		out += string(s) + " "
	}
	return out
}

func TestCardWithoutPINAndOneInUse(t *testing.T) {
	inner := newMemory(t, false)
	if err := mayTry(token{label: "new", flags: flagLoginRequired}, right); err == nil || !strings.Contains(err.Error(), "no PIN yet") {
		t.Errorf("a card without PIN: %v", err)
	}
	if err := mayTry(token{flags: flagLoginRequired | flagPINInitialised | flagPINPad}, casefile.PIN{}); err != nil {
		t.Errorf("a reader with keys: %v", err)
	}
	stuck := &stuckModule{memory: inner}
	inner.in = true // and cannot be logged out, as by another thread of the program
	if _, err := of(stuck).Open(t.Context(), fingerprint(inner.der), right, nil); err == nil || !strings.Contains(err.Error(), "PIN was not looked at") {
		t.Errorf("a card that is in use: %v", err)
	}
}

// stuckModule stays logged in whatever is done.
type stuckModule struct{ *memory }

func (s *stuckModule) logOut(uint) error { return nil }

func TestWrongSignatureIsNotHandedOut(t *testing.T) {
	for name, spoil := range map[string]func([]byte) []byte{
		"a bit changed": func(b []byte) []byte { b[40] ^= 1; return b },
		"cut short":     func(b []byte) []byte { return b[:31] },
		"empty":         func([]byte) []byte { return nil },
		"zero":          func(b []byte) []byte { return make([]byte, len(b)) },
	} {
		inner := newMemory(t, false)
		inner.signs = spoil
		k, err := of(inner).Open(t.Context(), fingerprint(inner.der), right, nil)
		if err != nil {
			t.Fatal(err)
		}
		if sig, err := k.Sign(nil, digest[:], crypto.SHA256); casefile.CodeOf(err) != casefile.Damaged || sig != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryCodeIsSaidPlainly(t *testing.T) {
	for _, c := range []code{generalError, functionFailed, deviceError, deviceMemory, deviceRemoved, keyHandleInvalid, mechanismInvalid, mechanismParam, objectInvalid, pinIncorrect, pinInvalid,
		pinLength, pinExpired, pinLocked, sessionClosed, sessionInvalid, slotInvalid, tokenNotPresent, tokenNotRecognised, notLoggedIn, pinNotInitialised, functionCancelled, code(0x80000001)} {
		err := say(c, token{label: "lab"}, func() (token, error) { return token{}, deviceRemoved })
		var e *casefile.Error
		if !errors.As(err, &e) || e.Do == "" || !strings.Contains(err.Error(), "lab") || strings.Contains(err.Error(), "PKCS#11") {
			t.Errorf("%v: %v", c, err)
		}
	}
}
