// Package timestamp checks the tokens of time-stamp services (RFC 3161, RFC 5816).
//
// A token is a statement, signed by a service that is trusted for this alone, that content with a certain digest existed
// at a certain time. Parse and Token.Check judge one. Request and Response are what goes to a service and comes back; package
// online does the talking. Stamp and Verify are for content of any kind, such as the checkpoint of a log.
//
// Checked are: the form (DER, one signer, TSTInfo version 1, no unknown critical extension), the imprint, the nonce where
// one was sent, the signature and that it names the certificate it was made with (signingCertificate or
// signingCertificateV2), the certificate's purpose (id-kp-timeStamping, critical, alone; RFC 3161, 2.3), its validity at
// the token's time, and its chain to the trusted services.
//
// # Limits
//
// Digests and signatures are those of package algorithm. Revocation of the service's certificate is a matter of package
// revocation. The package needs neither cgo nor the network.
package timestamp
