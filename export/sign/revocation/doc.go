// Package revocation judges whether a certificate was revoked, by statements of responders (OCSP, RFC 6960) and lists (CRL,
// RFC 5280, 5), fetched by package online or found in a file.
//
// A statement counts only when it is about the certificate, is signed by its issuer or by a responder that the issuer
// named for this (id-kp-OCSPSigning), and speaks of the time in question. What is not known is Unknown, never Good.
//
// # Limits
//
// Indirect and partial lists, delta lists and lists for some reasons only are refused. Freshness is
// judged by the times that a statement gives, not by a nonce, which most responders do not answer. The package needs
// neither cgo nor the network.
package revocation
