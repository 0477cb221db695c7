package timestamp

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"time"

	"tracemark/casefile"
	"tracemark/export/sign/algorithm"
)

// MaxToken is the largest token looked at, in bytes; one with a chain of four RSA certificates has some 9 kB.
const MaxToken = 64 << 10

// What can be wrong with a token; every error of Parse, Check and Chain wraps one of them.
var (
	ErrToken     = errors.New("not a time-stamp token that can be read")
	ErrImprint   = errors.New("the time-stamp is about something else")
	ErrNonce     = errors.New("the time-stamp answers another request")
	ErrSignature = errors.New("the time-stamp was altered, or not made by the service that it names")
	ErrPurpose   = errors.New("the certificate is not one for time-stamps")
	ErrChain     = errors.New("the time-stamp service is not among the trusted ones")
)

// Why says what is wrong with a token, as words for people.
func Why(err error) casefile.Word {
	switch {
	case errors.Is(err, ErrToken):
		return casefile.Word("it cannot be read")
	case errors.Is(err, ErrImprint):
		return casefile.Word("it is about something else")
	case errors.Is(err, ErrNonce):
		return casefile.Word("it answers another request")
	case errors.Is(err, ErrSignature):
		return casefile.Word("it was altered, or not made by the service that it names")
	case errors.Is(err, ErrPurpose):
		return casefile.Word("its certificate is not one for time-stamps")
	case errors.Is(err, ErrChain):
		return casefile.Word("its service is not among the trusted ones")
	}
	return casefile.Word("something else is wrong with it")
}

// Token is a time-stamp token that was read; nothing in it is checked before Check says so.
type Token struct {
	DER      []byte
	Time     time.Time     // when the content existed, by the clock of the service, in UTC
	Accuracy time.Duration // zero where not stated
	Policy   asn1.ObjectIdentifier
	Serial   *big.Int
	Hash     crypto.Hash // of the imprint
	Imprint  []byte
	Nonce    *big.Int // nil where none

	Signer *x509.Certificate   // the service's
	Others []*x509.Certificate // further certificates enclosed

	info   []byte // TSTInfo, that is what is signed
	hash   crypto.Hash
	alg    algorithm.Algorithm
	attrs  []byte
	values map[string][]byte
	sig    []byte
}
