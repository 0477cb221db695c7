package casefile

import (
	"errors"
	"time"
)

// CardIdentity is a certificate on a smart card or another token, whose key never leaves it.
type CardIdentity struct {
	Module      string `json:"module,omitempty"` // PKCS#11 module that reads it; empty: the workstation's own
	Token       string `json:"token"`            // the token's label, for people
	Serial      string `json:"serial"`           // the token's serial number
	Certificate string `json:"certificate"`      // SHA-256 of the certificate, hexadecimal: it alone decides
	Subject     string `json:"subject"`          // whom the certificate is for
}

// PINState is how near a card is to refusing every PIN.
type PINState string

// The states of a PIN. A card that does not say counts as PINFine.
const (
	PINFine    PINState = "fine"
	PINLow     PINState = "low"     // it was wrong at least once
	PINLastTry PINState = "last"    // one more wrong PIN locks the card
	PINLocked  PINState = "locked"  // no PIN is taken any more
	PINMissing PINState = "missing" // the card's owner has not set one yet
)

// Card is a smart card, or another token, that is inserted.
type Card struct {
	Reader       string            `json:"reader"`
	Label        string            `json:"label"`
	Serial       string            `json:"serial"`
	Maker        string            `json:"maker,omitempty"`
	Model        string            `json:"model,omitempty"`
	PIN          PINState          `json:"pin"`
	PINPad       bool              `json:"pin_pad,omitempty"` // the PIN is typed at the reader
	Certificates []CardCertificate `json:"certificates"`
}

// CardCertificate is a certificate on a card.
type CardCertificate struct {
	SHA256  string    `json:"sha256"`
	Label   string    `json:"label,omitempty"`
	Name    string    `json:"name"`
	Subject string    `json:"subject"`
	Issuer  string    `json:"issuer"`
	From    time.Time `json:"from"`
	Until   time.Time `json:"until"`
	Key     string    `json:"key"`               // such as "ECDSA P-256"; empty: of a kind that cannot sign here
	Signs   bool      `json:"signs"`             // it is meant for signatures that its owner stands by (content commitment)
	LogsIn  bool      `json:"logs_in"`           // it is meant for showing who its owner is (digital signature)
	Issues  bool      `json:"issues,omitempty"`  // it is an authority's
	Test    bool      `json:"test,omitempty"`    // it says that it is a test
	Problem string    `json:"problem,omitempty"` // why it cannot be used, such as an unreadable certificate
}

// PIN is what opens a card. It is neither kept nor written anywhere.
type PIN struct {
	Words   string // empty where the reader has keys of its own
	LastTry bool   // whoever typed it was told that a wrong one locks the card
}

// The causes of an Error about a card that whoever asked can do something about.
var (
	// ErrLastTry: the next wrong PIN locks the card, and nobody has said that it may be tried.
	ErrLastTry = errors.New("one try is left before the card locks")
	// ErrCardLocked: the card takes no PIN any more.
	ErrCardLocked = errors.New("the card is locked")
	// ErrCardGone: the card is not inserted, or was taken out meanwhile.
	ErrCardGone = errors.New("the card is not there")
	// ErrWrongPIN: the card did not take the PIN.
	ErrWrongPIN = errors.New("wrong PIN")
)
