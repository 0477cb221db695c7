// Package bundle is the one container in which something of a case travels: the .tmcase file.
//
// # Format, version 1
//
// The file is an age file (https://age-encryption.org/v1, binary), encrypted to X25519 recipients or with a passphrase.
// Inside lies a tar archive (POSIX ustar, nothing compressed) of
//
//	manifest.json    who made it for whom and when, of which case, and name, size and SHA-256 of every entry
//	manifest.p7s     the CMS signature over manifest.json, detached, in DER
//	…                the entries, in the manifest's order
//
// and nothing else. The manifest determines every byte of the archive but the entries' contents, and their hashes stand
// in it: headers carry no time, owner or rights. The manifest also names the certificates that lie in the signature, so
// that all of it is bound. Names are lower case, without "..", at most 100 bytes, and no name stands twice. There are no
// links and folders.
//
// # Checking without this program
//
//	age -d -i KEY.txt -o package.tar FILE.tmcase        (age -d asks where it is a passphrase)
//	tar -xf package.tar
//	openssl cms -verify -binary -inform DER -in manifest.p7s -content manifest.json -CAfile ISSUERS.pem -out /dev/null
//	jq -r '.entries[] | .sha256 + "  " + .name' manifest.json | sha256sum -c
//
// # What it proves, and what it does not
//
// Whoever opens a package knows that it is as its signer made it, to the byte, and whom the signer made it for. Who the
// signer is, is known as far as the issuer of the certificate is (see sign.VerifyOptions). Everybody who can open a package can read it, and can
// encrypt it again for others: what is in it then still proves what the signer signed, and the manifest still names the
// first recipients. A key that is lost opens no package any more; nobody can help.
//
// # Limits
//
// An entry has at most 8 GiB, a manifest 64 MiB. Memory is bounded however large a package is: writing hashes a file and then reads
// it again; opening reads all of it once, and then reads entries from where they lie, decrypting as it goes. Nothing is ever written
// out in the clear by this package.
package bundle
