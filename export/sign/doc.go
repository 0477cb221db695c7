// Package sign puts electronic signatures on PDF files and checks them.
//
// Sign writes PAdES baseline signatures (ETSI EN 319 142-1, 6; SubFilter ETSI.CAdES.detached) as incremental updates: a CMS
// SignedData (RFC 5652) with the signed attributes content-type, message-digest and signingCertificateV2 (RFC 5035) at level
// B-B, with a time-stamp (RFC 3161) at B-T, with certificates and revocation data in the file at B-LT, and with a time-stamp
// over all of that at B-LTA. Extend raises a signed file. Detached and VerifyDetached do level B-B for any content, with the
// signature in a file beside it.
//
// Verify believes nothing that a file says about itself:
//
//   - A signature's range begins at the first byte, leaves out exactly the signature's own text, and ends where an update of
//     the file ends, the one that it came with; then digest, signature value and certificate are checked.
//   - Every byte of the file belongs to an object that a table names, to a table, or is white space (package pdffile).
//   - What was added after a signature is accounted for object by object: further signatures, validation data and
//     time-stamps over the document are allowed, in the very form that they have here; everything else makes the file not
//     valid and is named. Files that claim to allow more (DocMDP levels 2 and 3) are held to the same.
//   - What lay hidden in the file, or could change by itself, when it was signed is a warning.
//   - A time is proven by a time-stamp of a trusted service, the earliest counts; the signer's chain is judged as of then, and
//     as of now where nothing is proven. A service is judged as of the next newer time-stamp that is trusted.
//   - Revocation is judged by the statements in the file, each with the authority of whoever made it, as of the same time.
//   - A chain with a test identity or test authority in it is never trusted, whatever the roots are.
//   - A level is named only where all that makes it up was found good.
//
// # Who checked what
//
// The tests have these programs judge what this package writes. They differ from it in every line of code, but for the last.
//
//	                                         pdfsig   openssl  mutool  qpdf     PDFBox with     this
//	                                         and NSS                            Bouncy Castle   package
//	B-B, B-T as a whole                      yes      yes      yes(1)  yes(2)   yes             yes
//	signature value and CAdES attributes     yes      yes      yes(1)  -        yes             yes
//	chain to a root                          yes      yes      -       -        -               yes
//	token, and that it is about the          -        yes      -       -        yes             yes
//	signature or the document
//	OCSP responses and lists of a B-LT file  -        yes      -       -        -               yes
//	structure of the file                    -        -        -       yes      yes             yes
//	what an update may add                   -        -        (3)     -        -               own check only
//	the level itself: B-LT, B-LTA            -        -        -       -        -               own check only
//	PDF/A-3b                                 -        -        -       -        (4)             own check only
//
// (1) not RSA-PSS, which mutool 1.21 does not know; (2) structure only; (3) mutool refuses every update, also the allowed
// ones; (4) Preflight judges PDF/A-1b, for which reports can be rendered too (package export/pdf). Whatever Verify calls
// valid in the tests, pdfsig does too; of the 111 forged files there, pdfsig 22.12 calls 12 whole and valid, those that
// the forger signed once more, and mutool 2, whose change lies in the room kept for the signature.
//
// # Limits
//
// Files with classic cross-reference tables only are signed and verified, as package export/pdf writes them; others are
// refused and never called valid. RSA signs from 3072 bits, as PSS; ECDSA on P-256 and P-384. RSA from 2048 bits, PKCS #1
// v1.5 and P-521 are verified too (package algorithm). Revocation is judged only by what the file holds: the network
// is never asked when verifying. A visible signature that was added later where its page is empty hides nothing; where it
// may cover something it is a warning, because only a person can see what, and one that is large or lies over an earlier one is refused. Empty signature fields that were prepared
// for later signers are not supported: filling one counts as a change. The package needs neither cgo nor, but for levels
// above B-B, the network.
package sign
