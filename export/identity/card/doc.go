// Package card signs with keys that never leave a smart card or another token, through the PKCS#11 module of its maker
// (PKCS #11 v2.40; OASIS). A Key is a crypto.Signer like any other: ECDSA P-256 and P-384 (CKM_ECDSA), RSA with PSS
// (CKM_RSA_PKCS_PSS) and PKCS#1 v1.5 (CKM_RSA_PKCS).
//
// # The PIN
//
// A card counts wrong PINs and locks after a few, often for good. Before a PIN is tried the card is asked how many tries it
// still takes, as far as it says (it tells "low", "final try" and "locked", never a number): a locked card is not asked at all,
// and the last try is made only where casefile.PIN says that its owner was told. The PIN is in no field, file or error of
// this package; it is handed to the module and forgotten. Go's strings and the module's memory cannot be wiped: what a
// debugger could find there until the memory is used again is not hidden.
//
// PKCS#11 keeps "logged in" for the whole program and not for each session. Open therefore logs out first, so that a wrong PIN
// never passes because somebody else's was right, and Close logs out. Of one token there is one open Key at a time: the
// one before is closed by opening the next.
//
// Keys that ask for the PIN at each signature (CKA_ALWAYS_AUTHENTICATE, usual on qualified cards) get it from the Asking that was
// given to Open, each time. Where the reader has keys of its own the PIN is typed there.
//
// # Which certificate
//
// A card holds several: one to log in, one to sign, those of its authorities. A certificate is chosen by its SHA-256 and by nothing
// else; Signing names the one that is meant for signatures (content commitment, RFC 5280, 4.2.1.3) where there is exactly one. The key
// is the one with the certificate's CKA_ID, and each signature is checked with the certificate before it is returned.
//
// # Limits
//
// This is the only package under export that needs C. Built without, Load says so. It was tried with SoftHSM2, whose tokens neither
// lock nor can be pulled; both are tried with a module in memory (see the tests). Physical cards were not at hand. A call into
// a module cannot be interrupted: a context is looked at between calls.
package card
