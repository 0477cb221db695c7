// Package trust is an agency's trust store: the certificates of the authorities whose signatures, and whose time stamps, it
// believes.
//
// # The folder
//
// The store is a folder that anybody can look at and that needs no program to be read:
//
//	signers/<SHA-256>.pem            an authority that vouches for who signed
//	time-stamping/<SHA-256>.pem      an authority that vouches for when
//	test/<purpose>/<SHA-256>.pem     one that says of itself that it is a test
//	removed/<purpose>/<SHA-256>.pem  one that was in use until it was removed
//
// Beside each certificate lies a .json that says who added it, when and why, and who removed it. Where a certificate lies decides
// what it is trusted for; the .json decides nothing. A certificate without it was put there outside the program, and the list
// says so. What a person puts into the folder itself (*.pem, *.crt, *.cer, *.der), as for a verifier that is handed a folder with
// certificates, counts for both purposes.
//
// # What is taken
//
// Only certificates of authorities: version 3 with the basic constraint CA and, where they state a use of their key, the signing of
// certificates (RFC 5280, 4.2.1.3 and 4.2.1.9). An expired one is taken with a warning: what it vouched for in its time is still to
// be checked. A test authority is held apart wherever its file lies: Roots never has it, so that nothing that it issued is ever
// called trusted.
//
// # Limits
//
// The store asks no revocation service whether an authority is still one. Whoever can write to the folder can add to it: the
// workstation's log says what was added through the program, and the list says what was not.
package trust
