package card

import "fmt"

// module is what this package needs of a PKCS#11 module. Errors of the module itself are codes.
type module interface {
	slots() ([]uint, error)
	token(slot uint) (token, error)
	open(slot uint) (session uint, err error)
	close(session uint) error
	logIn(session uint, again bool, pin string) error // again: for the operation under way (CKU_CONTEXT_SPECIFIC)
	logOut(session uint) error
	certificates(session uint) ([]object, error)
	privateKey(session uint, id []byte) (key privateKey, found bool, err error)
	signInit(session uint, m mechanism, key uint) error
	sign(session uint, data []byte) ([]byte, error)
	finalize() error
}

// token is a card, as its module describes it.
type token struct {
	reader, label, serial, maker, model string
	flags                               uint
}

// object is a certificate on a card.
type object struct {
	id    []byte
	label string
	der   []byte
}

type privateKey struct {
	handle uint
	signs  bool
	always bool // the PIN is asked for at each signature
}

// mechanism is how a key is to sign. hash, mgf and salt are of PSS.
type mechanism struct {
	kind            uint
	hash, mgf, salt uint
}

// Flags of a token (PKCS #11 v2.40, 3.2).
const (
	flagLoginRequired  = 0x00000004
	flagPINInitialised = 0x00000008
	flagPINPad         = 0x00000100
	flagInitialised    = 0x00000400
	flagPINLow         = 0x00010000
	flagPINFinalTry    = 0x00020000
	flagPINLocked      = 0x00040000
)

// Mechanisms and hashes of PSS (PKCS #11 v2.40, mechanisms, 2.1 and 2.3).
const (
	rsaPKCS   = 0x00000001
	rsaPSS    = 0x0000000d
	ecdsaSign = 0x00001041
	sha256    = 0x00000250
	sha384    = 0x00000260
	sha512    = 0x00000270
	mgfSHA256 = 2
	mgfSHA384 = 3
	mgfSHA512 = 4
)

// code is what a module returned (CKR_...).
type code uint

// The codes that something is made of (PKCS #11 v2.40, 5.1).
const (
	generalError       code = 0x00000005
	functionFailed     code = 0x00000006
	deviceError        code = 0x00000030
	deviceMemory       code = 0x00000031
	deviceRemoved      code = 0x00000032
	keyHandleInvalid   code = 0x00000060
	mechanismInvalid   code = 0x00000070
	mechanismParam     code = 0x00000071
	objectInvalid      code = 0x00000082
	pinIncorrect       code = 0x000000a0
	pinInvalid         code = 0x000000a1
	pinLength          code = 0x000000a2
	pinExpired         code = 0x000000a3
	pinLocked          code = 0x000000a4
	sessionClosed      code = 0x000000b0
	sessionInvalid     code = 0x000000b3
	slotInvalid        code = 0x00000003
	tokenNotPresent    code = 0x000000e0
	tokenNotRecognised code = 0x000000e1
	alreadyLoggedIn    code = 0x00000100
	notLoggedIn        code = 0x00000101
	pinNotInitialised  code = 0x00000102
	functionCancelled  code = 0x00000050
)

// Error names the code as the standard numbers it.
func (c code) Error() string { return fmt.Sprintf("PKCS#11 code 0x%x", uint(c)) }
