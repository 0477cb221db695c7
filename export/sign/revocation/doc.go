// Package revocation finds out whether a certificate was revoked: it asks responders (OCSP, RFC 6960) and fetches lists
// (CRL, RFC 5280, 5), and judges such statements where they lie in a file, without the network.
//
// A statement counts only when it is about the certificate, is signed by its issuer or by a responder that the issuer
// named for this (id-kp-OCSPSigning), and speaks of the time in question. What is not known is Unknown, never Good.
//
// # Limits
//
// Indirect and partial lists, delta lists and lists for some reasons only are refused. Responders are asked without a
// nonce, as most do not answer one; freshness is judged by the times that a statement gives. The package needs neither
// cgo nor anything of the host but HTTP.
package revocation
