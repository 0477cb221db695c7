// Package sign puts electronic signatures on PDF files and checks them.
//
// Sign writes a PAdES baseline B-B signature (ETSI EN 319 142-1, 6.3; SubFilter ETSI.CAdES.detached): a CMS SignedData
// (RFC 5652) with the signed attributes content-type, message-digest and signingCertificateV2 (RFC 5035), as an
// incremental update. Verify is a verifier of its own that believes nothing a file says about itself: it checks that the
// byte range begins at the first byte, leaves out exactly the signature's own hexadecimal string and ends at the last
// byte, then digest, signature, certificate and chain.
//
// # Limits
//
// Only files with a classic cross-reference table are signed and verified, as package export/pdf writes them. There is
// no time-stamp and no revocation check: the time of signing is what the signer's clock said, and the result says so.
// Detached and VerifyDetached do the same for any content, with the signature in a file beside it.
// RSA (PKCS #1 v1.5, from 2048 bits) and ECDSA on P-256 and P-384 sign; P-521 is verified too. The package needs neither cgo nor the network.
package sign
